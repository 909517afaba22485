"""What the page of one finding reads: for and against, what was said of it, its level."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from vestibule.act import chain
from vestibule.agree.validation import disputes
from vestibule.agree.validation.standing import FindingStanding
from vestibule.dossier.records import Dossier
from vestibule.web.agree import (
    cited,
    level,
    queries,
    reading,
    rounds,
    thread,
    wordings,
)
from vestibule.web.agree.cited import Side
from vestibule.web.agree.reading import Names, Said
from vestibule.web.agree.rounds import Round
from vestibule.web.records import remembered
from vestibule.web.records.access import Person
from vestibule.words import Catalogue

TABLES = (*reading.CHAIN, "texts")


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """Everything that the page of a finding says."""

    id: str
    row: queries.Row
    meaning: str
    version: int
    parent: tuple[str, Said] | None
    children: tuple[tuple[str, str, Said], ...]
    links: tuple[thread.Link, ...]
    sides: tuple[Side, ...]
    rounds: tuple[Round, ...]
    counts: Mapping[str, int]
    splits: tuple[str, ...]
    level: level.Level
    versions: tuple[wordings.Version, ...]


def record(
    person: Person,
    finding: str,
    words: Catalogue,
    *,
    today: dt.date,
    all_: bool = False,
) -> Record | None:
    """Return a finding by any of its ids; None where there is none."""
    dossier = reading.dossier_with(*TABLES)
    settled, worded, standing = queries.standing(dossier)
    first = next(iter(reading.first_ids(dossier, "findings", [finding])))
    rows = {row.id: row for row in queries.rows(settled, standing)}
    if first not in rows:
        return None
    names = Names(settled, words)
    own = settled.table("findings").filter(id=first).row(0, named=True)
    where = level.level(settled, standing, first, names)
    found = chain.trace(dossier, "findings", first, today=today)
    silent = {"validations": where.missing} if where.missing else {}
    return Record(
        id=first,
        row=rows[first],
        meaning=own["meaning"] or "",
        version=standing.findings.filter(finding=first)["version"][0] or 1,
        parent=_parent(own, rows),
        children=_children(settled, first, rows),
        links=thread.thread(found, words, more=silent),
        sides=tuple(cited.sides(dossier, settled, first, person, names, all_=all_)),
        rounds=tuple(rounds.rounds(dossier, settled, standing, first, person, names)),
        counts=_counts(standing, first),
        splits=tuple(_splits(settled, standing, first, names)),
        level=where,
        versions=wordings.versions_of(dossier, first, worded),
    )


def _parent(
    own: Mapping[str, Any], rows: Mapping[str, queries.Row]
) -> tuple[str, Said] | None:
    parent = rows.get(own["parent"] or "")
    return (parent.id, parent.said) if parent else None


def _children(
    settled: Dossier, finding: str, rows: Mapping[str, queries.Row]
) -> tuple[tuple[str, str, Said], ...]:
    under = settled.table("findings").filter(parent=finding).sort("kind", "key")
    return tuple((i, rows[i].kind, rows[i].said) for i in under["id"] if i in rows)


def _counts(standing: FindingStanding, finding: str) -> dict[str, int]:
    row = standing.findings.filter(finding=finding).row(0, named=True)
    wanted = ("gatherings", "confirmed", "amended", "rejected", "objections", "earlier")
    return {name: int(row[name] or 0) for name in wanted}


def _splits(
    settled: Dossier, standing: FindingStanding, finding: str, names: Names
) -> Iterator[str]:
    keys = {k: names.profiles.get(i, k) for i, k in _profile_keys(settled)}
    every = remembered.known(
        "splits", queries.TABLES, lambda: disputes.splits(settled, standing)
    )
    for one in every.filter(finding=finding).iter_rows(named=True):
        yield _split(one, names, keys)


def _split(one: Mapping[str, Any], names: Names, keys: Mapping[str, str]) -> str:
    called = names.region if one["kind"] == "regions" else lambda k: keys.get(k, k)
    mixed = names.words("agreed.findings.split.mixed")

    def told(side: str) -> str:
        return names.words.joined([called(k) for k in side.split()]) or mixed

    where = one["where"] or ""
    if one["kind"] == "tie":
        where = names.region(where)
    elif one["kind"] == "gathering":
        where = names.group(where)
    return names.words(
        f"agreed.findings.split.{one['kind']}",
        where=where,
        holding=told(one["holding"] or ""),
        rejecting=told(one["rejecting"] or ""),
    ).strip()


def _profile_keys(settled: Dossier) -> Iterator[tuple[str, str]]:
    yield from settled.table("profiles").select("id", "key").iter_rows()
