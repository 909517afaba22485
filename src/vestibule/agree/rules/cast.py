"""What do rules read, and what do they give?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

Whole = NDArray[np.int64] | NDArray[np.object_]
"""Whole numbers, of any size where they are objects."""

PARTS = 10**6
"""Points are counted in millionths: sums of them are exact."""

SAFE = 2**53
"""Below it, sums are taken in machine numbers; from there on in Python's own."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ballots:
    """Ballots as numbers, one row per sheet.

    Parameters
    ----------
    rank : np.ndarray, shape (sheets, options)
        From 1; infinite where the ballot does not rank the option.
    approved, objected : np.ndarray, shape (sheets, options)
        1 or 0. Zero where the ballot says nothing.
    points : np.ndarray, shape (sheets, options)
        At least 0, to six decimals.
    spoken : np.ndarray, shape (sheets, options)
        1 where the ballot says anything of the option.
    kind : str
        ``approval ranking points pairwise consensus``: what was asked. Of pairs, what
        does not stand on a ballot was not compared; of a ranking it stands behind.
    """

    rank: Floats
    approved: Floats
    objected: Floats
    points: Floats
    spoken: Floats
    kind: str

    @property
    def says(self) -> frozenset[str]:
        """What rules can read: ``rank pairs approved objected points``."""
        said = {
            "rank": self.kind != "pairwise" and bool(np.isfinite(self.rank).any()),
            "pairs": bool(np.isfinite(self.rank).any()),
            "approved": bool(self.approved.any()),
            "objected": self.kind == "consensus",
            "points": bool(self.points.any()),
        }
        return frozenset(name for name, is_said in said.items() if is_said)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Cast:
    """Each kind of ballot once, in an order of its own, and how much it weighs.

    Parameters
    ----------
    rank, approved, objected, points, spoken : np.ndarray, shape (kinds, options)
        As in `Ballots`; points in millionths.
    weight : tuple of int
        Of each kind, 0 or more. Ballots counted, or parts that all ballots have in
        common: only their proportions matter.
    is_partial : bool
        Whether what does not stand on a ballot was not compared.
    """

    rank: Floats
    approved: NDArray[np.int64]
    objected: NDArray[np.int64]
    points: NDArray[np.int64]
    spoken: NDArray[np.int64]
    weight: tuple[int, ...]
    is_partial: bool

    @property
    def options(self) -> int:
        """How many options there are."""
        return int(self.rank.shape[1])

    def total(self, cells: NDArray[np.int64], weight: Sequence[int] = ()) -> Whole:
        """Return the weighted sum over kinds of whole cells, exactly.

        Parameters
        ----------
        cells : np.ndarray of int, shape (kinds, ...)
            What is summed.
        weight : sequence of int
            Other weights; none: those of the ballots.

        Returns
        -------
        np.ndarray, shape (...)
            Whole numbers.
        """
        by = tuple(weight) or self.weight
        most = int(np.abs(cells).max(initial=1)) * max(sum(by), 1)
        kind = np.int64 if most < SAFE else object
        summed = np.tensordot(np.array(by, dtype=kind), cells.astype(kind), axes=1)
        return np.asarray(summed)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Kinds:
    """The kinds of ballots among some sheets.

    Parameters
    ----------
    cast : Cast
        Each kind once, in an order of its own; without weights.
    of : np.ndarray of int, shape (sheets,)
        The kind of each sheet.
    """

    cast: Cast
    of: NDArray[np.int64]

    @classmethod
    def among(cls, ballots: Ballots) -> Kinds:
        """Return the kinds among sheets, however these were sorted."""
        options = ballots.rank.shape[1]
        points = np.rint(ballots.points * PARTS)
        parts = (
            ballots.rank,
            ballots.approved,
            ballots.objected,
            points,
            ballots.spoken,
        )
        kinds, of = np.unique(
            np.concatenate(parts, axis=1), axis=0, return_inverse=True
        )
        cut = [kinds[:, n * options : (n + 1) * options] for n in range(len(parts))]
        given = Cast(
            rank=cut[0],
            approved=cut[1].astype(np.int64),
            objected=cut[2].astype(np.int64),
            points=cut[3].astype(np.int64),
            spoken=cut[4].astype(np.int64),
            weight=(0,) * len(kinds),
            is_partial=ballots.kind == "pairwise",
        )
        return cls(cast=given, of=of.reshape(-1))

    def weighed(self, times: Sequence[int]) -> Cast:
        """Return the kinds with the weights of their sheets.

        Parameters
        ----------
        times : sequence of int
            How much each sheet weighs, 0 or more, of any size.

        Returns
        -------
        Cast
            Sheets that say the same weigh together.
        """
        total = [0] * len(self.cast.weight)
        for kind, weight in zip(self.of.tolist(), times, strict=True):
            total[kind] += weight
        return replace(self.cast, weight=tuple(total))


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What a rule gives.

    Parameters
    ----------
    levels : tuple of tuple of int
        Options, the best first; those in one tuple are level, and rising.
    score : tuple of Fraction or None
        Of each option, what the rule counted when it placed it, in ballots (or the
        rule's own unit); None where it counted nothing.
    said : tuple of str
        What must be said beside it: ``tie-by-key`` (a tie had to be broken to go on:
        by key), ``tie-at-the-border`` (level options stand at the last place),
        ``second-best`` (of some length, another list has a higher score).
    """

    levels: tuple[tuple[int, ...], ...]
    score: tuple[Fraction | None, ...]
    said: tuple[str, ...] = ()

    @property
    def ranks(self) -> list[int]:
        """The rank of each option, from 1; level options share the best of theirs."""
        rank, found = 1, [0] * sum(map(len, self.levels))
        for level in self.levels:
            for option in level:
                found[option] = rank
            rank += len(level)
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A way from ballots to an order.

    Parameters
    ----------
    name : str
        The word of the glossary of rules.
    reads : str
        What ballots must say: one of `Ballots.says`.
    order : callable
        From ballots to the order.
    is_proportional : bool
        Whether a group of like-minded ballots is given its share of the first places.
    """

    name: str
    reads: str
    order: Callable[[Cast], Order]
    is_proportional: bool = False


def by_score(score: Sequence[Fraction], said: tuple[str, ...] = ()) -> Order:
    """Return options by falling score, level where it is exactly the same.

    Parameters
    ----------
    score : sequence of Fraction
        Of each option.
    said : tuple of str
        Codes to pass on.

    Returns
    -------
    Order
        With these scores.

    Examples
    --------
    >>> by_score([Fraction(1), Fraction(5), Fraction(1)]).levels
    ((1,), (0, 2))
    """
    values = sorted(set(score), reverse=True)
    return Order(
        levels=tuple(level(score, value) for value in values),
        score=tuple(score),
        said=said,
    )


def level(score: Sequence[Fraction], value: Fraction) -> tuple[int, ...]:
    """Return the options with exactly this score, rising."""
    return tuple(option for option, own in enumerate(score) if own == value)
