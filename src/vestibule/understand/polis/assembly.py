"""How do the parts of an analysis become its result?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from vestibule.errors import DataError
from vestibule.understand.polis import (
    consensus,
    frames,
    groups,
    matrices,
    representative,
    statistics,
)
from vestibule.understand.polis.groups import Groups
from vestibule.understand.polis.limits import LIMITS
from vestibule.understand.polis.matrices import Margins
from vestibule.understand.polis.pca import Components
from vestibule.understand.polis.result import SMALLEST_LISTED, PolisResult
from vestibule.understand.polis.settings import LARGE_CONVERSATION, PolisSettings
from vestibule.understand.polis.statistics import Tallies
from vestibule.understand.polis.votes import Flags, Floats, Ints, Positions


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Map:
    """Where people lie and which groups they form.

    Parameters
    ----------
    margins : Margins
        Means and counts.
    components : Components
        The two directions.
    points : ndarray of float64, shape (n_people, 2)
        Personal.
    clustered : ndarray of bool, shape (n_people,)
        Personal. Who is in a group.
    rows : ndarray of intp, shape (n_clustered,)
        The same people in the order of k-means.
    groups : Groups
        Of these rows.
    """

    margins: Margins
    components: Components
    points: Floats
    clustered: Flags
    rows: Positions
    groups: Groups

    def group(self) -> Ints:
        """Return the group of each person, -1 for none; shape (n_people,)."""
        return self._spread(self.groups.labels)

    def base_cluster(self) -> Ints:
        """Return the base cluster of each person, -1 for none."""
        return self._spread(self.groups.base.labels)

    def _spread(self, values: Ints) -> Ints:
        everyone = np.full(len(self.points), -1, dtype=np.int32)
        everyone[self.rows] = values
        return everyone


@dataclass(frozen=True, slots=True, kw_only=True)
class Moderation:
    """Which statements are set to zero, and why.

    Parameters
    ----------
    out : ndarray of bool, shape (n_statements,)
        Refused by moderators.
    meta : ndarray of bool, shape (n_statements,)
        About the people themselves.
    """

    out: Flags
    meta: Flags

    @property
    def zeroed(self) -> Flags:
        """Either of the two."""
        return self.out | self.meta


def moderation(
    moderated_out: Flags | None, meta: Flags | None, n_statements: int
) -> Moderation:
    """Check what is said of statements.

    Parameters
    ----------
    moderated_out, meta : ndarray of bool, shape (n_statements,), or None
        None if absent.
    n_statements : int
        Statements.

    Returns
    -------
    Moderation
        One flag of each kind for each statement.

    Raises
    ------
    DataError
        If flags have another length.
    """
    return Moderation(
        out=flags("moderated_out", moderated_out, n_statements),
        meta=flags("meta", meta, n_statements),
    )


def flags(name: str, given: Flags | None, length: int) -> Flags:
    """Return flags of the right length, all false if absent.

    Parameters
    ----------
    name : str
        What to call them.
    given : ndarray of bool or None
        What was asked.
    length : int
        How many there must be.

    Returns
    -------
    ndarray of bool, shape (length,)
        The flags.

    Raises
    ------
    DataError
        If there are more or fewer.
    """
    if given is None:
        return np.zeros(length, dtype=np.bool_)
    if given.shape != (length,):
        raise DataError(
            f"{name} must hold one flag for each of {length}, not {given.shape}",
            array=name,
        )
    return given.astype(np.bool_)


def drawn(
    margins: Margins,
    components: Components,
    points: Floats,
    first: Ints,
    *,
    keep: Flags | None,
    settings: PolisSettings,
    workers: int | None = None,
) -> Map:
    """Place people in groups.

    Parameters
    ----------
    margins : Margins
        Means and counts.
    components : Components
        The two directions.
    points : ndarray of float64, shape (n_people, 2)
        Where people lie.
    first : ndarray of int32, shape (n_people,)
        The lowest statement each voted on.
    keep : ndarray of bool, shape (n_people,), or None
        People placed although they voted little.
    settings : PolisSettings
        Sizes, steps, order.
    workers : int, optional
        Threads, all cores if absent.

    Returns
    -------
    Map
        All of it.
    """
    clustered = matrices.clustered(
        margins.n_votes,
        margins.n_columns,
        min_votes=settings.min_votes,
        min_clustered=settings.min_clustered,
        keep=flags("keep", keep, len(points)),
    )
    rows = matrices.ordered(first, clustered, order=settings.order)
    return Map(
        margins=margins,
        components=components,
        points=points,
        clustered=clustered,
        groups=groups.groups(points[rows], settings, workers=workers),
        rows=rows,
    )


def result(
    found: Map,
    *,
    group: Ints,
    everybody: Tallies,
    grouped: Tallies,
    moderated: Moderation,
    settings: PolisSettings,
) -> PolisResult:
    """Gather everything that follows from a map and two counts of votes.

    Parameters
    ----------
    found : Map
        Where people lie and which groups they form.
    group : ndarray of int32, shape (n_people,)
        ``found.group()``.
    everybody : Tallies
        Raw votes of all people, shape (1, n_statements).
    grouped : Tallies
        Raw votes of clustered people by group.
    moderated : Moderation
        Statements set to zero.
    settings : PolisSettings
        What was asked.

    Returns
    -------
    PolisResult
        Every part.
    """
    margins = found.margins
    allowed = margins.voted & ~margins.zeroed
    sizes = found.groups.sizes
    tests = statistics.group_statistics(
        statistics.with_zeroed(grouped, margins.zeroed, sizes)
    )
    voters = margins.n_votes > 0
    return PolisResult(
        n_participants=int(voters.sum()),
        n_clustered=int(found.clustered.sum()),
        n_votes=int(everybody.seen.sum()),
        n_statements=len(margins.voted),
        n_voted=margins.n_columns,
        statements=frames.statements(
            margins,
            found.components,
            everybody=everybody,
            grouped=grouped,
            moderated_out=moderated.out,
            meta=moderated.meta,
            meta_priority=settings.meta_priority,
        ),
        group_statements=frames.group_statements(tests, margins.voted),
        representative=representative.representative(
            tests, allowed=allowed, settings=settings
        ),
        consensus=consensus.consensus(everybody, allowed=allowed, settings=settings),
        components=found.components,
        k=len(sizes),
        group_sizes=tuple(sizes.tolist()),
        silhouettes=found.groups.silhouettes,
        projections=np.where(voters[:, None], found.points, np.nan),
        clustered=found.clustered,
        group=group,
        base_cluster=found.base_cluster(),
        base_centers=found.groups.base.centers,
        group_centers=found.groups.centers,
        limits=_limits(found, settings),
        settings=settings,
    )


def _limits(found: Map, settings: PolisSettings) -> tuple[str, ...]:
    margins, sizes = found.margins, found.groups.sizes
    n_participants = int((margins.n_votes > 0).sum())
    n_clustered = int(found.clustered.sum())
    n_enough = int(
        (margins.n_votes >= min(settings.min_votes, margins.n_columns)).sum()
    )
    holds = {
        "order-dependent": len(sizes) > 1,
        "one-participant": n_participants == 1,
        "one-statement": margins.n_columns == 1,
        "no-spread": not found.points.any(),
        "one-direction": bool(found.points.any()) and found.components.rank == 1,
        "few-participants": n_enough < min(n_clustered, settings.min_clustered),
        "not-clustered": n_clustered < n_participants,
        "small-group": bool((sizes < SMALLEST_LISTED).any()),
        "all-moderated": not bool((margins.voted & ~margins.zeroed).any()),
        "large-conversation": n_participants > LARGE_CONVERSATION,
    }
    return tuple(code for code in LIMITS if holds[code])
