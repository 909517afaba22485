"""The way back to the people: mirror pages to publish, sheets to hand over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import polars as pl

from vestibule.act import restitution
from vestibule.api import files, portraits
from vestibule.api.analysis import SEED
from vestibule.dossier import lineage
from vestibule.dossier.records import Dossier
from vestibule.errors import FileError
from vestibule.inform import mirrors, story, writing
from vestibule.inform.story import Story
from vestibule.protect import consent
from vestibule.understand import themes

LONGEST_NAME = 60
"""Letters of a file's name, each of up to four bytes: no disk takes above 255."""


def write_mirrors(
    dossier: Dossier, folder: Path, *, lang: str, today: dt.date, seed: int = SEED
) -> tuple[Path, ...]:
    """Write a mirror page for each region and camp, and what is read aloud of it.

    Parameters
    ----------
    dossier : Dossier
        The whole dossier, at the cut wanted.
    folder : Path
        Where they go; made if it is not there.
    lang : str
        ``fr`` or ``en``.
    today : date
        The day it is.
    seed : int
        Of what is drawn again, as for the portrait.

    Returns
    -------
    tuple of Path
        Pages, scripts and tables, by place.
    """
    told = _story(dossier, lang=lang, today=today, seed=seed)
    paths: list[Path] = []
    for one in mirrors.mirrors(told):
        paths += writing.write(one, folder / f"{one.key}.html")
        for name, text in one.csvs().items():
            writing.write_text(folder / name, text)
            paths.append(folder / name)
    return tuple(paths)


def write_sheets(
    dossier: Dossier,
    folder: Path,
    *,
    lang: str,
    today: dt.date,
    gatherings: Sequence[str] = (),
    seed: int = SEED,
) -> tuple[Path, ...]:
    """Write a sheet for each group that waits, or for those named; for the team.

    Parameters
    ----------
    dossier : Dossier
        The whole dossier.
    folder : Path
        Where they go. It and what is in it can be read by its owner alone.
    lang : str
        ``fr`` or ``en``.
    today : date
        The day it is.
    gatherings : sequence of str
        Codes, or ids of any version; none: every group that is due an answer.
    seed : int
        Of what is drawn again, as for the portrait.

    Returns
    -------
    tuple of Path
        A page and a script for each group, by code.

    Raises
    ------
    FileError
        If two codes would take one file.
    """
    settled = lineage.settled(dossier)
    if gatherings:
        named = [files.id_of(settled, "gatherings", one) for one in gatherings]
        first = lineage.roots(dossier.table("gatherings"))
        chosen = [first.get(one, one) for one in named]
    else:
        found = restitution.owed(settled, today=today).groups
        chosen = found.filter(found["state"] == "due")["gathering"].unique().to_list()
    names = _names(settled, chosen)
    told = _story(dossier, lang=lang, today=today, seed=seed)
    rows = themes.themes(consent.published(settled, on=today), seed=seed).rows
    paths: list[Path] = []
    for name, gathering in names.items():
        made = mirrors.sheet(told, dossier, gathering, today=today, named=rows)
        ending = writing.script_ending(made.lang)
        for end, text in ((".html", made.html()), (ending, made.script())):
            paths.append(folder / f"{name}{end}")
            writing.write_for_team(paths[-1], text)
    return tuple(paths)


def _names(settled: Dossier, gatherings: Sequence[str]) -> dict[str, str]:
    """Return the name of each group's files and its gathering, by code."""
    rows = settled.table("gatherings").filter(pl.col("id").is_in(list(gatherings)))
    names: dict[str, str] = {}
    for code, gathering in rows.sort("code", "id").select("code", "id").iter_rows():
        signs = (sign if sign.isalnum() or sign in "-_" else "_" for sign in code)
        name = "".join(signs)[:LONGEST_NAME]
        if name in names:
            raise FileError(
                f"Two groups have codes that give one file, {name}.html: correct one "
                "of them.",
                reason="same-file",
                file=f"{name}.html",
            )
        names[name] = gathering
    return names


def _story(dossier: Dossier, *, lang: str, today: dt.date, seed: int) -> Story:
    return story.told(portraits.material(dossier, today=today, seed=seed), lang)
