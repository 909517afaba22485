"""The public pages together, with their CSV and JSON, give nobody away.

A hostile reader holds the whole folder: portrait, findings, mirror pages, every view
of the voices, the board, the data pack. One dossier with every run, sixty with the
proofs; and where the site is sabotaged, the reader finds it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from tests.promises import dossiers, site_read
from tests.promises.truth import Truth

from vestibule.inform.material import FindingTold
from vestibule.inform.site import views
from vestibule.inform.site.data import Counted
from vestibule.inform.site.telling import Telling
from vestibule.inform.site.views import Facet
from vestibule.inform.voiced import Voiced
from vestibule.protect import quotes
from vestibule.protect.cleared import WITHHELD, Count, Quote

SAMPLE, PROOF, CHUNK = (0,), 60, 5

Sabotage = Callable[[pytest.MonkeyPatch, dossiers.Made], None]


def leaks(seed: int) -> list[str]:
    found = site_read.attacked(*site_read.edition(seed)).leaks
    return [f"dossier {seed}: {leak}" for leak in found]


@pytest.mark.parametrize("seed", SAMPLE)
def test_a_hostile_reader_finds_nothing_in_a_site(seed: int) -> None:
    assert leaks(seed) == []


@pytest.mark.proof
@pytest.mark.parametrize("begin", range(0, PROOF, CHUNK))
def test_a_hostile_reader_finds_nothing_in_sixty_sites(begin: int) -> None:
    seeds = range(begin, begin + CHUNK)

    assert [leak for seed in seeds for leak in leaks(seed)] == []


# The reader is sharp enough: where the site is sabotaged, it finds the leak


def unreviewed(patch: pytest.MonkeyPatch, _: dossiers.Made) -> None:
    patch.setattr(quotes, "_reviewed", lambda rows: rows)
    true = quotes._clear_quotes
    # under another name, so that nothing made before or after is taken for it
    patch.setattr(quotes, "_clear_quotes", lambda *given: true(*given))


def filed_where_they_were_said(patch: pytest.MonkeyPatch, made: dossiers.Made) -> None:
    true = views.facets_of

    def facets_of(telling: Telling, one: Voiced) -> frozenset[Facet]:
        region = site_read.region_of(made, telling.quote(one).words)
        told = {("place", region)} if region else set()
        return true(telling, one) | told

    patch.setattr(views, "facets_of", facets_of)


def counted_anew(patch: pytest.MonkeyPatch, made: dossiers.Made) -> None:
    truth = Truth.of(made.dossier, dossiers.TODAY)
    ids = {row["key"]: row["id"] for row in truth.whole["places"]}
    codes = {row["key"]: row["code"] for row in truth.whole["findings"]}

    def of_finding(finding: FindingTold) -> Iterator[Counted]:
        for place, cell in finding.by_place:
            if cell is not None:
                held = truth.named(codes[finding.key] or "", ids[place.key])
                about = {"finding": finding.key, "place": place.key}
                raw = Count(value=held.value, of=held.of)
                yield Counted(measure="named", about=about, cell=raw)

    patch.setattr(views, "of_finding", of_finding)


@pytest.mark.parametrize(
    ("sabotage", "leak", "seed"),
    [
        (unreviewed, "sealed words", 0),
        (filed_where_they_were_said, "speaker", 0),
        (counted_anew, "under the threshold", 0),
    ],
)
def test_the_reader_finds_the_leak_of_a_sabotaged_site(
    sabotage: Sabotage, leak: str, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    sabotage(monkeypatch, site_read.cleared(seed)[0])

    assert {one.split(": ")[1] for one in leaks(seed)} >= {leak}


def test_voices_filed_beside_a_withheld_number_are_found() -> None:
    made, given = site_read.edition(0)
    (told, *others), place = given.material.findings, given.material.places[0].place
    hidden = replace(told, by_place=((place, WITHHELD),))
    quote = Quote(words="x", lang="fr", speaker="someone", place=place.key)
    filed = Voiced(voice={"fr": quote}, stances=((told.key, "for"),))
    material = replace(given.material, findings=(hidden, *others))

    found = site_read.attacked(
        made, replace(given, material=material, voices=(filed,))
    ).leaks

    assert {one.split(": ")[0] for one in found} >= {"voices of a hidden number"}
