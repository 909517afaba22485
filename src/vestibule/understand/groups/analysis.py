"""Are there groups that hold, or is it a spectrum?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import polars as pl
from scipy import optimize

from vestibule.errors import DataError
from vestibule.understand.groups import crowd as crowds
from vestibule.understand.groups import representative as telling
from vestibule.understand.groups import stability
from vestibule.understand.groups.crowd import Crowd
from vestibule.understand.groups.limits import LIMITS
from vestibule.understand.groups.representative import Held
from vestibule.understand.groups.result import GroupResult
from vestibule.understand.groups.settings import GroupSettings
from vestibule.understand.groups.stability import Division
from vestibule.understand.polis.votes import Flags, Floats, Ints, Positions, Votes
from vestibule.understand.positions import analysis as placing
from vestibule.understand.positions import content
from vestibule.understand.positions.result import PositionResult

PARTS = 5
"""What keys are salted with: in which part a vote is held out."""

FIGURES = ("jaccard", "together", "support", "crowding", "apart", "chance", "covered")
"""What `GroupResult.divisions` tells of each group and division as a share."""

NO_GAP = 1e-9
"""A gap that no two groups have: where they are given, none is looked for."""


def groups(
    votes: Votes,
    found: PositionResult,
    *,
    gatherings: Ints | None = None,
    moderated_out: Flags | None = None,
    settings: GroupSettings | None = None,
) -> GroupResult:
    """Look for groups that come back, with a gap between them.

    Positions are drawn from what is believed of each person, and the gatherings (or
    people heard alone) are drawn again; each time people are divided into k groups.
    The most groups win that all come back, hold most people, and have a gap between
    each two. If there are none, opinions are a spectrum, and the reason is given.

    Parameters
    ----------
    votes : Votes
        Those that the positions come from.
    found : PositionResult
        Positions with their covariance.
    gatherings : ndarray of int32, shape (people codes,), optional
        The gathering of each person, -1 for who was heard alone.
    moderated_out : ndarray of bool, shape (n_statements,), optional
        As for the positions.
    settings : GroupSettings, optional
        The usual ones if absent.

    Returns
    -------
    GroupResult
        With ``k`` 1 for a spectrum, 0 where there is nobody to group.

    Raises
    ------
    DataError
        If the votes and positions, or the gatherings, are of other people.

    Notes
    -----
    People placed surely form the groups; the others get a probability. What was
    believed before a vote is k camps here, not one bell (`camps`), so that a person
    is drawn into the camp that their votes tell of, and not to the empty middle. In
    simulated camps people were in their most probable group as often as it said.

    A group that comes back may still be a slice of one crowd: k-means cuts any cloud
    in the same places, and a person's probability says how surely they are on a side
    of the cut. Hence the second question, whether fewer people stand between the
    groups than inside them, asked without camps, with the noise of votes taken out
    (`gaps`, `deconvolved`); and the third, whether the groups lie further apart than
    a division of evenly spread people does by chance (`even`).

    Measured on simulated people (60 replicates, up to four groups). Before the third
    question was asked, groups were found in 14 of 150 even crowds of 500 in two
    directions with 25 votes each, and in 16 of 150 with 60 votes. With it: 500 people
    with 25 votes, evenly spread along one direction, in 0 of 60, along two in 1 of
    60; 100 people with 60 votes, skew, in 0 of 35. Two camps, their centres six
    deviations within a camp apart, are found in 13 of 15 crowds of 500 with 25 votes
    each, and in 13 of 15 of 100 with 60 votes each. The price is paid
    by camps that nearly touch: four deviations apart, in 5 of 30 crowds with 25 votes
    (17 of 40 before, when 5 of 33 even crowds were told as camps too), with 60 votes
    in 5 of 8. So a spectrum among few people, or behind few votes, may hide camps.

    Not to be used to tell a person, or the public, which group someone is in.

    References
    ----------
    .. [1] Hennig (2007), Cluster-wise assessment of cluster stability, CSDA 52.
    .. [2] Monti, Tamayo, Mesirov and Golub (2003), Consensus clustering, Machine
       Learning 52.
    .. [3] Fang and Wang (2012), Selection of the number of clusters via the
       bootstrap method, CSDA 56.
    .. [4] Efron (2016), Empirical Bayes deconvolution estimates, Biometrika 103.
    .. [5] Bovy, Hogg and Roweis (2011), Extreme deconvolution, Annals of Applied
       Statistics 5.
    """
    settings = settings or GroupSettings()
    _check(votes, found, gatherings)
    live = votes.vote != 0
    if moderated_out is not None:
        live &= ~moderated_out[votes.statement]
    placed = np.bincount(votes.person[live], minlength=votes.n_people) > 0
    if found.dimensions == 0:
        return _nothing(found, "nobody-placed", settings)
    crowd = crowds.of_positions(found, gatherings, placed, settings)
    if len(crowd.looked) < 2 * settings.least:
        return _nothing(found, "few-people", settings)
    tried = [
        stability.division(crowd, k, settings)
        for k in range(2, settings.most + 1)
        if k * settings.least <= len(crowd.looked)
    ]
    holding = [one for one in tried if one.holds(settings)]
    standing = [one for one in holding if one.stands(settings)]
    base = _spectrum(found, crowd, tried, gatherings, settings)
    if not standing:
        why = "no-gap" if holding else "dissolves"
        return replace(base, limits=_ordered({*base.limits, why}))
    best = standing[-1]
    belonging = stability.membership(crowd, best, settings)
    own = _spread(belonging, crowd, votes.n_people)
    table = _representative(votes, found, own, moderated_out, settings)
    return _grouped(base, own, table, settings)


def _check(votes: Votes, found: PositionResult, gatherings: Ints | None) -> None:
    people = {len(found.position), votes.n_people}
    if gatherings is not None:
        people.add(len(gatherings))
    if len(people) > 1:
        raise DataError(
            "votes, positions and gatherings must be of the same people, not of"
            f" {', '.join(map(str, sorted(people)))}",
            people=sorted(people),
        )


def _ordered(codes: set[str]) -> tuple[str, ...]:
    return tuple(code for code in LIMITS if code in codes)


def _nothing(found: PositionResult, why: str, settings: GroupSettings) -> GroupResult:
    n = len(found.position)
    return GroupResult(
        k=0,
        divisions=_divisions([], settings),
        group=np.full(n, -1, dtype=np.int32),
        membership=np.full((n, 0), np.nan),
        sizes=(),
        n_people=found.n_people,
        n_not_placed=found.n_people,
        n_units=0,
        representative=telling.NONE,
        limits=(why,),
        settings=settings,
    )


def _spectrum(
    found: PositionResult,
    crowd: Crowd,
    tried: Sequence[Division],
    gatherings: Ints | None,
    settings: GroupSettings,
) -> GroupResult:
    together = gatherings is not None and bool((gatherings >= 0).any())
    return replace(
        _nothing(found, "", settings),
        k=1,
        divisions=_divisions(tried, settings),
        n_units=len(np.unique(crowd.unit)),
        n_looked=len(crowd.looked),
        limits=() if together else ("one-by-one",),
    )


def _divisions(tried: Sequence[Division], settings: GroupSettings) -> pl.DataFrame:
    rows = [
        {
            "k": one.k,
            "group": group,
            "people": one.sizes[group],
            "jaccard": one.jaccard[group],
            "together": one.together[group],
            "support": one.support,
            "crowding": one.crowding,
            "apart": one.apart,
            "chance": one.chance,
            "covered": one.covered,
            "holds": one.holds(settings),
            "gap": one.has_gap(settings),
        }
        for one in tried
        for group in range(one.k)
    ]
    schema = {
        **dict.fromkeys(("k", "group", "people"), pl.Int64),
        **dict.fromkeys(FIGURES, pl.Float64),
        **dict.fromkeys(("holds", "gap"), pl.Boolean),
    }
    return pl.DataFrame(rows, schema=schema)


def _spread(membership: Floats, crowd: Crowd, n_people: int) -> Floats:
    everyone = np.full((n_people, membership.shape[1]), np.nan)
    everyone[crowd.people] = membership
    return everyone


def _labels(membership: Floats, least: float) -> Ints:
    known = np.nan_to_num(membership)
    return np.where(known.max(axis=1) >= least, known.argmax(axis=1), -1).astype(
        np.int32
    )


def _grouped(
    base: GroupResult, own: Floats, table: pl.DataFrame, settings: GroupSettings
) -> GroupResult:
    k = own.shape[1]
    label = _labels(own, settings.placed)
    sizes = np.bincount(label[label >= 0], minlength=k)
    outside = base.n_people - int(sizes.sum())
    holds = {
        "not-placed": outside > 0,
        "no-representative": table.is_empty(),
    }
    limits = {*base.limits, *(code for code, held in holds.items() if held)}
    return replace(
        base,
        k=k,
        group=label,
        membership=own,
        sizes=tuple(sizes.tolist()),
        n_not_placed=outside,
        representative=table,
        names=tuple(range(k)),
        last_name=k - 1,
        limits=_ordered(limits),
    )


def _representative(
    votes: Votes,
    found: PositionResult,
    own: Floats,
    moderated_out: Flags | None,
    settings: GroupSettings,
) -> pl.DataFrame:
    """Test each part of the votes on groups formed from the other parts."""
    ordered = content.ordered(votes, without=moderated_out)
    cell = content.mixed(ordered.person_key[ordered.votes.person])
    cell = cell ^ ordered.statement_key[ordered.votes.statement]
    part = content.salted(cell, settings.seed, PARTS) % np.uint64(settings.folds)
    label = _labels(own, settings.placed)[ordered.people]
    parts = []
    for number in range(settings.folds):
        inside = part == number
        known, held = _some(ordered.votes, ~inside), _some(ordered.votes, inside)
        parts.append(
            Held(
                votes=held, group=_without(known, found, label, own.shape[1], settings)
            )
        )
    table = telling.representative(parts, own.shape[1], settings)
    codes = pl.Series(ordered.statements.astype(np.int32))
    return table.with_columns(statement=codes.gather(table["statement"])).sort(
        "group",
        pl.col("difference").abs(),
        "statement",
        descending=[False, True, False],
    )


def _without(
    known: Votes, found: PositionResult, label: Ints, k: int, settings: GroupSettings
) -> Positions:
    """Return groups formed from some votes, by the names of the groups of all."""
    again = placing.positions(
        known, settings=replace(found.settings, dimensions=max(found.dimensions, 1))
    )
    placed = np.bincount(known.person[known.vote != 0], minlength=known.n_people) > 0
    if again.dimensions == 0:
        return np.full(known.n_people, -1)
    few = replace(settings, replicates=min(settings.replicates, 20), gap=NO_GAP)
    crowd = crowds.of_positions(again, None, placed, few)
    if len(crowd.looked) < k:
        return np.full(known.n_people, -1)
    formed_of = stability.division(crowd, k, few)
    own = _spread(stability.membership(crowd, formed_of, few), crowd, known.n_people)
    formed = _labels(own, settings.placed)
    both = (formed >= 0) & (label >= 0)
    shared = np.zeros((k, k))
    np.add.at(shared, (formed[both], label[both]), 1)
    _, name = optimize.linear_sum_assignment(-shared)
    return np.where(formed >= 0, name[formed], -1)


def _some(votes: Votes, rows: Flags) -> Votes:
    return Votes(
        person=votes.person[rows],
        statement=votes.statement[rows],
        vote=votes.vote[rows],
        n_people=votes.n_people,
        n_statements=votes.n_statements,
    )
