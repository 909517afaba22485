"""What matters most to people: questions, ballots and their outcome."""

from __future__ import annotations

from vestibule.dossier.tables import priorities
from vestibule.web.records.record import Record


class Question(Record):
    """What was put to a ballot or a consensus round."""

    TABLE = priorities.QUESTIONS


class Ballot(Record):
    """One option on one ballot; rows with one `ballot` are one ballot."""

    TABLE = priorities.BALLOTS


class Priority(Record):
    """The outcome of a ballot or a consensus round, as it was proclaimed."""

    TABLE = priorities.PRIORITIES
