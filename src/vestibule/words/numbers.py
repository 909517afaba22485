"""How does each language write a number, a rank, a month, a list?"""

from __future__ import annotations

import math
import unicodedata
from dataclasses import dataclass, replace

THIN = "\N{NARROW NO-BREAK SPACE}"
"""Between groups of three digits, and before high punctuation, in French."""

HARD = "\N{NO-BREAK SPACE}"
"""Before a colon and inside guillemets, in French."""

OPEN, OPEN_LEFT, CLOSE = "\u2068", "\u2066", "\u2069"
"""Signs that nobody sees: words, or a number, between them keep their own direction."""

ARABIC_SCRIPT = frozenset({"ar", "mey"})
"""Languages that write sentences as Arabic does, by the first part of their tag."""

RTL = frozenset({"ar", "ar-MR", "mey", "he", "fa", "ur", "nqo", "bm-Nkoo", "ff-Adlm"})
"""Languages written from right to left."""


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
    comma : str
        Between the parts of a list.
    clinging : str
        The word that is written onto the one that follows it, in the same script.
    arrow : str
        From one word to the next.
    isolated : bool
        Whether a number or a name inside a sentence is kept apart from it, since
        the sentence runs from right to left and they may not.
    """

    group: str
    decimal: str
    opening: str
    closing: str
    comma: str = ", "
    clinging: str = ""
    arrow: str = "→"
    isolated: bool = False


FRENCH = Style(group=THIN, decimal=",", opening=f"«{HARD}", closing=f"{HARD}»")
ENGLISH = Style(group=",", decimal=".", opening="“", closing="”")
ARABIC = Style(
    group=THIN,
    decimal=",",
    opening="«",
    closing="»",
    comma="، ",
    clinging="و",
    arrow="←",
    isolated=True,
)
"""Digits 0-9, as the Maghreb and West Africa write Arabic, grouped as in French."""

FROM_THE_RIGHT = replace(FRENCH, arrow="←", isolated=True)
"""Of N'Ko, Adlam and other scripts that run from right to left."""


def style(lang: str) -> Style:
    """Return the style of a language; French for most but English and Arabic.

    Mixing number styles inside one multilingual page misleads: "5.012" is five
    thousand in one language and five in the next. Arabic too has French numbers.

    Returns
    -------
    Style
        `FRENCH`, `ENGLISH`, `ARABIC` or `FROM_THE_RIGHT`.
    """
    if lang.split("-")[0] in ARABIC_SCRIPT:
        return ARABIC
    if is_rtl(lang):
        return FROM_THE_RIGHT
    return ENGLISH if lang == "en" else FRENCH


def is_rtl(lang: str) -> bool:
    """Return whether a language is written from right to left."""
    return lang in RTL or lang.split("-")[0] in RTL


def apart(text: str, lang: str) -> str:
    """Return words or a number as they stand inside a sentence of a language.

    In a line from right to left, ``-3`` turns into ``3-`` and a name in Latin
    letters drags the signs around it along: both are isolated, a number from left
    to right. Bare digits, and words that run from right to left, need nothing.

    Returns
    -------
    str
        The same, between signs that nobody sees where the language needs them.
    """
    if not style(lang).isolated or text.isdecimal():
        return text
    if _is_number(text):
        return f"{OPEN_LEFT}{text}{CLOSE}"
    return f"{OPEN}{text}{CLOSE}" if _runs_left_to_right(text) else text


def _is_number(text: str) -> bool:
    bare = text.strip(f"\N{MINUS SIGN},.{THIN}")
    return bare.replace(THIN, "").replace(",", "").isdecimal()


def _runs_left_to_right(text: str) -> bool:
    """Return whether a letter that runs from left to right is not isolated yet."""
    return any(
        unicodedata.bidirectional(sign) == "L" for sign in bared(text, inside=False)
    )


def bared(text: str, *, inside: bool = True) -> str:
    """Return a text without the signs that keep its parts apart.

    Parameters
    ----------
    text : str
        As a page says it.
    inside : bool
        Whether what stands between such signs is kept.

    Returns
    -------
    str
        For data and file names, which no hidden sign may enter.
    """
    if inside:
        return text.translate(dict.fromkeys(map(ord, OPEN + OPEN_LEFT + CLOSE)))
    kept, depth = [], 0
    for sign in text:
        depth = max(0, depth + (sign in OPEN + OPEN_LEFT) - (sign == CLOSE))
        if depth == 0 and sign != CLOSE:
            kept.append(sign)
    return "".join(kept)


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
    """Return ``1er``, ``1re``, ``2e`` or ``1st``, ``2nd``, ``11th``; a bare number in Arabic."""
    if style(lang) is ARABIC:
        return str(rank)
    if lang != "en":
        first = "re" if feminine else "er"
        return f"{rank}{first if rank == 1 else 'e'}"
    if 10 <= rank % 100 <= 20:
        return f"{rank}th"
    return f"{rank}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(rank % 10, 'th') }"


FORMS = ("zero", "one", "two", "few", "many", "other")
"""The plural forms that a language may have."""


def plural_form(n: float, lang: str) -> str:
    """Return which of `FORMS` a number takes: French keeps the singular below two.

    Arabic has all six, by the cardinal rules of the Unicode CLDR: few from 3 to 10,
    many from 11 to 99, by the last two digits; a fraction is ``other``.

    Returns
    -------
    str
        One of `FORMS`.
    """
    if style(lang) is ARABIC:
        return _arabic_form(n)
    alone = n == 1 if lang == "en" else abs(n) < 2
    return "one" if alone else "other"


def _arabic_form(n: float) -> str:
    if n in (0, 1, 2):
        return FORMS[int(n)]
    if n != int(n):
        return "other"
    last = int(abs(n)) % 100
    if 3 <= last <= 10:
        return "few"
    return "many" if last >= 11 else "other"


def forms_of(lang: str) -> tuple[str, ...]:
    """Return the plural forms that a sentence may need in a language."""
    return FORMS if style(lang) is ARABIC else ("zero", "one", "other")


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
    if style(lang) is not FRENCH:
        return text
    for mark in ";!?":
        text = text.replace(f" {mark}", f"{THIN}{mark}")
    text = text.replace(" :", f"{HARD}:").replace("« ", f"«{HARD}")
    return text.replace(" »", f"{HARD}»")
