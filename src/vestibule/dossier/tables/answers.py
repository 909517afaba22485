"""Questionnaires and what was answered."""

from __future__ import annotations

from vestibule.dossier.schema import Table, integer, ref, term, text

INSTRUMENTS = Table(
    name="instruments",
    doc="A questionnaire, in one version.",
    own=(
        text("key", "public"),
        text("name", "public"),
        term("kind", "public", "xlsform survey indicators"),
        text("version", "public"),
        text("sha256", "public", null=True, doc="of the form's file"),
    ),
)

ANSWERS = Table(
    name="answers",
    doc="One answer to one question of an instrument.",
    own=(
        ref("instruments", cascade=True),
        text("question", "public"),
        ref("people", null=True, cascade=True),
        ref("gatherings", null=True, cascade=True),
        integer("wave", "public", "wave", null=True, low=1),
        text("value", "secret", null=True, doc="missing: asked and not answered"),
    ),
)

ALL = (INSTRUMENTS, ANSWERS)
