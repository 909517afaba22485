"""Invented countries that tests only look at: each is drawn once in a process.

A rehearsal is frozen, and what is made of its dossier is made once. Whoever wants to
see that two rehearsals are alike calls `rehearse` itself.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from vestibule import api
from vestibule.dossier import packages
from vestibule.rehearsal import SHAPES, Rehearsal, rehearse


@lru_cache(maxsize=8)
def country(seed: int = 1, shape: str = "default") -> Rehearsal:
    """Return a rehearsal; nobody changes it."""
    return rehearse(seed=seed, shape=SHAPES[shape])


@lru_cache(maxsize=8)
def worked(seed: int = 1, shape: str = "default") -> api.Work:
    """Return the work on a rehearsal: whatever it analyses is analysed once."""
    return api.Work(country(seed, shape).dossier, seed=seed)


def stored(folder: Path, seed: int = 1, shape: str = "small") -> Path:
    """Write a rehearsal as its command does, and return the folder."""
    packages.write(country(seed, shape).dossier, folder)
    return folder
