"""Sentences one can agree or disagree with, and what people answered."""

from __future__ import annotations

from vestibule.dossier.tables import statements
from vestibule.web.records.record import Record


class Statement(Record):
    """A sentence one can agree or disagree with."""

    TABLE = statements.STATEMENTS


class Text(Record):
    """The same thing said in another language: exactly one reference is filled."""

    TABLE = statements.TEXTS


class Showing(Record):
    """The fact that a statement was put to someone."""

    TABLE = statements.SHOWINGS


class Vote(Record):
    """One person's answer; each answer is kept, the last one is current."""

    TABLE = statements.VOTES


class Tally(Record):
    """A counted group's answer to a statement, and how it was counted."""

    TABLE = statements.TALLIES
