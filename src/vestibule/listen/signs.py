"""Does a text hold signs that no reader sees, or letters that are not what they seem?"""

from __future__ import annotations

import re
import unicodedata

JOINERS = frozenset("\u200b\u200c\u200d\u200e\u200f\u061c\u00ad\ufeff\u2060")
"""Signs without a width that running text may hold: joiners, soft hyphens, and the
marks that languages written from right to left need."""

BREAKS = frozenset("\t\n\r\v\f\u0085")
"""Controls that only break a line."""

HIDDEN = frozenset({"Cc", "Cf"})
"""Unicode categories of signs that are not shown: controls and formats."""


SHOWN = frozenset(
    "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
)
"""Formats that are seen: signs of Arabic, Syriac and Kaithi that stand around a number."""


def hidden_in(text: str, *, running: bool) -> str | None:
    r"""Return the first sign of a text that no reader sees, as ``U+202E``, or None.

    Parameters
    ----------
    text : str
        What stands in a cell, or a paragraph.
    running : bool
        Whether it is running text, such as an excerpt: it may hold `JOINERS`. A
        name or a key may not, for two that look the same would be different.

    Returns
    -------
    str or None
        None where every sign can be seen or breaks a line.

    Examples
    --------
    >>> hidden_in("A-07\u200b", running=False), hidden_in("ab\u202ecd", running=True)
    ('U+200B', 'U+202E')
    >>> hidden_in("a\u200cb\n", running=True) is None
    True
    """
    borne = BREAKS | SHOWN | (JOINERS if running else frozenset())
    for sign in text:
        if sign not in borne and unicodedata.category(sign) in HIDDEN:
            return f"U+{ord(sign):04X}"
    return None


def _as_windows(first: int, last: int) -> str:
    """Return bytes as the old Windows encoding shows them, for a pattern."""
    shown = []
    for byte in range(first, last + 1):
        one = bytes([byte])
        shown += [one.decode("latin-1"), one.decode("cp1252", errors="ignore")]
    return re.escape("".join(dict.fromkeys("".join(shown))))


QUOTES = "“”‘’«»…–—"
"""Signs that may stand after a capital letter for themselves: “MANHÔ is a word."""

AFTER = _as_windows(0x80, 0xBF)
"""What the second byte of a letter looks like."""

DOUBLED = re.compile(
    rf"[ÃÂ](?![{QUOTES}])[{AFTER}]"  # é, à, ç, «, a space that does not break
    rf"|(?<=[a-zà-ÿ])[ÃÂ][{QUOTES}]"  # dÃ» for dû, amid small letters
    r"|â€[™˜œ¦¢“”\u009d\u0080-\u00bf]?"  # ’, “, …, –
    r"|Å[“’‹]|É›|É²|ï»¿"  # œ, Œ, ŋ, ɛ, ɲ, the mark at the head of a file
)
"""UTF-8 that was read as the old Windows encoding and written as UTF-8 again."""


def doubled_in(text: str) -> tuple[str, str] | None:
    """Return a letter that was encoded twice, as it stands and as it was meant.

    Parameters
    ----------
    text : str
        What stands in a cell or a paragraph, before spaces are trimmed.

    Returns
    -------
    tuple of (str, str) or None
        None where nothing looks so. Letters of French, English and the languages
        of the region are known, and signs of their print.

    Examples
    --------
    >>> doubled_in("L’Ã©tÃ©"), doubled_in("dÃ»"), doubled_in("Lâ€™eau")
    (('Ã©', 'é'), ('Ã»', 'û'), ('â€™', '’'))
    >>> doubled_in("SOCIÉTÉ”, “AMANHÔ, Ångström, Â, dâme") is None
    True
    """
    found = DOUBLED.search(text)
    if found is None:
        return None
    raw = b"".join(_byte(sign) for sign in found[0])
    return found[0], raw.decode("utf-8", errors="ignore").strip("\ufeff")


def _byte(sign: str) -> bytes:
    try:
        return sign.encode("cp1252")
    except UnicodeEncodeError:
        return sign.encode("latin-1")


LOOK_ALIKE = str.maketrans(
    "АВЕЅІЈКМНОРСТХҮѴаеѕіјорсухһԁԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧανορυχ‐‑‒–—−’ʼʹ′",
    "ABESIJKMHOPCTXYVaesijopcyxhdqwABEZHIKMNOPTYXavopux------''''",
)
"""Cyrillic and Greek letters that look like Latin ones, and their signs alike."""


def looks_like(key: str) -> str:
    r"""Return a key as a reader sees it: two that look the same are the same.

    Parameters
    ----------
    key : str
        What a person calls a record.

    Returns
    -------
    str
        Without hidden signs, in Latin letters where others look like them, in
        small letters.

    Examples
    --------
    >>> looks_like("\u0410-07") == looks_like("A-07\u200b") == looks_like("a‑07")
    True
    """
    shown = unicodedata.normalize("NFKC", key).translate(LOOK_ALIKE)
    seen = "".join(sign for sign in shown if unicodedata.category(sign) not in HIDDEN)
    return " ".join(seen.split()).casefold()
