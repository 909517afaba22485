"""Dossiers in which something is always awkward, by seed: rehearsals, then damaged.

Consents are lowered or run out, reviews fall away, regions shrink to one gathering,
ballots to one voter. In every text that must stay sealed stands a word of its own, a
*mark*, so that a reader of the outputs can tell exactly which texts were printed.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import polars as pl
from tests import by_hand

from vestibule.dossier import withdrawals
from vestibule.dossier.process import Comparison, Disclosure, Group, Process
from vestibule.dossier.records import Dossier
from vestibule.dossier.tables import TABLES
from vestibule.rehearsal import Effects, Shape, rehearse

TODAY = dt.date(2025, 1, 10)
"""The day on which every portrait is drawn."""

AT = dt.datetime(2024, 12, 1, tzinfo=dt.UTC)

SEALED = {
    "excerpts": ("words", "translation"),
    "validations": ("objection", "amendment"),
    "priorities": ("objections",),
    "restitutions": ("told", "reply"),
    "obligations": ("deferred_reason",),
    "verifications": ("evidence",),
    "gatherings": ("code", "facilitator"),
    "people": ("pseudonym",),
    "ballots": ("ballot",),
    "merges": ("reason",),
}
"""Columns that get a mark in each row: all of them secret."""

Rng = np.random.Generator
Tables = dict[str, pl.DataFrame]


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A dossier, and what was hidden in it.

    Parameters
    ----------
    dossier : Dossier
        The records.
    marks : mapping of str to tuple of (str, str, str)
        Mark to the table, column and id of the row that holds it.
    damage : tuple of str
        What was done to it.
    """

    seed: int
    dossier: Dossier
    marks: Mapping[str, tuple[str, str, str]]
    damage: tuple[str, ...]


def made(seed: int) -> Made:
    """Return the dossier of a seed: same seed, same records."""
    rng = np.random.default_rng([20250110, seed])
    whole = conversation(rng) if seed % 8 == 7 else _rehearsed(seed)
    damage: list[str] = []
    some = ON_CONVERSATIONS if seed % 8 == 7 else (*ON_ALL, *ON_CONVERSATIONS)
    share = rng.uniform(0.05, 0.45)
    for change in some:
        if rng.random() < share:
            whole = change(whole, rng)
            damage.append(change.__name__)
    whole, marks = _marked(whole)
    return Made(seed=seed, dossier=whole, marks=marks, damage=tuple(damage))


def _rehearsed(seed: int) -> Dossier:
    return _base(seed % 61)


@functools.lru_cache(maxsize=24)
def _base(number: int) -> Dossier:
    rng = np.random.default_rng([7, number])

    def size(low: int, high: int) -> int:
        return int(rng.integers(low, high + 1))

    groups, alone, checks = size(1, 26), size(0, 8), size(0, 9)
    shape = Shape(
        focus_groups=groups,
        interviews=alone,
        validation_meetings=checks,
        restitution_meetings=size(0, 2),
        focus_attendances=groups * size(3, 13),
        interview_attendances=alone * size(1, 2),
        regional_attendances=size(10, 90),
        validation_attendances=checks * size(1, 11),
        conference_attendances=size(9, 45),
        restitution_attendances=30,
        excerpts=size(10, 60),
        statements=size(3, 7),
        votes=size(0, 400),
        late_share=float(rng.uniform(0, 0.5)),
        pseudonymous_share=float(rng.uniform(0, 1)),
        start=dt.date(2023, 2, 6),
    )
    effects = Effects(
        gathering_spread=float(rng.uniform(0, 1)),
        pots_agree=float(rng.uniform(0.1, 1)),
        place_spread=float(rng.uniform(0, 1)),
        priority_step=float(rng.uniform(0, 2)),
        coder_missed=float(rng.uniform(0, 0.3)),
        quoted_share=float(rng.uniform(0.2, 1)),
        low_consent_share=float(rng.uniform(0, 0.2)),
        missing_consent_share=float(rng.uniform(0, 0.2)),
        lower_share=float(rng.uniform(0, 0.1)),
        twice_share=float(rng.uniform(0, 0.3)),
    )
    return rehearse(seed=number, shape=shape, effects=effects).dossier


# Changes to rows


