"""What is done to what people told as causes, one function each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import polars as pl
from tests import by_hand
from tests.promises.changing import AT, Rng, changed, picked, sometimes, without

from vestibule.dossier.records import Dossier


def added(whole: Dossier, table: str, rows: Iterable[dict[str, Any]]) -> Dossier:
    """Return the same with more records, of an origin of their own."""
    held = whole.table(table)
    begin = max((t.filter(origin="told")["seq"].max() or 0) for t in whole.tables.values())  # fmt: skip
    fresh = [
        {
            **dict.fromkeys(held.columns), **row, "at": AT, "origin": "told",
            "id": by_hand.called(f"{table} {begin + n}"), "seq": begin + n,
        }
        for n, row in enumerate(rows, start=1)
    ]  # fmt: skip
    if not fresh:
        return whole
    more = pl.DataFrame(fresh, schema=held.schema)
    return whole.with_tables(**{table: pl.concat([held, more])})


def a_loop_told_whole(whole: Dossier, rng: Rng) -> Dossier:
    """Return the same with a loop of two or three, told whole by some, in part by more."""
    met = whole.table("gatherings")["id"].sort().to_list()
    factors = whole.table("factors")["id"].sort().to_list()
    if len(factors) < 3 or not met:
        return whole
    round_ = list(rng.permutation(factors))[: int(rng.integers(2, 4))]
    pairs = list(zip(round_, [*round_[1:], round_[0]], strict=True))
    some = list(rng.permutation(met))[: int(rng.integers(1, len(met) + 1))]
    once = some[: int(rng.integers(0, 4))]
    rows = [
        {"cause": str(cause), "effect": str(effect), "direction": "more",
         "gathering": str(gathering)}
        for gathering in some
        for cause, effect in (pairs[:1] if gathering in once else pairs)
    ]  # fmt: skip
    return added(whole, "claims", rows)


def links_of_few(whole: Dossier, rng: Rng) -> Dossier:
    kept = float(rng.uniform(0.1, 0.6))
    rows = whole.table("claims")["id"].to_list()
    return without(whole, "claims", [one for one in rows if rng.random() > kept])


def the_opposite_told(whole: Dossier, rng: Rng) -> Dossier:
    hit = sometimes(rng, float(rng.uniform(0.05, 0.5)))
    other = {"more": "less", "less": "more"}
    return changed(
        whole,
        "claims",
        direction=lambda r: other[r["direction"]] if hit() else r["direction"],
    )


def effects_told_as_causes(whole: Dossier, rng: Rng) -> Dossier:
    """Return the same with more loops, some of them told whole."""
    rows = whole.table("claims").to_dicts()
    hit = sometimes(rng, float(rng.uniform(0.1, 0.9)))
    back = [{**row, "cause": row["effect"], "effect": row["cause"]} for row in rows if hit()]  # fmt: skip
    return added(whole, "claims", back)


def factors_made_one(whole: Dossier, rng: Rng) -> Dossier:
    """Return the same with factors merged, so that some links lead to themselves."""
    ids = whole.table("factors")["id"].sort().to_list()
    states = ("decided", "decided", "proposed", "undone")
    pairs = [
        {"factor": picked(rng, ids), "into": picked(rng, ids), "by": "someone",
         "reason": "alike", "state": picked(rng, states)}
        for _ in range(int(rng.integers(1, 5)))
    ]  # fmt: skip
    return added(whole, "merges", [p for p in pairs if p["factor"] != p["into"]])


def told_by_people(whole: Dossier, rng: Rng) -> Dossier:
    """Return the same with a teller noted for some, who may tell in two gatherings."""
    people = whole.table("people")["id"].sort().to_list()[: int(rng.integers(2, 30))]
    hit = sometimes(rng, 0.5)
    return changed(
        whole,
        "claims",
        teller=lambda r: picked(rng, people) if hit() else r["teller"],
    )


def told_through_excerpts(whole: Dossier, rng: Rng) -> Dossier:
    """Return the same with links marked in excerpts, not in gatherings."""
    excerpts = whole.table("excerpts")["id"].sort().to_list()
    if not excerpts:
        return whole
    hit = sometimes(rng, 0.4)
    marked = changed(
        whole, "claims", excerpt=lambda r: picked(rng, excerpts) if hit() else None
    )
    return changed(
        marked,
        "claims",
        gathering=lambda r: None if r["excerpt"] else r["gathering"],
    )


def told_in_one_place(whole: Dossier, rng: Rng) -> Dossier:
    """Return the same with all who told one link in gatherings of one place."""
    met = whole.table("gatherings").drop_nulls("place").sort("id")
    links = whole.table("claims").select("cause", "effect").unique().sort("cause", "effect").rows()  # fmt: skip
    if not links or met.is_empty():
        return whole
    link, place = picked(rng, links), picked(rng, met["place"].to_list())
    there = met.filter(place=place)["id"].to_list()
    return changed(
        whole,
        "claims",
        gathering=lambda r: (
            picked(rng, there) if (r["cause"], r["effect"]) == link else r["gathering"]
        ),
    )


ALL = (
    a_loop_told_whole, effects_told_as_causes, links_of_few, the_opposite_told, factors_made_one,
    told_by_people, told_through_excerpts, told_in_one_place,
)  # fmt: skip
"""Each with some probability, in this order."""
