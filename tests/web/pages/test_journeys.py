"""The journeys that the site is for, walked in a browser by forms and buttons."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.web.pages.bringing import STATEMENTS, brought, conversation, zipped
from tests.web.pages.conftest import Site, serving, status
from tests.web.pages.walking import (
    TOLD,
    ago,
    entered,
    fill,
    follow,
    noted,
    says,
    send,
    until,
    waiting,
)

pytestmark = [
    pytest.mark.page,
    pytest.mark.enable_socket,  # Playwright talks to its browser, and that to the site
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]

LANGUAGES = {"fr": "Français", "en": "English", "ar": "العربية"}


@pytest.fixture(scope="module")
def team(shown: Site, browser: Any) -> Iterator[Any]:
    """Return whoever is asked for, on the site that everyone writes in."""
    with people_of(shown, browser) as page_of:
        yield page_of


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, dossier: Path) -> Iterator[Site]:
    """Return a site that has published nothing and analysed nothing."""
    with serving(tmp_path_factory.mktemp("unpublished") / "home", dossier) as served:
        yield served


@pytest.fixture(scope="module")
def founders(site: Site, browser: Any) -> Iterator[Any]:
    """Return whoever is asked for, on the site that has published nothing."""
    with people_of(site, browser) as page_of:
        yield page_of


@contextlib.contextmanager
def people_of(site: Site, browser: Any) -> Iterator[Any]:
    """Return whoever is asked for, signed in once, each in a browser of their own."""
    inside: dict[str, Any] = {}

    def page_of(name: str, **options: Any) -> Any:
        if name not in inside:
            inside[name] = entered(site, browser, name, **options)
        return inside[name]

    yield page_of
    for page in inside.values():
        page.context.close()


def test_a_finding_is_validated_and_its_number_leads_to_the_words(team: Any) -> None:
    editor = team("elisabeth")
    editor.goto("/atelier/constats/")
    editor.locator("main tbody th a").first.click()
    counted = answered(editor)

    editor.click(".do a.main")
    fill(editor, gathering=1, outcome="confirmed", present=23)
    send(editor)

    assert answered(editor) == counted + 1
    where = editor.url

    reader = team("binta")
    reader.goto(where)
    number = reader.locator(".chain li", has_text="Extraits").locator("a.n")
    follow(reader, number)
    excerpts = reader.locator("main h3#excerpts + ul")
    assert "FICTIF" in excerpts.inner_text()  # what the team calls them, not their ids
    follow(reader, excerpts.locator("a").first)
    words = reader.locator("main blockquote").first.inner_text()
    assert len(words) > 20

    follow(reader, reader.locator(".foot a[href*='/fil/']"))
    assert words[:20] not in reader.inner_text("main")  # read on one page, and noted
    follow(reader, reader.locator(".do a.main"))
    assert words in reader.inner_text("main")


def answered(page: Any) -> int:
    """Return how many gatherings said something of a finding."""
    found = re.search(r"(aucune|une|\d+) rencontres? (?:n'a|a|ont) ", says(page))
    assert found is not None, says(page)
    told = {"aucune": 0, "une": 1}
    return told[found[1]] if found[1] in told else int(found[1])


@pytest.mark.proof
def test_two_people_read_an_excerpt_and_neither_sees_the_other_before_both_are_done(
    team: Any,
) -> None:
    gathering = noted(team("awa"))
    cleared(team("djibril"), gathering)
    first, second = team("binta"), team("cheick", java_script_enabled=False)
    here = waiting(first, gathering)
    assert waiting(second, gathering) == here

    theme, other = first.locator("#codes optgroup:last-child option").all()[:2]
    name, value = theme.inner_text().strip(), theme.get_attribute("value")
    told = other.inner_text().strip()
    more = other.get_attribute("value")
    first.fill("#q", name)
    with first.expect_navigation():
        first.press("#q", "Enter")
    assert name in first.inner_text(".posed")
    with first.expect_navigation():
        first.click("#finish button")

    second.goto(here)
    assert "caché" in says(second)
    assert name not in second.inner_text(".posed")
    for code in (value, more):
        second.select_option("#codes", code)
        with second.expect_navigation():
            second.click("#put button")
    first.goto(here)
    assert "caché" in says(first)
    assert told not in says(first)
    with second.expect_navigation():
        second.click("#finish button")

    for page in (first, second):
        page.goto(here)
        assert "caché" not in says(page)
        same, apart = (
            page.locator("main tbody tr", has_text=one) for one in (name, told)
        )
        assert "d'accord" in says(page, same)
        assert "à départager" in says(page, apart)


def cleared(page: Any, gathering: str) -> None:
    """Review what was said in a gathering, as its first reader."""
    page.goto("/atelier/rencontres/")
    follow(page, page.locator("main tbody th a", has_text=gathering))
    follow(page, page.locator("main a[href*='/atelier/paroles/']").last)
    assert TOLD in page.inner_text("main")
    follow(page, page.locator(".do a[href*='/relecture/']"))
    with page.expect_navigation():
        page.click("button[value=clear]")
    assert page.locator(".said").count() == 1


@pytest.mark.proof
def test_an_officer_takes_back_what_was_said_and_nobody_reads_it_again(
    team: Any,
) -> None:
    gathering, officer = noted(team("awa")), team("djibril")
    officer.goto("/atelier/rencontres/")
    follow(officer, officer.locator("main tbody th a", has_text=gathering))
    follow(officer, officer.locator("main a[href*='/atelier/paroles/']").last)
    assert TOLD in officer.inner_text("main")
    where = officer.url

    follow(officer, officer.locator(".foot a[href*='/retrait/']"))
    # with its codings, where two people read it before
    assert re.search("quitter(a|ont) le recueil", says(officer))
    assert TOLD not in officer.inner_text("main")
    confirm = officer.locator("main button.grave")
    follow(officer, confirm)
    assert "Rien n'a été retiré" in says(officer)
    fill(officer, reason="asked")
    officer.check("main [name='sure']")
    follow(officer, confirm)

    told = officer.inner_text(".said")
    assert re.search("fiches? (a|ont) quitté le recueil, pour toujours", told)
    for name in ("djibril", "awa", "binta"):
        assert team(name).goto(where).status == 404
    officer.goto("/atelier/journal/")
    assert "retrait" in officer.inner_text("main tbody")


def test_what_is_asked_is_answered_promised_and_seen_apart(team: Any) -> None:
    editor = team("elisabeth")
    editor.goto("/atelier/recommandations/")
    editor.click(".do a.main")
    asked = "Rouvrez le bac de nuit, avec un prix affiché."
    fill(editor, words_of=asked, lang="fr", addressee="Le conseil", made_on=ago(60))
    send(editor)
    assert asked in says(editor)

    editor.click(".do a.main")
    fill(editor, answer="accepted", given_on=ago(40))
    send(editor)
    editor.click("main a[href*='/engagements/de/reponse/']")
    promised = "Le bac passe chaque soir."
    fill(editor, words_of=promised, lang="fr", owner="Le conseil", made_on=ago(40), due_on=ago(10))  # fmt: skip
    send(editor)
    where = editor.url
    assert promised in says(editor)

    for page, side, state in (
        (editor, "official", "done"),
        (team("awa"), "community", "undone"),
    ):
        page.goto(where)
        page.click(".do a.main")
        fill(page, side=side, state=state, evidence="Vu au débarcadère.", seen_on=ago(5))  # fmt: skip
        send(page)

    editor.goto(where)
    assert "contesté" in says(editor)
    assert says(editor).count("Vu au débarcadère.") == 2


@pytest.mark.proof
def test_an_analysis_is_asked_for_and_shows_how_far_it_is(founders: Any) -> None:
    page = founders("binta")
    page.goto("/atelier/entente/")
    before = says(page)

    page.goto("/atelier/travaux/")
    page.click(".do button.main")
    until(page, "main progress")
    page.locator("main progress").wait_for(state="detached", timeout=600_000)

    page.goto("/atelier/entente/")
    assert says(page) != before
    assert page.locator("main table tbody tr").count() > 3


@pytest.mark.proof
def test_an_edition_of_two_partners_is_read_by_everyone_and_taken_down(
    site: Site, founders: Any, browser: Any
) -> None:
    assert status(site, "/fr/") == 404
    editor, other, officer = (
        founders("elisabeth"),
        founders("fode"),
        founders("djibril"),
    )
    editor.goto("/atelier/editions/")
    editor.click("form[action$='/preparer/'] button")
    until(editor, "form[action$='/signer/']", seconds=900)

    for page in (editor, other):
        page.goto("/atelier/editions/")
        page.click("form[action$='/signer/'] button")
    with other.expect_navigation():
        other.click("form[action$='/publier/'] button")

    public = site.context(browser, java_script_enabled=False).new_page()
    for lang, name in LANGUAGES.items():
        public.goto("/")
        follow(public, public.locator(f"text={name}"))
        assert public.get_attribute("html", "lang") == lang
        follow(public, public.locator("main a[href^='constats/']").first)
        number = public.locator("main .facts a[href^='#']").first.inner_text()
        assert re.search(r"\d", number)  # in as many gatherings it was spoken of
        follow(public, public.locator("main a[href*='paroles/constat-']").first)
        assert public.locator("main blockquote").count() > 0
    follow(public, public.locator("a[href$='contester.html']").last)
    assert public.locator("main").count() == 1

    officer.goto("/atelier/editions/")
    officer.click("a[href$='/editions/1/retirer/']")
    officer.fill("#reason", "Un lieu se reconnaît.")
    with officer.expect_navigation():
        officer.click("main button.grave")

    gone = public.goto("/fr/")
    assert gone.status in (404, 410)
    assert "Un lieu" not in public.inner_text("body")
    public.context.close()


def test_a_zipped_conversation_is_brought_in(team: Any, tmp_path: Path) -> None:
    files = conversation()

    came = brought(team("binta"), zipped(files, tmp_path / "well.zip"))

    votes = len(files["votes.csv"].splitlines()) - 1
    assert came["votes"] == votes
    page = team("binta")
    page.goto("/atelier/enonces/")
    assert STATEMENTS[3] in says(page)


@pytest.mark.proof
def test_a_real_conversation_is_brought_in(
    founders: Any, tmp_path: Path, real_data: Path
) -> None:
    folder = real_data / "opinions" / "brexit-consensus"
    files = {one.name: one.read_bytes() for one in sorted(folder.glob("*.csv"))}
    assert files

    came = brought(founders("binta"), zipped(files, tmp_path / "real.zip"))

    assert came["votes"] > 1000