def _set(
    whole: Dossier, table: str, **columns: Callable[[dict[str, Any]], Any]
) -> Dossier:
    """Return a dossier in which columns of a table are worked out from each row."""
    rows = whole.table(table)
    if rows.is_empty():
        return whole
    given = rows.to_dicts()
    fresh = [
        pl.Series(name, [work(row) for row in given], dtype=rows.schema[name])
        for name, work in columns.items()
    ]
    return whole.with_tables(**{table: rows.with_columns(fresh)})


def without(whole: Dossier, table: str, ids: Iterable[str]) -> Dossier:
    """Return a dossier in which records, and what depends on them, never were."""
    tables = dict(whole.tables)
    gone = {table: set(ids)}
    for name in TABLES:
        rows = tables.get(name)
        if rows is None or rows.is_empty():
            continue
        kept = rows.filter(~pl.col("id").is_in(sorted(gone.get(name, set()))))
        for column in TABLES[name].references:
            lost = sorted(gone.get(str(column.ref), set()))
            is_lost = pl.col(column.name).is_in(lost).fill_null(value=False)
            if column.cascade:
                kept = kept.filter(~is_lost)
            else:
                kept = kept.with_columns(
                    pl.when(~is_lost).then(column.name).alias(column.name)
                )
        gone.setdefault(name, set()).update(
            set(rows["id"].to_list()) - set(kept["id"].to_list())
        )
        tables[name] = kept
    return whole.with_tables(**tables)


def corrected(whole: Dossier, table: str, id_: str, **change: Any) -> Dossier:
    """Return a dossier with one more version of a record."""
    rows = whole.table(table)
    row = rows.filter(pl.col("id") == id_).to_dicts()[0]
    seq = 1 + max(
        (rows.filter(pl.col("origin") == "later")["seq"].max() or 0)
        for rows in whole.tables.values()
    )
    fresh = {
        **row, **change, "id": by_hand.called(f"{id_} {seq}"), "supersedes": id_,
        "origin": "later", "seq": seq, "at": AT,
    }  # fmt: skip
    added = pl.DataFrame([fresh], schema=rows.schema)
    return whole.with_tables(**{table: pl.concat([rows, added])})


def _some(rng: Rng, share: float) -> Callable[[], bool]:
    return lambda: bool(rng.random() < share)


def _pick(rng: Rng, values: Sequence[Any]) -> Any:
    return values[int(rng.integers(len(values)))] if len(values) else None


def _regions(whole: Dossier) -> dict[str, str]:
    """Return the region of each place."""
    rows = {row["id"]: row for row in whole.table("places").to_dicts()}
    found = {}
    for id_ in rows:
        here: str | None = id_
        while here is not None and rows[here]["level"] > 1:
            here = rows[here]["parent"]
        if here is not None and rows[here]["level"] == 1:
            found[id_] = here
    return found


def _met_in(whole: Dossier, rng: Rng) -> tuple[str | None, list[dict[str, Any]]]:
    """Return a region where people met, and its gatherings."""
    above = _regions(whole)
    met = whole.table("gatherings").to_dicts()
    there = sorted({above[row["place"]] for row in met if row["place"] in above})
    region = _pick(rng, there)
    return region, [row for row in met if above.get(row["place"]) == region]


# What is done to a dossier, one function each


def gatherings_without_consent(whole: Dossier, rng: Rng) -> Dossier:
    hit = _some(rng, 0.15)
    return _set(whole, "gatherings", consent=lambda r: None if hit() else r["consent"])


def gatherings_of_any_consent(whole: Dossier, rng: Rng) -> Dossier:
    hit = _some(rng, 0.3)
    return _set(
        whole,
        "gatherings",
        consent=lambda r: int(rng.integers(0, 5)) if hit() else r["consent"],
    )


def consents_that_ran_out(whole: Dossier, rng: Rng) -> Dossier:
    hit = _some(rng, 0.3)
    days = [TODAY + dt.timedelta(days=d) for d in (-200, -1, 0, 1, 200)]
    return _set(
        whole, "consents", expires_on=lambda _: _pick(rng, days) if hit() else None
    )


def consents_lowered(whole: Dossier, rng: Rng) -> Dossier:
    hit = _some(rng, 0.2)
    return _set(
        whole,
        "consents",
        level=lambda r: int(rng.integers(0, 5)) if hit() else r["level"],
    )


