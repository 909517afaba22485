"""What is left of a total, once its shown parts are taken from it?"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set

from vestibule.dossier.process import Disclosure
from vestibule.protect.editions import needs
from vestibule.protect.tables.exposure import Cut
from vestibule.protect.tables.system import Unit
from vestibule.protect.thresholds import Key, Sum, Uncleared


class Remainders:
    """What remains of each total after its shown parts must itself be showable.

    Parameters
    ----------
    cells : mapping of Key to Uncleared
        All numbers of an edition.
    sums : sequence of Sum
        What ties them.
    disclosure : Disclosure
        The thresholds.
    units : sequence of Unit
        What is hidden together.
    """

    def __init__(
        self,
        cells: Mapping[Key, Uncleared],
        sums: Sequence[Sum],
        disclosure: Disclosure,
        units: Sequence[Unit],
    ) -> None:
        self.cells, self.sums, self.disclosure = cells, sums, disclosure
        self.unit_of = {key: unit for unit in units for key in keys_of(unit.names)}

    def __call__(self, hidden: frozenset[str]) -> list[Cut]:
        """Return a cut for each sum of which too little remains."""
        out = frozenset(key for key, u in self.unit_of.items() if u.key in hidden)
        return [
            self._cut(one, hidden)
            for one in self.sums
            if needs.leaves_too_little(self.cells, one, out, self.disclosure)
        ]

    def _cut(self, one: Sum, hidden: frozenset[str]) -> Cut:
        """Ask for one more cell of a sum, or for one less where that may be shown."""
        here = {
            unit.key: unit
            for key in (one.total, *one.parts)
            for unit in [self.unit_of[key]]
        }
        more = {key: 1.0 for key in sorted(here) if key not in hidden}
        less = {
            key: -1.0
            for key, unit in sorted(here.items())
            if key in hidden and unit.state == "free"
        }
        return Cut(weights=more | less, least=1.0 - len(less))


def keys_of(names: Sequence[tuple[str, ...]]) -> Iterator[Key]:
    """Yield the cells that some variables belong to."""
    yield from dict.fromkeys(tuple(name[2:]) for name in names)


def near_small(
    out: Set[Key], small: Collection[Key], sums: Iterable[Sum]
) -> frozenset[Key]:
    """Return the hidden cells that a sum ties to one too small, directly or by others.

    Parameters
    ----------
    out : set of Key
        Hidden cells.
    small : collection of Key
        Cells too small today.
    sums : iterable of Sum
        What ties them.

    Returns
    -------
    frozenset of Key
        Of these nothing may stand as it was printed before.
    """
    near = {key for key in out if key in small}
    tied = [held for one in sums if (held := out & {one.total, *one.parts})]
    grown = True
    while grown:
        grown = False
        for held in tied:
            if held & near and not held <= near:
                near |= held
                grown = True
    return frozenset(near)
