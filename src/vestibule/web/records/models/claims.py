"""What makes what more or less likely, as people told it: factors, merges, claims."""

from __future__ import annotations

from vestibule.dossier.tables import claims
from vestibule.web.records.record import Record


class Factor(Record):
    """An event or state that has causes and consequences."""

    TABLE = claims.FACTORS


class Merge(Record):
    """A decision, by people, that two factors are one; reversible."""

    TABLE = claims.MERGES


class Claim(Record):
    """'X makes Y more / less likely', told by someone; never a proven cause."""

    TABLE = claims.CLAIMS
