"""Does a row agree with itself: what must be filled, differ, or come in order?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping

from vestibule import errors
from vestibule.listen import headers
from vestibule.listen.rows import Row

SOME: Mapping[str, tuple[str, ...]] = {
    "claims": ("excerpt", "gathering", "teller"),
    "commitments": ("response", "action", "agreement"),
}
"""Tables in which at least one of these must be filled."""

APART: Mapping[str, tuple[str, str]] = {
    "claims": ("cause", "effect"),
    "merges": ("factor", "into"),
}
"""Columns that may not name the same record."""

ORDERED: Mapping[str, tuple[str, str]] = {
    "cases": ("opened_on", "closed_on"),
    "commitments": ("made_on", "due_on"),
    "recommendations": ("made_on", "answer_by"),
}
"""Days of which the second cannot come before the first."""

OVER: Mapping[str, tuple[str, ...]] = {
    "groups": ("since",),
    "observations": ("seen_on",),
    "reflections": ("held_on",),
    "cases": ("opened_on", "closed_on"),
    "recommendations": ("made_on",),
    "responses": ("given_on",),
    "commitments": ("made_on",),
    "verifications": ("seen_on",),
    "restitutions": ("told_on",),
}
"""Days of what happened: they cannot lie in the future."""


def unfilled(row: Row) -> Iterator[errors.Problem]:
    """Name a row that says nothing of where it comes from.

    Parameters
    ----------
    row : Row
        References as written.

    Yields
    ------
    Problem
        ``some-reference``.
    """
    choices = SOME.get(row.table, ())
    if choices and all(row.values.get(column) is None for column in choices):
        yield row.problem("some-reference", choices[0], columns=_said(row, choices))


def _said(row: Row, columns: Iterable[str]) -> str:
    """Return the names of columns, as the person wrote them where they did."""
    shown = [
        row.labels.get(column)
        or " / ".join(
            dict.fromkeys(
                headers.column_name(row.table, column, lang)
                for lang in headers.LANGUAGES
            )
        )
        for column in columns
    ]
    return ", ".join(shown)


def contradictions(rows: Iterable[Row], today: dt.date) -> Iterator[errors.Problem]:
    """Name rows that lead from a thing to itself, or whose days cannot be.

    Parameters
    ----------
    rows : iterable of Row
        References as ids.
    today : datetime.date
        The last day that can lie in the past.

    Yields
    ------
    Problem
        ``to-itself``, ``days-reversed``, ``future-date``.
    """
    for row in rows:
        yield from _to_itself(row)
        yield from _reversed(row)
        for column in OVER.get(row.table, ()):
            day = row.values.get(column)
            if isinstance(day, dt.date) and day > today:
                yield row.problem("future-date", column, value=day.isoformat())


def _to_itself(row: Row) -> Iterator[errors.Problem]:
    if row.table in APART:
        one, other = APART[row.table]
        if row.values.get(one) and row.values.get(one) == row.values.get(other):
            yield row.problem("to-itself", other, columns=_said(row, (one, other)))


def _reversed(row: Row) -> Iterator[errors.Problem]:
    if row.table in ORDERED:
        first, last = ORDERED[row.table]
        begin, end = row.values.get(first), row.values.get(last)
        if isinstance(begin, dt.date) and isinstance(end, dt.date) and end < begin:
            yield row.problem(
                "days-reversed",
                last,
                value=end.isoformat(),
                first=begin.isoformat(),
                name=_said(row, (first,)),
            )
