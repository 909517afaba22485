"""How far do coders agree who read the same evidence?

Krippendorff's alpha over the records of one side and day, before anyone settled them: 1
is agreement, 0 what chance would give [1]_.

References
----------
.. [1] Krippendorff (2011), Computing Krippendorff's alpha-reliability.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import polars as pl

from vestibule.dossier import versions
from vestibule.dossier.records import Dossier
from vestibule.understand.coding import alpha as coding_alpha


@dataclass(frozen=True, slots=True, kw_only=True)
class CoderAgreement:
    """How far coders agree.

    Parameters
    ----------
    units : int
        Commitments, by side and day, that two coders or more have read.
    coders : int
        Who read them.
    same : int
        Units on which all said the same state.
    alpha : float or None
        Nominal, of states; None where fewer than two units, or everyone always
        said the same thing: agreement cannot be told from habit.
    alpha_levels : float or None
        Ordinal, of levels 0 to 4, where two coders or more gave one.
    settled : int
        Units with differing states that someone settled.
    """

    units: int
    coders: int
    same: int
    alpha: float | None
    alpha_levels: float | None
    settled: int


def agreement(settled: Dossier) -> CoderAgreement:
    """Return how far the coders of verifications agree.

    Parameters
    ----------
    settled : Dossier
        As `lineage.settled` gives it. Records without a coder, of a part, and those
        that settle others are left out.

    Returns
    -------
    CoderAgreement
        For the team; nothing of one coder.
    """
    rows = settled.table("verifications").filter(pl.col("part").is_null())
    unit = ["commitment", "side", "gathering", "seen_on"]
    is_judge = pl.col("adjudicated").fill_null(value=False)
    judged = rows.filter(is_judge).select(unit).unique()
    # of two records of one coder the one written last counts
    own = rows.filter(~is_judge).drop_nulls("coder")
    own = own.sort(*versions.BY_TIME, "id", nulls_last=False)
    read = own.unique([*unit, "coder"], keep="last")
    several = read.filter(pl.len().over(unit) > 1)
    told = (
        several.sort(*unit, "coder")
        .group_by(unit, maintain_order=True)
        .agg("state", "level")
    )
    differ = told.filter(pl.col("state").list.n_unique() > 1)
    ordered = {
        state: float(at) for at, state in enumerate(sorted(set(several["state"])))
    }
    return CoderAgreement(
        units=told.height,
        coders=several["coder"].n_unique(),
        same=told.height - differ.height,
        alpha=alpha([[ordered[one] for one in unit] for unit in told["state"]]),
        alpha_levels=alpha(
            [[one for one in unit if one is not None] for unit in told["level"]],
            metric="ordinal",
        ),
        settled=differ.join(judged, on=unit, how="semi", nulls_equal=True).height,
    )


def alpha(
    units: Sequence[Sequence[float]],
    *,
    metric: Literal["nominal", "ordinal"] = "nominal",
) -> float | None:
    """Return Krippendorff's alpha.

    Parameters
    ----------
    units : sequence of sequence of float
        For each unit the values given to it, missing ones left out. Units with fewer
        than two values are not looked at.
    metric : {'nominal', 'ordinal'}
        Whether a near miss counts as a smaller difference.

    Returns
    -------
    float or None
        At most 1; None where fewer than two units can be compared or all values are
        the same.
    """
    paired = [unit for unit in units if len(unit) > 1]
    values = sorted({one for unit in paired for one in unit})
    if len(paired) < 2 or len(values) < 2:
        return None
    place = {one: at for at, one in enumerate(values)}
    counts = np.zeros((len(paired), len(values)))
    for row, unit in enumerate(paired):
        for one in unit:
            counts[row, place[one]] += 1
    return coding_alpha.alpha(counts, np.array(values), metric)
