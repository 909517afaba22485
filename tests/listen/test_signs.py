"""Which letters are not what they seem?"""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from vestibule.listen import signs

FRENCH = "abcdefghijklmnopqrstuvwxyzéèêëàâçîïôùûüœæÉÈÀÇÔŒ ’«»“”…–,.;:!?-()0123456789"
"""What French text is written with."""

BROKEN = "éèêëàâçîïôùûü"
"""Letters that no French text is without."""


@given(st.text(FRENCH, max_size=60))
def test_text_in_french_is_never_taken_for_broken(text: str) -> None:
    assert signs.doubled_in(text) is None


@given(st.text(FRENCH, max_size=20), st.sampled_from(BROKEN))
def test_text_encoded_twice_is_seen_and_its_letter_told(text: str, letter: str) -> None:
    broken = f"a{letter}{text}".encode().decode("cp1252", errors="replace")

    found = signs.doubled_in(broken)

    assert found is not None
    assert found[1] == letter


def test_letters_of_the_region_encoded_twice_are_seen() -> None:
    for letter in "ɛɲŋœŒ":
        broken = letter.encode().decode("cp1252")
        assert signs.doubled_in(broken) == (broken, letter)


def test_the_mark_at_the_head_of_a_file_is_seen() -> None:
    assert signs.doubled_in("ï»¿Code") == ("ï»¿", "")


@given(st.text(max_size=20))
def test_a_key_looks_like_itself_however_often_it_is_looked_at(key: str) -> None:
    assert signs.looks_like(signs.looks_like(key)) == signs.looks_like(key)


def test_an_arabic_sign_around_a_number_is_seen_and_passes() -> None:
    assert signs.hidden_in("سورة \u06dd٢٣ \u0600١٢", running=True) is None
    assert signs.hidden_in("\u06dd٢٣", running=False) is None
