"""How is a map written as two tables: elements, connections?"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable

from vestibule.inform.maps.blueprint import REFERENCES, Blueprint, members
from vestibule.listen.map_formats import UNSEEN

ELEMENTS = (
    "Label", "Id", "Type", "Lang", "Merged into", "Reason", "Finding", "Sources",
)  # fmt: skip
CONNECTIONS = (
    "From", "To", "From id", "To id", "Direction", "Type",
    "Excerpt", "Voice", "Gathering", "Teller", "Coder",
)  # fmt: skip

FORMULA = (*"=+-@＝＋－＠\t\n'",)
"""What a spreadsheet may take for a formula; and the mark that keeps it from that."""

INSIDE = re.compile(rf"([;\t\n])([{UNSEEN}\"']*)([=+\-@＝＋－＠])")
"""What begins a formula where something else than a comma parts cells."""


def spreadsheets(told: Blueprint) -> dict[str, str]:
    """Return a map as two CSV files, with the headers that Kumu reads.

    Parameters
    ----------
    told : dict
        Of `blueprint`.

    Returns
    -------
    dict of str to str
        ``elements.csv``: every factor as coded, with what it was merged into;
        ``connections.csv``: every claim. Cells that begin like a formula begin with an
        apostrophe instead.
    """
    every = list(members(told["elements"]))
    labels = {one["id"]: one["label"] for one in every}
    elements = (
        [
            one["label"],
            one["id"],
            "factor",
            *(one.get(name, "") for name in ("lang", "merged_into", "reason")),
            *(one.get(name, "") for name in ("finding", "sources")),
        ]
        for one in every
    )
    connections = (
        [
            *(labels[claim[end]] for end in ("from", "to")),
            *(claim[end] for end in ("from", "to")),
            "directed",
            claim["type"],
            *(claim.get(name, "") for name in REFERENCES),
        ]
        for link in told["connections"]
        for claim in link["claims"]
    )
    return {
        "elements.csv": _written(ELEMENTS, elements),
        "connections.csv": _written(CONNECTIONS, connections),
    }


def _written(header: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\n")
    lines.writerow(header)
    lines.writerows([safe(str(cell)) for cell in row] for row in rows)
    return text.getvalue()


def safe(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula; `listen.map_formats` undoes it."""
    told = INSIDE.sub(r"\1'\2\3", text.replace("\r\n", "\n").replace("\r", "\n"))
    return f"'{told}" if told.lstrip(UNSEEN).startswith(FORMULA) else told
