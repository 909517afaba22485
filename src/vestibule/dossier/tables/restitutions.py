"""What each group heard is owed, what it was told, what was published."""

from __future__ import annotations

from vestibule.dossier.schema import Table, day, integer, ref, term, text

OBLIGATIONS = Table(
    name="obligations",
    doc="A group that was heard is owed an answer, by a day.",
    own=(
        ref("gatherings", cascade=True),
        ref("profiles", name="profile", null=True, mark="personal"),
        day("due_on", "personal"),
        day("deferred_to", "personal", doc="put off, for safety"),
        text("deferred_reason", "secret", null=True),
    ),
)

RESTITUTIONS = Table(
    name="restitutions",
    doc="What a group was told and what it answered.",
    own=(
        ref("obligations", cascade=True),
        ref("gatherings", null=True, doc="the meeting where it happened"),
        term("medium", "public", "meeting broadcast visit phone paper"),
        text("lang", "public", null=True),
        day("told_on", "personal"),
        text("told", "secret", null=True),
        text("reply", "secret", null=True, doc="missing: told, not answered"),
        ref("releases", null=True, mark="public"),
    ),
)

RELEASES = Table(
    name="releases",
    doc="A frozen, citable edition of what is published.",
    own=(
        integer("edition", "public", "edition", low=1),
        text("cut", "secret", doc="JSON: origin to highest seq"),
        text("sha256", "public", doc="content hash of the dossier at the cut"),
        integer("records", "secret", "records", null=True),
        day("published_on", "public"),
        text("signed_by", "secret", null=True),
        text("second_signed_by", "secret", null=True),
        day("taken_down_on", "public"),
    ),
)

ALL = (OBLIGATIONS, RESTITUTIONS, RELEASES)
