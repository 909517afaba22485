"""What is written of gatherings: held, corrected, settled, attended. All in the journal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from vestibule.web.records import entry
from vestibule.web.records.access import Person
from vestibule.web.records.models import Gathering

Cells = Mapping[str, Any]


@transaction.atomic
def hold(*, new: str, cells: Cells, by: Person, at: datetime) -> str:
    """Write down a gathering that was held; sent twice, it is written once."""
    row = {**cells, "id": new, "facilitator": by.pseudonym}
    return entry.write("gatherings", row, by=by, at=at)


@transaction.atomic
def correct(
    of: Gathering, *, new: str, cells: Cells, by: Person, at: datetime
) -> str:
    """Write a gathering anew where it was wrong; what it said before stays readable."""
    row = {**cells, "id": new, "facilitator": of.facilitator, "supersedes": of.pk}
    return entry.write("gatherings", row, by=by, at=at)


@transaction.atomic
def settle(
    kept: Gathering, others: Sequence[str], *, new: str, by: Person, at: datetime
) -> str:
    """Let one of several corrections stand: a new record that names them all."""
    own = {name: getattr(kept, _attribute(name)) for name in _own_columns()}
    both = " ".join(sorted({kept.pk, *others}))
    return entry.write(
        "gatherings", {**own, "id": new, "supersedes": both}, by=by, at=at
    )


@transaction.atomic
def attend(
    of: Gathering, *, new: str, rows: Sequence[Cells], by: Person, at: datetime
) -> tuple[str, ...]:
    """Write down who attended, as counted; sent twice, it is written once."""
    first, *rest = rows
    records = [{**first, "id": new}, *rest]
    return entry.write_all(
        [("attendances", {**row, "gathering": of.pk}) for row in records], by=by, at=at
    )


def _own_columns() -> list[str]:
    return [column.name for column in Gathering.TABLE.own]


def _attribute(name: str) -> str:
    return f"{name}_id" if Gathering.TABLE[name].ref else name
