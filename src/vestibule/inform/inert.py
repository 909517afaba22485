"""Which words would a spreadsheet compute, and how does it leave them alone?"""

from __future__ import annotations

import re

COMPUTES = re.compile(
    r"(^|[;\t\n])([ \ufeff\u200b-\u200f\u202a-\u202f\u2066-\u2069\u00a0\"']*)([=+\-@＝＋－＠])"
)
"""What begins a formula at the head of a cell, or behind what parts cells where a comma
does not: a semicolon in French, a tab, a line."""

LINES = ("\t", "\n")
"""What no cell begins with: some programs leave it out and compute the rest."""


def inert(text: str) -> str:
    """Return words that no spreadsheet takes for a formula, however it parts the line.

    Parameters
    ----------
    text : str
        What would stand in a cell.

    Returns
    -------
    str
        The same, with an apostrophe before what would compute; its lines end as ours.

    Examples
    --------
    >>> inert("=1+1"), inert("a;=1+1"), inert("a-b")
    ("'=1+1", "a;'=1+1", 'a-b')
    """
    # a lone return would end the row of a sheet whose lines end otherwise
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    told = COMPUTES.sub(r"\1'\2\3", text)
    return f"'{told}" if told[:1] in LINES else told
