"""What a reader of all editions must not find out, worked out from the truth alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from vestibule.dossier.process import Disclosure
from vestibule.protect.cleared import Count
from vestibule.protect.clearing import Table
from vestibule.protect.editions import ClearedEdition
from vestibule.protect.editions.attacker import Found, Guard, Publication, attack
from vestibule.protect.thresholds import Key, Uncleared


def cells_of(tables: Mapping[str, Table]) -> dict[Key, Uncleared]:
    return {key: cell for table in tables.values() for key, cell in table.cells.items()}


def shown(edition: ClearedEdition) -> dict[Key, Count]:
    """Return the numbers that an edition prints anew."""
    return {
        key: cell
        for key, cell in edition.cells.items()
        if isinstance(cell, Count) and key not in edition.kept
    }


def too_small(cell: Uncleared, given: Disclosure) -> bool:
    """Return whether a number stands for too few, said again in other words."""
    if cell.people == 0:
        return False
    met = cell.gatherings is not None and cell.gatherings < given.gatherings
    here = cell.places is not None and cell.places < given.places
    return cell.people < given.people or met or here


def one_sided(cell: Uncleared, given: Disclosure) -> bool:
    if not cell.below_region or not cell.of:
        return False
    share = cell.value / cell.of
    return share >= given.near_unanimity or share <= 1 - given.near_unanimity


def wrongly_shown(
    edition: ClearedEdition, tables: Mapping[str, Table], given: Disclosure
) -> list[Key]:
    """Return cells that are printed and may not be."""
    truth = cells_of(tables)
    return [
        key
        for key in shown(edition)
        if too_small(truth[key], given) or one_sided(truth[key], given)
    ]


def differences(
    first: ClearedEdition, second: ClearedEdition, given: Disclosure
) -> list[Key]:
    """Return cells printed twice whose difference stands for one to nine people."""
    before, after = shown(first), shown(second)
    found = []
    for key in before.keys() & after.keys():
        old, new = before[key], after[key]
        people = abs((new.of or 0) - (old.of or 0)) if new.of else 0
        if new.of is None or people == 0:
            people = abs(new.value - old.value)
        if 0 < people < given.people:
            found.append(key)
    return found


def guards(
    edition: ClearedEdition, tables: Mapping[str, Table], given: Disclosure
) -> Iterator[Guard]:
    """Yield a guard for each number that may not be shown, printed or only implied."""
    for key, cell in cells_of(tables).items():
        if too_small(cell, given):
            part = "n" if cell.of is None else "of"
            number = (edition.number, part, key)
            yield Guard(number=number, possible=given.people, table="t")  # type: ignore[arg-type]
        elif one_sided(cell, given):
            n, of = (edition.number, "n", key), (edition.number, "of", key)
            low = 2 * cell.value < (cell.of or 0)
            beyond = 1 - given.near_unanimity if low else given.near_unanimity
            yield Guard(number=n, base=of, beyond=beyond, low=low, table="t")  # type: ignore[arg-type]


def recovered(
    editions: Mapping[int, tuple[ClearedEdition, Mapping[str, Table]]],
    given: Disclosure,
) -> tuple[Found, ...]:
    """Return what a reader of all editions finds out of numbers below the threshold."""
    last = editions[max(editions)][0]
    zero = {
        (edition.number, part, key)
        for edition, tables in editions.values()
        for key, cell in cells_of(tables).items()
        if cell.barred is not None
        for part in ("n", "of")
    }
    asked = [
        guard
        for edition, tables in editions.values()
        for guard in guards(edition, tables, given)
    ]
    public = Publication(editions=last.ledger.editions, may_be_zero=frozenset(zero))  # type: ignore[arg-type]
    return attack(public, asked)
