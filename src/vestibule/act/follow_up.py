"""What was asked of whom, what was answered, promised, and seen to be done?

The board that a team goes through: by addressee, with days counted from `today`.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import polars as pl

from vestibule.act import (
    checks,
    coders,
    counted,
    observed,
    planned,
    promised,
    recommended,
)
from vestibule.act.coders import CoderAgreement
from vestibule.act.observed import SIDES
from vestibule.dossier import lineage
from vestibule.dossier.records import Dossier
from vestibule.errors import Problem
from vestibule.understand import met

ANSWERS = ("accepted", "amended", "refused", "silent", "asked")
"""How recommendations stand."""

ADDRESSEES = pl.Schema(
    {
        "addressee": pl.String(),
        "recommendations": pl.Int64(),
        **dict.fromkeys(ANSWERS, pl.Int64()),
        "promised": pl.Int64(),
        **{f"{side}_done": pl.Int64() for side in SIDES},
        "kept": pl.Int64(),
        "contested": pl.Int64(),
        "overdue": pl.Int64(),
        "broken": pl.Int64(),
        "unverified": pl.Int64(),
    }
)
"""One row per addressee or owner: see `FollowUp`."""

TOTALS = pl.Schema(
    {
        "of_what": pl.String(),
        "side": pl.String(),
        "state": pl.String(),
        "value": pl.Int64(),
        "of": pl.Int64(),
        "gatherings": pl.Int64(),
        "people": pl.Int64(),
        "places": pl.Int64(),
    }
)
"""One row per total: see `FollowUp`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """What was asked, answered, promised and seen, as of a day; for the team.

    Parameters
    ----------
    today : date
        The day it tells of.
    recommendations : pl.DataFrame
        `recommended.RECOMMENDED`.
    actions : pl.DataFrame
        `planned.ACTIONS`.
    commitments : pl.DataFrame
        `promised.PROMISED`, also those that are no promise.
    sides : pl.DataFrame
        `observed.BY_SIDE`: what each side says of each commitment, side by side.
    verdicts : pl.DataFrame
        `observed.VERDICTS`: the same, place by place, with what may be public.
    counts : pl.DataFrame
        `counted.COUNTED`: how many were reached of how many.
    addressees : pl.DataFrame
        `ADDRESSEES`, by name: recommendations by how they stand (``asked``: still
        waiting for an answer), ``promised`` (commitments that count), how many of
        these each side says are done, ``kept``, ``contested``, ``overdue``,
        ``broken``, ``unverified``. Sides are never added up.
    totals : pl.DataFrame
        `TOTALS`: what could be public once cleared. ``of_what``:
        ``recommendations`` by ``state``; ``commitments`` by ``state`` (``promised``,
        ``kept``, ``contested``, …) and by ``side`` and ``state``. ``of``: the base.
        ``gatherings``, ``people`` and ``places``: behind it, where people's verdicts
        are. Worked out from those verdicts alone that may be public, so that no other
        can be guessed from them.
    coders : CoderAgreement
        How far those agree who coded the same evidence.
    problems : tuple of Problem
        What cannot be; what it speaks of is not counted.
    """

    today: dt.date
    recommendations: pl.DataFrame
    actions: pl.DataFrame
    commitments: pl.DataFrame
    sides: pl.DataFrame
    verdicts: pl.DataFrame
    counts: pl.DataFrame
    addressees: pl.DataFrame
    totals: pl.DataFrame
    coders: CoderAgreement
    problems: tuple[Problem, ...]


