"""What does a record follow from, what followed from it, and where is the chain broken?"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import polars as pl
from django.http import Http404

from vestibule.act import chain
from vestibule.act.chain.links import STAGES
from vestibule.errors import DataError
from vestibule.web.plan.known import PLACES, dossier_with
from vestibule.web.records import access
from vestibule.web.records.access import READS, Person
from vestibule.web.records.tables import MODELS
from vestibule.words import Catalogue

MOST = 8
"""Records of a table whose words are shown; beyond, how many more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """The records of one table along the walk; ``said``: the public words of some."""

    name: str
    n: int
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Traced:
    """A record's chain in both directions, and each place where it is broken."""

    name: str
    up: tuple[Step, ...]
    down: tuple[Step, ...]
    gaps: tuple[str, ...]


def of(
    table: str, record: str, person: Person, words: Catalogue, *, today: dt.date
) -> Traced:
    """Return the chain of a record that someone may see; raises Http404.

    Of what stands before and after it numbers are told, and public words where their
    table may be seen: never an id, never what one person said.
    """
    if table not in STAGES:
        raise Http404
    access.one(MODELS[table], person, record)
    dossier = dossier_with(*STAGES, *PLACES)
    try:
        found = chain.trace(dossier, table, record, today=today)
    except DataError as absent:
        raise Http404 from absent
    return Traced(
        name=words(f"promises.tables.{table}"),
        up=_steps(found.upstream, person, words),
        down=_steps(found.downstream, person, words),
        gaps=tuple(_gap(gap, words) for gap in found.gaps),
    )


def _steps(nodes: pl.DataFrame, person: Person, words: Catalogue) -> tuple[Step, ...]:
    parts = nodes.partition_by("table", maintain_order=True, as_dict=True)
    return tuple(
        Step(
            name=words(f"promises.tables.{table}"),
            n=rows.height,
            said=_said(rows) if person.may(READS[str(table)]) else (),
        )
        for (table,), rows in parts.items()
    )


def _said(rows: pl.DataFrame) -> tuple[str, ...]:
    return tuple(rows["words"].drop_nulls().head(MOST))


def _gap(gap: chain.Gap, words: Catalogue) -> str:
    named = words(f"promises.tables.{gap.table}")
    said = words(f"promises.gaps.{gap.kind}")
    return words("web_plan.trace.gap", table=named, n=len(gap.ids), gap=said)
