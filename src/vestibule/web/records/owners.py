"""Whose is an origin? Said once, when a site, a device or an import begins to write."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime

from vestibule.web.records import audit, numbering
from vestibule.web.records.models import Origin, OriginOwner, Partner
from vestibule.web.records.person import Person

ORIGIN_BYTES = 5
"""Enough that two sites are not called alike."""


def origin_of(person: Person, *, at: datetime) -> str:
    """Return the origin under which someone writes at this site: one a partner.

    The first who writes for a partner opens it. After a restore `numbering` opens a
    new one, and so does this: numbers that were given out are not given out again.
    """
    with numbering.pen():
        renewed = _since()
        ours = OriginOwner.objects.filter(partner__key=person.partner, kind="site")
        if renewed is not None:
            ours = ours.filter(origin__opened_at__gte=renewed)
        latest = ours.order_by("-origin__opened_at", "-origin_id").first()
        return latest.origin_id if latest else _open(person, at)


def own(
    origins: Iterable[str], *, kind: str, by: Person, at: datetime
) -> tuple[str, ...]:
    """Say that origins are of someone's partner; return those that had no owner yet.

    What came in under an origin with an owner stays that owner's.
    """
    return give(origins, to=by.partner, kind=kind, by=by, at=at)


def give(
    origins: Iterable[str], *, to: str, kind: str, by: Person | None, at: datetime
) -> tuple[str, ...]:
    """Say that origins without an owner are of a partner; return them.

    ``by`` None: whoever holds the machine said so.
    """
    who = by.pseudonym if by else audit.MACHINE
    with numbering.pen():
        partner = Partner.objects.get(key=to)
        known = set(OriginOwner.objects.values_list("origin_id", flat=True))
        new = tuple(sorted(set(origins) - known))
        for name in new:
            Origin.objects.get_or_create(name=name)
            OriginOwner.objects.create(
                origin_id=name, partner=partner, kind=kind, at=at, by=who
            )
            audit.record("team", by=by, at=at, table="site_origin_owners", record=name)
        return new


def unowned(origins: Iterable[str]) -> tuple[str, ...]:
    """Return those of some origins that are nobody's."""
    known = set(OriginOwner.objects.values_list("origin_id", flat=True))
    return tuple(sorted(set(origins) - known))


def _since() -> datetime | None:
    """Return when this site last took a new origin of its own, if it ever did."""
    unowned = Origin.objects.filter(opened_at__isnull=False, owner=None)
    latest = unowned.order_by("-opened_at").first()
    return latest.opened_at if latest else None


def _open(person: Person, at: datetime) -> str:
    name = f"site-{secrets.token_hex(ORIGIN_BYTES)}"
    Origin.objects.create(name=name, opened_at=at)
    own([name], kind="site", by=person, at=at)
    return name
