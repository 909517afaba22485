"""How does one work with a dossier in Python? The nouns of the field over the rooms.

Results are frozen, tell how they were made, and show themselves in a notebook.
"""

from __future__ import annotations

from vestibule import rehearsal
from vestibule.api.analysis import Analysis, analyse
from vestibule.api.shown import Shown
from vestibule.api.work import Work, load

__all__ = ["Analysis", "Shown", "Work", "analyse", "load", "rehearsed"]


def rehearsed(*, seed: int = 1, lang: str = "en") -> Work:
    """Return an invented country to try things on; everything in it is fictitious."""
    return Work(rehearsal.rehearse(seed=seed).dossier, lang=lang)
