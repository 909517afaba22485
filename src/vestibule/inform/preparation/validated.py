"""Who validated each finding, cleared: over all, and by region where that may be."""

from __future__ import annotations

import polars as pl

from vestibule.agree.validation.standing import FindingStanding
from vestibule.inform.material import Place, Validation
from vestibule.inform.preparation.sources import Cells, Sources, behind
from vestibule.protect.cleared import Count
from vestibule.protect.thresholds import Key, Uncleared

OUTCOMES = ("confirmed", "amended", "rejected")
"""What a gathering may say of a finding."""


def numbers(sources: Sources, standings: FindingStanding) -> dict[Key, Uncleared]:
    """Return how many gatherings said what of each finding, over all and by region."""
    cells: dict[Key, Uncleared] = {}
    for row in standings.findings.iter_rows(named=True):
        said = standings.rows.filter(pl.col("finding") == row["finding"])
        base = said.unique("gathering")
        for outcome in OUTCOMES:
            held = said.filter(pl.col("outcome") == outcome)["gathering"]
            if base.height:
                key = _key(row["key"], outcome)
                cells[key] = sources.shared(
                    held, base, bundle=f"validated:{row['key']}"
                )
        for (region,), there in said.drop_nulls("region_key").group_by("region_key"):
            cells |= _within(sources, row["key"], str(region), there)
    return cells


def _within(
    sources: Sources, finding: str, region: str, there: pl.DataFrame
) -> dict[Key, Uncleared]:
    base = there.unique("gathering")
    asked = {
        _key(finding, outcome, region): sources.shared(
            there.filter(pl.col("outcome") == outcome)["gathering"],
            base,
            bundle=f"validated:{finding}:{region}",
        )
        for outcome in OUTCOMES
    }
    given = {
        _given(finding, outcome, region): _alone(rows)
        for outcome in OUTCOMES
        if (rows := there.filter(pl.col("outcome") == outcome)).height
    }
    return asked | given


def _alone(rows: pl.DataFrame) -> Uncleared:
    """Return the gatherings that gave one outcome: to name their region counts them."""
    held = rows.unique("gathering")
    return Uncleared(
        value=held.height,
        people=int(held["people"].sum()),
        gatherings=held.height,
        places=held["place"].drop_nulls().n_unique(),
        counts="gatherings",
        behind=behind(held.with_columns(one=pl.lit(1))),
    )


def _given(finding: str, outcome: str, region: str) -> Key:
    return (f"given:{outcome}", finding, f"region_key={region}")


def _key(finding: str, outcome: str, region: str = "") -> Key:
    whole = (f"validated:{outcome}", finding)
    return (*whole, f"region_key={region}") if region else whole


def told(
    sources: Sources,
    cells: Cells,
    key: str,
    standings: FindingStanding,
    *,
    has_places: bool,
) -> Validation | None:
    """Return what gatherings said of a finding; None if none did.

    Parameters
    ----------
    sources : Sources
        Of the portrait.
    cells : Cells
        Cleared.
    key : str
        Of the finding.
    standings : FindingStanding
        Validations of what is given.
    has_places : bool
        Whether a region may stand beside this finding.

    Returns
    -------
    Validation or None
        How far a finding holds is not said where its numbers are withheld.
    """
    rows = standings.findings.filter(pl.col("key") == key)
    if rows.is_empty() or not rows["gatherings"][0]:
        return None
    given = [cells[_key(key, outcome)] for outcome in OUTCOMES]
    confirmed, amended, rejected = given
    return Validation(
        held=confirmed,
        confirmed=confirmed,
        amended=amended,
        rejected=rejected,
        places=_places(sources, cells, key, standings) if has_places else (),
        scope=rows["scope"][0] if isinstance(confirmed, Count) else None,
    )


def _places(
    sources: Sources, cells: Cells, key: str, standings: FindingStanding
) -> tuple[tuple[str, tuple[Place, ...]], ...]:
    """Return regions by what was said there, where that may be shown; else where asked.

    A region is named beside an outcome if as many gatherings gave it there as may be
    counted; all are said to have been asked where one region, left without a name,
    would show where a few contradicted. Not even that where so few gatherings
    validated the finding that a reader could tell how many there were in each region:
    three in three regions are one in each.

    Returns
    -------
    tuple[tuple[str, tuple[Place, ...]], ...]
        Outcome, ``asked`` or ``none`` to regions; nothing where none may be named.
    """
    finding = standings.findings.filter(pl.col("key") == key)["finding"][0]
    there = standings.by_region.filter(pl.col("finding") == finding).drop_nulls(
        "region_key"
    )
    regions = set(there["region_key"])
    # One region withheld among others shown could be worked out from the total.
    all_told = all(_is_told(cells, key, region) for region in regions)
    left = standings.findings.filter(pl.col("key") == key)["gatherings"][0] - len(
        regions
    )
    if not all_told and left < sources.whole.process.disclosure.gatherings:
        return ()
    said = _said(cells, key, there) if all_told else {}
    if said is None:
        return ()
    found: dict[str, list[Place]] = {}
    for row in sources.coverage.places.iter_rows(named=True):
        place = sources.place(row["place"])
        if row["key"] not in regions:
            found.setdefault("none", []).append(place)
            continue
        for outcome in said.get(row["key"]) or ["asked"]:
            found.setdefault(outcome, []).append(place)
    return tuple(
        (one, tuple(found[one])) for one in (*OUTCOMES, "asked", "none") if one in found
    )


def _is_told(cells: Cells, finding: str, region: str) -> bool:
    return isinstance(cells.get(_key(finding, OUTCOMES[0], region)), Count)


def _said(
    cells: Cells, finding: str, there: pl.DataFrame
) -> dict[str, list[str]] | None:
    """Return the outcomes that may be told by region; None where none may be named."""
    given = {
        row["region_key"]: [outcome for outcome in OUTCOMES if row[outcome]]
        for row in there.iter_rows(named=True)
    }
    told = {
        region: [one for one in some if _is_given(cells, finding, one, region)]
        for region, some in given.items()
    }
    is_divided = len({one for some in given.values() for one in some}) > 1
    if not is_divided or told == given:
        return told
    # Someone said otherwise where it may not be told: they must be anywhere.
    if len(told) < 2:
        return None
    return told if all(told.values()) else {}


def _is_given(cells: Cells, finding: str, outcome: str, region: str) -> bool:
    return isinstance(cells.get(_given(finding, outcome, region)), Count)
