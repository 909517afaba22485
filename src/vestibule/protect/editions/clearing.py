"""Which numbers may stand in an edition, given all that was ever published?

One call for everything that an edition prints. It hides what is too small, what is
too one-sided below region, and what changed by too few since an earlier edition; then
the least beside it (`tables.suppressed`); then a hostile reader (`attacker`) has a
try at the union of this and all earlier editions, and nothing is released while it
finds anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from vestibule.dossier.process import Disclosure
from vestibule.errors import Refused
from vestibule.protect import clearing, tables
from vestibule.protect.cleared import Cell, Count, Hidden
from vestibule.protect.editions import attacker, building, needs, rests
from vestibule.protect.editions.guarding import Guarding
from vestibule.protect.editions.ledger import Edition, Ledger, Printed, State, Tie
from vestibule.protect.editions.needs import Changes, Hiding
from vestibule.protect.tables.suppressing import MOST_UNITS, Rule, Suppression
from vestibule.protect.thresholds import Key, Sum, Uncleared

TableToPublish = clearing.Table
"""Numbers before clearing, and the sums that tie them."""

TRIES = 5
"""How often more is hidden because the hostile reader still finds something: because it
knows that numbers are whole, or supposes what is not true and cannot be refuted."""

SENTENCES = {
    "optimal": "No choice hides fewer people than this one.",
    "greedy": "Cells were hidden step by step until nothing follows from the rest: "
    "enough, perhaps more than needed.",
    "kept": "Some numbers stand as an earlier edition printed them: since then they "
    "changed by so few that the difference would show who.",
    "people-only": "Differences to earlier editions were judged by people alone: the "
    "gatherings and places behind them were not given.",
}
"""Code of what must be said beside an edition to a plain sentence."""


class NotCleared(Refused):
    """No choice of hidden cells keeps what must be kept."""

    code = "unclearable"


@dataclass(frozen=True, kw_only=True)
class ClearedEdition:
    """What one edition may print.

    Parameters
    ----------
    number : int
        Of the edition, from 1.
    cells : mapping of Key to Count or Hidden
        Every printed cell of every table.
    kept : mapping of Key to int
        Cells that stand as an earlier edition printed them, and its number. Say so
        beside them; they need not add up with the others.
    ledger : Ledger
        Everything published so far, this edition included.
    edition : Edition
        This edition as the ledger holds it: `ledger.rows` makes rows of it.
    suppressed : frozenset of Key
        Printed cells that are withheld or kept.
    rule : {'optimal', 'greedy'}
        How they were chosen.
    cost : float
        People behind all that is withheld or kept, counted once for each cell.
    sentences : tuple of str
        Codes of `SENTENCES` that must be said.
    """

    number: int
    cells: Mapping[Key, Cell]
    kept: Mapping[Key, int]
    ledger: Ledger
    edition: Edition
    suppressed: frozenset[Key]
    rule: Rule
    cost: float
    sentences: tuple[str, ...]


def clear(
    given: Mapping[str, TableToPublish],
    disclosure: Disclosure,
    ledger: Ledger | None = None,
    *,
    changes: Changes | None = None,
    most_units: int = MOST_UNITS,
) -> ClearedEdition:
    """Clear everything that an edition will print.

    Parameters
    ----------
    given : mapping of str to TableToPublish
        Every table of the edition by its key, texts and captions included. Cells with
        equal keys are one cell wherever they are printed; a key must mean the same in
        all editions: measure, then categories.
    disclosure : Disclosure
        The process's thresholds; they hold of a difference between editions too.
    ledger : Ledger or None
        All earlier editions (`Ledger.of`); None: there is none.
    changes : mapping or None
        Earlier edition to cell to what stands behind the difference since then, for
        whoever counted it (from the dossier at the two cuts, withdrawals in or out);
        elsewhere the difference of the printed numbers is judged by people alone.
    most_units : int
        Cells that may be hidden beyond which the choice is greedy.

    Returns
    -------
    ClearedEdition
        Cells, what was kept, the ledger with this edition, what must be said.

    Raises
    ------
    Contradiction
        If one key stands for two numbers, or the parts of a sum miss its total.
    NotCleared
        If what must be hidden cannot be, as where everyone knows the total.
    Recoverable
        If the hostile reader still finds something. Both name tables, no numbers.

    Notes
    -----
    A number that changed by fewer than the threshold since an edition that printed it
    is not printed anew: the earlier number stays (`kept`), or nothing stands there
    where a neighbour is too small today. So nobody who came or took back their words
    shows as a difference. Cells that no one was heard in stay shown, as nobody.

    A cell must not be given under two keys, and a key must not change its meaning:
    what a reader knows to be equal, this function must know too. Estimates, ranks and
    drawings are not numbers here: work them out of shown cells alone (`estimates`).

    References
    ----------
    .. [1] Fischetti, M. and Salazar, J.J. (2001), Solving the Cell Suppression
       Problem on Tabular Data with Linear Constraints, Management Science 47(7).
    """
    earlier = Ledger() if ledger is None else ledger
    united, sums = clearing.united(given.values())
    cells = dict(sorted(united.items()))
    found = needs.hiding(cells, disclosure, earlier, changes or {})
    work = _Work(
        given=given,
        cells=cells,
        sums=tuple(sorted(dict.fromkeys(sums), key=lambda s: (s.total, s.parts))),
        disclosure=disclosure,
        ledger=earlier,
        found=found,
        most_units=most_units,
    )
    chosen = work.chosen(0, None)
    for tried in range(TRIES):
        edition = work.printed(chosen)
        fallen = work.guarding.fallen(edition)
        if not fallen or tried == TRIES - 1:
            break
        chosen = work.chosen(tried, chosen)
    attacker.gate(fallen)
    return work.result(chosen, edition, is_counted=changes is not None)


@dataclass(frozen=True, kw_only=True)
class _Work:
    """One edition on its way."""

    given: Mapping[str, TableToPublish]
    cells: Mapping[Key, Uncleared]
    sums: tuple[Sum, ...]
    disclosure: Disclosure
    ledger: Ledger
    found: Hiding
    most_units: int

    @property
    def least(self) -> dict[str, int]:
        return {
            "people": self.disclosure.people,
            "gatherings": self.disclosure.gatherings,
        }

    @cached_property
    def guarding(self) -> Guarding:
        return Guarding(
            cells=self.cells,
            found=self.found,
            ledger=self.ledger,
            disclosure=self.disclosure,
            tables_of=self.tables_of,
        )

    def chosen(self, more: int, before: Suppression | None) -> Suppression:
        """Return what to hide; `more` numbers must remain possible beyond the least."""
        number = self.ledger.next
        out = frozenset({*self.found.own, *self.found.held})
        if before is not None:
            # what was hidden and did not do is not shown again
            out |= self._out(before)
        units = building.units(self.cells, out, number)
        whole = building.built(
            self.cells,
            self.sums,
            self.ledger,
            number,
            self.least,
            frozenset() if before is None else out,
        )
        asked = [
            *needs.needs(self.cells, self.found, self.disclosure, number, more),
            *whole.needs,
        ]
        chosen = tables.suppressed(
            whole.systems,
            units,
            asked,
            check=rests.Remainders(self.cells, self.sums, self.disclosure, units),
            most_units=self.most_units,
        )
        if chosen.unmet:
            lost = {tuple(one[2:]) for one in chosen.unmet}
            raise NotCleared(
                "What must stay hidden in the table "
                f"{', '.join(self.tables_of(lost))} follows whatever else is hidden, "
                "for its total is known to everyone or was published. Leave this table "
                "out, or break it down less.",
                tables=self.tables_of(lost),
            )
        # what was hidden for nothing before is hidden still: no longer the least
        return chosen if before is None else replace(chosen, rule="greedy")

    def tables_of(self, keys: set[Key]) -> list[str]:
        """Return the tables in which cells stand; those of earlier editions by name."""
        found = {
            called
            for called, table in self.given.items()
            if keys.intersection(table.cells)
        }
        return sorted(found) or sorted({key[0] for key in keys})

    def printed(self, chosen: Suppression) -> Edition:
        """Return the edition as readers will hold it."""
        number, out = self.ledger.next, self._out(chosen)
        kept = self._kept(out)
        cells = {key: self._cell(key, key in out, kept) for key in sorted(self.cells)}
        ties = tuple(
            Tie(total=s.total, parts=s.parts, bases=building.adds_bases(self.cells, s))
            for s in self.sums
        )
        return Edition(number=number, cells=cells, ties=ties)

    def _out(self, chosen: Suppression) -> set[Key]:
        """Return the cells that a choice hides."""
        units = building.units(self.cells, frozenset(), self.ledger.next)
        return {
            key
            for unit in units
            if unit.key in chosen.hidden
            for key in rests.keys_of(unit.names)
        }

    def _cell(self, key: Key, is_out: bool, kept: Mapping[Key, Printed]) -> Printed:
        cell, number = self.cells[key], self.ledger.next
        before = kept.get(key)
        state: State = "shown"
        if not cell.printed:
            state = "unprinted"
        elif is_out:
            state = "hidden" if before is None else "kept"
        n, of = (cell.value, cell.of) if state == "shown" else (None, None)
        if before is not None and state == "kept":
            n, of, number = before.n, before.of, before.from_edition
        return Printed(
            state=state,
            counts=cell.counts,
            n=n,
            of=of,
            based=cell.of is not None,
            from_edition=number,
        )

    def _kept(self, out: set[Key]) -> dict[Key, Printed]:
        """Return cells that may stand as printed before: no neighbour is too small."""
        if not self.ledger.editions:
            return {}
        last = self.ledger.editions[-1].cells
        small = rests.near_small(out, self.found.own, self.sums)
        return {
            key: last[key]
            for key in out - small
            if key in last and last[key].n is not None
        }

    def result(
        self, chosen: Suppression, edition: Edition, *, is_counted: bool
    ) -> ClearedEdition:
        """Return the edition with all that must be said of it."""
        cells: dict[Key, Cell] = {}
        kept: dict[Key, int] = {}
        for key, one in edition.cells.items():
            if one.state in ("shown", "kept") and one.n is not None:
                since = one.from_edition if one.state == "kept" else None
                cells[key] = Count(value=one.n, of=one.of, edition=since)
            elif one.state == "hidden":
                cells[key] = Hidden(reason=self.found.own.get(key, "complementary"))
            if one.state == "kept":
                kept[key] = one.from_edition
        said: list[str] = [chosen.rule]
        said += ["kept"] if kept else []
        said += [] if is_counted or not self.ledger.editions else ["people-only"]
        return ClearedEdition(
            number=edition.number,
            cells=cells,
            kept=kept,
            ledger=self.ledger.and_then(edition),
            edition=edition,
            suppressed=frozenset(
                key
                for key, one in edition.cells.items()
                if one.state in ("hidden", "kept")
            ),
            rule=chosen.rule,
            cost=chosen.cost,
            sentences=tuple(said),
        )
