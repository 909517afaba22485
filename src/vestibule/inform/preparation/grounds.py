"""Where groups meet and part, cleared: by comparison, by method, over all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import polars as pl

from vestibule.dossier.process import Comparison
from vestibule.inform.material import (
    Answers,
    Conversation,
    Ground,
    MethodSplit,
    Standing,
    StatementGround,
    StatementVotes,
    Words,
)
from vestibule.inform.preparation import heard
from vestibule.inform.preparation.sources import REGION, Cells, Sources
from vestibule.protect import cleared, clearing, sensitivity
from vestibule.protect.cleared import Cell, Count
from vestibule.protect.thresholds import Key, Sum, Uncleared
from vestibule.understand import clearable

STANDINGS: Mapping[str, Standing] = {"common_ground": "shared", "dividing": "divides"}
"""Verdicts that are told as such; all others cannot be said."""

ORDER = ("shared", "undecided", "divides")
"""From the top of the ladder."""

INDIVIDUAL = "individual"
"""The method of those who answer alone."""


def tables(sources: Sources) -> Iterator[clearing.Table]:
    """Yield all answers, and how many took part in a conversation."""
    yield from clearable.answer_tables(sources.agreement)
    yield clearing.Table(cells=_people(sources))
    if not heard.is_gathered(sources):
        people = sources.given.table("votes")["person"].n_unique()
        yield clearing.Table(
            cells={("participants",): Uncleared(value=people, people=people)}
        )
        yield _votes(sources, people)


def _votes(sources: Sources, people: int) -> clearing.Table:
    """Return the votes over all and on each statement: a reader can subtract them."""
    votes = sources.given.table("votes").unique(["person", "statement"])
    overall = sources.agreement.overall.filter(pl.col("method") == INDIVIDUAL)
    cells: dict[Key, Uncleared] = {
        ("votes", row["statement"]): Uncleared(
            value=row["n"],
            people=row["n"],
            bundle=clearable.answer_bundle(row["statement"], INDIVIDUAL),
        )
        for row in overall.iter_rows(named=True)
    }
    rest = votes.join(overall, on="statement", how="anti")
    if rest.height:
        cells[("votes", clearable.REST)] = Uncleared(
            value=rest.height, people=rest["person"].n_unique(), printed=False
        )
    sums = (Sum(total=("votes",), parts=tuple(cells)),) if cells else ()
    cells[("votes",)] = Uncleared(value=votes.height, people=people)
    return clearing.Table(cells=cells, sums=sums)


def _people(sources: Sources) -> dict[tuple[str, ...], Uncleared]:
    """Return the most people who answered any one statement, by group."""
    counts = sources.agreement.counts
    most = counts.sort("n", descending=True).unique(
        ["comparison", "group"], keep="first", maintain_order=True
    )
    return {
        ("answered", row["comparison"], row["group"]): Uncleared(
            value=row["n"],
            people=row["n"],
            gatherings=row["gatherings"] or None,
            places=row["places"] if row["gatherings"] else None,
        )
        for row in most.iter_rows(named=True)
    }


def grounds(sources: Sources, cells: Cells) -> tuple[Ground, ...]:
    """Return each comparison of which at least two groups were heard."""
    declared = sources.whole.process.comparisons
    found = (
        _ground(sources, cells, one) for one in declared if _is_coarse(sources, one)
    )
    return tuple(ground for ground in found if ground is not None)


def _is_coarse(sources: Sources, comparison: Comparison) -> bool:
    """Return whether no group of a comparison is a place finer than a region."""
    if comparison.basis != "region":
        return True
    named = {value for group in comparison.groups for value in group.values}
    places = sources.whole.table("places").filter(pl.col("key").is_in(named))
    return bool((places["level"] <= REGION).all())


def _placeable(sources: Sources, comparison: Comparison) -> list[str]:
    """Return keys of the statements beside which these groups may stand."""
    statements = sources.whole.table("statements").select("id", "key")
    if comparison.basis != "region":
        return statements["key"].to_list()
    levels = sensitivity.levels(sources.whole, "statements")
    known = statements.join(levels, on="id").filter(pl.col("level") >= REGION)
    return known["key"].to_list()


def _ground(sources: Sources, cells: Cells, comparison: Comparison) -> Ground | None:
    counts = sources.agreement.counts.filter(pl.col("comparison") == comparison.key)
    heard_groups = set(counts["group"])
    groups = tuple(group for group in comparison.groups if group.key in heard_groups)
    if len(groups) < 2:
        return None
    rows = sources.agreement.verdicts.filter(
        (pl.col("comparison") == comparison.key)
        & (pl.col("verdict") != "method_matters")
        & pl.col("key").is_in(_placeable(sources, comparison))
    )
    told = []
    for row in rows.iter_rows(named=True):
        standing = STANDINGS.get(row["verdict"], "undecided")
        method = row["method"] or _method(counts, row["statement"])
        asked = {
            group.key: _answers(
                cells, row["statement"], method, comparison.key, group.key
            )
            for group in groups
        }
        order = (ORDER.index(standing), _height(standing, row), row["key"])
        answers = tuple(asked[group.key] for group in groups)
        if not any(answer and not _is_hidden(answer.agree) for answer in answers):
            continue
        ground = StatementGround(
            words=_said(sources, row["key"]), answers=answers, standing=standing
        )
        told.append((order, ground))
    if not told:
        return None
    return Ground(
        key=comparison.key,
        names=comparison.names,
        groups=groups,
        people=tuple(
            _most(cells, comparison.key, group.key, [row.answers[i] for _, row in told])
            for i, group in enumerate(groups)
        ),
        statements=tuple(ground for _, ground in sorted(told, key=lambda one: one[0])),
        threshold=sources.agreement.bar,
        error=1 - sources.agreement.level,
    )


def _most(
    cells: Cells, comparison: str, group: str, told: Sequence[Answers | None]
) -> Cell:
    """Return the most people of a group who answered anything that is shown.

    Of a sentence that is withheld it would tell how many answered it.

    Returns
    -------
    Cell
        The most people of a group who answered anything that is shown.
    """
    most = cells[("answered", comparison, group)]
    shown = [one.agree.of for one in told if one and isinstance(one.agree, Count)]
    is_told = isinstance(most, Count) and most.value in shown
    return most if is_told else cleared.WITHHELD


def _is_hidden(cell: Cell) -> bool:
    return not hasattr(cell, "value")


def _height(standing: str, row: Mapping[str, object]) -> float:
    """Return how far down its part of the ladder a statement stands."""
    key = "weakest_share" if standing == "shared" else "gap"
    number = row[key]
    value = float(number) if isinstance(number, int | float) else 0.0
    return -value if standing == "shared" else value


def _method(counts: pl.DataFrame, statement: str) -> str:
    """Return the method by which most people answered a statement, secret first."""
    rows = (
        counts.filter(pl.col("statement") == statement)
        .group_by("method")
        .agg(pl.col("n").sum())
    )
    secret = pl.col("method").is_in([INDIVIDUAL, "pots"])
    return str(
        rows.sort(secret, "n", "method", descending=[True, True, False])["method"][0]
    )


def _answers(
    cells: Cells, statement: str, method: str, comparison: str = "", group: str = ""
) -> Answers | None:
    found = [
        cells.get(clearable.answer_key(statement, method, answer, comparison, group))
        for answer in ("agree", "passed", "disagree")
    ]
    agree, passed, disagree = found
    if agree is None or passed is None or disagree is None:
        return None
    return Answers(agree=agree, passed=passed, disagree=disagree)


def _said(sources: Sources, key: str) -> Words:
    rows = sources.whole.table("statements").filter(pl.col("key") == key)
    return sources.words("statement", rows.row(0, named=True))


def splits(sources: Sources, cells: Cells) -> tuple[MethodSplit, ...]:
    """Return statements that public and secret counts tell differently, one row each."""
    rows = sources.agreement.methods.filter("split").unique(
        "statement", keep="first", maintain_order=True
    )
    sensitive = set(
        sources.whole.table("statements").filter(pl.col("sensitivity") == "sensitive")[
            "key"
        ]
    )
    found = []
    for row in rows.iter_rows(named=True):
        public = _answers(cells, row["statement"], row["public"])
        secret = _answers(cells, row["statement"], row["private"])
        if public and secret:
            found.append(
                MethodSplit(
                    words=_said(sources, row["key"]),
                    public=public,
                    secret=secret,
                    sensitive=row["key"] in sensitive,
                )
            )
    return tuple(found)


def conversation(sources: Sources, cells: Cells) -> Conversation | None:
    """Return an online conversation, where people never met; None where they did.

    Statements that nobody has answered are no conversation.

    Returns
    -------
    Conversation | None
        As the first line says.
    """
    if heard.is_gathered(sources) or ("votes",) not in cells:
        return None
    if sources.given.table("votes").is_empty():
        return None
    overall = sources.agreement.overall.filter(pl.col("method") == INDIVIDUAL)
    rows = [
        StatementVotes(
            words=_said(sources, row["key"]),
            answers=answers,
            low=row["low"] or 0.0,
            high=1.0 if row["high"] is None else row["high"],
        )
        for row in overall.sort("key").iter_rows(named=True)
        if (answers := _answers(cells, row["statement"], INDIVIDUAL)) is not None
    ]
    return Conversation(
        participants=cells[("participants",)],
        statements=sources.given.table("statements").height,
        votes=cells[("votes",)],
        rows=tuple(rows),
    )
