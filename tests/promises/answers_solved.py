"""Hidden answers to statements, worked out of other groups, totals and captions."""

from __future__ import annotations

from dataclasses import dataclass

from tests.promises.believed import BelievedRead
from tests.promises.numbers import METHODS
from tests.promises.reading import Key, Shown
from tests.promises.system import System
from tests.promises.truth import Fact, fact

WAYS = {
    "individual": ("individual",),
    "secret": ("individual", "pots"),
    "public": ("hands", "standing", "cards"),
}
"""How a figure over all calls the methods it may stand for."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One group before one statement, by one method."""

    comparison: str
    statement: str
    method: str
    group: str
    held: Fact

    @property
    def n(self) -> str:
        return f"n {self.comparison} {self.group}"

    @property
    def agree(self) -> str:
        return f"agree {self.comparison} {self.group}"

    @property
    def key(self) -> Key:
        return ("answer", self.comparison, self.statement, self.group, "agree")


class AnswersSolved(BelievedRead):
    """A reader who sets groups against each other and against all who answered."""

    def work_out_answers(self) -> None:
        """Solve each statement for itself, then the votes of a conversation."""
        statements = {key[2] for key in self.seen.cells if key[0] == "answer"}
        statements |= {key[1] for key in self.seen.cells if key[0] == "overall"}
        for statement in sorted(statements):
            for method in METHODS:
                if (statement, method, "") in self.answered[""]:
                    self._statement(statement, method)
        self._votes()

    def _shown(self, key: Key, method: str) -> Shown | None:
        """Return a printed answer if it fits a method; the first that fits."""
        cell = self.seen.cells.get(key)
        if not isinstance(cell, Shown):
            return None
        given = (cell.value, cell.of)
        fitting = [m for m, h in self.candidates(key) if (h.value, h.of) == given]
        return cell if fitting[:1] == [method] else None

    def _statement(self, statement: str, method: str) -> None:
        system = System()
        whole = fact(self.answered[""][statement, method, ""], "agree")
        system.add("n", whole.of or 0)
        system.add("agree", whole.value)
        for way, methods in WAYS.items():
            key = ("overall", statement, way, "agree")
            cell = self._shown(key, method) if method in methods else None
            if cell is not None:
                system.equal({"n": 1}, cell.of or 0)
                system.equal({"agree": 1}, cell.value)
        hidden: list[Asked] = []
        for comparison in self.answered:
            if comparison:
                hidden += self._grouped(system, comparison, statement, method, whole)
        for one in hidden:
            self._judge_group(system, one)

    def _judge_group(self, system: System, one: Asked) -> None:
        what = f"answers: {one.comparison}={one.group}"
        self.judge(system, {one.n: 1}, f"{what} base", one.held)
        if one.held.value:
            self.judge(system, {one.agree: 1}, f"{what} agree", one.held)
        if self.is_few(one.statement, one.held.value):
            low, high = system.between({one.agree: 1})
            if low == high:
                self.leak("recoverable", f"{what}, sensitive, is {low}")

    def _grouped(
        self, system: System, comparison: str, statement: str, method: str, whole: Fact
    ) -> list[Asked]:
        """Add the groups of a comparison; return those that are hidden."""
        groups = [
            Asked(comparison, statement, method, g, fact(row, "agree"))
            for (s, m, g), row in self.answered[comparison].items()
            if (s, m) == (statement, method)
        ]
        hidden = []
        for one in groups:
            system.add(one.n, one.held.of or 0)
            system.add(one.agree, one.held.value)
            system.at_most({one.agree: 1, one.n: -1}, 0)
            cell = self._shown(one.key, method)
            if cell is None:
                hidden.append(one)
                system.at_most({one.n: -1}, -1)
            else:
                system.equal({one.n: 1}, cell.of or 0)
                system.equal({one.agree: 1}, cell.value)
        if groups:
            self._tied(system, groups, whole)
        return hidden

    def _tied(self, system: System, groups: list[Asked], whole: Fact) -> None:
        """Tie groups to all who answered, where they are the same people."""
        if sum(one.held.of or 0 for one in groups) != whole.of:
            return
        system.equal({"n": -1, **{one.n: 1 for one in groups}}, 0)
        system.equal({"agree": -1, **{one.agree: 1 for one in groups}}, 0)

    def _votes(self) -> None:
        """Set the votes on each statement of a conversation against all votes."""
        total = self.seen.cells.get(("votes",))
        rows = {
            statement: fact(row, "agree")
            for (statement, method, _), row in self.answered[""].items()
            if method == "individual"
        }
        n = sum(held.of or 0 for held in rows.values())
        if not isinstance(total, Shown) or n != total.value:
            return
        system = System()
        for statement, held in rows.items():
            system.add(statement, held.of or 0, low=1)
            key = ("overall", statement, "individual", "agree")
            if isinstance(self.seen.cells.get(key), Shown):
                system.equal({statement: 1}, held.of or 0)
        system.equal(dict.fromkeys(rows, 1), n)
        for statement, held in rows.items():
            self.judge(system, {statement: 1}, f"votes: on {statement[:6]}", held)
