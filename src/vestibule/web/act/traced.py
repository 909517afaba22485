"""What the thread of a record reads: what it follows from, what followed, what is missing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import polars as pl
from django.db.models import Value

from vestibule.act import chain
from vestibule.act.chain.links import SHOWN, STAGES
from vestibule.act.chain.result import Gap, Trace
from vestibule.dossier import lineage
from vestibule.dossier.records import Dossier
from vestibule.web.agree import reading, thread
from vestibule.web.agree.reading import Names
from vestibule.web.records import access, versions
from vestibule.web.records.access import Person
from vestibule.web.records.among import Among
from vestibule.web.records.rights import READS
from vestibule.web.records.tables import MODELS
from vestibule.words import Catalogue

NUMBERED = frozenset(
    {
        "voices",
        "codings",
        "supports",
        "obligations",
        "claims",
        "validations",
        "priorities",
    }
)
"""Tables whose records say nothing by themselves: their number is enough."""

MOST = 12
"""Records of one table that are named at first; beyond, their number."""

ALL = 500
"""Records of one table that are named to whoever asks for all of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One record: what it says, or the beginning of its id."""

    id: str
    words: str
    voice: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """The records of one table on one side of the thread."""

    table: str
    link: str
    name: str
    n: int
    nodes: tuple[Node, ...]
    more: int
    opens: str
    """Where one of them opens: its thread, of excerpts the page with the words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """A gap by name: what it is, and the records it speaks of."""

    says: str
    n: int
    nodes: tuple[Node, ...]
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """Everything that the page of a thread says."""

    id: str
    table: str
    kind: str
    words: str
    links: tuple[thread.Link, ...]
    upstream: tuple[Stage, ...]
    downstream: tuple[Stage, ...]
    missing: tuple[Missing, ...]
    told: tuple[tuple[str, int], ...]


LONGEST = "excerpts"
"""The table whose records take the most questions to know whose they are."""


def table_of(record: str) -> str | None:
    """Return the table of the chain that holds a record: one question."""
    parts = [
        MODELS[table].objects.filter(pk=record).order_by().values_list(Value(table))
        for table in STAGES
    ]
    found = [*parts[0].union(*parts[1:], all=True)]
    return str(found[0][0]) if found else None


def is_seen(person: Person, table: str, record: str, *, today: dt.date) -> bool:
    """Return whether someone sees a record of a table, by any of its ids."""
    ends = versions.roots(MODELS[table]).get(record, frozenset({record}))
    rows = access.visible(MODELS[table], person, today=today)
    return bool(rows.filter(Among("pk", ends)).exists())


def traced(
    person: Person,
    record: str,
    words: Catalogue,
    *,
    today: dt.date,
    all_: bool = False,
) -> Thread | None:
    """Return the thread of a record, None where it is not there for this person."""
    # PostgreSQL takes no U+0000 in a question; no id holds one
    wanted = record.replace("\0", " ")
    table = table_of(wanted)
    # what never was is looked for as long as what is another's
    looked = [LONGEST, table or LONGEST]
    *_, seen = [is_seen(person, one, wanted, today=today) for one in looked]
    if table is None or not seen:
        return None
    dossier = reading.dossier_with(*reading.CHAIN)
    settled = lineage.settled(dossier)
    found = chain.trace(dossier, table, record, today=today)
    most = ALL if all_ else MOST
    told = Telling(dossier, person, Names(settled, words), found, most=most)
    return Thread(
        id=found.id,
        table=table,
        kind=words(f"web_act.one.{table}"),
        words=told.words(table, found.id) or found.id[:12],
        links=thread.thread(found, words),
        upstream=tuple(told.stages(found.upstream)),
        downstream=tuple(told.stages(found.downstream)),
        missing=tuple(told.missing(gap) for gap in found.gaps),
        told=tuple(_told(found)),
    )


def _told(found: Trace) -> Iterator[tuple[str, int]]:
    counted = found.told["standing"].value_counts().sort("standing")
    for standing, n in counted.iter_rows():
        yield str(standing), int(n)


