"""The log says what happened and where, and nothing that anybody said."""

from __future__ import annotations

import json
import logging
from typing import Any

from vestibule.web import logs


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