def consents_without_quoting(whole: Dossier, rng: Rng) -> Dossier:
    hit = _some(rng, 0.4)
    uses = (None, "record", "quote", "quote share", "keep contact")
    return _set(
        whole, "consents", uses=lambda r: _pick(rng, uses) if hit() else r["uses"]
    )


def excerpts_of_any_consent(whole: Dossier, rng: Rng) -> Dossier:
    hit, levels = _some(rng, 0.5), (None, 0, 2, 3, 4, 4)
    return _set(
        whole,
        "excerpts",
        consent=lambda r: _pick(rng, levels) if hit() else r["consent"],
    )


def voices_of_any_consent(whole: Dossier, rng: Rng) -> Dossier:
    hit, levels = _some(rng, 0.5), (None, 0, 3, 4, 4)
    return _set(
        whole, "voices", consent=lambda r: _pick(rng, levels) if hit() else r["consent"]
    )


def everything_may_be_quoted(whole: Dossier, _: Rng) -> Dossier:
    whole = _set(whole, "excerpts", consent=lambda _: 4, review=lambda _: "cleared",
                 reviewed_by=lambda _: "a", second_reviewed_by=lambda _: "b")  # fmt: skip
    whole = _set(whole, "gatherings", consent=lambda _: 4)
    return _set(whole, "voices", consent=lambda _: 4)


def reviews_changed(whole: Dossier, rng: Rng) -> Dossier:
    hit = _some(rng, 0.5)
    states = ("unreviewed", "redacted", "cleared", "refused")
    return _set(
        whole, "excerpts", review=lambda r: _pick(rng, states) if hit() else r["review"]
    )


def one_reviewer_twice(whole: Dossier, rng: Rng) -> Dossier:
    hit = _some(rng, 0.5)
    seconds = ("Kestrel", " kestrel ", "KESTREL", None, "heron")

    def second(row: dict[str, Any]) -> Any:
        return (
            _pick(rng, seconds)
            if row["reviewed_by"] == "kestrel"
            else row["second_reviewed_by"]
        )

    whole = _set(
        whole,
        "excerpts",
        reviewed_by=lambda r: "kestrel" if hit() else r["reviewed_by"],
    )
    return _set(whole, "excerpts", second_reviewed_by=second)


def objections_of_any_state(whole: Dossier, rng: Rng) -> Dossier:
    hit = _some(rng, 0.5)
    return _set(
        whole,
        "validations",
        objection=lambda r: "But not here." if hit() else r["objection"],
        amendment=lambda r: "Say it otherwise." if hit() else r["amendment"],
        consent=lambda _: _pick(rng, (None, 3, 4, 4, 4)),
        review=lambda _: _pick(
            rng, (None, "redacted", "cleared", "cleared", "refused")
        ),
        reviewed_by=lambda _: _pick(rng, (None, "a", "a", "b")),
        second_reviewed_by=lambda _: _pick(rng, (None, "A ", "b", "b")),
    )


def drafts_of_translations(whole: Dossier, rng: Rng) -> Dossier:
    hit = _some(rng, 0.5)
    return _set(
        whole,
        "texts",
        state=lambda r: (
            _pick(rng, ("draft", "checked")) if r["excerpt"] and hit() else r["state"]
        ),
    )


def translations_apart(whole: Dossier, rng: Rng) -> Dossier:
    """Return translations of excerpts and objections as texts of their own."""
    rows = whole.table("texts")
    picked = [
        ("excerpt", "words", row["id"]) for row in whole.table("excerpts").to_dicts()
    ]
    picked += [
        ("validation", "objection", row["id"])
        for row in whole.table("validations").to_dicts()
        if row["objection"]
    ]
    chosen = [one for one in picked if rng.random() < 0.3]
    fresh = by_hand.frame(
        "texts",
        [
            {
                "id": f"translated {id_}", "origin": "apart", "seq": n + 1, "field": field,
                "lang": _pick(rng, ("fr", "en")), "words": f"Autrement dit {n}.",
                "state": _pick(rng, ("draft", "checked", "validated")),
            }
            for n, (_, field, id_) in enumerate(chosen)
        ],
    )  # fmt: skip
    if fresh.is_empty():
        return whole
    for name in ("excerpt", "validation"):
        ids = [id_ if kind == name else None for kind, _, id_ in chosen]
        fresh = fresh.with_columns(pl.Series(name, ids, dtype=pl.String))
    return whole.with_tables(texts=pl.concat([rows, fresh]))


