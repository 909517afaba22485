"""The cast: who asks for a page, in a small country where two partners listen.

Amina facilitates for the well in the north. Bako does research for the bridge,
everywhere. Chana has an account and no role. Dado protects, for the well. Esi edits,
for the bridge. Fanta reads. Gara facilitates for the bridge in the south. The donor
pays, and has no account.
"""

from __future__ import annotations

import datetime as dt
import itertools
import secrets
from dataclasses import dataclass
from typing import Any

from django.test import Client

from vestibule.web.records.access import Person
from vestibule.web.records.models import (
    Account,
    Origin,
    OriginOwner,
    Partner,
    Role,
)
from vestibule.web.records.tables import model_of

AT = dt.datetime(2031, 5, 2, 9, 30, tzinfo=dt.UTC)
TODAY = AT.date()

ROLES: dict[str, tuple[str, str | None, str | None]] = {
    "amina": ("well", "facilitator", "land.north"),
    "bako": ("bridge", "researcher", None),
    "chana": ("bridge", None, None),
    "dado": ("well", "protection_officer", None),
    "esi": ("bridge", "editor", None),
    "fanta": ("well", "reader", None),
    "gara": ("bridge", "facilitator", "land.south"),
    "hawa": ("well", "researcher", "land.south"),
}
"""Name to partner, role, region."""

_numbers = itertools.count(1)


def record(table: str, origin: str = "well-1", /, **cells: Any) -> str:
    """Write a record as it is, by no rule but the database's; return its id."""
    new = secrets.token_hex(16)
    cells = {f"{n}_id" if _points(table, n) else n: v for n, v in cells.items()}
    model_of(table).objects.create(id=new, origin=origin, seq=next(_numbers), **cells)
    return new


def _points(table: str, name: str) -> bool:
    column = model_of(table).TABLE[name]
    return column.ref is not None


def place(key: str, level: int, parent: str | None = None, **cells: Any) -> str:
    kind = ("country", "region", "cercle", "commune")[level]
    return record(
        "places", key=key, name=key, kind=kind, level=level, parent=parent, **cells
    )


def gathering(where: str | None, origin: str = "well-1", **cells: Any) -> str:
    kept = {"code": "G", "kind": "focus_group", "place": where, **cells}
    return record("gatherings", origin, **kept)


def voice(at: str, origin: str = "well-1", **cells: Any) -> str:
    return record("voices", origin, **{"gathering": at, "medium": "notes", **cells})


def excerpt(at: str, origin: str = "well-1", **cells: Any) -> str:
    kept = {"gathering": at, "words": "The well is dry.", "review": "redacted", **cells}
    return record("excerpts", origin, **kept)


def partner(key: str, *, funder: bool = False) -> Partner:
    return Partner.objects.create(key=key, name=key.title(), funder=funder)


def account(
    name: str, of: Partner, role: str | None = None, region: str | None = None
) -> Account:
    made = Account.objects.create(
        sign_in=f"{name}-enters",
        pseudonym=name,
        partner=of,
        opened_at=AT,
        opened_by="dado",
    )
    if role is not None:
        Role.objects.create(
            account=made, role=role, region=region, given_at=AT, given_by="dado"
        )
    return made


def owned(origin: str, by: Partner, kind: str = "device") -> str:
    made, _ = Origin.objects.get_or_create(name=origin)
    OriginOwner.objects.create(origin=made, partner=by, kind=kind, at=AT, by="dado")
    return origin


@dataclass(frozen=True)
class Cast:
    """The accounts by name, and the places they speak of."""

    accounts: dict[str, Account]
    partners: dict[str, Partner]
    places: dict[str, str]

    def person(self, name: str) -> Person:
        return Person.of(Account.objects.get(pk=self.accounts[name].pk))

    def client(self, name: str | None) -> Client:
        """Return the browser of someone who signed in; of a stranger for None."""
        browser = Client()
        if name is not None:
            browser.force_login(self.accounts[name])
        return browser


def gather() -> Cast:
    """Return the cast, in their country of two regions."""
    made = gather_accounts()
    made.places.update(country())
    return made


def gather_accounts() -> Cast:
    """Return the cast on a site that holds a country of its own."""
    partners = {key: partner(key) for key in ("well", "bridge")}
    partners["donor"] = partner("donor", funder=True)
    for key in ("well", "bridge"):
        owned(f"{key}-1", partners[key])
    accounts = {
        name: account(name, partners[of], role, region)
        for name, (of, role, region) in ROLES.items()
    }
    return Cast(accounts=accounts, partners=partners, places={})


def country() -> dict[str, str]:
    """Return the places by name: a country, two regions, a commune in each."""
    land = place("land", 0)
    north, south = place("land.north", 1, land), place("land.south", 1, land)
    return {
        "land": land,
        "north": north,
        "south": south,
        "hill": place("land.north.hill", 3, north),
        "shore": place("land.south.shore", 3, south),
    }
