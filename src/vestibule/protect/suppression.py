"""Which further cells must be hidden, so that no hidden one can be worked out?

Hiding a cell is vain if it is its total less its neighbours. Promise, for all sums
given together:

- what remains of a shown total after its shown parts itself passes the thresholds;
- no hidden base can be narrowed, from all sums at once and knowing only that no
  count is negative, to an interval shorter than the threshold of its unit;
- nor can a number that is itself sensitive, whatever its base;
- no hidden number is known exactly, even to a reader who knows that a cell where
  nobody was heard is never hidden. One thing follows and may: where nobody in a whole
  remainder said yes, nobody in its parts did. That is a figure of the remainder, which
  passes the thresholds; how many its parts were stays unknown.

Cells where nobody was heard stay shown: silence is public, and hiding it misleads.
The rule is greedy (fewest people first), not the least possible suppression.

References
----------
.. [1] Willenborg, L. and de Waal, T. (2001), Elements of Statistical Disclosure
   Control, Springer, chapters 4 and 5.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from vestibule.dossier.process import Disclosure
from vestibule.protect import inference, thresholds
from vestibule.protect.inference import Floats
from vestibule.protect.thresholds import Key, Sum, Uncleared


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """All cells and sums that one publication holds.

    Parameters
    ----------
    cells : mapping of Key to Uncleared
        Every number.
    sums : tuple of Sum
        Every total that a reader can set against its parts.
    bundles : mapping of str to frozenset of Key
        Bundle to the cells that are shown together or not at all.
    touching : mapping of Key to tuple of Sum
        Cell to the sums it stands in.
    disclosure : Disclosure
        The thresholds.
    """

    cells: Mapping[Key, Uncleared]
    sums: tuple[Sum, ...]
    bundles: Mapping[str, frozenset[Key]]
    touching: Mapping[Key, tuple[Sum, ...]]
    disclosure: Disclosure

    @classmethod
    def of(
        cls,
        cells: Mapping[Key, Uncleared],
        sums: Iterable[Sum],
        disclosure: Disclosure,
    ) -> Tables:
        """Return the tables of a publication, indexed."""
        bundles: dict[str, set[Key]] = {}
        for key, cell in cells.items():
            if cell.bundle is not None:
                bundles.setdefault(cell.bundle, set()).add(key)
        held = tuple(dict.fromkeys(sums))
        touching: dict[Key, list[Sum]] = {}
        for one in held:
            for key in (one.total, *one.parts):
                touching.setdefault(key, []).append(one)
        return cls(
            cells=cells,
            sums=held,
            bundles={name: frozenset(keys) for name, keys in bundles.items()},
            touching={key: tuple(given) for key, given in touching.items()},
            disclosure=disclosure,
        )

    def with_bundles(self, keys: Iterable[Key]) -> set[Key]:
        """Return the keys and all that stand or fall with them."""
        wanted = set(keys)
        for key in tuple(wanted):
            bundle = self.cells[key].bundle
            wanted |= self.bundles.get(bundle, frozenset()) if bundle else set()
        return wanted


def complements(tables: Tables, hidden: Iterable[Key]) -> set[Key]:
    """Return all cells to hide: those given, and the fewest people beside them.

    Parameters
    ----------
    tables : Tables
        All cells and sums of the publication.
    hidden : iterable of Key
        Cells that may not be shown, whatever the others.

    Returns
    -------
    set of Key
        At least `hidden`. Cells of no people are in it only if they were given.
    """
    closed = tables.with_bundles(hidden)
    # An island that holds goes on holding as long as no more of it is hidden.
    holding: set[tuple[tuple[Sum, ...], frozenset[Key]]] = set()
    while True:
        further: set[Key] = set()
        for island in _islands(tables.sums, closed):
            state = (
                island,
                frozenset(k for one in island for k in _within(one, closed)),
            )
            if state not in holding:
                more = _further(tables, island, closed)
                further |= more
                if not more:
                    holding.add(state)
        if not further:
            return closed
        closed |= tables.with_bundles(further)


def _islands(sums: Sequence[Sum], hidden: set[Key]) -> Iterator[tuple[Sum, ...]]:
    """Yield the sums in groups that share hidden cells, directly or by others."""
    head: dict[Key, Key] = {}

    def find(key: Key) -> Key:
        while head.setdefault(key, key) != key:
            head[key] = head[head[key]]
            key = head[key]
        return key

    touched = [(one, _within(one, hidden)) for one in sums]
    for _, unknown in touched:
        for key in unknown[1:]:
            head[find(key)] = find(unknown[0])
    islands: dict[Key, list[Sum]] = {}
    for one, unknown in touched:
        if unknown:
            islands.setdefault(find(unknown[0]), []).append(one)
    yield from (tuple(island) for island in islands.values())


def _within(one: Sum, keys: set[Key]) -> list[Key]:
    return [key for key in (one.total, *one.parts) if key in keys]


def _further(tables: Tables, island: tuple[Sum, ...], hidden: set[Key]) -> set[Key]:
    """Return one more cell for each weak spot of an island; nothing: it holds."""
    found: set[Key] = set()
    for one in island:
        if _leaves_too_little(tables, one, hidden):
            found |= _cheapest(tables, (one,), hidden | found)
    if found:
        return found
    for key in _known(tables, island, hidden):
        near = tables.touching[key]
        if not any(_within(one, found) for one in near):
            chosen = _cheapest(tables, near, hidden | found)
            found |= chosen or _cheapest(tables, island, hidden | found)
    return found


def _leaves_too_little(tables: Tables, one: Sum, hidden: set[Key]) -> bool:
    unknown = [tables.cells[key] for key in one.parts if key in hidden]
    if one.total in hidden or not unknown:
        return False
    parts = [tables.cells[key] for key in one.parts]
    left = thresholds.remainder(tables.cells[one.total], parts, unknown)
    return thresholds.why_not(left, tables.disclosure) is not None


def _cheapest(tables: Tables, sums: Sequence[Sum], hidden: set[Key]) -> set[Key]:
    """Return the shown cell to hide next: a part, shared with hidden ones, small."""
    shown = {
        key: key == one.total
        for one in sums
        for key in (*one.parts, one.total)
        if key not in hidden and _may_hide(tables.cells[key])
    }

    def price(key: Key) -> tuple[bool, bool, int, int, Key]:
        beside = (one for one in tables.touching[key] if one not in sums)
        alone = sum(not _within(one, hidden) for one in beside)
        cell = tables.cells[key]
        return shown[key], cell.printed, alone, cell.people, key

    return {min(shown, key=price)} if shown else set()


def _may_hide(cell: Uncleared) -> bool:
    return cell.people > 0 and not cell.known


def _known(tables: Tables, island: tuple[Sum, ...], hidden: set[Key]) -> list[Key]:
    """Return the hidden cells of an island that a reader can work out, or nearly."""
    keys = sorted({key for one in island for key in _within(one, hidden)})
    cells = [tables.cells[key] for key in keys]
    values = np.array([cell.value for cell in cells], dtype=float)
    bare = np.array([cell.of is None for cell in cells])
    unit = np.array([_least(cell, tables.disclosure) for cell in cells], dtype=float)
    seen = np.minimum(values, bare & np.array([not cell.barred for cell in cells]))
    whole = bare | np.array([cell.sensitive for cell in cells])
    least = np.where(whole, unit, 1.0)
    weak = _is_narrow(_matrix(island, keys), values, seen, least)
    weak &= bare | (values > 0)
    bases = np.array([cell.of or 0 for cell in cells], dtype=float)
    adding = tuple(one for one in island if _adds_bases(tables.cells, one))
    weak |= ~bare & _is_narrow(_matrix(adding, keys), bases, seen * 0.0, unit)
    free = np.array([not cell.printed and _may_show(tables, cell) for cell in cells])
    return [key for key, spot in zip(keys, weak & ~free, strict=True) if spot]


def _is_narrow(
    sums: Floats, truth: Floats, seen: Floats, least: Floats
) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    if sums.size == 0:
        return np.zeros(truth.size, dtype=bool)
    blind = inference.widths(sums, truth, np.zeros(truth.size), least)
    if not seen.any():
        # The reader who knows that some numbers are not nothing knows no more.
        return blind < least - inference.NOTHING * 100
    once = np.ones(truth.size)
    knowing = inference.widths(sums, truth, seen, once)
    slack = inference.NOTHING * 100
    return (blind < least - slack) | (knowing < once - slack)


def _matrix(sums: Sequence[Sum], keys: Sequence[Key]) -> Floats:
    place = {key: number for number, key in enumerate(keys)}
    matrix = np.zeros((len(sums), len(keys)))
    for row, one in enumerate(sums):
        for key in one.parts:
            if key in place:
                matrix[row, place[key]] = 1.0
        if one.total in place:
            matrix[row, place[one.total]] = -1.0
    return matrix


def _adds_bases(cells: Mapping[Key, Uncleared], one: Sum) -> bool:
    bases = [cells[key].of for key in one.parts]
    return cells[one.total].of == sum(base or 0 for base in bases)


def _least(cell: Uncleared, disclosure: Disclosure) -> int:
    return disclosure.people if cell.counts == "people" else disclosure.gatherings


def _may_show(tables: Tables, cell: Uncleared) -> bool:
    return thresholds.why_not(cell, tables.disclosure) is None
