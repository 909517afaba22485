"""Who is chosen if a ballot moves on where it is not needed? The transferable vote.

Weighted inclusive Gregory: an option with a quota of ballots has a place; what it has
beyond the quota moves on, each of its ballots with the same part of its weight, to
the next option on that ballot that is still open. If none has a quota, the one with
the fewest is excluded, and its ballots move on whole. A ballot that puts several open
options level is shared among them equally; one that names no open option is spent.

- The quota is Droop's: the whole number above ballots / (places + 1).
- All that reach the quota in one round have a place at once, and their surpluses move
  together.
- Of several that have equally few, those go together that have fewer, taken together,
  than the next: in whatever order they went, none could overtake it. Else the one goes
  that had fewest in the last round in which they differed. If they never differed and
  the last places depend on it, they stand level at the border; if they never differed
  and more is to come, the last by key goes. Both is said.
- Order: places in the order in which they were reached, more ballots first; then
  those still open at the end; then the excluded, the last first.

Weights are exact fractions: neither the order of ballots nor rounding matters.

References
----------
.. [1] Tideman, N. (1995), The single transferable vote, J. of Economic Perspectives 9.
.. [2] Miragliotta, N. (2002), Determining the Result: transferring surplus votes in the
   Western Australian Legislative Council: weighted inclusive Gregory.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from fractions import Fraction

from vestibule.agree.rules.cast import Cast, Order

Level = tuple[int, ...]


def half(cast: Cast) -> Order:
    """Return the order where half of the options, rounded up, have a place."""
    return stv(cast, places=(cast.options + 1) // 2)


def stv(cast: Cast, *, places: int) -> Order:
    """Return the order by the transferable vote.

    Parameters
    ----------
    cast : Cast
        Rankings, truncated or with options level.
    places : int
        How many options have a place, 1 or more.

    Returns
    -------
    Order
        The score is what an option held when it was placed or excluded.
    """
    count = _Count.of(cast, places)
    while count.open and count.left > 0:
        count.round()
    count.rest()
    return Order(
        levels=(*count.chosen, *count.last, *reversed(count.excluded)),
        score=tuple(count.score),
        said=tuple(sorted(count.said)),
    )


@dataclass(slots=True, kw_only=True)
class _Count:
    """A count under way: who is open, and which parts of ballots each holds."""

    cast: Cast
    left: int
    quota: int
    open: set[int]
    held: list[dict[int, Fraction]]
    score: list[Fraction | None]
    chosen: list[Level] = field(default_factory=list)
    last: list[Level] = field(default_factory=list)
    excluded: list[Level] = field(default_factory=list)
    past: list[dict[int, Fraction]] = field(default_factory=list)
    said: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, cast: Cast, places: int) -> _Count:
        count = cls(
            cast=cast,
            left=min(places, cast.options),
            quota=sum(cast.weight) // (places + 1) + 1,
            open=set(range(cast.options)),
            held=[{} for _ in range(cast.options)],
            score=[None] * cast.options,
        )
        for kind, weight in enumerate(cast.weight):
            count.give(kind, Fraction(weight))
        return count

    def give(self, kind: int, weight: Fraction) -> None:
        """Give a part of a kind of ballots to the open options it puts highest."""
        ranks = {one: float(self.cast.rank[kind, one]) for one in self.open}
        best = min(ranks.values(), default=math.inf)
        if math.isinf(best) or not weight:
            return
        top = [one for one, rank in ranks.items() if rank == best]
        for one in top:
            mine = self.held[one].get(kind, Fraction(0))
            self.held[one][kind] = mine + weight / len(top)

    def holds(self, option: int) -> Fraction:
        return sum(self.held[option].values(), Fraction(0))

    def levels(self, options: Iterable[int]) -> list[Level]:
        """Note what each holds now, and return them by it, the most first."""
        for one in options:
            self.score[one] = self.holds(one)
        have = {one: self.holds(one) for one in options}
        return [
            tuple(sorted(one for one, n in have.items() if n == value))
            for value in sorted(set(have.values()), reverse=True)
        ]

    def round(self) -> None:
        if len(self.open) <= self.left:
            self.chosen += self.levels(sorted(self.open))
            self.open, self.left = set(), 0
            return
        self.past.append({one: self.holds(one) for one in self.open})
        reached = [one for one in sorted(self.open) if self.holds(one) >= self.quota]
        if reached:
            self.place(reached)
        else:
            self.exclude()

    def place(self, reached: Collection[int]) -> None:
        self.chosen += self.levels(reached)
        self.open -= set(reached)
        self.left -= len(reached)
        for one in reached:
            part = 1 - self.quota / self.holds(one)
            for kind, weight in self.held[one].items():
                self.give(kind, weight * part)

    def exclude(self) -> None:
        *above, lowest = self.levels(sorted(self.open))
        going = self.going(above, lowest)
        if not going:  # some of those level have a place, and nobody says which
            self.said.add("tie-at-the-border")
            self.chosen += [*above, lowest]
            self.open, self.left = set(), 0
            return
        self.excluded.append(going)
        self.open -= set(going)
        if len(self.open) == self.left:
            self.chosen += self.levels(sorted(self.open))
            self.open, self.left = set(), 0
            return
        for one in going:
            for kind, weight in self.held[one].items():
                self.give(kind, weight)

    def going(self, above: list[Level], lowest: Level) -> Level:
        """Return who of those with fewest is excluded; none if nobody can say."""
        now, rest = self.past[-1], len(self.open) - len(lowest)
        together = sum((now[one] for one in lowest), Fraction(0))
        is_safe = bool(above) and together < now[above[-1][0]] and rest >= self.left
        if len(lowest) == 1 or is_safe:
            return lowest
        for before in reversed(self.past):
            least = min(before[one] for one in lowest)
            lowest = tuple(one for one in lowest if before[one] == least)
        if len(lowest) > 1 and rest < self.left:
            return ()
        if len(lowest) > 1:
            self.said.add("tie-by-key")
        return lowest[-1:]

    def rest(self) -> None:
        self.last = self.levels(sorted(self.open))
