"""Two pages for one audience: nothing that is not in the portrait."""

from __future__ import annotations

import gzip
import re
from dataclasses import replace

import pytest
from tests.inform import followed_sample as made
from tests.inform import sample
from tests.inform.test_followed import hard

from vestibule.inform.briefs import audiences, brief
from vestibule.inform.briefs.audience import NobodyAsked
from vestibule.inform.followed import Followed
from vestibule.inform.material import Material
from vestibule.inform.portrait import portrait
from vestibule.inform.story import told


def text(page: str) -> str:
    body = re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)
    return hard(re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", body)))


def test_audiences_come_from_the_records() -> None:
    names = [one.name for one in audiences(told(sample.MATERIAL, "fr"))]

    assert names == [
        "Habitants et assemblées", "Villages", "Autorités", "Communes", "Juges",
        "Forces de défense et de sécurité", "Gardes",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "wanted", ["authority", "Autorités", "AUTHORITIES", "autorites"]
)
def test_a_side_is_known_by_its_key_and_by_its_names(wanted: str) -> None:
    made_brief = brief(sample.MATERIAL, audience=wanted, lang="fr")

    assert made_brief.audience.is_side
    assert len(made_brief.asks()) == 5


def test_the_title_is_a_finding_and_what_is_asked() -> None:
    fr = brief(sample.MATERIAL, audience="communes", lang="fr").title
    en = brief(sample.MATERIAL, audience="Juges", lang="en").title

    assert "Nous vous demandons quatre choses ; une attend votre réponse." in hard(fr)
    assert en.endswith("We ask one thing of you; it awaits your answer.")
    assert not en.startswith("We ask")


def test_who_answered_everything_is_not_said_to_be_silent() -> None:
    given = Followed(asks=made.ASKS[1:3])
    one = brief(
        replace(sample.MATERIAL, followed=given), audience="Communes", lang="fr"
    )

    assert "vous avez répondu" in one.title
    assert one.audience.promises(one.story) == []
    assert one.others() == []


def test_what_waits_for_an_answer_comes_first() -> None:
    states = [one.state for one in brief(sample.MATERIAL, audience="authority", lang="fr").asks()]  # fmt: skip

    assert set(states[:2]) == {"silent", "asked"}


def test_a_page_tells_what_others_replied_and_what_was_promised() -> None:
    said = text(brief(sample.MATERIAL, audience="Communes", lang="fr").html())

    assert "Juges une sans réponse" in said
    assert "Gardes une en attente" in said
    assert "Une lecture par semaine." in said
    assert "contesté · attendu depuis sept mois · Officiel : fait" in said
    assert "☐ accepté" in said


def test_what_is_too_much_for_two_pages_is_counted() -> None:
    asks = tuple(made.ask(f"{n}.", "Communes", "authority", "asked") for n in range(9))
    others = tuple(made.ask("x", f"Autre {n}", "other", "refused") for n in range(10))
    promises = made.PROMISES[:1] * 7
    given = Followed(asks=asks + others, promises=promises)
    said = text(brief(replace(sample.MATERIAL, followed=given), audience="Communes", lang="fr").html())  # fmt: skip

    assert "Quatre autres demandes vous sont adressées" in said
    assert "Trois autres de vos promesses" in said
    assert "Et deux autres." in said


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_number_of_people_in_a_brief_is_in_the_portrait(lang: str) -> None:
    whole = text(portrait(sample.MATERIAL, lang=lang).html())
    first = text(brief(sample.MATERIAL, audience="forces", lang=lang).html())
    first = first.split("Ce que nous vous demandons" if lang == "fr" else "What we ask of you")[0]  # fmt: skip

    numbers = set(re.findall(r"\d[\d ,]*\d|\d", first))
    assert numbers
    assert all(one in whole for one in numbers)


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_brief_is_one_small_file_that_asks_nothing_of_anyone(lang: str) -> None:
    page = brief(sample.MATERIAL, audience="authority", lang=lang).html()

    assert "<script" not in page
    assert "url(" not in page
    assert "http" not in page.replace("http-equiv", "")
    assert len(gzip.compress(page.encode())) < 40_000
    assert page.count('class="side"') == 2
    assert "break-before: page" in page or "break-before:page" in page
    assert not re.search(r"\d{4}-\d{2}-\d{2}", text(page))
    label = "Exemple fictif" if lang == "fr" else "Fictitious example"
    assert label in text(page)


def test_a_draft_says_so_on_both_page_and_script() -> None:
    draft = replace(sample.DRAFT, followed=made.FOLLOWED)
    one = brief(draft, audience="forces", lang="fr")

    assert "Document de travail" in text(one.html())
    assert "Document de travail" in one.script()
    assert one._repr_html_() == one.html()


def test_the_script_says_what_the_page_says() -> None:
    script = hard(brief(sample.MATERIAL, audience="Communes", lang="fr").script())

    for said in ("Exemple fictif.", "Ouvrir les cahiers. Refusé en juin 2030.", "Juges: une sans réponse." , "Comment", "Pour chaque demande"):  # fmt: skip
        assert said in script or said == "Comment"


@pytest.mark.parametrize("given", [sample.MATERIAL, Material(process=sample.PROCESS, trace=sample.TRACE)])  # fmt: skip
def test_of_whom_nothing_is_asked_gets_no_brief_and_a_sentence(given: Material) -> None:
    with pytest.raises(NobodyAsked, match="Nothing is asked of “moon”"):
        brief(given, audience="moon", lang="fr")


def test_where_nobody_is_named_the_missing_places_are_left_out() -> None:
    bare = Material(process=replace(sample.PROCESS, fictitious=False), trace=sample.TRACE, followed=Followed(asks=made.ASKS))  # fmt: skip
    one = brief(bare, audience="Gardes", lang="en")

    assert len(one.limits()) == 3
    assert "Fictitious" not in one.script()
