"""What each group heard is owed, what it was told, what was published."""

from __future__ import annotations

from vestibule.dossier.tables import restitutions
from vestibule.web.records.record import Record


class Obligation(Record):
    """A group that was heard is owed an answer, by a day."""

    TABLE = restitutions.OBLIGATIONS


class Restitution(Record):
    """What a group was told and what it answered."""

    TABLE = restitutions.RESTITUTIONS


class Release(Record):
    """A frozen, citable edition of what is published."""

    TABLE = restitutions.RELEASES


class Published(Record):
    """The ledger: each cell of each edition, as printed. What is out stays out."""

    TABLE = restitutions.PUBLISHED
