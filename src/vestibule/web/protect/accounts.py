"""What is done to accounts and roles: invite, open, change, close. All written down."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from vestibule.errors import Refused
from vestibule.web.protect import granting, sealing
from vestibule.web.records import audit, numbering, partnering
from vestibule.web.records.models import Account, OneTimeCode, Partner, Passkey, Role
from vestibule.web.records.person import Person

INVITED_FOR = timedelta(days=7)
"""How long an invitation opens."""

WAYS_BACK = 8
"""One-time codes for whoever lost the telephone."""

Roles = Iterable[tuple[str, str | None]]
"""Role and region (None: everywhere)."""


class NobodyProtects(Refused):
    """The last officer of a partner cannot leave: nobody could let its people in."""

    code = "nobody-protects"


class NameTaken(Refused):
    """Two people of the team would be called the same."""

    code = "name-taken"


class InvitationUsed(Refused):
    """An invitation opens once."""

    code = "invitation-used"


class PartnerPays(Refused):
    """Funders see nothing unpublished: they have no account."""

    code = "partner-pays"


@transaction.atomic
def invite(
    *, pseudonym: str, partner: str, roles: Roles, by: Person | None, at: datetime
) -> tuple[Account, str]:
    """Open an account without a passphrase; return it and a code that opens it once."""
    of = partnering.partner(partner)
    if of.funder:
        raise PartnerPays(
            "A funder has no account: name another partner.", partner=partner
        )
    if Account.objects.filter(pseudonym=pseudonym).exists():
        raise NameTaken("Someone of the team has this pseudonym: take another.")
    account = Account(
        sign_in=f"invited-{secrets.token_hex(8)}",
        pseudonym=pseudonym,
        partner=of,
        opened_at=at,
        opened_by=_name(by),
    )
    account.set_unusable_password()
    account.save(force_insert=True)
    audit.record("team", by=by, at=at, table="site_accounts", record=str(account.pk))
    _give(account, roles, by=by, at=at)
    return account, invitation(account, by=by, at=at)


@transaction.atomic
def invitation(account: Account, *, by: Person | None, at: datetime) -> str:
    """Return a new invitation of an account; the one before no longer opens.

    For someone who lost everything: passphrase, keys, code application and tokens end
    with it, and whoever is signed in on a lost device is signed out. Raises BeyondReach.
    """
    granting.check_handed(account, by)
    account.codes.filter(used_at=None).update(used_at=at)
    account.code_apps.filter(ended_at=None).update(ended_at=at, ended_by=_name(by))
    remaining = Passkey.objects.filter(account=account, removed_at=None)
    remaining.update(removed_at=at, removed_by=_name(by))
    _end_tokens(account, by=by, at=at)
    account.set_unusable_password()
    account.save(update_fields=["password"])
    (code,) = _codes(account, "invitation", 1, by=by, at=at, until=at + INVITED_FOR)
    return code


@transaction.atomic
def ways_back(account: Account, *, by: Person | None, at: datetime) -> tuple[str, ...]:
    """Return new codes for whoever loses the telephone; those before open nothing."""
    account.codes.filter(kind="recovery", used_at=None).update(used_at=at)
    return _codes(account, "recovery", WAYS_BACK, by=by, at=at)


def invited(code: str, *, at: datetime) -> Account | None:
    """Return whose invitation this is, None if it opens nothing."""
    found = OneTimeCode.objects.filter(
        kind="invitation",
        sha256=sealing.code_hash(code),
        used_at=None,
        expires_at__gt=at,
        account__is_active=True,
    )
    one = found.select_related("account").first()
    return one.account if one else None


def use(account: Account, kind: str, code: str, *, at: datetime) -> bool:
    """Use a one-time code; of two at once only one is let in."""
    kept = account.codes.filter(
        kind=kind, sha256=sealing.code_hash(code), used_at=None
    ).exclude(expires_at__lte=at)
    return kept.update(used_at=at) == 1


@transaction.atomic
def accept(
    account: Account, code: str, *, sign_in: str, passphrase: str, at: datetime
) -> None:
    """Open an account with its invitation, by the name its owner chose.

    Raises NameTaken, or Refused where the invitation opened for someone else meanwhile.
    """
    if Account.objects.filter(sign_in=sign_in).exclude(pk=account.pk).exists():
        raise NameTaken("Someone else enters with this name: take another.")
    if not use(account, "invitation", code, at=at):
        raise InvitationUsed("This invitation opened already: ask for another.")
    account.sign_in = sign_in
    account.set_password(passphrase)
    account.save(update_fields=["sign_in", "password"])
    audit.record("team", by=None, at=at, table="site_accounts", record=str(account.pk))


@transaction.atomic
def change(account: Account, *, roles: Roles, by: Person | None, at: datetime) -> None:
    """End the roles that someone no longer holds, and give the new ones: new rows.

    Roles beyond the reach of who changes them stay. Raises OwnRoles and BeyondReach.
    """
    granting.check_not_own(account, by)
    with numbering.pen():
        wanted = set(roles)
        for held in account.roles.filter(ended_at=None):
            if (held.role, held.region) in wanted:
                wanted.discard((held.role, held.region))
            elif granting.is_within(held.region, by):
                _end(held, by=by, at=at)
        _give(account, sorted(wanted, key=str), by=by, at=at)
        _check_someone_protects(account.partner)


@transaction.atomic
def close(account: Account, *, by: Person | None, at: datetime) -> None:
    """Close an account: it enters no more, at once; what it wrote stays its own.

    Any officer of its partner may, of whatever region: a lost telephone does not wait.
    """
    with numbering.pen():
        for held in account.roles.filter(ended_at=None):
            _end(held, by=by, at=at)
        _end_tokens(account, by=by, at=at)
        account.is_active = False
        account.closed_at, account.closed_by = at, _name(by)
        account.save(update_fields=["is_active", "closed_at", "closed_by"])
        audit.record(
            "team", by=by, at=at, table="site_accounts", record=str(account.pk)
        )
        _check_someone_protects(account.partner)


def _give(account: Account, roles: Roles, *, by: Person | None, at: datetime) -> None:
    given_now = [*roles]
    granting.check((region for _, region in given_now), by)
    for role, region in given_now:
        given = Role.objects.create(
            account=account, role=role, region=region, given_at=at, given_by=_name(by)
        )
        audit.record("team", by=by, at=at, table="site_roles", record=str(given.pk))


def _end(held: Role, *, by: Person | None, at: datetime) -> None:
    held.ended_at, held.ended_by = at, _name(by)
    held.save(update_fields=["ended_at", "ended_by"])
    audit.record("team", by=by, at=at, table="site_roles", record=str(held.pk))


def _end_tokens(account: Account, *, by: Person | None, at: datetime) -> None:
    for token in account.tokens.filter(ended_at=None):
        token.ended_at, token.ended_by = at, _name(by)
        token.save(update_fields=["ended_at", "ended_by"])
        audit.record("team", by=by, at=at, table="site_tokens", record=str(token.pk))


def _check_someone_protects(partner: Partner) -> None:
    protecting = Role.objects.filter(
        role="protection_officer",
        ended_at=None,
        account__is_active=True,
        account__partner=partner,
    )
    if not protecting.exists():
        raise NobodyProtects(
            "Nobody of this partner would protect the process any more: invite "
            "another protection officer first."
        )


def _codes(
    account: Account,
    kind: str,
    n: int,
    *,
    by: Person | None,
    at: datetime,
    until: datetime | None = None,
) -> tuple[str, ...]:
    codes = tuple(sealing.new_code() for _ in range(n))
    for code in codes:
        OneTimeCode.objects.create(
            account=account,
            kind=kind,
            sha256=sealing.code_hash(code),
            made_at=at,
            made_by=_name(by),
            expires_at=until,
        )
    audit.record(
        "team", by=by, at=at, table="site_one_time_codes", record=str(account.pk)
    )
    return codes


def _name(by: Person | None) -> str:
    return by.pseudonym if by else audit.MACHINE
