"""What was written on the ballots on one question, where, and how often?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from vestibule.agree.findings import CONFERENCE
from vestibule.agree.rules import Ballots, Floats
from vestibule.dossier.records import Dossier
from vestibule.errors import DataError
from vestibule.understand import met


class UnevenBallot(DataError):
    """The rows of one ballot say that it stands for different numbers of ballots."""

    code = "uneven-ballot"


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Ballots on one question as numbers, with what they stand for.

    Parameters
    ----------
    findings : pl.DataFrame
        One row per option, by key: ``finding``, ``key``.
    sheets : pl.DataFrame
        One row per kind of ballot: ``sheet``, ``gathering``, ``place``, ``region``,
        ``region_key``, ``n`` (how many identical ones).
    ballots : Ballots
        Rows as in `sheets`, columns as in `findings`.
    spoken : np.ndarray, shape (sheets, findings)
        1 where a ballot says anything of the option.
    """

    findings: pl.DataFrame
    sheets: pl.DataFrame
    ballots: Ballots
    spoken: Floats

    @property
    def times(self) -> Floats:
        """How many ballots each sheet stands for."""
        return self.sheets["n"].to_numpy().astype(np.float64)

    @classmethod
    def of(cls, dossier: Dossier, rows: pl.DataFrame) -> Held | None:
        """Return the ballots of `rows_of`, or None if there are none."""
        if rows.is_empty():
            return None
        findings = rows.select("finding", "key").unique().sort("key", "finding")
        sheets = _sheets(dossier, rows)
        grid = sheets.select("sheet").join(findings, how="cross", maintain_order="left")
        whole = grid.join(
            rows, on=["sheet", "finding"], how="left", maintain_order="left"
        )
        shape = (sheets.height, findings.height)

        def numbers(column: pl.Expr) -> Floats:
            flat = whole.select(column.cast(pl.Float64)).to_series().to_numpy()
            return np.asarray(flat.reshape(shape), dtype=np.float64)

        return cls(
            findings=findings,
            sheets=sheets,
            ballots=Ballots(
                rank=numbers(pl.col("rank").fill_null(np.inf)),
                approved=numbers(pl.col("approved").fill_null(value=False)),
                points=numbers(pl.col("points").fill_null(0.0)),
            ),
            spoken=numbers(pl.col("n").is_not_null()),
        )

    def frame(self, columns: Mapping[str, NDArray[Any]]) -> pl.DataFrame:
        """Return the findings beside what was worked out for each."""
        return self.findings.with_columns(
            pl.Series(name, values) for name, values in columns.items()
        )

    def top_two(self) -> Floats:
        """Return 1 where a ballot puts a finding first or second, or approves it."""
        ahead = (self.ballots.rank[:, None, :] < self.ballots.rank[:, :, None]).sum(
            axis=2
        )
        ranked = np.isfinite(self.ballots.rank) & (ahead < 2)
        return np.asarray(ranked | (self.ballots.approved > 0), dtype=np.float64)


def rows_of(dossier: Dossier, question: str | None) -> pl.DataFrame:
    """Return the rows of all ballots on one question, each option once."""
    questions = dossier.current("questions").select(
        "kind", "rule", question="id", question_key="key"
    )
    keys = dossier.current("findings").select("key", finding="id")
    rows = (
        dossier.current("ballots")
        .join(questions, on="question")
        .join(keys, on="finding")
        .with_columns(sheet=pl.concat_str("gathering", "ballot", separator=" "))
        .sort("sheet", "finding", "at", "origin", "seq")
        .unique(["question", "sheet", "finding"], keep="last", maintain_order=True)
    )
    if question is None and not rows.is_empty():
        cast = rows.unique(["question", "sheet"]).group_by("question", "question_key")
        order = cast.agg(pl.col("n").sum()).sort(
            "n", "question_key", "question", descending=[True, False, False]
        )
        question = order["question"][0]
    return rows.filter(pl.col("question") == pl.lit(question, dtype=pl.String))


def _sheets(dossier: Dossier, rows: pl.DataFrame) -> pl.DataFrame:
    """Return each ballot with its number, gathering, place and region."""
    uneven = rows.group_by("sheet").agg(pl.col("n").n_unique()).filter(pl.col("n") > 1)
    if not uneven.is_empty():
        raise UnevenBallot(
            "The rows of one ballot give different numbers of identical ballots: "
            "write the same n on each row of a ballot.",
            table="ballots",
            column="n",
        )
    where = met.gatherings(dossier).select(
        "gathering",
        "place",
        "kind",
        held_in="region",
        held_key="region_key",
    )
    homes = dossier.current("people").select("place", person="id")
    homes = homes.join(met.regions(dossier), on="place", how="left").drop("place")
    conference = pl.col("kind").eq_missing(CONFERENCE)
    return (
        rows.sort("sheet", "finding")
        .group_by("sheet", maintain_order=True)
        .agg(pl.col("gathering", "person", "n").first())
        .join(where, on="gathering", how="left", maintain_order="left")
        .join(homes, on="person", how="left", maintain_order="left")
        .with_columns(
            region=pl.coalesce("region", pl.when(~conference).then("held_in")),
            region_key=pl.coalesce("region_key", pl.when(~conference).then("held_key")),
        )
        .select("sheet", "gathering", "place", "region", "region_key", "n")
    )
