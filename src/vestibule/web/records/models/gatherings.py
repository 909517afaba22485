"""Where people were heard, and how many were there."""

from __future__ import annotations

from vestibule.dossier.tables import gatherings
from vestibule.web.records.record import Record


class Gathering(Record):
    """Any meeting where people are heard."""

    TABLE = gatherings.GATHERINGS


class Attendance(Record):
    """A counted or pseudonymous presence: attendances are not people."""

    TABLE = gatherings.ATTENDANCES
