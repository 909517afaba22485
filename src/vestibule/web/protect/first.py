"""How does the first person come in? Invited by whoever holds the machine, once.

A site without people cannot ask one of them. What the machine invites is a protection
officer of a partner that has none; everyone else is invited on the page of the team.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from vestibule.errors import DataError, Refused
from vestibule.web.protect import accounts
from vestibule.web.records import numbering, partnering
from vestibule.web.records.models import Account, Partner

ROLE = "protection_officer"

PSEUDONYM = re.compile(r"[a-z][a-z0-9-]{1,29}")
"""What someone is called in records: never a name with a space."""


class OfficerThere(Refused):
    """A partner whose officer can let people in needs no machine for it."""

    code = "officer-there"


def nobody_enters() -> bool:
    """Return whether no account was ever opened: the site waits for its first person."""
    return not Account.objects.exists()


def invite(pseudonym: str, *, partner: str | None, at: datetime) -> Mapping[str, Any]:
    """Invite an officer of a partner that has none, or the same one who lost the way in.

    Raises DataError where the partner or the pseudonym cannot be, OfficerThere where
    someone else of the partner can invite.
    """
    if not PSEUDONYM.fullmatch(pseudonym):
        raise DataError(
            "A pseudonym is of small letters, digits and dashes, without a space, as "
            "kady-1: no name.",
            reason="not-a-pseudonym-here",
            pseudonym=pseudonym,
        )
    with numbering.pen():
        of = _partner(partner)
        held = Account.objects.filter(pseudonym=pseudonym).first()
        again = held is not None and _is_officer(held, of)
        _check_needed(of, but=pseudonym)
        if held is not None and again:
            code = accounts.invitation(held, by=None, at=at)
        else:
            _, code = accounts.invite(
                pseudonym=pseudonym,
                partner=of.key,
                roles=[(ROLE, None)],
                by=None,
                at=at,
            )
    return {
        "pseudonym": pseudonym,
        "partner": of.key,
        "code": code,
        "again": again,
        "until": (at + accounts.INVITED_FOR).isoformat(timespec="minutes"),
    }


def _partner(key: str | None) -> Partner:
    known = [*Partner.objects.filter(funder=False).order_by("key")]
    if key is None and len(known) == 1:
        return known[0]
    if key is None:
        raise DataError(
            "Say for which partner: --partner, one of "
            f"{', '.join(one.key for one in known) or 'a key of your choice'}.",
            reason="which-partner",
            known=[one.key for one in known],
        )
    if not Partner.objects.exists():
        return partnering.begin(key)
    return partnering.partner(key)


def _officers(of: Partner) -> Any:
    held = Account.objects.filter(
        partner=of, is_active=True, roles__role=ROLE, roles__ended_at=None
    )
    return held.distinct()


def _is_officer(account: Account, of: Partner) -> bool:
    return bool(_officers(of).filter(pk=account.pk).exists())


def _check_needed(of: Partner, *, but: str) -> None:
    # who was invited and never came in lets nobody in either
    others = [one for one in _officers(of).exclude(pseudonym=but) if _enters(one)]
    if others:
        raise OfficerThere(
            f"{others[0].pseudonym} protects for {of.key} already: invite on the page "
            "of the team, which says who did.",
            partner=of.key,
            pseudonym=others[0].pseudonym,
        )


def _enters(account: Account) -> bool:
    has_key = account.passkeys.filter(removed_at=None).exists()
    return bool(account.has_usable_password() or has_key)
