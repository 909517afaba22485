"""How is a page of these rooms made? Who asks, in which language, as a page or a sheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from vestibule.errors import DataError
from vestibule.web import sheets
from vestibule.web.agree.actions import NotYet
from vestibule.web.agree.forms import Written
from vestibule.web.protect.views import words_of
from vestibule.web.records.access import Person
from vestibule.web.records.entry import MEANWHILE


def person_of(request: HttpRequest) -> Person:
    """Return who is signed in: every door of these rooms asks for someone."""
    person: Person = request.person  # type: ignore[attr-defined]
    return person


def sheet(rows: Sequence[Mapping[str, Any]], name: str) -> HttpResponse:
    """Return rows as a CSV in which no cell is a formula."""
    out = io.StringIO()
    if rows:
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow([sheets.cell(name) for name in rows[0]])
        writer.writerows([sheets.cell(one) for one in row.values()] for row in rows)
    response = HttpResponse(
        "\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def values(rows: Sequence[Mapping[str, Any]]) -> HttpResponse:
    """Return rows for a program."""
    return JsonResponse({"rows": list(rows)}, json_dumps_params={"ensure_ascii": False})


def write(
    request: HttpRequest,
    form: Written,
    act: Callable[[Mapping[str, Any]], str],
    *,
    to: Callable[[str], str],
    template: str,
    under: str,
    called: str | None = None,
    beside: Mapping[str, str] | None = None,
    **context: Any,
) -> HttpResponseBase:
    """Show a form, or write what it says and go on; a refusal stands beside its field.

    ``under``: the list of the spine that it belongs to, as ``agree:findings``;
    ``called``: the key of the record it is written about, whose page is ``back``;
    ``beside``: reason of a refusal to the field it speaks of.
    """
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(to(act(form.cleaned_data)))
        except NotYet as refused:
            why = str(refused.params["reason"])
            form.refuse(why, (beside or {}).get(why))
        except DataError as error:
            if error.params.get("reason") != MEANWHILE:
                raise
            form.refuse("meanwhile")
    status = 422 if form.errors else 200
    list_ = reverse(under)
    above = {
        "list": list_,
        "list_name": words_of(request)(f"web.pages.{under.partition(':')[2]}"),
        "called": called,
        "back": list_,
    }
    return render(request, template, {"form": form, **above, **context}, status=status)
