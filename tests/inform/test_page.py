"""Pages as people open them: in Chromium, from a file, with the network cut."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.inform import camps, sample

from vestibule.api import analysis, portraits
from vestibule.inform.material import Material
from vestibule.inform.portrait import portrait
from vestibule.inform.writing import write

sync_api = pytest.importorskip(
    "playwright.sync_api", reason="no Playwright: pages are not opened"
)
axe_api = pytest.importorskip(
    "axe_playwright_python.sync_playwright", reason="no axe: pages are not opened"
)

pytestmark = [
    pytest.mark.page,
    pytest.mark.enable_socket,  # Playwright talks to its browser over a local socket
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]

NAMES = ("whole", "draft", "conversation", "rehearsal")
LANGS = ("fr", "en")
CASES = [(name, lang) for name in NAMES for lang in LANGS]
CASES += [("whole", "ar"), ("conversation", "ar"), ("rehearsal", "ar")]
NOT_EACH_RUN = pytest.mark.proof
WIDTHS = (360, 1280)
READ = {("whole", "fr", 360), ("conversation", "en", 360), ("draft", "en", 1280)}
READ |= {("whole", "ar", 1280), ("rehearsal", "ar", 360), ("rehearsal", "fr", 1280)}
"""Pages read with every run, each kind and language at each width; all by the proofs."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    found = next(
        filter(
            None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))
        ),
        None,
    )
    with sync_api.sync_playwright() as playwright:
        try:
            opened = playwright.chromium.launch(
                executable_path=found, args=["--no-sandbox"]
            )
        except sync_api.Error:
            pytest.skip(
                "no Chromium: install Debian's chromium, or `playwright install chromium`"
            )
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def files(
    tmp_path_factory: pytest.TempPathFactory, rehearsed: Material
) -> dict[tuple[str, str], Path]:
    folder = tmp_path_factory.mktemp("pages")
    given = {
        "whole": sample.MATERIAL,
        "draft": sample.DRAFT,
        "conversation": sample.CONVERSATION,
        "rehearsal": rehearsed,
    }
    return {
        (name, lang): write(
            portrait(given[name], lang=lang), folder / f"{name}-{lang}.html"
        )[0]
        for name, lang in CASES
    }


def opened(browser: Any, file: Path, *, width: int, **options: Any) -> Any:
    context = browser.new_context(viewport={"width": width, "height": 800}, **options)
    page = context.new_page()
    page.goto(file.as_uri())
    return page


@pytest.mark.parametrize(
    ("name", "lang", "width"),
    [
        pytest.param(*case, width, marks=() if (*case, width) in READ else NOT_EACH_RUN)
        for case in CASES
        for width in WIDTHS
    ],
)
def test_axe_finds_nothing_to_complain_about(browser, files, name, lang, width):
    page = opened(browser, files[name, lang], width=width, bypass_csp=True)

    found = axe_api.Axe().run(page)
    page.context.close()

    assert [violation["id"] for violation in found.response["violations"]] == []


@pytest.mark.parametrize(("name", "lang"), CASES)
def test_nothing_scrolls_sideways_on_the_narrowest_phone(browser, files, name, lang):
    page = opened(browser, files[name, lang], width=320)

    across = page.evaluate("document.documentElement.scrollWidth")
    page.context.close()

    assert across <= 320


@pytest.mark.parametrize(("name", "lang"), CASES)
def test_a_page_asks_for_nothing_but_itself(browser, files, name, lang):
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    page.goto(files[name, lang].as_uri())
    page.wait_for_load_state("networkidle")
    context.close()

    assert asked == [files[name, lang].as_uri()]


@pytest.mark.parametrize("lang", LANGS)
def test_a_page_is_whole_without_javascript(browser, files, lang):
    with_script = opened(browser, files["whole", lang], width=1280)
    words = with_script.inner_text("body")
    with_script.context.close()
    without = opened(
        browser, files["whole", lang], width=1280, java_script_enabled=False
    )
    same = without.inner_text("body")
    without.context.close()

    assert same == words
    assert len(words) > 5000


@pytest.mark.parametrize("lang", LANGS)
def test_on_a_desk_the_map_of_a_finding_is_open_and_on_a_phone_it_folds(
    browser, files, lang
):
    seen = {}
    for width in (360, 1280):
        page = opened(browser, files["whole", lang], width=width)
        seen[width] = page.locator(".fold .tiles").first.is_visible()
        page.context.close()

    assert seen == {360: False, 1280: True}


def test_a_page_prints_on_paper_in_black_and_white(browser, files):
    page = opened(browser, files["whole", "fr"], width=1280)
    page.emulate_media(media="print")

    ink = page.evaluate(
        "getComputedStyle(document.querySelector('.door strong')).color"
    )
    cloth = page.evaluate(
        "getComputedStyle(document.querySelector('.cloth')).backgroundColor"
    )
    unfolded = page.locator(".fold .tiles").first.is_visible()
    page.context.close()

    assert ink == "rgb(0, 0, 0)"
    assert cloth == "rgba(0, 0, 0, 0)"
    assert unfolded


@pytest.fixture(scope="module")
def annexes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return annexes of two families of opinion, French and English."""
    folder = tmp_path_factory.mktemp("annexes")
    found = analysis.analyse(camps.dossier(2, 120))
    return {
        lang: portraits.write_annex(found, folder / f"{lang}.html", lang=lang)
        for lang in LANGS
    }


@pytest.mark.parametrize(("lang", "width"), [("fr", 320), ("en", 1280)])
def test_the_landscape_and_the_cards_of_the_annex_are_read_by_everyone(
    browser, annexes, lang, width
):
    page = opened(browser, annexes[lang], width=width, bypass_csp=True)

    found = axe_api.Axe().run(page)
    across = page.evaluate("document.documentElement.scrollWidth")
    page.context.close()

    assert [violation["id"] for violation in found.response["violations"]] == []
    assert across <= width


def test_the_numbers_on_a_landscape_stay_inside_it_and_apart(browser, annexes):
    page = opened(browser, annexes["fr"], width=360)

    inside = page.evaluate(
        """() => {
          const plane = document.querySelector('.plane').getBoundingClientRect();
          const pins = [...document.querySelectorAll('.plane .pin:not(.name)')];
          return pins.map(pin => pin.getBoundingClientRect()).every(
            pin => pin.left >= plane.left - 1 && pin.right <= plane.right + 1);
        }"""
    )
    page.context.close()

    assert inside
