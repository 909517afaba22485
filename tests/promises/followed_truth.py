"""Trust, and what sides say of promises, counted again by hand from rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from tests.promises.given import Row, Rows, indexed, written_last
from tests.promises.truth import Fact, Truth

from vestibule.dossier.process import Barometer

SIDES = ("official", "community", "observer")


@dataclass
class Asked:
    """Who answered a barometer in one wave: positively, or otherwise."""

    yes: set[str] = field(default_factory=set)
    no: set[str] = field(default_factory=set)
    visits: set[str] = field(default_factory=set)
    regions: set[str] = field(default_factory=set)

    @property
    def who(self) -> set[str]:
        return self.yes | self.no

    @property
    def fact(self) -> Fact:
        n = len(self.who)
        return Fact(
            value=len(self.yes), of=n, people=n,
            gatherings=frozenset(self.visits), places=frozenset(self.regions),
        )  # fmt: skip


def asked(truth: Truth, rows: Rows, one: Barometer) -> dict[int, Asked]:
    """Return who answered a barometer, by wave."""
    forms = indexed(rows, "instruments")
    people, met = indexed(rows, "people"), indexed(rows, "gatherings")
    profiles = indexed(truth.whole, "profiles")
    last: dict[tuple[str, int], Row] = {}
    for row in sorted(rows.get("answers", ()), key=written_last):
        form = forms.get(row["instrument"])
        if form is None or form["key"] != one.instrument:
            continue
        if row["question"] == one.question and row["wave"] is not None:
            last[row["person"] or row["id"], row["wave"]] = row
    found: dict[int, Asked] = defaultdict(Asked)
    for (who, wave), row in last.items():
        person = people.get(row["person"] or "", {})
        there = met.get(row["gathering"] or "", {})
        profile = profiles.get(person.get("profile") or there.get("profile") or "", {})
        if one.asked and not {profile.get("side"), profile.get("key")} & set(one.asked):
            continue
        if row["value"] not in one.scale:
            continue
        held = found[wave]
        (held.yes if row["value"] in one.positive else held.no).add(who)
        held.visits.add(row["gathering"] or person.get("household") or who)
        region = truth.region.get(person.get("place") or there.get("place") or "")
        held.regions |= {region} - {None}  # type: ignore[arg-type]
    return dict(found)


@dataclass(frozen=True)
class Said:
    """What one side says of a promise, and who stands behind it."""

    state: str | None
    fact: Fact | None = None


def said(truth: Truth, commitment: Row) -> Mapping[str, Said]:
    """Return what each side last said of a promise, as far as it may leave the team."""
    found = {}
    for side in SIDES:
        rows = [
            row
            for row in truth.given.get("verifications", ())
            if row["commitment"] == commitment["id"] and row["side"] == side
        ]
        found[side] = (
            _of_places(truth, commitment, rows)
            if side == "community"
            else Said(_round(rows))
        )
    return found


def _of_places(truth: Truth, commitment: Row, rows: list[Row]) -> Said:
    met = truth.held
    by: dict[str | None, list[Row]] = defaultdict(list)
    for row in rows:
        there = met.get(row["gathering"] or "")
        by[there["place"] if there else None].append(row)
    is_forces = on_forces(truth, commitment)
    kept = []
    for place, held in by.items():
        last = _last(held)
        if any(row["gathering"] not in met for row in last):
            continue
        if is_forces and place not in truth.region:
            continue
        kept.append(last)
    states = [_round(last) for last in kept]
    able = [
        (state, last)
        for state, last in zip(states, kept, strict=True)
        if state != "cannot_say"
    ] or list(zip(states, kept, strict=True))
    if not able:
        return Said(None)
    words = {state for state, _ in able}
    behind = {row["gathering"] for last in kept for row in last}
    fact = truth.of_gatherings(truth.met(behind))
    places = {truth.region.get(p, "") for p in fact.places or ()} - {""}
    if is_forces:
        fact = Fact(
            value=fact.value, people=fact.people,
            gatherings=fact.gatherings, places=frozenset(places),
        )  # fmt: skip
    return Said(words.pop() if len(words) == 1 else "divided", fact)


def on_forces(truth: Truth, commitment: Row) -> bool:
    """Return whether a promise is one of forces, or of nobody knows whom."""
    side = commitment["owner_side"]
    if side is None:
        answer = indexed(truth.given, "responses").get(commitment["response"] or "", {})
        asks = indexed(truth.given, "recommendations")
        side = asks.get(answer.get("recommendation") or "", {}).get("addressee_side")
    return side in {None, "forces"}


def _last(rows: Iterable[Row]) -> list[Row]:
    held = list(rows)
    days = [row["seen_on"] for row in held if row["seen_on"]]
    last = [row for row in held if row["seen_on"] == max(days)] if days else held
    whole = [row for row in last if row["part"] is None]
    return whole or last


def _round(rows: list[Row]) -> str | None:
    last = _last(rows)
    judged = {row["state"] for row in last if row["adjudicated"]}
    states = judged or {row["state"] for row in last}
    if not states:
        return None
    return states.pop() if len(states) == 1 else "divided"


def standing(sides: Mapping[str, str | None]) -> str:
    """Return how a promise stands by what is printed of each side."""
    looked = {state for state in sides.values() if state is not None}
    able = looked - {"cannot_say"}
    if not able:
        return "unseen"
    if len(able) > 1 or "divided" in able:
        return "contested"
    state = able.pop()
    if state == "done":
        is_seen = "done" in {sides["community"], sides["observer"]}
        return "kept" if is_seen else "claimed"
    return "under_way" if state in {"begun", "partly"} else state
