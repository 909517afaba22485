"""An edition in a language that a team brought sentences in, beside those we ship."""

from __future__ import annotations

import json
import re

import pytest
from tests.inform.pack.editions import edition, small

from vestibule.inform import site
from vestibule.words import PAGES, Tongue

BM = Tongue("bm", {"site.shelf.ready": "A bɛ yan", "figures.doors.heard": "Lamɛnni"})
OURS_AFTER = Tongue("ar", {"site.own_name": "العربية هنا"})

Files = dict[str, str]


@pytest.fixture(scope="module")
def pages() -> Files:
    tongues = ("fr", "en", OURS_AFTER, BM)
    return site.site(edition(small()), tongues=tongues).files()


def in_folder(pages: Files, lang: str) -> set[str]:
    return {name.removeprefix(f"{lang}/") for name in pages if name.startswith(f"{lang}/")}  # fmt: skip


def test_a_language_that_was_brought_has_every_page(pages: Files) -> None:
    assert in_folder(pages, "bm") == in_folder(pages, "fr")
    assert json.loads(pages["edition.json"])["languages"] == ["fr", "en", "ar", "bm"]


def test_its_pages_say_what_was_brought_and_the_rest_in_french(pages: Files) -> None:
    page, french = pages["bm/ecouter.html"], pages["fr/ecouter.html"]
    heading = re.compile("<h1.*?</h1>", re.DOTALL)

    assert '<html lang="bm" dir="ltr">' in page
    assert ("A bɛ yan" in page, "A bɛ yan" in french) == (True, False)
    assert heading.findall(page) == heading.findall(french) != []


def test_every_page_leads_to_it_by_a_name(pages: Files) -> None:
    for lang in ("fr", "en", "ar", "bm"):
        page = pages[f"{lang}/methode.html"]
        assert 'href="../bm/methode.html" lang="bm"' in page, lang
    assert 'href="bm/index.html"' in pages["index.html"]


def test_a_team_s_own_name_goes_before_ours(pages: Files) -> None:
    assert "العربية هنا" in pages["fr/index.html"]


def test_an_edition_without_more_is_in_the_languages_we_ship() -> None:
    files = site.site(edition(small())).files()

    assert json.loads(files["edition.json"])["languages"] == list(PAGES)