def few_gatherings_in_a_region(whole: Dossier, rng: Rng) -> Dossier:
    _, met = _met_in(whole, rng)
    kept = int(rng.integers(1, 4))
    return without(whole, "gatherings", [row["id"] for row in met[kept:]])


def few_gatherings_in_two_regions(whole: Dossier, rng: Rng) -> Dossier:
    return few_gatherings_in_a_region(few_gatherings_in_a_region(whole, rng), rng)


def a_region_in_one_place(whole: Dossier, rng: Rng) -> Dossier:
    _, met = _met_in(whole, rng)
    ids = {row["id"] for row in met}
    place = met[0]["place"] if met else None
    return _set(
        whole, "gatherings", place=lambda r: place if r["id"] in ids else r["place"]
    )


def gatherings_nowhere(whole: Dossier, rng: Rng) -> Dossier:
    hit = _some(rng, 0.2)
    return _set(whole, "gatherings", place=lambda r: None if hit() else r["place"])


def tiny_groups(whole: Dossier, rng: Rng) -> Dossier:
    hit = _some(rng, 0.7)
    left = [row["id"] for row in whole.table("attendances").to_dicts() if hit()]
    whole = without(whole, "attendances", left)
    return _set(whole, "attendances", n=lambda r: min(r["n"], 2))


def only_counted(whole: Dossier, rng: Rng) -> Dossier:
    hit = _some(rng, 0.8)
    return _set(whole, "attendances", person=lambda r: None if hit() else r["person"])


def other_capacities(whole: Dossier, rng: Rng) -> Dossier:
    hit = _some(rng, 0.3)
    kinds = ("consulted", "represented", "official", "observer", None)
    return _set(
        whole,
        "attendances",
        capacity=lambda r: (
            _pick(rng, kinds[: int(rng.integers(2, 6))]) if hit() else r["capacity"]
        ),
    )


def a_region_of_one_mind(whole: Dossier, rng: Rng) -> Dossier:
    region, met = _met_in(whole, rng)
    ids, above = {row["id"] for row in met}, _regions(whole)
    homes = {
        r["id"]
        for r in whole.table("people").to_dicts()
        if above.get(r["place"]) == region
    }

    def total(row: dict[str, Any]) -> int:
        return int(row["agree"] + row["disagree"] + row["passed"])

    whole = _set(
        whole,
        "tallies",
        agree=lambda r: total(r) if r["gathering"] in ids else r["agree"],
        disagree=lambda r: 0 if r["gathering"] in ids else r["disagree"],
        passed=lambda r: 0 if r["gathering"] in ids else r["passed"],
    )
    whole = _set(
        whole, "votes", vote=lambda r: 1 if r["person"] in homes else r["vote"]
    )
    outcome = _pick(rng, ("confirmed", "rejected"))
    return _set(
        whole,
        "validations",
        outcome=lambda r: outcome if r["gathering"] in ids else r["outcome"],
    )


def all_of_one_mind(whole: Dossier, rng: Rng) -> Dossier:
    whole = _set(whole, "validations", outcome=lambda _: "confirmed")
    return _set(whole, "votes", vote=lambda r: 1 if rng.random() < 0.9 else r["vote"])


def other_restricted_profiles(whole: Dossier, rng: Rng) -> Dossier:
    chosen = {one.key for one in whole.process.profiles if rng.random() < 0.4}
    profiles = tuple(
        replace(one, restricted=one.restricted or one.key in chosen)
        for one in whole.process.profiles
    )
    return replace(whole, process=replace(whole.process, profiles=profiles))


def sensitive_things(whole: Dossier, rng: Rng) -> Dossier:
    for table in ("codes", "findings", "statements", "excerpts"):
        hit = _some(rng, 0.4)
        whole = _set(
            whole,
            table,
            sensitivity=lambda r, hit=hit: "sensitive" if hit() else r["sensitivity"],
            place_level=lambda r, hit=hit: (
                _pick(rng, (0, 0, 1, None)) if hit() else r["place_level"]
            ),
        )
    return whole