def follow_up(dossier: Dossier, today: dt.date) -> FollowUp:
    """Return what was asked, answered, promised and seen, as of a day.

    Parameters
    ----------
    dossier : Dossier
        The records, with all their versions.
    today : date
        The day it is: deadlines are counted from it, and what carries a later day is
        not known yet.

    Returns
    -------
    FollowUp
        A recommendation that nobody answered is no commitment and no broken promise.
    """
    settled = lineage.settled(dossier)
    asked = recommended.recommended(settled, today)
    actions = planned.planned(settled, today)
    told = observed.verdicts(settled, today)
    sides = observed.by_side(told)
    promises = promised.promised(settled, actions, sides, today)
    public = told.filter("public")
    shown = promised.promised(settled, actions, observed.by_side(public), today)
    counts = counted.counted(settled, today)
    return FollowUp(
        today=today,
        recommendations=asked,
        actions=actions,
        commitments=promises,
        sides=sides,
        verdicts=told,
        counts=counts,
        addressees=_addressees(asked, promises),
        totals=_totals(asked, shown, public, met.gatherings(settled)),
        coders=coders.agreement(settled),
        problems=checks.named(dossier, settled, actions, promises, counts),
    )


def _addressees(asked: pl.DataFrame, promises: pl.DataFrame) -> pl.DataFrame:
    answered = asked.group_by("addressee").agg(
        recommendations=pl.len(),
        **{one: (pl.col("state") == one).sum() for one in ANSWERS},
    )
    owed = (
        promises.filter("counted")
        .group_by(addressee="owner")
        .agg(
            pl.col("kept", "contested", "overdue", "broken").sum(),
            promised=pl.len(),
            unverified=(pl.col("state") == "unverified").sum(),
            **{f"{side}_done": pl.col(side).eq_missing("done").sum() for side in SIDES},
        )
    )
    whole = answered.join(owed, on="addressee", how="full", coalesce=True)
    return whole.select(
        pl.col(name).cast(kind)
        if name == "addressee"
        else pl.col(name).cast(kind).fill_null(0)
        for name, kind in ADDRESSEES.items()
    ).sort("addressee")


def _totals(
    asked: pl.DataFrame, shown: pl.DataFrame, public: pl.DataFrame, where: pl.DataFrame
) -> pl.DataFrame:
    """Return totals from what may be public alone: nothing else can be guessed."""
    owed = shown.filter("counted")
    states = pl.DataFrame({"state": list(ANSWERS)}).join(
        asked.group_by("state").agg(value=pl.len()), on="state", how="left"
    )
    flags = ("kept", "claimed", "contested", "overdue", "broken", "ended")
    told = {
        "promised": owed.height,
        **{one: int(owed[one].sum()) for one in flags},
        "unverified": owed.filter(state="unverified").height,
    }
    of_promises = pl.DataFrame({"state": list(told), "value": list(told.values())})
    known = public.join(owed.select("commitment"), on="commitment", how="semi")
    return pl.concat(
        [
            _as_totals(states, "recommendations", asked.height),
            _as_totals(of_promises, "commitments", owed.height),
            _as_totals(_said(known, where), "commitments", owed.height),
        ]
    )


def _said(known: pl.DataFrame, where: pl.DataFrame) -> pl.DataFrame:
    """Return how many commitments each side finds in each state, with the bases."""
    sides = observed.by_side(known)
    of = sides.select("commitment", "side", "state")
    behind = (
        known.select("commitment", "side", gathering="met")
        .explode("gathering", empty_as_null=True)
        .join(of, on=["commitment", "side"])
        .unique(["side", "state", "gathering"])
        .join(where.select("gathering", "people", "place"), on="gathering")
    )
    bases = behind.group_by("side", "state").agg(
        pl.col("people").sum(),
        gatherings=pl.len(),
        places=pl.col("place").drop_nulls().n_unique(),
    )
    return (
        sides.group_by("side", "state")
        .agg(value=pl.len())
        .join(bases, on=["side", "state"], how="left")
        .sort("side", "state")
    )


def _as_totals(frame: pl.DataFrame, of_what: str, of: int) -> pl.DataFrame:
    given = frame.with_columns(
        pl.col("value").fill_null(0), of_what=pl.lit(of_what), of=pl.lit(of)
    )
    return given.select(
        pl.col(name).cast(kind)
        if name in given.columns
        else pl.lit(None, kind).alias(name)
        for name, kind in TOTALS.items()
    )
