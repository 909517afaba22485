"""What must be hidden in an edition, and what of it must not be found out?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from vestibule.dossier.process import Disclosure
from vestibule.protect import thresholds
from vestibule.protect.cleared import Reason
from vestibule.protect.editions import differences
from vestibule.protect.editions.ledger import Edition, Ledger, Printed
from vestibule.protect.tables.system import Name, Need, width
from vestibule.protect.thresholds import Key, Sum, Uncleared

Changes = Mapping[int, Mapping[Key, Uncleared]]
"""Earlier edition to what stands behind the difference of each cell since then."""


def name(edition: int, part: str, key: Key) -> Name:
    """Return the variable of a number: its edition, its part, its cell."""
    return (str(edition), part, *key)


def unit_of(cell: Uncleared | Printed, disclosure: Disclosure) -> int:
    """Return how many of its unit must stand behind a cell."""
    return disclosure.people if cell.counts == "people" else disclosure.gatherings


@dataclass(frozen=True, kw_only=True)
class Hiding:
    """Cells that may not be shown, whatever the others.

    Parameters
    ----------
    own : mapping of Key to Reason
        For what stands behind them.
    held : mapping of Key to Uncleared
        For what changed since an earlier edition printed them: the difference.
    """

    own: Mapping[Key, Reason]
    held: Mapping[Key, Uncleared]


def hiding(
    cells: Mapping[Key, Uncleared],
    disclosure: Disclosure,
    ledger: Ledger,
    changes: Changes,
) -> Hiding:
    """Return the cells of an edition that may not be shown.

    Parameters
    ----------
    cells : mapping of Key to Uncleared
        All numbers of the edition.
    disclosure : Disclosure
        The thresholds; they hold of a difference as of a number.
    ledger : Ledger
        Earlier editions.
    changes : mapping
        What stands behind the differences, where the caller counted it. Elsewhere
        people alone are known, and gatherings and places are not looked at.

    Returns
    -------
    Hiding
        With reasons and differences.
    """
    own = {
        key: reason
        for key, cell in cells.items()
        if (reason := thresholds.why_not(cell, disclosure)) is not None
    }
    held: dict[Key, Uncleared] = {}
    for edition in ledger.editions:
        for key, cell in cells.items():
            change = changes.get(edition.number, {}).get(key) or _change(
                edition, key, cell
            )
            if cell.known or change is None:
                continue
            if _tells(change, disclosure):
                held.setdefault(key, change)
    return Hiding(own=own, held=held)


def _change(edition: Edition, key: Key, cell: Uncleared) -> Uncleared | None:
    """Return the difference to an edition that printed a cell, as a reader has it."""
    before = edition.cells.get(key)
    if before is None or before.n is None or before.from_edition != edition.number:
        return None
    return differences.subtracted(cell, before)


def _tells(change: Uncleared, disclosure: Disclosure) -> bool:
    if change.counts == "gatherings" and change.gatherings is None:
        return 0 < change.value < disclosure.gatherings
    return thresholds.why_not(change, disclosure) is not None


def needs(
    cells: Mapping[Key, Uncleared],
    found: Hiding,
    disclosure: Disclosure,
    edition: int,
    more: int = 0,
) -> Iterator[Need]:
    """Yield what must not be found out of an edition's own cells.

    Parameters
    ----------
    cells : mapping of Key to Uncleared
        All numbers of the edition.
    found : Hiding
        Cells that may not be shown.
    disclosure : Disclosure
        The thresholds.
    edition : int
        Its number.
    more : int
        So many more numbers must remain possible: where whole numbers tell more.

    Yields
    ------
    Need
        As many numbers as the threshold must remain possible for the base, or the
        bare count, of each; for a share near unanimity, that it is not; for a number
        of people who said something, at least one other.
    """
    for key, reason in found.own.items():
        yield from _needs(cells[key], key, reason, disclosure, edition, more)
    for key in found.held:
        if key not in found.own:
            cell = cells[key]
            part = "n" if cell.of is None else "of"
            number = name(edition, part, key)
            least = unit_of(cell, disclosure) - 1 + more
            yield Need(about=number, forms=width({number: 1.0}), least=least)


def _needs(
    cell: Uncleared,
    key: Key,
    reason: Reason,
    disclosure: Disclosure,
    edition: int,
    more: int,
) -> Iterator[Need]:
    n, of = name(edition, "n", key), name(edition, "of", key)
    least = unit_of(cell, disclosure) - 1 + more
    if reason == "near_unanimous" and cell.of:
        yield _unlike(cell, n, of, disclosure)
        return
    if cell.of is None or reason == "sensitive":
        yield Need(about=n, forms=width({n: 1.0}), least=least)
    if cell.of is not None:
        yield Need(about=of, forms=width({of: 1.0}), least=least)
        if cell.value:
            yield Need(about=n, forms=width({n: 1.0}), least=1 + more)


def _unlike(cell: Uncleared, n: Name, of: Name, disclosure: Disclosure) -> Need:
    """Return that a reader must think a share less one-sided than it is."""
    share, whole = disclosure.near_unanimity, cell.of or 0
    if 2 * cell.value >= whole:
        beyond = cell.value - share * whole
        return Need(about=n, forms=({n: -1.0, of: share},), least=beyond + 1)
    beyond = (1 - share) * whole - cell.value
    return Need(about=n, forms=({n: 1.0, of: -(1 - share)},), least=beyond + 1)


def leaves_too_little(
    cells: Mapping[Key, Uncleared],
    one: Sum,
    out: frozenset[Key],
    disclosure: Disclosure,
) -> bool:
    """Return whether what a reader subtracts of one sum is too little to show.

    Either the hidden parts of a shown total are too few together, or whoever was in
    the only gathering behind one of them is left with one other that is too small.

    Parameters
    ----------
    cells : mapping of Key to Uncleared
        All numbers.
    one : Sum
        A total and its parts.
    out : frozenset of Key
        What is hidden.
    disclosure : Disclosure
        The thresholds.

    Returns
    -------
    bool
        Whether one more cell of the sum must be hidden.
    """
    if one.total in out:
        return False
    unknown = [cells[key] for key in one.parts if key in out and _is_there(cells[key])]
    if not unknown:
        return False
    parts = [cells[key] for key in one.parts]
    left = thresholds.remainder(cells[one.total], parts, unknown)
    if thresholds.why_not(left, disclosure) is not None:
        return True
    if len(unknown) != 2:
        return False
    first, second = unknown
    return any(
        _is_single(me) and thresholds.why_not(other, disclosure) is not None
        for me, other in ((first, second), (second, first))
    )


def _is_there(cell: Uncleared) -> bool:
    return cell.people > 0 or cell.barred is not None


def _is_single(cell: Uncleared) -> bool:
    """Return whether those behind a cell know it: one person, or one gathering."""
    return cell.people == 1 or cell.gatherings == 1
