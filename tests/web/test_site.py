"""The site is set strictly, wherever it runs."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.db import connection
from django.test import Client

from vestibule.errors import DataError
from vestibule.web import databases, headers, home


def test_the_deployment_check_finds_nothing(tmp_path: Path) -> None:
    environment = {**os.environ, "VESTIBULE_HOME": str(tmp_path)}
    environment.pop("VESTIBULE_PLAIN_HTTP", None)
    environment.pop("VESTIBULE_SECRET_KEY", None)
    home.prepare(environment)

    checked = subprocess.run(
        [
            sys.executable,
            "-m",
            "django",
            "check",
            "--deploy",
            "--fail-level",
            "WARNING",
        ],
        env={**environment, "DJANGO_SETTINGS_MODULE": "vestibule.web.settings"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert checked.returncode == 0, checked.stderr
    assert "no issues" in checked.stdout


def test_a_home_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    environment = {home.HOME: str(tmp_path / "site")}
    assert home.secret(environment) == ""

    made = home.prepare(environment)
    first = home.secret(environment)
    home.prepare(environment)

    assert len(first) >= home.SECRET_LETTERS
    assert home.secret(environment) == first
    assert stat.S_IMODE((made / home.SECRET_FILE).stat().st_mode) == 0o600
    assert stat.S_IMODE(made.stat().st_mode) == 0o700


def test_of_two_sites_that_start_at_once_one_secret_stands(tmp_path: Path) -> None:
    (tmp_path / home.SECRET_FILE).write_text("first", "ascii")

    home._write_secret(tmp_path / home.SECRET_FILE)

    assert home.secret({home.HOME: str(tmp_path)}) == "first"


def test_a_secret_of_the_environment_goes_before_the_one_kept(tmp_path: Path) -> None:
    environment = {home.HOME: str(tmp_path), home.SECRET: "given"}

    home.prepare(environment)

    assert home.secret(environment) == "given"
    assert not (tmp_path / home.SECRET_FILE).exists()


def test_a_write_ahead_log_is_used_only_where_it_is_sound() -> None:
    assert "journal_mode=TRUNCATE" in databases.pragmas((3, 51, 2))
    assert "journal_mode=WAL" in databases.pragmas((3, 51, 3))


def test_each_connection_writes_as_carefully_as_promised(tmp_path: Path) -> None:
    connected = sqlite3.connect(tmp_path / "x.sqlite3")
    for pragma in databases.pragmas(sqlite3.sqlite_version_info).split(";"):
        connected.execute(pragma)

    def told(name: str) -> object:
        return connected.execute(f"PRAGMA {name}").fetchone()[0]

    assert (told("synchronous"), told("secure_delete")) == (2, 1)
    assert (told("trusted_schema"), told("foreign_keys")) == (0, 1)
    options = databases.configured("", tmp_path)["OPTIONS"]
    assert (options["transaction_mode"], options["timeout"]) == ("IMMEDIATE", 20)


def test_a_url_names_a_server_or_a_socket() -> None:
    server = databases.configured("postgresql://me:p%40ss@hub:5433/dialogue", Path())
    socket = databases.configured("postgresql:///dialogue?host=/run/pg&user=me", Path())

    wanted = ("dialogue", "me", "p@ss", "hub", "5433")
    assert (
        tuple(server[k] for k in ("NAME", "USER", "PASSWORD", "HOST", "PORT")) == wanted
    )
    assert (socket["HOST"], socket["USER"], socket["PORT"]) == ("/run/pg", "me", "")


def test_a_server_writes_before_it_answers_and_compiles_no_question() -> None:
    given = databases.configured("postgresql:///d?options=-c jit=on", Path())["OPTIONS"]

    assert given == {"options": "-c synchronous_commit=on -c jit=off"}


def test_a_url_of_something_else_is_refused() -> None:
    with pytest.raises(DataError, match="leave it empty"):
        databases.configured("mysql://hub/dialogue", Path())


@pytest.mark.django_db
def test_every_answer_is_strict_and_kept_by_nobody() -> None:
    answer = Client().get("/health", secure=True)

    assert answer.status_code == 200
    assert answer["Content-Security-Policy"] == headers.POLICY
    assert answer["Cache-Control"] == "no-store"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "unsafe" not in headers.POLICY


def test_a_password_costs_what_was_promised() -> None:
    kept = make_password("a long sentence to guess")

    assert kept.startswith("argon2$argon2id$v=19$m=65536,t=3,p=")
    assert check_password("a long sentence to guess", kept)


def test_who_does_nothing_for_half_an_hour_is_signed_out() -> None:
    assert settings.SESSION_COOKIE_AGE == 1800
    assert not settings.DEBUG


def test_the_tests_run_on_a_database_that_is_meant() -> None:
    assert connection.vendor in {"sqlite", "postgresql"}
