"""How do two reviewers look at the flags on words that may be quoted?"""

from __future__ import annotations

import polars as pl

from vestibule.dossier import writing
from vestibule.dossier.records import Dossier
from vestibule.protect import screening
from vestibule.rehearsal.ledger import Naming

ORIGIN = "relecture"
"""Reviewers write on a device of their own: no other record gets another number."""

REVIEWERS = ("relectrice-1", "relecteur-2")
"""Their pseudonyms."""


def looked(whole: Dossier, naming: Naming) -> Dossier:
    """Return the dossier after both reviewers settled the flags of what they cleared.

    What only one of them reviewed keeps its flags: it waits.

    Parameters
    ----------
    whole : Dossier
        Everything else that was recorded.
    naming : Naming
        What ids are derived from.

    Returns
    -------
    Dossier
        With ``screenings``.
    """
    entries = [
        {
            "row": f"{one.record} {flag.mark} {reviewer}",
            "excerpt": one.record if one.table == "excerpts" else None,
            "validation": one.record if one.table == "validations" else None,
            "flag": flag.mark,
            "verdict": "harmless",
            "reviewer": reviewer,
        }
        for one in screening.waiting(whole)
        if one.reviewers == len(REVIEWERS)
        for flag, _ in one.open
        for reviewer in REVIEWERS
    ]
    if not entries:
        return whole
    text = ("row", "excerpt", "validation", "flag", "verdict", "reviewer")
    rows = pl.DataFrame(entries, schema=dict.fromkeys(text, pl.String)).unique(
        "row", maintain_order=True
    )
    # they looked when the words were written down: what was quoted then still is
    at = rows.select(pl.coalesce("excerpt", "validation").alias("id")).join(
        _written_at(whole), on="id", how="left", maintain_order="left"
    )
    rows = rows.with_columns(at["at"]).sort("at", "row")
    made = writing.as_records(
        rows.drop("row"),
        "screenings",
        ids=naming.ids("screenings", rows["row"]),
        origin=ORIGIN,
        first_seq=1,
        by=ORIGIN,
    )
    return whole.with_tables(screenings=made.sort("id"))


def _written_at(whole: Dossier) -> pl.DataFrame:
    tables = ("excerpts", "validations")
    return pl.concat(whole.table(name).select("id", "at") for name in tables)
