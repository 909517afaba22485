"""Action research groups: what they suppose, see and conclude."""

from __future__ import annotations

from vestibule.dossier.schema import Table, day, ref, term, text

GROUPS = Table(
    name="groups",
    doc="People who work together on one theme of the map.",
    own=(
        text("key", "public"),
        text("name", "public"),
        ref("places", name="place", null=True, mark="personal"),
        ref("findings", name="finding", null=True, mark="public"),
        day("since", "personal"),
    ),
)

HYPOTHESES = Table(
    name="hypotheses",
    doc="If, then, because: with the sign by which it would be seen.",
    own=(
        text("key", "public", null=True, doc="the same for all its versions"),
        ref("groups", name="group", cascade=True),
        text("words", "public"),
        text("lang", "public", null=True),
        ref("factors", name="cause", null=True),
        ref("factors", name="effect", null=True),
        term("predicts", "public", "more less"),
        text("sign", "public", null=True, doc="how it would be seen"),
    ),
)

OBSERVATIONS = Table(
    name="observations",
    doc="Something seen that confirms or refutes a hypothesis.",
    own=(
        ref("hypotheses", cascade=True),
        term("outcome", "public", "confirms refutes unclear"),
        text("words", "secret", null=True),
        day("seen_on", "secret"),
    ),
)

REFLECTIONS = Table(
    name="reflections",
    doc="What a group concluded when it looked back.",
    own=(
        ref("groups", name="group", cascade=True),
        text("words", "secret"),
        text("decision", "secret", null=True),
        day("held_on", "secret"),
    ),
)

ALL = (GROUPS, HYPOTHESES, OBSERVATIONS, REFLECTIONS)
