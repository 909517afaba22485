"""Which numbers, addresses and letters tell someone by their signs alone?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from vestibule.protect.screening.flags import Kind

SIGNS: tuple[tuple[Kind, str], ...] = (
    # eight digits and more, however grouped: a telephone, a paper
    ("number", r"(?<!\w)\+?\(?\d(?:[ .\-/()\u00a0\u202f]{0,2}\d){7,}(?!\w)"),
    # a sign for more: +223 76 ..
    ("number", r"(?<!\w)\+\d[\d .\-]{4,}"),
    # letters and three digits or more together: a plate, a number of service
    (
        "number",
        r"\b(?:[A-Z]{1,4}[ \-/]?\d{3,}(?:[ \-/]?[A-Z]{1,3}\d?)?"
        r"|\d{3,5}[ \-]?[A-Z]{1,3}\d?(?:[ \-]?[A-Z]{1,2})?)\b",
    ),
    # letters and digits in one word: k7-22, rkm442, 3e is none
    (
        "number",
        r"\b(?=\w*\d)(?=\w*[A-Za-z]{2})(?!\d+(?:e|er|ere|eme|ème|ième|ère|st|nd|rd|th|h|km|kg|mm|cm|ans)\b)(?!\d{1,2}h\d{2}\b)[\w\-]{4,}\b",
    ),
    # parts of a paper's number: 12/B/334
    ("number", r"\b\w{1,6}(?:[/\-]\w{1,6}){2,}(?<=\d)\b"),
    # addresses on the network, names used there
    (
        "number",
        r"\S+@\S+\.\w+|https?://\S+|www\.\S+|(?<!\w)@\w{2,}|\b\w+(?:\.\w+)*_\w+|\b\w{3,}\.(?:com|org|net|fr|ml|info)\b",
    ),
    ("number", r"(?<!\w)#\w{3,}"),
    # a day in digits
    (
        "date",
        r"\b\d{1,2}[./\-]\d{1,2}[./\-]\d{2,4}\b|\b\d{4}-\d{2}-\d{2}\b|\b[0-3]?\d/[01]?\d\b",
    ),
    # an hour with its minutes
    (
        "date",
        r"\b[0-2]?\d\s?[hH]\s?[0-5]\d\b|\b[0-2]?\d:[0-5]\d\b|\b\d{1,2}\s?(?:am|pm)\b",
    ),
    # a point on a map
    (
        "number",
        r"-?\b\d{1,3}[.,]\d{2,}\s*[°NSEWO]?[ ,;/]+-?\d{1,3}[.,]\d{2,}\b|\d{1,3}\s?°\s?\d*",
    ),
    # a road by its number
    ("place", r"\bR[NRD]\s?\d{1,3}\b"),
    # what someone is called, in marks of quotation
    (
        "name",
        r"(?:\b(?:dit|dite|alias|surnomm\w+|appel\w+|nicknamed|called|known as|le|la|du|de|the)\s*)"
        r"[«“\"]\s?(?:[^\s«»“”\"]+\s?){1,3}[»”\"]",
    ),
    # initials: M. K., A.B.
    ("name", r"\b[A-Z]\.\s?[A-Z]\.?(?!\w)"),
    ("name", r"\b(?:M|Mr|Mme|Mlle|Dr|Pr|Me|Mrs|Ms)\.?\s[A-Z]\b"),
    ("name", r"\b[A-Z]\.{3}|\b[A-Z]\*{2,}|\b[A-Z]…"),
)
"""Kind, and the shape of what tells it."""

_COMPILED = tuple((kind, re.compile(shape)) for kind, shape in SIGNS)


def in_text(text: str) -> Iterator[tuple[Kind, int, int]]:
    """Yield what signs alone tell: kind, first sign, the sign after the last.

    Parameters
    ----------
    text : str
        Any text.

    Yields
    ------
    tuple
        Kind, first sign, the sign after the last.
    """
    for kind, shape in _COMPILED:
        for found in shape.finditer(text):
            yield kind, found.start(), found.end()
