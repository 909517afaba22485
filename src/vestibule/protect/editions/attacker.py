"""A hostile reader of all editions: what follows from what is printed?

It shares nothing with what chose the hidden cells: it reads the public ledger, solves
its own programs in whole numbers (`hostile`), and knows only which cells it must not
find out. The release gate asks it last; where it finds one, nothing is released.

It knows every printed number of every edition, every sum, that numbers are whole and
not negative, that a withheld number is not zero unless told otherwise, that no share
exceeds its base, shares printed as rounded hundredths, and supposes in turn of what
changed between editions that people only came, that they only left, or neither.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from vestibule.errors import Refused
from vestibule.protect.editions.hostile import Reader
from vestibule.protect.editions.publication import (
    Found,
    Guard,
    Number,
    Publication,
    Rounded,
    Supposition,
)

__all__ = [
    "Found",
    "Guard",
    "Number",
    "Publication",
    "Recoverable",
    "Rounded",
    "attack",
    "gate",
]


class Recoverable(Refused):
    """A number that must stay hidden follows from what would be printed."""

    code = "recoverable"


def attack(publication: Publication, guards: Iterable[Guard]) -> tuple[Found, ...]:
    """Return the guards that fall.

    Parameters
    ----------
    publication : Publication
        Everything that readers hold.
    guards : iterable of Guard
        What they must not find out.

    Returns
    -------
    tuple of Found
        Empty: none falls.

    Notes
    -----
    It cannot know what a neighbour knows, nor numbers that stand in no edition.
    """
    found: dict[Guard, Found] = {}
    asked = list(dict.fromkeys(guards))
    # whoever supposes less knows less: what "either" finds, the others find
    ways: tuple[Supposition, ...] = ("came", "left")
    for supposing in ways if len(publication.editions) > 1 else ():
        reader = Reader(publication, supposing, asked)
        if reader.look_around():
            found = {one.guard: one for one in reader.fallen()} | found
            ways = ()
    if ways:
        reader = Reader(publication, "either", asked)
        if reader.look_around():
            found = {one.guard: one for one in reader.fallen()}
    return tuple(found.values())


def gate(fallen: Sequence[Found]) -> None:
    """Refuse a release from which a hidden number follows.

    Parameters
    ----------
    fallen : sequence of Found
        What the attack on all that readers would hold has found.

    Raises
    ------
    Recoverable
        Naming the tables, never a number.
    """
    if fallen:
        tables = sorted({one.guard.table for one in fallen})
        raise Recoverable(
            f"A number that must stay hidden in the table {', '.join(tables)} follows "
            "from the others, or from an earlier edition. Nothing was released: leave "
            "this table out, or break it down less.",
            tables=tables,
        )
