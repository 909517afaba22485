"""Invented tables and pairs of editions, for the long proof and its small sample."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import polars as pl

from vestibule.protect import clearing
from vestibule.protect.clearing import Table
from vestibule.protect.thresholds import Key, Sum, Uncleared

PROFILES = ("farmer", "herder", "youth", "judge")


def people(draw: np.random.Generator) -> pl.DataFrame:
    """Return presences: each gathering in one place of a region, some sizes tiny."""
    rows = []
    regions = int(draw.integers(2, 5))
    for gathering in range(int(draw.integers(4, 22))):
        region = int(draw.integers(regions))
        place = f"r{region}p{int(draw.integers(1, 4))}"
        profile = PROFILES[int(draw.integers(len(PROFILES)))]
        for sex in ("f", "m"):
            n = int(
                draw.integers(0, 14) if draw.random() < 0.8 else draw.integers(20, 60)
            )
            if n:
                share = float(draw.choice([0.0, 0.1, 0.5, 0.9, 1.0]))
                agree = int(draw.binomial(n, share))
                rows.append(
                    (f"g{gathering}", f"r{region}", place, profile, sex, n, agree)
                )
    names = ("gathering", "region", "place", "profile", "sex", "n", "agree")
    types = [pl.String] * 5 + [pl.Int64] * 2
    return pl.DataFrame(rows, schema=dict(zip(names, types, strict=True)), orient="row")


def later(rows: pl.DataFrame, draw: np.random.Generator) -> pl.DataFrame:
    """Return the presences at a later edition: some came, some took it back."""
    kind = draw.random()
    after = rows
    if kind < 0.75:
        after = _taken_back(after, draw)
    if kind > 0.4:
        more = people(draw).with_columns(("x" + pl.col("gathering")).alias("gathering"))
        known = rows["region"].unique().to_list()
        keep = more.filter(pl.col("region").is_in(known))
        after = pl.concat([after, keep.head(int(draw.integers(0, 7)))])
    return after


def _taken_back(rows: pl.DataFrame, draw: np.random.Generator) -> pl.DataFrame:
    if rows.is_empty():
        return rows
    at = int(draw.integers(rows.height))
    n, agree = rows["n"][at], rows["agree"][at]
    left = min(n, int(draw.integers(1, 3)))
    said = min(agree, left)
    change = pl.int_range(pl.len()) == at
    return rows.with_columns(
        pl.when(change).then(n - left).otherwise("n").alias("n"),
        pl.when(change).then(agree - said).otherwise("agree").alias("agree"),
    ).filter(pl.col("n") > 0)


def tables(rows: pl.DataFrame, which: int) -> dict[str, Table]:
    """Return linked tables of one edition: they share margins."""
    found = {
        "sex": clearing.crossed(rows, ("region", "sex"), measure="people"),
    }
    if which % 3 == 0:
        found["profile"] = clearing.crossed(
            rows, ("region", "profile"), measure="people"
        )
    if which % 3 == 1:
        found["agree"] = clearing.crossed(
            rows, ("region",), measure="agree", value="agree", of="n"
        )
    if which % 3 == 2:
        found["below"] = clearing.crossed(
            rows.with_columns(pl.col("place").alias("cercle")),
            ("cercle",),
            measure="agree",
            value="agree",
            of="n",
            place=None,
            place_levels={"cercle": 2},
        )
    return found


def a_table(numbers: Mapping[Key, int], sums: tuple[Sum, ...]) -> Table:
    """Return a table of bare counts of people."""
    cells = {key: Uncleared(value=n, people=n) for key, n in numbers.items()}
    return Table(cells=cells, sums=sums)
