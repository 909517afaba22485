"""Who agrees with what, also where nobody was asked: votes cast, the rest expected?

Where someone answered, their answer stands. Where they did not, how probably they
agree is told by

- where they stand in the conversation (`understand.positions`), if that could be
  worked out and someone took a side on the statement;
- else what is believed of their group (`understand.ground`): that of the comparison
  whose groups lie furthest apart, of those in which their group is known;
- else nothing: the cell stays open and counts as not approved.

People who were only counted have a share of their gathering instead of an answer of
their own: who of them agreed is not known, so nor is what else those agree with.

A statement that fewer answered than a process asks for before a number is told is
expected of nobody: three who agreed are no reason to believe it of a thousand.

References
----------
.. [1] Halpern, D. et al. (2023), Representation with incomplete votes, AAAI 37.
.. [2] Gelman, A. and Little, T. (1997), Poststratification into many categories using
   hierarchical logistic regression, Survey Methodology 23: a group borrows from others.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from vestibule.agree.proportional import approvals, members, tallied
from vestibule.agree.proportional.approvals import Approvals
from vestibule.dossier.records import Dossier
from vestibule.dossier.votebook import VoteBook
from vestibule.understand.audits import reweighting
from vestibule.understand.audits.left_out import Side
from vestibule.understand.ground import GroundResult, counting, posterior, segments
from vestibule.understand.positions import PositionResult
from vestibule.understand.positions.expected import agreeing

Shares = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """Approvals, and what they stand on.

    Parameters
    ----------
    approvals : Approvals
        Rows are people who voted, then people who were only counted.
    cast, placed, grouped, counted, open : int
        Pairs of a person and a statement that are a vote; expected from where the
        person stands; from what their group answered; the share of a counted
        gathering; not known.
    people_counted : int
        People who were only counted.
    cast_for : mapping of str to (int, int)
        Statement to those who agree, of those who answered, one by one.
    """

    approvals: Approvals
    cast: int
    placed: int
    grouped: int
    counted: int
    open: int
    people_counted: int
    cast_for: Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cells:
    """Everyone by everything, as far as it is known."""

    shares: Shares
    known: Flags
    wanted: Flags


def expected(
    dossier: Dossier,
    book: VoteBook,
    *,
    placed: PositionResult | None,
    ground: GroundResult,
    leave_out: Collection[str] = (),
) -> Expected:
    """Return who agrees with what, votes as they were cast, the rest expected.

    Parameters
    ----------
    dossier : Dossier
        The records, settled.
    book : VoteBook
        Their current votes, in any order of people and statements.
    placed : PositionResult or None
        Positions by the codes of the book; None: not worked out.
    ground : GroundResult
        Common ground in the comparisons of the process, of the same records.
    leave_out : collection of str
        Ids of statements that cannot be chosen.

    Returns
    -------
    Expected
        Where everything was answered, the votes and nothing else.

    Notes
    -----
    Answers of one person are taken as independent, given what is believed of them. It
    assumes that who was asked what does not hang on what they would have answered,
    given their position or group. An expectation is no vote: it must not be shown per
    person, nor told as agreement, nor used to decide.

    Examples
    --------
    Of a person who was not asked, in a group of which 7 in 10 are believed to agree,
    0.7 approvals are expected; the list that serves most in expectation is chosen.
    """
    counts = tallied.counted(dossier, book)
    kept = np.flatnonzero(~book.statements.is_in(list(leave_out)).to_numpy())
    ids = book.statements.gather(kept)
    voters = len(book.people)
    there = counts.unique("gathering").sort("gathering")
    met = np.repeat(np.arange(there.height), there["there"].to_numpy())
    shape = (voters + len(met), len(kept))
    shares, known = np.full(shape, np.nan), np.zeros(shape, dtype=bool)
    _cast(book, kept, shares, known)
    wanted = _answered(known, counts, ids, dossier.process.disclosure.people)
    said = tallied.shares(counts, there["gathering"], ids)
    shares[voters:] = np.where(wanted, said, np.nan)[met]
    n_counted = int((~np.isnan(shares[voters:])).sum())
    cells = _Cells(shares=shares, known=known, wanted=wanted)
    n_placed = 0
    if placed is not None:
        n_placed = _fill(cells, slice(0, voters), _stand(placed, kept))
    believed = _believed(dossier, ground, ids)
    who = members.of_people(dossier, book.people)
    n_grouped = _fill(cells, slice(0, voters), _of_groups(book.people, who, believed))
    who = members.of_gatherings(dossier)
    theirs = _of_groups(there["gathering"], who, believed)
    n_grouped += _fill(
        cells, slice(voters, None), None if theirs is None else theirs[met]
    )
    answered = known.sum(axis=0), np.nansum(np.where(known, shares, 0), axis=0)
    return Expected(
        approvals=approvals.of_cells(shares, known, ids.to_list()),
        cast=int(known.sum()),
        placed=n_placed,
        grouped=n_grouped,
        counted=n_counted,
        open=int(np.isnan(shares).sum()),
        people_counted=len(met),
        cast_for={
            name: (int(yes), int(n))
            for name, n, yes in zip(ids, *answered, strict=True)
        },
    )


def _cast(
    book: VoteBook, kept: NDArray[np.int64], shares: Shares, known: Flags
) -> None:
    place = np.full(len(book.statements), -1)
    place[kept] = np.arange(len(kept))
    for part in book.partitions:
        column = place[part.statement]
        here = column >= 0
        cells = part.person[here], column[here]
        known[cells] = True
        shares[cells] = part.vote[here] == 1


def _answered(known: Flags, counts: pl.DataFrame, ids: pl.Series, least: int) -> Flags:
    """Return which statements enough people answered."""
    counted = dict(counts.group_by("statement").agg(pl.col("n").sum()).iter_rows())
    heard = known.sum(axis=0) + np.array(
        [counted.get(one, 0) for one in ids], dtype=int
    )
    return np.asarray(heard >= least)


def _fill(cells: _Cells, rows: slice, given: Shares | None) -> int:
    """Fill what is not known yet and may be expected; return how many cells."""
    if given is None:
        return 0
    here = cells.shares[rows]
    empty = np.isnan(here) & cells.wanted & ~np.isnan(given)
    here[empty] = given[empty]
    return int(empty.sum())


def _stand(placed: PositionResult, kept: NDArray[np.int64]) -> Shares | None:
    told = agreeing(placed)
    return None if told is None else told[:, kept]


def _believed(
    dossier: Dossier, ground: GroundResult, ids: pl.Series
) -> list[tuple[str, dict[str, Shares]]]:
    """Return what is believed of each group, comparisons that differ most first."""
    column = {name: place for place, name in enumerate(ids)}
    order = dict(ground.models.select("comparison", "apart").iter_rows())
    found = []
    for one in dossier.process.comparisons:
        if one.key not in order:
            continue
        segmented = segments.of([one])
        side = Side(
            key=one.key,
            groups=segmented.groups,
            rows=segments.rows(dossier, segmented),
            least=dossier.process.disclosure,
        )
        model = reweighting.model(side, ground)
        if model is None:
            continue
        mean = posterior.posterior(model.evidence, [model.node]).segment_mean
        heard = set(counting.evident(side.rows)["group"])
        told = {name: np.full(len(ids), np.nan) for name in segmented.groups}
        for row, name in enumerate(model.evidence.counted.statements):
            if name in column:
                for place, group in enumerate(segmented.groups):
                    told[group][column[name]] = mean[row, place]
        mine = {group: shares for group, shares in told.items() if group in heard}
        found.append((one.key, mine))
    return sorted(found, key=lambda one: (-order[one[0]], one[0]))


def _of_groups(
    names: pl.Series,
    groups: pl.DataFrame,
    believed: list[tuple[str, dict[str, Shares]]],
) -> Shares | None:
    """Return what is believed of the group of each person, or of each gathering."""
    if not believed:
        return None
    width = len(next(iter(believed[0][1].values())))
    told = np.full((len(names), width), np.nan)
    place = {name: row for row, name in enumerate(names)}
    for comparison, shares in believed:
        for who, group in (
            groups.filter(comparison=comparison).select("who", "group").iter_rows()
        ):
            row = place.get(who)
            if row is not None and group in shares:
                told[row] = np.where(np.isnan(told[row]), shares[group], told[row])
    return told
