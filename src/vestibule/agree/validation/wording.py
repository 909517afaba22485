"""Which words of a finding did a gathering speak of?

An amendment makes a new version of a finding. Whoever confirmed the earlier words has
not seen the new ones: their validation stays with the words it was given on. A
correction that changes neither words nor meaning is no new version of them, and one
that returns to earlier words returns to their validations.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from vestibule.dossier import lineage, versions
from vestibule.dossier.records import Dossier

SEEN = pl.Schema(
    {
        "validation": pl.String(),
        "finding": pl.String(),
        "version": pl.Int64(),
        "on_current": pl.Boolean(),
    }
)

PRESENT = pl.Schema(
    {"finding": pl.String(), "version": pl.Int64(), "versions": pl.Int64()}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wordings:
    """The wordings of each finding. Ids are those that a settled dossier has.

    Parameters
    ----------
    seen : pl.DataFrame
        One row per validation: ``validation``, ``finding``, ``version`` (from 1, the
        wording it was given on), ``on_current``.
    present : pl.DataFrame
        One row per finding: ``finding``, ``version`` (its present wording),
        ``versions`` (how many there have been).
    """

    seen: pl.DataFrame
    present: pl.DataFrame


def wordings(dossier: Dossier) -> Wordings:
    """Return which wording of each finding stands, and which each validation saw.

    Parameters
    ----------
    dossier : Dossier
        With all versions of its records; of a settled one, every finding has one
        wording.

    Returns
    -------
    Wordings
        Wordings in the order in which they were first written.
    """
    worded = _worded(dossier)
    numbered = (
        worded.unique(["finding", "wording"], keep="first", maintain_order=True)
        .with_columns(version=pl.int_range(1, pl.len() + 1).over("finding"))
        .select("finding", "wording", "version")
    )
    numbers = worded.join(numbered, on=["finding", "wording"], how="left")
    last = versions.standing_rows(dossier.table("findings")).select("id")
    present = (
        numbers.join(last, on="id", how="semi", maintain_order="left")
        .unique("finding", keep="last", maintain_order=True)
        .select("finding", "version")
        .join(numbered.group_by("finding").agg(versions=pl.len()), on="finding")
    )
    given = dossier.table("validations")
    firsts = lineage.roots(given)
    seen = (
        versions.standing_rows(given)
        .sort(*versions.BY_TIME, "id", nulls_last=False)
        .select("finding", validation=pl.col("id").replace(firsts))
        .unique("validation", keep="last", maintain_order=True)
        .rename({"finding": "id"})
        .join(numbers.select("id", "finding", "version"), on="id")
        .join(present.select("finding", current="version"), on="finding")
        .with_columns(on_current=pl.col("version") == pl.col("current"))
    )
    return Wordings(
        seen=seen.select(list(SEEN)).cast(SEEN).sort("validation"),
        present=present.cast(PRESENT).sort("finding"),
    )


def _worded(dossier: Dossier) -> pl.DataFrame:
    """Return every version of every finding, in order of time: its words as one text."""
    rows = dossier.table("findings")
    firsts = lineage.roots(rows)
    said = [
        pl.col(name).fill_null("").str.replace_all(r"\s+", " ").str.strip_chars()
        for name in ("words", "meaning")
    ]
    return rows.sort(*versions.BY_TIME, "id", nulls_last=False).select(
        "id",
        finding=pl.col("id").replace(firsts),
        wording=pl.concat_str(said, separator="\n"),
    )
