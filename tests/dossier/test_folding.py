"""When two spellings are the same name, in the scripts of the region."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vestibule.dossier.folding import fold, words


@pytest.mark.parametrize(
    ("spelt", "plain"),
    [
        ("مُحَمَّد", "محمد"),
        ("مـــحـــمد", "محمد"),
        ("أحمد", "احمد"),
        ("إبراهيم", "ابراهيم"),
        ("آمنة", "امنه"),
        ("ٱلله", "الله"),
        ("موسى", "موسي"),
        ("علی", "علي"),
        ("مؤمن", "مومن"),
        ("عائشة", "عايشه"),
        ("ماء", "ما"),
        ("ڢاطمة", "فاطمه"),
        ("ڧرية", "قريه"),
        ("می‌خواهم", "ميخواهم"),
    ],
)
def test_arabic_folds_vowel_signs_lengthening_hamza_and_endings(spelt, plain):
    assert fold(spelt) == plain
    assert fold(plain) == plain


def test_arabic_letters_that_differ_stay_different():
    assert len({fold(letter) for letter in "بتثجحخدذرزسش"}) == 12
    assert fold("سلام") != fold("سلم")


def test_nko_folds_tones_and_the_signs_that_lengthen():
    assert fold("ߓߊ߬ߘߋ߲") == fold("ߓߊߘߋ") == "ߓߊߘߋ"
    assert fold("ߒߞߏߺ") == fold("ߒߴߞߏ") == "ߒߞߏ"


def test_adlam_folds_capitals_and_marks():
    assert fold("𞤆𞤵𞤤𞤢𞤪") == fold("𞤨𞤵𞤤𞤢𞤪") == "𞤨𞤵𞤤𞤢𞤪"
    assert fold("𞤢𞥄𞤣𞤢𞤥") == fold("𞤢𞤣𞤢𞤥")
    assert fold("𞤲𞥋𞤣") == fold("𞤲𞤣")


def test_tifinagh_folds_the_small_letter_of_the_lips_to_the_whole_one():
    assert fold("ⵜⴰⴳⵯⵍⵍⴰ") == fold("ⵜⴰⴳⵡⵍⵍⴰ") == "ⵜⴰⴳⵡⵍⵍⴰ"


@pytest.mark.parametrize("year", ["٢٠٣١", "۲۰۳۱", "߂߀߃߁", "𞥒𞥐𞥓𞥑"])
def test_digits_of_every_script_are_the_same_number(year):
    assert fold(year) == "2031"


def test_a_sign_nobody_sees_does_not_cut_a_word():
    assert words("Saint\u00adLouis") == ("saintlouis",)
    assert words("\u2068Kɛlu\u2069 \u200fدار") == ("kelu", "دار")


def test_words_of_arabic_are_cut_at_its_own_comma_and_question_mark():
    assert words("السلام، الأرض؟ نعم؛") == ("السلام", "الارض", "نعم")


@given(st.text())
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)
