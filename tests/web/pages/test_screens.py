"""Every page as people see it: whole, light, read by everyone, on a phone and a desk.

``VESTIBULE_SCREENS=folder`` leaves a picture of each page there, at both widths.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.web.pages import kinds, looking
from tests.web.pages.conftest import Site, status

from vestibule.web.inform import folders
from vestibule.words import LANGUAGES, PAGES

pytestmark = [
    pytest.mark.page,
    pytest.mark.enable_socket,  # Playwright talks to its browser, and that to the site
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]

START = "/atelier/couverture/"

FIRST = (
    START,
    "/atelier/codage/",
    "/atelier/entente/",
    "/atelier/constats/",
    "/atelier/editions/",
)
"""Pages of the workshop that an ordinary run looks at."""

BEFORE = ("/entrer/", "/entrer/invitation/", "/signaler/fr/", "/aide/")
"""Pages for whoever has not entered."""

PUBLIC_KINDS = (
    "index.html",
    "portrait.html",
    "entente.html",
    "suivi/index.html",
    "contester.html",
)

NOT_READ = {
    "act:paper",  # a sheet to keep: it is downloaded
    "inform:preview",  # the pages of a draft: those of an edition, looked at below
    "inform:preview_page",
    "inform:harm_close",  # only after somebody reported harm
    "inform:see",
    "understand:export",  # files, and the whole page of the map that is kept beside
    "plan:workshop",  # leads to coverage
    "agree:ballot",
}
"""Views of the workshop that are no pages, or have nothing to show here."""


@pytest.fixture(scope="module")
def guest(shown: Site, browser: Any) -> Iterator[Any]:
    """Return the page of someone who holds every role, in French."""
    context = shown.context(browser, bypass_csp=True)
    page = context.new_page()
    page.goto(shown.ways["guest"])
    page.context.add_cookies([{"name": "lang", "value": "fr", "url": shown.address}])
    yield page
    context.close()


@pytest.fixture(scope="module")
def edition(shown: Site) -> list[str]:
    """Return the names of all pages of the edition."""
    sums = (shown.home / "releases" / "1" / folders.SUMS).read_text("utf-8")
    names = [line.partition("  ")[2] for line in sums.splitlines()]
    return [name for name in names if name.endswith(".html")]


def wrong(page: Any, paths: dict[str, str], most: int) -> dict[str, list[str]]:
    found = {
        name: list(looking.faults(page, path, most=most, name=name))
        for name, path in paths.items()
    }
    return {name: faults for name, faults in found.items() if faults}


def spoken(page: Any, lang: str) -> None:
    """Choose the language of the workshop, by its button."""
    page.goto(START)
    if page.get_attribute("html", "lang") != lang:
        page.set_viewport_size({"width": looking.DESK, "height": looking.HEIGHT})
        page.click(f".who button[lang={lang}]")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_first_pages_of_the_workshop_are_fit_to_be_shown(
    guest: Any, lang: str
) -> None:
    spoken(guest, lang)
    paths = {f"workshop-{path.split('/')[2]}-{lang}": path for path in FIRST}

    assert wrong(guest, paths, looking.WORKSHOP_BYTES) == {}


def found_by_links(page: Any) -> dict[str, str]:
    def get(path: str) -> tuple[int, str]:
        answer = page.context.request.get(path)
        kept = "attachment" in answer.headers.get("content-disposition", "")
        return answer.status, "" if kept else answer.text()

    return kinds.of_workshop(get, START, most=3)


@pytest.mark.proof
def test_every_page_of_the_workshop_is_reached_and_fit_to_be_shown(guest: Any) -> None:
    spoken(guest, "fr")
    found = found_by_links(guest)

    assert {name for name in pages_of_views() if name not in found} == set()
    for lang in LANGUAGES:
        spoken(guest, lang)
        paths = {f"{kind.replace(':', '-')}-{lang}": at for kind, at in found.items()}
        assert wrong(guest, paths, looking.WORKSHOP_BYTES) == {}


def pages_of_views() -> set[str]:
    """Return the views that show a page when they are opened by a link."""
    routes = kinds.views()
    return {
        name
        for name, view in routes.items()
        if name not in NOT_READ
        and not re.search(r"_(csv|json|out|options)$|:(heads|sheet)$", name)
        and "POST" not in only(view)
    }


def only(view: Any) -> set[str]:
    """Return the methods of a view that takes no other."""
    for cell in getattr(view, "__closure__", None) or ():
        held = cell.cell_contents
        if isinstance(held, list) and held and set(held) <= {"GET", "HEAD", "POST"}:
            return set(held) if "GET" not in held else set()
        if callable(held) and (inner := only(held)):
            return inner
    return set()


def test_the_ways_in_are_fit_to_be_shown(shown: Site, browser: Any) -> None:
    context = shown.context(browser, bypass_csp=True)
    paths = {path.strip("/").replace("/", "-"): path for path in BEFORE}
    found = wrong(context.new_page(), paths, looking.PUBLIC_BYTES)
    context.close()

    assert found == {}


@pytest.mark.parametrize("lang", PAGES)
def test_a_page_of_each_kind_for_the_public_is_fit_to_be_shown(
    shown: Site, browser: Any, lang: str
) -> None:
    context = shown.context(browser, bypass_csp=True)
    paths = {
        f"public-{lang}-{name.replace('/', '-')}": f"/{lang}/{name}"
        for name in PUBLIC_KINDS
    }
    found = wrong(context.new_page(), {"front": "/", **paths}, looking.PUBLIC_BYTES)
    context.close()

    assert found == {}


@pytest.mark.proof
def test_every_page_for_the_public_is_fit_to_be_shown(
    shown: Site, browser: Any, edition: list[str]
) -> None:
    context = shown.context(browser, bypass_csp=True)
    paths = {f"public-{name.replace('/', '-')}": f"/{name}" for name in edition}
    found = wrong(context.new_page(), paths, looking.PUBLIC_BYTES)
    context.close()

    assert found == {}


def words(shown: Site, browser: Any, names: list[str], *, script: bool) -> list[str]:
    context = shown.context(browser, java_script_enabled=script)
    page = context.new_page()
    texts = []
    for name in names:
        page.goto(f"/{name}")
        texts.append(page.inner_text("body"))
    context.close()
    return texts


def test_pages_for_the_public_say_the_same_without_javascript(
    shown: Site, browser: Any
) -> None:
    names = ["index.html", *(f"fr/{name}" for name in PUBLIC_KINDS)]

    with_script = words(shown, browser, names, script=True)
    without = words(shown, browser, names, script=False)

    assert without == with_script
    assert all(len(text) > 60 for text in without)


@pytest.mark.proof
def test_every_page_for_the_public_is_whole_without_javascript(
    shown: Site, browser: Any, edition: list[str]
) -> None:
    assert words(shown, browser, edition, script=False) == words(
        shown, browser, edition, script=True
    )


def test_the_workshop_opens_without_javascript(shown: Site, browser: Any) -> None:
    context = shown.context(browser, java_script_enabled=False)
    page = context.new_page()

    page.goto("/entrer/")
    form = page.locator("form.form button.main").is_visible()
    context.close()

    assert form
    assert status(shown, "/") == 200
    assert Path(shown.home / "served.lock").exists()
