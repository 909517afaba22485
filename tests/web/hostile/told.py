"""Where hostile words are found again: in the memory of the site, on pages, in sheets."""

from __future__ import annotations

import csv
import io
import json
import re
import traceback
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import openpyxl
from django.apps import apps
from django.db import models
from django.http import HttpResponse
from tests.web.hostile.payloads import whole

Found = defaultdict[int, set[int]]
"""Number of a field to the payloads that stand in it unchanged."""

FORMULA = tuple("=+-@\t\r\n＝＋－＠")

BEFORE = "\ufeff\u200b\u00a0\u202f "
"""What programs leave out before they look at a cell."""

UNMARKED = re.compile(r"hz(\d{3})z(?!q)")
"""Marks of what no field takes."""

SENT_ON = re.compile(r"^\s*(?:javascript|data|vbscript|https?|//)", re.I)


def found(texts: Iterator[str] | list[str]) -> Found:
    """Return by field which payloads stand whole in some texts."""
    known: Found = defaultdict(set)
    for text in texts:
        for payload, field in whole(text):
            known[field].add(payload)
    return known


def remembered() -> Iterator[str]:
    """Yield every text that the site keeps of what was typed: records, accounts, reports."""
    for model in apps.get_app_config("records").get_models():
        names = [one.attname for one in model._meta.concrete_fields if isinstance(one, models.TextField | models.CharField)]  # fmt: skip
        for row in model._default_manager.values_list(*names) if names else ():
            yield from (cell for cell in row if isinstance(cell, str) and "hz" in cell)


class Page(HTMLParser):
    """What a page says and what it would do, read as HTML: words, and what is amiss."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.amiss: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            self.words.append(f" {value or ''} ")
            if name.startswith(("on", "hx-on", "data-hostile")) or name in {"style", "srcdoc"}:  # fmt: skip
                self.amiss.append(f"{tag} {name}")
            if name in {"href", "src", "action", "formaction"} and SENT_ON.match(value or ""):  # fmt: skip
                self.amiss.append(f"{tag} {name}={value}")

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def page(text: str) -> Page:
    """Return what a page says."""
    read = Page()
    read.feed(text)
    read.close()
    return read


def kind_of(answer: HttpResponse) -> str:
    return str(answer.get("Content-Type", "")).partition(";")[0]


def body(answer: HttpResponse) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]


def bare(answer: HttpResponse) -> HttpResponse:
    """Return an answer without what made it: thousands of them are kept."""
    for name in ("context", "templates", "wsgi_request", "request", "client", "json"):
        answer.__dict__.pop(name, None)
    return answer


def failure(answer: HttpResponse) -> str:
    """Return what the site stumbled over."""
    _, error, trace = answer.exc_info or (None, None, None)  # type: ignore[attr-defined]
    at = traceback.extract_tb(trace)[-1] if trace else ""
    return f"{error!r} {at}"[:600]


def texts(answer: HttpResponse) -> Iterator[str]:
    """Yield what an answer says, cell by cell where it is a table."""
    kind, content = kind_of(answer), body(answer)
    if kind == "text/html":
        yield "".join(page(content.decode()).words)
    elif kind == "application/json":
        yield from strings(json.loads(content))
    elif kind == "application/zip":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                yield from (cell.replace("'", "") for cell in rows(archive.read(name)))
    else:
        yield from cells(answer, content)


def strings(value: Any) -> Iterator[str]:
    """Yield every text of a value of JSON."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.items():
            yield from strings([*one])
    elif isinstance(value, list):
        for one in value:
            yield from strings(one)


def cells(answer: HttpResponse, content: bytes | None = None) -> Iterator[str]:
    """Yield the cells of a table that is carried away: CSV or a workbook."""
    kind = kind_of(answer)
    content = body(answer) if content is None else content
    if kind == "text/csv":
        yield from rows(content)
    elif kind.endswith("spreadsheetml.sheet"):
        yield from workbook(content)


def rows(content: bytes) -> Iterator[str]:
    """Yield the cells of a CSV, parted by commas; then by semicolons, as in French."""
    text = content.decode("utf-8-sig")
    for row in csv.reader(io.StringIO(text)):
        yield from row
    for line in text.splitlines():
        yield from next(csv.reader([line], delimiter=";"), [])


def widths(text: str) -> set[int]:
    """Return how many cells the rows of a CSV have; a line that says what it is aside."""
    rows = [row for row in csv.reader(io.StringIO(text)) if row]
    return {len(row) for row in rows if not row[0].startswith("# ")}


def workbook(content: bytes) -> Iterator[str]:
    """Yield the texts of a workbook, none of whose cells may be a formula."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f", (sheet.title, cell.coordinate, cell.value)
                if isinstance(cell.value, str):
                    yield cell.value


def computing(answer: HttpResponse) -> list[str]:
    """Return cells of a CSV that a spreadsheet would take for a formula."""
    if kind_of(answer) != "text/csv":
        return []
    return [cell for cell in rows(body(answer)) if cell.strip() and cell.lstrip(BEFORE).startswith(FORMULA)]  # fmt: skip
