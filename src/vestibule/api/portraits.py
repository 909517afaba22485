"""From a dossier to its portrait, and to the annex that never leaves the team."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from vestibule.api.analysis import SEED, Analysis
from vestibule.dossier.records import Dossier
from vestibule.inform import annex, portrait, preparation, writing
from vestibule.inform.material import Material
from vestibule.inform.portrait import Portrait


def material(dossier: Dossier, *, today: dt.date, seed: int = SEED) -> Material:
    """Return what a portrait may say, cleared; it serves every language."""
    return preparation.prepared(dossier, today=today, seed=seed)


def draw(dossier: Dossier, *, lang: str, today: dt.date, seed: int = SEED) -> Portrait:
    """Return the portrait of a dossier in one language.

    Parameters
    ----------
    dossier : Dossier
        The whole dossier, at the cut wanted.
    lang : str
        ``fr`` or ``en``.
    today : date
        The day it is; consent that has run out by then is refusal.
    seed : int
        Of what is drawn again; it is printed.

    Returns
    -------
    Portrait
        Shows itself in a notebook.
    """
    return portrait.portrait(material(dossier, today=today, seed=seed), lang=lang)


def write_annex(found: Analysis, path: Path, *, lang: str) -> Path:
    """Write everything behind a portrait, for the team; never to be published.

    Parameters
    ----------
    found : Analysis
        Of the whole dossier.
    path : Path
        Of the page.
    lang : str
        Language of the headings.

    Returns
    -------
    Path
        The page, which its owner alone can read.
    """
    text = annex.annex(
        found.dossier,
        coverage=found.heard,
        themes=found.themes,
        agreement=found.agreement,
        ground=found.ground,
        next_gatherings=found.next_gatherings,
        standings=found.standing,
        priorities=found.priorities,
        polis=found.opinions,
        opinions=found.landscape,
        weights=found.weights,
        lang=lang,
    )
    writing.write_for_team(path, text)
    return path


def write_tables(drawn: Portrait, folder: Path) -> tuple[Path, ...]:
    """Write the data of each figure, after protection, as CSV."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, text in drawn.csvs().items():
        writing.write_text(folder / name, text)
        paths.append(folder / name)
    return tuple(paths)
