"""What must a hostile reader not find out of this edition and of all before it?

Of a withheld number of an earlier edition the ledger does not say whether people
refused it or whether it was small. So three readers have a try: one who holds that any
of them may be zero, one who holds that only those are that may be zero today, and one
who holds that none is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from vestibule.dossier.process import Disclosure
from vestibule.protect.editions import attacker
from vestibule.protect.editions.ledger import Edition, Ledger
from vestibule.protect.editions.needs import Hiding, unit_of
from vestibule.protect.editions.publication import Found, Guard, Number, Publication
from vestibule.protect.thresholds import Key, Uncleared

Zeros = frozenset[Number]
"""Withheld numbers that a reader believes may be zero."""


@dataclass(frozen=True, kw_only=True)
class Guarding:
    """The guards of an edition, and of all before it.

    Parameters
    ----------
    cells : mapping of Key to Uncleared
        All numbers of the edition.
    found : Hiding
        Which of them may not be shown.
    ledger : Ledger
        Earlier editions.
    disclosure : Disclosure
        The thresholds.
    tables_of : callable
        From cells to the tables they stand in, as a refusal calls them.
    """

    cells: Mapping[Key, Uncleared]
    found: Hiding
    ledger: Ledger
    disclosure: Disclosure
    tables_of: Callable[[set[Key]], list[str]]

    def fallen(self, edition: Edition) -> tuple[Found, ...]:
        """Return what readers find out once an edition is printed.

        Parameters
        ----------
        edition : Edition
            As it would be printed.

        Returns
        -------
        tuple of Found
            Each guard once; empty: none falls.
        """
        own = tuple(self._own(edition.number))
        fallen: dict[Guard, Found] = {}
        for zeros, earlier in self.earlier.items():
            public = Publication(
                editions=(*self.ledger.editions, edition), may_be_zero=zeros
            )
            found = attacker.attack(public, (*own, *earlier))
            fallen = {one.guard: one for one in found} | fallen
        return tuple(fallen.values())

    @cached_property
    def earlier(self) -> Mapping[Zeros, tuple[Guard, ...]]:
        """What of earlier editions must stay as unknown as they left it, by reader."""
        asked = tuple(self._before())
        return {zeros: self._still(asked, zeros) for zeros in self._readers()}

    def _readers(self) -> tuple[Zeros, ...]:
        """Return what the readers believe; once, where some believe the same."""
        barred = {key for key, cell in self.cells.items() if cell.barred is not None}
        hidden = {
            before.number: {
                k for k, one in before.cells.items() if one.state == "hidden"
            }
            for before in self.ledger.editions
        }
        today = {self.ledger.next: barred}
        any_of_them = _numbers({**today, **hidden})
        those_of_today = _numbers(
            {**today, **{edition: keys & barred for edition, keys in hidden.items()}}
        )
        return tuple(dict.fromkeys((any_of_them, those_of_today, _numbers(today))))

    def _before(self) -> Iterator[Guard]:
        for before in self.ledger.editions:
            for key, cell in before.cells.items():
                if cell.state == "hidden":
                    part = "of" if cell.based else "n"
                    number: Number = (before.number, part, key)  # type: ignore[assignment]
                    yield Guard(
                        number=number,
                        possible=unit_of(cell, self.disclosure),
                        table=self._called(key),
                    )

    def _still(self, asked: tuple[Guard, ...], zeros: Zeros) -> tuple[Guard, ...]:
        """Ask no more of an earlier edition than it left open to this reader."""
        alone = Publication(editions=self.ledger.editions, may_be_zero=zeros)
        lost = {
            one.guard.number: one.high - one.low + 1
            for one in attacker.attack(alone, asked)
        }
        return tuple(
            replace(one, possible=lost.get(one.number, one.possible)) for one in asked
        )

    def _own(self, edition: int) -> Iterator[Guard]:
        """Yield what must not be found out of the edition itself."""
        for key in sorted({*self.found.own, *self.found.held}):
            if self.cells[key].printed or key in self.found.own:
                yield from self._guards(edition, key)

    def _guards(self, edition: int, key: Key) -> Iterator[Guard]:
        cell, called = self.cells[key], self._called(key)
        n: Number = (edition, "n", key)
        of: Number = (edition, "of", key)
        if self.found.own.get(key) == "near_unanimous" and cell.of:
            share = self.disclosure.near_unanimity
            low = 2 * cell.value < cell.of
            beyond = 1 - share if low else share
            yield Guard(number=n, base=of, beyond=beyond, low=low, table=called)
            return
        least = unit_of(cell, self.disclosure)
        if key in self.found.own and cell.of is not None and cell.value:
            yield Guard(number=n, possible=2, table=called)
        if self.found.own.get(key) == "sensitive" and cell.barred is None:
            yield Guard(number=n, possible=least, table=called)
        base = n if cell.of is None else of
        yield Guard(number=base, possible=least, table=called)

    def _called(self, key: Key) -> str:
        return ", ".join(self.tables_of({key}))


def _numbers(keys: Mapping[int, set[Key]]) -> Zeros:
    return frozenset(
        (edition, part, key)
        for edition, some in keys.items()
        for key in some
        for part in ("n", "of")
    )
