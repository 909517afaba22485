"""What was said: voices (sealed elsewhere), excerpts, codes, codings."""

from __future__ import annotations

from vestibule.dossier.schema import Table, integer, ref, term, text

SENSITIVITIES = "ordinary sensitive"
"""Sensitive: armed actors, forces, authorities, survivors, anything that can hurt."""

VOICES = Table(
    name="voices",
    doc="What one person or group said; its words and sound are sealed elsewhere.",
    own=(
        ref("gatherings", cascade=True),
        ref("people", null=True, cascade=True),
        ref("profiles", name="profile", null=True, mark="personal"),
        term("medium", "personal", "audio video notes phone paper online"),
        text("lang", "personal", null=True),
        integer("seconds", "personal", "seconds", null=True),
        integer(
            "consent", "personal", "level", null=True, high=4, doc="missing is refusal"
        ),
        text("sealed", "secret", null=True, doc="SHA-256 of the sealed file"),
    ),
)

EXCERPTS = Table(
    name="excerpts",
    doc="A redacted piece of a voice: the working text.",
    own=(
        ref("gatherings", cascade=True),
        ref("voices", null=True, cascade=True),
        ref("profiles", name="profile", null=True, mark="personal"),
        text("words", "secret", doc="redacted; published only as a cleared quote"),
        text("lang", "personal", null=True),
        text("translation", "secret", null=True),
        text("translation_lang", "personal", null=True),
        integer(
            "consent",
            "personal",
            "level",
            null=True,
            high=4,
            doc="4: may be quoted without a name; missing is refusal",
        ),
        term("review", "personal", "unreviewed redacted cleared refused"),
        text("reviewed_by", "secret", null=True, doc="a pseudonym"),
        text(
            "second_reviewed_by",
            "secret",
            null=True,
            doc="another pseudonym: a quote needs two",
        ),
        term("sensitivity", "personal", SENSITIVITIES, null=True),
        integer(
            "place_level",
            "personal",
            "level",
            null=True,
            high=6,
            doc="the finest level of place that may stand beside it",
        ),
        integer("position", "secret", "paragraph", null=True, low=1),
    ),
)

CODES = Table(
    name="codes",
    doc="A theme of the codebook, versioned; names in other languages in texts.",
    own=(
        text("key", "public"),
        text("name", "public"),
        text("definition", "public", null=True),
        ref("codes", name="parent", null=True, mark="public"),
        term("kind", "public", "obstacle resource need proposal cause other"),
        text("codebook", "public", null=True, doc="version of the codebook"),
        term("sensitivity", "public", SENSITIVITIES, null=True),
        integer("place_level", "public", "level", null=True, high=6),
    ),
)

CODINGS = Table(
    name="codings",
    doc="One coder's reading of one excerpt.",
    own=(
        ref("excerpts", cascade=True),
        ref(
            "codes",
            null=True,
            cascade=True,
            doc="missing: read; where it stands alone, no theme found",
        ),
        text("coder", "secret", doc="a pseudonym"),
        term(
            "role",
            "personal",
            "coder adjudicator",
            null=True,
            doc="an adjudicator settles what coders read apart; missing: coder",
        ),
        term(
            "stance",
            "personal",
            "for against",
            null=True,
            doc="whether the words bear the theme out or deny it",
        ),
        integer(
            "starts",
            "secret",
            "character",
            null=True,
            doc="where its words begin in the excerpt it names; missing: all of it",
        ),
        integer("ends", "secret", "character", null=True, low=1, doc="where they end"),
        text("memo", "secret", null=True, doc="a note of the coder, for the team"),
        term(
            "reading",
            "personal",
            "open closed",
            null=True,
            doc="open: put while the coder still read; closed: the coder has finished "
            "this excerpt; missing: a reading that came in whole",
        ),
    ),
)

ALL = (VOICES, EXCERPTS, CODES, CODINGS)
