"""Coded texts, in and out: what NVivo, MAXQDA, ATLAS.ti, QualCoder and Taguette share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from vestibule import __version__
from vestibule.api import files
from vestibule.api.files import Arrived
from vestibule.dossier import packages
from vestibule.inform.refi import choosing
from vestibule.inform.refi import files as refi_files
from vestibule.listen.refi import reading
from vestibule.words import Catalogue

ORIGIN = f"Vestibule {__version__}"
"""The name under which we write."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """What a coded project changed in a dossier.

    Parameters
    ----------
    arrived : Arrived
        Rows that came in.
    known : mapping of str to int
        Table to rows that the dossier held already.
    left : mapping of str to int
        What was left aside, and why: see `vestibule.listen.refi.reading.Coded`.
    """

    arrived: Arrived
    known: Mapping[str, int]
    left: Mapping[str, int]

    def to_dict(self) -> dict[str, Any]:
        """Return it as a plain mapping."""
        return {
            **self.arrived.to_dict(),
            "known": {name: n for name, n in self.known.items() if n},
            "left": dict(self.left),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A coded project, or a codebook, on a disk.

    Parameters
    ----------
    path : Path
        The file, readable by its owner alone.
    codes, excerpts, codings, coders : int
        What it holds; a codebook holds codes only.
    left : mapping of str to int
        Excerpts that stay in the dossier: ``consent``, ``refused``.
    """

    path: Path
    codes: int
    excerpts: int
    codings: int
    coders: int
    left: Mapping[str, int]

    def to_dict(self) -> dict[str, Any]:
        """Return it as a plain mapping."""
        return {**asdict(self), "path": str(self.path), "left": dict(self.left)}


def import_qda(path: Path, *, into: Path, gatherings: Path | None = None) -> Brought:
    """Bring codes, coded excerpts and coders of another program into a dossier.

    Parameters
    ----------
    path : Path
        A REFI-QDA codebook (`.qdc`) or project (`.qdpx`).
    into : Path
        The dossier.
    gatherings : Path or None
        A CSV that says which source belongs to which gathering.

    Returns
    -------
    Brought
        Importing the same file again brings nothing.

    Raises
    ------
    ProblemsFound
        If anything is wrong; nothing is changed then.
    """
    dossier = packages.read(into)
    coded = reading.read(path, dossier, gatherings=gatherings)
    arrived = files.store(dossier, coded.incoming, into)
    return Brought(arrived=arrived, known=coded.incoming.known, left=coded.left)


def export_qda(
    path: Path, *, out: Path, today: dt.date, lang: str = "fr", collecting: bool = False
) -> Written:
    """Write the codes, or codes and coded excerpts, of a dossier for the team.

    Parameters
    ----------
    path : Path
        The dossier.
    out : Path
        ``….qdpx`` for a project, ``….qdc`` for a codebook.
    today : datetime.date
        Consent that has run out by then is refusal.
    lang : {'fr', 'en'}
        Language of the warning in it.
    collecting : bool
        Whether only the partner who collected will read it: excerpts that only
        they may read are then in it.

    Returns
    -------
    Written
        What is in it, and what stayed.

    Raises
    ------
    DataError
        If there is nothing to write, or `out` has another ending.
    """
    dossier = packages.read(path)
    level = choosing.COLLECTING if collecting else choosing.PARTNERS
    chosen = choosing.chosen(dossier, on=today, level=level)
    kind = out.suffix.lower()
    warning = Catalogue(lang)("refi.warning")
    data = refi_files.content(chosen, kind, origin=ORIGIN, warning=warning)
    refi_files.write(data, out)
    whole = kind == ".qdpx"
    return Written(
        path=out,
        codes=chosen.codes.height,
        excerpts=chosen.excerpts.height if whole else 0,
        codings=chosen.codings.height if whole else 0,
        coders=chosen.codings["coder"].n_unique() if whole else 0,
        left=chosen.left if whole else {},
    )
