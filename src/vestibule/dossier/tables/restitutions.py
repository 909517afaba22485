"""What each group heard is owed, what it was told, what was published."""

from __future__ import annotations

from vestibule.dossier.schema import Table, day, flag, integer, ref, term, text

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

PUBLISHED = Table(
    name="published",
    doc="The ledger: each cell of each edition, as printed. What is out stays out.",
    own=(
        integer("edition", "public", "edition", low=1),
        text("cell", "public", doc="its key: measure|region=north|sex=female"),
        term("state", "public", "shown kept hidden unprinted"),
        term("counts", "public", "people gatherings"),
        integer("n", "public", "counted", null=True, doc="missing: not shown"),
        integer("of", "public", "base", null=True),
        flag("based", "public", null=False, doc="whether it is a share of a base"),
        integer("from_edition", "public", "edition", low=1, doc="kept: from which"),
        text("totals", "public", null=True, doc="numbers of the sums it is total of"),
        text("parts", "public", null=True, doc="numbers of the sums it is part of"),
    ),
)

ALL = (OBLIGATIONS, RESTITUTIONS, RELEASES, PUBLISHED)
