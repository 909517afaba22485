"""Questionnaires and what was answered."""

from __future__ import annotations

from vestibule.dossier.tables import answers
from vestibule.web.records.record import Record


class Instrument(Record):
    """A questionnaire, in one version."""

    TABLE = answers.INSTRUMENTS


class Answer(Record):
    """One answer to one question of an instrument."""

    TABLE = answers.ANSWERS
