"""How sentences leave for a translator, and which may come back."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vestibule.words import Catalogue, Tongue, public, translation
from vestibule.words.catalogue import flatten, sentences

KEY = "portrait.minute.shared"  # « La plus partagée : {sentence}. »
COUNTED = "figures.doors.heard"  # « {n} rencontres ont parlé. »


def test_every_public_sentence_leaves_with_its_french_and_english():
    rows = translation.rows("bm", {})

    assert {row.key for row in rows} == set(public.every_key())
    (shared,) = (row for row in rows if row.key == KEY)
    assert shared.french == "La plus partagée : {sentence}."
    assert (shared.form, shared.target, shared.used) == ("", "", "portrait / minute")
    assert shared.english


def test_a_counted_sentence_has_a_row_for_each_form_of_the_language():
    def forms(lang: str, key: str) -> list[str]:
        return [row.form for row in translation.rows(lang, {}) if row.key == key]

    assert forms("bm", COUNTED) == ["zero", "one", "other"]
    assert forms("ar", COUNTED) == ["zero", "one", "two", "few", "many", "other"]
    assert forms("ar", "figures.order.ballots") == [
        "one",
        "two",
        "few",
        "many",
        "other",
    ]


def test_what_is_translated_already_stands_in_its_row():
    own = {KEY: "Min ka ca: {sentence}.", COUNTED: {"other": "{n}"}}
    found = {
        (row.key, row.form): row.target for row in translation.rows("bm", own)
    }  # fmt: skip

    assert found[KEY, ""] == "Min ka ca: {sentence}."
    assert (found[COUNTED, "other"], found[COUNTED, "one"]) == ("{n}", "")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("=1+1", "translation-formula"),
        ("+1 {sentence}", "translation-formula"),
        ("@SUM({sentence})", "translation-formula"),
        ("{sentence} 5 %", "translation-hundredths"),
        ("{sentence} ٥٪", "translation-hundredths"),
        ("{sentence}" + "a" * 2000, "translation-long"),
        ("{sentence", "translation-braces"),
        ("{}", "translation-braces"),
        ("{sentence!r}", "translation-braces"),
        ("{sentence:>99999999}", "translation-braces"),
        ("{sentence.__class__}", "translation-braces"),
        ("{sentence[0]}", "translation-braces"),
        ("{name}", "translation-strange"),
        ("|more| {sentence}", "translation-strange"),
        ("Min ka ca", "translation-lost"),
    ],
)
def test_a_sentence_that_cannot_be_said_is_refused(text, code):
    found = translation.why_not(KEY, text)

    assert found is not None
    assert found[0] == code


def test_a_sentence_with_the_same_parameters_is_accepted():
    assert translation.why_not(KEY, "{sentence}: <b>ni</b> «o»") is None


def test_a_counted_form_may_leave_its_number_out():
    assert translation.why_not(COUNTED, "Kelen") is None
    assert translation.why_not(COUNTED, "{m}") == (
        "translation-strange",
        {"names": "{m}"},
    )


def test_a_mark_of_a_figure_must_come_back():
    french = sentences("fr")["map.how"]
    assert isinstance(french, str)

    assert translation.why_not("map.how", french) is None
    assert translation.why_not("map.how", french.replace("|less|", "")) == (
        "translation-lost",
        {"names": "|less|"},
    )


@pytest.mark.parametrize("lang", ["fr", "en", "ar"])
def test_our_own_sentences_would_be_accepted(lang):
    for key in public.every_key():
        sentence = sentences(lang).get(key, {})
        counted = isinstance(sentence, dict)
        for form, text in translation.named(sentence).items():
            found = translation.why_not(key, text, form if counted else "")
            assert found is None, (lang, key)


@given(
    st.dictionaries(
        st.sampled_from([KEY, "portrait.road.title", "figures.border"]),
        st.text(st.characters(codec="utf-8"), min_size=1),
    ),
    st.dictionaries(st.sampled_from(["one", "other"]), st.text(st.characters(codec="utf-8"))),
)  # fmt: skip
def test_files_read_back_as_they_were(single, counted):
    own = {**single, **({COUNTED: counted | {"other": "x"}} if counted else {})}

    read = {}
    for subject, text in translation.files(own).items():
        read |= flatten(tomllib.loads(text), subject)

    assert read == own


def test_a_language_of_a_team_is_said_like_one_of_ours():
    own = {KEY: "Min ka ca: {sentence}.", COUNTED: {"one": "Kelen", "other": "{n} ye"}}
    words = Catalogue(Tongue("bm", own))

    assert words.lang == "bm"
    assert words(KEY, sentence="dugu") == "Min ka ca: dugu."
    assert words(COUNTED, n=1) == "Kelen"
    assert words(COUNTED, n=1_200) == "1\u202f200 ye"
    assert words("portrait.road.title") == Catalogue("fr")("portrait.road.title")
    assert KEY in words
    assert "no.such.key" not in words


def test_a_team_may_say_one_of_our_languages_its_own_way():
    own = {"style.months.m01": "جانفي"}
    words = Catalogue(Tongue("ar", own))

    assert words.month("2030-01") == "جانفي\u00a02030"
    assert words.month("2030-03") == Catalogue("ar").month("2030-03")


def test_the_words_of_the_process_come_in_a_teams_language_first():
    words = Catalogue(Tongue("bm", {}))

    assert words.chosen({"fr": "terre", "bm": "dugu"}) == ("dugu", "bm")
