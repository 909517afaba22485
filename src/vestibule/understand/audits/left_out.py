"""Which rows are left out with a gathering, a facilitator or a place?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from vestibule.dossier.process import Comparison, Disclosure
from vestibule.dossier.records import Dossier
from vestibule.understand.ground import segments

KINDS = ("gathering", "facilitator", "place")
"""What is left out in turn."""

UNITS = pl.Schema(
    {
        "gathering": pl.String(),
        "facilitator": pl.String(),
        "place": pl.String(),
        "code": pl.String(),
        "place_key": pl.String(),
    }
)
"""One row per gathering: who led it and where it was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One comparison, with the answers it rests on.

    Parameters
    ----------
    key : str
        Of the comparison, as common ground has it.
    groups : tuple of str
        Its segments.
    rows : pl.DataFrame
        As `segments.rows` or `counting.of_book` return them.
    least : Disclosure
        How many people and gatherings are enough.
    """

    key: str
    groups: tuple[str, ...]
    rows: pl.DataFrame = field(repr=False)
    least: Disclosure = field(default_factory=Disclosure)


def sides(
    dossier: Dossier,
    comparisons: Sequence[Comparison] | None = None,
    crossings: Sequence[Sequence[Comparison]] = (),
) -> tuple[Side, ...]:
    """Return the comparisons that common ground was sought in.

    Parameters
    ----------
    dossier : Dossier
        The records.
    comparisons : sequence of Comparison or None
        None: those the process declares.
    crossings : sequence of sequences of Comparison
        As for `ground.common_ground`.

    Returns
    -------
    tuple of Side
        One each, in their order.
    """
    declared = dossier.process.comparisons if comparisons is None else comparisons
    wanted = [segments.of([one]) for one in declared]
    wanted += [segments.of(several) for several in crossings]
    return tuple(
        Side(
            key=one.key,
            groups=one.groups,
            rows=segments.rows(dossier, one),
            least=dossier.process.disclosure,
        )
        for one in wanted
    )


def units(dossier: Dossier) -> pl.DataFrame:
    """Return the facilitator and place of each gathering.

    Parameters
    ----------
    dossier : Dossier
        The records.

    Returns
    -------
    pl.DataFrame
        `UNITS`. A facilitator is called by what recorded the gathering (``by``, else
        ``origin``) and a number among those it recorded; where none was noted, all
        that it recorded count as one.
    """
    places = dossier.current("places").select(place="id", place_key="key")
    held = dossier.current("gatherings")
    recorder = pl.coalesce("by", "origin")
    known = pl.col("facilitator").is_not_null()
    told = (
        held.filter(known)
        .group_by("facilitator")
        .agg(recorder=recorder.min())
        .sort("recorder", "facilitator")
        .with_columns(number=pl.int_range(1, pl.len() + 1).over("recorder"))
        .select("facilitator", called=pl.format("{} #{}", "recorder", "number"))
    )
    named = held.join(told, on="facilitator", how="left").join(
        places, on="place", how="left"
    )
    return named.select(
        gathering="id",
        facilitator=pl.coalesce("called", recorder),
        place="place",
        code="code",
        place_key="place_key",
    ).cast(UNITS)


def names(known: pl.DataFrame) -> Mapping[str, Mapping[str, str]]:
    """Return what to call the units of each kind.

    Parameters
    ----------
    known : pl.DataFrame
        `UNITS`.

    Returns
    -------
    mapping of str to mapping of str to str
        Kind to unit to the team's own name of it.
    """
    columns = {"gathering": "code", "facilitator": "facilitator", "place": "place_key"}
    return {
        kind: dict(
            known.select(kind, name=columns[kind]).unique().drop_nulls().iter_rows()
        )
        for kind in KINDS
    }
