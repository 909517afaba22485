"""What may stand on a sheet that is handed to the group it speaks of?

The group knows what it said. But paper is found, taken, photographed: what stands on a
sheet must not tell a stranger what each person of a group thinks, nor anything that was
given in secret. So a sheet shows what the group showed itself (raised hands, standing),
of enough people, never near unanimity, never of sensitive statements, and no number at
all of a restricted profile.
"""

from __future__ import annotations

import polars as pl

from vestibule.dossier.records import Dossier
from vestibule.protect import sensitivity
from vestibule.protect.cleared import Cell, Count, Hidden, Reason

SEEN = ("hands", "standing")
"""Methods by which everybody present saw what the others answered."""


def tallies(given: Dossier, gathering: str) -> dict[str, Cell]:
    """Return how many of a group agreed with each statement, in front of all.

    Parameters
    ----------
    given : Dossier
        `consent.published` of settled records: a group that refused has no row.
    gathering : str
        Id of the gathering.

    Returns
    -------
    dict of str to Count or Hidden
        Statement to those who agreed, of those who answered; the last tally counts.
        Statements counted in secret, or one by one, are not there.
    """
    restricted = _is_restricted(given, gathering)
    levels = dict(
        given.table("statements")
        .select("id", sensitive=pl.col("sensitivity").is_in(["sensitive", "undecided"]))
        .iter_rows()
    )
    everyone = pl.col("sex").is_null()
    rows = (
        given.table("tallies")
        .filter((pl.col("gathering") == gathering) & pl.col("method").is_in(list(SEEN)))
        .filter(everyone | ~everyone.any().over("statement", "method", "count"))
        .group_by("statement", "method", "count")
        .agg(pl.col("agree", "disagree", "passed").sum())
        .sort("statement", "count", "method")
        .unique("statement", keep="last", maintain_order=True)
    )
    return {
        row["statement"]: _cell(
            row["agree"],
            row["agree"] + row["disagree"] + row["passed"],
            given,
            barred=_barred(
                restricted=restricted, sensitive=bool(levels.get(row["statement"]))
            ),
        )
        for row in rows.iter_rows(named=True)
    }


def _is_restricted(given: Dossier, gathering: str) -> bool:
    """Return whether anyone there spoke from a restricted profile."""
    known = sensitivity.is_restricted(given)
    met = given.table("gatherings").filter(pl.col("id") == gathering)["profile"]
    came = given.table("attendances").filter(pl.col("gathering") == gathering)[
        "profile"
    ]
    return any(known.get(profile, False) for profile in {*met, *came} - {None})


def _barred(*, restricted: bool, sensitive: bool) -> Reason | None:
    if restricted:
        return "restricted_below_region"
    return "sensitive" if sensitive else None


def _cell(agree: int, of: int, given: Dossier, *, barred: Reason | None) -> Cell:
    disclosure = given.process.disclosure
    if barred is not None:
        return Hidden(reason=barred)
    if of < disclosure.people:
        return Hidden(reason="too_few_people")
    share = agree / of
    if max(share, 1 - share) >= disclosure.near_unanimity:
        return Hidden(reason="near_unanimous")
    return Count(value=agree, of=of)
