"""What was said: voices (sealed elsewhere), excerpts, codes, codings."""

from __future__ import annotations

from vestibule.dossier.tables import voices
from vestibule.web.records.record import Record


class Voice(Record):
    """What one person or group said; its words and sound are sealed elsewhere."""

    TABLE = voices.VOICES


class Excerpt(Record):
    """A redacted piece of a voice: the working text."""

    TABLE = voices.EXCERPTS


class Code(Record):
    """A theme of the codebook, versioned; names in other languages in texts."""

    TABLE = voices.CODES


class Coding(Record):
    """One coder's reading of one excerpt."""

    TABLE = voices.CODINGS
