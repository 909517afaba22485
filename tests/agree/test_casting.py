"""Whether a ballot may be written down."""

from __future__ import annotations

import datetime as dt

import pytest

from vestibule.agree.casting import why_not_cast

TODAY = dt.date(2031, 6, 10)


@pytest.mark.parametrize(
    ("kind", "marks", "held_on", "why"),
    [
        ("ranking", {"a": 1, "b": 1}, None, None),
        ("pairwise", {"a": 1, "b": 2}, TODAY, None),
        ("ranking", {"a": 1}, dt.date(2031, 6, 11), "in-future"),
        ("points", {}, TODAY, "empty"),
        ("pairwise", {"a": 1}, TODAY, "two-only"),
        ("pairwise", {"a": 1, "b": 1}, TODAY, "no-order"),
    ],
)
def test_a_ballot_is_refused_with_its_reason(
    kind: str, marks: dict[str, float], held_on: dt.date | None, why: str | None
) -> None:
    assert why_not_cast(kind, marks, held_on=held_on, today=TODAY) == why
