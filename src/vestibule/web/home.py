"""Where does a site live? One folder: database, files, releases, its secret."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

HOME = "VESTIBULE_HOME"
SECRET = "VESTIBULE_SECRET_KEY"  # noqa: S105  # the name of a variable
SECRET_FILE = "secret-key"  # noqa: S105  # the name of a file
SECRET_LETTERS = 64

PASSING = "passing"
"""Where large requests lie while they are read: not where others of the machine look."""


def folder(environment: Mapping[str, str]) -> Path:
    """Return the home that the environment names, else one beside the person's own."""
    named = environment.get(HOME)
    return Path(named).absolute() if named else Path.home() / ".vestibule"


def secret(environment: Mapping[str, str]) -> str:
    """Return the site's secret, empty where none was made yet; nothing is written."""
    given = environment.get(SECRET)
    file = folder(environment) / SECRET_FILE
    if given or not file.is_file():
        return given or ""
    return file.read_text("ascii").strip()


def prepare(environment: Mapping[str, str]) -> Path:
    """Make the home and its secret where they are absent, for its owner only."""
    home = folder(environment)
    for part in (home, home / "files", home / "releases", home / PASSING):
        part.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not secret(environment):
        _write_secret(home / SECRET_FILE)
    return home


def _write_secret(file: Path) -> None:
    # exclusive: of two that start at once, one secret stands
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "w", encoding="ascii") as out:
        out.write(secrets.token_urlsafe(SECRET_LETTERS))
        out.flush()
        os.fsync(out.fileno())
