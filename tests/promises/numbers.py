"""Every number that is printed, against the records and against the thresholds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from tests.promises.dossiers import Made
from tests.promises.given import Row, indexed
from tests.promises.reading import Key, Reading, Shown
from tests.promises.truth import Fact, Truth, fact

from vestibule.dossier.process import Disclosure

METHODS = ("individual", "pots", "hands", "standing", "cards")
"""How answers are counted; a figure does not say by which."""

OUTCOMES = ("confirmed", "amended", "rejected")
"""What a gathering may say of a finding."""


@dataclass(slots=True)
class Findings:
    """What was found: leaks must not be; remarks are counted and judged by people."""

    leaks: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


@dataclass
class Numbers:
    """A reader of one portrait in one language, and what it looks up."""

    made: Made
    truth: Truth
    seen: Reading
    found: Findings = field(default_factory=Findings)

    @property
    def rules(self) -> Disclosure:
        """The least that must stand behind a number."""
        return self.made.dossier.process.disclosure

    def leak(self, kind: str, what: object) -> None:
        self.found.leaks.append(f"{kind}: {what}")

    def is_enough(self, held: Fact) -> bool:
        """Return whether ten people in three gatherings in two places stand behind it."""
        rules = self.rules
        if held.people == 0:
            return True
        return (
            held.people >= rules.people
            and (held.gatherings is None or len(held.gatherings) >= rules.gatherings)
            and (held.places is None or len(held.places) >= rules.places)
        )

    # Numbers that are printed

    def facts(self) -> dict[Key, Fact]:
        """Return what the records say of every cell of the portrait."""
        truth = self.truth
        by: dict[str, Callable[..., Fact]] = {
            "gatherings": lambda *by: truth.gatherings(**dict([by] if by else [])),
            "heard": truth.heard,
            "attendances": truth.attended,
            "represented": lambda: truth.attended("represented"),
            "named": lambda finding, *region: truth.named(self.code(finding), *region),
            "ballots": truth.ballots,
            "support": lambda _: truth.ballots(),
            "validated": truth.validated,
            "owed": lambda _: truth.owed(),
        }
        return {key: by[key[0]](*key[1:]) for key in self.seen.cells if key[0] in by}

    def code(self, finding: str) -> str:
        """Return the code whose naming counts as naming a finding."""
        return indexed(self.truth.given, "findings")[finding]["code"] or ""

    def look_at_numbers(self) -> None:
        """Compare each printed number with the records and with the thresholds."""
        for key, held in self.facts().items():
            cell = self.seen.cells[key]
            if isinstance(cell, Shown):
                self._compared(key, cell, held)
        self._women()
        self._people()
        self._conversation()
        self._answers()

    def _compared(self, key: Key, cell: Shown, held: Fact) -> None:
        # Of ballots and debts only the base is counted again.
        is_same = key[0] in {"support", "owed"} or cell.value == held.value
        if not is_same or (None not in {cell.of, held.of} and cell.of != held.of):
            self.leak("not what was published", f"{key} {cell} {held.value}/{held.of}")
        if not self.enough_here(key, held):
            self.leak("under the threshold", f"{key} {cell} of {held.people} people")

    def enough_here(self, key: Key, held: Fact) -> bool:
        if key == ("gatherings", "kind", "national_conference"):
            return True
        if key[0] in {"ballots", "support"} and self.is_conference(held):
            return held.people >= self.rules.people
        return self.is_enough(held)

    def is_conference(self, held: Fact) -> bool:
        """Return whether only national conferences stand behind it: they are public."""
        met = indexed(self.truth.given, "gatherings")
        kinds = {met[one]["kind"] for one in held.gatherings or ()}
        return kinds == {"national_conference"}

    def _women(self) -> None:
        held = self.truth.women()
        if self.seen.women is None:
            return
        if not self.is_enough(held) or self.seen.women != int(
            100 * held.value / (held.of or 1) + 0.5
        ):
            self.leak(
                "under the threshold",
                f"women {self.seen.women} of 100 in {held.people}",
            )

    def _people(self) -> None:
        low = self.seen.cells.get(("low",))
        if not isinstance(low, Shown):
            return
        if not self.is_enough(self.truth.attended()):
            self.leak("under the threshold", f"different people {low}")
        sizes = [self.truth.present[row["id"]] for row in self.truth.met()]
        if low.value == max(sizes, default=0):
            self.found.remarks.append(
                "the least number of people is the largest gathering's"
            )

    def _conversation(self) -> None:
        votes = self.truth.given.get("votes", [])
        people = len({row["person"] for row in votes})
        pairs = len({(row["person"], row["statement"]) for row in votes})
        for name, value in (("participants", people), ("votes", pairs)):
            cell = self.seen.cells.get((name,))
            if isinstance(cell, Shown) and (
                cell.value != value or 0 < people < self.rules.people
            ):
                self.leak("under the threshold", f"{name} {cell} by {people} people")

    # Answers: the method is not printed beside them, so any that fits is looked for

    @cached_property
    def answered(self) -> dict[str, dict[tuple[str, str, str], Row]]:
        found = {"": self.truth.answered(None)}
        for one in self.truth.dossier.process.comparisons:
            found[one.key] = self.truth.answered(one)
        return found

    def candidates(self, key: Key) -> list[tuple[str, Fact]]:
        """Return the methods that a printed answer may come from, with the truth."""
        if key[0] == "overall":
            _, statement, way, answer = key
            methods = {
                "individual": ("individual",), "secret": ("individual", "pots"),
                "public": ("hands", "standing", "cards"),
            }[way]  # fmt: skip
            rows, group = self.answered[""], ""
        else:
            _, comparison, statement, group, answer = key
            methods, rows = (
                ("individual", "pots", "hands", "standing", "cards"),
                self.answered[comparison],
            )
        return [
            (m, fact(rows[statement, m, group], answer))
            for m in methods
            if (statement, m, group) in rows
        ]

    @cached_property
    def sensitive(self) -> set[str]:
        """Return ids of statements of which a few answers may not be shown."""
        rows = self.truth.whole.get("statements", ())
        return {row["id"] for row in rows if row["sensitivity"] == "sensitive"}

    def is_few(self, statement: str, value: float) -> bool:
        """Return whether so many answers to a statement are too few to be known."""
        return statement in self.sensitive and 0 < value < self.rules.people

    def look_at_sensitive(self) -> None:
        """Find sentences that nobody has read yet, and few answers to sensitive ones."""
        text = self.seen.page.text
        rows = indexed(self.truth.whole, "statements")
        for words, id_ in self.seen.names.statements.items():
            if rows[id_]["sensitivity"] == "undecided" and words in text:
                self.leak("undecided", words)
        for key, cell in self.seen.cells.items():
            if key[0] in {"answer", "overall"} and isinstance(cell, Shown):
                statement = key[1] if key[0] == "overall" else key[2]
                if self.is_few(statement, cell.value):
                    self.leak("few answers", f"{key} {cell}")

    def _answers(self) -> None:
        for key, cell in self.seen.cells.items():
            if key[0] in {"answer", "overall"} and isinstance(cell, Shown):
                fitting = [
                    h
                    for _, h in self.candidates(key)
                    if (h.value, h.of) == (cell.value, cell.of)
                ]
                if not fitting:
                    self.leak("not what was published", f"{key} {cell}")
                elif not any(self.is_enough(held) for held in fitting):
                    self.leak("under the threshold", f"{key} {cell}")
            if key[0] == "answered" and isinstance(cell, Shown):
                held = [
                    fact(row, "agree")
                    for (_, _, g), row in self.answered[key[1]].items()
                    if g == key[2]
                ]
                if not any(h.of == cell.value and self.is_enough(h) for h in held):
                    self.leak("under the threshold", f"{key} {cell}")
