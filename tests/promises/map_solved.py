"""The map, looked up, subtracted from itself, and compared with what else is said."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from tests.promises.followed_solved import FollowedSolved
from tests.promises.given import indexed
from tests.promises.map_seen import Circle, MapSeen, Pair
from tests.promises.map_truth import WAYS, Links
from tests.promises.reading import HIDDEN, Shown

MOST_FACTORS = 15

SIGN = {"more": 1, "less": -1, "unclear": 0}


class MapSolved(FollowedSolved):
    """A reader who minds what people told as causes."""

    @property
    def drawn(self) -> MapSeen:
        return self.seen.map

    @cached_property
    def links(self) -> Links:
        return Links.of(self.truth)

    def look_at_map(self) -> None:
        """Look up all numbers of links, then all that the map makes of them."""
        self._told_in()
        if not self.drawn.does:
            return
        self._drawing()
        for circle in self.drawn.circles:
            self._circle(circle)
        self._levers()

    def _told_in(self) -> None:
        base = self.links.base
        for key, cell in self.seen.cells.items():
            if not isinstance(cell, Shown) or key[0] not in {"told", "linked"}:
                continue
            met = self.links.met(*key[1:]) if key[0] == "told" else base.gatherings
            n = len(met or ())
            if cell.value != n or cell.of not in {None, len(base.gatherings or ())}:
                self.leak("not what was published", f"{key} {cell} {n}")
            if not all(map(self.is_enough, (base, self.links.fact(met or ())))):
                self.leak("under the threshold", f"{key} {cell}")

    def _gathered(self, pair: Pair, way: str) -> int:
        cell = self.seen.cells.get(("told", *pair, way))
        return cell.value if isinstance(cell, Shown) else 0

    def _drawing(self) -> None:
        """Find a drawing that says more, or other things, than its numbers."""
        drawn = self.drawn
        ends = {one for pair in drawn.does for one in pair}
        if drawn.listed != drawn.does or drawn.boxes != ends:
            self.leak("drawing", "list, data and boxes differ")
        if len(ends) > MOST_FACTORS:
            self.leak("drawing", f"{len(ends)} factors")
        for pair, does in drawn.does.items():
            more, less = (self._gathered(pair, way) for way in WAYS)
            if not more and not less:
                self.leak("drawing", f"{pair} without a number")
            if SIGN[does] != (more > less) - (more < less):
                self.leak("direction", f"{pair} is {does}, by {more} and {less}")
            for way in WAYS:
                told = ("told", *pair, way) in self.seen.cells
                if told != bool(self.links.met(*pair, way)):
                    self.leak("not what was published", f"{pair} {way} is said: {told}")

    def _circle(self, circle: Circle) -> None:
        turn = 1
        for pair, does in zip(circle.pairs, circle.does, strict=True):
            turn *= SIGN[does]
            if self.drawn.does.get(pair) != does:
                self.leak("loop", f"{pair} is not drawn so")
        if {"reinforcing": 1, "balancing": -1, "unclear": 0}[circle.turn] != turn:
            self.leak("loop", f"{circle.factors} is {circle.turn}")
        met = self.links.whole(
            (*pair, does) for pair, does in zip(circle.pairs, circle.does, strict=True)
        )
        if circle.whole == HIDDEN:
            if not met:
                self.leak("assembled", f"{circle.factors} was told whole by nobody")
            return
        if circle.whole != Shown(len(met)):
            self.leak("assembled", f"{circle.factors}: {circle.whole}, {len(met)}")
        if met and not self.is_enough(self.links.fact(met)):
            self.leak("under the threshold", f"{circle.factors} whole in {len(met)}")
        self._left(circle, met)

    def _left(self, circle: Circle, met: set[str]) -> None:
        """Subtract those who told all of a loop from those who told one of its links."""
        for pair, does in zip(circle.pairs, circle.does, strict=True):
            if does != "unclear" and met:
                rest = self.links.met(*pair, does) - met
                if rest and not self.is_enough(self.links.fact(rest)):
                    self.leak("recoverable", f"{pair} but not {circle.factors}")

    # Where one could act

    def _levers(self) -> None:
        """Find reasons that lean on what is not drawn, and decisions nobody was told of."""
        found = set(self._circles())
        goals = self._goals()
        for one in self.drawn.levers:
            loops = sum(one.factor in circle for circle in found)
            after = len(self._after(one.factor) & goals - {one.factor})
            if (one.loops, one.acts_on) != (loops, after):
                self.leak("lever", f"{one} but {loops} loops, and {after} lie after it")
            finding = self._finding(one.factor)
            if one.decided and ("ranked", finding) not in self.seen.cells:
                self.leak("verdict", f"{one.factor[:6]} was decided")
            if one.contested and not self._is_contested(finding):
                self.leak("verdict", f"{one.factor[:6]} was objected to")

    def _circles(self) -> Iterator[tuple[str, ...]]:
        """Yield every loop of the drawing, from its smallest factor on."""

        def on(way: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
            for cause, effect in self.drawn.does:
                if cause != way[-1]:
                    continue
                if effect == way[0]:
                    yield way
                elif effect > way[0] and effect not in way and len(way) < self.drawn.bound:  # fmt: skip
                    yield from on((*way, effect))

        for start in sorted(self.drawn.boxes):
            yield from on((start,))

    def _after(self, factor: str, steps: int = 4) -> set[str]:
        reached = {factor}
        for _ in range(steps):
            reached |= {e for c, e in self.drawn.does if c in reached}
        return reached

    def _goals(self) -> set[str]:
        named = {one for one in self.drawn.boxes if self._finding(one)}
        causes = {cause for cause, _ in self.drawn.does}
        return named or self.drawn.boxes - causes

    def _finding(self, factor: str) -> str:
        """Return the finding that a factor, or one that is one with it, stands for."""
        findings = indexed(self.truth.given, "findings")
        own = self.links.stands(factor)
        rows = sorted(
            self.truth.given.get("factors", ()),
            key=lambda row: (row["id"] != factor, row["id"]),
        )
        named = [row["finding"] for row in rows if self.links.stands(row["id"]) == own]
        alone = [
            id_ for id_ in named if id_ in findings and not findings[id_]["parent"]
        ]
        return alone[0] if alone else ""

    def _is_contested(self, finding: str) -> bool:
        numbers = [
            self.seen.cells.get(("validated", finding, outcome))
            for outcome in ("amended", "rejected")
        ]
        said = any(isinstance(one, Shown) and one.value for one in numbers)
        return said or finding in self.seen.objected
