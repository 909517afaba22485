"""Pages in Arabic: from right to left, whole, and each quotation in its own direction."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from tests.inform import sample
from tests.inform.test_causal_map import told as map_told

from vestibule.inform import causal_page
from vestibule.inform.briefs import audiences, brief
from vestibule.inform.chapters import parts
from vestibule.inform.figures.setting import Setting
from vestibule.inform.markup import aloud, is_ended
from vestibule.inform.material import Material
from vestibule.inform.mirrors import mirrors
from vestibule.inform.page import sheet
from vestibule.inform.portrait import portrait
from vestibule.inform.story import told
from vestibule.protect.cleared import Quote
from vestibule.words import Catalogue, Tongue

HIDDEN_SIGNS = re.compile("[\u2066-\u2069]")
MATERIALS = (sample.MATERIAL, sample.DRAFT, sample.CONVERSATION)


@pytest.fixture
def fallen(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the keys of sentences that were said in French for want of their own."""
    keys: list[str] = []
    once = Catalogue._fallen_back

    def noting(self: Catalogue, key: str, **params: object) -> str:
        keys.append(key)
        return once(self, key, **params)

    monkeypatch.setattr(Catalogue, "_fallen_back", noting)
    return keys


def pages(material: Material, lang: str = "ar") -> Iterator[str]:
    """Yield everything public that is made of a material, page and script."""
    made = [portrait(material, lang=lang)]
    story = told(material, lang)
    made += mirrors(story) if material.places else ()  # type: ignore[arg-type]
    made += [brief(material, audience=one.name, lang=lang) for one in audiences(story)]  # type: ignore[misc]
    for one in made:
        yield one.html()
        yield one.script()


@pytest.mark.parametrize("material", MATERIALS)
def test_no_public_page_says_a_sentence_in_french_for_want_of_arabic(material, fallen):
    for page in pages(material):
        assert page
    causal_page.drawn(sample.PROCESS, map_told(), lang="ar", month="2031-02").html()

    assert fallen == []


def test_the_page_of_an_arabic_reader_runs_from_right_to_left():
    page = portrait(sample.MATERIAL, lang="ar").html()

    assert '<html lang="ar" dir="rtl">' in page
    assert len(gzip.compress(page.encode())) <= 75_000


def test_a_quotation_keeps_its_own_language_and_direction_on_an_arabic_page():
    page = portrait(sample.MATERIAL, lang="ar").html()

    quotes = re.findall(r"<blockquote>(.*?)</blockquote>", page, re.DOTALL)
    assert quotes
    for quote in quotes:
        assert re.search(r'<p lang="[a-z]{2,3}" dir="(ltr|rtl)"|<p[^>]*dir="', quote), (
            quote
        )


def test_of_two_other_languages_french_is_read_first():
    page = portrait(sample.MATERIAL, lang="ar").script()

    assert "«" in page
    assert "“" not in page


def test_words_are_not_said_twice_where_they_were_cleared_in_their_own_language():
    own = Quote(words="On attend.", lang="fr")
    twice = replace(own, translation="On attend.", translation_lang="fr")
    other = replace(own, translation="We wait.", translation_lang="en")
    unknown = replace(other, lang=None, translation_lang=None)

    assert parts.translation(twice, "ar") is None
    assert parts.translation(other, "ar") == "We wait."
    assert parts.translation(other, "fr") is None
    assert parts.translation(unknown, "ar") == "We wait."


def test_a_tile_map_is_never_mirrored_and_its_words_are():
    page = portrait(sample.MATERIAL, lang="ar").html()

    assert re.search(r'class="tiles[^"]*" dir="ltr"', page)
    assert "[dir=rtl] .tile" in page


def test_the_first_and_last_of_a_wave_stand_as_time_runs_in_the_line():
    arabic = portrait(sample.MATERIAL, lang="ar").html()
    french = portrait(sample.MATERIAL, lang="fr").html()

    assert re.search(r'class="ends-of"><span dir="ltr">', arabic)
    assert not re.search(r'class="ends-of"><span dir="ltr">', french)


def test_an_arrow_between_words_points_where_one_reads_on():
    arabic, english = (
        causal_page.drawn(sample.PROCESS, map_told(), lang=lang, month="2031-02").html()
        for lang in ("ar", "en")
    )

    assert " ← " in arabic
    assert " → " not in arabic
    assert " → " in english


def test_the_data_of_figures_hold_no_sign_that_nobody_sees():
    for material in MATERIALS:
        for text in portrait(material, lang="ar").csvs().values():
            assert not HIDDEN_SIGNS.search(text)


def test_a_name_in_other_letters_is_kept_apart_on_an_arabic_page_only():
    def name(lang: str) -> str:
        setting = Setting(words=Catalogue(lang), fictitious=False, month="2031-02")
        return setting.name(sample.ORLEVAL)

    assert name("ar") == "\u2068Orle-le-Val\u2069"
    assert name("fr") == "Orle-le-Val"


def test_a_sentence_that_ends_behind_a_hidden_sign_gets_no_second_end():
    assert is_ended("نعم؟")
    assert is_ended("\u2068Oui.\u2069")
    assert aloud("\u2068Oui.\u2069", "نعم") == "\u2068Oui.\u2069 نعم."


def test_letters_that_join_are_never_tracked_nor_slanted():
    last = sheet().split("@layer figures")[1].split("@layer print")[0]

    assert ":lang(ar),:lang(mey){letter-spacing: 0;font-style: normal}" in last


def test_no_sheet_names_a_left_or_a_right():
    for name in ("style.css", "map.css", "mirror.css", "brief.css"):
        text = re.sub(r"repeating-linear-gradient\([^;]*", "", sheet(name))
        assert not re.search(
            r"(margin|padding|border|inset|text-align)[^;{}]*(left|right)", text
        )
        assert not re.search(r"[{;](left|right):", text)


def test_the_count_of_languages_agrees_with_its_number():
    heard = sample.MATERIAL.heard
    assert heard is not None
    one = replace(sample.MATERIAL, heard=replace(heard, languages=heard.languages[:1]))

    page = portrait(one, lang="fr").html()
    assert re.search(r"<dt>langue</dt><dd>1</dd>", page)


def test_a_page_in_a_language_that_a_team_brought_is_written_like_any_other():
    own = {"portrait.contents": "ߣߌ߲߬ ߞߣߐ߫", "portrait.foot.heard": "ߡߐ߱ ߟߎ߬"}
    page = portrait(sample.MATERIAL, lang=Tongue("nqo", own)).html()

    assert '<html lang="nqo" dir="rtl">' in page
    assert page.count("ߣߌ߲߬ ߞߣߐ߫") == 2
    assert Catalogue("fr")("portrait.road.title") in page
