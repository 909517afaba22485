"""Shares of a population as plain values: nothing of one person."""

from __future__ import annotations

from typing import Any

import polars as pl

from vestibule.understand.weights import LIMITS, NoShares, Shares

DIGITS = 9
"""Decimals of every number that leaves this room."""


def plain(told: Shares | NoShares) -> dict[str, Any]:
    """Return what is said of a population, as ``analyse --json`` prints it.

    Parameters
    ----------
    told : Shares or NoShares
        From `Analysis.weights`.

    Returns
    -------
    dict
        ``refused``: code and message, or null; where null, the design, shares over all
        and by group, margins, what the weights are worth, limits. No weight of a
        person.
    """
    if isinstance(told, NoShares):
        return {"refused": {"code": told.code, "message": told.message}}
    result = told.result
    kept = told.design
    return {
        "refused": None,
        "kind": kept.kind,
        "population": kept.population,
        "stratum": kept.stratum,
        "cap": kept.cap,
        "people": result.people,
        "left_out": result.left_out,
        "outside": told.outside,
        "gatherings": result.gatherings,
        "kish": result.kish,
        "replicates": result.replicates,
        "lost": result.lost,
        "seed": result.seed,
        "level": result.level,
        "margins": _rows(result.margins),
        "shares": _rows(told.shares.drop("statement")),
        "limits": [{"code": one, "message": LIMITS[one]} for one in result.limits],
    }


def _rows(frame: pl.DataFrame) -> list[dict[str, Any]]:
    return frame.with_columns(pl.selectors.float().round(DIGITS)).to_dicts()
