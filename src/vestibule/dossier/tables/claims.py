"""What makes what more or less likely, as people told it: factors, merges, claims."""

from __future__ import annotations

from vestibule.dossier.schema import Table, ref, term, text

FACTORS = Table(
    name="factors",
    doc="An event or state that has causes and consequences.",
    own=(
        text("name", "public"),
        text("lang", "public", null=True),
        ref("findings", name="finding", null=True, mark="public"),
    ),
)

MERGES = Table(
    name="merges",
    doc="A decision, by people, that two factors are one; reversible.",
    own=(
        ref("factors", name="factor", cascade=True),
        ref("factors", name="into", cascade=True),
        text("reason", "secret", null=True),
        term("state", "secret", "proposed decided undone"),
    ),
)

CLAIMS = Table(
    name="claims",
    doc="'X makes Y more / less likely', told by someone; never a proven cause.",
    own=(
        ref("factors", name="cause", cascade=True),
        ref("factors", name="effect", cascade=True),
        term("direction", "public", "more less"),
        ref("excerpts", null=True, cascade=True),
        ref("voices", null=True, cascade=True),
        ref("gatherings", null=True, cascade=True),
        ref("people", name="teller", null=True, cascade=True),
        text("coder", "secret", null=True),
    ),
)

ALL = (FACTORS, MERGES, CLAIMS)
