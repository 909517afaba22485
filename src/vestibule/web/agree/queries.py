"""What the list of findings reads: how each stands, what is cited, what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import polars as pl

from vestibule.agree.validation import standing as standings
from vestibule.agree.validation import wording
from vestibule.agree.validation.standing import FindingStanding
from vestibule.agree.validation.wording import Wordings
from vestibule.dossier import lineage
from vestibule.dossier.records import Dossier
from vestibule.web.agree import reading
from vestibule.web.agree.reading import Said
from vestibule.words import Catalogue

TABLES = (*reading.WHERE, "findings", "validations", "supports")

KINDS = ("obstacle", "resource", "need", "proposal")

STATES = {
    "working_draft": "draft",
    "confirmed": "confirmed",
    "amended": "amended",
    "contested": "contested",
    "rejected": "rejected",
}
"""Status of a finding to the mark of its state."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One finding in a list."""

    id: str
    key: str
    kind: str
    said: Said
    status: str
    state: str
    scope: str
    why_not: str
    overstated: bool
    gatherings: int
    held: int
    against: int
    objections: int
    regions_held: int
    earlier: int
    cited_for: int
    cited_against: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """One answer to a question of the list."""

    key: str
    name: str
    url: str
    here: bool
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """The list of findings."""

    groups: tuple[tuple[str, tuple[Row, ...]], ...]
    facets: tuple[tuple[str, tuple[Facet, ...]], ...]
    total: int
    drafts: int
    contested: int
    national: int

    @property
    def rows(self) -> tuple[Row, ...]:
        """All rows that are shown."""
        return tuple(row for _, rows in self.groups for row in rows)


def standing(dossier: Dossier) -> tuple[Dossier, Wordings, FindingStanding]:
    """Return the settled dossier, the wordings and how each finding stands."""
    settled, worded = lineage.settled(dossier), wording.wordings(dossier)
    return settled, worded, standings.standing(settled, wordings=worded)


def listed(words: Catalogue, *, kind: str = "", status: str = "") -> Listed:
    """Return the findings, by kind, those that need work first."""
    settled, _, found = standing(reading.dossier_with(*TABLES))
    every = rows(settled, found)
    shown = [
        row
        for row in every
        if (not kind or row.kind == kind) and (not status or row.status == status)
    ]
    groups = ((one, tuple(r for r in shown if r.kind == one)) for one in KINDS)
    asked = {"genre": kind, "etat": status}
    return Listed(
        groups=tuple((one, found) for one, found in groups if found),
        facets=(
            ("genre", _facets(words, "kinds", KINDS, every, "kind", "genre", asked)),
            ("etat", _facets(words, "status", STATES, every, "status", "etat", asked)),
        ),
        total=len(every),
        drafts=sum(row.status == "working_draft" for row in every),
        contested=sum(row.status in ("contested", "rejected") for row in every),
        national=sum(row.scope == "national" for row in every),
    )


def table(shown: Iterable[Row]) -> list[dict[str, Any]]:
    """Return the list as plain values, for a sheet or a program."""
    names = (
        "key", "kind", "status", "scope", "why_not", "gatherings", "held", "against",
        "objections", "regions_held", "earlier", "cited_for", "cited_against",
    )  # fmt: skip
    return [
        {"words": row.said.words, "lang": row.said.lang}
        | {name: getattr(row, name) for name in names}
        for row in shown
    ]


def rows(settled: Dossier, found: FindingStanding) -> list[Row]:
    """Return a row for every finding."""
    spoken = settled.table("findings").select("words", "lang", finding="id")
    counted = _cited(settled)
    joined = found.findings.join(spoken, on="finding").iter_rows(named=True)
    return [_row(settled, one, counted) for one in joined]


def _row(
    settled: Dossier, one: Mapping[str, Any], cited: Mapping[tuple[str, str], int]
) -> Row:
    plain = ("key", "kind", "status", "overstated", "gatherings", "held", "against")
    counts = ("objections", "regions_held", "earlier")
    return Row(
        id=one["finding"],
        said=reading.said(settled.process, one["words"], one["lang"]),
        state=STATES[one["status"]],
        scope=one["scope"] or "none",
        why_not=one["why_not"] or "",
        cited_for=cited.get((one["finding"], "for"), 0),
        cited_against=cited.get((one["finding"], "against"), 0),
        **{name: one[name] for name in (*plain, *counts)},
    )


def _cited(settled: Dossier) -> dict[tuple[str, str], int]:
    rows = settled.table("supports").group_by("finding", "stance").agg(n=pl.len())
    return {(finding, stance): n for finding, stance, n in rows.iter_rows()}


def _facets(
    words: Catalogue,
    group: str,
    keys: Iterable[str],
    rows: list[Row],
    column: str,
    asked: str,
    now: Mapping[str, str],
) -> tuple[Facet, ...]:
    counted = {key: sum(getattr(row, column) == key for row in rows) for key in keys}
    found = [("", words("web_agree.all"), len(rows))]
    found += [(k, words(f"web_agree.{group}.{k}"), n) for k, n in counted.items() if n]
    return tuple(
        Facet(key=k, name=name, n=n, here=now[asked] == k, url=_url(now, asked, k))
        for k, name, n in found
    )


def _url(now: Mapping[str, str], asked: str, key: str) -> str:
    told = {**now, asked: key}
    return "?" + urlencode({name: value for name, value in told.items() if value})
