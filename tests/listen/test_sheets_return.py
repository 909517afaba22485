"""What a dossier holds of what followed can be written into sheets and comes back equal."""

from __future__ import annotations

import csv
import datetime as dt
from collections import Counter
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests import invented

from vestibule.dossier import lineage
from vestibule.dossier.records import Dossier
from vestibule.dossier.tables import TABLES
from vestibule.listen import arrivals, checks, headers, records

TODAY = dt.date(2040, 1, 1)

KEYS = {
    "gatherings": "code",
    "findings": "key",
    "people": "pseudonym",
    "places": "key",
    "profiles": "key",
    "factors": "name",
    "instruments": "key",
    "groups": "key",
    "hypotheses": "key",
    "actions": "key",
    "recommendations": "key",
    "commitments": "key",
}
"""How people call records of these tables."""

WRITTEN = (
    "factors",
    "claims",
    "instruments",
    "answers",
    "groups",
    "hypotheses",
    "observations",
    "reflections",
    "cases",
    "actions",
    "recommendations",
    "responses",
    "commitments",
    "verifications",
    "obligations",
    "restitutions",
)
"""Tables that go out and come back."""

MOST = {"claims": 40, "answers": 60, "cases": 20}
"""Rows of large tables that are written."""


@pytest.fixture(scope="module")
def told() -> Dossier:
    """A rehearsal in which each name means one record and each record says one thing."""
    settled = lineage.settled(invented.country(3, "small").dossier)
    factors = settled.table("factors").unique("name", keep="first", maintain_order=True)
    kept = factors["id"].implode()
    claims = settled.table("claims").filter(
        pl.col("cause").is_in(kept) & pl.col("effect").is_in(kept)
    )
    cut = settled.with_tables(factors=factors, claims=claims)
    return cut.with_tables(
        **{name: cut.table(name).head(rows) for name, rows in MOST.items()}
    )


def called(dossier: Dossier) -> dict[str, str]:
    """Return id to what people call a record."""
    names = {
        id_: key
        for table, column in KEYS.items()
        for id_, key in dossier.table(table).select("id", column).iter_rows()
    }
    for row in dossier.table("excerpts").iter_rows(named=True):
        names[row["id"]] = f"{names[row['gathering']]}/{row['position']}"
    for row in dossier.table("responses").iter_rows(named=True):
        names[row["id"]] = f"{names[row['recommendation']]} {row['given_on']}"
    for row in dossier.table("obligations").iter_rows(named=True):
        part = f"/{names[row['profile']]}" if row["profile"] else ""
        names[row["id"]] = names[row["gathering"]] + part
    return names


def said(value: Any, table: str, column: str, lang: str) -> str:
    """Return a value as a person writes it."""
    labels = headers.terms_of(table, column)
    if value is None:
        return ""
    if isinstance(value, bool):
        return headers.yes_no_choices(lang)[0 if value else 1]
    if labels:
        terms = str(value).split()
        return ", ".join(labels[term][lang].split("|")[0] for term in terms)
    return str(value)


def write(dossier: Dossier, folder: Path, lang: str) -> None:
    """Write the tables into sheets, in a language."""
    names = called(dossier)
    for table in WRITTEN:
        columns = [
            name
            for name in headers.OFFERED[table]
            if headers.table_column(table, name) is not None
        ]
        path = folder / f"{headers.sheet_name(table, lang)}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            sheet = csv.writer(file)
            sheet.writerow(headers.column_name(table, name, lang) for name in columns)
            for row in dossier.table(table).iter_rows(named=True):
                sheet.writerow(
                    names[row[name]]
                    if TABLES[table][name].ref and row[name]
                    else said(row[name], table, name, lang)
                    for name in columns
                )


def content(dossier: Dossier, table: str) -> Counter[tuple[Any, ...]]:
    """Return what the rows of a table say, references by name."""
    names = called(dossier)
    own = [name for name in headers.OFFERED[table] if name in TABLES[table].names[6:]]
    references = {column.name for column in TABLES[table].references}
    return Counter(
        tuple(names.get(row[n], row[n]) if n in references else row[n] for n in own)
        for row in dossier.table(table).iter_rows(named=True)
    )


@pytest.mark.parametrize("lang", headers.LANGUAGES)
def test_what_followed_comes_back_equal_from_sheets(
    tmp_path: Path, told: Dossier, lang: str
) -> None:
    assert all(told.table(table).height for table in WRITTEN)
    write(told, tmp_path, lang)
    bare = told.with_tables(
        **{
            name: TABLES[name].empty()
            for name in (*WRITTEN, "merges", "supports", "ballots")
        }
    )

    incoming = records.read(tmp_path, bare, today=TODAY)
    assert incoming.problems == ()
    after = arrivals.bring_in(bare, incoming)

    for table in WRITTEN:
        assert content(after, table) == content(told, table), table
    again = records.read(tmp_path, after, today=TODAY)
    assert (again.problems, again.tables) == ((), {})


def test_a_rehearsal_has_keys_and_nothing_is_wrong_with_it() -> None:
    dossier = invented.country(3, "small").dossier

    for table in ("recommendations", "commitments", "actions", "hypotheses"):
        keys = lineage.settled(dossier).table(table)["key"]
        assert keys.null_count() == 0
        assert keys.is_unique().all(), table
    assert checks.check(dossier, today=TODAY) == ()
