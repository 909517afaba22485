"""Who told which link where, counted again by hand: plain loops over rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from tests.promises.given import Row, Rows, indexed, written_last
from tests.promises.truth import Fact, Truth

WAYS = ("more", "less")

Pair = tuple[str, str]


@dataclass
class Links:
    """Every link that may be counted, factors that people made one being one.

    Parameters
    ----------
    truth : Truth
        Of the records.
    one : dict of str to str
        Factor to the name of all that are one with it.
    by : mapping
        Cause, effect and direction to who told it, and in which gatherings.
    """

    truth: Truth
    one: dict[str, str]
    by: dict[tuple[str, str, str], dict[str, set[str]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(set))
    )

    @classmethod
    def of(cls, truth: Truth) -> Links:
        given = truth.given
        found = cls(truth, _together(given))
        excerpts, voices = indexed(given, "excerpts"), indexed(given, "voices")
        met = {row["id"] for row in given.get("gatherings", ())}
        for row in given.get("claims", ()):
            excerpt = excerpts.get(row["excerpt"] or "", {})
            spoken = row["voice"] or excerpt.get("voice")
            voice = voices.get(spoken or "", {})
            where = (
                row["gathering"] or excerpt.get("gathering") or voice.get("gathering")
            )
            who = row["teller"] or voice.get("person") or spoken or where
            cause, effect = (found.stands(row[end]) for end in ("cause", "effect"))
            if where in met and cause != effect:
                found.by[cause, effect, row["direction"]][who].add(where)
        return found

    def stands(self, factor: str) -> str:
        return self.one.get(factor, factor)

    def met(self, cause: str, effect: str, way: str) -> set[str]:
        """Return the gatherings that told a link so."""
        told = self.by.get((self.stands(cause), self.stands(effect), way), {})
        return set().union(*told.values())

    def whole(self, links: Iterable[tuple[str, str, str]]) -> set[str]:
        """Return the gatherings where one source told all of some links."""
        told = []
        for cause, effect, does in links:
            pair = self.stands(cause), self.stands(effect)
            ways = WAYS if does == "unclear" else (does,)
            told.append(
                {
                    (who, where)
                    for way in ways
                    for who, met in self.by.get((*pair, way), {}).items()
                    for where in met
                }
            )
        return {where for _, where in set.intersection(*told)}

    def fact(self, met: Iterable[str]) -> Fact:
        """Return some gatherings with who stands behind them alone."""
        return self.truth.of_gatherings(self.truth.met(met))

    @property
    def base(self) -> Fact:
        """The gatherings that told any link."""
        return self.fact(
            where for told in self.by.values() for met in told.values() for where in met
        )


def _together(given: Rows) -> dict[str, str]:
    """Return factors under one name where people decided, last, that they are one."""
    last: dict[Pair, Row] = {}
    rows = [row for row in given.get("merges", ()) if row["state"] != "proposed"]
    for row in sorted(rows, key=written_last):
        last[row["factor"], row["into"]] = row
    one: dict[str, str] = {}
    for (factor, into), row in last.items():
        if row["state"] == "decided":
            old, new = one.get(factor, factor), one.get(into, into)
            one |= {factor: new, into: new}
            one = {key: new if value == old else value for key, value in one.items()}
    return one
