"""Which comparisons `crossings` sets inside one another."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.dossier.test_declaration import TOP

from vestibule.dossier import declaration
from vestibule.errors import ProcessError

COMPARED = """
[[comparisons]]
key = "sex"
name.en = "Women and men"
basis = "sex"
[[comparisons.groups]]
key = "women"
name.en = "Women"
values = ["female"]
[[comparisons.groups]]
key = "men"
name.en = "Men"
values = ["male"]

[[comparisons]]
key = "sides"
name.en = "Sides"
basis = "side"
[[comparisons.groups]]
key = "people"
name.en = "People"
values = ["community"]
[[comparisons.groups]]
key = "forces"
name.en = "Forces"
values = ["forces"]
"""


def text(crossings: str) -> str:
    return f"crossings = {crossings}\n{TOP}\n{COMPARED}"


def test_a_crossing_names_comparisons_and_is_written_as_it_was_read() -> None:
    found = declaration.parse(text('["sides, sex"]'))

    assert found.crossings == (("sides", "sex"),)
    again = declaration.parse(declaration.to_text(found))
    assert replace(again, text="") == replace(found, text="")
    assert declaration.parse(TOP).crossings == ()


@pytest.mark.parametrize(
    ("crossings", "told"),
    [
        ('["sides, sexe"]', "“sexe” is no comparison"),
        ('["sides, sexe"]', "Did you mean “sex”"),
        ('["sides"]', "two different comparisons"),
        ('["sex, sex"]', "two different comparisons"),
        ('[""]', "no text"),
    ],
)
def test_a_crossing_that_is_none_is_refused_with_its_line(
    crossings: str, told: str
) -> None:
    with pytest.raises(ProcessError, match=told) as refused:
        declaration.parse(text(crossings))

    assert refused.value.params["line"] == 1
