"""Letters in any script: what is folded, and what two texts have in common."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vestibule.understand.resemblance import grams


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sabali bɛ hɛrɛ di an ma", "sabali bɛ́ hɛ̀rɛ di, an ma!"),  # Bambara, with tones
        ("ߛߊߓߊߟߌ ߓߍ߫ ߤߍ߬ߙߍ ߘߌ", "ߛߊߓߊߟߌ ߓߍ ߤߍߙߍ ߘߌ"),  # N'Ko, with and without tones
        ("𞤅𞤢𞤣𞤢 𞤲𞤣𞤭𞤴𞤢𞤥", "𞤧𞤢𞤣𞤢 𞤲𞤣𞤭𞤴𞤢𞤥"),  # Adlam, capital and small
        ("السَّلَامُ خَيْرٌ", "السلام خير"),  # Arabic, with and without vowels
        ("ⴰⵎⴰⵏ ⴷ ⵜⵓⴷⵔⵜ", "ⴰⵎⴰⵏ, ⴷ ⵜⵓⴷⵔⵜ."),  # Tifinagh
    ],
)
def test_the_same_words_in_any_script_are_the_same(one: str, other: str) -> None:
    assert grams.letters(one) == grams.letters(other) != ""

    first, second, likeness = grams.alike(grams.weighted([one, other]), 0.99)

    assert (first.tolist(), second.tolist()) == ([0], [1])
    assert likeness[0] == pytest.approx(1)


def test_the_likeness_of_two_short_texts_by_hand() -> None:
    # "an" gives six runs; "ana" shares " a", "an", " an", and has "na", "a ", "ana",
    # "na ", " ana", "ana " besides. In both texts: weight 1; in one: 1 + log(3/2).
    rows = grams.weighted(["an", "ana"])
    rare = 1 + np.log(3 / 2)

    _, _, likeness = grams.alike(rows, 0.01)

    expected = 3 / np.sqrt((3 + 3 * rare**2) * (3 + 6 * rare**2))
    assert likeness[0] == pytest.approx(expected)


def test_a_text_without_letters_is_like_nothing() -> None:
    rows = grams.weighted(["… !", "", "an"])

    assert grams.alike(rows, 0.01)[0].tolist() == []
    assert grams.weighted([]).shape[0] == 0


def test_texts_are_compared_across_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = ["le pont", "la lampe", "le pont !", "la lampe."]
    whole = grams.alike(grams.weighted(texts), 0.5)
    monkeypatch.setattr(grams, "BLOCK", 1)

    parts = grams.alike(grams.weighted(texts), 0.5)

    assert [p.tolist() for p in parts[:2]] == [[0, 1], [2, 3]]
    assert all(np.allclose(a, b) for a, b in zip(whole, parts, strict=True))


@given(st.lists(st.text(max_size=30), max_size=8))
def test_likeness_lies_between_what_was_asked_and_one(texts: list[str]) -> None:
    rows = grams.weighted(texts)

    first, second, likeness = grams.alike(rows, 0.3)

    assert (first < second).all()
    assert (likeness >= 0.3).all()
    assert (likeness <= 1 + 1e-9).all()
