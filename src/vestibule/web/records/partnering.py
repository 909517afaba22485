"""Which partners does the process declare, and which of them pay?"""

from __future__ import annotations

import re

from vestibule.dossier.process import Process
from vestibule.errors import DataError
from vestibule.web.records import numbering
from vestibule.web.records.models import Partner

FUNDING = frozenset({"funding", "funds", "funder", "donor", "donates"})
"""Roles of `process.toml` by which a partner sees nothing unpublished."""


KEY = r"[a-z][a-z0-9-]{0,39}"
"""What a partner is called by programs."""


def declare(process: Process) -> tuple[str, ...]:
    """Bring the partners up to what the process declares; return the new ones.

    One who is no longer declared stays, with what it wrote. The database refuses that a
    partner with open accounts becomes a funder.
    """
    with numbering.pen():
        known = {one.key: one for one in Partner.objects.all()}
        new = []
        for named in process.partners:
            told = {"name": named.name, "funder": not FUNDING.isdisjoint(named.roles)}
            if named.key not in known:
                Partner.objects.create(key=named.key, **told)
                new.append(named.key)
            elif told != {n: getattr(known[named.key], n) for n in told}:
                Partner.objects.filter(key=named.key).update(**told)
        return tuple(new)


def begin(key: str) -> Partner:
    """Return the first partner of a site whose process names none: whoever serves it."""
    if not re.fullmatch(KEY, key):
        raise DataError(
            "A partner's key is of small letters, digits and dashes, without a space.",
            reason="partner-key",
            partner=key,
        )
    return Partner.objects.create(key=key, name=key)


def partner(key: str) -> Partner:
    """Return a partner of the process; raises DataError if it has none of that name."""
    found = Partner.objects.filter(key=key).first()
    if found is not None:
        return found
    known = sorted(Partner.objects.values_list("key", flat=True))
    raise DataError(
        f"The process has no partner {key}: it has {', '.join(known) or 'none yet'}.",
        reason="partner-unknown",
        partner=key,
        known=known,
    )
