"""What was asked, answered, promised and seen."""

from __future__ import annotations

from vestibule.dossier.tables import promises
from vestibule.web.records.record import Record


class Action(Record):
    """Something people decided to do themselves."""

    TABLE = promises.ACTIONS


class Recommendation(Record):
    """What people ask of an addressee; not a promise."""

    TABLE = promises.RECOMMENDATIONS


class Response(Record):
    """What the addressee says."""

    TABLE = promises.RESPONSES


class Commitment(Record):
    """What someone then owes."""

    TABLE = promises.COMMITMENTS


class Verification(Record):
    """An observation of a commitment by a stated side; sides are never averaged."""

    TABLE = promises.VERIFICATIONS
