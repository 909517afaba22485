"""Small dialogues at two cuts: words were taken back, and new gatherings were held."""

from __future__ import annotations

import datetime as dt

import polars as pl
from tests.inform.test_preparation import small

from vestibule.dossier import cuts, withdrawals
from vestibule.dossier.records import Dossier
from vestibule.inform import pack, preparation
from vestibule.inform.pack import Pack
from vestibule.protect.clearing import Table
from vestibule.protect.editions import Ledger

TODAY = dt.date(2030, 9, 1)
KEY = bytes(range(32))

__all__ = ["KEY", "TODAY", "edition", "given", "later", "small"]


def edition(dossier: Dossier, ledger: Ledger | None = None, key: bytes = KEY) -> Pack:
    """Return the next edition of a dossier."""
    return pack.packed(dossier, today=TODAY, key=key, ledger=ledger or Ledger(), seed=1)


def given(dossier: Dossier) -> dict[str, Table]:
    """Return all its numbers before clearing."""
    draft = preparation.drafted(dossier, today=TODAY, seed=1)
    return dict(pack.unpublished(draft))


def later(dossier: Dossier, *, left: int, came: int) -> Dossier:
    """Return a dossier from which some left, and to which others of one place came."""
    rows = dossier.table("attendances").sort("id")
    for record in rows["id"][:left]:
        dossier = withdrawals.withdraw(
            dossier, table="attendances", record=record, origin="o", at=None, by="k1"
        )
    if not came:
        return dossier
    number = cuts.next_seq(dossier, "new")
    new = rows.tail(1).with_columns(
        id=pl.lit(f"{came:032x}"), origin=pl.lit("new"), seq=pl.lit(number, pl.Int64), n=pl.lit(came, pl.Int64)
    )  # fmt: skip
    return dossier.with_tables(
        attendances=pl.concat([dossier.table("attendances"), new])
    )
