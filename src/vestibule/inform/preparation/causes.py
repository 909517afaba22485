"""Causes people tell, cleared: links by the gatherings that told them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from vestibule.inform.material import Cause
from vestibule.inform.preparation.sources import Cells, Sources
from vestibule.protect import clearing
from vestibule.protect.cleared import Count
from vestibule.protect.thresholds import Key, Uncleared
from vestibule.understand.maps import merging

MOST = 4
"""Links told beside one finding."""


def tables(sources: Sources) -> Iterator[clearing.Table]:
    """Yield the gatherings that told each link, of all that told any."""
    rows = links(sources)
    base = sources.meetings.filter(
        pl.col("gathering").is_in(rows["gathering"].implode())
    )
    cells: dict[Key, Uncleared] = {}
    for (cause, effect, direction), told_in in rows.group_by(
        "cause", "effect", "direction"
    ):
        cells[_key(str(cause), str(effect), str(direction))] = sources.shared(
            told_in["gathering"], base
        )
    yield clearing.Table(cells=cells)


def _key(cause: str, effect: str, direction: str) -> Key:
    return ("told", cause, effect, direction)


def links(sources: Sources) -> pl.DataFrame:
    """Return ``cause``, ``effect``, ``direction``, ``gathering``: who told what where.

    Factors that people decided are one are one; a claim without a gathering of its
    own takes that of its excerpt, then of its voice.

    Returns
    -------
    pl.DataFrame
        Each link once per gathering.
    """
    given = sources.given
    met = [
        given.table(table)
        .select("gathering", **{name: "id"})
        .rename({"gathering": f"by_{name}"})
        for table, name in (("excerpts", "excerpt"), ("voices", "voice"))
    ]
    rows = given.table("claims")
    for frame, name in zip(met, ("excerpt", "voice"), strict=True):
        rows = rows.join(frame, on=name, how="left")
    one = merged(sources)
    return (
        rows.with_columns(gathering=pl.coalesce("gathering", "by_excerpt", "by_voice"))
        .drop_nulls("gathering")
        .with_columns(pl.col("cause", "effect").replace(one))
        .select("cause", "effect", "direction", "gathering")
        .unique()
        .filter(pl.col("gathering").is_in(sources.meetings["gathering"].implode()))
        .sort("cause", "effect", "direction", "gathering")
    )


def merged(sources: Sources) -> dict[str, str]:
    """Return each factor that was decided to be another one, with that one."""
    return merging.together(merging.in_force(sources.given.table("merges")))


def told(
    sources: Sources, cells: Cells, finding: Mapping[str, object]
) -> tuple[Cause, ...]:
    """Return the links to or from a finding that most gatherings told.

    Links told by fewer gatherings than the process shows are left out; the opposite
    of a link stands beside it, not as a link of its own.

    Returns
    -------
    tuple of Cause
        At most `MOST`, those told in most gatherings first.
    """
    factors = {
        row["id"]: row for row in sources.given.table("factors").iter_rows(named=True)
    }
    own = {id_ for id_, row in factors.items() if row["finding"] == finding["id"]}
    least = sources.whole.process.disclosure.gatherings
    found: dict[tuple[str, str], tuple[int, Cause]] = {}
    keys = [key for key in cells if key[0] == "told" and own & {key[1], key[2]}]
    for key in sorted(keys, key=lambda one: (-_n(cells, one), one)):
        _, cause, effect, direction = key
        if _n(cells, key) < least or (cause, effect) in found:
            continue
        opposite = cells.get(
            _key(cause, effect, "less" if direction == "more" else "more")
        )
        link = Cause(
            cause=_named(factors[cause], sources),
            effect=_named(factors[effect], sources),
            direction="more" if direction == "more" else "less",
            gatherings=cells[key],
            contrary=opposite,
        )
        found[(cause, effect)] = (_n(cells, key), link)
    return tuple(link for _, link in list(found.values())[:MOST])


def _n(cells: Cells, key: Key) -> int:
    cell = cells[key]
    return cell.value if isinstance(cell, Count) else 0


def _named(row: Mapping[str, object], sources: Sources) -> Mapping[str, str]:
    return sources.words("factor", row, "name")
