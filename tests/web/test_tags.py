"""What templates say: how long, and which day."""

from __future__ import annotations

import datetime as dt

import pytest
from django.template import Context

from vestibule.web import tags


@pytest.mark.parametrize(
    ("days", "french", "english"),
    [
        (1, "1 jour", "1 day"),
        (59, "59 jours", "59 days"),
        (61, "2 mois", "2 months"),
        (364, "11 mois", "11 months"),
        (365, "1 an", "1 year"),
        (430, "1 an et 2 mois", "1 year and 2 months"),
        (1096, "3 ans", "3 years"),
        (1270, "3 ans et 5 mois", "3 years and 5 months"),
    ],
)
def test_nobody_counts_a_thousand_days(days: int, french: str, english: str) -> None:
    said = [tags.lasting(Context({"lang": lang}), days) for lang in ("fr", "en")]

    assert [one.replace("\u00a0", " ") for one in said] == [french, english]


def test_a_day_stands_on_one_line() -> None:
    day = dt.date(2031, 5, 2)

    assert tags.day(Context({"lang": "fr"}), day) == "2\u00a0mai\u00a02031"
    assert tags.day(Context({"lang": "en"}), day) == "2\u00a0May\u00a02031"
    assert tags.day(Context({"lang": "fr"}), None) == ""
