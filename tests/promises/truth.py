"""What the records say, counted again by hand: plain loops over rows, no room's help."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from tests.promises.given import (
    Row,
    Rows,
    counted,
    indexed,
    published,
    settled,
    written_last,
)

from vestibule.dossier.process import Comparison
from vestibule.dossier.records import Dossier


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A number, and who stands behind it.

    Parameters
    ----------
    value, of : int
        What is counted, out of how many; `of` is None for a bare count.
    people : int
        Behind it, or behind its base.
    gatherings, places : frozenset of str or None
        Behind it; None where nobody met.
    """

    value: int
    people: int
    of: int | None = None
    gatherings: frozenset[str] | None = None
    places: frozenset[str] | None = None


@dataclass
class Truth:
    """The counts behind one publication."""

    whole: Rows
    given: Rows
    dossier: Dossier
    region: dict[str, str]
    present: dict[str, int]

    @classmethod
    def of(cls, dossier: Dossier, on: dt.date) -> Truth:
        whole = settled(dossier)
        given = counted(whole, published(whole, on))
        return cls(whole, given, dossier, _regions(whole), _present(given))

    def met(self, ids: Iterable[str] | None = None) -> list[Row]:
        rows = self.given.get("gatherings", [])
        wanted = None if ids is None else set(ids)
        return [row for row in rows if wanted is None or row["id"] in wanted]

    def of_gatherings(self, rows: Iterable[Row], value: int | None = None) -> Fact:
        held = list(rows)
        return Fact(
            value=len(held) if value is None else value,
            of=None if value is None else len(held),
            people=sum(self.present[row["id"]] for row in held),
            gatherings=frozenset(row["id"] for row in held),
            places=frozenset(row["place"] for row in held if row["place"]),
        )

    def of_attendances(self, rows: Iterable[Row], value: int | None = None) -> Fact:
        held = list(rows)
        met = self.held
        n = sum(row["n"] for row in held)
        where = {row["gathering"] for row in held}
        return Fact(
            value=n if value is None else value,
            of=None if value is None else n,
            people=n,
            gatherings=frozenset(where),
            places=frozenset(p for one in where if (p := met[one]["place"])),
        )

    @cached_property
    def held(self) -> dict[str, Row]:
        return indexed(self.given, "gatherings")

    # Who was heard

    def home(self, row: Row) -> str | None:
        met = self.held
        return self.region.get(row["place"] or met[row["gathering"]]["place"] or "")

    def heard(self, region: str | None = None, *, everywhere: bool = False) -> Fact:
        rows = [
            row
            for row in self.given.get("attendances", ())
            if row["capacity"] in {"consulted", "official"}
        ]
        return self.of_attendances(
            row for row in rows if everywhere or self.home(row) == region
        )

    def attended(self, *capacities: str | None) -> Fact:
        rows = self.given.get("attendances", ())
        return self.of_attendances(
            row for row in rows if not capacities or row["capacity"] in capacities
        )

    def women(self) -> Fact:
        people = indexed(self.given, "people")
        sexed = []
        for row in self.given.get("attendances", ()):
            sex = row["sex"] or (people.get(row["person"] or "") or {}).get("sex")
            if sex:
                sexed.append((row, sex))
        return self.of_attendances(
            (row for row, _ in sexed),
            sum(row["n"] for row, sex in sexed if sex == "female"),
        )

    def gatherings(
        self,
        *,
        region: str | None = None,
        month: str | None = None,
        kind: str | None = None,
    ) -> Fact:
        return self.of_gatherings(
            row
            for row in self.met()
            if (region is None or self.region.get(row["place"] or "") == region)
            and (
                month is None or (row["held_on"] and f"{row['held_on']:%Y-%m}" == month)
            )
            and (kind is None or row["kind"] == kind)
        )

    # What was said

    @cached_property
    def coded(self) -> tuple[set[str], dict[str, set[str]]]:
        """Return the gatherings of which something is coded, and those that named a code."""
        where = {row["id"]: row["gathering"] for row in self.given.get("excerpts", ())}
        parent = {row["id"]: row["parent"] for row in self.given.get("codes", ())}
        readers: dict[str, set[str]] = defaultdict(set)
        put: dict[tuple[str, str], set[str]] = defaultdict(set)
        for row in self.given.get("codings", ()):
            readers[row["excerpt"]].add(row["coder"])
            code = row["code"]
            while code is not None and row["stance"] != "against":
                put[row["excerpt"], code].add(row["coder"])
                code = parent.get(code)
        named: dict[str, set[str]] = defaultdict(set)
        for (excerpt, code), coders in put.items():
            if 2 * len(coders) > len(readers[excerpt]):
                named[code].add(where[excerpt])
        return {where[excerpt] for excerpt in readers}, named

    def named(self, code: str, region: str | None = None) -> Fact:
        heard, named = self.coded
        base = [
            row
            for row in self.met(heard)
            if region is None or self.region.get(row["place"] or "") == region
        ]
        return self.of_gatherings(base, sum(row["id"] in named[code] for row in base))

    def validated(self, finding: str, outcome: str, region: str | None = None) -> Fact:
        met = indexed(self.given, "gatherings")

        def here(row: Row) -> bool:
            held = met[row["gathering"]]
            return region is None or (
                held["kind"] != "national_conference"
                and self.region.get(held["place"] or "") == region
            )

        rows = [
            r
            for r in self.given.get("validations", ())
            if r["finding"] == finding and here(r)
        ]
        base = self.of_gatherings(self.met(row["gathering"] for row in rows))
        there = {row["gathering"]: self.present[row["gathering"]] for row in rows}
        there |= {row["gathering"]: row["present"] for row in rows if row["present"]}
        n = len({row["gathering"] for row in rows if row["outcome"] == outcome})
        return Fact(
            value=n,
            of=base.value,
            people=sum(there.values()),
            gatherings=base.gatherings,
            places=base.places,
        )

    def gave(self, finding: str, outcome: str, region: str) -> Fact:
        """Return the gatherings of a region that gave one outcome, and no others."""
        met = indexed(self.given, "gatherings")
        rows = {
            row["gathering"]: row["present"]
            for row in self.given.get("validations", ())
            if row["finding"] == finding
            and row["outcome"] == outcome
            and met[row["gathering"]]["kind"] != "national_conference"
            and self.region.get(met[row["gathering"]]["place"] or "") == region
        }
        held = self.of_gatherings(self.met(rows))
        there = sum(n or self.present[one] for one, n in rows.items())
        return replace(held, people=there)

    def ballots(self, finding: str | None = None) -> Fact:
        questions = indexed(self.given, "questions")
        cast: dict[str, dict[tuple[str, str], Row]] = defaultdict(dict)
        for row in self.given.get("ballots", ()):
            # Ballots on actions are no order of findings.
            if row["finding"] is not None and finding in (None, row["finding"]):
                cast[questions[row["question"]]["key"]][
                    row["gathering"], row["ballot"]
                ] = row
        told = {row["question"] for row in self.given.get("priorities", ())}
        proclaimed = {questions[one]["key"] for one in told if one in questions}
        sheets = max(
            cast.items(),
            key=lambda one: (
                one[0] in proclaimed,
                sum(row["n"] for row in one[1].values()),
            ),
            default=("", {}),
        )[1]
        met = self.met({gathering for gathering, _ in sheets})
        n = sum(row["n"] for row in sheets.values())
        return Fact(
            value=n,
            people=n,
            gatherings=frozenset(row["id"] for row in met),
            places=frozenset(row["place"] for row in met if row["place"]),
        )

    def owed(self) -> Fact:
        rows = self.given.get("obligations", ())
        base = self.of_gatherings(self.met(row["gathering"] for row in rows))
        return Fact(
            value=len(rows),
            of=len(rows),
            people=base.people,
            gatherings=base.gatherings,
            places=base.places,
        )

    # What was answered

    def answers(self) -> list[Row]:
        """Return current answers: one row per vote or tally, with what is known of all."""
        put = {
            r["id"]
            for r in self.given.get("statements", ())
            if r["moderation"] != "out"
        }
        rows = [*self._votes(), *self._tallies()]
        return [row for row in rows if row["statement"] in put]

    def _votes(self) -> list[Row]:
        last: dict[tuple[str, str], Row] = {}
        for row in sorted(self.given.get("votes", ()), key=written_last):
            last[row["person"], row["statement"]] = row
        people, met = indexed(self.given, "people"), self._shared()
        found = []
        for row in last.values():
            person = people.get(row["person"], {})
            there = met.get(row["gathering"] or "", {})
            known = {
                n: person.get(n) or there.get(n) for n in ("sex", "age_band", "lang")
            }
            profile = self._profile(person.get("profile"))
            known |= {"region": person.get("place") or there.get("place")}
            known |= {n: profile.get(n) or there.get(n) for n in ("profile", "side")}
            one = {1: "agree", 0: "passed", -1: "disagree"}[row["vote"]]
            counted = {
                name: int(name == one) for name in ("agree", "passed", "disagree")
            }
            found.append(
                {
                    **known, **counted, "statement": row["statement"], "method": "individual",
                    "gathering": row["gathering"], "place": there.get("place"), "by_sex": False,
                    "alone": not there or there["kind"] == "online",
                }
            )  # fmt: skip
        return found

    def _tallies(self) -> list[Row]:
        last: dict[tuple[Any, ...], Row] = {}
        order = sorted(
            self.given.get("tallies", ()), key=lambda r: (r["count"], written_last(r))
        )
        for row in order:
            last[row["gathering"], row["statement"], row["method"], row["sex"]] = row
        met = self._shared()
        found = []
        for row in last.values():
            there = met[row["gathering"]]
            found.append(
                {
                    **there, "region": there["place"], "sex": row["sex"] or there["sex"],
                    "statement": row["statement"], "method": row["method"], "alone": False,
                    "gathering": row["gathering"], "by_sex": row["sex"] is not None,
                    **{name: row[name] for name in ("agree", "passed", "disagree")},
                }
            )  # fmt: skip
        return found

    def _profile(self, id_: str | None) -> Row:
        row = indexed(self.given, "profiles").get(id_ or "")
        return {} if row is None else {"profile": row["key"], "side": row["side"]}

    def _shared(self) -> dict[str, Row]:
        """Return what holds of everyone in a gathering."""
        said: dict[tuple[str, str], set[str]] = defaultdict(set)
        for row in self.given.get("attendances", ()):
            for name in ("sex", "age_band"):
                if row[name] is not None:
                    said[row["gathering"], name].add(row[name])
        found = {}
        for row in self.met():
            profile = (
                self._profile(row["profile"]) if row["composition"] != "mixed" else {}
            )
            alike = {
                name: next(iter(held))
                if len(held := said[row["id"], name]) == 1
                else None
                for name in ("sex", "age_band")
            }
            found[row["id"]] = {
                "profile": None, "side": None, **profile, **alike, "lang": row["lang"],
                "place": row["place"], "kind": row["kind"],
            }  # fmt: skip
        return found

    def answered(
        self, comparison: Comparison | None
    ) -> dict[tuple[str, str, str], Row]:
        """Return sums by statement, method and group; group is empty over all."""
        rows = _once(
            self.answers(), parts=comparison is not None and comparison.basis == "sex"
        )
        group = (
            {v: g.key for g in comparison.groups for v in g.values}
            if comparison
            else {}
        )
        found: dict[tuple[str, str, str], Row] = {}
        for row in rows:
            name = "" if comparison is None else self._group(row, comparison, group)
            if name is None:
                continue
            total = found.setdefault(
                (row["statement"], row["method"], name),
                {"agree": 0, "passed": 0, "disagree": 0, "met": set(), "places": set()},
            )
            for answer in ("agree", "passed", "disagree"):
                total[answer] += row[answer]
            if not row["alone"]:
                total["met"].add(row["gathering"])
                total["places"] |= {row["place"]} - {None}
        return {
            k: v for k, v in found.items() if v["agree"] + v["passed"] + v["disagree"]
        }

    def _group(
        self, row: Row, comparison: Comparison, group: Mapping[str, str]
    ) -> str | None:
        if comparison.basis != "region":
            return group.get(row[comparison.basis] or "")
        places = indexed(self.whole, "places")
        here = row["region"]
        while here is not None:
            if places[here]["key"] in group:
                return group[places[here]["key"]]
            here = places[here]["parent"]
        return None


