"""Somebody takes a record back by the page, and what is there before and after."""

from __future__ import annotations

import re
from typing import Any

from tests.web.cast import Cast
from tests.web.hostile.answers import Answer

from vestibule.web.records.models import AuditEntry
from vestibule.web.records.tables import MODELS


def address(table: str, record: str) -> str:
    return f"/atelier/retrait/{table}/{record}/"


def withdraw(team: Cast, name: str, table: str, record: str, n: int, **given: Any) -> Any:  # fmt: skip
    form = {"reason": "asked", "sure": "yes", "n": n, **given}
    sent = {key: value for key, value in form.items() if value is not None}
    return team.client(name).post(address(table, record), sent)


def held() -> int:
    """Return how many records there are, of all tables, and entries that tell of writing."""
    written = AuditEntry.objects.exclude(act="read").count()
    return written + sum(model._default_manager.count() for model in MODELS.values())


def text_of(answer: Any) -> str:
    told = re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", answer.content.decode()))
    return told.replace("\u2019", "'").replace(" :", ":")


def answer_of(team: Cast, name: str, table: str, record: str, method: str) -> Answer:
    browser = team.client(name)
    browser.get("/atelier/acces/")
    form = {"reason": "asked", "sure": "yes", "n": 2}
    sent = form if method == "post" else {}
    return Answer.of(getattr(browser, method)(address(table, record), sent), record)
