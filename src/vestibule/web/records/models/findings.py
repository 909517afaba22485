"""What was understood, with what speaks for and against it, and who confirmed it."""

from __future__ import annotations

from vestibule.dossier.tables import findings
from vestibule.web.records.record import Record


class Finding(Record):
    """An obstacle, a resource, a need or a proposal."""

    TABLE = findings.FINDINGS


class Support(Record):
    """What speaks for a finding, or against it: exactly one reference is filled."""

    TABLE = findings.SUPPORTS


class Validation(Record):
    """What a gathering said of a finding."""

    TABLE = findings.VALIDATIONS


class Screening(Record):
    """What one reviewer said of one flag on the words of someone."""

    TABLE = findings.SCREENINGS