class Telling:
    """What may be told to one person of the records along a thread."""

    def __init__(
        self,
        dossier: Dossier,
        person: Person,
        names: Names,
        found: Trace,
        *,
        most: int = MOST,
    ) -> None:
        self.dossier, self.person, self.names = dossier, person, names
        self.most = most
        both = pl.concat([found.record, found.upstream, found.downstream])
        self.said = {
            (table, id_): words or mark for table, id_, words, mark in both.iter_rows()
        }
        met = {(table, id_) for table, id_ in self.said}
        met |= {(gap.table, id_) for gap in found.gaps for id_ in gap.ids}
        # each table is asked, also where nothing of it lies on this thread: a page
        # asks as much of every record
        self.seen = {
            table: reading.seen(
                dossier, table, person, among=[id_ for of, id_ in met if of == table]
            )
            for table in STAGES
            if self.may_name(table)
        }

    def may_name(self, table: str) -> bool:
        """Return whether single records of a table are named: else their number is."""
        return table not in NUMBERED and self.person.may(READS[table])

    def words(self, table: str, record: str) -> str:
        """Return what a record says, in the words of the page where it has none."""
        if table == "gatherings":
            who = self.names.group(record)
            return " · ".join(filter(None, (self.names.code(record), who)))
        if table == "excerpts":
            return self.excerpts.get(record, "")
        said = self.said.get((table, record)) or ""
        if table in SAID:
            return said
        return " · ".join(self._in_words(table, one) for one in said.split(" · "))

    @cached_property
    def excerpts(self) -> dict[str, str]:
        """Id of each excerpt met to what the team calls it, never its words."""
        met = [id_ for table, id_ in self.said if table == "excerpts"]
        rows = self.names.dossier.table("excerpts").filter(pl.col("id").is_in(met))
        cells = rows.select("id", "gathering", "position").iter_rows()
        return {id_: self.names.excerpt(at, place) for id_, at, place in cells}

    def _in_words(self, table: str, mark: str) -> str:
        group = "states" if table == "verifications" else "answers"
        keys = (f"promises.{one}.{mark}" for one in (group, "sides", "marks"))
        known = next((key for key in keys if key in self.names.words), None)
        return self.names.words(known) if known else mark

    def nodes(self, table: str, ids: list[str]) -> tuple[Node, ...]:
        """Return the records that may be named, those with words first."""
        if not self.may_name(table):
            return ()
        told = [
            (one, self.words(table, one))
            for one in ids
            if one in self.seen.get(table, ())
        ]
        ordered = sorted(told, key=lambda pair: (not pair[1], pair[1], pair[0]))
        return tuple(
            Node(id=one, words=said or one[:8], voice=table in VOICED)
            for one, said in ordered[: self.most]
        )

    def stages(self, nodes: pl.DataFrame) -> Iterator[Stage]:
        """Yield the tables of one side in the order of the chain."""
        for (table,), part in nodes.group_by("table", maintain_order=True):
            named = str(table)
            shown = self.nodes(named, part["id"].to_list())
            yield Stage(
                table=named,
                link=thread.LINK_OF.get(named, named),
                name=self.names.words(f"promises.tables.{named}"),
                n=part.height,
                nodes=shown,
                more=part.height - len(shown) if self.may_name(named) else 0,
                opens="listen:excerpt" if named == "excerpts" else "act:thread",
            )

    def missing(self, gap: Gap) -> Missing:
        """Return a gap by name."""
        shown = self.nodes(gap.table, [*gap.ids])
        return Missing(
            says=self.names.words(f"promises.gaps.{gap.kind}"),
            n=len(gap.ids),
            nodes=shown,
            more=len(gap.ids) - len(shown),
        )


SAID = frozenset(table for table, (words, _) in SHOWN.items() if words is not None)
"""Tables whose records say something of their own; of others a mark is told."""

VOICED = frozenset(
    {"findings", "statements", "recommendations", "actions", "commitments"}
)
"""Tables whose words people wrote: they stand in the letter of voices."""


def pages() -> dict[str, Any]:
    """Return table to the page of one of its records."""
    return {
        "excerpts": "listen:excerpt",
        "statements": "listen:statement",
        "findings": "agree:finding",
        "recommendations": "act:recommendation",
        "commitments": "act:commitment",
        "actions": "act:action",
    }
