"""The folder of the rehearsal: whole, light, linked, and nobody in it."""

from __future__ import annotations

import gzip
import hashlib
import json
import posixpath
import re
from urllib.parse import unquote

import pytest
from tests.promises.page import tree
from tests.promises.wording import DAYS

from vestibule.inform import site
from vestibule.inform.pack import Pack
from vestibule.rehearsal import Rehearsal
from vestibule.words import PAGES

BUDGET = 75_000
"""Bytes, compressed, of a first visit."""

Files = dict[str, str]


def html(pages: Files) -> Files:
    return {name: text for name, text in pages.items() if name.endswith(".html")}


def links(text: str) -> list[str]:
    return [unquote(one) for one in re.findall(r'\bhref="([^"]*)"', text)]


def test_each_language_has_the_same_pages(pages: Files) -> None:
    by = {
        lang: {n.removeprefix(f"{lang}/") for n in html(pages) if n.startswith(f"{lang}/")}
        for lang in PAGES
    }  # fmt: skip

    assert by["fr"] == by["en"] == by["ar"]
    assert {
        "index.html", "portrait.html", "editions.html", "paroles/index.html", "entente.html",
        "lieux/index.html", "suivi/index.html", "suivi/demandes.html", "confiance.html",
        "ecouter.html", "methode.html", "contester.html", "constats/bridge.html",
    } <= by["fr"]  # fmt: skip


def test_every_link_leads_to_a_file_and_every_anchor_is_there(pages: Files) -> None:
    ids = {n: set(re.findall(r'\bid="([^"]*)"', text)) for n, text in html(pages).items()}  # fmt: skip
    broken = []
    for name, text in html(pages).items():
        if name.startswith("data/"):
            continue  # the pack's own portraits: tested where they are made
        for link in links(text):
            file, _, anchor = link.partition("#")
            target = posixpath.normpath(posixpath.join(posixpath.dirname(name), file)) if file else name  # fmt: skip
            if target not in pages or (anchor and anchor not in ids[target]):
                broken.append((name, link))

    assert broken == []


def test_no_page_has_a_script_or_asks_for_anything(pages: Files) -> None:
    asking = re.compile(r"<script|\bsrc=|https?://|@import|url\(|<link|<form|\bon\w+=")
    said = {name: re.sub(r"<style>.*?</style>", "", text, flags=re.S) for name, text in html(pages).items()}  # fmt: skip

    assert [name for name, text in said.items() if asking.search(text)] == []
    assert not [n for n, t in html(pages).items() if "@import" in t or "url(" in t]
    assert all("default-src &#x27;none&#x27;" in text for text in html(pages).values())


def test_every_page_weighs_at_most_75_kilobytes(pages: Files) -> None:
    heavy = {
        name: len(gzip.compress(text.encode())) for name, text in html(pages).items()
    }

    assert max(heavy.values()) <= BUDGET
    assert sorted(heavy.values())[len(heavy) // 2] <= 8_000


def test_no_internal_id_origin_or_exact_day_is_in_any_file(
    pages: Files, rehearsal: Rehearsal
) -> None:
    tables = rehearsal.dossier.tables.values()
    starts = {id_[:8] for rows in tables for id_ in rows["id"].to_list()}
    found = []
    for name, text in pages.items():
        if name == "SHA256SUMS":
            continue  # hashes of what is read here
        bare = re.sub(r"<style>.*?</style>", "", text, flags=re.S)
        runs = re.findall(r"[0-9a-f]{8,}", bare)
        found += [(name, r) for r in runs if any(r[i : i + 8] in starts for i in range(len(r) - 7))]  # fmt: skip
        said = tree(text).text if name.endswith(".html") else text
        found += [(name, day) for day in DAYS.findall(said)]

    assert found == []


def test_no_route_facilitator_or_code_of_a_gathering_is_in_any_file(
    pages: Files, rehearsal: Rehearsal
) -> None:
    met = rehearsal.dossier.table("gatherings")
    secret = {
        one for name in ("code", "facilitator") for one in met[name].drop_nulls().unique()
    }  # fmt: skip
    whole = "\n".join(pages.values())
    words = set(re.findall(r"[\w-]+", whole))

    assert secret
    assert secret & words == set()


def test_the_sums_are_those_of_the_files(pages: Files) -> None:
    lines = dict(line.split("  ")[::-1] for line in pages["SHA256SUMS"].splitlines())

    assert set(lines) == set(pages) - {"SHA256SUMS"}
    assert lines["fr/index.html"] == hashlib.sha256(pages["fr/index.html"].encode()).hexdigest()  # fmt: skip


def test_every_page_says_that_the_country_is_invented(pages: Files) -> None:
    for lang, word in (("fr", "Exemple fictif."), ("en", "Fictitious example.")):
        own = [text for name, text in html(pages).items() if name.startswith(f"{lang}/")]  # fmt: skip
        assert own
        assert all(word in text for text in own)
    assert json.loads(pages["edition.json"])["invented"] is True


def test_what_nobody_signed_calls_itself_a_draft_on_every_page(published: Pack) -> None:
    drafts = html(site.site(published).files())
    french = [text for name, text in drafts.items() if name.startswith("fr/")]

    assert all("Projet." in text for text in french)
    assert "Projet." in drafts["index.html"]


def test_what_two_people_signed_is_no_draft(pages: Files) -> None:
    assert not [name for name, text in html(pages).items() if "Projet." in text]
    assert json.loads(pages["edition.json"])["signed"] is True


def test_the_languages_are_offered_in_their_own_letters(pages: Files) -> None:
    page = tree(pages["index.html"])
    doors = [item for item in page.all("li") if item.attributes.get("lang")]

    assert [(d.attributes["lang"], d.attributes["dir"]) for d in doors] == [
        ("fr", "ltr"), ("en", "ltr"), ("ar", "rtl"),
    ]  # fmt: skip
    assert "Français" in doors[0].text
    assert "English" in doors[1].text


@pytest.mark.parametrize("lang", PAGES)
def test_a_page_leads_to_itself_in_the_other_languages(pages: Files, lang: str) -> None:
    other = "en" if lang == "fr" else "fr"
    text = pages[f"{lang}/paroles/constat-bridge.html"]

    assert f'href="../../{other}/paroles/constat-bridge.html"' in text


def test_the_same_edition_gives_the_same_bytes(published: Pack, pages: Files) -> None:
    assert site.site(published, signed=True).files() == pages
