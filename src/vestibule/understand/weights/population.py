"""Which design does the process declare, and whom does its count say there are?"""

from __future__ import annotations

import polars as pl

from vestibule.dossier.process import Sampling
from vestibule.dossier.records import Dossier
from vestibule.understand.weights.sampling import (
    Margin,
    NoPopulation,
    PurposiveSample,
    SamplingDesign,
)

SPLIT = ("sex", "age_band")
"""What the table `frame` may tell apart within a place."""


def of_process(dossier: Dossier) -> SamplingDesign:
    """Return the design that ``[sampling]`` declares, its margins from `frame`.

    Parameters
    ----------
    dossier : Dossier
        The records, settled.

    Returns
    -------
    SamplingDesign
        Base weights of 1: within a stratum everyone had the same chance.

    Raises
    ------
    PurposiveSample
        If people were not sampled, or the process does not say that they were.
    NoPopulation
        If the count named says nothing of a margin.
    DataError
        If the margins tell of populations of different size.

    Notes
    -----
    A margin is summed over places of level 1 (regions, camps), else taken from level
    0, as printed. Totals "as printed", and other editions, are left out.
    """
    said = dossier.process.sampling
    if said is None or said.kind == "purposive":
        raise PurposiveSample(
            "People were invited for what they could tell, not sampled"
            f"{' as far as process.toml says' if said is None else ''}: nothing can be"
            " said of a population. If they were drawn by lot or chosen by quota,"
            " declare it under [sampling].",
            reason="purposive-sample" if said else "undeclared",
        )
    name = dossier.process.outputs[0]
    return SamplingDesign(
        kind=said.kind,
        population=said.population.get(name, next(iter(said.population.values()))),
        stratum=said.stratum,
        margins=_margins(dossier, said),
        cap=said.cap,
        lonely=said.lonely,
    )


def _margins(dossier: Dossier, said: Sampling) -> tuple[Margin, ...]:
    if not said.margins:
        return ()
    places = dossier.current("places").select("level", place="id", region="key")
    counted = (
        dossier.current("frame")
        .filter(~pl.col("published_total"), pl.col("edition") == said.edition)
        .join(places, on="place")
    )
    return tuple(_margin(counted, name, said.edition) for name in said.margins)


def _margin(counted: pl.DataFrame, column: str, edition: str | None) -> Margin:
    """Return one margin from the coarsest rows that tell of it."""
    levels = (1,) if column == "region" else (1, 0)
    for level in levels:
        rows = counted.filter(level=level)
        for apart in ((), ("sex",), ("age_band",), SPLIT):
            if column != "region" and column not in apart:
                continue
            found = rows.filter(
                *(pl.col(name).is_not_null() == (name in apart) for name in SPLIT)
            )
            if found["population"].sum():
                totals = found.group_by(column).agg(pl.col("population").sum())
                return Margin(column=column, totals=dict(sorted(totals.iter_rows())))
    raise NoPopulation(
        f"The count “{edition}” of the table frame does not tell how many people there"
        f" are by {column}: add its rows to frame, or take the margin out.",
        column=column,
        edition=edition,
    )
