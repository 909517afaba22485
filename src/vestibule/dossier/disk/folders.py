"""How is a folder written all or nothing?"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from vestibule.errors import FileError


@contextlib.contextmanager
def replaced(path: Path) -> Iterator[Path]:
    """Give an empty folder to fill, and put it in the place of `path` when whole.

    The folder is made beside `path`, readable by its owner only unless the old
    one was more open. On any error it is removed and `path` is as before.

    Parameters
    ----------
    path : Path
        Folder to be made or replaced.

    Yields
    ------
    Path
        The folder to fill.

    Raises
    ------
    FileError
        If the folder cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix=f".{path.name}.", dir=path.parent))
    except OSError as error:
        raise _not_written(path, error) from error
    try:
        yield fresh
        _to_disk(fresh)
        _exchange(fresh, path)
    except OSError as error:
        raise _not_written(path, error) from error
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def bring_along(old: Path, fresh: Path, *, without: frozenset[str]) -> None:
    """Bring the files of a folder into the one that will replace it.

    Parameters
    ----------
    old, fresh : Path
        The folder that stands, and the one being filled.
    without : frozenset of str
        Names at the top of `old` that stay behind.
    """
    for entry in sorted(old.iterdir()):
        if entry.name in without or (fresh / entry.name).exists():
            continue
        if entry.is_dir() and not entry.is_symlink():
            shutil.copytree(
                entry, fresh / entry.name, symlinks=True, copy_function=_linked
            )
        else:
            _linked(str(entry), str(fresh / entry.name))


def _linked(source: str, target: str) -> None:
    # A second name costs nothing, and the first one goes with the old folder.
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:
        shutil.copy2(source, target, follow_symlinks=False)


def _exchange(fresh: Path, path: Path) -> None:
    if not path.exists():
        fresh.rename(path)
    else:
        shutil.copymode(path, fresh)
        before = fresh.with_name(f"{fresh.name}.before")
        path.rename(before)
        try:
            fresh.rename(path)
        except OSError:
            before.rename(path)
            raise
        shutil.rmtree(before, ignore_errors=True)
    _sync(path.parent)


def _to_disk(folder: Path) -> None:
    for entry in folder.rglob("*"):
        if not entry.is_symlink():
            _sync(entry)
    _sync(folder)


def _sync(path: Path) -> None:
    # Some systems do not let a folder, or a file opened to read, be flushed.
    with contextlib.suppress(PermissionError):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _not_written(path: Path, error: OSError) -> FileError:
    return FileError(
        f"The folder {path.name} cannot be written ({error.strerror or error}): "
        "free some room or choose a folder that may be written. Nothing was changed.",
        reason="not-written",
        file=str(path),
    )
