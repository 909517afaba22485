"""How is a cleared cell said? Nothing else gets through."""

from __future__ import annotations

from vestibule.errors import Refused
from vestibule.inform.markup import Html, tag
from vestibule.protect.cleared import Cell, Count, Hidden
from vestibule.words import Catalogue, numbers


class NotCleared(Refused, TypeError):
    """A figure was given a number or words that `protect` did not clear."""

    code = "bare-number"


def required(cell: object) -> Cell:
    """Return a cleared cell.

    Parameters
    ----------
    cell : object
        What a figure was given.

    Returns
    -------
    Count or Hidden
        The same.

    Raises
    ------
    NotCleared
        If it is anything else: a bare number about people is refused.
    """
    if isinstance(cell, Count | Hidden):
        return cell
    raise NotCleared(
        f"a figure accepts Count or Hidden, not {type(cell).__name__}: "
        "clear it with vestibule.protect first",
        kind=type(cell).__name__,
    )


def value(cell: object) -> int | None:
    """Return the number of a cell, or None if it is hidden."""
    cleared = required(cell)
    return cleared.value if isinstance(cleared, Count) else None


def share(cell: object) -> float | None:
    """Return the share (0 to 1) of a cell, or None if hidden or not a share."""
    cleared = required(cell)
    return cleared.share if isinstance(cleared, Count) else None


def base(cell: object) -> int | None:
    """Return how many a cell is a share of, or None if hidden or not a share."""
    cleared = required(cell)
    return cleared.of if isinstance(cleared, Count) else None


def hundred(cell: object) -> int | None:
    """Return the share of a cell out of 100, or None."""
    part = share(cell)
    return None if part is None else numbers.per_hundred(part)


def number(cell: object, words: Catalogue, *, short: bool = False) -> str:
    """Return the number of a cell in words of the page, or that it is not shown."""
    known = value(cell)
    if known is None:
        return words("style.hidden_short" if short else "style.hidden")
    return words.number(known)


def out_of(cell: object, words: Catalogue) -> str:
    """Return ``74 sur 148``, or that it is not shown."""
    cleared = required(cell)
    if isinstance(cleared, Hidden):
        return words("style.hidden")
    if cleared.of is None:
        return words.number(cleared.value)
    return words("style.of", n=cleared.value, of=cleared.of)


def per_hundred(cell: object, words: Catalogue) -> str:
    """Return ``46 sur 100``, or that it is not shown."""
    part = share(cell)
    return (
        words("style.hidden")
        if part is None
        else words("style.per_hundred", share=part)
    )


def shown(cell: object, words: Catalogue, *, of: bool = False) -> Html:
    """Return a cell as markup: a number left to right, or the words of a hidden one."""
    if isinstance(required(cell), Hidden):
        return tag("span", words("style.hidden_short"), class_="hid")
    text = out_of(cell, words) if of else number(cell, words)
    return tag("span", text, class_="nb", dir="ltr" if not of else None)
