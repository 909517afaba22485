"""The image and the hub are what they say: locked, not of root, no secret written down."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from vestibule.cli.command import VERBS
from vestibule.web import databases

CHECKOUT = Path(__file__).resolve().parents[1]
DOCKERFILE = (CHECKOUT / "Dockerfile").read_text("utf-8")
LINES = [
    line.strip()
    for line in DOCKERFILE.replace("\\\n", " ").splitlines()
    if line.strip() and not line.startswith("#")
]
HUB: dict[str, Any] = yaml.safe_load((CHECKOUT / "compose.yaml").read_text("utf-8"))
SERVICES: dict[str, dict[str, Any]] = HUB["services"]

KNOWN = {
    "build", "cap_add", "cap_drop", "command", "depends_on", "environment", "healthcheck", "image", "logging",
    "networks", "ports", "read_only", "restart", "secrets", "security_opt", "shm_size", "tmpfs", "volumes",
}  # fmt: skip
"""What the Compose Specification calls the parts of a service, as far as we use them."""


def said(instruction: str) -> list[str]:
    """Return what each line of an instruction says."""
    found = [line.partition(" ") for line in LINES]
    return [rest.strip() for word, _, rest in found if word == instruction]


def test_the_image_installs_only_what_is_locked_by_its_hash() -> None:
    installs = [line for line in said("RUN") if "pip install" in line]

    assert len(installs) == 2
    assert "--require-hashes -r requirements/run.txt" in installs[0]
    assert "--no-deps --no-build-isolation" in installs[1]
    assert not re.search(
        r"--(extra-)?index-url|--trusted-host|https?://(?!localhost)", DOCKERFILE
    )


def test_the_image_runs_as_nobody_who_can_write_but_to_the_home() -> None:
    last = max(n for n, line in enumerate(LINES) if line.startswith("FROM "))
    after = LINES[last:]
    user = next(n for n, line in enumerate(after) if line == "USER vestibule")

    assert not any(line.startswith(("COPY", "RUN", "ADD")) for line in after[user:])
    assert said("VOLUME") == ["/var/lib/vestibule"]
    assert "--uid 10001" in DOCKERFILE
    assert "chmod" not in DOCKERFILE


def test_every_image_has_a_version_and_no_host() -> None:
    named = [line.split()[0] for line in said("FROM")]
    named += [one["image"] for one in SERVICES.values() if "build" not in one]

    assert named
    for name in named:
        assert re.fullmatch(r"[a-z]+:[0-9][a-z0-9.-]*", name), name


def test_what_the_image_and_the_hub_run_are_commands_of_ours() -> None:
    (entry,), (command,) = said("ENTRYPOINT"), said("CMD")
    served, worked = json.loads(command), SERVICES["worker"]["command"]

    assert json.loads(entry) == ["vestibule"]
    assert {served[0], worked[0]} <= set(VERBS)
    from vestibule.cli.serve import command as serve

    options = {name for option in serve.params for name in option.opts}
    assert {word for word in served if word.startswith("--")} <= options


def test_the_image_is_made_of_what_is_named_and_nothing_else() -> None:
    lines = (CHECKOUT / ".dockerignore").read_text("utf-8").splitlines()
    taken = [line[1:] for line in lines if line.startswith("!")]
    copied = {
        word
        for line in said("COPY")
        if not line.startswith("--from")
        for word in line.split()[:-1]
    }

    assert lines[1] == "*"
    assert copied <= set(taken)
    assert all((CHECKOUT / name).exists() for name in copied)


def test_the_parts_of_the_hub_are_those_of_the_specification() -> None:
    assert set(HUB) == {"name", "x-site", "services", "networks", "volumes", "secrets"}
    for name, told in SERVICES.items():
        assert set(told) <= KNOWN, name
        assert set(told["networks"]) <= set(HUB["networks"])
        assert set(told.get("secrets", [])) <= set(HUB["secrets"])
        kept = [one.split(":")[0] for one in told.get("volumes", [])]
        assert set(kept) <= set(HUB["volumes"])
        for other, how in told.get("depends_on", {}).items():
            assert how == {"condition": "service_healthy"}
            healthy = "build" in SERVICES[other] or "healthcheck" in SERVICES[other]
            assert healthy


@pytest.mark.parametrize("name", ["site", "worker", "proxy"])
def test_what_answers_people_writes_nowhere_and_may_nothing(name: str) -> None:
    told = SERVICES[name]

    assert told["read_only"] is True
    assert told["cap_drop"] == ["ALL"]
    assert told["security_opt"] == ["no-new-privileges:true"]


def test_only_the_server_that_encrypts_is_reached_from_outside() -> None:
    assert [name for name, told in SERVICES.items() if "ports" in told] == ["proxy"]
    assert HUB["networks"]["inside"] == {"internal": True}
    assert SERVICES["database"]["networks"] == ["inside"]
    assert SERVICES["site"]["environment"]["VESTIBULE_PROXIES"] == "1"


def test_a_secret_is_a_file_that_is_never_committed() -> None:
    text = (CHECKOUT / "compose.yaml").read_text("utf-8")
    ignored = (CHECKOUT / ".gitignore").read_text("utf-8").split()

    assert HUB["secrets"] == {
        "database_password": {"file": "secrets/database_password"}
    }
    assert {"secrets/", ".env"} <= set(ignored)
    assert not re.search(r"PASSWORD: |://[^/\s]*:[^/\s]*@", text)


def test_the_site_and_its_database_mean_the_same_one(tmp_path: Path) -> None:
    told, database = (
        SERVICES["site"]["environment"],
        SERVICES["database"]["environment"],
    )
    kept = tmp_path / "password"
    kept.write_text("s3cret word\n", "utf-8")

    found = databases.configured(told["DATABASE_URL"], tmp_path, str(kept))

    assert (found["NAME"], found["USER"]) == (
        database["POSTGRES_DB"],
        database["POSTGRES_USER"],
    )
    assert (found["HOST"], found["PASSWORD"]) == ("database", "s3cret word")
    assert told["DATABASE_PASSWORD_FILE"] == database["POSTGRES_PASSWORD_FILE"]
    assert "--data-checksums" in database["POSTGRES_INITDB_ARGS"]


def test_a_password_that_cannot_be_read_is_said() -> None:
    with pytest.raises(databases.DataError, match="this account may read"):
        databases.configured("postgresql://me@hub/x", Path(), "/nowhere/password")


PROXIED = """
import os, sys, threading, urllib.request
os.environ["VESTIBULE_PROXIES"] = sys.argv[1]
os.environ["DJANGO_SETTINGS_MODULE"] = "vestibule.web.settings"
import django, waitress
from vestibule.web import main
django.setup()
def shown(environ, start):
    start("200 OK", [])
    told = (environ.get("HTTP_" + n, "") for n in ("X_FORWARDED_PROTO", "X_FORWARDED_FOR"))
    return [" ".join(told).encode()]
server = waitress.create_server(shown, host="127.0.0.1", port=0, **main._proxied())
threading.Thread(target=server.run, daemon=True).start()
ask = urllib.request.Request(f"http://127.0.0.1:{server.effective_port}/")
ask.add_header("X-Forwarded-Proto", "https")
ask.add_header("X-Forwarded-For", "203.0.113.9")
print(urllib.request.urlopen(ask, timeout=20).read().decode())
from django.conf import settings
print(settings.SECURE_PROXY_SSL_HEADER)
"""


@pytest.mark.parametrize(
    ("proxies", "told"),
    [
        ("0", ["", "None"]),
        ("1", ["https 203.0.113.9", "('HTTP_X_FORWARDED_PROTO', 'https')"]),
    ],
)
def test_a_server_of_ours_before_the_site_is_believed_and_nobody_else(
    tmp_path: Path, proxies: str, told: list[str]
) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", PROXIED, proxies],
        env={
            "PATH": "",
            "PYTHONPATH": ":".join(sys.path),
            "VESTIBULE_HOME": str(tmp_path),
        },
        capture_output=True,
        text=True,
        check=False,
    )

    assert ran.returncode == 0, ran.stderr
    assert [line.strip() for line in ran.stdout.splitlines()] == told
