"""What does the page of common ground show? Read from what was worked out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from vestibule.dossier.process import Comparison
from vestibule.web.context import current_process
from vestibule.web.records import versions
from vestibule.web.records.models import Statement
from vestibule.web.understand import intervals
from vestibule.web.understand.intervals import Range
from vestibule.web.understand.names import names
from vestibule.words import Catalogue

VERDICTS = (
    "common_ground",
    "undecided",
    "dividing",
    "not_shared",
    "method_matters",
    "counted_in_public",
    "not_heard_enough",
)
"""What can be said of a statement, in the order of the page."""

STATES = {
    "common_ground": "enough",
    "undecided": "few",
    "dividing": "contested",
    "not_shared": "rejected",
    "method_matters": "unknown",
    "counted_in_public": "unknown",
    "not_heard_enough": "nobody",
}
"""Verdict to its mark."""

SHAPES = tuple(intervals.SHAPES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One group of the comparison, on one statement."""

    name: str
    shape: str
    people: int
    gatherings: int
    overheard: int
    mean: float | None
    low: float | None
    high: float | None
    weak: bool
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One statement."""

    id: str
    key: str
    words: str
    lang: str
    verdict: str
    state: str
    word: str
    drawing: SafeString
    spoken: str
    lowest: float | None
    low: float | None
    high: float | None
    weakest: str
    sure: float | None
    needs: tuple[str, ...]
    sides: tuple[Side, ...]
    extra: str
    rank: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Statements of which the same can be said."""

    key: str
    name: str
    why: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the reader chose: a comparison, an order, a way of counting, a statement."""

    compare: str = ""
    order: str = "reponse"
    count: str = "tout"
    statement: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """The page: its groups of rows, and what it was asked."""

    comparison: Comparison
    comparisons: tuple[tuple[str, str], ...]
    families: tuple[tuple[SafeString, str], ...]
    groups: tuple[Group, ...]
    holding: int
    of: int
    thin: int
    bar: float
    error: float
    expected_false: float
    asked: Asked

    @property
    def bar_hundred(self) -> int:
        """The bar, of a hundred."""
        return round(100 * self.bar)

    @property
    def error_hundred(self) -> int:
        """How often a claim may be false, of a hundred."""
        return round(100 * self.error)


def ground(content: Mapping[str, Any], asked: Asked, words: Catalogue) -> Ground | None:
    """Return the page of one comparison; None where none was worked out."""
    process = current_process()
    found = {one["comparison"] for one in content["statements"]}
    known = [one for one in process.comparisons if one.key in found] if process else []
    if not known:
        return None
    chosen = next((one for one in known if one.key == asked.compare), known[0])
    telling = _Telling(content, chosen, asked, words)
    rows = telling.rows()
    models = {one["comparison"]: one for one in content["models"]}
    named = [(one.key, words.chosen(one.names)[0]) for one in known]
    return Ground(
        comparison=chosen,
        comparisons=tuple(named),
        families=tuple(
            (intervals.legend(shape), name)
            for shape, name in zip(SHAPES, telling.called.values(), strict=False)
        ),
        groups=_grouped(rows, asked.order, words),
        holding=sum(row.verdict == "common_ground" for row in rows),
        of=len(rows),
        thin=sum(row.verdict == "not_heard_enough" for row in rows),
        bar=content["bar"],
        error=content["settings"]["error"],
        expected_false=models.get(chosen.key, {}).get("expected_false") or 0.0,
        asked=asked,
    )


def _grouped(rows: Sequence[Row], order: str, words: Catalogue) -> tuple[Group, ...]:
    if order == "faible":
        told = [row for row in rows if row.lowest is not None]
        rest = [row for row in rows if row.lowest is None]
        worst = tuple(sorted(told, key=lambda row: row.lowest or 0.0)) + tuple(rest)
        name = words("web_ground.weakest_first")
        return (Group(key="all", name=name, why="", rows=worst),)
    return tuple(
        Group(
            key=key,
            name=words(f"web_ground.groups.{key}"),
            why=words(f"web_ground.why.{key}"),
            rows=tuple(row for row in rows if row.verdict == key),
        )
        for key in VERDICTS
        if any(row.verdict == key for row in rows)
    )


class _Telling:
    """Makes rows of what was worked out of one comparison."""

    def __init__(
        self,
        content: Mapping[str, Any],
        comparison: Comparison,
        asked: Asked,
        words: Catalogue,
    ) -> None:
        self.words, self.asked, self.bar = words, asked, content["bar"]
        self.called = {one.key: words.chosen(one.names)[0] for one in comparison.groups}
        mine = comparison.key
        self.statements = _of(content["statements"], mine)
        self.needs = _of(content["needs"], mine)
        self.segments: dict[str, dict[str, Any]] = {}
        for one in _of(content["segments"], mine):
            self.segments.setdefault(one["statement"], {})[one["group"]] = one
        self.said = names(Statement, "words", "words", words.lang)
        rows = versions.standing(Statement).values_list("pk", "lang")
        self.langs = dict(rows)

    def rows(self) -> list[Row]:
        """Return the statements in the order of their rank, those without one last."""
        rows = [self._row(one) for one in self.statements]
        return sorted(rows, key=lambda row: (row.rank, row.key))

    def _row(self, one: Mapping[str, Any]) -> Row:
        unheard = self.asked.count == "sans"
        sure = one["sure_unheard"] if unheard else one["sure"]
        lowest = one["lowest_unheard"] if unheard else one["lowest"]
        sides = self._sides(one)
        verdict = one["verdict"]
        state, word = self._state(one)
        return Row(
            id=one["statement"],
            key=one["key"],
            words=self.said.get(one["statement"], one["key"]),
            lang=self.langs.get(one["statement"]) or "",
            verdict=verdict,
            state=state,
            word=word,
            drawing=intervals.shares([_range(side) for side in sides], self.bar),
            spoken="; ".join(self._spoken(side) for side in sides),
            lowest=lowest,
            low=None if unheard else one["low"],
            high=None if unheard else one["high"],
            weakest=self.called.get(one["weakest"] or "", ""),
            sure=sure,
            needs=tuple(self._need(each) for each in self._needed(one)),
            sides=sides,
            extra=self._extra(one),
            rank=one["rank"] if one["rank"] is not None else len(self.statements) + 1,
        )

    def _sides(self, one: Mapping[str, Any]) -> tuple[Side, ...]:
        found = self.segments.get(one["statement"], {})
        return tuple(
            self._side(key, shape, found.get(key), weak=key == one["weakest"])
            for (key, shape) in zip(self.called, SHAPES, strict=False)
        )

    def _side(
        self, key: str, shape: str, row: Mapping[str, Any] | None, *, weak: bool
    ) -> Side:
        why = row["why"] if row else "never_asked"
        return Side(
            name=self.called[key],
            shape=shape,
            people=row["n"] if row else 0,
            gatherings=row["gatherings"] if row else 0,
            overheard=row["overheard"] if row else 0,
            mean=row["mean"] if row else None,
            low=row["low"] if row else None,
            high=row["high"] if row else None,
            weak=weak,
            why=self.words(f"web_ground.thin.{why}") if why else "",
        )

    def _state(self, one: Mapping[str, Any]) -> tuple[str, str]:
        verdict = one["verdict"]
        shaky = not one["stands"] or one["rests_on_overheard"]
        if verdict == "common_ground" and shaky:
            return "fragile", self.words("web_ground.verdicts.fragile")
        return STATES[verdict], self.words(f"web_ground.verdicts.{verdict}")

    def _needed(self, one: Mapping[str, Any]) -> list[Mapping[str, Any]]:
        return [each for each in self.needs if each["statement"] == one["statement"]]

    def _need(self, each: Mapping[str, Any]) -> str:
        key = "needs" if each["settles"] else "needs_at_most"
        group = self.called.get(each["group"], each["group"])
        return self.words(f"web_ground.{key}", n=each["gatherings"], group=group)

    def _extra(self, one: Mapping[str, Any]) -> str:
        if one["extra"] is None:
            return ""
        group = self.called.get(one["extra_in"] or "", "")
        return self.words("web_ground.extra", n=one["extra"], group=group)

    def _spoken(self, side: Side) -> str:
        if side.mean is None or side.low is None or side.high is None:
            return self.words("web_ground.aloud_none", group=side.name, why=side.why)
        at, low, high = (
            self.words.number(100 * x) for x in (side.mean, side.low, side.high)
        )
        return self.words("web_ground.aloud", group=side.name, n=at, low=low, high=high)


def _range(side: Side) -> Range:
    kind = "thin" if side.why else ("weak" if side.weak else "plain")
    return Range(
        shape=side.shape, at=side.mean, low=side.low, high=side.high, kind=kind
    )


def _of(rows: Sequence[Mapping[str, Any]], comparison: str) -> list[Mapping[str, Any]]:
    return [one for one in rows if one["comparison"] == comparison]
