"""No record that comes in tells what is there, or is written of what is not reached."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import polars as pl
import pytest
from tests.web import cast
from tests.web.hostile import world

from vestibule.dossier.schema import POLARS_TYPES
from vestibule.dossier.tables import TABLES
from vestibule.errors import DataError
from vestibule.web.records import bringing, leaving, owners, reached, storing
from vestibule.web.records.person import Person
from vestibule.web.records.sight import OF_THE_PROCESS

MISSING = "a" * 32

WRITTEN = [name for name in TABLES if name not in leaving.LASTING]


def someone(partner: str, region: str | None) -> Person:
    who = {"account": 1, "pseudonym": "x", "partner": partner}
    # what a page writes by another right is brought in by who holds that one too
    roles = [(role, region) for role in ("researcher", "facilitator", "editor")]
    return Person.holding(roles, barred=False, **who)


@pytest.fixture
def stored(db: None) -> None:
    """A country that the well collected, all of it."""
    storing.store(world.country(), at=cast.AT, by="import")
    team = cast.gather_accounts()
    origins = {
        one for rows in world.country().tables.values() for one in rows["origin"]
    }
    owners.own(origins, kind="device", by=team.person("dado"), at=cast.AT)


def row(table: str, **cells: str) -> pl.DataFrame:
    kinds = {one.name: POLARS_TYPES[one.kind] for one in TABLES[table].columns}
    return pl.DataFrame([{"id": "b" * 32, **cells}], schema=kinds)


def answer(table: str, column: str, record: str, by: Person) -> dict[str, Any] | None:
    """Return why a row that names a record is refused; None where it is not."""
    try:
        bringing.check({table: row(table, **{column: record})}, by=by)
    except DataError as wrong:
        return wrong.to_dict()
    return None


def naming() -> Iterator[tuple[str, str, str]]:
    """Yield each column that names a record that lies somewhere, and one that stands."""
    for table in WRITTEN:
        columns = [(one.name, str(one.ref)) for one in TABLES[table].references]
        for column, target in [*columns, ("supersedes", table)]:
            rows = world.country().current(target) if target in reached.SCOPED else None
            if rows is not None and not rows.is_empty():
                yield table, column, rows["id"][0]


def test_another_s_record_is_answered_as_one_that_never_was(stored: None) -> None:
    strangers = {
        partner: someone(partner, "no.region") for partner in ("well", "bridge")
    }
    # whoever collected someone who lives nowhere knows them by their pseudonym
    known = {("well", column) for column in ("person", "teller", "people")}

    told = {
        (partner, table, column): (
            answer(table, column, record, by),
            answer(table, column, MISSING, by),
        )
        for partner, by in strangers.items()
        for table, column, record in naming()
        if not {(partner, table), (partner, column)} & known
        # a text of a finding is of the whole process
        and (column != "supersedes" or table not in OF_THE_PROCESS)
    }

    assert len(told) > 90
    assert {at: two for at, two in told.items() if two[0] != two[1]} == {}
    assert {at for at, two in told.items() if two[0] is None} == set()


def test_who_collected_it_all_names_it_all(stored: None) -> None:
    by = someone("well", None)

    told = {
        (table, column): wrong["reason"]
        for table, column, record in naming()
        if (wrong := answer(table, column, record, by)) is not None
    }

    # a row of nothing but a name says less than what it corrects: that alone is refused
    assert {column for _, column in told} <= {"supersedes"}
    assert told.pop(("codings", "supersedes")) == "no-such-record"  # another's reading
    assert told.pop(("texts", "supersedes")) == "translated-twice"  # it is of nothing
    assert set(told.values()) <= {"loosened"}
