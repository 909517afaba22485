"""Who was heard by place and profile: marks that tell too much, and what follows.

A mark is a number in disguise: a full circle says at least ten, an empty one none. The
reader sets them against what is printed of the region, and knows that editions can be
compared, that small is not refused, and that neither may be told from the other.
"""

from __future__ import annotations

from functools import cached_property

from tests.promises.answers_solved import AnswersSolved
from tests.promises.given import Row, Rows, counted, indexed
from tests.promises.page import plain
from tests.promises.reading import HIDDEN, Shown
from tests.promises.system import Linear, System
from tests.promises.truth import Fact

HEARD = {"consulted", "official"}
MARKS = {"enough", "few"}
PRESENCE = {"gatherings", "attendances", "people"}

Pair = tuple[str, str]


class GridSolved(AnswersSolved):
    """A reader who takes marks for numbers."""

    @cached_property
    def profiles(self) -> dict[str, str]:
        """Return names of profiles to their ids."""
        declared = {p.key: p for p in self.truth.dossier.process.profiles}
        return {
            plain(name): row["id"]
            for row in self.truth.whole.get("profiles", ())
            for name in declared[row["key"]].names.values()
        }

    @cached_property
    def spoken(self) -> dict[Pair, list[Row]]:
        """Return the attendances that agreed to be counted, by region and profile."""
        return self._by_pair(self.truth.given)

    @cached_property
    def anyone(self) -> set[Pair]:
        """Return regions and profiles of all who were heard, who agreed or not."""
        whole = self.truth.whole
        return set(self._by_pair(counted(whole, whole)))

    def _by_pair(self, rows: Rows) -> dict[Pair, list[Row]]:
        met, people = indexed(rows, "gatherings"), indexed(rows, "people")
        found: dict[Pair, list[Row]] = {}
        for row in rows.get("attendances", ()):
            if row["capacity"] not in HEARD:
                continue
            there = met[row["gathering"]]
            who = (people.get(row["person"] or "") or {}).get("profile")
            profile = row["profile"] or who or there["profile"]
            home = self.truth.region.get(row["place"] or there["place"] or "")
            found.setdefault((home or "", profile or ""), []).append(row)
        return found

    def told_of(self, pair: Pair) -> Fact:
        return self.truth.of_attendances(self.spoken.get(pair, []))

    def look_at_grid(self) -> None:
        """Find marks behind which too few stand, and marks that tell few from none."""
        states = {
            (region, self.profiles[name]): state
            for (region, name), state in self.seen.grid.items()
        }
        for pair, state in states.items():
            held, what = self.told_of(pair), f"{pair[1][:6]} in {pair[0][:6]}"
            if state in MARKS and not (held.people and self.is_enough(held)):
                met = len(held.gatherings or ())
                self.leak("grid", f"{what} is {state}: {held.people} in {met}")
            if state == "nobody" and pair in self.anyone:
                self.leak("grid", f"{what} is told as nobody")
        self._framed(states)
        self._taken_back(states)
        # Numbers that are not the records' cannot be set against each other.
        if not any(one.startswith("not what") for one in self.found.leaks):
            self._subtracted(states)
            self.refusals()

    def _framed(self, states: dict[Pair, str]) -> None:
        """Find cells outside the frame that look unlike those where nobody was."""
        for (region, profile), state in states.items():
            row = {one: s for (r, one), s in states.items() if r == region}
            is_planned = "outside" in row.values()
            if is_planned and state == "hidden" and not self._aimed(region, profile):
                self.leak("grid", f"{profile[:6]} in {region[:6]}, not in the frame")

    def _aimed(self, region: str, profile: str) -> bool:
        return any(
            row["profile"] == profile
            and self.truth.region.get(row["place"], row["place"]) == region
            for row in self.truth.whole.get("targets", ())
        )

    def _taken_back(self, states: dict[Pair, str]) -> None:
        """Find cells told as nobody that an earlier edition may have told as few."""
        gone = [
            row
            for row in self.truth.dossier.table("withdrawals").to_dicts()
            if row["table"] in PRESENCE and row["reason"] != "duplicate"
        ]
        heard = {region for region, _ in self.anyone}
        if gone and any(
            state == "nobody" and region in heard
            for (region, _), state in states.items()
        ):
            self.leak("grid", "nobody, after a presence was withdrawn")

    def _subtracted(self, states: dict[Pair, str]) -> None:
        """Set the marks of a region against its attendances."""
        for region in {region for region, _ in states}:
            cell = self.seen.cells.get(("heard", region))
            if not isinstance(cell, Shown):
                continue
            row = {one: s for (r, one), s in states.items() if r == region}
            system = System()
            for profile, state in row.items():
                n = self.told_of((region, profile)).value
                system.add(profile, n, low=self.rules.people if state in MARKS else 0)
                if state == "nobody" and not n:  # a lie was told above
                    system.equal({profile: 1}, 0)
            left = cell.value - int(sum(system.truth))
            system.none_if_none({system.add("others", left): 1})
            system.equal(dict.fromkeys(system.names, 1), cell.value)
            for profile, state in row.items():
                if state not in MARKS:
                    self._judged(system, region, profile)

    def _judged(self, system: System, region: str, profile: str) -> None:
        held = self.told_of((region, profile))
        what = f"grid: {profile[:6]} in {region[:6]}"
        self.judge(system, {profile: 1}, what, held)
        low, high = system.between({profile: 1})
        if held.people and not self.is_enough(held) and high - low < 2:
            self.leak("recoverable", f"{what} is {low} or {high}")
        if held.people == 0 and (region, profile) in self.anyone and high == 0:
            self.leak("refusal", what)

    # A region of which nobody agreed to be counted

    def refusals(self) -> None:
        """Find regions that are hidden, and zero: all who were heard refused."""
        truth = self.truth
        whole = self.seen.cells.get(("attendances",))
        if not isinstance(whole, Shown):
            return
        regions = self.second("heard")
        system = System()
        for region in regions:
            system.add(region, truth.heard(region).value)
        others = whole.value - int(sum(system.truth))
        system.none_if_none({system.add("others", others): 1})
        system.equal(dict.fromkeys(system.names, 1), whole.value)
        known: dict[tuple[str, ...], Linear] = {("heard", r): {r: 1} for r in regions}
        self.margins(system, known)
        heard = {region for region, _ in self.anyone}
        for region in regions:
            is_hidden = self.seen.cells.get(("heard", region)) == HIDDEN
            refused = region in heard and not truth.heard(region).value
            if is_hidden and refused and system.between({region: 1})[1] == 0:
                self.leak("refusal", f"nobody in {region[:6]} agreed to be counted")
