"""How does a table of the workshop leave as a sheet, without a cell that computes?"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpResponse

from vestibule.inform.figures import figure


def response(rows: Sequence[Mapping[str, Any]], name: str) -> HttpResponse:
    """Return rows as a CSV file to keep; of none, an empty file."""
    out = io.StringIO()
    sheet = csv.writer(out)
    if rows:
        sheet.writerow(rows[0].keys())
    sheet.writerows([_written(cell) for cell in row.values()] for row in rows)
    answer = HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _written(cell: Any) -> Any:
    return figure.safe(cell) if isinstance(cell, str) else cell