def taken_back(whole: Dossier, rng: Rng) -> Dossier:
    for table in ("voices", "excerpts", "gatherings", "people"):
        ids = whole.table(table)["id"].to_list()
        if ids and rng.random() < 0.7:
            whole = withdrawals.withdraw(
                whole, table=table, record=_pick(rng, ids), origin="office", at=AT,
                by="office", reason="asked",
            )  # fmt: skip
    return whole


def corrections(whole: Dossier, rng: Rng) -> Dossier:
    places = whole.table("places").filter(pl.col("level") > 1)["id"].to_list()
    for _ in range(3):
        met = whole.table("gatherings")["id"].to_list()
        said = whole.table("excerpts")["id"].to_list()
        there = whole.table("attendances")["id"].to_list()
        if met and places:
            change = _pick(
                rng, ({"consent": 1}, {"place": _pick(rng, places)}, {"consent": 4})
            )
            whole = corrected(whole, "gatherings", _pick(rng, met), **change)
        if said:
            whole = corrected(whole, "excerpts", _pick(rng, said), words="Said anew.",
                              consent=_pick(rng, (None, 3, 4)))  # fmt: skip
        if there:
            whole = corrected(whole, "attendances", _pick(rng, there), n=1)
    return whole


def no_validations(whole: Dossier, _: Rng) -> Dossier:
    return without(whole, "validations", whole.table("validations")["id"].to_list())


def few_validations(whole: Dossier, rng: Rng) -> Dossier:
    met = whole.table("validations")["gathering"].unique().sort().to_list()
    kept = {_pick(rng, met) for _ in range(int(rng.integers(1, 6)))}
    rows = whole.table("validations").to_dicts()
    return without(
        whole, "validations", [r["id"] for r in rows if r["gathering"] not in kept]
    )


def no_ballots(whole: Dossier, _: Rng) -> Dossier:
    return without(whole, "ballots", whole.table("ballots")["id"].to_list())


def few_ballots(whole: Dossier, rng: Rng) -> Dossier:
    rows = whole.table("ballots").to_dicts()
    cast = sorted({(r["gathering"], r["ballot"]) for r in rows})
    kept = set(cast[: int(rng.integers(1, 13))])
    gone = [r["id"] for r in rows if (r["gathering"], r["ballot"]) not in kept]
    return without(whole, "ballots", gone)


def short_ballots(whole: Dossier, rng: Rng) -> Dossier:
    finding = _pick(rng, whole.table("ballots")["finding"].unique().sort().to_list())
    rows = (
        whole.table("ballots").filter(pl.col("finding") == (finding or "")).to_dicts()
    )
    return without(whole, "ballots", [r["id"] for r in rows if rng.random() < 0.8])


def no_obligations(whole: Dossier, _: Rng) -> Dossier:
    return without(whole, "obligations", whole.table("obligations")["id"].to_list())


def few_obligations(whole: Dossier, rng: Rng) -> Dossier:
    ids = whole.table("obligations")["id"].to_list()
    return without(whole, "obligations", ids[int(rng.integers(1, 6)) :])


def no_targets(whole: Dossier, _: Rng) -> Dossier:
    return without(whole, "targets", whole.table("targets")["id"].to_list())


def few_months(whole: Dossier, rng: Rng) -> Dossier:
    first = int(rng.integers(1, 10))
    months = [
        dt.date(2023, first + step, 14) for step in range(int(rng.integers(1, 4)))
    ]
    return _set(whole, "gatherings", held_on=lambda _: _pick(rng, months))


def a_month_a_region(whole: Dossier, rng: Rng) -> Dossier:
    """Return each region heard in one month, but for a few gatherings."""
    above, hit = _regions(whole), _some(rng, 0.85)
    order = sorted(set(above.values()))
    return _set(
        whole,
        "gatherings",
        held_on=lambda r: (
            dt.date(2023, 1 + order.index(above[r["place"]]) % 12, 9)
            if r["place"] in above and hit()
            else r["held_on"]
        ),
    )


def little_coded(whole: Dossier, rng: Rng) -> Dossier:
    rows = whole.table("codings").to_dicts()
    read = {r["excerpt"] for r in rows if rng.random() < 0.2}
    return without(
        whole, "codings", [r["id"] for r in rows if r["excerpt"] not in read]
    )


