"""Which sentence says what, in which language."""

from __future__ import annotations

import re
import string

import pytest

from vestibule.words import LANGUAGES, PAGES, Catalogue, interface
from vestibule.words.catalogue import lowered, scale_word, sentences

FRENCH, ENGLISH = Catalogue("fr"), Catalogue("en")


def forms(sentence: str | dict[str, str]) -> list[str]:
    return [sentence] if isinstance(sentence, str) else list(sentence.values())


def holders(sentence: str | dict[str, str]) -> set[str]:
    parser = string.Formatter()
    return {
        name for form in forms(sentence) for _, name, _, _ in parser.parse(form) if name
    }


def both() -> list[str]:
    """Return the sentences of subjects that have a file in every language."""
    subjects = {key.split(".")[0] for key in sentences("en")}
    return [key for key in sentences("fr") if key.split(".")[0] in subjects]


def test_a_subject_told_in_every_language_has_the_same_sentences_in_each():
    assert set(both()) == set(sentences("en"))


def test_a_sentence_takes_the_same_parameters_in_every_language():
    for key in both():
        assert holders(sentences("fr")[key]) == holders(sentences("en")[key]), key


def test_a_sentence_has_plural_forms_in_both_languages_or_in_none():
    for key in both():
        french, english = sentences("fr")[key], sentences("en")[key]
        assert isinstance(french, str) == isinstance(english, str), key


def test_every_plural_sentence_has_both_forms():
    for lang in LANGUAGES:
        for key, sentence in sentences(lang).items():
            assert isinstance(sentence, str) or {"one", "other"} <= set(sentence), key


def test_no_sentence_speaks_of_percent_or_of_a_nation():
    wrong = re.compile(
        r"[%٪]|pour cent\b|percent|pourcentage|Mali|des Maliens|في المئة|بالمئة|مالي\b",
        re.IGNORECASE,
    )
    for lang in PAGES:
        for key, sentence in sentences(lang).items():
            assert not any(wrong.search(form) for form in forms(sentence)), key


def test_a_language_without_a_catalogue_speaks_french():
    assert Catalogue("bm")("style.hidden") == FRENCH("style.hidden")


def test_a_team_is_spoken_to_in_its_language_else_in_french():
    assert [interface(lang) for lang in ("en", "ar", "bm")] == ["en", "fr", "fr"]


def test_a_sentence_that_a_language_lacks_is_said_in_french(monkeypatch):
    monkeypatch.delitem(sentences("en"), "style.hidden")

    assert Catalogue("en")("style.hidden") == FRENCH("style.hidden")


def test_a_sentence_that_no_language_has_is_a_mistake_of_ours():
    with pytest.raises(KeyError):
        FRENCH("portrait.nothing.like.this")
    assert "portrait.nothing.like.this" not in FRENCH


def test_the_plural_form_follows_the_number():
    assert FRENCH("figures.doors.heard", n=1) == "1 rencontre a parlé."
    assert FRENCH("figures.doors.heard", n=148) == "148 rencontres ont parlé."
    assert FRENCH("figures.doors.heard", n=0) == "Personne n’a encore parlé."
    assert ENGLISH("figures.doors.heard", n=1) == "1 gathering spoke."


def test_small_numbers_are_words_and_agree_in_french():
    assert FRENCH("portrait.validation.counts.amended", n=1) == "une a amendé"
    assert FRENCH("portrait.validation.counts.amended", n=4) == "quatre ont amendé"
    assert FRENCH("portrait.order.kicker", n=4) == "Quatre constats"
    assert FRENCH("portrait.order.kicker", n=14) == "14 constats"


def test_lists_are_joined_and_cut_where_they_are_long():
    assert FRENCH.joined(["a", "b", "c"]) == "a, b et c"
    assert ENGLISH.joined(["a", "b"], "or") == "a or b"
    assert FRENCH.joined(["a"]) == "a"
    assert FRENCH.joined([]) == ""
    assert FRENCH.some(list("abcdefg")) == "a, b, c, d et 3 autres"
    assert FRENCH.some(list("abcde")) == "a, b, c, d et e"


def test_an_unsure_rank_is_said_in_words():
    assert FRENCH.rank(2, 3) == "2e ou 3e"
    assert FRENCH.rank(1, 1, feminine=True) == "1re"
    assert FRENCH.rank(2, 5) == "2e à 5e"
    assert ENGLISH.rank(2, 3) == "2nd or 3rd"


def test_months_are_named_and_days_never():
    assert FRENCH.month("2030-03") == "mars\u00a02030"
    assert FRENCH.months("2030-01", "2030-06") == "janvier à juin\u00a02030"
    assert (
        FRENCH.months("2030-12", "2031-02") == "décembre\u00a02030 à février\u00a02031"
    )
    assert ENGLISH.months("2030-05", "2030-05") == "May\u00a02030"


@pytest.mark.parametrize(
    ("share", "word"),
    [
        (1.0, "nearly_all"),
        (0.895, "nearly_all"),
        (0.894, "most"),
        (0.6, "most"),
        (0.59, "divided"),
        (0.4, "divided"),
        (0.1, "some"),
        (0.094, "very_few"),
        (None, "unknown"),
    ],
)
def test_the_word_scale_changes_at_its_printed_numbers(share, word):
    assert scale_word(share) == word


def test_the_word_scale_is_said_in_the_readers_language():
    assert FRENCH.scale(0.95) == "presque tous"
    assert ENGLISH.scale(None) == "too few to say"


def test_words_of_the_process_come_in_the_readers_language_else_in_theirs():
    assert ENGLISH.chosen({"fr": "terre", "en": "land"}) == ("land", "en")
    assert ENGLISH.chosen({"bm": "dugu"}) == ("dugu", "bm")
    assert ENGLISH.chosen({}) == ("", "")


def test_a_quoted_sentence_loses_its_full_stop_but_not_its_silence():
    assert ENGLISH.quoted("We wait.") == "“We wait”"
    assert FRENCH.quoted("On attend…") == "«\u00a0On attend…\u00a0»"
    assert ENGLISH.quoted("We wait...") == "“We wait...”"


def test_a_name_inside_a_sentence_begins_small_unless_it_is_an_acronym():
    assert lowered("La peur") == "la peur"
    assert lowered("ONU partout") == "ONU partout"


def test_parameters_are_written_as_the_language_writes_them():
    said = FRENCH.vformat("{a} {b} {c:month} {d:hundred} {e:ordinal} {f}", (), {
        "a": 1896, "b": ["x", "y"], "c": "2030-01", "d": 0.456, "e": 2, "f": True,
    })  # fmt: skip

    assert said == "1\u202f896 x et y janvier\u00a02030 46 2e True"
