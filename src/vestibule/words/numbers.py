"""How does each language write a number, a rank, a month, a list?"""

from __future__ import annotations

import math
from dataclasses import dataclass

THIN = "\N{NARROW NO-BREAK SPACE}"
"""Between groups of three digits, and before high punctuation, in French."""

HARD = "\N{NO-BREAK SPACE}"
"""Before a colon and inside guillemets, in French."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How a language writes figures.

    Parameters
    ----------
    group : str
        Between groups of three digits, from `group_from` upwards.
    decimal : str
        Before the decimals.
    opening, closing : str
        Quotation marks, with the spaces that belong to them.
    """

    group: str
    decimal: str
    opening: str
    closing: str


FRENCH = Style(group=THIN, decimal=",", opening=f"«{HARD}", closing=f"{HARD}»")
ENGLISH = Style(group=",", decimal=".", opening="“", closing="”")


def style(lang: str) -> Style:
    """Return the style of a language; French for every language but English.

    Mixing number styles inside one multilingual page misleads: "5.012" is five
    thousand in one language and five in the next.

    Returns
    -------
    Style
        `FRENCH` or `ENGLISH`.
    """
    return ENGLISH if lang == "en" else FRENCH


def number(value: float, lang: str, *, digits: int = 0) -> str:
    """Return a number as the language writes it.

    Parameters
    ----------
    value : float
        Any finite number.
    lang : str
        Language tag.
    digits : int
        Decimals that are kept.

    Returns
    -------
    str
        ``1 896`` (with a narrow no-break space) or ``1,896``; a true minus sign.
    """
    form = style(lang)
    whole, _, decimals = f"{abs(rounded(value, digits)):,.{digits}f}".partition(".")
    text = whole.replace(",", form.group)
    if decimals:
        text = f"{text}{form.decimal}{decimals}"
    return f"\N{MINUS SIGN}{text}" if value < 0 and text.strip("0,.") else text


def rounded(value: float, digits: int = 0) -> float:
    """Return `value` rounded half up, as people do, not half to even."""
    scale = 10.0**digits
    return float(math.floor(value * scale + 0.5)) / scale


def per_hundred(share: float) -> int:
    """Return a share (0 to 1) as a whole number out of 100."""
    return int(rounded(share * 100))


def ordinal(rank: int, lang: str, *, feminine: bool = False) -> str:
    """Return ``1er``, ``1re``, ``2e`` or ``1st``, ``2nd``, ``11th``."""
    if lang != "en":
        first = "re" if feminine else "er"
        return f"{rank}{first if rank == 1 else 'e'}"
    if 10 <= rank % 100 <= 20:
        return f"{rank}th"
    return f"{rank}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(rank % 10, 'th') }"


def plural_form(n: float, lang: str) -> str:
    """Return ``one`` or ``other``: French keeps the singular below two."""
    alone = n == 1 if lang == "en" else abs(n) < 2
    return "one" if alone else "other"


def typeset(text: str, lang: str) -> str:
    """Return a sentence with the spaces and apostrophes its language wants.

    Catalogues are typed with plain spaces and straight apostrophes; print wants
    no line that begins with a colon.

    Returns
    -------
    str
        The sentence, ready for print.
    """
    text = text.replace("'", "’")
    if lang == "en":
        return text
    for mark in ";!?":
        text = text.replace(f" {mark}", f"{THIN}{mark}")
    text = text.replace(" :", f"{HARD}:").replace("« ", f"«{HARD}")
    return text.replace(" »", f"{HARD}»")
