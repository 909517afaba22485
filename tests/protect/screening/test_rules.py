"""The table of rules speaks of tags that are there, and each row can be looked for."""

from __future__ import annotations

import itertools
import re
import time
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.protect.screening import planted

from vestibule.protect.screening import lists, numerals, rules, signs, units
from vestibule.protect.screening.flags import Kind
from vestibule.protect.screening.tokens import tokens

FILES = ("fr", "en", "world")

PROCESS_ONLY = {"settlements"}
"""Lists that only a process fills."""


def read(text: str, lang: str = "fr") -> tuple[units.Unit, ...]:
    return units.units(tokens(text), lists.of(planted.process(), lang))


def tagged(text: str, lang: str = "fr") -> dict[str, frozenset[str]]:
    return {text[one.start : one.end]: one.tags for one in read(text, lang)}


def test_every_tag_of_the_table_is_a_list_a_shape_or_a_part() -> None:
    told = rules.told()
    known = {tag for file in FILES for tag in lists.told(file)} | PROCESS_ONLY
    known |= {*units.SHAPES, *told["parts"], "word", units.COMMA, units.STOP}
    rows = [row for rule in told["rules"] for row in rule["rows"]]
    rows += [row for part in told["parts"].values() for row in part]

    asked = {
        tag.lstrip("~")
        for row in rows
        for slot in row.split()
        if slot[0] not in "()/<>"
        for tag in re.split(r"[|&]", re.sub(r"([?*+]|\{\d,\d\})$", "", slot))
        if not tag.lstrip("~").startswith("'")
    }
    assert asked - known == set()


def test_every_rule_says_what_it_looks_for_and_its_kind_is_known() -> None:
    for rule in rules.told()["rules"]:
        assert rule["about"].endswith(".")
        assert rule["kind"] in get_args(Kind)
        assert rule["rows"]


def test_a_phrase_a_number_and_what_parts_them_are_units() -> None:
    found = tagged("Le chef de village, soixante et onze ans. Ndiougou pleure.")

    assert "known" in found["chef de village"]
    assert {"number", "exact"} <= found["soixante et onze"]
    assert "unknown" in found["Ndiougou"]
    marks = [one.tags for one in read("Un. Deux, trois")]
    assert marks[1] == {units.STOP}
    assert marks[3] == {units.COMMA}


@pytest.mark.parametrize(
    ("text", "lang", "value"),
    [
        ("trente-sept", "fr", 37),
        ("quatre-vingt-deux", "fr", 82),
        ("deux mille douze", "fr", 2012),
        ("412 500", "fr", 412500),
        ("trois cents", "fr", 300),
        ("forty-two", "en", 42),
        ("two thousand and nine", "en", 2009),
    ],
)
def test_numbers_in_words_are_worth_what_they_say(
    text: str, lang: str, value: int
) -> None:
    known = lists.of(planted.process(), lang)
    words = tokens(text)

    assert numerals.size(words, 0, known) == len(words)
    assert numerals.value(words, known) == value


def test_one_alone_is_an_article_and_a_long_row_of_digits_no_amount() -> None:
    known = lists.of(planted.process(), "fr")

    assert numerals.size(tokens("un homme"), 0, known) == 0
    assert numerals.value(tokens("12345678901"), known) == -1
    assert numerals.size(tokens("vingt et puis"), 0, known) == 1


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("Appelle +223 66 02 14 83 ce soir", "number", "+223 66 02 14 83"),
        ("La moto BK 7731 attend", "number", "BK 7731"),
        ("Demande à @sable.sec", "number", "@sable"),
        ("On est passé par la RN6 de nuit", "place", "RN6"),
        ("Il est dit « le borgne » ici", "name", "dit « le borgne »"),
        ("A.K. nous a vus", "name", "A.K"),
        ("Ils ont tiré à 19h30 pile", "date", "19h30"),
    ],
)
def test_signs_alone_tell(text: str, kind: str, words: str) -> None:
    found = {(one, text[start:end]) for one, start, end in signs.in_text(text)}

    assert any(one == kind and words in said for one, said in found), found


@pytest.mark.parametrize("text", ["ߡߎߛߊ߫ est là", "On a vu 𞤀𞤤𞤭𞥄 hier", "C'est محمد ici"])
def test_another_script_inside_a_quote_may_be_a_name(text: str) -> None:
    kinds = {flag.kind for flag in planted.screen().flags(text, "fr")}
    assert "name" in kinds


@given(st.text(max_size=60))
def test_units_stand_in_the_order_of_the_text(text: str) -> None:
    row = read(text)

    assert all(one.start <= one.end <= len(text) for one in row)
    assert all(a.end <= b.start for a, b in itertools.pairwise(row))


@pytest.mark.proof
def test_twenty_thousand_excerpts_are_screened_in_seconds() -> None:
    screen = planted.screen()
    texts = [
        (f"{one.text} ({n})", one.lang) for n, one in enumerate(planted.quotes(2000, 7))
    ]
    screen.flags(*texts[0])

    before = time.process_time()
    for text, lang in texts:
        screen.flags(text, lang)
    assert (time.process_time() - before) * 10 < 30
