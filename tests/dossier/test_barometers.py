"""`[[barometers]]` in process.toml: read, written again, refused with the line."""

from __future__ import annotations

import pytest

from vestibule.dossier import declaration
from vestibule.dossier.declaring.categories import RefusedCategory
from vestibule.errors import ProcessError

START = """
key = "small"
title.en = "Small"
question.en = "?"
[[profiles]]
key = "farmers"
name.en = "farmers"
[[barometers]]
key = "army"
name.en = "trust in the army"
instrument = "survey"
question = "army"
scale = ["no", "some", "much"]
positive = ["much"]
missing = ["refused"]
asked = ["community", "farmers"]
place = "ford"
sensitive = true
"""


def test_a_barometer_is_read_and_written_again() -> None:
    process = declaration.parse(START)
    (found,) = process.barometers
    assert (found.key, found.instrument, found.question) == ("army", "survey", "army")
    assert (found.scale, found.positive) == (("no", "some", "much"), ("much",))
    assert (found.asked, found.place, found.sensitive) == (
        ("community", "farmers"),
        "ford",
        True,
    )
    again = declaration.parse(declaration.to_text(process))
    assert again.barometers == process.barometers


@pytest.mark.parametrize(
    ("wrong", "right", "says"),
    [
        ('scale = ["no"]', 'scale = ["no", "some", "much"]', "needs two answers"),
        ('positive = ["lots"]', 'positive = ["much"]', "not in the scale"),
        ("positive = []", 'positive = ["much"]', "not none and not all"),
        ('positive = ["no", "some", "much"]', 'positive = ["much"]', "not all"),
        ('missing = ["no"]', 'missing = ["refused"]', "is called missing"),
        ('asked = ["wizards"]', 'asked = ["community", "farmers"]', "neither a side"),
        ("", 'question = "army"\n', "has no “question”"),
    ],
)
def test_what_cannot_be_is_refused_with_its_line(
    wrong: str, right: str, says: str
) -> None:
    with pytest.raises(ProcessError, match=says) as told:
        declaration.parse(START.replace(right, wrong))
    assert f"line {told.value.params['line']}" in str(told.value)


def test_a_barometer_of_a_refused_category_is_refused() -> None:
    with pytest.raises(RefusedCategory, match="never a profile"):
        declaration.parse(START.replace('key = "army"', 'key = "ethnicity"'))