def other_thresholds(whole: Dossier, rng: Rng) -> Dossier:
    given = _pick(rng, (Disclosure(people=5, gatherings=2, places=1),
                        Disclosure(people=15, gatherings=4, places=2),
                        Disclosure(people=10, gatherings=3, places=1)))  # fmt: skip
    return replace(whole, process=replace(whole.process, disclosure=given))


def other_comparisons(whole: Dossier, rng: Rng) -> Dossier:
    known = _comparisons(whole)
    chosen = tuple(one for one in known if rng.random() < 0.5)
    return replace(whole, process=replace(whole.process, comparisons=chosen))


def real_names(whole: Dossier, _: Rng) -> Dossier:
    process = replace(
        whole.process,
        fictitious=False,
        country_names={"fr": "le Pays-Réel", "en": "Realland"},
        demonyms=("Réel", "Réels", "Réelle", "Reallander", "Reallanders"),
    )
    return replace(whole, process=process)


def people_who_refuse(whole: Dossier, rng: Rng) -> Dossier:
    people = whole.table("people")["id"].to_list()
    chosen = [one for one in people if rng.random() < 0.15]
    fresh = by_hand.frame(
        "consents",
        [
            {"id": f"refusal {one}", "origin": "refusals", "seq": n + 1,
             "level": int(rng.integers(0, 4))}
            for n, one in enumerate(chosen)
        ],
    )  # fmt: skip
    if fresh.is_empty():
        return whole
    fresh = fresh.with_columns(pl.Series("person", chosen, dtype=pl.String))
    return whole.with_tables(consents=pl.concat([whole.table("consents"), fresh]))


def few_voters(whole: Dossier, rng: Rng) -> Dossier:
    statements = whole.table("statements")["id"].to_list()
    hit = {one for one in statements if rng.random() < 0.5}
    rows = whole.table("votes").to_dicts()
    gone = [r["id"] for r in rows if r["statement"] in hit and rng.random() < 0.9]
    return without(whole, "votes", gone)


def one_statement_of_few(whole: Dossier, rng: Rng) -> Dossier:
    statement = _pick(rng, whole.table("statements")["id"].to_list())
    rows = [r for r in whole.table("votes").to_dicts() if r["statement"] == statement]
    return without(whole, "votes", [r["id"] for r in rows[int(rng.integers(1, 9)) :]])


def moderated(whole: Dossier, rng: Rng) -> Dossier:
    hit = _some(rng, 0.3)
    states = ("in", "waiting", "out")
    return _set(
        whole,
        "statements",
        moderation=lambda r: _pick(rng, states) if hit() else r["moderation"],
    )


ON_CONVERSATIONS = (
    other_thresholds, other_comparisons, real_names, people_who_refuse, few_voters,
    one_statement_of_few, moderated, gatherings_of_any_consent, all_of_one_mind,
)  # fmt: skip
"""What can be done to a dossier of votes alone."""

ON_ALL = (
    everything_may_be_quoted, few_months, a_month_a_region, few_gatherings_in_a_region,
    few_gatherings_in_two_regions, gatherings_without_consent, consents_that_ran_out,
    consents_lowered, consents_without_quoting, excerpts_of_any_consent,
    voices_of_any_consent, reviews_changed, one_reviewer_twice, objections_of_any_state,
    translations_apart, drafts_of_translations, a_region_in_one_place, gatherings_nowhere,
    tiny_groups, only_counted, other_capacities, a_region_of_one_mind,
    other_restricted_profiles, sensitive_things, no_validations, few_validations,
    no_ballots, few_ballots, short_ballots, no_obligations, few_obligations, no_targets,
    little_coded, taken_back, corrections,
)  # fmt: skip
"""What is done to a rehearsal, each with some probability, in this order."""


