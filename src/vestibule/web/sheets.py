"""How does a table of the workshop leave as a sheet, without a cell that computes?"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpResponse

COMPUTES = re.compile(
    r"(^|[;\t\r\n])([ \ufeff\u200b-\u200f\u00a0\u202f\"']*)([=+\-@＝＋－＠])"
)
"""What begins a formula at the head of a cell, or behind what parts cells where a comma
does not: a semicolon in French, a tab, a line."""

LINES = ("\t", "\r", "\n")
"""What no cell begins with: some programs leave it out and compute the rest."""


def response(rows: Sequence[Mapping[str, Any]], name: str) -> HttpResponse:
    """Return rows as a CSV file to keep; of none, an empty file."""
    out = io.StringIO()
    sheet = csv.writer(out)
    if rows:
        sheet.writerow([inert(one) for one in rows[0]])
    sheet.writerows([inert(cell) for cell in row.values()] for row in rows)
    answer = HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def inert(cell: Any) -> Any:
    """Return a cell that no spreadsheet computes, however it parts the line.

    >>> inert("=1+1"), inert("a;=1+1"), inert("a-b"), inert(-1)
    ("'=1+1", "a;'=1+1", 'a-b', -1)
    """
    if not isinstance(cell, str):
        return cell
    text = COMPUTES.sub(r"\1'\2\3", cell)
    return f"'{text}" if text[:1] in LINES else text
