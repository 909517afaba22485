"""How many statements would be called representative if groups were random?

A rule that calls statements representative of random groups tells nothing when it does
so of real ones. Groups of the same sizes are drawn at random among the people who are
in a group, and the rule is applied as it is applied to the real ones. People heard
together answer alike; so groups are also drawn from whole gatherings, which is harder.

References
----------
.. [1] Fisher (1935), The design of experiments, section 21: permutation.
.. [2] Phipson and Smyth (2010), Permutation p-values should never be zero, Stat. Appl.
   Genet. Mol. Biol. 9.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy import stats

from vestibule.understand.audits import given as givens
from vestibule.understand.audits.given import Given
from vestibule.understand.audits.settings import AuditSettings
from vestibule.understand.groups import representative as honest
from vestibule.understand.groups.settings import GroupSettings
from vestibule.understand.polis import representative as compatible
from vestibule.understand.polis import statistics
from vestibule.understand.polis.settings import PolisSettings
from vestibule.understand.polis.statistics import Tallies
from vestibule.understand.polis.votes import Flags, Ints
from vestibule.understand.positions import content
from vestibule.understand.positions.content import Keys

PERSON, BLOCK = 11, 12
"""What keys are salted with: people, and gatherings, drawn into groups."""

NULLS = pl.Schema(
    {
        "rule": pl.String(),
        "groups_of": pl.String(),
        "drawn": pl.String(),
        "groups": pl.Int64(),
        "people": pl.Int64(),
        "pairs": pl.Int64(),
        "found": pl.Int64(),
        "random": pl.Float64(),
        "rate": pl.Float64(),
        "rate_low": pl.Float64(),
        "rate_high": pl.Float64(),
        "as_many": pl.Float64(),
        "within": pl.Boolean(),
    }
)
"""One row per rule (``ours``, ``polis``) and way of drawing (``people``,
``gatherings``)."""

Rule = Callable[[Tallies], Flags]
"""From votes by group and statement to which pairs are called representative."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Grouping:
    """Groups whose statements are looked at.

    Parameters
    ----------
    of : str
        Whose groups: ``ours`` or ``polis``.
    label : ndarray of int32, shape (n_people,)
        Personal. Group of each person, -1 for none.
    found : int or None
        Pairs our rule called representative of these groups; None: not tested.
    """

    of: str
    label: Ints
    found: int | None = None


def nulls(
    given: Given,
    ours: Grouping,
    theirs: Grouping,
    *,
    discovery: GroupSettings,
    polis: PolisSettings,
    settings: AuditSettings,
) -> pl.DataFrame:
    """Return how often each rule speaks of random groups.

    Parameters
    ----------
    given : Given
        The answers.
    ours, theirs : Grouping
        Groups of our rule and of Polis; those of Polis where we found none.
    discovery : GroupSettings
        What our rule runs with.
    polis : PolisSettings
        What Polis' rule runs with.
    settings : AuditSettings
        Permutations and seed.

    Returns
    -------
    pl.DataFrame
        `NULLS`. ``pairs``: groups times statements with a vote. ``random``: mean
        number called representative in a permutation, ``rate`` its share of the
        pairs, with an interval of that mean. ``as_many``: how probably random groups
        give as many as were found, missing where nothing was tested. ``within``:
        whether the rate is at most the one asked for. No row for fewer than two
        groups.

    Notes
    -----
    Our rule tests each vote on groups formed without it. Random groups are formed
    without any vote, so all votes are tested at once. Not to be used as a sign that
    real groups exist: that is asked by `groups`.
    """
    rules: list[tuple[str, Grouping, Rule]] = [
        ("ours", ours, lambda counts: of_ours(counts, discovery)),
        ("polis", theirs, lambda counts: of_polis(counts, polis.z)),
    ]
    told = [
        one for one in rules if (one[1].label >= 0).any() and one[1].label.max() > 0
    ]
    # Both rules on the same groups: the same random ones, counted once.
    alike = len(told) == 2 and told[0][1].label is told[1][1].label
    rows = [
        row
        for part in ([told] if alike else [[one] for one in told])
        for row in _of_rules(given, part, settings)
    ]
    order = ["rule", "drawn"]
    return pl.DataFrame(rows, schema=NULLS).sort(order, descending=[False, True])


