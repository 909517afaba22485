"""A process declares signed agreements and its own do-no-harm questions."""

from __future__ import annotations

import datetime as dt

import pytest
from tests import by_hand

from vestibule.dossier import declaration
from vestibule.dossier.process import Agreement, HarmQuestion
from vestibule.errors import ProcessError

HEAD = 'key = "small"\ntitle.en = "S"\nquestion.en = "?"\n'


def test_what_is_declared_is_read_and_written_again() -> None:
    text = HEAD + (
        '[[agreements]]\nkey = "peace"\nname.en = "Peace"\nsigned_on = 2029-01-02\n'
        "ended_on = 2030-03-04\n"
        '[[harm]]\nkey = "well"\nquestion.en = "Who loses the well?"\n'
    )

    process = declaration.parse(text)

    assert process.agreements == (
        Agreement(
            key="peace",
            names={"en": "Peace"},
            signed_on=dt.date(2029, 1, 2),
            ended_on=dt.date(2030, 3, 4),
        ),
    )
    assert process.harm == (
        HarmQuestion(key="well", words={"en": "Who loses the well?"}),
    )
    again = declaration.parse(declaration.to_text(process))
    assert (again.agreements, again.harm) == (process.agreements, process.harm)


def test_nothing_declared_is_nothing() -> None:
    process = declaration.parse(declaration.to_text(by_hand.process()))

    assert (process.agreements, process.harm) == ((), ())


def test_a_moment_is_taken_as_its_day() -> None:
    text = (
        HEAD
        + '[[agreements]]\nkey = "a"\nname.en = "A"\nsigned_on = 2029-01-02T10:00:00\n'
    )

    assert declaration.parse(text).agreements[0].signed_on == dt.date(2029, 1, 2)


@pytest.mark.parametrize(
    ("lines", "line", "said"),
    [
        ('[[agreements]]\nkey = "a"\nname.en = "A"\nsigned_on = 2030-02-01\nended_on = 2030-01-01', 8, "before it was signed"),
        ('[[agreements]]\nkey = "a"\nname.en = "A"\nended_on = "January"', 7, "Write it as"),
        ('[[agreements]]\nkey = "a"', 4, "no “name”"),
        ('[[harm]]\nkey = "a"', 4, "no “question”"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_named_with_its_line(
    lines: str, line: int, said: str
) -> None:
    with pytest.raises(ProcessError, match=said) as raised:
        declaration.parse(HEAD + lines)

    assert raised.value.params["line"] == line
