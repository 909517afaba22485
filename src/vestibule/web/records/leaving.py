"""What leaves with what was withdrawn, and in which order may it?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from vestibule.dossier import closure, union, withdrawals
from vestibule.dossier.tables import TABLES
from vestibule.web.records import rows
from vestibule.web.records.frames import table_frame, to_frame
from vestibule.web.records.tables import MODELS

LASTING = ("withdrawals", "removals")
"""Tables that no record ever leaves, and that no page writes to."""

KEY = ["table", "id"]

Tables = Mapping[str, pl.DataFrame]


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """What a merge takes away.

    ``steps`` name the rows that leave (``table``, ``id``), each step because of those
    before; ``bare`` are numbers of records that never came in; ``staying`` is what
    does come in.
    """

    steps: tuple[pl.DataFrame, ...]
    bare: pl.DataFrame
    staying: dict[str, pl.DataFrame]


def leaving(new: Tables) -> Leaving:
    """Return what leaves when new rows come in; their withdrawals are stored already."""
    coming = {name: frame for name, frame in new.items() if name not in LASTING}
    held = {name: _links_of(name) for name in TABLES if name not in LASTING}
    here = _named(held)
    known = union.union([table_frame("removals"), _unknown(new, here)], "removals")
    steps = tuple(_steps(_both(held, coming), known))
    gone = pl.concat([pl.DataFrame(schema=closure.NAMED), *steps])
    return Leaving(
        steps=tuple(step.join(here, on=KEY, how="semi") for step in steps),
        bare=rows.fresh(_never_in(known, coming, gone), "removals"),
        staying={
            name: frame.join(
                gone.filter(table=name), on="id", how="anti", maintain_order="left"
            )
            for name, frame in coming.items()
        },
    )


def _links_of(name: str) -> pl.DataFrame:
    """Return of each row what it points to: little to read of many rows."""
    names = ["id", "supersedes", *(c.name for c in TABLES[name].references)]
    return to_frame(MODELS[name], TABLES[name], names)


def _named(tables: Tables) -> pl.DataFrame:
    return pl.concat(
        frame.select(pl.lit(name).alias("table"), "id")
        for name, frame in tables.items()
    )


def _unknown(new: Tables, here: pl.DataFrame) -> pl.DataFrame:
    """Return the removals that came in of records that are not here."""
    given = new.get("removals", TABLES["removals"].empty())
    return given.join(here, on=KEY, how="anti")


def _both(held: Tables, coming: Tables) -> dict[str, pl.DataFrame]:
    return {
        name: pl.concat([frame, coming[name].select(frame.columns)])
        if name in coming
        else frame
        for name, frame in held.items()
    }


def _steps(living: Tables, known: pl.DataFrame) -> list[pl.DataFrame]:
    named = table_frame("withdrawals").select("table", id="record")
    links = closure.links({**living, "removals": known})
    seeds = pl.concat([named, known.select(KEY)])
    return list(closure.rounds(living, links, seeds, cascade=True))


def _never_in(known: pl.DataFrame, coming: Tables, gone: pl.DataFrame) -> pl.DataFrame:
    covered = [
        withdrawals.bare(frame.join(gone.filter(table=name), on="id", how="semi"), name)
        for name, frame in coming.items()
    ]
    return union.union([known, *covered], "removals")
