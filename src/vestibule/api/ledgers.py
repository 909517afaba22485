"""What did a dossier publish so far, and what was withdrawn since?"""

from __future__ import annotations

import json
from collections.abc import Mapping

import polars as pl

from vestibule.dossier import cuts, lineage
from vestibule.dossier.records import Dossier
from vestibule.errors import Refused
from vestibule.inform import pack, preparation
from vestibule.inform.pack import Earlier
from vestibule.protect import clearing
from vestibule.protect.editions import Ledger
from vestibule.protect.thresholds import Key, Uncleared


class TwoEditions(Refused):
    """Two copies of the dossier each published another edition under one number."""

    code = "two-editions"


def published(dossier: Dossier) -> Ledger:
    """Return everything that a dossier published so far.

    Returns
    -------
    Ledger
        All its editions.

    Raises
    ------
    TwoEditions
        If one cell of one edition stands in it with two numbers: two copies were
        published apart, and readers hold both.
    """
    rows = dossier.current("published")
    printed = ("state", "n", "of", "from_edition")
    twice = (
        rows.unique(["edition", "cell", *printed])
        .group_by("edition", "cell")
        .len()
        .filter(pl.col("len") > 1)
    )
    if twice.height:
        number = int(twice["edition"].sort()[0])
        raise TwoEditions(
            f"Edition {number} was published twice, from two copies of this dossier: "
            "readers hold both, and no new edition can be cleared against them. Go on "
            "from the copy whose edition stays, and take the other one down. Nothing "
            "was published.",
            edition=number,
        )
    return Ledger.of(dossier)


def earlier(dossier: Dossier) -> tuple[Earlier, ...]:
    """Return the editions so far, with the records that were withdrawn since each.

    Parameters
    ----------
    dossier : Dossier
        All records.

    Returns
    -------
    tuple of Earlier
        By number.
    """
    rows = lineage.settled(dossier).table("releases").sort("edition", "id")
    taken = dossier.current("withdrawals")
    return tuple(
        Earlier(
            edition=row["edition"],
            month=f"{row['published_on']:%Y-%m}" if row["published_on"] else None,
            withdrawn=_since(taken, row["cut"]),
        )
        for row in rows.iter_rows(named=True)
    )


def counted_again(dossier: Dossier) -> dict[int, dict[Key, Uncleared]]:
    """Return the numbers of each edition so far, counted again at its cut.

    Parameters
    ----------
    dossier : Dossier
        All records.

    Returns
    -------
    dict of int to dict
        Edition to all its numbers before clearing. What was withdrawn since is gone
        from them, and an edition without a release is missing.
    """
    found = {}
    for row in dossier.current("releases").sort("edition", "id").iter_rows(named=True):
        if row["cut"] and row["published_on"]:
            known = cuts.as_of(dossier, json.loads(row["cut"]))
            draft = preparation.drafted(known, today=row["published_on"], seed=0)
            cells, _ = clearing.united(pack.unpublished(draft).values())
            found[int(row["edition"])] = cells
    return found


def _since(taken: pl.DataFrame, cut: str | None) -> int:
    """Return how many withdrawals a cut does not know."""
    known: Mapping[str, int] = json.loads(cut) if cut else {}
    pairs = taken.select("origin", "seq").iter_rows()
    return sum(seq > known.get(origin, 0) for origin, seq in pairs)
