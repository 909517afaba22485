"""How far may someone give roles? At most as far as they look after the team."""

from __future__ import annotations

from collections.abc import Iterable

from vestibule.errors import Refused
from vestibule.web.records.models import Account, Role
from vestibule.web.records.person import Person
from vestibule.web.records.rights import Right


class BeyondReach(Refused):
    """An officer of some regions opens nothing in others, nor everywhere."""

    code = "beyond-regions"


class OwnRoles(Refused):
    """Nobody changes their own roles."""

    code = "own-roles"


def reach(by: Person | None) -> frozenset[str] | None:
    """Return the regions in which someone looks after the team; None: everywhere."""
    if by is None:  # the machine
        return None
    found = [one.regions for one in by.reaches(Right.MANAGE_TEAM)]
    held = [one for one in found if one is not None]
    return None if len(held) < len(found) else frozenset[str]().union(*held)


def is_within(region: str | None, by: Person | None) -> bool:
    """Return whether someone looks after the team in a region; None: everywhere."""
    regions = reach(by)
    return regions is None or region in regions


def beyond(account: Account, by: Person | None) -> list[Role]:
    """Return the roles of today that someone neither gives nor ends."""
    rows = account.roles.filter(ended_at=None).order_by("pk")
    return [held for held in rows if not is_within(held.region, by)]


def check(regions: Iterable[str | None], by: Person | None) -> None:
    """Raise BeyondReach where someone does not look after the team in each region."""
    if not all(is_within(region, by) for region in regions):
        raise BeyondReach(
            "You look after the team in some regions only: open nothing beyond them."
        )


def check_handed(account: Account, by: Person | None) -> None:
    """Raise BeyondReach where an invitation would open more than someone may give.

    Whoever is shown the code could enter with it.
    """
    check((held.region for held in beyond(account, by)), by)


def check_not_own(account: Account, by: Person | None) -> None:
    """Raise OwnRoles where an account is one's own."""
    if by is not None and by.account == account.pk:
        raise OwnRoles("Nobody changes their own roles: ask another officer.")
