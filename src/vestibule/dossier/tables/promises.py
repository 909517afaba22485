"""What was asked, answered, promised and seen."""

from __future__ import annotations

from vestibule.dossier.schema import (
    Table,
    day,
    flag,
    integer,
    number,
    ref,
    term,
    text,
)

SIDES = "community forces authority civil_society other"
"""The broad side of whom something is asked of, as profiles know it."""

ACTIONS = Table(
    name="actions",
    doc="Something people decided to do themselves.",
    own=(
        text("key", "public", null=True, doc="what it is called by later"),
        ref("groups", name="group", null=True),
        ref("findings", name="finding", null=True, mark="public"),
        ref("claims", name="claim", null=True, doc="the link of the map it acts on"),
        text("words", "public"),
        text("lang", "public", null=True),
        text("owner", "personal", null=True, doc="an office or a group, not a person"),
        ref("places", name="place", null=True, mark="personal"),
        day("due_on", "personal"),
        number("cost", "personal", "currency of the process", null=True, low=0),
        term("predicts", "public", "more less", null=True),
        text("sign", "public", null=True, doc="how it would be seen that it works"),
        text(
            "harm",
            "personal",
            null=True,
            doc="answers to the do-no-harm questions, one to a line: "
            "`question: what was found | how that is known`",
        ),
        flag("approved", "public"),
        term("state", "public", "proposed approved begun done dropped"),
    ),
)

RECOMMENDATIONS = Table(
    name="recommendations",
    doc="What people ask of an addressee; not a promise.",
    own=(
        text("key", "public", null=True, doc="what it is called by later"),
        ref("findings", name="finding", null=True, mark="public"),
        ref("gatherings", null=True),
        text("words", "public"),
        text("lang", "public", null=True),
        text("addressee", "public"),
        term(
            "addressee_side",
            "public",
            SIDES,
            null=True,
            doc="missing: handled as forces where a verdict is to be shown",
        ),
        day("made_on", "personal"),
        day("answer_by", "public", doc="silence after this day is an answer"),
    ),
)

RESPONSES = Table(
    name="responses",
    doc="What the addressee says.",
    own=(
        ref("recommendations", cascade=True, mark="public"),
        term("answer", "public", "accepted amended refused silence"),
        text("words", "public", null=True),
        day("given_on", "public"),
    ),
)

COMMITMENTS = Table(
    name="commitments",
    doc="What someone then owes.",
    own=(
        text("key", "public", null=True, doc="what it is called by later"),
        ref("responses", null=True, cascade=True, mark="public"),
        ref("actions", null=True, cascade=True, mark="public"),
        text("words", "public"),
        text("lang", "public", null=True),
        text("owner", "public"),
        term("owner_side", "public", SIDES, null=True),
        text(
            "agreement",
            "public",
            null=True,
            doc="key of the signed agreement it stands in: `[[agreements]]`",
        ),
        day("made_on", "public"),
        day("due_on", "public"),
    ),
)

VERIFICATIONS = Table(
    name="verifications",
    doc="An observation of a commitment by a stated side; sides are never averaged.",
    own=(
        ref("commitments", cascade=True, mark="public"),
        term("side", "public", "official community observer"),
        term("state", "public", "not_begun begun partly done undone cannot_say"),
        ref("gatherings", null=True),
        text("coder", "secret", null=True),
        integer(
            "level",
            "public",
            "level",
            null=True,
            high=4,
            doc="0 not begun to 4 done: see `act.scales`",
        ),
        flag(
            "adjudicated",
            "public",
            doc="it settles what coders of that day read differently",
        ),
        text("part", "public", null=True, doc="a part of what was counted: a site"),
        integer("reached", "personal", "of what was promised", null=True),
        integer("target", "personal", "of what was promised", null=True),
        text("evidence", "secret", null=True),
        day("seen_on", "personal"),
    ),
)

ALL = (ACTIONS, RECOMMENDATIONS, RESPONSES, COMMITMENTS, VERIFICATIONS)
