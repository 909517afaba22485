"""What is kept of an edition that is not published yet, and when must it go?

A draft holds words of people. Once any record was withdrawn, every draft is let go:
its files, and what the database tells of it.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from django.conf import settings
from django.db import transaction

from vestibule.errors import FileError
from vestibule.web.records.models import Draft

NAME = re.compile(r"[0-9a-f]{24}")


def folder(name: str) -> Path:
    """Return where the files of a draft lie; raises FileError for another name."""
    if not NAME.fullmatch(name):
        raise FileError("There is no such draft.", reason="no-draft")
    return Path(settings.HOME) / "drafts" / name


def forget() -> None:
    """Let every draft go that is not published: its files, its words; who signed stays."""
    waiting = Draft.objects.filter(published_at=None)
    names = [*waiting.exclude(folder=None).values_list("folder", flat=True)]
    waiting.update(folder=None, told={}, checks=[], parts=[], ledger=None)
    transaction.on_commit(lambda: remove(names))


def remove(names: list[str | None]) -> None:
    """Remove the files of drafts."""
    for name in names:
        if name:
            shutil.rmtree(folder(name), ignore_errors=True)
            packed = folder(name)
            shutil.rmtree(packed.with_name(f"{packed.name}.gz"), ignore_errors=True)


def sweep() -> None:
    """Remove folders of drafts that no row names: of work that was broken off."""
    root = Path(settings.HOME) / "drafts"
    known = set(Draft.objects.exclude(folder=None).values_list("folder", flat=True))
    if root.is_dir():
        names = {one.name.removesuffix(".gz") for one in root.iterdir()}
        remove([name for name in names - known if NAME.fullmatch(name)])
