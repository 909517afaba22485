"""How is a page written so that nothing in it can break out of its place?"""

from __future__ import annotations

import html
import re

from vestibule.words import Catalogue, numbers

EMPTY = frozenset(
    {"meta", "link", "br", "hr", "img", "input", "path", "circle", "rect", "line"}
)
"""Elements that hold nothing."""

ORDINAL = re.compile(r"\b(\d+)(re|er|e|st|nd|rd|th)\b")
"""A rank in figures, whose ending is raised on a page."""


class Html(str):
    """Text that is already markup. Everything else is escaped."""

    __slots__ = ()

    def __html__(self) -> str:
        return str(self)


Piece = Html | str | None
"""What may stand inside an element; None is nothing."""


def escape(piece: Piece) -> Html:
    """Return a piece as markup: text is escaped, markup kept, None is empty."""
    if piece is None:
        return Html("")
    return piece if isinstance(piece, Html) else Html(html.escape(piece, quote=True))


def join(*pieces: Piece) -> Html:
    """Return pieces one after the other, as markup."""
    return Html("".join(escape(piece) for piece in pieces))


def tag(
    name: str, /, *pieces: Piece, **attributes: str | int | float | bool | None
) -> Html:
    """Return one element.

    Parameters
    ----------
    name : str
        Its name.
    *pieces : str, Html or None
        What it holds.
    **attributes : str, int, float, bool or None
        ``class_`` for ``class``, ``aria_label`` for ``aria-label``; True writes a
        bare attribute; None and False leave it out.

    Returns
    -------
    Html
        The element with everything inside it escaped.
    """
    written = "".join(
        f" {key.rstrip('_').replace('_', '-')}"
        + ("" if value is True else f'="{html.escape(str(value), quote=True)}"')
        for key, value in attributes.items()
        if value is not None and value is not False
    )
    if name in EMPTY:
        close = "/" if name in {"path", "circle", "rect", "line"} else ""
        return Html(f"<{name}{written}{close}>")
    return Html(f"<{name}{written}>{join(*pieces)}</{name}>")


def raised(text: str) -> Html:
    """Return text with the endings of its ranks raised: 2<sup>e</sup>."""
    return Html(ORDINAL.sub(r"\1<sup>\2</sup>", escape(text)))


def plain(piece: str) -> str:
    """Return what a piece says, without its markup."""
    if not isinstance(piece, Html):
        return piece
    return html.unescape(re.sub("<[^>]*>", "", piece))


def raised_piece(text: str) -> Html:
    """Return a piece as markup, the endings of ranks raised in text."""
    return text if isinstance(text, Html) else raised(text)


def say(words: Catalogue, key: str, **params: object) -> Html:
    """Return a sentence of the catalogue as markup.

    Parameters that are `Html` (a mark, a link) stand where the sentence puts
    them; all others are escaped with the sentence.

    Returns
    -------
    Html
        The sentence, the endings of ranks raised.
    """
    marks = {name: value for name, value in params.items() if isinstance(value, Html)}
    holders = {name: f"\ue000{name}\ue001" for name in marks}
    text = raised(words(key, **{**params, **holders}))
    for name, mark in marks.items():
        text = Html(text.replace(holders[name], mark))
    return text


def direction(lang: str) -> str:
    """Return ``rtl`` or ``ltr`` for a language; ``auto`` when it is not known."""
    if not lang:
        return "auto"
    return "rtl" if numbers.is_rtl(lang) else "ltr"


def aloud(*parts: str) -> str:
    """Return sentences one after another, each with its end: a headline has none."""
    said = (part.strip() for part in parts)
    return " ".join(part if is_ended(part) else f"{part}." for part in said if part)


def is_ended(text: str) -> bool:
    """Return whether a sentence has its end, seen through signs that nobody sees."""
    return text.rstrip(numbers.CLOSE)[-1:] in tuple(".!?…؟")
