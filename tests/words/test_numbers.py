"""How each language writes numbers, ranks and sentences."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vestibule.words import numbers

THIN, HARD = "\u202f", "\u00a0"


def test_french_groups_by_narrow_spaces_and_uses_a_comma():
    assert numbers.number(1896, "fr") == f"1{THIN}896"
    assert numbers.number(1234567.25, "fr", digits=1) == f"1{THIN}234{THIN}567,3"


def test_english_groups_by_commas_and_uses_a_point():
    assert numbers.number(1234567.25, "en", digits=1) == "1,234,567.3"


def test_every_other_language_writes_numbers_as_french_does():
    assert numbers.number(5012, "bm") == numbers.number(5012, "fr")


def test_a_negative_number_has_a_true_minus_sign_and_zero_has_none():
    assert numbers.number(-3, "fr") == "\u22123"
    assert numbers.number(-0.2, "fr") == "0"


def test_halves_are_rounded_up_and_not_to_even():
    assert numbers.per_hundred(0.125) == 13
    assert numbers.per_hundred(0.005) == 1


@pytest.mark.parametrize(
    ("rank", "french", "english"),
    [
        (1, "1er", "1st"),
        (2, "2e", "2nd"),
        (3, "3e", "3rd"),
        (11, "11e", "11th"),
        (22, "22e", "22nd"),
    ],
)
def test_ranks_take_the_ending_of_their_language(rank, french, english):
    assert numbers.ordinal(rank, "fr") == french
    assert numbers.ordinal(rank, "en") == english


def test_a_first_place_that_is_feminine_in_french_says_so():
    assert numbers.ordinal(1, "fr", feminine=True) == "1re"


def test_french_keeps_the_singular_below_two():
    assert [numbers.plural_form(n, "fr") for n in (0, 1, 1.5, 2)] == [
        "one",
        "one",
        "one",
        "other",
    ]
    assert [numbers.plural_form(n, "en") for n in (0, 1, 2)] == [
        "other",
        "one",
        "other",
    ]


def test_french_sentences_get_unbreakable_spaces_and_true_apostrophes():
    typed = "L'eau : qui la garde ? « Nous ; eux »"

    assert numbers.typeset(typed, "fr") == (
        f"L’eau{HARD}: qui la garde{THIN}? «{HARD}Nous{THIN}; eux{HARD}»"
    )


def test_english_sentences_only_get_true_apostrophes():
    assert numbers.typeset("It's here: now?", "en") == "It’s here: now?"


@given(st.integers(min_value=0, max_value=10**9))
def test_a_number_keeps_its_digits_in_every_language(value):
    for lang in ("fr", "en", "bm"):
        written = numbers.number(value, lang)
        assert "".join(filter(str.isdigit, written)) == str(value)
