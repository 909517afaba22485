"""How do a page and its script reach a disk: whole or not at all?"""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Protocol

SCRIPT_ENDINGS = {"fr": "-lire.txt", "en": "-read.txt", "ar": "-iqra.txt"}
"""What the name of the text to be read aloud ends with."""


def script_ending(lang: str) -> str:
    """Return what the name of a text to be read aloud ends with, in a language."""
    return SCRIPT_ENDINGS.get(lang, SCRIPT_ENDINGS["fr"])


class Told(Protocol):
    """A portrait, as far as writing it is concerned."""

    @property
    def lang(self) -> str:
        """The language of its page."""

    def html(self) -> str:
        """Return its page."""

    def script(self) -> str:
        """Return its text to be read aloud."""


def write(portrait: Told, path: Path) -> tuple[Path, Path]:
    """Write a portrait and, beside it, its text to be read aloud.

    Parameters
    ----------
    portrait : Portrait
        What to write.
    path : Path
        Of the page, ``….html``.

    Returns
    -------
    tuple of Path
        The page and the script. Each is replaced at once: a reader never sees
        half a file.
    """
    script = path.with_name(path.stem + script_ending(portrait.lang))
    contents = {path: portrait.html(), script: portrait.script()}
    path.parent.mkdir(parents=True, exist_ok=True)
    for file, text in contents.items():
        write_text(file, text)
    return path, script


PUBLIC, TEAM = 0o644, 0o600
"""Who may read a file: everyone on the machine, or only who wrote it."""

TEAM_FOLDER = 0o700
"""Who may look into a folder made for the team's files."""


def write_for_team(path: Path, text: str) -> None:
    """Write text that is not for the public, readable by its owner alone.

    A folder that is not there yet is made so that nobody else looks into it; one
    that is there keeps its own rights.
    """
    write_bytes_for_team(path, text.encode())


def write_bytes_for_team(path: Path, data: bytes) -> None:
    """Write bytes that are not for the public: see `write_for_team`."""
    path.parent.parent.mkdir(parents=True, exist_ok=True)
    path.parent.mkdir(mode=TEAM_FOLDER, exist_ok=True)
    write_bytes(path, data, mode=TEAM)


def write_text(path: Path, text: str, *, mode: int = PUBLIC) -> None:
    """Write text to a file in one step: through a neighbour, then renamed."""
    write_bytes(path, text.encode(), mode=mode)


def write_bytes(path: Path, data: bytes, *, mode: int = PUBLIC) -> None:
    """Write bytes to a file in one step: through a neighbour, then renamed."""
    with NamedTemporaryFile("wb", dir=path.parent, delete=False) as part:
        try:
            part.write(data)
            part.flush()
            os.fsync(part.fileno())
            Path(part.name).chmod(mode)
            Path(part.name).replace(path)
        except BaseException:
            Path(part.name).unlink(missing_ok=True)
            raise
