"""What was asked, promised and seen, cleared: a community's word only where many stand.

What was asked and promised is public: offices and groups said it. What communities say of
a promise is people's word. Where it may not be shown, a promise stands as if they had
said nothing; how it stands, and every count, is worked out after that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, cast

import polars as pl

from vestibule.act import observed, promised, recommended
from vestibule.act.follow_up import FollowUp
from vestibule.inform.figures.setting import UNKNOWN
from vestibule.inform.followed import Ask, Followed, Promise, Reply, Standing
from vestibule.inform.preparation.sources import Cells, Sources, behind
from vestibule.protect import clearing
from vestibule.protect.cleared import Count
from vestibule.protect.thresholds import Key, Uncleared

UNDER_WAY = ("begun", "partly")
"""States of a promise that someone works at."""

Row = Mapping[str, Any]


def key(commitment: str) -> Key:
    """Return the key of the gatherings behind what communities say of a promise."""
    return ("verdict", commitment)


def tables(sources: Sources, found: FollowUp) -> Iterator[clearing.Table]:
    """Yield the gatherings behind what communities say of each promise.

    Of forces, places are regions: nothing finer may be told.

    Yields
    ------
    clearing.Table
        One.
    """
    said = found.verdicts.filter(pl.col("public") & (pl.col("side") == "community"))
    cells: dict[Key, Uncleared] = {}
    for (commitment,), rows in said.group_by("commitment"):
        met = rows["met"].explode(empty_as_null=True).drop_nulls().unique()
        held = sources.meetings.filter(pl.col("gathering").is_in(met.implode()))
        where = "region" if rows["on_forces"].any() else "place"
        cells[key(str(commitment))] = Uncleared(
            value=held.height,
            people=int(held["people"].sum()),
            gatherings=held.height,
            places=held[where].drop_nulls().n_unique(),
            counts="gatherings",
            barred=None if held.height else "too_few_gatherings",
            behind=behind(held.with_columns(place=where, one=pl.lit(1))),
        )
    yield clearing.Table(cells=cells)


def told(sources: Sources, cells: Cells, found: FollowUp) -> Followed | None:
    """Return what was asked and promised; None where nothing was.

    Parameters
    ----------
    sources : Sources
        Of the portrait.
    cells : Cells
        Cleared.
    found : FollowUp
        Of what is given.

    Returns
    -------
    Followed or None
        Only what is a promise; the others are the team's to mend.
    """
    is_shown = [
        side != "community" or isinstance(cells.get(key(commitment)), Count)
        for commitment, side in found.verdicts.select("commitment", "side").iter_rows()
    ]
    shown = found.verdicts.filter(
        pl.col("public") & pl.Series(is_shown, dtype=pl.Boolean)
    )
    owed = promised.promised(
        sources.given, found.actions, observed.by_side(shown), found.today
    ).filter("counted")
    rows = owed.to_dicts()
    followed = Followed(
        asks=_asks(sources, found, rows), promises=_promises(sources, rows)
    )
    return followed if followed.asks or followed.promises else None


def _promises(sources: Sources, owed: list[dict[str, Any]]) -> tuple[Promise, ...]:
    rows = _by_id(sources, "commitments")
    asked = _by_id(sources, "recommendations")
    agreements = {one.key: one.names for one in sources.whole.process.agreements}
    found = []
    for row in owed:
        own = rows[row["commitment"]]
        answers = asked.get(row["recommendation"] or "")
        found.append(
            Promise(
                words=sources.words("commitment", own),
                owner=_spoken(row["owner"], own["lang"]),
                side=row["owner_side"] or (answers or {}).get("addressee_side") or "other",
                standing=standing(row),
                official=row["official"],
                community=row["community"],
                observer=row["observer"],
                source=row["source"],
                asked=sources.words("recommendation", answers)
                if answers and row["source"] == "response"
                else agreements.get(row["agreement"] or "", {}),
                made=_month(row["made_on"]),
                due=_month(row["due_on"]),
                is_overdue=row["overdue"],
                is_ended=row["ended"],
                is_taken_back=row["taken_back"],
            )
        )  # fmt: skip
    return tuple(sorted(found, key=_first_seen))


def standing(row: Row) -> Standing:
    """Return in which column of the board a promise stands: one row of `PROMISED`."""
    state = row["state"]
    if state == "done":
        return "kept" if row["kept"] else "claimed"
    if state in UNDER_WAY:
        return "under_way"
    return cast(
        "Standing",
        state if state in {"contested", "not_begun", "undone"} else "unseen",
    )


def _first_seen(one: Promise) -> tuple[bool, bool, str, list[str]]:
    return (
        one.standing != "contested",
        not one.is_overdue,
        one.due or "9999",
        sorted(one.words.values()),
    )


def _asks(
    sources: Sources, found: FollowUp, owed: list[dict[str, Any]]
) -> tuple[Ask, ...]:
    rows = _by_id(sources, "recommendations")
    said = _last_words(sources, found.today)
    findings = _by_id(sources, "findings")
    promises = {row["recommendation"]: standing(row) for row in reversed(owed)}
    asks = []
    for row in found.recommendations.iter_rows(named=True):
        own = rows[row["recommendation"]]
        asks.append(
            Ask(
                words=sources.words("recommendation", own),
                addressee=sources.words("recommendation", own, "addressee"),
                side=row["addressee_side"] or "other",
                state=cast("Reply", row["state"]),
                month=_month(row["answered_on"] or row["answer_by"]),
                reply=_spoken(said.get(row["recommendation"]), None),
                finding=_top(findings, row["finding"]),
                standing=promises.get(row["recommendation"]),
            )
        )
    return tuple(asks)


def _last_words(sources: Sources, today: date) -> dict[str, str | None]:
    """Return what addressees said with the answer that counts."""
    rows = sources.given.table("responses").filter(
        (pl.col("given_on") <= today).fill_null(value=True)
        & (pl.col("answer") != "silence")
    )
    last = recommended.last_answers(rows)
    return dict(last.select("recommendation", "words").iter_rows())


def _top(findings: Mapping[str, Row], id_: str | None) -> str | None:
    """Return the key of the finding that stands alone above one, or of it."""
    row, seen = findings.get(id_ or ""), set[str]()
    while row is not None and row["parent"] in findings and row["id"] not in seen:
        seen.add(row["id"])
        row = findings[row["parent"]]
    return None if row is None else str(row["key"])


def _by_id(sources: Sources, table: str) -> dict[str, dict[str, Any]]:
    rows = sources.given.table(table).iter_rows(named=True)
    return {row["id"]: row for row in rows}


def _spoken(words: str | None, lang: str | None) -> dict[str, str]:
    return {lang or UNKNOWN: words} if words else {}


def _month(day: date | None) -> str | None:
    return None if day is None else f"{day:%Y-%m}"
