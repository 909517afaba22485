"""What did a dossier publish so far, and what was withdrawn since?"""

from __future__ import annotations

import json
from collections.abc import Mapping

import polars as pl

from vestibule.dossier import lineage
from vestibule.dossier.records import Dossier
from vestibule.errors import Refused
from vestibule.inform.pack import Earlier
from vestibule.protect.editions import Ledger


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


def _since(taken: pl.DataFrame, cut: str | None) -> int:
    """Return how many withdrawals a cut does not know."""
    known: Mapping[str, int] = json.loads(cut) if cut else {}
    pairs = taken.select("origin", "seq").iter_rows()
    return sum(seq > known.get(origin, 0) for origin, seq in pairs)
