"""How far has each target been reached?"""

from __future__ import annotations

from typing import Any

import polars as pl

ANYWHERE = pl.lit(value=True)
"""The condition that each presence meets."""


def reached(
    targets: pl.DataFrame, presences: pl.DataFrame, within: pl.DataFrame
) -> pl.DataFrame:
    """Return each target with what was reached.

    Only people who were there for themselves count: consulted, or in an official
    capacity. Those who spoke for a place elsewhere stand beside it.

    Parameters
    ----------
    targets : pl.DataFrame
        Rows of the table `targets`.
    presences : pl.DataFrame
        As `presences.presences` returns them.
    within : pl.DataFrame
        ``place`` and ``above``: each place and every place it lies in, itself too.

    Returns
    -------
    pl.DataFrame
        ``place``, ``profile``, ``sex``, ``age_band``; asked: ``attendances``,
        ``gatherings``, ``share``; reached: ``reached_attendances``,
        ``reached_gatherings``, ``reached_share`` (missing where nobody was heard
        there), ``represented``; ``met``. In the order of `targets`.
    """
    inside = {
        str(above[0]): rows["place"].to_list()
        for above, rows in within.group_by(["above"])
    }
    rows = [
        _row(target, presences, inside.get(target["place"], []))
        for target in targets.to_dicts()
    ]
    return pl.DataFrame(rows, schema=SCHEMA)


SCHEMA: dict[str, pl.DataType] = {
    "place": pl.String(),
    "profile": pl.String(),
    "sex": pl.String(),
    "age_band": pl.String(),
    "attendances": pl.Int64(),
    "gatherings": pl.Int64(),
    "share": pl.Float64(),
    "reached_attendances": pl.Int64(),
    "reached_gatherings": pl.Int64(),
    "reached_share": pl.Float64(),
    "represented": pl.Int64(),
    "met": pl.Boolean(),
}
"""Columns of `reached`."""


def _row(
    target: dict[str, Any], presences: pl.DataFrame, places: list[str]
) -> dict[str, Any]:
    there = presences.filter(pl.col("own_place").is_in(places))
    asked = there.filter(
        *(
            pl.col(name) == target[name]
            for name in ("profile", "sex", "age_band")
            if target[name] is not None
        )
    )
    themselves = asked.filter(_themselves())
    attendances = int(themselves["n"].sum())
    everyone = int(there.filter(_themselves())["n"].sum())
    found = {
        "reached_attendances": attendances,
        "reached_gatherings": themselves["gathering"].n_unique(),
        "reached_share": attendances / everyone if everyone else None,
        "represented": int(asked.filter(capacity="represented")["n"].sum()),
    }
    own = {name: target.get(name) for name in SCHEMA if name not in {*found, "met"}}
    return {**own, **found, "met": _met(target, found)}


def _themselves() -> pl.Expr:
    return pl.col("capacity").is_in(["consulted", "official"])


def _met(target: dict[str, Any], found: dict[str, Any]) -> bool:
    return all(
        target[name] is None or (found[f"reached_{name}"] or 0) >= target[name]
        for name in ("attendances", "gatherings", "share")
    )
