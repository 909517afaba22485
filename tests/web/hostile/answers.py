"""What an answer gives away: two of them are the same where they say the same."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.http import HttpResponse
from django.test import Client

CSRF = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"')
NEW = re.compile(rb'name="new" value="[0-9a-f]{32}"')
SIGN = re.compile(rb"zq[0-9a-f]{12}")

OWN_HEADERS = frozenset({"X-Request-Id"})
"""Headers that say something of the moment alone."""


@dataclass(frozen=True)
class Answer:
    """Status, headers and content of an answer, without what is made anew each time."""

    status: int
    headers: tuple[tuple[str, str], ...]
    content: bytes

    @classmethod
    def of(cls, response: HttpResponse, *ids: str) -> Answer:
        """Return what an answer says; ``ids``: what was asked with, which it may repeat."""
        content = NEW.sub(b"", CSRF.sub(b"", body(response)))
        headers = [(n, v) for n, v in response.headers.items() if n not in OWN_HEADERS]
        for one in ids:
            content = content.replace(one.encode(), b"?")
            headers = [(name, value.replace(one, "?")) for name, value in headers]
        return cls(response.status_code, tuple(sorted(headers)), content)


def body(response: Any) -> bytes:
    """Return the whole content of an answer, streamed or not."""
    if response.streaming:
        return b"".join(response.streaming_content)
    return bytes(response.content)


def signs(response: Any) -> set[str]:
    """Return the signs of records that an answer holds."""
    return {found.decode() for found in SIGN.findall(body(response))}


def sent(
    browser: Client, method: str, url: str, data: Any = None
) -> tuple[HttpResponse, int]:
    """Ask, and return the answer and how many questions the database was asked."""
    # what an answer before said once to the next page is not said by this one
    browser.cookies.pop("messages", None)
    questions: list[str] = []

    def counted(execute: Any, sql: str, *more: Any) -> Any:
        questions.append(sql)
        return execute(sql, *more)

    with connection.execute_wrapper(counted):
        response = getattr(browser, method)(url, data or {})
    return response, len(questions)
