"""What the pages of the team, the account and the journal read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from vestibule.web.context import said
from vestibule.web.protect import granting
from vestibule.web.records import regions
from vestibule.web.records.audit import EPOCH
from vestibule.web.records.models import Account, AuditEntry, Role
from vestibule.web.records.person import Person
from vestibule.words import Catalogue

ENTRIES = 50
"""Entries of the journal on a page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """Someone of the team, as the list says it."""

    pk: int
    pseudonym: str
    partner: str
    roles: str
    state: str
    said: str
    mine: bool
    """Whether the reader's partner looks after this account."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An entry of the journal."""

    number: int
    at: datetime
    by: str
    partner: str
    act: str
    table: str
    record: str
    hash: str


def members(person: Person, words: Catalogue) -> list[Member]:
    """Return everyone, by partner; closed accounts last."""
    rows = Account.objects.select_related("partner").prefetch_related("roles")
    names = regions.names()
    found = [_member(row, person, names, words) for row in rows]
    return sorted(found, key=lambda m: (m.state == "suspended", m.partner, m.pseudonym))


def history(account: Account, words: Catalogue) -> list[tuple[Role, str]]:
    """Return every role an account ever held, latest first, in words."""
    rows, names = account.roles.order_by("-given_at", "-pk"), regions.names()
    return [(row, said(row.role, row.region, names, words)) for row in rows]


def held_now(account: Account, person: Person) -> dict[str, list[str]]:
    """Return the roles and regions of today that someone changes, as the form does."""
    rows = account.roles.filter(ended_at=None).values_list("role", "region")
    theirs = [(r, g) for r, g in rows if granting.is_within(g, person)]
    return {
        "roles": sorted({role for role, _ in theirs}),
        "regions": sorted({region for _, region in theirs if region}),
    }


def beyond(account: Account, person: Person, words: Catalogue) -> list[str]:
    """Return in words the roles of today that are not this person's to change."""
    rows, names = granting.beyond(account, person), regions.names()
    return [said(row.role, row.region, names, words) for row in rows]


def journal(
    words: Catalogue, *, before: int | None, by: str, record: str
) -> list[Entry]:
    """Return a page of the journal, latest first."""
    rows = AuditEntry.objects.order_by("-number")
    if before is not None:
        rows = rows.filter(number__lt=before)
    if by:
        rows = rows.filter(by=by)
    if record:
        rows = rows.filter(record=record)
    return [_entry(row, words) for row in rows[:ENTRIES]]


def _member(
    account: Account, person: Person, names: Mapping[str, str], words: Catalogue
) -> Member:
    held = [role for role in account.roles.all() if role.ended_at is None]
    held.sort(key=lambda role: (role.role, role.region or ""))
    return Member(
        pk=account.pk,
        pseudonym=account.pseudonym,
        partner=account.partner.name,
        roles=", ".join(said(one.role, one.region, names, words) for one in held),
        state=_state(account),
        said=words(f"web_team.states.{_state(account)}"),
        mine=account.partner.key == person.partner and account.is_active,
    )


def _state(account: Account) -> str:
    if not account.is_active:
        return "suspended"
    return "done" if account.has_usable_password() else "waiting"


def _entry(row: AuditEntry, words: Catalogue) -> Entry:
    return Entry(
        number=row.number,
        at=EPOCH + timedelta(milliseconds=row.at),
        by=row.by,
        partner=row.partner or "",
        act=words(f"web_journal.acts.{row.act}"),
        table=_table(row.table or "", words),
        record=row.record or "",
        hash=row.hash,
    )


def _table(name: str, words: Catalogue) -> str:
    """Return the word for a record of a table; of some tables, the table's own."""
    keys = (f"web_journal.tables.{name}", f"web_act.one.{name}")
    return next((words(key) for key in keys if key in words), name)
