"""How does a table of the workshop leave as a sheet, without a cell that computes?"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpResponse

from vestibule.inform.inert import inert


def response(rows: Sequence[Mapping[str, Any]], name: str) -> HttpResponse:
    """Return rows as a CSV file to keep; of none, an empty file."""
    out = io.StringIO()
    sheet = csv.writer(out)
    if rows:
        sheet.writerow([inert(one) for one in rows[0]])
    sheet.writerows([cell(one) for one in row.values()] for row in rows)
    answer = HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def cell(given: Any) -> Any:
    """Return a cell that no spreadsheet computes; a number is one.

    >>> cell("=1+1"), cell(-1)
    ("'=1+1", -1)
    """
    return inert(given) if isinstance(given, str) else given
