"""What was asked of the results, and what came out: one sentence a check.

No check names a person: of a facilitator only that there is one is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from vestibule.words import Catalogue

KINDS = ("gathering", "facilitator", "place")


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One check: its name, what it found, whether to look closer."""

    name: str
    found: str
    state: str
    word: str


def checks(
    content: Mapping[str, Any], comparison: str, words: Catalogue
) -> tuple[Check, ...]:
    """Return the checks on one comparison, and those on all answers."""
    telling = _Telling(content, comparison, words)
    return tuple(telling.all())


class _Telling:
    def __init__(
        self, content: Mapping[str, Any], comparison: str, words: Catalogue
    ) -> None:
        self.content, self.comparison, self.words = content, comparison, words

    def all(self) -> Iterator[Check]:
        """Yield the checks in the order of the page."""
        yield from self._random()
        yield from self._left_out()
        yield from self._undone()
        yield self._flagged("copies", self.content["copies"])
        yield self._flagged("waves", self.content["waves"])
        yield self._sittings()
        yield from self._activity()
        yield self._check(
            "receipt", "passed", sha=self.content["receipt"]["sha256"][:12]
        )

    def _check(
        self, key: str, state: str, form: str = "found", /, **told: Any
    ) -> Check:
        said = f"web_ground.checks.{key}"
        return Check(
            name=self.words(f"{said}.name"),
            found=self.words(f"{said}.{form}", **told),
            state=state,
            word=self.words(
                "web_ground.read" if state == "few" else "web_ground.passed"
            ),
        )

    def _random(self) -> Iterator[Check]:
        rows = [
            one
            for one in self.content["representative_under_random_groups"]
            if one["rule"] == "ours"
        ]
        if rows:
            worst = max(rows, key=lambda one: one["rate"])
            within = all(one["within"] for one in rows)
            rate = self.words.number(100 * worst["rate"], 1)
            yield self._check("random", _state(within), rate=rate)

    def _left_out(self) -> Iterator[Check]:
        found = self.content["left_out"]
        for kind in KINDS:
            rows = self._mine(
                [one for one in found["steadiness"] if one["kind"] == kind]
            )
            if rows:
                changes = self._mine(
                    [one for one in found["changes"] if one["kind"] == kind]
                )
                yield self._without(kind, rows[0], changes)

    def _without(
        self, kind: str, row: Mapping[str, Any], changes: Sequence[Mapping[str, Any]]
    ) -> Check:
        lost = sorted({one["key"] for one in changes if one["changes"] != "won"})
        won = sorted({one["key"] for one in changes if one["changes"] == "won"})
        form = "lost" if lost else "won" if won else "found"
        return self._check(
            f"without_{kind}",
            _state(not lost and not won),
            form,
            units=row["units"],
            claims=row["claims"],
            keys=lost or won,
        )

    def _undone(self) -> Iterator[Check]:
        rows = self._mine(self.content["undone_by"])
        told = [one for one in rows if one["extra"] is not None]
        if told:
            least = min(told, key=lambda one: one["extra"])
            steady = not any(one["fragile"] for one in rows)
            yield self._check(
                "undone", _state(steady), n=least["extra"], key=least["key"]
            )

    def _flagged(self, key: str, rows: Sequence[Mapping[str, Any]]) -> Check:
        n = sum(bool(one["flagged"]) for one in rows)
        return self._check(key, _state(not n), "some" if n else "found", n=n)

    def _sittings(self) -> Check:
        n = sum(bool(one["over"]) for one in self.content["sittings"])
        return self._check("sittings", _state(not n), "some" if n else "found", n=n)

    def _activity(self) -> Iterator[Check]:
        rows = self.content["activity"]
        if rows:
            n = sum(bool(one["strong"]) for one in rows)
            yield self._check("activity", _state(not n), "some" if n else "found", n=n)

    def _mine(self, rows: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
        return [one for one in rows if one["comparison"] == self.comparison]


def _state(well: bool) -> str:
    return "passed" if well else "few"
