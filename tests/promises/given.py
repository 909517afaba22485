"""Which records may be seen at all: consent, reviews, versions, read again by hand.

The design's own words, in plain loops over rows: gatherings need level 3 as a group;
people, voices and excerpts that were asked and allowed less leave, and whatever hangs
on them. A quote needs an explicit 4, nothing lower around it, and two reviewers.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from vestibule.dossier.records import Dossier
from vestibule.dossier.tables import TABLES

Row = dict[str, Any]
Rows = dict[str, list[Row]]


def settled(dossier: Dossier) -> Rows:
    """Return each record once, in its last version, under its first id."""
    raw = {
        name: dossier.table(name).to_dicts()
        for name in TABLES
        if name in dossier.tables
    }
    first: dict[str, dict[str, str]] = {}
    found: Rows = {}
    for name, rows in raw.items():
        prior = {
            row["id"]: row["supersedes"].split(" ") for row in rows if row["supersedes"]
        }
        first[name] = _firsts(prior)
        gone = {old for olds in prior.values() for old in olds}
        standing = sorted(
            (row for row in rows if row["id"] not in gone), key=written_last
        )
        once = {first[name].get(row["id"], row["id"]): row for row in standing}
        found[name] = [{**row, "id": id_} for id_, row in once.items()]
    for name, rows in found.items():
        for column in TABLES[name].references:
            moved = first.get(str(column.ref), {})
            if moved:
                for row in rows:
                    row[column.name] = moved.get(row[column.name], row[column.name])
    return found


def _firsts(prior: Mapping[str, list[str]]) -> dict[str, str]:
    """Return the first id of every version; of records made one, that of all of them."""
    first = {id_: _first(id_, prior) for id_ in prior}
    for id_, olds in sorted(prior.items()):
        for old in olds:
            begun, one = first.get(old, old), first[id_]
            if begun != one:
                first = {k: one if v == begun else v for k, v in first.items()}
                first[begun] = one
    return first


def _first(id_: str, prior: Mapping[str, list[str]]) -> str:
    while id_ in prior:
        id_ = min(prior[id_])
    return id_


def written_last(row: Row) -> tuple[Any, ...]:
    at = row["at"]
    return (at is not None, at or 0, row["origin"], row["seq"], row["id"])


@dataclass(slots=True)
class Consents:
    """The levels stated about records, by hand."""

    rows: Rows
    on: dt.date
    by: dict[tuple[str, str], list[int]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def __post_init__(self) -> None:
        for row in self.rows.get("consents", ()):
            for kind in ("person", "gathering", "voice"):
                if row[kind] is not None:
                    self.by[kind, row[kind]].append(self.worth(row))

    def worth(self, row: Row) -> int:
        if row["expires_on"] is not None and row["expires_on"] < self.on:
            return 0
        listed = row["uses"]
        unquoted = listed is not None and "quote" not in listed.split(" ")
        return min(row["level"], 3) if unquoted else row["level"]

    def gathering(self, row: Row | None) -> list[int]:
        return [] if row is None else [*_stated(row), *self.by["gathering", row["id"]]]

    def voice(self, row: Row | None) -> list[int]:
        return [] if row is None else [*_stated(row), *self.by["voice", row["id"]]]

    def person(self, id_: str | None) -> list[int]:
        return [] if id_ is None else list(self.by["person", id_])


def _stated(row: Row) -> list[int]:
    return [] if row["consent"] is None else [row["consent"]]


def indexed(rows: Rows, table: str) -> dict[str, Row]:
    return {row["id"]: row for row in rows.get(table, ())}


def published(rows: Rows, on: dt.date) -> Rows:
    """Return the records that may stand behind a published number."""
    said, met, voices = (
        Consents(rows, on),
        indexed(rows, "gatherings"),
        indexed(rows, "voices"),
    )

    def voiced(row: Row) -> list[int]:
        group = said.gathering(met.get(row["gathering"]))
        return [*said.voice(row), *group, *said.person(row["person"])]

    # What is stated about each record; nothing at all is refusal, but of people: they
    # are rarely asked alone, and their gathering speaks for them.
    levels: dict[str, Callable[[Row], list[int]]] = {
        "gatherings": said.gathering,
        "people": lambda row: said.person(row["id"]) or [3],
        "voices": voiced,
        "excerpts": lambda row: _around(row, said, met, voices),
    }
    for table in ("showings", "votes", "answers"):
        levels[table] = lambda row: (
            [3] if row["gathering"] is not None else said.person(row["person"])
        )
    gone: dict[str, set[str]] = defaultdict(set)
    for table, stated in levels.items():
        for row in rows.get(table, ()):
            if min(stated(row), default=-1) < 3:
                gone[table].add(row["id"])
    gone["statements"] |= {
        row["id"]
        for row in rows.get("statements", ())
        if row["sensitivity"] == "undecided"
    }
    return _cascaded(rows, gone)


def _around(
    row: Row, said: Consents, met: Mapping[str, Row], voices: Mapping[str, Row]
) -> list[int]:
    voice = voices.get(row["voice"] or "")
    through = [] if voice is None else said.gathering(met.get(voice["gathering"]))
    person = [] if voice is None else said.person(voice["person"])
    here = said.gathering(met.get(row["gathering"]))
    return [*_stated(row), *said.voice(voice), *through, *person, *here]


def _cascaded(rows: Rows, gone: dict[str, set[str]]) -> Rows:
    left: Rows = {}
    for name in TABLES:
        if name not in rows:
            continue
        leads = [
            c for c in TABLES[name].references if c.cascade and gone.get(str(c.ref))
        ]
        left[name] = [
            row
            for row in rows[name]
            if row["id"] not in gone.get(name, ())
            and not any(row[c.name] in gone[str(c.ref)] for c in leads)
        ]
        kept = {row["id"] for row in left[name]}
        gone[name] |= {row["id"] for row in rows[name]} - kept
    return left


def counted(whole: Rows, given: Rows) -> Rows:
    """Return what is given, with a row for the people of a gathering never listed.

    As many as were present, one at least, none where all who were listed refused.
    """
    listed = {row["gathering"] for row in whole.get("attendances", ())}
    left = {row["gathering"] for row in given.get("attendances", ())}
    met, heads = [], []
    for row in given.get("gatherings", ()):
        refused = row["id"] in listed - left
        met.append({**row, "present": 0} if refused else row)
        n = 1 if row["present"] is None else row["present"]
        if row["id"] not in listed and row["kind"] != "online" and n > 0:
            unknown = dict.fromkeys(TABLES["attendances"].names)
            told = {"id": row["id"], "gathering": row["id"], "n": n}
            home = "anywhere" if row["kind"] == "national_conference" else None
            heads.append({**unknown, **told, "place": home, "capacity": "consulted"})
    return {
        **given,
        "gatherings": met,
        "attendances": [*given.get("attendances", ()), *heads],
    }


def quotable(dossier: Dossier, on: dt.date) -> set[str]:
    """Return ids of excerpts that may be printed: all of the conditions, by hand."""
    rows = settled(dossier)
    said, met, voices = (
        Consents(rows, on),
        indexed(rows, "gatherings"),
        indexed(rows, "voices"),
    )
    found = set()
    for row in rows.get("excerpts", ()):
        voice = voices.get(row["voice"] or "")
        explicit = [*_stated(row), *said.voice(voice)]
        group = said.gathering(met.get(row["gathering"]))
        if (
            explicit
            and group
            and min([*explicit, *_around(row, said, met, voices)]) == 4
            and _reviewed(row)
        ):
            found.add(row["id"])
    return found


def objectable(dossier: Dossier, on: dt.date) -> set[str]:
    """Return ids of validations whose objection may be printed."""
    rows = settled(dossier)
    said, met = Consents(rows, on), indexed(rows, "gatherings")
    return {
        row["id"]
        for row in rows.get("validations", ())
        if row["consent"] == 4
        and min(said.gathering(met.get(row["gathering"])), default=-1) == 4
        and _reviewed(row)
    }


def _reviewed(row: Row) -> bool:
    first, second = (
        (row[name] or "").strip().casefold()
        for name in ("reviewed_by", "second_reviewed_by")
    )
    return row["review"] == "cleared" and bool(first and second) and first != second
