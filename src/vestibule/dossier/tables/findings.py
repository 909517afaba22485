"""What was understood, with what speaks for and against it, and who confirmed it."""

from __future__ import annotations

from vestibule.dossier.schema import Table, integer, ref, term, text
from vestibule.dossier.tables.voices import SENSITIVITIES

FINDINGS = Table(
    name="findings",
    doc="An obstacle, a resource, a need or a proposal.",
    own=(
        text("key", "public"),
        term("kind", "public", "obstacle resource need proposal"),
        text("words", "public", doc="the finding as a sentence, in `lang`"),
        text("meaning", "public", null=True, doc="what people mean by it"),
        text("lang", "public"),
        ref(
            "findings",
            name="parent",
            null=True,
            mark="public",
            doc="the obstacle that a resource protects from or a proposal answers",
        ),
        ref(
            "codes",
            name="code",
            null=True,
            mark="public",
            doc="the code whose naming counts as naming this finding",
        ),
        term("scope", "public", "local regional national", null=True),
        ref("places", name="place", null=True, mark="public"),
        term("sensitivity", "public", SENSITIVITIES, null=True),
        integer("place_level", "public", "level", null=True, high=6),
    ),
)

SUPPORTS = Table(
    name="supports",
    doc="What speaks for a finding, or against it: exactly one reference is filled.",
    own=(
        ref("findings", cascade=True),
        term("stance", "public", "for against"),
        ref("excerpts", null=True, cascade=True),
        ref("codes", null=True, cascade=True),
        ref("claims", null=True, cascade=True),
        ref("statements", null=True, cascade=True),
    ),
)

VALIDATIONS = Table(
    name="validations",
    doc="What a gathering said of a finding.",
    own=(
        ref("findings", cascade=True),
        ref("gatherings", cascade=True),
        term("outcome", "public", "confirmed amended rejected"),
        ref("profiles", name="profile", null=True, mark="personal"),
        integer("present", "personal", "people", null=True),
        text("objection", "secret", null=True, doc="redacted; published when cleared"),
        text("amendment", "secret", null=True),
        text("lang", "personal", null=True),
        integer(
            "consent",
            "personal",
            "level",
            null=True,
            high=4,
            doc="of the objection or amendment; missing is refusal",
        ),
        term("review", "personal", "unreviewed redacted cleared refused", null=True),
        text("reviewed_by", "secret", null=True),
        text("second_reviewed_by", "secret", null=True),
    ),
)

SCREENINGS = Table(
    name="screenings",
    doc="What one reviewer said of one flag on someone's words: `protect.screening`.",
    own=(
        ref("excerpts", null=True, cascade=True),
        ref("validations", null=True, cascade=True),
        text("flag", "secret", doc="16 hexadecimal digits: what the verdict is about"),
        term("verdict", "secret", "harmless identifying"),
        text("reviewer", "secret", doc="a pseudonym; a flag needs two"),
    ),
)

ALL = (FINDINGS, SUPPORTS, VALIDATIONS, SCREENINGS)
