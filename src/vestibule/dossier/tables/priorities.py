"""What matters most to people: questions, ballots and their outcome."""

from __future__ import annotations

from vestibule.dossier.schema import Table, flag, integer, number, ref, term, text

QUESTIONS = Table(
    name="questions",
    doc="What was put to a ballot or a consensus round.",
    own=(
        text("key", "public"),
        text("words", "public"),
        text("lang", "public", null=True),
        term("kind", "public", "approval ranking points pairwise consensus"),
        text("rule", "public", null=True, doc="the rule agreed on beforehand"),
    ),
)

BALLOTS = Table(
    name="ballots",
    doc="One option on one ballot; rows with the same `ballot` are one ballot. Exactly "
    "one of `finding` and `action` is filled.",
    own=(
        ref("questions", cascade=True),
        ref("gatherings", cascade=True),
        ref("people", null=True, cascade=True),
        text("ballot", "secret"),
        ref("findings", null=True, cascade=True, mark="public", doc="the option"),
        integer("rank", "personal", "rank", null=True, low=1),
        number("points", "personal", "points", null=True, low=0),
        flag(
            "approved",
            "personal",
            doc="in a consensus round: true supports, false objects, missing stands aside",
        ),
        integer("n", "personal", "ballots", low=1, doc="identical ballots counted"),
        ref("profiles", name="profile", null=True, mark="personal"),
        ref(
            "actions",
            null=True,
            cascade=True,
            mark="public",
            doc="the option, where a budget is shared out",
        ),
    ),
)

PRIORITIES = Table(
    name="priorities",
    doc="The outcome of a ballot or a consensus round, as it was proclaimed.",
    own=(
        ref("questions", cascade=True, mark="public"),
        ref("findings", cascade=True, mark="public"),
        ref("gatherings", null=True, cascade=True),
        integer("rank", "public", "rank", low=1),
        text("rule", "public"),
        text("objections", "secret", null=True),
    ),
)

ALL = (QUESTIONS, BALLOTS, PRIORITIES)
