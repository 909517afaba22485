"""Sentences one can agree or disagree with, and what people answered."""

from __future__ import annotations

from vestibule.dossier.schema import Table, integer, number, ref, term, text
from vestibule.dossier.tables.places import SEXES
from vestibule.dossier.tables.voices import SENSITIVITIES

TALLY_METHODS = "hands standing cards pots"
"""How a group was counted; `pots` (covered) is the only secret one."""

UNDECIDED = "undecided"
"""How sensitive a statement is that a person still has to read."""

STATEMENTS = Table(
    name="statements",
    doc="A sentence one can agree or disagree with.",
    own=(
        text("key", "public", doc="stable within the process or the imported source"),
        text("words", "public", doc="as first written; other languages in texts"),
        text("lang", "public", null=True),
        term("source", "public", "seed participant meta"),
        term("moderation", "public", "in out waiting"),
        ref("gatherings", null=True, doc="the gathering that voiced it"),
        ref("people", name="author", null=True),
        term(
            "sensitivity",
            "public",
            f"{SENSITIVITIES} {UNDECIDED}",
            null=True,
            doc="sensitive: counted in public it is never common ground, and one to "
            "nine answers are never shown; undecided: not published until someone says",
        ),
        integer("place_level", "public", "level", null=True, high=6),
    ),
)

TEXTS = Table(
    name="texts",
    doc="The same thing said in another language: exactly one reference is filled.",
    own=(
        ref("statements", null=True, cascade=True, mark="public"),
        ref("codes", null=True, cascade=True, mark="public"),
        ref("findings", null=True, cascade=True, mark="public"),
        ref("profiles", null=True, cascade=True, mark="public"),
        ref("questions", null=True, cascade=True, mark="public"),
        ref("factors", null=True, cascade=True, mark="public"),
        ref("recommendations", null=True, cascade=True, mark="public"),
        ref("commitments", null=True, cascade=True, mark="public"),
        ref("actions", null=True, cascade=True, mark="public"),
        ref(
            "excerpts",
            null=True,
            cascade=True,
            doc="a translation of sealed words: as secret as the excerpt itself",
        ),
        ref(
            "validations",
            null=True,
            cascade=True,
            doc="a translation of an objection or amendment: as secret as it is",
        ),
        term("field", "public", "words meaning name question objection amendment"),
        text("lang", "public"),
        text("words", "personal", doc="as secret as what it translates"),
        term("state", "public", "draft checked validated"),
    ),
)

SHOWINGS = Table(
    name="showings",
    doc="The fact that a statement was put to someone.",
    own=(
        ref("statements", cascade=True),
        ref("people", null=True, cascade=True),
        ref("gatherings", null=True, cascade=True),
        number("probability", "personal", "probability", null=True, low=0, high=1),
    ),
)

VOTES = Table(
    name="votes",
    doc="One person's answer; each answer is kept, the last one is current.",
    own=(
        ref("people", cascade=True),
        ref("statements", cascade=True),
        ref("gatherings", null=True, cascade=True),
        integer(
            "vote",
            "personal",
            "agreement",
            low=-1,
            high=1,
            doc="1 agree, 0 pass, -1 disagree",
        ),
    ),
)

TALLIES = Table(
    name="tallies",
    doc="A counted group's answer to a statement, and how it was counted.",
    own=(
        ref("gatherings", cascade=True),
        ref("statements", cascade=True),
        term("method", "public", TALLY_METHODS),
        term("sex", "personal", SEXES, null=True, doc="missing: all who were there"),
        integer("agree", "personal", "people"),
        integer("disagree", "personal", "people"),
        integer("passed", "personal", "people"),
        integer(
            "count",
            "personal",
            "count",
            low=1,
            high=9,
            doc="1 for the first count, 2 for a second one by someone else",
        ),
    ),
)

ALL = (STATEMENTS, TEXTS, SHOWINGS, VOTES, TALLIES)
