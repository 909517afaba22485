"""A site of an invented country, served as it would be: a process of its own.

``python -m tests.web.pages.served HOME PORT DOSSIER`` stores a dossier, reads the
folder of an edition, or an empty line, and serves both; on the first line it says how
each of the team gets in.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

TEAM = {
    "awa": ("facilitator", 0),
    "binta": ("researcher", 0),
    "cheick": ("researcher", 1),
    "djibril": ("protection_officer", 0),
    "elisabeth": ("editor", 0),
    "fode": ("editor", 1),
    "hamsatou": ("reader", 1),
}
"""Pseudonym to role, and to which of the partners of the process."""


def store(dossier: Path) -> None:
    """Bring in a dossier, and a guest who owns what was brought."""
    from django.utils import timezone

    from vestibule.web.keeping import folders, inventing

    at = timezone.now()
    folders.load(dossier, at=at)
    inventing.way_in(at=at)


def publish(pages: Path) -> None:
    """Serve an edition from now on."""
    from django.utils import timezone

    from vestibule.web.keeping import inventing

    inventing.publish(pages, at=timezone.now())


def ways_in() -> dict[str, str]:
    """Return an invitation for each of the team, and the link of the guest."""
    from django.utils import timezone

    from vestibule.web.keeping import inventing
    from vestibule.web.protect import accounts
    from vestibule.web.records.models import Account, Partner

    at = timezone.now()
    guest = inventing.way_in(at=at)
    held = Account.objects.get(pseudonym=inventing.GUEST).partner
    others = Partner.objects.filter(funder=False).exclude(pk=held.pk).order_by("key")
    partners = [held, *others]
    invited = {
        name: accounts.invite(
            pseudonym=name,
            partner=partners[of].key,
            roles=[(role, None)],
            by=None,
            at=at,
        )[1]
        for name, (role, of) in TEAM.items()
    }
    return {"guest": guest, **invited}


def serve(home: Path, port: int, dossier: Path) -> None:
    """Serve a dossier until it is stopped, and the edition whose pages are told of."""
    _begin(home)
    from vestibule.web import main

    store(dossier)
    pages = sys.stdin.readline().strip()  # written elsewhere while this was stored
    if pages:
        publish(Path(pages))
    ways = ways_in()
    main.serve(port=port, tell=lambda _: print(json.dumps(ways), flush=True))


def _begin(home: Path) -> None:
    os.environ.pop("DATABASE_URL", None)
    os.environ["VESTIBULE_HOME"] = str(home)
    os.environ["VESTIBULE_PLAIN_HTTP"] = "1"
    from vestibule.web import main

    main.begin()


if __name__ == "__main__":
    serve(Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
