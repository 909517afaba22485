"""What the public reads of hostile words: nothing runs, nothing computes, nothing is lost."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from functools import cache

import pytest
from tests import invented
from tests.inform.test_preparation import small as dialogue
from tests.web.hostile import browser, renamed, told
from tests.web.hostile.payloads import MARKED, PAYLOADS

from vestibule.dossier.records import Dossier
from vestibule.inform import pack, site
from vestibule.protect.editions import Ledger
from vestibule.web.inform.public import POLICY
from vestibule.web.inform.serving import TYPES

pytestmark = [
    pytest.mark.page,
    pytest.mark.enable_socket,  # Playwright talks to its browser over a local socket
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]

WORDS = tuple(one for one in PAYLOADS if one.kind != "long")

PUBLIC = {
    ("places", "name"), ("texts", "words"), ("excerpts", "words"), ("excerpts", "translation"),
    ("recommendations", "addressee"), ("commitments", "words"), ("commitments", "owner"),
}  # fmt: skip
"""Words of people that the pages of an edition show."""

Files = Mapping[str, str]


def drawn(dossier: Dossier, begin: int = 0) -> Files:
    """Return every file of an edition of a country in which every word is hostile.

    ``begin``: the first of the words; some records are never published.
    """
    made = pack.packed(
        renamed.hostile(dossier, WORDS[begin:] + WORDS[:begin]),
        today=date(2031, 6, 1),
        key=bytes(range(32)),
        ledger=Ledger(),
        seed=1,
    )
    return site.site(made, signed=True).files()


@cache
def small() -> Files:
    return drawn(dialogue())


@cache
def large(begin: int = 0) -> Files:
    return drawn(invented.country(1, "small").dossier, begin)


def pages(files: Files) -> dict[str, told.Page]:
    return {name: told.page(text) for name, text in files.items() if name.endswith(".html")}  # fmt: skip


def of_theirs(page: told.Page) -> list[str]:
    """Return what is amiss on a page that brings sizes and places of its own figures."""
    return [one for one in page.amiss if not one.endswith(" style")]


def changed(files: Files) -> list[str]:
    """Return marks that stand on a page without the words that belong to them."""
    found = []
    for name, page in pages(files).items():
        said = "".join(page.words)
        whole = told.found([said])
        for mark in MARKED.finditer(said):
            if int(mark[1]) not in whole[int(mark[2])]:
                found.append(
                    f"{name}: {said[max(0, mark.start() - 40) : mark.end()]!r}"
                )
    return found


def computing(files: Files) -> list[str]:
    """Return cells of sheets that a program would take for a formula."""
    return [
        f"{name}: {cell!r}"
        for name, text in files.items()
        if name.endswith(".csv")
        for cell in told.rows(text.encode())
        if cell.strip() and cell.lstrip(told.BEFORE).startswith(told.FORMULA)
    ]


def shown(files: Files) -> set[tuple[str, str]]:
    """Return of which table and column words stand whole on some page."""
    found = told.found(["".join(page.words) for page in pages(files).values()])
    return {place for place, number in renamed.NUMBERS.items() if found[number]}


def kind_of(name: str) -> str:
    """Return what pages of one kind share: their folder, and how their names begin."""
    folder, _, page = name.rpartition("/")
    return name if "/" not in folder else f"{folder}/{page.partition('-')[0] if '-' in page else ''}"  # fmt: skip


def served(files: Files, langs: tuple[str, ...], each: int) -> browser.Given:
    """Return pages as the site hands them out: of each kind so many, the fullest first."""
    kinds: dict[str, list[str]] = defaultdict(list)
    for name in sorted(files, key=lambda one: -len(MARKED.findall(files[one]))):
        if name.endswith(".html") and name.startswith(langs):
            kinds[kind_of(name)].append(name)
    head = {"Content-Type": TYPES[".html"], "Content-Security-Policy": POLICY}
    chosen = [name for of_kind in kinds.values() for name in of_kind[:each]]
    return {f"/{name}": (200, head, files[name].encode()) for name in chosen}


def of_ours(seen: browser.Seen) -> list[str]:
    """Return what a browser saw and that our own figures do not do."""
    return [one for one in seen.wrong if not one.endswith(" style")]


@pytest.fixture(params=[small, pytest.param(large, marks=pytest.mark.proof)])
def files(request: pytest.FixtureRequest) -> Files:
    """Return the files of an edition; of a larger country with the proofs."""
    found: Files = request.param()
    return found


def test_no_page_of_an_edition_holds_what_was_not_escaped(files: Files) -> None:
    assert {name: of_theirs(page) for name, page in pages(files).items() if of_theirs(page)} == {}  # fmt: skip


def test_words_that_a_page_shows_are_shown_as_they_were_said(files: Files) -> None:
    assert changed(files) == []


def test_no_cell_of_an_edition_computes_and_no_row_is_torn(files: Files) -> None:
    assert computing(files) == []
    for name, text in files.items():
        if name.endswith(".csv"):
            widths = told.widths(text)
            assert len(widths) <= 1, (name, widths)


def test_what_programs_read_of_an_edition_is_json_and_says_the_words(files: Files) -> None:  # fmt: skip
    texts = [json.loads(text) for name, text in files.items() if name.endswith(".json")]
    found = told.found([one for value in texts for one in told.strings(value)])

    assert found[renamed.NUMBERS["places", "name"]]


def test_no_file_is_called_after_hostile_words(files: Files) -> None:
    names = re.compile(r"[\w./-]+")

    assert [name for name in files if not names.fullmatch(name) or ".." in name] == []


def test_a_browser_runs_nothing_of_an_edition() -> None:
    with browser.chromium() as opened:
        seen = browser.look(opened, served(small(), ("fr/",), 1))

    assert of_ours(seen) == []
    assert len(seen.shown) >= 4


@pytest.mark.proof
def test_a_browser_runs_nothing_of_any_page_of_an_edition() -> None:
    shown = set()
    for begin, policy in ((0, True), (0, False), (200, False), (400, False)):
        with browser.chromium() as opened:
            seen = browser.look(opened, served(large(begin), ("",), 40), policy=policy)
        assert of_ours(seen) == []
        shown |= seen.shown

    assert len(shown) >= 500


@pytest.mark.proof
def test_what_people_say_reaches_the_pages_that_are_tried() -> None:
    assert shown(large()) >= PUBLIC
