"""What do the audits look at?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from vestibule.dossier import lineage
from vestibule.dossier.records import Dossier
from vestibule.understand.audits import given as givens
from vestibule.understand.audits import left_out
from vestibule.understand.audits.chain import Derived
from vestibule.understand.audits.given import Given
from vestibule.understand.audits.left_out import Side
from vestibule.understand.polis.votes import NO_CODES, NO_VOTES, Votes

HELD = pl.Schema({"gathering": pl.String(), "present": pl.Int64()})
"""How many were counted at each gathering."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """All that the audits look at.

    Parameters
    ----------
    given : Given
        The answers of single people.
    derived : Derived
        What is audited.
    sides : tuple of Side
        The comparisons, with their answers.
    units : pl.DataFrame
        `left_out.UNITS`.
    gatherings : pl.Series of str
        What the codes of `Given.meeting` stand for.
    held : pl.DataFrame
        `HELD`.
    listed : pl.DataFrame or None
        Personal. Published groups by pseudonym.
    pseudonyms : pl.Series of str
        Personal. Those of the people codes.
    """

    given: Given = field(repr=False)
    derived: Derived
    sides: tuple[Side, ...] = ()
    units: pl.DataFrame = field(default_factory=left_out.UNITS.to_frame, repr=False)
    gatherings: pl.Series = field(
        default_factory=lambda: pl.Series([], dtype=pl.String), repr=False
    )
    held: pl.DataFrame = field(default_factory=HELD.to_frame, repr=False)
    listed: pl.DataFrame | None = field(default=None, repr=False)
    pseudonyms: pl.Series = field(
        default_factory=lambda: pl.Series([], dtype=pl.String), repr=False
    )


def of_bulk(given: Given, derived: Derived, sides: Sequence[Side] | None) -> Material:
    """Return what the audits look at, of votes without records.

    Parameters
    ----------
    given : Given
        The answers.
    derived : Derived
        What is audited.
    sides : sequence of Side or None
        Comparisons, where there are any.

    Returns
    -------
    Material
        Gatherings are called by their codes.
    """
    met = np.unique(given.meeting[given.meeting >= 0])
    names = pl.Series([str(one) for one in range(int(met.max(initial=-1)) + 1)])
    return Material(
        given=given,
        derived=derived,
        sides=tuple(sides or ()),
        gatherings=names.cast(pl.String),
    )


def gathered(
    dossier: Dossier,
    derived: Derived,
    *,
    sides: Sequence[Side] | None = None,
    listed: pl.DataFrame | None = None,
) -> Material:
    """Return what the audits look at, of a dossier.

    Parameters
    ----------
    dossier : Dossier
        The records, all versions.
    derived : Derived
        What is audited.
    sides, listed
        As for `audit`.

    Returns
    -------
    Material
        For `PARTS`.
    """
    settled = lineage.settled(dossier)
    talk = derived.talk
    if sides is None:
        known = derived.ground is not None and derived.ground.models.height > 0
        sides = left_out.sides(settled) if known else ()
    if talk is None:
        nothing = Votes(
            person=NO_CODES,
            statement=NO_CODES,
            vote=NO_VOTES,
            n_people=0,
            n_statements=0,
        )
        return Material(
            given=givens.of_votes(nothing),
            derived=derived,
            sides=tuple(sides),
            units=left_out.units(settled),
        )
    key = None if derived.placed is None else derived.placed.person_key
    met = settled.current("gatherings").filter(pl.col("kind") != "online")
    people = settled.current("people").select("id", "pseudonym")
    named = pl.DataFrame({"id": talk.people}).join(
        people, on="id", how="left", maintain_order="left"
    )
    return Material(
        given=givens.of_dossier(settled, talk, key=key),
        derived=derived,
        sides=tuple(sides),
        units=left_out.units(settled),
        gatherings=met["id"],
        held=_held(settled),
        listed=listed,
        pseudonyms=named["pseudonym"],
    )


def _held(dossier: Dossier) -> pl.DataFrame:
    counted = (
        dossier.current("attendances").group_by("gathering").agg(pl.col("n").sum())
    )
    met = dossier.current("gatherings").select("present", gathering="id")
    return (
        met.join(counted, on="gathering", how="left")
        .select("gathering", present=pl.max_horizontal("present", "n"))
        .cast(HELD)
    )