def of_ours(counts: Tallies, settings: GroupSettings) -> Flags:
    """Return which pairs our rule calls representative.

    Parameters
    ----------
    counts : Tallies
        By group and statement.
    settings : GroupSettings
        Share of false discoveries and smallest difference.

    Returns
    -------
    ndarray of bool, shape (n_groups, n_statements)
        As `groups.representative` finds them.
    """
    table = honest.discoveries(counts.agree, counts.disagree, settings)
    found = np.zeros(counts.agree.shape, dtype=bool)
    found[table["group"].to_numpy(), table["statement"].to_numpy()] = True
    return found


def of_polis(counts: Tallies, z: float) -> Flags:
    """Return which pairs pass both tests of Polis, in one direction.

    Parameters
    ----------
    counts : Tallies
        By group and statement.
    z : float
        One-sided threshold.

    Returns
    -------
    ndarray of bool, shape (n_groups, n_statements)
        Before Polis shortens its lists.
    """
    tested = statistics.group_statistics(counts)
    passing = compatible.passes(tested.agree, z) | compatible.passes(tested.disagree, z)
    return np.asarray(passing & (counts.seen.sum(axis=0) > 0))


def _of_rules(
    given: Given, rules: list[tuple[str, Grouping, Rule]], settings: AuditSettings
) -> list[dict[str, object]]:
    """Return the rows of rules that speak of the same groups."""
    label = rules[0][1].label
    counter = _Counter(given, label)
    own = givens.own_keys(given)
    ways = {"people": own}
    if (given.unit >= 0).any():
        ways["gatherings"] = givens.block_keys(given, own)
    real = counter.counts(label)
    told = []
    for drawn, block in ways.items():
        met = [
            [int(rule(counts).sum()) for _, _, rule in rules]
            for counts in map(counter.counts, _random(label, own, block, settings))
        ]
        for number, (name, grouping, rule) in enumerate(rules):
            found = int(rule(real).sum()) if name == "polis" else grouping.found
            here = np.array([one[number] for one in met])
            told.append(
                {
                    "rule": name,
                    "groups_of": grouping.of,
                    "drawn": drawn,
                    "groups": counter.k,
                    "people": int((label >= 0).sum()),
                    "pairs": counter.pairs,
                    "found": found,
                    **_measured(here, counter.pairs, found, settings),
                }
            )
    return told


def _measured(
    met: np.ndarray, pairs: int, real: int | None, settings: AuditSettings
) -> dict[str, object]:
    mean = float(met.mean())
    tail = (1 + settings.level) / 2
    off = stats.norm.ppf(tail) * float(met.std()) / len(met) ** 0.5
    # None met in so many draws does not mean that there are none.
    most = float(stats.chi2.ppf(tail, 2 * (met.sum() + 1))) / 2 / len(met)
    rate = mean / max(pairs, 1)
    as_many = None if real is None else (1 + int((met >= real).sum())) / (1 + len(met))
    return {
        "random": mean,
        "rate": rate,
        "rate_low": max(0.0, (mean - off) / max(pairs, 1)),
        "rate_high": max(mean + off, most) / max(pairs, 1),
        "as_many": as_many,
        "within": rate <= settings.rate,
    }


def _random(
    label: Ints, own: Keys, block: Keys, settings: AuditSettings
) -> Iterator[Ints]:
    """Give labels of random groups of the same sizes, whole blocks together."""
    inside = np.flatnonzero(label >= 0)
    sizes = np.sort(label[inside])
    for number in range(settings.permutations):
        first = content.salted(block[inside], settings.seed, BLOCK, number)
        then = content.salted(own[inside], settings.seed, PERSON, number)
        random = np.full(len(label), -1, dtype=np.int32)
        random[inside[np.lexsort((then, first))]] = sizes
        yield random


class _Counter:
    """Counts the votes of the people who are in a group, again and again."""

    def __init__(self, given: Given, label: Ints) -> None:
        votes = given.votes
        inside = label[votes.person] >= 0
        self.k = int(label.max()) + 1
        self.width = votes.n_statements
        self._person = votes.person[inside]
        self._cell = votes.statement[inside].astype(np.int32) * 3 + votes.vote[inside]
        self._cell += 1
        voted = np.bincount(votes.statement[inside], minlength=self.width) > 0
        self.pairs = self.k * int(voted.sum())

    def counts(self, label: Ints) -> Tallies:
        """Return votes by group and statement."""
        offset = label * np.int32(3 * self.width)
        flat = np.bincount(
            offset[self._person] + self._cell, minlength=self.k * self.width * 3
        )
        table = flat.reshape(self.k, self.width, 3)
        return Tallies(
            agree=table[..., 2], disagree=table[..., 0], seen=table.sum(axis=2)
        )
