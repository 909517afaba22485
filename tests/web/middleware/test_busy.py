"""While much is written at once, pages are read, and who waits is told to."""

from __future__ import annotations

import datetime as dt
import sqlite3
import threading
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.models import Session
from django.db import OperationalError, connection
from django.test import Client
from django.urls import get_resolver
from tests.web import cast
from tests.web.cast import Cast

from vestibule.web import databases
from vestibule.web.middleware import idle
from vestibule.web.records import access


@pytest.fixture
def team(db: None) -> Cast:
    # a view that is first loaded while a door is replaced would keep the replacement
    assert get_resolver().url_patterns
    return cast.gather()


def test_a_page_that_waited_in_vain_says_so_and_when_to_try_again(
    team: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*_: object, **__: object) -> None:
        raise OperationalError("database is locked")

    browser = team.client("amina")
    browser.raise_request_exception = False
    monkeypatch.setattr(access, "one", locked)

    answer = browser.get(
        f"/atelier/rencontres/{'0' * 32}/", headers={"accept-language": "en"}
    )

    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert "The site is busy" in answer.content.decode()


def test_a_minute_that_went_by_is_written_down_where_it_can_be(
    team: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = team.client("amina")
    browser.get("/atelier/couverture/")
    later = idle.timezone.now() + dt.timedelta(minutes=5)
    monkeypatch.setattr(idle.timezone, "now", lambda: later)

    browser.get("/atelier/couverture/")

    assert browser.session[idle.SEEN] == later.timestamp()


def test_a_minute_that_cannot_be_written_down_keeps_nobody_waiting(
    team: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = team.client("amina")
    browser.get("/atelier/couverture/")
    before = browser.session[idle.SEEN]
    later = idle.timezone.now() + dt.timedelta(minutes=5)
    monkeypatch.setattr(idle.timezone, "now", lambda: later)
    store: Any = type(browser.session)

    def locked(*_: object, **__: object) -> None:
        try:
            raise OperationalError("database is locked")
        except OperationalError:
            raise UpdateError  # noqa: B904 - as Django's store does

    with monkeypatch.context() as held:
        held.setattr(store, "save", locked)
        assert browser.get("/atelier/couverture/").status_code == 200
    assert browser.session[idle.SEEN] == before


def test_a_session_that_was_ended_elsewhere_meanwhile_ends_here_too(
    team: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = team.client("amina")
    browser.get("/atelier/couverture/")
    later = idle.timezone.now() + dt.timedelta(minutes=5)
    monkeypatch.setattr(idle.timezone, "now", lambda: later)
    store: Any = type(browser.session)
    save = store.save

    def gone(session: Any, *given: Any, **more: Any) -> None:
        Session.objects.all().delete()
        save(session, *given, **more)

    monkeypatch.setattr(store, "save", gone)
    answer = browser.get("/atelier/couverture/")

    assert answer.status_code == 400
    monkeypatch.setattr(store, "save", save)
    assert browser.get("/atelier/couverture/").status_code == 302


@pytest.mark.skipif("sqlite" not in str(connection.vendor), reason="of SQLite")
def test_haste_ends_with_the_mark(db: None) -> None:
    def patience() -> int:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout")
            return int(cursor.fetchone()[0])

    with idle._hasty():
        assert patience() == idle.HASTE_MS

    assert patience() == 1000 * databases.WAIT_SECONDS


def test_an_import_larger_than_the_cache_keeps_no_reader_out(tmp_path: Path) -> None:
    # the rollback journal, whatever this machine's SQLite
    told = databases.pragmas((3, 51, 2)).split(";")
    file = tmp_path / "x.sqlite3"

    def connected() -> sqlite3.Connection:
        made = sqlite3.connect(file, timeout=0.2, isolation_level=None)
        for pragma in told:
            made.execute(pragma)
        return made

    writer = connected()
    writer.execute("CREATE TABLE votes (id TEXT PRIMARY KEY, words TEXT)")
    writer.execute("BEGIN IMMEDIATE")
    # 40 MB, twenty times the cache of a connection
    rows = ((f"{n:08d}", "x" * 1_000) for n in range(40_000))
    writer.executemany("INSERT INTO votes VALUES (?, ?)", rows)
    seen: list[int] = []

    def read() -> None:
        seen.append(connected().execute("SELECT count(*) FROM votes").fetchone()[0])

    reader = threading.Thread(target=read)
    reader.start()
    reader.join(30)
    writer.execute("COMMIT")

    assert seen == [0]
    assert connected().execute("SELECT count(*) FROM votes").fetchone()[0] == 40_000


def test_a_stranger_s_page_is_as_before(db: None) -> None:
    assert Client().get("/entrer/").status_code == 200