def fact(row: Row, answer: str) -> Fact:
    n = row["agree"] + row["passed"] + row["disagree"]
    return Fact(
        value=row[answer],
        of=n,
        people=n,
        gatherings=frozenset(row["met"]) if row["met"] else None,
        places=frozenset(row["places"]) if row["met"] else None,
    )


def _once(rows: list[Row], *, parts: bool) -> list[Row]:
    """Return answers so that a gathering counted whole and by sex counts once."""
    taken = {
        (row["gathering"], row["statement"], row["method"])
        for row in rows
        if row["by_sex"] == parts
    }
    return [
        row
        for row in rows
        if row["by_sex"] == parts
        or (row["gathering"], row["statement"], row["method"]) not in taken
    ]


def _regions(rows: Rows) -> dict[str, str]:
    places = indexed(rows, "places")
    found = {}
    for id_ in places:
        here: str | None = id_
        while here is not None and places[here]["level"] > 1:
            here = places[here]["parent"]
        if here is not None and places[here]["level"] == 1:
            found[id_] = here
    return found


def _present(given: Rows) -> dict[str, int]:
    counted: dict[str, int] = defaultdict(int)
    for row in given.get("attendances", ()):
        counted[row["gathering"]] += row["n"]
    return {
        row["id"]: max(counted.get(row["id"]) or row["present"] or 1, 1)
        for row in given.get("gatherings", ())
    }
