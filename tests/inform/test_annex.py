"""The second file: for the team, and it says so."""

from __future__ import annotations

import html
import re

import pytest
from tests.inform import camps

from vestibule.agree import priorities
from vestibule.agree.validation import standing
from vestibule.dossier import lineage
from vestibule.dossier.records import Dossier
from vestibule.inform.annex import annex
from vestibule.inform.figures import landscape
from vestibule.inform.figures.setting import Setting
from vestibule.inform.preparation.opinions import opinions
from vestibule.plan import coverage, next_gatherings
from vestibule.rehearsal import Rehearsal, votes
from vestibule.understand import agreement, ground, groups, polis, positions, themes
from vestibule.words import Catalogue


def written(dossier: Dossier, **more: object) -> str:
    believed = ground.common_ground(
        dossier, comparisons=dossier.process.comparisons[1:]
    )
    return annex(
        dossier,
        coverage=coverage.coverage(dossier),
        themes=themes.themes(dossier, draws=50),
        agreement=agreement.agreement(dossier),
        ground=believed,
        next_gatherings=next_gatherings.next_gatherings(believed.needs),
        standings=standing.standing(dossier),
        priorities=priorities.priorities(dossier, draws=50),
        lang="fr",
        **more,
    )


@pytest.fixture(scope="module")
def made(rehearsal: Rehearsal) -> str:
    dossier = lineage.settled(rehearsal.dossier)
    talk = polis.of_dossier(dossier)
    found = positions.positions(
        talk.votes, settings=positions.PositionSettings(dimensions=2)
    )
    few = groups.GroupSettings(replicates=10, most=2)
    formed = groups.groups(talk.votes, found, settings=few)
    return written(
        dossier,
        polis=polis.analyse(
            polis.of_book(votes(people=120, statements=12, votes=1000, seed=1))
        ),
        opinions=opinions(dossier, talk, found, formed),
    )


def test_the_annex_says_first_that_it_is_never_published(made):
    assert "<title>Pour l’équipe, ne jamais publier" in made
    assert made.index("Pour l’équipe, ne jamais publier") < made.index("<table")
    assert "exemple fictif" in made


def test_the_annex_holds_every_number_and_every_excerpt(made, rehearsal):
    assert "coverage.places" in made
    assert "ground.statements" in made
    assert "ground.segments" in made
    assert "priorities.order" in made
    n = rehearsal.dossier.current("excerpts").height
    assert f"excerpts ({n}" in made.replace("\u202f", "") or "excerpts (" in made


def test_opinion_groups_stand_in_the_annex_and_nowhere_else(made):
    assert "Ce que Polis dirait" in made
    assert re.search(r"Groupe A\u00a0: \d+ participants", made)


def test_the_annex_leaves_out_who_wrote_what_and_when(made):
    heads = set(re.findall(r'<th scope="col">([^<]+)</th>', made))

    assert not heads & {"by", "at", "origin", "seq", "supersedes", "facilitator"}


def test_the_annex_asks_no_host_for_anything(made):
    assert "<script" not in made
    assert "http" not in made.replace("http-equiv", "")


def test_what_polis_would_say_stands_second_and_says_so(made):
    landscape = made.index("Paysage et familles d’opinion")

    assert landscape < made.index("Ce que Polis dirait")
    assert "En second seulement" in made


def test_the_landscape_stands_in_the_annex_with_its_caution_and_parameters(made):
    assert "Un éventail, pas des camps" in made
    assert "Une position est un profil politique" in made
    assert "fig-landscape" in made
    assert 'class="fig fig-families"' not in made
    for heading in ("loading_1_low", "intercept_high", "support", "crowding"):
        assert f">{heading}<" in made


def test_families_stand_in_the_annex_as_cards():
    dossier = camps.dossier(2, 120)
    talk = polis.of_dossier(dossier)
    found = positions.positions(
        talk.votes, settings=positions.PositionSettings(dimensions=1)
    )
    few = groups.GroupSettings(replicates=10, most=2)
    formed = groups.groups(talk.votes, found, settings=few)

    text = written(dossier, opinions=opinions(dossier, talk, found, formed))

    assert 'class="fig fig-families"' in text
    assert text.index('"fig fig-landscape') < text.index('"fig fig-families')


@pytest.mark.parametrize("why", ["no-votes", "not-asked"])
def test_an_annex_without_positions_says_why(why):
    text = written(camps.of_votes([], statements=1), opinions=why)

    assert landscape.limit(setting(), why) in html.unescape(text)
    assert 'class="fig ' not in text


def setting():
    return Setting(words=Catalogue("fr"), fictitious=False, month="")
