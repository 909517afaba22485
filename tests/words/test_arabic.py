"""How Arabic counts, joins and keeps apart what runs the other way."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vestibule.words import Catalogue, numbers

ARABIC = Catalogue("ar")
OPEN, LEFT, CLOSE = "\u2068", "\u2066", "\u2069"


@pytest.mark.parametrize(
    ("n", "form"),
    [
        (0, "zero"), (1, "one"), (2, "two"), (3, "few"), (10, "few"), (11, "many"),
        (99, "many"), (100, "other"), (101, "other"), (102, "other"), (103, "few"),
        (110, "few"), (111, "many"), (1000, "other"), (1_011, "many"), (1.5, "other"),
        (2.0, "two"),
    ],
)  # fmt: skip
def test_arabic_has_the_six_forms_of_the_cldr(n, form):
    assert numbers.plural_form(n, "ar") == form


@pytest.mark.parametrize(
    ("n", "said"),
    [
        (0, "لم يتكلم أحد بعد."),
        (1, "تكلّم لقاء واحد."),
        (2, "تكلّم لقاءان."),
        (7, "تكلّمت 7 لقاءات."),
        (14, "تكلّم 14 لقاءً."),
        (100, "تكلّم 100 لقاء."),
    ],
)
def test_a_noun_follows_its_number(n, said):
    assert ARABIC("figures.doors.heard", n=n) == said


def test_a_form_that_a_sentence_lacks_is_its_other_one():
    assert ARABIC("figures.grid.silent", n=5, names="x") == ARABIC(
        "figures.grid.silent", n=100, names="x"
    )


def test_numbers_are_digits_of_the_maghreb_grouped_as_in_french():
    assert ARABIC.number(1_896) == "1\u202f896"
    assert ARABIC.number(0.5, digits=1) == "0,5"
    assert numbers.number(5_012, "ar-MR") == numbers.number(5_012, "fr")


def test_small_numbers_are_digits_and_not_french_words():
    said = ARABIC.vformat("{a:words} {a:counted} {a:upwords}", (), {"a": 3})

    assert said == "3 3 3"


def test_a_rank_is_a_bare_number_beside_the_word_for_it():
    assert numbers.ordinal(2, "ar") == "2"
    assert ARABIC.rank(2, 3) == "2 أو 3"


def test_names_are_joined_by_the_arabic_comma_and_a_clinging_and():
    assert ARABIC.joined(["سعد", "ليلى", "عمر"]) == "سعد، ليلى وعمر"
    assert ARABIC.joined(["سعد", "عمر"], "or") == "سعد أو عمر"


def test_and_does_not_cling_to_a_word_in_other_letters():
    assert ARABIC.joined(["سعد", "Kɛlu"]) == f"سعد و {OPEN}Kɛlu{CLOSE}"


def test_a_name_in_other_letters_is_kept_apart_from_the_sentence():
    said = ARABIC("mirror.page_title", place="Orle-le-Val")

    assert said == f"صفحة المرآة: {OPEN}Orle-le-Val{CLOSE}"
    assert ARABIC("mirror.page_title", place="الوادي") == "صفحة المرآة: الوادي"


def test_a_number_with_a_sign_or_groups_runs_from_left_to_right():
    assert numbers.apart("\u22123", "ar") == f"{LEFT}\u22123{CLOSE}"
    assert numbers.apart("1\u202f896", "ar") == f"{LEFT}1\u202f896{CLOSE}"
    assert numbers.apart("148", "ar") == "148"
    assert numbers.apart("", "ar") == ""


def test_nothing_is_kept_apart_twice_nor_in_a_language_from_left_to_right():
    once = numbers.apart("Kɛlu", "ar")

    assert numbers.apart(once, "ar") == once
    assert numbers.apart("Kɛlu", "fr") == "Kɛlu"


def test_nko_and_adlam_keep_apart_what_runs_the_other_way():
    assert numbers.apart("Kɛlu", "nqo") == f"{OPEN}Kɛlu{CLOSE}"
    assert numbers.style("ff-Adlm").arrow == "←"
    assert numbers.number(5_012, "nqo") == numbers.number(5_012, "fr")


def test_months_have_their_gregorian_names():
    assert ARABIC.month("2030-03") == "مارس\u00a02030"
    assert ARABIC.months("2030-01", "2030-06") == "يناير إلى يونيو\u00a02030"


def test_a_sentence_that_arabic_lacks_is_said_in_french_numbers_and_all():
    assert ARABIC("cli.checked", path="x", n=1_896) == Catalogue("fr")(
        "cli.checked", path="x", n=1_896
    )


def test_words_are_quoted_between_guillemets_without_spaces():
    assert ARABIC.quoted("ننتظر.") == "«ننتظر»"


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=30))
def test_what_is_kept_apart_reads_the_same_when_bared(text):
    assert numbers.bared(numbers.apart(text, "ar")) == numbers.bared(text)


@given(st.text(alphabet="ab ج\u2068\u2066\u2069", max_size=12))
def test_what_stands_outside_is_a_part_of_the_whole(text):
    outside = numbers.bared(text, inside=False)

    assert len(outside) <= len(numbers.bared(text))
    assert not set(outside) & {OPEN, LEFT, CLOSE}
