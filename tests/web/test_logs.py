"""The log says what happened and where, and nothing that anybody said."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from tests.web import cast

from vestibule.web import logs
from vestibule.web.api import tokens
from vestibule.web.records import access


def line(name: str, message: str, /, **more: Any) -> dict[str, Any]:
    record = logging.LogRecord(name, logging.ERROR, "file.py", 1, message, (), None)
    record.exc_info = more.pop("exc_info", None)
    record.__dict__.update(more)
    written = logs.Lines().format(record)
    assert "\n" not in written
    found: dict[str, Any] = json.loads(written)
    return found


def test_fields_that_nobody_named_are_withheld() -> None:
    found = line("vestibule.web", "asked", route="a/", person="Amina", status=200)

    assert found.keys() == {"when", "level", "from", "says", "route", "status"}


def test_what_others_write_is_named_and_not_repeated() -> None:
    found = line("django.request", "Not Found: /atelier/paroles/the-well-is-dry/")

    assert "says" not in found
    assert found["from"] == "django.request"


def test_an_exception_says_where_and_never_what() -> None:
    try:
        json.loads("the well is dry")
    except ValueError as error:
        caught = (type(error), error, error.__traceback__)

    found = line("django.request", "x", exc_info=caught)

    assert found["error"] == "JSONDecodeError"
    assert found["at"].startswith("json.decoder:")
    assert "well" not in json.dumps(found)


def test_where_nothing_was_raised_nothing_is_said() -> None:
    assert logs.where(None) == ""
    assert logs.where(ValueError("never raised")) == ""


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What the site writes down of itself while a test runs, as it is served."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logs.Lines())
    named = ("", "django", "django.request", "django.security", "axes", logs.OURS)
    kept = {name: logging.getLogger(name) for name in named}
    for logger in kept.values():
        logger.addHandler(handler)
    levels = {name: logger.level for name, logger in kept.items()}
    kept[""].setLevel(logging.DEBUG)
    yield stream
    for name, logger in kept.items():
        logger.removeHandler(handler)
        logger.setLevel(levels[name])


SAID = ("the-well-is-dry", "a passphrase nobody knows", "203.0.113.77", "vst_secret")
"""What somebody types, is, or holds: in no line, however a request ends."""


def nothing_of_anybody(stream: io.StringIO) -> list[dict[str, Any]]:
    text = stream.getvalue()
    assert not [one for one in (*SAID, "amina") if one in text]
    return [json.loads(line) for line in text.splitlines()]


def failing(*_: object, **__: object) -> None:
    raise RuntimeError("amina said: the-well-is-dry")


@pytest.mark.django_db
def test_a_way_in_that_failed_says_nothing_of_who_tried(written: io.StringIO) -> None:
    cast.gather()
    typed = {"sign_in": "amina-enters", "passphrase": SAID[1]}

    for _ in range(7):
        answer = Client(REMOTE_ADDR=SAID[2]).post("/entrer/", typed)
        assert answer.status_code in (200, 429)
    Client(REMOTE_ADDR=SAID[2]).post(
        "/entrer/invitation/",
        {"invitation": SAID[0], "sign_in": "amina", "passphrase": SAID[1]},
    )

    nothing_of_anybody(written)


@pytest.mark.django_db
def test_a_page_that_fails_says_its_route_and_where(
    written: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    team = cast.gather()
    browser = team.client("amina")
    browser.raise_request_exception = False
    monkeypatch.setattr(access, "one", failing)

    answer = browser.get(f"/atelier/rencontres/{SAID[0]}/?q={SAID[0]}")

    assert answer.status_code == 500
    assert SAID[0] not in answer.content.decode()
    lines = nothing_of_anybody(written)
    (line,) = [one for one in lines if one.get("status") == 500][:1]
    assert line["route"] == "atelier/rencontres/<str:record>/"
    assert (line["method"], line["error"]) == ("GET", "RuntimeError")
    assert line["at"].startswith("tests.web.test_logs:")


@pytest.mark.django_db
def test_a_program_that_is_refused_or_fails_leaves_no_token_and_no_word(
    written: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = Client(
        raise_request_exception=False,
        REMOTE_ADDR=SAID[2],
        headers={"authorization": f"Bearer {SAID[3]}"},
    )

    body = {"records": [{"words": SAID[0]}]}
    sent = {"data": body, "content_type": "application/json"}
    assert program.post("/api/v1/import/excerpts", **sent).status_code == 401
    assert program.get(f"/api/v1/query/{SAID[0]}").status_code == 401
    monkeypatch.setattr(tokens, "known", failing)
    assert program.post("/api/v1/import/excerpts", **sent).status_code == 500

    assert nothing_of_anybody(written)


@pytest.mark.django_db
def test_what_is_not_there_is_logged_by_its_route_alone(written: io.StringIO) -> None:
    Client().get(f"/{SAID[0]}/")
    Client(headers={"host": SAID[0]}).get("/entrer/")

    nothing_of_anybody(written)
