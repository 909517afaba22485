"""Which sentences wait until someone has read them, by the words they use."""

from __future__ import annotations

import tomllib
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vestibule.dossier import declaring
from vestibule.dossier.declaring.touching import touched
from vestibule.words import LANGUAGES


@pytest.mark.parametrize(
    ("sentence", "categories"),
    [
        ("My ethnicity is Arab.", ("ethnicity",)),
        ("Mon ETHNIE est écrite sur ma carte", ("ethnicity",)),
        ("My gender has changed since birth", ("gender",)),
        ("Les personnes séropositives et le VIH", ("health",)),
        ("J’ai voté pour le maire", ("party",)),
        ("My cousin joined an armed group", ("armed-group",)),
        ("A Muslim woman who was raped", ("religion", "violence")),
        ("La carte d’un sans-papiers", ("status",)),
        ("متى تتكلم قبائل الشمال", ("ethnicity",)),
    ],
)
def test_a_sentence_that_says_who_someone_is_touches(sentence, categories) -> None:
    assert touched(sentence) == categories


@pytest.mark.parametrize(
    "sentence",
    [
        "Embrace the change.",  # "race" is no word of it
        "The party lasted until morning.",
        "Toutes les parties prenantes",
        "The market can reopen.",
        "",
    ],
)
def test_words_are_compared_whole(sentence: str) -> None:
    assert touched(sentence) == ()


def test_a_process_adds_words_of_its_own() -> None:
    assert touched("We Öndari were here first", ["ondari"]) == ("listed",)
    assert touched("Of my religion and an Ondari", ["Ondari"]) == ("religion", "listed")
    assert touched("Nothing of it", [" ", "Ondari"]) == ()


def test_every_category_has_words_in_every_language_of_the_catalogue() -> None:
    file = resources.files(declaring).joinpath("sensitive.toml")
    listed = tomllib.loads(file.read_text(encoding="utf-8"))

    assert {category: set(words) for category, words in listed.items()} == {
        category: set(LANGUAGES) for category in listed
    }
    assert all(rows for words in listed.values() for rows in words.values())


@given(st.text(max_size=60), st.sampled_from(["ethnicity", "viol", "HIV"]))
def test_what_stands_around_a_word_does_not_hide_it(around: str, word: str) -> None:
    assert touched(f"{around} {word} {around}")
