"""Where is the chain broken, and what is that called?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import polars as pl

from vestibule.act import observed, planned, promised, recommended, restitution
from vestibule.act.chain.links import LINKS, STAGES
from vestibule.act.chain.result import TOLD, Gap
from vestibule.act.chain.walking import Reached
from vestibule.act.states import BINDING
from vestibule.dossier import references
from vestibule.dossier.records import Dossier

KINDS = {
    "withdrawn": "what it leads to was taken back",
    "absent": "what it leads to is not here",
    "not-excerpted": "no excerpt was made of it",
    "not-read": "nobody has read it: no code, claim or support",
    "in-no-finding": "it is in no finding",
    "nothing-behind": "nothing stands behind it: no excerpt, code, claim or statement",
    "never-validated": "it was never taken back to the people",
    "not-ranked": "no ballot or consensus has ranked it, nor what it answers",
    "nothing-asked": "no recommendation or action was made of it, nor of what it answers",
    "asked-of-nothing": "it follows from no finding",
    "not-approved": "do-no-harm questions are open, or nobody approved it",
    "waiting": "it was asked, and the day to answer by has not passed",
    "never-answered": "it was asked, and never answered",
    "refused": "it was refused",
    "nothing-promised": "it was accepted, and nothing was promised",
    "no-promise": "it follows from nothing that was accepted: no promise",
    "never-verified": "nobody has looked whether it is kept",
    "not-noted": "nothing is noted of the answer that this gathering is owed",
    "never-told": "this gathering was never told, and its day has passed",
    "deferred": "telling this gathering was put off, for its safety",
}
"""Code to plain words, in the order of the chain."""

UNREAD = {
    "not-excerpted": ("voices", (("excerpts", "voice"), ("claims", "voice"))),
    "not-read": (
        "excerpts",
        (("codings", "excerpt"), ("claims", "excerpt"), ("supports", "excerpt")),
    ),
    "never-validated": ("findings", (("validations", "finding"),)),
}
"""Gaps that are records to which none of some columns points."""


def told(settled: Dossier, gatherings: pl.Series, today: dt.date) -> pl.DataFrame:
    """Return whether each gathering was told what became of its words.

    Parameters
    ----------
    settled : Dossier
        As `lineage.settled` gives it.
    gatherings : pl.Series
        Ids.
    today : date
        The day it is.

    Returns
    -------
    pl.DataFrame
        `TOLD`: one row per answer owed, so that an assembly that was told does not hide
        its women's group that was not.
    """
    groups = restitution.owed(settled, today=today).groups
    noted = groups.filter("recorded").explode("obligations")
    late = (pl.col("state") == "due") & (pl.col("days_late") > 0)
    standing = pl.when(late).then(pl.lit("overdue")).otherwise("state")
    owed = noted.with_columns(obligation="obligations", standing=standing)
    return (
        gatherings.to_frame("gathering")
        .join(owed, on="gathering", how="left")
        .with_columns(pl.col("standing").fill_null("not_noted"))
        .select(TOLD.names())
        .sort("gathering", "obligation")
    )


def named(
    settled: Dossier,
    up: Reached,
    down: Reached,
    answered_to: pl.DataFrame,
    today: dt.date,
) -> tuple[Gap, ...]:
    """Return where the chain is broken along a walk.

    Parameters
    ----------
    settled : Dossier
        As `lineage.settled` gives it.
    up, down : mapping of str to pl.Series
        Records walked in each direction, the start in both.
    answered_to : pl.DataFrame
        `TOLD`, of the gatherings it comes from.
    today : date
        The day it is.

    Returns
    -------
    tuple of Gap
        By `KINDS`, then table; each record at most once in each.
    """
    found = [
        *_leading_nowhere(settled, up, down),
        *_unread(settled, down),
        *_findings(settled, up, down),
        *_asked(settled, up, down, today),
        *_told(answered_to),
    ]
    order, stages = list(KINDS), list(STAGES)
    return tuple(
        sorted(
            (gap for gap in found if gap.ids),
            key=lambda gap: (order.index(gap.kind), stages.index(gap.table)),
        )
    )


def _gap(kind: str, table: str, ids: pl.Series) -> Gap:
    return Gap(kind=kind, table=table, ids=tuple(ids.unique().sort()))


def _of(walked: Reached, table: str) -> pl.DataFrame:
    return walked.get(table, pl.Series(dtype=pl.String)).to_frame("id")


def _without(
    settled: Dossier, ids: pl.DataFrame, table: str, column: str
) -> pl.DataFrame:
    """Return the ids that no row of a table points to."""
    there = settled.table(table).select(id=column).drop_nulls()
    return ids.join(there, on="id", how="anti")


def _leading_nowhere(settled: Dossier, up: Reached, down: Reached) -> Iterator[Gap]:
    used = {(link.down, link.to) for link in LINKS if link.key == "id"}
    used |= {(link.up, link.key) for link in LINKS if link.to == "id"}
    lost = references.dangling(settled)
    for (table, column, state), rows in lost.group_by("table", "column", "state"):
        if (table, column) in used:
            walked = pl.concat([_of(up, str(table)), _of(down, str(table))])
            ids = rows.select("id").join(walked, on="id", how="semi")["id"]
            yield _gap(str(state), str(table), ids)


def _unread(settled: Dossier, down: Reached) -> Iterator[Gap]:
    for kind, (table, columns) in UNREAD.items():
        left = _of(down, table)
        for other, column in columns:
            left = _without(settled, left, other, column)
        yield _gap(kind, table, left["id"])
    codes = settled.table("codes").select("id", "parent")
    tops = _of(down, "codes").join(codes, on="id").filter(pl.col("parent").is_null())
    left = _without(settled, tops.select("id"), "supports", "code")
    left = _without(settled, left, "findings", "code")
    yield _gap("in-no-finding", "codes", left["id"])
    left = _without(settled, _of(down, "statements"), "supports", "statement")
    yield _gap("in-no-finding", "statements", left["id"])
    yield _gap("in-no-finding", "claims", _loose_claims(settled, down)["id"])


def _loose_claims(settled: Dossier, down: Reached) -> pl.DataFrame:
    left = _without(settled, _of(down, "claims"), "supports", "claim")
    left = _without(settled, left, "actions", "claim")
    known = settled.table("factors").filter(pl.col("finding").is_not_null())["id"]
    ends = settled.table("claims").select("id", "cause", "effect")
    leads = pl.col("cause").is_in(known.implode()) | pl.col("effect").is_in(
        known.implode()
    )
    return left.join(ends.filter(leads), on="id", how="anti")


def _findings(settled: Dossier, up: Reached, down: Reached) -> Iterator[Gap]:
    rows = settled.table("findings").select("id", "kind", "code", "parent")
    wanted = (
        _of(down, "findings").join(rows, on="id").filter(pl.col("kind") != "resource")
    )
    ranked = settled.table("priorities").select(id="finding")
    of_parent = wanted.join(ranked, left_on="parent", right_on="id", how="anti")
    yield _gap(
        "not-ranked", "findings", of_parent.join(ranked, on="id", how="anti")["id"]
    )
    asked = pl.concat(
        settled.table(name).select(id="finding").drop_nulls()
        for name in ("recommendations", "actions")
    )
    through = rows.join(asked, on="id", how="semi").select(id="parent").drop_nulls()
    left = wanted.join(pl.concat([asked, through]), on="id", how="anti")
    # what was asked because of an obstacle may have been what this one proposes
    left = left.join(asked, left_on="parent", right_on="id", how="anti")
    yield _gap("nothing-asked", "findings", left["id"])
    behind = _of(up, "findings").join(rows, on="id").filter(pl.col("code").is_null())
    left = _without(settled, behind.select("id"), "supports", "finding")
    left = _without(settled, left, "factors", "finding")
    yield _gap("nothing-behind", "findings", left["id"])


def _asked(
    settled: Dossier, up: Reached, down: Reached, today: dt.date
) -> Iterator[Gap]:
    asked = recommended.recommended(settled, today).rename({"recommendation": "id"})
    actions = planned.planned(settled, today)
    # only where promises come from matters here, not what anyone sees of them
    unseen = observed.BY_SIDE.to_frame()
    promises = promised.promised(settled, actions, unseen, today)
    sourceless = asked.join(_of(up, "recommendations"), on="id", how="semi")
    left = sourceless.filter(pl.col("finding").is_null())
    yield _gap("asked-of-nothing", "recommendations", left["id"])
    here = asked.join(_of(down, "recommendations"), on="id", how="semi")
    for kind, state in (
        ("never-answered", "silent"),
        ("waiting", "asked"),
        ("refused", "refused"),
    ):
        yield _gap(kind, "recommendations", here.filter(state=state)["id"])
    owed = promises.select(id="recommendation").drop_nulls()
    bound = here.filter(pl.col("state").is_in(BINDING)).join(owed, on="id", how="anti")
    yield _gap("nothing-promised", "recommendations", bound["id"])
    open_ = actions.filter((pl.col("state") != "dropped") & ~pl.col("approved"))
    open_ = open_.select(id="action").join(_of(down, "actions"), on="id", how="semi")
    yield _gap("not-approved", "actions", open_["id"])
    yield from _promised(settled, promises.rename({"commitment": "id"}), up, down)


def _promised(
    settled: Dossier, promises: pl.DataFrame, up: Reached, down: Reached
) -> Iterator[Gap]:
    walked = pl.concat([_of(up, "commitments"), _of(down, "commitments")])
    loose = promises.join(walked, on="id", how="semi").filter(~pl.col("counted"))
    yield _gap("no-promise", "commitments", loose["id"])
    mine = promises.join(_of(down, "commitments"), on="id", how="semi")
    left = _without(settled, mine.filter("counted"), "verifications", "commitment")
    yield _gap("never-verified", "commitments", left["id"])


def _told(answered_to: pl.DataFrame) -> Iterator[Gap]:
    for kind, standing in (
        ("not-noted", "not_noted"),
        ("never-told", "overdue"),
        ("deferred", "deferred"),
    ):
        rows = answered_to.filter(standing=standing)
        yield _gap(kind, "gatherings", rows["gathering"])
