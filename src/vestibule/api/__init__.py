"""How does one work with a dossier in Python? The nouns of the field over the rooms.

Results are frozen, tell how they were made, and show themselves in a notebook::

    from datetime import date

    from vestibule import api

    work = api.load("monpays")
    work.heard()                       # who was heard, by place
    work.missing()                     # who was not, as sentences
    work.portrait(today=date.today())  # what may be published, as a page
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from vestibule.api.analysis import Analysis, analyse
    from vestibule.api.asking import next_statements
    from vestibule.api.panels import draw
    from vestibule.api.promises import follow_up
    from vestibule.api.short_lists import audit_list, short_list
    from vestibule.api.shown import Shown
    from vestibule.api.tracing import trace
    from vestibule.api.work import Work, load, rehearsed

__all__ = [
    "Analysis",
    "Shown",
    "Work",
    "analyse",
    "audit_list",
    "draw",
    "follow_up",
    "load",
    "next_statements",
    "rehearsed",
    "short_list",
    "trace",
]

HOMES = {
    "Analysis": "analysis",
    "analyse": "analysis",
    "audit_list": "short_lists",
    "draw": "panels",
    "follow_up": "promises",
    "Shown": "shown",
    "Work": "work",
    "load": "work",
    "next_statements": "asking",
    "rehearsed": "work",
    "short_list": "short_lists",
    "trace": "tracing",
}
"""Module of each name: who only brings records in need not wait for the analyses."""


def __getattr__(name: str) -> Any:
    """Return one of the names above, its module imported when it is asked for."""
    if name not in HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{HOMES[name]}"), name)
