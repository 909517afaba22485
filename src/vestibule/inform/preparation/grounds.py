"""Where groups meet and part, cleared: by comparison, by method, over all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl

from vestibule.dossier.process import Comparison, Group, Words
from vestibule.dossier.tables.statements import UNDECIDED
from vestibule.inform.material import Conversation, StatementVotes
from vestibule.inform.meeting import (
    Answers,
    Ground,
    MethodSplit,
    Silence,
    StatementGround,
)
from vestibule.inform.preparation import road, standings
from vestibule.inform.preparation.sources import REGION, Cells, Sources
from vestibule.protect import cleared, clearing, estimates, sensitivity
from vestibule.protect.cleared import Cell, Count
from vestibule.protect.thresholds import Key, Sum, Uncleared
from vestibule.understand import answers, clearable
from vestibule.understand.ground import GroundResult, common

INDIVIDUAL = "individual"
"""The method of those who answer alone."""


def tables(sources: Sources) -> Iterator[clearing.Table]:
    """Yield all answers, and how many took part in a conversation."""
    yield from clearable.answer_tables(sources.agreement)
    yield clearing.Table(cells=_people(sources))
    if not road.is_gathered(sources):
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
            # How many answered a sensitive statement is no secret; what they said is.
            bundle=None if row["sensitive"] else _bundle(row["statement"]),
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


def _bundle(statement: str) -> str:
    return clearable.answer_bundle(statement, INDIVIDUAL)


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


def shown(sources: Sources, cells: Cells) -> pl.DataFrame:
    """Return the cells of comparisons whose numbers are all shown: `common.ONLY`.

    A group whose number stands hidden beside a statement has none there, by whatever
    other way it was counted; nor has a statement that stands in no comparison.

    Returns
    -------
    pl.DataFrame
        By comparison, group, statement and method.
    """
    parts = [common.ONLY.to_frame()]
    for comparison in _coarse(sources):
        counts = _counts(sources, comparison)
        told = _told(sources, cells, comparison, counts)
        rows = counts.filter(pl.col("statement").is_in(list(told)))
        is_shown = [
            _is_shown(cells, statement, method, key, group)
            and _is_shown(cells, statement, told[statement], key, group)
            for key, group, statement, method in rows.select(
                list(common.ONLY)
            ).iter_rows()
        ]
        kept = rows.filter(pl.Series(is_shown, dtype=pl.Boolean))
        parts.append(kept.select(list(common.ONLY)))
    return pl.concat(parts)


def _is_shown(
    cells: Cells, statement: str, method: str, comparison: str, group: str
) -> bool:
    return estimates.behind(
        cells,
        (
            clearable.answer_key(statement, method, answer, comparison, group)
            for answer in answers.COUNTED
        ),
    )


def grounds(
    sources: Sources, cells: Cells, believed: GroundResult
) -> tuple[Ground, ...]:
    """Return each comparison of which at least two groups were heard."""
    found = (_ground(sources, cells, believed, one) for one in _coarse(sources))
    return tuple(ground for ground in found if ground is not None)


def _coarse(sources: Sources) -> list[Comparison]:
    declared = sources.whole.process.comparisons
    return [one for one in declared if _is_coarse(sources, one)]


def _counts(sources: Sources, comparison: Comparison) -> pl.DataFrame:
    return sources.agreement.counts.filter(pl.col("comparison") == comparison.key)


def _told(
    sources: Sources, cells: Cells, comparison: Comparison, counts: pl.DataFrame
) -> dict[str, str]:
    """Return ids of the statements that stand in a comparison, with how counted.

    Those whose counts contradict each other by method stand elsewhere (`splits`).

    Returns
    -------
    dict of str to str
        Each has a number of at least one group that is shown.
    """
    split = set(sources.agreement.methods.filter("split")["statement"])
    asked = counts.filter(pl.col("key").is_in(_placeable(sources, comparison)))
    groups = [group.key for group in comparison.groups]
    told = {}
    for (statement,), rows in asked.group_by("statement", maintain_order=True):
        method = _method(rows)
        given = [
            _answers(cells, str(statement), method, comparison.key, group)
            for group in groups
        ]
        if statement not in split and any(
            one and isinstance(one.agree, Count) for one in given
        ):
            told[str(statement)] = method
    return told


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


def _ground(
    sources: Sources, cells: Cells, believed: GroundResult, comparison: Comparison
) -> Ground | None:
    counts = _counts(sources, comparison)
    heard_groups = set(counts["group"])
    groups = tuple(group for group in comparison.groups if group.key in heard_groups)
    if len(groups) < 2:
        return None
    mine = standings.Believed.of(believed, comparison)
    statements = _told(sources, cells, comparison, counts)
    rows = sorted(
        mine.rows.filter(pl.col("statement").is_in(list(statements))).iter_rows(
            named=True
        ),
        key=standings.order,
    )
    told = [
        _statement(sources, cells, mine, row, counts, comparison.key, groups)
        for row in rows
    ]
    if not told:
        return None
    return Ground(
        key=comparison.key,
        names=comparison.names,
        groups=groups,
        people=tuple(
            _most(cells, comparison.key, group.key, [one.answers[i] for one in told])
            for i, group in enumerate(groups)
        ),
        statements=tuple(told),
        threshold=believed.bar,
        error=believed.settings.error,
        level=believed.settings.level,
        hostile=believed.settings.hostile,
        expected_false=standings.false(rows),
        thin=mine.thin([row["statement"] for row in rows]),
    )


def _statement(
    sources: Sources,
    cells: Cells,
    believed: standings.Believed,
    row: standings.Row,
    counts: pl.DataFrame,
    comparison: str,
    groups: Sequence[Group],
) -> StatementGround:
    statement = row["statement"]
    method = _method(counts.filter(pl.col("statement") == statement))
    given = {
        group.key: _answers(cells, statement, method, comparison, group.key)
        for group in groups
    }
    agree = {key: one.agree if one else None for key, one in given.items()}
    standing = standings.standing(row)
    return StatementGround(
        words=_said(sources, row["key"]),
        answers=tuple(given.values()),
        standing=standing,
        estimates=believed.estimates(statement, agree),
        stability=believed.stability(row) if standing == "shared" else None,
    )


def silences(
    sources: Sources, believed: GroundResult, told: Sequence[Ground]
) -> tuple[Silence, ...]:
    """Return the comparisons of which nothing sure is told, and why.

    Where nobody answered anything, the portrait has no such chapter.

    Returns
    -------
    tuple of Silence
        In the order they were declared.
    """
    if sources.agreement.overall.is_empty():
        return ()
    known = {one.key for one in told}
    found = []
    for one in sources.whole.process.comparisons:
        why = standings.silence(believed, one.key, told=one.key in known)
        if why is not None and _is_coarse(sources, one):
            found.append(Silence(key=one.key, names=one.names, why=why))
    return tuple(found)


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


def _method(counts: pl.DataFrame) -> str:
    """Return the method by which most people answered a statement, secret first."""
    rows = counts.group_by("method").agg(pl.col("n").sum())
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


def undecided(sources: Sources) -> int:
    """Return how many sentences wait for someone to say whether they are sensitive."""
    marks = sources.whole.table("statements")["sensitivity"]
    return int((marks == UNDECIDED).sum())


def conversation(sources: Sources, cells: Cells) -> Conversation | None:
    """Return an online conversation, where people never met; None where they did.

    Statements that nobody has answered are no conversation.

    Returns
    -------
    Conversation | None
        As the first line says.
    """
    if road.is_gathered(sources) or ("votes",) not in cells:
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
