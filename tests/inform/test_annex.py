"""The second file: for the team, and it says so."""

from __future__ import annotations

import re

import pytest

from vestibule.agree import findings, priorities
from vestibule.dossier import lineage
from vestibule.inform.annex import annex
from vestibule.plan import coverage, next_gatherings
from vestibule.rehearsal import Rehearsal, votes
from vestibule.understand import agreement, ground, polis, themes


@pytest.fixture(scope="module")
def made(rehearsal: Rehearsal) -> str:
    dossier = lineage.settled(rehearsal.dossier)
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
        standings=findings.standing(dossier),
        priorities=priorities.priorities(dossier, draws=50),
        polis=polis.analyse(
            polis.of_book(votes(people=120, statements=12, votes=1000, seed=1))
        ),
        lang="fr",
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
    assert "Groupes d’opinion" in made
    assert re.search(r"Groupe A\u00a0: \d+ participants", made)


def test_the_annex_leaves_out_who_wrote_what_and_when(made):
    heads = set(re.findall(r'<th scope="col">([^<]+)</th>', made))

    assert not heads & {"by", "at", "origin", "seq", "supersedes", "facilitator"}


def test_the_annex_asks_no_host_for_anything(made):
    assert "<script" not in made
    assert "http" not in made.replace("http-equiv", "")
