"""Every voice that may be published, filed under the findings it speaks of."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.inform.pack.editions import TODAY, small
from tests.inform.test_preparation import finding_tables, told

from vestibule.inform import preparation
from vestibule.inform.material import Material, Place
from vestibule.inform.preparation import voices
from vestibule.inform.preparation.sources import Sources
from vestibule.inform.voiced import Voiced
from vestibule.protect.cleared import WITHHELD


@pytest.fixture(scope="module")
def given() -> tuple[Sources, Material]:
    """Return six excerpts: four say a finding, one contradicts it, one says neither."""
    dossier = small(**finding_tables())
    draft = preparation.drafted(dossier, today=TODAY, seed=1)
    return draft.sources, told(dossier)


def filed(found: tuple[Voiced, ...]) -> dict[str, tuple[tuple[str, str], ...]]:
    return {one.voice["fr"].words: one.stances for one in found}


def test_each_voice_is_filed_by_what_it_says(
    given: tuple[Sources, Material],
) -> None:
    found = filed(voices.voices(*given))

    assert {words: stances for words, stances in found.items() if words < "parole 4"} == {
        f"parole {i}": (("fear", "for"),) for i in range(4)
    }  # fmt: skip
    assert found["parole 4"] == (("fear", "against"),)
    assert found["parole 5"] == ()


def test_they_stand_in_the_order_of_the_alphabet(
    given: tuple[Sources, Material],
) -> None:
    found = [one.voice["fr"].words for one in voices.voices(*given)]

    assert found == sorted(found)


def test_where_a_number_is_withheld_voices_from_there_are_filed_under_nothing(
    given: tuple[Sources, Material],
) -> None:
    sources, material = given
    places = {q.place for v in voices.voices(*given) for q in v.voice.values() if q.place}  # fmt: skip
    finding = replace(
        material.findings[0],
        by_place=tuple((Place(key=key, names={}), WITHHELD) for key in sorted(places)),
    )
    found = voices.voices(sources, replace(material, findings=(finding,)))

    assert places
    assert all(not one.stances for one in found if one.voice["fr"].place)
    assert len(found) == len(voices.voices(*given))


def test_nothing_is_withheld_where_every_number_is_shown(
    given: tuple[Sources, Material],
) -> None:
    shown = replace(given[1], findings=(replace(given[1].findings[0], by_place=()),))

    assert voices.withheld(shown) == frozenset()
