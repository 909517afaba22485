"""What in a dossier cannot be, of what was asked, promised and seen?

A problem is a sentence with what to do; it changes no record. What it speaks of is left
out of every count of promises.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

import polars as pl

from vestibule.act import counted, observed, planned, promised, scales, states
from vestibule.dossier import lineage, versions
from vestibule.dossier.records import Dossier
from vestibule.errors import Problem

SAID: Mapping[str, tuple[str, str, str]] = {
    "nothing": (
        "commitments",
        "“{words}” follows from nothing: it is no promise, and is not counted.",
        "Name the response, the approved action or the signed agreement it follows from.",
    ),
    "response-unknown": (
        "commitments",
        "“{words}” follows from a response that is not here: it is not counted.",
        "Bring the response in, or name another source.",
    ),
    "not-accepted": (
        "commitments",
        "“{words}” follows from an answer that accepted nothing: what is asked is no"
        " promise, and it is not counted.",
        "Record the answer that accepted or amended the recommendation; else take the"
        " commitment back.",
    ),
    "action-unknown": (
        "commitments",
        "“{words}” follows from an action that is not here: it is not counted.",
        "Bring the action in, or name another source.",
    ),
    "not-approved": (
        "commitments",
        "“{words}” follows from an action that is not approved: it is not counted.",
        "Answer the action's do-no-harm questions and have it approved.",
    ),
    "agreement-unknown": (
        "commitments",
        "“{words}” stands in an agreement that the process does not declare: it is not"
        " counted.",
        "Declare the agreement in process.toml under [[agreements]].",
    ),
    "approved-unanswered": (
        "actions",
        "“{words}” is noted as approved, and do-no-harm questions are open: {open}. It"
        " counts as not approved.",
        "Answer each as “question: what was found | how that is known”.",
    ),
    "action-move": (
        "actions",
        "“{words}” goes from {before} to {after}, which cannot be.",
        "Record the state in between, or correct this one.",
    ),
    "verdict-move": (
        "verifications",
        "Of “{words}” one side says {before}, then {after}, which cannot be.",
        "What was done and is no more is undone; else correct one of the two.",
    ),
    "level-state": (
        "verifications",
        "Of “{words}” level {level} stands beside {before}: they contradict each other,"
        " and no scale counts it.",
        "Correct the level or the state.",
    ),
    "answered-before-asked": (
        "responses",
        "“{words}” was answered on {before}, before it was asked on {after}.",
        "Correct one of the two days.",
    ),
    "parts-differ": (
        "verifications",
        "Of “{words}” the parts counted come to {before}, and the total says {after}:"
        " neither is taken.",
        "Ask for the count again, and correct what was wrong.",
    ),
    "totals-differ": (
        "verifications",
        "Of “{words}” one side gives two totals for one day, or counts a part twice:"
        " none is taken.",
        "Take one of them back, or correct it.",
    ),
    "above-target": (
        "verifications",
        "Of “{words}” more were reached ({before}) than there were ({after}).",
        "Look whether the same were counted twice.",
    ),
}
"""Code to table, what is wrong, what to do."""


def problems(dossier: Dossier, today: dt.date) -> tuple[Problem, ...]:
    """Return what cannot be of what was asked, promised and seen.

    Parameters
    ----------
    dossier : Dossier
        With all versions of its records: moves are looked at from one to the next.
    today : date
        The day it is.

    Returns
    -------
    tuple of Problem
        By code, then id; ``params["id"]`` names the record. Only words that are
        public are repeated.
    """
    settled = lineage.settled(dossier)
    actions = planned.planned(settled, today)
    sides = observed.by_side(observed.verdicts(settled, today))
    promises = promised.promised(settled, actions, sides, today)
    return named(dossier, settled, actions, promises, counted.counted(settled, today))


def named(
    dossier: Dossier,
    settled: Dossier,
    actions: pl.DataFrame,
    promises: pl.DataFrame,
    counts: pl.DataFrame,
) -> tuple[Problem, ...]:
    """Return the problems of what has been worked out already.

    Parameters
    ----------
    dossier, settled : Dossier
        With all versions; as `lineage.settled` gives it.
    actions, promises, counts : pl.DataFrame
        `planned.ACTIONS`, `promised.PROMISED`, `counted.COUNTED`.

    Returns
    -------
    tuple of Problem
        As `problems`.
    """
    found = [
        *_no_promises(settled, promises),
        *_unanswered(settled, actions),
        *_action_moves(dossier),
        *_verdict_moves(settled),
        *_levels(settled),
        *_days(settled),
        *_counts(settled, counts),
    ]
    order = list(SAID)
    return tuple(
        sorted(found, key=lambda one: (order.index(one.code), str(one.params["id"])))
    )


def _problem(code: str, id_: str, **params: object) -> Problem:
    table, message, remedy = SAID[code]
    return Problem(
        file=table,
        code=code,
        message=message.format(**params),
        remedy=remedy,
        params={"id": id_, **params},
    )


def _words(settled: Dossier, table: str) -> dict[str, str]:
    return dict(settled.table(table).select("id", "words").iter_rows())


def _no_promises(settled: Dossier, promises: pl.DataFrame) -> Iterator[Problem]:
    words = _words(settled, "commitments")
    rows = promises.filter(~pl.col("counted")).select("commitment", "why_not")
    for id_, why in rows.iter_rows():
        yield _problem(why, id_, words=words[id_])


def _unanswered(settled: Dossier, actions: pl.DataFrame) -> Iterator[Problem]:
    words = _words(settled, "actions")
    rows = actions.filter(pl.col("said_approved") & pl.col("blocked"))
    for id_, open_ in rows.select("action", "unanswered").iter_rows():
        yield _problem(
            "approved-unanswered", id_, words=words[id_], open=", ".join(open_)
        )


def _action_moves(dossier: Dossier) -> Iterator[Problem]:
    rows = dossier.table("actions")
    before = rows.select(prior="id", before="state")
    moved = versions.links(rows).join(before, on="prior").join(rows, on="id")
    for row in moved.iter_rows(named=True):
        if not states.may("action", row["before"], row["state"]):
            yield _problem(
                "action-move",
                row["id"],
                words=row["words"],
                before=row["before"],
                after=row["state"],
            )


def _verdict_moves(settled: Dossier) -> Iterator[Problem]:
    """Yield what one coder of one side and place says after what it said before."""
    words = _words(settled, "commitments")
    whole = settled.table("verifications").filter(
        pl.col("part").is_null() & pl.col("seen_on").is_not_null()
    )
    places = settled.table("gatherings").select(gathering="id", place="place")
    one = ["commitment", "side", "place", "coder"]
    told = (
        whole.join(places, on="gathering", how="left")
        .sort("seen_on", *versions.BY_TIME, "id", nulls_last=False)
        .with_columns(before=pl.col("state").shift().over(one))
        .drop_nulls("before")
    )
    for row in told.iter_rows(named=True):
        allowed = states.may("commitment", row["before"], row["state"])
        if not allowed and row["commitment"] in words:
            yield _problem(
                "verdict-move",
                row["id"],
                words=words[row["commitment"]],
                before=row["before"],
                after=row["state"],
            )


def _levels(settled: Dossier) -> Iterator[Problem]:
    words = _words(settled, "commitments")
    rows = settled.table("verifications").drop_nulls("level")
    for row in rows.iter_rows(named=True):
        fits = row["level"] in scales.ALLOWED[row["state"]]
        if not fits and row["commitment"] in words:
            yield _problem(
                "level-state",
                row["id"],
                words=words[row["commitment"]],
                level=row["level"],
                before=row["state"],
            )


def _days(settled: Dossier) -> Iterator[Problem]:
    asked = settled.table("recommendations").select(
        "words", "made_on", recommendation="id"
    )
    early = (
        settled.table("responses")
        .select("id", "recommendation", "given_on")
        .join(asked, on="recommendation")
        .filter(pl.col("given_on") < pl.col("made_on"))
    )
    for row in early.iter_rows(named=True):
        yield _problem(
            "answered-before-asked",
            row["id"],
            words=row["words"],
            before=row["given_on"].isoformat(),
            after=row["made_on"].isoformat(),
        )


def _counts(settled: Dossier, counts: pl.DataFrame) -> Iterator[Problem]:
    words = _words(settled, "commitments")
    rows = counts.drop_nulls("problem")
    for row in rows.iter_rows(named=True):
        pair = {
            "parts-differ": (row["summed"], row["stated"]),
            "above-target": (row["reached"], row["target"]),
        }.get(row["problem"], (None, None))
        if row["commitment"] in words:
            yield _problem(
                row["problem"],
                row["commitment"],
                words=words[row["commitment"]],
                before=pair[0],
                after=pair[1],
            )
