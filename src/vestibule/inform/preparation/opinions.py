"""What may the team's annex say of positions and groups? Cleared: never of a person."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
import polars as pl

from vestibule.dossier import translations
from vestibule.dossier.process import Disclosure, Words
from vestibule.dossier.records import Dossier
from vestibule.inform.figures.setting import UNKNOWN
from vestibule.inform.opinions import (
    Arrow,
    Division,
    Family,
    Hexagon,
    Landscape,
    Opinions,
    Shared,
    Told,
)
from vestibule.protect import clearing
from vestibule.protect.cleared import Cell, Count
from vestibule.protect.thresholds import Key, Sum, Uncleared
from vestibule.understand.groups import GroupResult, crowd, density, shared
from vestibule.understand.groups.density import Density
from vestibule.understand.polis import Conversation
from vestibule.understand.polis.votes import Flags, Floats
from vestibule.understand.positions import PositionResult

MOST_ARROWS = 8
"""Statements on the landscape."""

APART = math.radians(22)
"""Arrows nearer than this point to one place: the stronger one is drawn."""


def opinions(
    dossier: Dossier,
    talk: Conversation,
    found: PositionResult,
    grouped: GroupResult,
) -> Opinions:
    """Return what the annex may say of opinions.

    Parameters
    ----------
    dossier : Dossier
        Settled; its process says how many people must stand behind a number.
    talk : Conversation
        Its votes.
    found, grouped : PositionResult, GroupResult
        Of these votes.

    Returns
    -------
    Opinions
        Counts cleared together; no position, and no cell of fewer people.
    """
    least = dossier.process.disclosure
    said = _said(dossier, talk)
    spread = _density(talk, found, grouped, least)
    alike = _shared(talk, grouped, dossier)
    cells = clearing.clear(_tables(found, grouped, spread, alike), least)
    names = list(zip(talk.keys, said, strict=True))
    kinds = range(len(grouped.sizes))
    return Opinions(
        floor=least.people,
        people=cells["people",],
        votes=cells["votes",],
        placed=cells["placed",],
        statements=found.n_statements,
        landscape=None
        if spread is None
        else _landscape(found, grouped, spread, said, cells, least),
        k=grouped.k,
        families=tuple(_family(grouped, g, alike, names, cells) for g in kinds),
        not_placed=cells["family", "none"] if grouped.sizes else None,
        divisions=_divisions(grouped),
        replicates=grouped.settings.replicates,
        units=grouped.n_units,
        positions_limits=found.limits,
        groups_limits=grouped.limits,
        parameters=_parameters(talk, found, least),
        losses=found.validation.losses if found.validation else {},
        positions_settings=found.settings.to_dict(),
        groups_settings=grouped.settings.to_dict(),
    )


def _said(dossier: Dossier, talk: Conversation) -> list[Words]:
    """Return what each statement says, by its code, in every language checked."""
    told: dict[str, dict[str, str]] = {
        row["id"]: {row["lang"] or UNKNOWN: row["words"]}
        for row in dossier.current("statements").iter_rows(named=True)
    }
    checked = translations.checked(dossier).drop_nulls("statement")
    for row in checked.iter_rows(named=True):
        told.setdefault(row["statement"], {})[row["lang"]] = row["words"]
    return [told.get(id_, {}) for id_ in talk.statements]


def _density(
    talk: Conversation, found: PositionResult, grouped: GroupResult, least: Disclosure
) -> Density | None:
    if found.dimensions == 0:
        return None
    votes = talk.votes
    sided = (votes.vote != 0) & ~talk.moderated_out[votes.statement]
    placed: Flags = np.bincount(votes.person[sided], minlength=votes.n_people) > 0
    people = crowd.of_positions(found, None, placed, grouped.settings)
    return density.density(people, grouped.group, at_least=least.people)


def _shared(talk: Conversation, grouped: GroupResult, dossier: Dossier) -> pl.DataFrame:
    return shared.shared(
        talk.votes,
        grouped.group,
        bar=dossier.process.decisions.agreement,
        at_least=dossier.process.disclosure.people,
        moderated_out=talk.moderated_out,
    )


def _tables(
    found: PositionResult,
    grouped: GroupResult,
    spread: Density | None,
    alike: pl.DataFrame,
) -> list[clearing.Table]:
    return [
        _people(found, grouped),
        _hexagons(spread),
        _differing(grouped),
        _alike(alike),
        _answered(found),
    ]


def _people(found: PositionResult, grouped: GroupResult) -> clearing.Table:
    """Return who voted, who took a side, who is in each family: parts of one sum."""
    everyone = _whole(found.n_people)
    silent = found.n_people - found.n_placed
    cells: dict[Key, Uncleared] = {
        ("people",): everyone,
        ("votes",): Uncleared(value=found.n_votes, people=found.n_people),
        ("placed",): _whole(found.n_placed),
        ("silent",): Uncleared(value=silent, people=silent, printed=False),
    }
    sums = [Sum(total=("people",), parts=(("placed",), ("silent",)))]
    if grouped.sizes:
        parts: dict[Key, Uncleared] = {
            ("family", str(g)): _whole(n) for g, n in enumerate(grouped.sizes)
        }
        parts["family", "none"] = _whole(grouped.n_not_placed)
        cells |= parts
        sums.append(Sum(total=("people",), parts=tuple(parts)))
    return clearing.Table(cells=cells, sums=tuple(sums))


def _whole(n: int) -> Uncleared:
    return Uncleared(value=n, people=n)


def _part(value: int, of: int) -> Uncleared:
    return Uncleared(value=value, of=of, people=of)


def _hexagons(spread: Density | None) -> clearing.Table:
    if spread is None:
        return clearing.Table(cells={})
    rows = spread.cells.select("row", "column", "people").iter_rows()
    return clearing.Table(
        cells={
            ("hexagon", str(row), str(column)): _whole(math.floor(people))
            for row, column, people in rows
        }
    )


def _differing(grouped: GroupResult) -> clearing.Table:
    """Return the counts of held-out votes, which are counted nowhere else."""
    cells: dict[Key, Uncleared] = {}
    for row in grouped.representative.iter_rows(named=True):
        key = str(row["group"]), str(row["statement"])
        cells["own", *key] = _part(row["agree"], row["agree"] + row["disagree"])
        cells["others", *key] = _part(
            row["others_agree"], row["others_agree"] + row["others_disagree"]
        )
    return clearing.Table(cells=cells)


def _alike(alike: pl.DataFrame) -> clearing.Table:
    # Said in words ("nearly all") and never as a number, so that what the families
    # leave of a total cannot be worked out; hence no sum.
    return clearing.Table(
        cells={
            ("alike", str(row["group"]), str(row["statement"])): _part(
                row["count"], row["people"]
            )
            for row in alike.iter_rows(named=True)
        }
    )


def _answered(found: PositionResult) -> clearing.Table:
    rows = found.statements.select("statement", "agree", "disagree", "passed")
    return clearing.Table(
        cells={
            ("agree", str(code)): _part(agree, agree + disagree + passed)
            for code, agree, disagree, passed in rows.iter_rows()
        }
    )


def _parameters(
    talk: Conversation, found: PositionResult, least: Disclosure
) -> pl.DataFrame:
    """Return the statements on which enough people took a side, by their keys."""
    if "intercept" not in found.statements.columns:
        return pl.DataFrame()
    enough = pl.col("agree") + pl.col("disagree") >= least.people
    listed = found.statements.filter(enough)
    return listed.with_columns(statement=talk.keys.gather(listed["statement"]))


def _landscape(
    found: PositionResult,
    grouped: GroupResult,
    spread: Density,
    said: Sequence[Words],
    cells: Mapping[Key, Cell],
    least: Disclosure,
) -> Landscape:
    hexagons = tuple(
        Hexagon(
            x=row["x"],
            y=row["y"],
            row=row["row"],
            column=row["column"],
            people=people,
            family=None if row["group"] < 0 else grouped.names[row["group"]],
        )
        for row in spread.cells.iter_rows(named=True)
        if isinstance(
            people := cells["hexagon", str(row["row"]), str(row["column"])], Count
        )
    )
    return Landscape(
        directions=found.dimensions,
        drawn=spread.dimensions,
        width=spread.width,
        hexagons=hexagons,
        arrows=_arrows(found, spread, said, cells, least),
    )


def _arrows(
    found: PositionResult,
    spread: Density,
    said: Sequence[Words],
    cells: Mapping[Key, Cell],
    least: Disclosure,
) -> tuple[Arrow, ...]:
    """Return the statements that move most people furthest, one for each direction.

    A loading counts by the end of its interval that is nearer to nothing.

    Returns
    -------
    tuple of Arrow
        Strongest first; with one direction, at most half of them to each side.
    """
    listed = found.statements.filter(
        pl.col("agree") + pl.col("disagree") >= least.people
    )
    sure, mean = _loadings(listed, spread)
    size = np.round(np.sqrt((sure**2).sum(axis=1)), 6)
    order = np.lexsort((listed["statement"].to_numpy(), -size))
    drawn: list[Arrow] = []
    for place in order[size[order] > 0]:
        towards = mean[place] / np.sqrt((mean[place] ** 2).sum())
        x, y = float(towards[0]), float(towards[1]) if len(towards) == 2 else 0.0
        if len(drawn) < MOST_ARROWS and _is_free(drawn, x, y, spread.dimensions):
            code = int(listed["statement"][int(place)])
            agree = cells["agree", str(code)]
            drawn.append(Arrow(words=said[code], x=x, y=y, agree=agree))
    return tuple(drawn)


def _loadings(listed: pl.DataFrame, spread: Density) -> tuple[Floats, Floats]:
    """Return loadings, (n, 1 or 2), on the scale drawn: at their weaker end, and mean."""
    names = [f"loading_{d + 1}" for d in range(spread.dimensions)]
    scale = np.array(spread.scale)
    low, mean, high = (
        listed.select(f"{name}{end}" for name in names).to_numpy() * scale
        for end in ("_low", "", "_high")
    )
    nearer = np.minimum(np.abs(low), np.abs(high))
    return np.where(np.sign(low) == np.sign(high), nearer, 0.0), mean


def _is_free(drawn: Sequence[Arrow], x: float, y: float, dimensions: int) -> bool:
    if dimensions == 1:
        same = sum(arrow.x * x > 0 for arrow in drawn)
        return same < MOST_ARROWS // 2
    nearest = max((arrow.x * x + arrow.y * y for arrow in drawn), default=-1.0)
    return nearest <= math.cos(APART)


def _family(
    grouped: GroupResult,
    group: int,
    alike: pl.DataFrame,
    names: Sequence[tuple[str, Words]],
    cells: Mapping[Key, Cell],
) -> Family:
    own = grouped.divisions.filter(k=grouped.k, group=group).row(0, named=True)
    name = str(group)
    differs = tuple(
        Told(
            key=names[code][0],
            words=names[code][1],
            own=cells["own", name, str(code)],
            others=cells["others", name, str(code)],
        )
        for code in grouped.representative.filter(group=group)["statement"]
    )
    shares = tuple(
        Shared(
            key=names[code][0],
            words=names[code][1],
            agreed=side > 0,
            own=cells["alike", name, str(code)],
        )
        for code, side in alike.filter(group=group)
        .select("statement", "side")
        .iter_rows()
    )
    seen = [one for one in differs if isinstance(one.own, Count)]
    return Family(
        number=grouped.names[group],
        people=cells["family", name],
        jaccard=own["jaccard"],
        together=own["together"],
        differs=tuple(seen),
        shares=shares,
    )


def _divisions(grouped: GroupResult) -> tuple[Division, ...]:
    """Return each number of families tried, by its weakest: no sizes, which differ."""
    tried = grouped.divisions.group_by("k", maintain_order=True).agg(
        pl.col("jaccard", "together").min(),
        pl.col("support", "crowding", "holds", "gap").first(),
    )
    return tuple(
        Division(
            **{
                **row,
                "crowding": row["crowding"] if math.isfinite(row["crowding"]) else None,
            }
        )
        for row in tried.iter_rows(named=True)
    )
