"""What is done to consents, reviews and words, one function each."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import polars as pl
from tests import by_hand
from tests.promises.changing import (
    AT,
    TODAY,
    Rng,
    changed,
    corrected,
    picked,
    sometimes,
)

from vestibule.dossier import withdrawals
from vestibule.dossier.records import Dossier


def gatherings_without_consent(whole: Dossier, rng: Rng) -> Dossier:
    hit = sometimes(rng, 0.15)
    return changed(
        whole, "gatherings", consent=lambda r: None if hit() else r["consent"]
    )


def gatherings_of_any_consent(whole: Dossier, rng: Rng) -> Dossier:
    hit = sometimes(rng, 0.3)
    return changed(
        whole,
        "gatherings",
        consent=lambda r: int(rng.integers(0, 5)) if hit() else r["consent"],
    )


def consents_that_ran_out(whole: Dossier, rng: Rng) -> Dossier:
    hit = sometimes(rng, 0.3)
    days = [TODAY + dt.timedelta(days=d) for d in (-200, -1, 0, 1, 200)]
    return changed(
        whole, "consents", expires_on=lambda _: picked(rng, days) if hit() else None
    )


def consents_lowered(whole: Dossier, rng: Rng) -> Dossier:
    hit = sometimes(rng, 0.2)
    return changed(
        whole,
        "consents",
        level=lambda r: int(rng.integers(0, 5)) if hit() else r["level"],
    )


def consents_without_quoting(whole: Dossier, rng: Rng) -> Dossier:
    hit = sometimes(rng, 0.4)
    uses = (None, "record", "quote", "quote share", "keep contact")
    return changed(
        whole, "consents", uses=lambda r: picked(rng, uses) if hit() else r["uses"]
    )


def excerpts_of_any_consent(whole: Dossier, rng: Rng) -> Dossier:
    hit, levels = sometimes(rng, 0.5), (None, 0, 2, 3, 4, 4)
    return changed(
        whole,
        "excerpts",
        consent=lambda r: picked(rng, levels) if hit() else r["consent"],
    )


def voices_of_any_consent(whole: Dossier, rng: Rng) -> Dossier:
    hit, levels = sometimes(rng, 0.5), (None, 0, 3, 4, 4)
    return changed(
        whole,
        "voices",
        consent=lambda r: picked(rng, levels) if hit() else r["consent"],
    )


def everything_may_be_quoted(whole: Dossier, _: Rng) -> Dossier:
    whole = changed(whole, "excerpts", consent=lambda _: 4, review=lambda _: "cleared",
                 reviewed_by=lambda _: "a", second_reviewed_by=lambda _: "b")  # fmt: skip
    whole = changed(whole, "gatherings", consent=lambda _: 4)
    return changed(whole, "voices", consent=lambda _: 4)


def reviews_changed(whole: Dossier, rng: Rng) -> Dossier:
    hit = sometimes(rng, 0.5)
    states = ("unreviewed", "redacted", "cleared", "refused")
    return changed(
        whole,
        "excerpts",
        review=lambda r: picked(rng, states) if hit() else r["review"],
    )


def one_reviewer_twice(whole: Dossier, rng: Rng) -> Dossier:
    hit = sometimes(rng, 0.5)
    seconds = ("Kestrel", " kestrel ", "KESTREL", None, "heron")

    def second(row: dict[str, Any]) -> Any:
        return (
            picked(rng, seconds)
            if row["reviewed_by"] == "kestrel"
            else row["second_reviewed_by"]
        )

    whole = changed(
        whole,
        "excerpts",
        reviewed_by=lambda r: "kestrel" if hit() else r["reviewed_by"],
    )
    return changed(whole, "excerpts", second_reviewed_by=second)


def objections_of_any_state(whole: Dossier, rng: Rng) -> Dossier:
    hit = sometimes(rng, 0.5)
    return changed(
        whole,
        "validations",
        objection=lambda r: "But not here." if hit() else r["objection"],
        amendment=lambda r: "Say it otherwise." if hit() else r["amendment"],
        consent=lambda _: picked(rng, (None, 3, 4, 4, 4)),
        review=lambda _: picked(
            rng, (None, "redacted", "cleared", "cleared", "refused")
        ),
        reviewed_by=lambda _: picked(rng, (None, "a", "a", "b")),
        second_reviewed_by=lambda _: picked(rng, (None, "A ", "b", "b")),
    )


def drafts_of_translations(whole: Dossier, rng: Rng) -> Dossier:
    hit = sometimes(rng, 0.5)
    return changed(
        whole,
        "texts",
        state=lambda r: (
            picked(rng, ("draft", "checked")) if r["excerpt"] and hit() else r["state"]
        ),
    )


def translations_apart(whole: Dossier, rng: Rng) -> Dossier:
    """Return translations of excerpts and objections as texts of their own."""
    rows = whole.table("texts")
    found = [
        ("excerpt", "words", row["id"]) for row in whole.table("excerpts").to_dicts()
    ]
    found += [
        ("validation", "objection", row["id"])
        for row in whole.table("validations").to_dicts()
        if row["objection"]
    ]
    chosen = [one for one in found if rng.random() < 0.3]
    fresh = by_hand.frame(
        "texts",
        [
            {
                "id": f"translated {id_}", "origin": "apart", "seq": n + 1, "field": field,
                "lang": picked(rng, ("fr", "en")), "words": f"Autrement dit {n}.",
                "state": picked(rng, ("draft", "checked", "validated")),
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


def other_restricted_profiles(whole: Dossier, rng: Rng) -> Dossier:
    chosen = {one.key for one in whole.process.profiles if rng.random() < 0.4}
    profiles = tuple(
        replace(one, restricted=one.restricted or one.key in chosen)
        for one in whole.process.profiles
    )
    return replace(whole, process=replace(whole.process, profiles=profiles))


def sensitive_things(whole: Dossier, rng: Rng) -> Dossier:
    for table in ("codes", "findings", "statements", "excerpts"):
        hit = sometimes(rng, 0.4)
        whole = changed(
            whole,
            table,
            sensitivity=lambda r, hit=hit: "sensitive" if hit() else r["sensitivity"],
            place_level=lambda r, hit=hit: (
                picked(rng, (0, 0, 1, None)) if hit() else r["place_level"]
            ),
        )
    return whole


def undecided_sentences(whole: Dossier, rng: Rng) -> Dossier:
    """Leave some sentences undecided, and call others sensitive, whatever they say."""
    marks = ("undecided", "sensitive", "sensitive", None)
    return changed(whole, "statements", sensitivity=lambda _: picked(rng, marks))


def taken_back(whole: Dossier, rng: Rng) -> Dossier:
    for table in ("voices", "excerpts", "gatherings", "people"):
        ids = whole.table(table)["id"].to_list()
        if ids and rng.random() < 0.7:
            whole = withdrawals.withdraw(
                whole, table=table, record=picked(rng, ids), origin="office", at=AT,
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
            change = picked(
                rng, ({"consent": 1}, {"place": picked(rng, places)}, {"consent": 4})
            )
            whole = corrected(whole, "gatherings", picked(rng, met), **change)
        if said:
            whole = corrected(whole, "excerpts", picked(rng, said), words="Said anew.",
                              consent=picked(rng, (None, 3, 4)))  # fmt: skip
        if there:
            whole = corrected(whole, "attendances", picked(rng, there), n=1)
    return whole


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
