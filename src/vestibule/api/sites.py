"""From a dossier to its public pages: a folder that any host can serve."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vestibule.api import packs
from vestibule.api.analysis import SEED
from vestibule.dossier.disk import folders
from vestibule.dossier.records import Dossier
from vestibule.inform import site, writing
from vestibule.inform.pack import Pack
from vestibule.words import PAGES


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """A folder of public pages that was written.

    Parameters
    ----------
    folder : Path
        Where it is; ``index.html`` in it opens without a network.
    edition : int
        Its number.
    signed : bool
        Whether it is published; else its pages call themselves a draft.
    languages : tuple of str
        In which it can be read.
    pages, files : int
        How many pages, and how many files with what lies beside them.
    sha256 : str
        Content hash of the dossier at the cut.
    """

    folder: Path
    edition: int
    signed: bool
    languages: tuple[str, ...]
    pages: int
    files: int
    sha256: str

    def to_dict(self) -> dict[str, Any]:
        """Return it as a plain mapping."""
        return {
            "folder": str(self.folder),
            "edition": self.edition,
            "signed": self.signed,
            "languages": list(self.languages),
            "pages": self.pages,
            "files": self.files,
            "sha256": self.sha256,
        }


def build(
    dossier: Dossier,
    folder: Path,
    *,
    today: dt.date,
    key: bytes,
    as_of: dt.date | None = None,
    seed: int = SEED,
    tongues: tuple[str, ...] = PAGES,
) -> Built:
    """Write the public pages that the next edition would have, as a draft.

    Parameters
    ----------
    dossier : Dossier
        All records.
    folder : Path
        New or empty.
    today : date
        The day it is.
    key : bytes
        As for `packs.packed`.
    as_of : date or None
        Of that day, as known now.
    seed : int
        Of what is drawn again; it is printed.
    tongues : tuple of str
        Its languages, as `own_words.tongues` returns them.

    Returns
    -------
    Built
        Every page says that nobody has signed it.

    Raises
    ------
    FileError
        If something stands in the folder.
    NotCleared, Recoverable
        If the gate stays shut: nothing is written.
    """
    packs.refuse_taken(folder)
    made = packs.packed(dossier, today=today, key=key, as_of=as_of, seed=seed)
    return write(made, folder, tongues=tongues)


def write(
    made: Pack,
    folder: Path,
    *,
    signed: bool = False,
    tongues: tuple[str, ...] = PAGES,
) -> Built:
    """Write the public pages of an edition to a new folder, all of it or nothing.

    Parameters
    ----------
    made : Pack
        As `packs.packed` returns it.
    folder : Path
        It must not be there, or be empty.
    signed : bool
        Whether the edition is published.
    tongues : tuple of str
        Its languages.

    Returns
    -------
    Built
        Where, and how much.

    Raises
    ------
    FileError
        If something is there already, or the folder cannot be written.
    """
    packs.refuse_taken(folder)
    with folders.replaced(folder) as fresh:
        names = fill(made, fresh, signed=signed, tongues=tongues)
    return told(made, folder, names, signed=signed, tongues=tongues)


def fill(
    made: Pack, folder: Path, *, signed: bool, tongues: tuple[str, ...] = PAGES
) -> list[str]:
    """Write public pages into an empty folder that everyone may read; names of files."""
    texts = site.site(made, signed=signed, tongues=tongues).files()
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
        path.chmod(writing.PUBLIC)
    for part in folder.rglob("*/"):
        part.chmod(0o755)
    folder.chmod(0o755)
    return sorted(texts)


def told(
    made: Pack,
    folder: Path,
    names: list[str],
    *,
    signed: bool,
    tongues: tuple[str, ...] = PAGES,
) -> Built:
    """Return what was written of the public pages of an edition."""
    return Built(
        folder=folder,
        edition=made.edition.number,
        signed=signed,
        languages=tongues,
        pages=sum(name.endswith(".html") for name in names),
        files=len(names),
        sha256=made.material.trace.content_hash,
    )
