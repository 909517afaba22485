"""What is published gives nobody away: portraits of damaged dossiers, read by an enemy.

For each dossier the portrait is written in French and English. No page, CSV,
alternative text or script may hold words without consent and two reviewers, a number
under the thresholds or one that can be worked out, an internal id, an exact day, a
share of a nation, a place finer than a region. 6 dossiers with every run of the tests;
1,000 with `make proofs`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

import polars as pl
import pytest
from tests.promises import attacker, damage_to_numbers, dossiers
from tests.promises.page import tree

from vestibule.act import observed, promised
from vestibule.agree.validation.standing import FindingStanding
from vestibule.api import portraits
from vestibule.dossier.process import Disclosure
from vestibule.dossier.records import Dossier
from vestibule.inform import portrait
from vestibule.inform.portrait import Portrait
from vestibule.inform.preparation import (
    barometers,
    grid,
    grounds,
    promises,
    road,
    validated,
)
from vestibule.inform.preparation.sources import Cells, Sources
from vestibule.protect import (
    cleared,
    clearing,
    consent,
    estimates,
    quotes,
    sensitivity,
    thresholds,
)
from vestibule.protect.cleared import Count
from vestibule.understand import trust
from vestibule.understand.ground import common

SAMPLE, PROOF, CHUNK = 6, 1000, 20


def drawn(made: dossiers.Made, languages: int = 2) -> list[Portrait]:
    """Return the portraits of a dossier; which language is solved first alternates."""
    ready = portraits.material(made.dossier, today=dossiers.TODAY, seed=0)
    langs = ("fr", "en") if made.seed % 2 else ("en", "fr")
    return [portrait.portrait(ready, lang=lang) for lang in langs[:languages]]


def leaks(seed: int, *, deep: bool = False, languages: int = 2) -> list[str]:
    made = dossiers.made(seed)
    found = attacker.attacked(made, drawn(made, languages), deep=deep).leaks
    return [f"dossier {seed}: {leak}" for leak in found]


@pytest.mark.parametrize("seed", range(SAMPLE))
def test_a_hostile_reader_finds_nothing_in_a_portrait(seed: int) -> None:
    assert leaks(seed) == []


@pytest.mark.parametrize("seed", [0, 9])
def test_nor_where_a_few_of_one_region_contradict(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    dissent_of_few(monkeypatch)

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
        quotes._Present, "is_enough", lambda _, beside, *__: None not in beside.values()
    )


def any_language_beside_words(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(quotes._Present, "_elsewhere", lambda *_: frozenset[str]())


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


def every_mark_shown(patch: pytest.MonkeyPatch) -> None:
    def shown(cells: Cells, key: tuple[str, ...]) -> cleared.Cell:
        return cleared.Count(value=1) if key in cells else cleared.WITHHELD

    patch.setattr(grid, "clear_or_hide", shown)


def few_told_as_nobody(patch: pytest.MonkeyPatch) -> None:
    true = grid._Known.state

    def state(self: grid._Known, row: Mapping[str, object], profile: str) -> str:
        found = true(self, row, profile)
        return "nobody" if found == "hidden" else found

    patch.setattr(grid._Known, "state", state)


def withdrawals_forgotten(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(grid, "PRESENCE", ())


def refusals_left_alone(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Sources, "refusing", ())
    true = clearing.crossed

    def crossed(*given: object, **named: object) -> clearing.Table:
        return true(*given, **{**named, "refused": ()})  # type: ignore[arg-type]

    patch.setattr(clearing, "crossed", crossed)


def stages_always_dated(patch: pytest.MonkeyPatch) -> None:
    true = road._is_dated

    def is_dated(cells: Cells, kind: str, months: set[str]) -> bool:
        told = dict(cells) | {road._dated_key(kind): cleared.Count(value=1)}
        return true(told, kind, months)

    patch.setattr(road, "_is_dated", is_dated)


def undecided_published(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(consent, "UNDECIDED", "")


def few_answers_shown(patch: pytest.MonkeyPatch) -> None:
    true = thresholds.why_not

    def why_not(cell: thresholds.Uncleared, rules: Disclosure) -> object:
        return true(replace(cell, sensitive=False), rules)

    patch.setattr(thresholds, "why_not", why_not)


def dissent_of_few(patch: pytest.MonkeyPatch) -> None:
    """Let a few of one region contradict in every dossier; nothing is sabotaged."""
    true = dossiers._marked
    patch.setattr(
        dossiers,
        "_marked",
        lambda whole: true(damage_to_numbers.dissent_of_few(whole)),
    )


def outcomes_judged_by_their_base(patch: pytest.MonkeyPatch) -> None:
    dissent_of_few(patch)
    patch.setattr(validated, "_is_given", lambda *_: True)


def one_region_left_out(patch: pytest.MonkeyPatch) -> None:
    dissent_of_few(patch)

    def said(cells: Cells, finding: str, there: pl.DataFrame) -> dict[str, list[str]]:
        return {
            row["region_key"]: [
                one
                for one in validated.OUTCOMES
                if validated._is_given(cells, finding, one, row["region_key"])
            ]
            for row in there.iter_rows(named=True)
        }

    patch.setattr(validated, "_said", said)


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


# Trust and promises


def parts_left_alone(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(barometers, "_beside", lambda *_, **__: iter(()))


def hidden_waves_believed(patch: pytest.MonkeyPatch) -> None:
    true = trust.trust
    patch.setattr(
        barometers,
        "_without",
        lambda given, one, _: true(
            replace(given, process=replace(given.process, barometers=(one,)))
        ),
    )


def refused_waves_left_out(patch: pytest.MonkeyPatch) -> None:
    true = barometers._asked

    def asked(dossier: Dossier, declared: object) -> object:
        given = consent.published(dossier, on=dossiers.TODAY)
        return true(given, declared)  # type: ignore[arg-type]

    patch.setattr(barometers, "_asked", asked)


def signs_of_one_community_told(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(
        barometers, "public", lambda sources: sources.whole.process.barometers
    )


def words_of_few_communities_told(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(promises, "Count", object)


def standings_by_hidden_words(patch: pytest.MonkeyPatch) -> None:
    true = promised.promised

    def leaning(
        given: Dossier, actions: pl.DataFrame, sides: pl.DataFrame, today: dt.date
    ) -> pl.DataFrame:
        told = observed.verdicts(given, today).filter("public")
        whole = true(given, actions, observed.by_side(told), today)
        shown = true(given, actions, sides, today)["community"]
        return whole.with_columns(community=shown)

    patch.setattr(promises.promised, "promised", leaning)


of_proofs = partial(pytest.param, marks=pytest.mark.proof)
"""With every run one leak of each kind is looked for, with `make proofs` all."""


@pytest.mark.parametrize(
    ("sabotage", "leak", "seed"),
    [
        (unreviewed, "sealed words", 0),
        of_proofs(without_consent, "sealed words", 0),
        (everyone_published, "not what was published", 0),
        (no_thresholds, "under the threshold", 0),
        of_proofs(one_place_enough, "under the threshold", 3),
        (no_complements, "recoverable", 1),
        (every_trait_beside_words, "speaker", 0),
        of_proofs(any_language_beside_words, "speaker", 0),
        (nothing_sensitive, "sensitive", 0),
        of_proofs(regions_always_listed, "recoverable", 26),
        of_proofs(votes_apart, "recoverable", 7),
        (every_mark_shown, "grid", 0),
        of_proofs(few_told_as_nobody, "grid", 0),
        of_proofs(withdrawals_forgotten, "grid", 0),
        (refusals_left_alone, "refusal", 14),
        of_proofs(outcomes_judged_by_their_base, "under the threshold", 0),
        (one_region_left_out, "located", 0),
        of_proofs(stages_always_dated, "recoverable", 3),
        (undecided_published, "undecided", 40),
        (few_answers_shown, "few answers", 0),
        of_proofs(hidden_groups_believed, "recoverable", 1),
        (estimates_everywhere, "estimate", 0),
        of_proofs(parts_left_alone, "recoverable", 5),
        of_proofs(hidden_waves_believed, "estimate", 0),
        of_proofs(refused_waves_left_out, "refusal", 4),
        (signs_of_one_community_told, "local", 0),
        of_proofs(words_of_few_communities_told, "under the threshold", 0),
        (standings_by_hidden_words, "verdict", 0),
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
    # Each leak is on the page of either language: one is enough to be found.
    found = leaks(seed, deep=deep, languages=1)
    assert {one.split(": ")[1] for one in found} >= {leak}


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
