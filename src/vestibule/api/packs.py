"""From a dossier to an edition: the pack that is published with its portrait."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vestibule.api import files, ledgers
from vestibule.api.analysis import SEED
from vestibule.dossier import cuts
from vestibule.dossier.disk import folders
from vestibule.dossier.records import Dossier
from vestibule.errors import FileError
from vestibule.inform import pack
from vestibule.inform import writing as pages
from vestibule.inform.pack import Pack
from vestibule.protect.editions.ids import KEY_BYTES

MOST_KEY = 4096
"""Bytes of a key file, beyond which it is no key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What was written of an edition.

    Parameters
    ----------
    edition : int
        Its number.
    files : tuple of Path
        What was published; none where nothing was written.
    shown, withheld, kept : int
        Numbers of portrait and pack together: shown anew, withheld, and those that
        stand as an earlier edition printed them.
    cleared : tuple of str
        Codes of what must be said of the clearing: `editions.SENTENCES`.
    sha256 : str
        Content hash of the dossier at the cut.
    released : bool
        Whether the dossier now holds it as published.
    """

    edition: int
    files: tuple[Path, ...]
    shown: int
    withheld: int
    kept: int
    cleared: tuple[str, ...]
    sha256: str
    released: bool = False

    def to_dict(self) -> dict[str, Any]:
        """Return it as a plain mapping."""
        return {
            "edition": self.edition,
            "files": [str(path) for path in self.files],
            "shown": self.shown,
            "withheld": self.withheld,
            "kept": self.kept,
            "cleared": list(self.cleared),
            "sha256": self.sha256,
            "released": self.released,
        }


def packed(
    dossier: Dossier,
    *,
    today: dt.date,
    key: bytes,
    as_of: dt.date | None = None,
    seed: int = SEED,
) -> Pack:
    """Return the next edition of a dossier, cleared against every one before it.

    Parameters
    ----------
    dossier : Dossier
        All records.
    today : date
        The day it is.
    key : bytes
        Random, for this edition alone, thrown away afterwards.
    as_of : date or None
        Of that day, as known now; the ledger is whole all the same.
    seed : int
        Of what is drawn again; it is printed.

    Returns
    -------
    Pack
        Nothing of it is on any disk.

    Raises
    ------
    TwoEditions
        If the ledger contradicts itself.
    NotCleared, Recoverable
        If the gate stays shut.
    """
    return pack.packed(
        dossier if as_of is None else cuts.as_of(dossier, as_of),
        today=today,
        key=key,
        ledger=ledgers.published(dossier),
        seed=seed,
        earlier=ledgers.earlier(dossier),
        then=ledgers.counted_again(dossier),
    )


def write(made: Pack, folder: Path) -> Written:
    """Write an edition to a new folder, all of it or nothing.

    Parameters
    ----------
    made : Pack
        As `packed` returns it: whatever is refused was refused before.
    folder : Path
        It must not be there, or be empty.

    Returns
    -------
    Written
        Files by name.

    Raises
    ------
    FileError
        If something is there already, or the folder cannot be written.
    """
    refuse_taken(folder)
    with folders.replaced(folder) as fresh:
        names = fill(made, fresh)
    return told(made, tuple(folder / name for name in names))


def key_of(path: Path) -> bytes:
    """Return the key of an edition from a file.

    Parameters
    ----------
    path : Path
        At least `KEY_BYTES` random bytes.

    Returns
    -------
    bytes
        All of them.

    Raises
    ------
    FileError
        If the file is not there or too large.
    ShortKey
        Raised later, where it is too short.
    """
    if not path.is_file():
        raise FileError(
            f"There is no key here: {path}. Check the path, or leave --key out: a key "
            "is then drawn and thrown away.",
            reason="no-key",
            file=str(path),
        )
    if path.stat().st_size > MOST_KEY:
        raise FileError(
            f"{path} is too large for a key: {KEY_BYTES} random bytes are enough.",
            reason="no-key-so-large",
            file=str(path),
        )
    return path.read_bytes()


def refuse_taken(folder: Path) -> None:
    """Refuse a folder in which something stands already.

    Raises
    ------
    FileError
        If it is a file, or holds anything.
    """
    if folder.is_file() or files.stands(folder):
        raise FileError(
            f"{folder} is there already: choose a new or an empty folder for the pack. "
            "Nothing was changed.",
            reason="pack-taken",
            file=str(folder),
        )


def fill(made: Pack, folder: Path) -> list[str]:
    """Write an edition into an empty folder that everyone may read; names of files."""
    texts = made.files()
    for name, text in texts.items():
        pages.write_text(folder / name, text)
    folder.chmod(0o755)
    return sorted(texts)


def told(made: Pack, paths: tuple[Path, ...], *, released: bool = False) -> Written:
    """Return what was written of an edition."""
    cells, kept = made.edition.cells, len(made.edition.kept)
    withheld = len(made.edition.suppressed) - kept
    return Written(
        edition=made.edition.number,
        files=paths,
        shown=len(cells) - withheld - kept,
        withheld=withheld,
        kept=kept,
        cleared=made.edition.sentences,
        sha256=made.material.trace.content_hash,
        released=released,
    )
