"""Every page as people see it: whole, light, read by everyone, on a phone and a desk.

``VESTIBULE_SCREENS=folder`` leaves a picture of each kind of page there, at both widths.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from tests.web.pages import kinds, looking
from tests.web.pages.conftest import Site, status
from tests.web.pages.walking import noted, waiting

from vestibule.web.inform import folders
from vestibule.words import LANGUAGES, PAGES

pytestmark = [
    pytest.mark.page,
    pytest.mark.enable_socket,  # Playwright talks to its browser, and that to the site
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]

START = "/atelier/couverture/"

FIRST = (START, "/atelier/codage/", "/atelier/constats/")
"""Pages of the workshop that an ordinary run looks at."""

BEFORE = ("/entrer/", "/entrer/invitation/", "/signaler/fr/", "/aide/")
"""Pages for whoever has not entered."""

PUBLIC_KINDS = ("index.html", "entente.html", "suivi/index.html", "contester.html")

LISTENED_TO = ("fr", "ar")
"""Languages of which every page for the public is examined as a screen reader reads."""

NOT_LED_TO = {
    "inform:preview",  # a draft: its pages are those of an edition, looked at below
    "inform:preview_page",
    "plan:workshop",  # leads to the first page of whoever comes
}
"""Views of the workshop that no link leads to on a site as it is shown here."""


@pytest.fixture(scope="module")
def guest(shown: Site, browser: Any, inside: Any) -> Iterator[Any]:
    """Return the page of someone who holds every role."""
    context = shown.context(browser, bypass_csp=True, storage_state=inside)
    yield looking.opened(context)
    context.close()


@pytest.fixture(scope="module")
def stranger(shown: Site, browser: Any) -> Iterator[Any]:
    """Return the page of whoever comes by."""
    context = shown.context(browser, bypass_csp=True)
    yield looking.opened(context)
    context.close()


@pytest.fixture(scope="module")
def edition(shown: Site) -> list[str]:
    """Return the names of all pages of the edition."""
    sums = (shown.home / "releases" / "1" / folders.SUMS).read_text("utf-8")
    names = [line.partition("  ")[2] for line in sums.splitlines()]
    return [name for name in names if name.endswith(".html")]


def wrong(page: Any, paths: dict[str, str], most: int) -> dict[str, list[str]]:
    """Return what is wrong with each page, by the name of its picture."""
    found = {
        name: list(looking.faults(page, path, most=most, picture=name))
        for name, path in paths.items()
    }
    return {name: faults for name, faults in found.items() if faults}


def spoken(page: Any, lang: str) -> None:
    """Choose the language of the workshop, by its button."""
    page.set_viewport_size({"width": looking.DESK, "height": looking.HEIGHT})
    page.goto(START)
    assert page.url.endswith(START)
    if page.get_attribute("html", "lang") != lang:
        page.click(f".who button[lang={lang}]")


def test_the_first_pages_of_the_workshop_are_fit_to_be_shown(guest: Any) -> None:
    spoken(guest, "fr")
    paths = {f"workshop-{path.split('/')[2]}-fr": path for path in FIRST}

    assert wrong(guest, paths, looking.WORKSHOP_BYTES) == {}


def found_by_links(page: Any) -> kinds.Found:
    def get(path: str) -> tuple[int, str]:
        answer = page.context.request.get(path)
        kept = "attachment" in answer.headers.get("content-disposition", "")
        return answer.status, "" if kept else answer.text()

    return kinds.of_workshop(get, START)


@pytest.mark.proof
@pytest.mark.usefixtures("worked")
def test_every_page_of_the_workshop_is_led_to_and_fit_to_be_shown(guest: Any) -> None:
    spoken(guest, "fr")
    found = found_by_links(guest)

    assert kinds.led_to() - {*found.pages, *found.files} == NOT_LED_TO
    # of the pane of coding there are two: read by two already, and by nobody yet
    found.pages["understand:blind"] = waiting(guest, noted(guest))
    faults = {}
    for lang in LANGUAGES:
        spoken(guest, lang)
        paths = {f"{k.replace(':', '-')}-{lang}": at for k, at in found.pages.items()}
        faults |= wrong(guest, paths, looking.WORKSHOP_BYTES)
    assert faults == {}


def test_the_ways_in_are_fit_to_be_shown(stranger: Any) -> None:
    paths = {path.strip("/").replace("/", "-"): path for path in BEFORE}

    assert wrong(stranger, paths, looking.PUBLIC_BYTES) == {}


@pytest.mark.parametrize("lang", LISTENED_TO)
def test_pages_for_the_public_are_fit_to_be_shown(stranger: Any, lang: str) -> None:
    paths = {
        f"public-{one.partition('.')[0]}": f"/{lang}/{one}" for one in PUBLIC_KINDS
    }
    named = {f"{one.replace('/', '-')}-{lang}": path for one, path in paths.items()}

    assert wrong(stranger, {"front": "/", **named}, looking.PUBLIC_BYTES) == {}


def kind_of(name: str) -> str:
    """Return what kind of page a name of the edition is: places are alike, quotes too.

    >>> kind_of("fr/paroles/constat-word--lieu-here.html"), kind_of("fr/lieux/here.html")
    ('paroles-constat-two', 'lieux-one')
    >>> kind_of("fr/lieux/index.html"), kind_of("fr/methode.html"), kind_of("index.html")
    ('lieux', 'methode', 'front')
    """
    path = name.partition("/")[2]
    folder, _, leaf = path.removesuffix(".html").rpartition("/")
    if not path:
        return "front"
    if leaf == "index":
        return folder or "index"
    if folder == "paroles":
        return f"{folder}-{leaf.split('-')[0]}{'-two' if '--' in leaf else ''}"
    return f"{folder}-one" if folder and folder != "suivi" else f"{folder}{leaf}"


@pytest.mark.proof
@pytest.mark.parametrize("lang", PAGES)
def test_every_page_for_the_public_is_fit_to_be_shown(
    stranger: Any, edition: list[str], lang: str
) -> None:
    names = [name for name in edition if name.startswith(f"{lang}/")]
    assert len(names) > 50
    pictured: dict[str, str] = {}
    for name in names:
        pictured.setdefault(f"public-{kind_of(name)}-{lang}", name)
    picture = {name: kind for kind, name in pictured.items()}

    found = {
        name: list(
            looking.faults(
                stranger,
                f"/{name}",
                most=looking.PUBLIC_BYTES,
                picture=picture.get(name, ""),
                axe=lang in LISTENED_TO or name in picture,
            )
        )
        for name in names
    }

    assert {name: faults for name, faults in found.items() if faults} == {}


def words(shown: Site, browser: Any, names: list[str], *, script: bool) -> list[str]:
    """Return what pages say, with scripts or without."""
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
    assert (shown.home / "served.lock").exists()
