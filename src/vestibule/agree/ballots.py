"""What was written on the ballots on one question, where, and how often?"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from vestibule.agree.rules import Ballots, Cast, Kinds
from vestibule.agree.rules.cast import Floats
from vestibule.agree.validation.reach import CONFERENCE
from vestibule.dossier.records import Dossier
from vestibule.errors import DataError
from vestibule.understand import met

Columns = Mapping[str, NDArray[Any] | pl.Series]
"""Name to what was worked out for each option."""

OPTIONS = ("findings", "actions")
"""What may stand on a ballot: findings to put in order, actions to pay for."""

WEIGHTS = ("ballot", "gathering", "region")
"""What may count the same: each ballot, each gathering, each region."""


class UnevenBallot(DataError):
    """The rows of one ballot say that it stands for different numbers of ballots."""

    code = "uneven-ballot"


@dataclass(frozen=True, kw_only=True)
class Held:
    """Ballots on one question as numbers, with what they stand for.

    Parameters
    ----------
    options : pl.DataFrame
        One row per option, by key: ``option``, ``key``.
    sheets : pl.DataFrame
        One row per kind of ballot: ``sheet``, ``gathering``, ``place``, ``region``,
        ``region_key``, ``profile``, ``n`` (how many identical ones).
    ballots : Ballots
        Rows as in `sheets`, columns as in `options`.
    """

    options: pl.DataFrame
    sheets: pl.DataFrame
    ballots: Ballots

    @cached_property
    def kinds(self) -> Kinds:
        """Each kind of ballot once."""
        return Kinds.among(self.ballots)

    @property
    def times(self) -> Floats:
        """How many ballots each sheet stands for."""
        return self.sheets["n"].to_numpy().astype(np.float64)

    @classmethod
    def of(cls, dossier: Dossier, rows: pl.DataFrame) -> Held | None:
        """Return the ballots of `rows_of`, or None if there are none."""
        if rows.is_empty():
            return None
        options = rows.select("option", "key").unique().sort("key", "option")
        sheets = _sheets(dossier, rows)
        grid = sheets.select("sheet").join(options, how="cross", maintain_order="left")
        whole = grid.join(
            rows, on=["sheet", "option"], how="left", maintain_order="left"
        )
        shape = (sheets.height, options.height)

        def numbers(column: pl.Expr) -> Floats:
            flat = whole.select(column.cast(pl.Float64)).to_series().to_numpy()
            return np.asarray(flat.reshape(shape), dtype=np.float64)

        return cls(
            options=options,
            sheets=sheets,
            ballots=Ballots(
                rank=numbers(pl.col("rank").fill_null(np.inf)),
                approved=numbers(pl.col("approved").fill_null(value=False)),
                objected=numbers((~pl.col("approved")).fill_null(value=False)),
                points=numbers(pl.col("points").fill_null(0.0)),
                spoken=numbers(pl.col("n").is_not_null()),
                kind=str(rows["kind"][0]),
            ),
        )

    def weights(self, by: str, kept: NDArray[np.bool_] | None = None) -> list[int]:
        """Return how much each sheet weighs, in whole parts.

        Parameters
        ----------
        by : str
            One of `WEIGHTS`: what counts the same. Ballots of no known region are
            one region together.
        kept : np.ndarray of bool or None
            Sheets that count; the others weigh 0. None: all.

        Returns
        -------
        list of int
            Only their proportions matter.
        """
        n = self.sheets["n"].to_list()
        if kept is not None:
            n = [own * bool(one) for own, one in zip(n, kept, strict=True)]
        if by == "ballot":
            return n
        column = "gathering" if by == "gathering" else "region_key"
        units = self.sheets[column].fill_null("").to_list()
        held: dict[str, int] = {}
        for unit, own in zip(units, n, strict=True):
            held[unit] = held.get(unit, 0) + own
        whole = math.lcm(*(total for total in held.values() if total))
        return [
            own * whole // held[unit] if own else 0
            for unit, own in zip(units, n, strict=True)
        ]

    def cast(self, by: str = "ballot", kept: NDArray[np.bool_] | None = None) -> Cast:
        """Return the ballots as rules read them; arguments as of `weights`."""
        return self.kinds.weighed(self.weights(by, kept))

    def frame(self, columns: Columns) -> pl.DataFrame:
        """Return ``finding``, ``key`` of options beside what was worked out."""
        return self.options.rename({"option": "finding"}).with_columns(
            pl.Series(name, values) for name, values in columns.items()
        )

    def without(self) -> Iterator[tuple[str, str, NDArray[np.bool_]]]:
        """Yield each region and each gathering, and the sheets left without it."""
        for kind, column in (("region", "region_key"), ("gathering", "gathering")):
            for name in self.sheets[column].drop_nulls().unique().sort().to_list():
                kept = (self.sheets[column] != name).fill_null(value=True).to_numpy()
                if kept.any():
                    yield kind, name, kept

    def by_region(self) -> pl.DataFrame:
        """Return ``region_key``, ``ballots``, ``gatherings``, ``places`` by region."""
        return (
            self.sheets.group_by("region_key")
            .agg(
                ballots=pl.col("n").sum(),
                gatherings=pl.col("gathering").n_unique(),
                places=pl.col("place").drop_nulls().n_unique(),
            )
            .sort("region_key", nulls_last=True)
        )

    @property
    def largest(self) -> tuple[str, ...]:
        """Keys of the region, or regions, with most ballots; none where there is one."""
        known = self.by_region().drop_nulls("region_key")
        most = known.filter(pl.col("ballots") == pl.col("ballots").max())
        return tuple(most["region_key"]) if known.height > 1 else ()

    def top_two(self) -> Floats:
        """Return 1 where a ballot puts an option first or second, or approves it."""
        ahead = (self.ballots.rank[:, None, :] < self.ballots.rank[:, :, None]).sum(
            axis=2
        )
        ranked = np.isfinite(self.ballots.rank) & (ahead < 2)
        return np.asarray(ranked | (self.ballots.approved > 0), dtype=np.float64)


def rows_of(
    dossier: Dossier, question: str | None, *, of: str = "findings"
) -> pl.DataFrame:
    """Return the rows of all ballots on one question, each option once.

    Parameters
    ----------
    dossier : Dossier
        The records.
    question : str or None
        Its id; None: the one whose outcome was proclaimed, then the one with the most
        ballots, then the smallest key.
    of : str
        One of `OPTIONS`.

    Returns
    -------
    pl.DataFrame
        The rows of ballots with ``option``, ``key``, ``kind``, ``rule``, ``sheet``.
        None where the question was not about such options.
    """
    questions = dossier.current("questions").select(
        "kind", "rule", question="id", question_key="key"
    )
    reference = of.removesuffix("s")
    known = dossier.current(of)
    key = pl.col("key") if of == "findings" else pl.col("id").alias("key")
    rows = (
        dossier.current("ballots")
        .join(questions, on="question")
        .rename({reference: "option"})
        .join(known.select(key, option="id"), on="option")
        .with_columns(sheet=pl.concat_str("gathering", "ballot", separator=" "))
        .sort("sheet", "option", "at", "origin", "seq")
        .unique(["question", "sheet", "option"], keep="last", maintain_order=True)
    )
    if question is None and not rows.is_empty():
        told = dossier.current("priorities").select(proclaimed="question")
        cast = rows.unique(["question", "sheet"]).group_by("question", "question_key")
        order = (
            cast.agg(pl.col("n").sum())
            .with_columns(told=pl.col("question").is_in(told["proclaimed"].implode()))
            .sort(
                "told",
                "n",
                "question_key",
                "question",
                descending=[True, True, False, False],
            )
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
        rows.sort("sheet", "option")
        .group_by("sheet", maintain_order=True)
        .agg(pl.col("gathering", "person", "n", "profile").first())
        .join(where, on="gathering", how="left", maintain_order="left")
        .join(homes, on="person", how="left", maintain_order="left")
        .with_columns(
            region=pl.coalesce("region", pl.when(~conference).then("held_in")),
            region_key=pl.coalesce("region_key", pl.when(~conference).then("held_key")),
        )
        .select("sheet", "gathering", "place", "region", "region_key", "profile", "n")
    )
