"""Which number does a record take, and who writes now?

One writes at a time: a writer holds the pen, one locked row, until all it wrote is on
disk. So numbers follow each other without a gap, and what is withdrawn while someone
writes cannot be missed. Over a hundred records a second leave room enough.
"""

from __future__ import annotations

import contextlib
import secrets
import threading
from collections.abc import Iterator, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from vestibule.web.records.models import Origin, Pen

ID_BYTES = 16
"""128 random bits: an id that a person's record takes."""

ORIGIN_BYTES = 5
"""Enough that two sites are not called alike."""


_turns = threading.local()


def written() -> int:
    """Return how often this thread let records in: what was asked before is then old."""
    return getattr(_turns, "n", 0)


def _writes() -> None:
    _turns.n = written() + 1


def new_id() -> str:
    """Return an id that no record has."""
    return secrets.token_hex(ID_BYTES)


@contextlib.contextmanager
def pen(*, durable: bool = False) -> Iterator[None]:
    """Hold the pen for one transaction: others wait, all is written or nothing.

    ``durable``: within no other transaction, so that all is on disk at the end.
    """
    with transaction.atomic(durable=durable):
        # made by the migration; SQLite locks the whole file when a transaction begins
        list(Pen.objects.select_for_update().values_list("id"))
        yield


def take(origin: str, n: int) -> int:
    """Return the first of `n` numbers of an origin and take them; the pen is held."""
    _writes()
    known, _ = Origin.objects.get_or_create(name=origin)
    first = known.last + 1
    Origin.objects.filter(name=origin).update(last=known.last + n)
    return first


def note(highest: Mapping[str, int]) -> None:
    """Remember the highest number that came in of each origin; the pen is held."""
    _writes()
    known = dict(Origin.objects.values_list("name", "last"))
    for name, last in sorted(highest.items()):
        if name not in known:
            Origin.objects.create(name=name, last=last)
        elif known[name] < last:
            Origin.objects.filter(name=name).update(last=last)


def site_origin(*, at: datetime) -> str:
    """Return the origin under which this site writes; the first call opens it."""
    with pen():
        # what belongs to a partner is written by that partner's people: `owners`
        ours = Origin.objects.filter(opened_at__isnull=False, owner=None)
        latest = ours.order_by("-opened_at", "-name").first()
        return latest.name if latest is not None else _open(at)


def renew_origin(*, at: datetime) -> str:
    """Open a new origin for this site, as after a restore.

    What was written after the backup may live on in copies elsewhere; numbers that
    were given out once are never given out again.
    """
    with pen():
        before = Origin.objects.aggregate(Max("opened_at"))["opened_at__max"]
        return _open(at if before is None else max(at, before))


def _open(at: datetime) -> str:
    name = f"site-{secrets.token_hex(ORIGIN_BYTES)}"
    Origin.objects.create(name=name, opened_at=at)
    return name
