"""What the command line calls: each begins the site of this machine, then does one thing.

They are the entry points of the group `vestibule.site`: the command line finds them by
name and knows nothing else of the site.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from vestibule.errors import FileError
from vestibule.web import home, main


def load(folder: Path, partner: str | None = None) -> Mapping[str, Any]:
    """Store a dossier folder, as a partner's; the site is made where it is absent."""
    main.begin()
    from django.utils import timezone

    from vestibule.web.keeping import folders

    return folders.load(folder, partner=partner, at=timezone.now())


def export(folder: Path) -> Mapping[str, Any]:
    """Write the dossier that the site holds as a folder."""
    _there()
    from vestibule.web.keeping import folders

    return folders.export(folder)


def doctor() -> Sequence[Mapping[str, Any]]:
    """Examine the site; nothing is migrated first."""
    main.ready()
    from vestibule.web.keeping import doctor as examining

    return examining.examined()


def backup(file: Path) -> Mapping[str, Any]:
    """Write a backup of the site."""
    _there()
    from django.utils import timezone

    from vestibule.web.keeping import backing_up

    return backing_up.back_up(file, at=timezone.now())


def restore(file: Path, withdrawals: Path | None = None) -> Mapping[str, Any]:
    """Put a backup in the place of what the site holds."""
    main.ready()
    from django.utils import timezone

    from vestibule.web.keeping import alone, restoring

    with alone.held():
        return restoring.restore(file, withdrawals=withdrawals, at=timezone.now())


def invite(pseudonym: str, partner: str | None = None) -> Mapping[str, Any]:
    """Invite the first officer of a partner; return the code, and where it opens."""
    main.begin()
    from django.urls import reverse
    from django.utils import timezone

    from vestibule.web.protect import first

    told = first.invite(pseudonym, partner=partner, at=timezone.now())
    return {**told, "path": reverse("protect:accept")}


def nobody_enters() -> bool:
    """Return whether a site that has begun still waits for its first person."""
    from vestibule.web.protect import first

    return first.nobody_enters()


def demo(dossier: Path, pages: Path) -> str:
    """Store an invented country with its public pages; return the path of a way in.

    The worker finds the whole analysis to do once the site is served.
    Raises NotFictitious for a real process: nobody enters that by a link.
    """
    main.begin()
    from django.utils import timezone

    from vestibule.web.keeping import folders, inventing
    from vestibule.web.records import jobs
    from vestibule.web.work import analysis

    at = timezone.now()
    folders.load(dossier, at=at)
    inventing.publish(pages, at=at)
    jobs.ask(analysis.KIND, by=jobs.MACHINE, at=at)
    return inventing.way_in(at=at)


def _there() -> None:
    """Begin the site; raises FileError where there is none, instead of making one."""
    if not home.folder(os.environ).is_dir() and not os.environ.get("DATABASE_URL"):
        raise FileError("There is no site here: serve one first.", reason="no-site")
    main.begin()
