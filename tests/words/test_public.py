"""Which sentences stand on public pages, in each of their languages."""

from __future__ import annotations

import re

import pytest

from vestibule.words import LANGUAGES, PAGES, public, translation
from vestibule.words.catalogue import sentences


@pytest.mark.parametrize("lang", PAGES)
def test_no_public_sentence_is_missing(lang):
    assert public.missing(lang) == ()


def test_a_missing_sentence_is_found(monkeypatch):
    monkeypatch.delitem(sentences("ar"), "portrait.road.title")

    assert public.missing("ar") == ("portrait.road.title",)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_language_of_the_interface_has_the_words_of_small_numbers_too(lang):
    assert {f"style.numbers.n{n}" for n in range(11)} <= set(sentences(lang))


def test_what_the_team_alone_reads_is_not_public():
    assert not public.is_public("map.team.head")
    assert not public.is_public("portrait.annex.title")
    assert not public.is_public("errors.no-dossier")
    assert public.is_public("map.how")


def test_arabic_has_no_sentence_that_french_does_not_have():
    assert set(sentences("ar")) <= set(sentences("fr"))


@pytest.mark.parametrize("key", sorted(sentences("ar")))
def test_an_arabic_sentence_puts_in_what_the_french_one_puts_in(key):
    arabic, french = (
        frozenset().union(
            *map(translation.placed, translation.every(sentences(lang)[key]))
        )
        for lang in ("ar", "fr")
    )

    assert arabic == french
    assert isinstance(sentences("ar")[key], str) == isinstance(
        sentences("fr")[key], str
    )


def test_an_arabic_sentence_with_forms_says_zero_where_french_says_it():
    for key, sentence in sentences("ar").items():
        if isinstance(sentence, dict):
            assert "other" in sentence, key
            assert ("zero" in sentence) == ("zero" in sentences("fr")[key]), key


def test_an_arabic_form_that_names_no_number_is_for_one_or_two_or_none():
    for key, sentence in sentences("ar").items():
        if isinstance(sentence, dict) and "{n}" in sentence["other"]:
            for form in ("few", "many"):
                assert "{n}" in sentence.get(form, "{n}"), (key, form)


def test_arabic_sentences_use_arabic_signs_and_no_sign_of_percent():
    wrong = re.compile(r"[%٪٠-٩۰-۹,;?]| [،؛؟:.]|ـ(?!\{)")
    for key, sentence in sentences("ar").items():
        for form in translation.every(sentence):
            assert not wrong.search(re.sub(r"\{[^}]*\}", "{}", form)), (key, form)
            assert not re.search(
                r"[A-Za-zÀ-ɏ]", re.sub(r"\{[^}]*\}|\|\w+\|", "", form)
            ), (
                key,
                form,
            )
