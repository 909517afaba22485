"""The pages of the site as people open them: in Chromium, from a folder, offline."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.inform.test_page import axe_api, browser, opened, pytestmark

from vestibule.words import PAGES

__all__ = ["browser", "pytestmark"]

KINDS = (
    "index.html", "constats/bridge.html", "constats/neighbours.html", "paroles/index.html",
    "paroles/constat-bridge.html", "paroles/lieu-xn.ardelume--profil-farmers.html", "entente.html",
    "lieux/index.html", "lieux/xn.ardelume.html", "lieux/xn.grande-lisiere.html", "suivi/index.html",
    "suivi/demandes.html", "systeme.html", "confiance.html", "ecouter.html", "methode.html", "contester.html", "editions.html",
)  # fmt: skip
"""One page of each kind; the portrait is opened by the tests of pages."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, pages: dict[str, str]) -> Path:
    """Return the site of the rehearsal, as it lies on a disk."""
    out = tmp_path_factory.mktemp("site")
    for name, text in pages.items():
        path = out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return out


def every(folder: Path, lang: str) -> Iterator[Path]:
    yield folder / "index.html"
    yield from sorted((folder / lang).rglob("*.html"))


@pytest.mark.parametrize(("lang", "width"), [("fr", 360), ("ar", 1280)])
def test_axe_finds_nothing_on_a_page_of_each_kind(
    browser: Any, folder: Path, lang: str, width: int
) -> None:
    page = opened(browser, folder / "index.html", width=width, bypass_csp=True)
    found = {"index.html": complaints(page)}
    for name in KINDS:
        page.goto((folder / lang / name).as_uri())
        found[f"{lang}/{name}"] = complaints(page)
    page.context.close()

    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def complaints(page: Any) -> list[str]:
    violations = axe_api.Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in violations]


@pytest.mark.proof
@pytest.mark.parametrize("lang", PAGES)
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_on_any_page(
    browser: Any, folder: Path, lang: str, width: int
) -> None:
    page = opened(browser, folder / "index.html", width=width, bypass_csp=True)
    found = {}
    for file in every(folder, lang):
        page.goto(file.as_uri())
        found[file.name] = complaints(page)
    page.context.close()

    assert {name: wrong for name, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize(
    "lang", ["fr", "ar", pytest.param("en", marks=pytest.mark.proof)]
)
def test_no_page_scrolls_sideways_on_the_narrowest_phone(
    browser: Any, folder: Path, lang: str
) -> None:
    page = opened(browser, folder / "index.html", width=320)
    wide = {}
    for file in every(folder, lang):
        page.goto(file.as_uri())
        wide[file.name] = page.evaluate("document.documentElement.scrollWidth")
    page.context.close()

    assert {name: across for name, across in wide.items() if across > 320} == {}


def test_a_walk_through_both_doors_asks_for_nothing_else(
    browser: Any, folder: Path
) -> None:
    page = opened(browser, folder / "index.html", width=360, java_script_enabled=False)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    page.click("text=Français")
    page.click("a.door.listen")
    page.go_back()
    page.click("a.door.answer")
    page.click("nav.tongues >> text=English")
    page.context.close()

    names = [one.removeprefix(f"{folder.as_uri()}/") for one in asked]
    assert [one for one in names if "://" in one] == []
    assert names[-1] == "en/suivi/index.html"
    assert "fr/portrait.html" in names


def test_a_page_handed_on_alone_is_whole(
    browser: Any, folder: Path, tmp_path: Path
) -> None:
    alone = tmp_path / "handed-on.html"
    alone.write_text((folder / "fr/constats/bridge.html").read_text("utf-8"), "utf-8")
    page = opened(browser, alone, width=360)

    ground = page.evaluate(
        "getComputedStyle(document.querySelector('.cloth')).backgroundColor"
    )
    page.context.close()

    assert ground == "rgb(18, 48, 90)"


def test_tiles_and_bands_keep_their_look_with_the_lean_sheet(
    browser: Any, folder: Path
) -> None:
    page = opened(browser, folder / "fr/index.html", width=360)

    edge = page.evaluate("getComputedStyle(document.querySelector('a.tile.to')).borderTopColor")  # fmt: skip
    page.context.close()

    assert edge == "rgb(23, 63, 115)"
