"""With what a program speaks: a token, hashed, shown once, with scopes and an end."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction

from vestibule.errors import DataError, Refused
from vestibule.web.records import audit
from vestibule.web.records.models import Account, Token
from vestibule.web.records.person import Person
from vestibule.web.records.rights import Right

SCOPES = ("import", "query", "export", "releases", "follow_up")
"""The five things that people script."""

MARK = "vst_"
"""How a token begins: whoever finds one in a file knows what it is."""

TOKEN_BYTES = 32

LASTS = timedelta(days=365)

ASKED = """
SELECT token.id, token.used_on, token.scopes, account.id, account.pseudonym, account.is_active, partner.key,
       partner.funder, role.role, role.region
FROM site_tokens AS token
JOIN site_accounts AS account ON account.id = token.account_id
JOIN site_partners AS partner ON partner.id = account.partner_id
LEFT JOIN site_roles AS role ON role.account_id = account.id AND role.ended_at IS NULL
WHERE token.sha256 = %s AND token.ended_at IS NULL AND token.expires_at > %s
ORDER BY role.id
"""
"""Asked with each request: to put this together anew took a third of a vote's work."""


class NotHolder(Refused):
    """Nobody makes a token that speaks for someone else."""

    code = "not-holder"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearer:
    """Who speaks with a token, and of what."""

    person: Person
    scopes: frozenset[str]


@transaction.atomic
def make(
    account: Account,
    *,
    name: str,
    scopes: Iterable[str],
    by: Person | None,
    at: datetime,
) -> str:
    """Make a token for an account and return it: it is never shown again.

    Raises DataError where the account may not use the API or a scope does not exist,
    NotHolder where one person would hold what speaks for another.
    """
    if by is not None and by.account != account.pk:
        raise NotHolder("A token is made by who it speaks for, on their own page.")
    wanted = sorted(set(scopes))
    if not wanted or not set(wanted) <= set(SCOPES) or not name.strip():
        raise DataError(
            f"A token has a name and at least one scope among {', '.join(SCOPES)}.",
            reason="no-scope",
            scopes=list(SCOPES),
        )
    if not Person.of(account).may(Right.USE_API):
        raise DataError(
            "This role speaks through no program: a researcher or an editor does.",
            reason="no-api-role",
        )
    token = MARK + secrets.token_urlsafe(TOKEN_BYTES)
    row = Token.objects.create(
        account=account,
        name=name.strip(),
        sha256=_hash(token),
        scopes=wanted,
        made_at=at,
        made_by=by.pseudonym if by else audit.MACHINE,
        expires_at=at + LASTS,
    )
    audit.record("team", by=by, at=at, table="site_tokens", record=str(row.pk))
    return token


@transaction.atomic
def end(number: int, *, by: Person, at: datetime) -> None:
    """Let a token open nothing any more."""
    Token.objects.filter(pk=number, ended_at=None).update(
        ended_at=at, ended_by=by.pseudonym
    )
    audit.record("team", by=by, at=at, table="site_tokens", record=str(number))


def known(token: str, *, at: datetime) -> Bearer | None:
    """Return what a token opens, as it stands now; None where it opens nothing."""
    if not token.startswith(MARK):
        return None
    with connection.cursor() as cursor:
        moment = connection.ops.adapt_datetimefield_value(at)
        cursor.execute(ASKED, [_hash(token), moment])
        rows = cursor.fetchall()
    if not rows:
        return None
    number, used_on, scopes, account, pseudonym, is_active, partner, funder, *_ = rows[
        0
    ]
    person = Person.holding(
        [(role, region) for *_, role, region in rows if role is not None],
        barred=bool(funder) or not is_active,
        account=account,
        pseudonym=pseudonym,
        partner=partner,
    )
    if str(used_on) != str(at.date()):  # text on SQLite; one writing a day
        Token.objects.filter(pk=number).update(used_on=at.date())
    return Bearer(person=person, scopes=frozenset(json.loads(scopes)))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
