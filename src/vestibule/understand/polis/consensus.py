"""On what does everybody agree, over all people and in every group?

*Consensus* is here Polis' word for a statistic; in a portrait it means an act.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from vestibule.understand.polis import statistics
from vestibule.understand.polis.settings import PolisSettings
from vestibule.understand.polis.statistics import Tallies
from vestibule.understand.polis.votes import Flags, Floats

CONSENSUS = pl.Schema(
    {
        "direction": pl.String,
        "rank": pl.Int32,
        "statement": pl.Int32,
        "n_success": pl.Int64,
        "n_trials": pl.Int64,
        "p_success": pl.Float64,
        "p_test": pl.Float64,
    }
)
"""One row per statement in the list of agreements, then of disagreements."""


def consensus(
    counts: Tallies, *, allowed: Flags, settings: PolisSettings
) -> pl.DataFrame:
    """List the statements most people agree, or disagree, with.

    Parameters
    ----------
    counts : Tallies
        Of all people as one group: shape (1, n_statements).
    allowed : ndarray of bool, shape (n_statements,)
        Statements that may be listed.
    settings : PolisSettings
        ``z`` and the length of each list.

    Returns
    -------
    pl.DataFrame
        Schema `CONSENSUS`: share above one half with z above the threshold,
        by falling share times z.

    Notes
    -----
    All votes count, also those of people in no group; groups are not looked
    at, so a statement that one small group rejects can be listed.
    """
    sides = [
        _side(name, success[0], counts.seen[0], allowed, settings)
        for name, success in (("agree", counts.agree), ("disagree", counts.disagree))
    ]
    return pl.concat(sides)


def _side(
    name: str,
    success: statistics.Counts,
    seen: statistics.Counts,
    allowed: Flags,
    settings: PolisSettings,
) -> pl.DataFrame:
    p = statistics.share(success, seen)
    test = statistics.one_proportion_test(success, seen)
    passing = np.flatnonzero(allowed & (p > 0.5) & (test > settings.z))
    falling = np.argsort(-(p * test)[passing], kind="stable")
    chosen = passing[falling[: settings.consensus_per_side]]
    return pl.DataFrame(
        {
            "direction": [name] * len(chosen),
            "rank": np.arange(1, len(chosen) + 1),
            "statement": chosen,
            "n_success": success[chosen],
            "n_trials": seen[chosen],
            "p_success": p[chosen],
            "p_test": test[chosen],
        },
        schema=CONSENSUS,
    )


def group_aware_consensus(raw: Tallies) -> Floats:
    """Multiply the agreement of all groups, statement by statement.

    Parameters
    ----------
    raw : Tallies
        Raw votes of clustered people by group, shape (n_groups,
        n_statements); nothing set to zero.

    Returns
    -------
    ndarray of float64, shape (n_statements,)
        Product of (agree + 1) / (seen + 2), above 0 and below 1.

    Notes
    -----
    A group that never saw a statement counts as one half, so the value falls
    with the number of groups and rewards what few have seen. It ranks; it is
    no probability and supports no claim.
    """
    product: Floats = statistics.share(raw.agree, raw.seen).prod(axis=0)
    return product
