"""How does someone write records from a page? Once, by their partner's origin, told.

A form carries the id of the record it will make: sent twice, it writes once. What was
corrected since the form was opened is not corrected over: two people would not know.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from vestibule.errors import DataError
from vestibule.web.records import audit, numbering, owners, writing
from vestibule.web.records.models import Removal
from vestibule.web.records.person import Person
from vestibule.web.records.tables import model_of

MEANWHILE = "corrected-meanwhile"
"""The ``reason`` of the refusal to correct what someone else corrected first."""


def write(table: str, row: writing.Row, *, by: Person, at: datetime) -> str:
    """Write one record and return its id; see `write_all`."""
    return write_all([(table, row)], by=by, at=at)[0]


def write_all(
    records: Sequence[tuple[str, writing.Row]], *, by: Person, at: datetime
) -> tuple[str, ...]:
    """Write records, all or none, each with its entry in the journal; return their ids.

    Where the first names an id that is there, or was withdrawn, the form was sent
    twice: nothing is written. Raises CellError where a row does not conform, DataError
    (`MEANWHILE`) where a record it corrects was corrected since.
    """
    with numbering.pen():
        first_table, first = records[0]
        if _was_written(first_table, first.get("id")):
            return (str(first["id"]),)
        for table, row in records:
            _check_stands(table, row.get("supersedes"))
        origin = owners.origin_of(by, at=at)
        ids = writing.append_all(records, origin=origin, by=by.pseudonym, at=at)
        for new, (table, row) in zip(ids, records, strict=True):
            audit.record("write", by=by, at=at, table=table, record=new, written=row)
        return ids


def _was_written(table: str, new: object) -> bool:
    if new is None:
        return False
    left = Removal.objects.filter(pk=new).exists()
    return left or model_of(table).objects.filter(pk=new).exists()


def _check_stands(table: str, supersedes: object) -> None:
    for old in str(supersedes or "").split():
        if model_of(table).objects.filter(supersedes__contains=old).exists():
            raise DataError(
                "Someone corrected this record meanwhile: open it again, and correct "
                "what stands now.",
                reason=MEANWHILE,
                table=table,
            )
