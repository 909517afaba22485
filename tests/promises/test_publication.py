"""What is published gives nobody away: portraits of damaged dossiers, read by an enemy.

For each dossier the portrait is written in French and English. No page, CSV,
alternative text or script may hold words without consent and two reviewers, a number
under the thresholds or one that can be worked out, an internal id, an exact day, a
share of a nation, a place finer than a region. 24 dossiers with every run of the tests;
1,000 with `make proofs`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import polars as pl
import pytest
from tests.promises import attacker, dossiers
from tests.promises.page import tree

from vestibule.agree.findings import FindingStanding
from vestibule.api import portraits
from vestibule.dossier.records import Dossier
from vestibule.inform import portrait
from vestibule.inform.portrait import Portrait
from vestibule.inform.preparation import grounds, validated
from vestibule.inform.preparation.sources import Sources
from vestibule.protect import (
    clearing,
    consent,
    estimates,
    quotes,
    sensitivity,
    thresholds,
)
from vestibule.protect.cleared import Count
from vestibule.understand.ground import common

SAMPLE, PROOF, CHUNK = 24, 1000, 20


def drawn(made: dossiers.Made) -> list[Portrait]:
    """Return the portraits of a dossier; which language is solved first alternates."""
    ready = portraits.material(made.dossier, today=dossiers.TODAY, seed=0)
    langs = ("fr", "en") if made.seed % 2 else ("en", "fr")
    return [portrait.portrait(ready, lang=lang) for lang in langs]


def leaks(seed: int, *, deep: bool = False) -> list[str]:
    made = dossiers.made(seed)
    found = attacker.attacked(made, drawn(made), deep=deep).leaks
    return [f"dossier {seed}: {leak}" for leak in found]


@pytest.mark.parametrize("seed", range(SAMPLE))
def test_a_hostile_reader_finds_nothing_in_a_portrait(seed: int) -> None:
    assert leaks(seed) == []


@pytest.mark.proof
@pytest.mark.parametrize("begin", range(SAMPLE, PROOF, CHUNK))
def test_a_hostile_reader_finds_nothing_in_a_thousand_portraits(begin: int) -> None:
    seeds = range(begin, min(begin + CHUNK, PROOF))

    assert [leak for seed in seeds for leak in leaks(seed, deep=True)] == []


# The reader is sharp enough: where the product is sabotaged, it finds the leak


def unreviewed(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(quotes, "_reviewed", lambda rows: rows)


def without_consent(patch: pytest.MonkeyPatch) -> None:
    def levels(dossier: Dossier, table: str, *, on: object = None) -> pl.DataFrame:
        rows = dossier.current(table).select("id")
        return rows.with_columns(level=pl.lit(4), quotable=pl.lit(value=True)).sort(
            "id"
        )

    patch.setattr(consent, "levels", levels)


def everyone_published(patch: pytest.MonkeyPatch) -> None:
    def published(dossier: Dossier, *, on: object = None) -> Dossier:
        return dossier.with_tables(
            **{name: dossier.current(name) for name in dossier.tables}
        )

    patch.setattr(consent, "published", published)


def no_thresholds(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(thresholds, "why_not", lambda cell, _: cell.barred)


def one_place_enough(patch: pytest.MonkeyPatch) -> None:
    true = thresholds.why_not

    def why_not(cell: thresholds.Uncleared, rules: object) -> object:
        reason = true(cell, rules)  # type: ignore[arg-type]
        return None if reason == "too_few_places" else reason

    patch.setattr(thresholds, "why_not", why_not)


def no_complements(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(
        clearing, "complements", lambda tables, hidden: tables.with_bundles(hidden)
    )


def every_trait_beside_words(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(
        quotes._Present, "is_enough", lambda _, beside, __: None not in beside.values()
    )


def nothing_sensitive(patch: pytest.MonkeyPatch) -> None:
    def levels(dossier: Dossier, table: str) -> pl.DataFrame:
        return dossier.current(table).select("id", level=pl.lit(1, pl.Int64)).sort("id")

    patch.setattr(sensitivity, "levels", levels)


def regions_always_listed(patch: pytest.MonkeyPatch) -> None:
    def places(
        sources: Sources, _: object, key: str, standings: FindingStanding
    ) -> object:
        rows = standings.by_region.drop_nulls("region_key")
        finding = standings.findings.filter(pl.col("key") == key)["finding"][0]
        asked = set(rows.filter(pl.col("finding") == finding)["region_key"])
        listed = sources.coverage.places.iter_rows(named=True)
        shown = (sources.place(row["place"]) for row in listed if row["key"] in asked)
        return (("asked", tuple(shown)),)

    patch.setattr(validated, "_places", places)


def votes_apart(patch: pytest.MonkeyPatch) -> None:
    true = grounds._votes
    patch.setattr(
        grounds, "_votes", lambda *given: clearing.Table(cells=true(*given).cells)
    )


def hidden_groups_believed(patch: pytest.MonkeyPatch) -> None:
    def shown(sources: Sources, _: object) -> pl.DataFrame:
        return sources.agreement.counts.select(list(common.ONLY))

    patch.setattr(grounds, "shown", shown)


def estimates_everywhere(patch: pytest.MonkeyPatch) -> None:
    true = estimates.cleared
    hidden_groups_believed(patch)
    some = Count(value=1, of=2)
    patch.setattr(estimates, "cleared", lambda _, *ends: true(some, *ends))


@pytest.mark.parametrize(
    ("sabotage", "leak", "seed"),
    [
        (unreviewed, "sealed words", 0),
        (without_consent, "sealed words", 0),
        (everyone_published, "not what was published", 0),
        (no_thresholds, "under the threshold", 0),
        (one_place_enough, "under the threshold", 3),
        (no_complements, "recoverable", 0),
        (every_trait_beside_words, "speaker", 0),
        (nothing_sensitive, "sensitive", 0),
        (regions_always_listed, "recoverable", 9),
        (votes_apart, "recoverable", 7),
        (hidden_groups_believed, "recoverable", 1),
        (estimates_everywhere, "estimate", 0),
    ],
)
def test_the_reader_finds_the_leak_of_a_sabotaged_product(
    sabotage: Callable[[pytest.MonkeyPatch], None],
    leak: str,
    seed: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sabotage(monkeypatch)

    deep = sabotage is hidden_groups_believed
    assert {one.split(": ")[1] for one in leaks(seed, deep=deep)} >= {leak}


@pytest.fixture(scope="module")
def made() -> dossiers.Made:
    return dossiers.made(1)


def said(made: dossiers.Made, sentence: str) -> list[str]:
    """Return what is found in a file that says one sentence."""
    files: Mapping[str, str] = {"page.html": f"<p>{sentence}</p>"}
    return attacker.look_at_words(made, files, {"page.html": sentence})


@pytest.mark.parametrize(
    "sentence",
    [
        "Heard on 12 March 2023.", "Entendus le 1er mars 2023.", "Le 3 août, à midi.",
        "2023-03-12", "12/03/2023", "On March 12, 2023", "on March 3rd",
    ],
)  # fmt: skip
def test_an_exact_day_is_found(made: dossiers.Made, sentence: str) -> None:
    assert [one.split(":")[0] for one in said(made, sentence)] == ["exact date"]


@pytest.mark.parametrize(
    "sentence",
    ["Heard in March 2023.", "Mars à juin 2023.", "12 gatherings in May 2023."],
)
def test_a_month_is_no_exact_day(made: dossiers.Made, sentence: str) -> None:
    assert said(made, sentence) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "46 % des Nérimandais", "46% of Nerimande", "46 sur 100 Nérimandaises",
        "46 per cent of all Nerimanders", "Nerimande: 46 %", "sur 100, en Nérimande",
    ],
)  # fmt: skip
def test_a_share_of_a_nation_is_found(made: dossiers.Made, sentence: str) -> None:
    assert {one.split(":")[0] for one in said(made, sentence)} == {"share of a nation"}


def test_a_share_of_the_people_heard_is_none_of_a_nation(made: dossiers.Made) -> None:
    assert (
        said(made, "46 sur 100 personnes entendues. Autoportrait de la Nérimande") == []
    )


def test_an_internal_id_an_origin_and_sealed_words_are_found(
    made: dossiers.Made,
) -> None:
    gathering = made.dossier.table("gatherings")["id"][0]
    mark = next(m for m, (table, *_) in made.marks.items() if table == "people")

    assert said(made, f"see {gathering[:8]}")[0].startswith("internal id")
    assert said(made, f"row {gathering}.")[0].startswith("internal id")
    assert said(made, f"it is {mark}")[0].startswith("sealed words: people.pseudonym")


def test_alternative_texts_are_read_too() -> None:
    page = tree('<p>a<img alt="12 May 2023" src="x"><svg aria-label="me"></svg></p>')

    assert attacker.attributes(page) == "12 May 2023 me"


def test_dossiers_are_the_same_for_the_same_seed_and_damaged_in_many_ways() -> None:
    some = [dossiers.made(seed) for seed in range(8)]

    again = dossiers.made(3)
    assert some[3].damage == again.damage
    assert some[3].dossier.table("excerpts").equals(again.dossier.table("excerpts"))
    assert len({name for one in some for name in one.damage}) > 25