def _comparisons(whole: Dossier) -> tuple[Comparison, ...]:
    places = whole.table("places").filter(pl.col("level") == 1).sort("key")
    regions = tuple(
        Group(
            key=row["key"].replace(".", "-"),
            names={"fr": row["name"]},
            values=(row["key"],),
        )
        for row in places.to_dicts()
    )
    profiles = tuple(
        Group(key=one.key, names=one.names, values=(one.key,))
        for one in whole.process.profiles[:4]
    )
    small = whole.table("places").filter(pl.col("level") == 2).sort("key").head(3)
    districts = tuple(
        Group(key=f"d{n}", names={"fr": row["name"]}, values=(row["key"],))
        for n, row in enumerate(small.to_dicts())
    )
    ages = tuple(
        Group(key=f"a{n}", names={"fr": one}, values=(one,))
        for n, one in enumerate(whole.process.age_bands)
    )
    own = tuple(
        one for one in whole.process.comparisons if one.basis in {"side", "sex"}
    )
    found = [*own]
    tables = (
        ("regions", "region", regions), ("districts", "region", districts),
        ("profiles", "profile", profiles), ("ages", "age_band", ages),
    )  # fmt: skip
    for key, basis, groups in tables:
        if len(groups) > 1:
            found.append(
                Comparison(key=key, names={"fr": key}, basis=basis, groups=groups)  # type: ignore[arg-type]
            )
    return tuple(found)


# Conversations


def conversation(rng: Rng) -> Dossier:
    """Return a conversation online: people who never met, and their votes."""
    people, statements = int(rng.integers(3, 70)), int(rng.integers(2, 14))
    sexes = ("female", "male", None)
    shown = rng.uniform(0.05, 1.0, statements)
    liked = rng.uniform(0.0, 1.0, statements)
    votes = [
        {"person": f"p{p}", "statement": f"s{s}", "gathering": "talk" if inside else None,
         "vote": 1 if rng.random() < liked[s] else int(rng.integers(-1, 1)), "at": AT}
        for inside in [rng.random() < 0.8]
        for p in range(people)
        for s in range(statements)
        if rng.random() < shown[s]
    ]  # fmt: skip
    tables: dict[str, list[dict[str, Any]]] = {
        "gatherings": [{"id": "talk", "kind": "online", "code": "talk", "consent": _pick(rng, (3, 3, 3, 4, 2, None))}],
        "people": [
            {"id": f"p{p}", "pseudonym": f"p{p}", "sex": _pick(rng, sexes)} for p in range(people)
        ],
        "statements": [
            {"id": f"s{s}", "key": f"s{s}", "words": f"Statement number {s} of them.",
             "lang": "en"}
            for s in range(statements)
        ],
        "votes": votes,
    }  # fmt: skip
    return by_hand.dossier(_online(rng), **{k: v for k, v in tables.items() if v})


def _online(rng: Rng) -> Process:
    groups = (
        Group(key="women", names={"fr": "femmes", "en": "women"}, values=("female",)),
        Group(key="men", names={"fr": "hommes", "en": "men"}, values=("male",)),
    )
    sexes = Comparison(
        key="sexes", names={"fr": "femmes, hommes"}, basis="sex", groups=groups
    )
    return by_hand.process(
        key="talk",
        titles={"fr": "Conversation", "en": "Conversation"},
        country_names={"fr": "le Pays-Réel", "en": "Realland"},
        demonyms=("Réels", "Reallanders"),
        comparisons=(sexes,) if rng.random() < 0.4 else (),
    )


# Marks


def _marked(whole: Dossier) -> tuple[Dossier, dict[str, tuple[str, str, str]]]:
    marks: dict[str, tuple[str, str, str]] = {}
    for table, columns in SEALED.items():
        for column in columns:
            whole = _marking(whole, table, column, marks)
    return _marking(
        whole, "texts", "words", marks, only=("excerpt", "validation")
    ), marks


def _marking(
    whole: Dossier,
    table: str,
    column: str,
    marks: dict[str, tuple[str, str, str]],
    only: Sequence[str] = (),
) -> Dossier:
    def mark(row: dict[str, Any]) -> Any:
        said = row[column]
        if said is None or (only and not any(row[name] for name in only)):
            return said
        # Identical ballots keep one name: rows of one ballot are one.
        whose = said if column == "ballot" else row["id"]
        name = f"zq{len(marks):05d}kw"
        marks[name] = (table, column, row["id"])
        if column == "ballot":
            named = seen.setdefault(whose, name)
            return f"{said} {named}"
        return f"{said} {name}"

    seen: dict[str, str] = {}
    return _set(whole, table, **{column: mark})
