"""What does the analysis say of each statement, as frames?"""

from __future__ import annotations

import numpy as np
import polars as pl

from vestibule.understand.polis import consensus, projection, routing
from vestibule.understand.polis.matrices import Margins
from vestibule.understand.polis.pca import Components
from vestibule.understand.polis.statistics import GroupStatistics, Tallies
from vestibule.understand.polis.votes import Flags, Floats

STATEMENTS = pl.Schema(
    {
        "statement": pl.Int32,
        "voted": pl.Boolean,
        "moderated_out": pl.Boolean,
        "meta": pl.Boolean,
        "agree": pl.Int64,
        "disagree": pl.Int64,
        "passed": pl.Int64,
        "seen": pl.Int64,
        "center": pl.Float64,
        "pc1": pl.Float64,
        "pc2": pl.Float64,
        "x": pl.Float64,
        "y": pl.Float64,
        "extremity": pl.Float64,
        "group_aware_consensus": pl.Float64,
        "priority": pl.Float64,
    }
)
"""One row per statement: raw votes of all people; missing where none voted."""

STATISTICS = pl.Schema(
    {
        "group": pl.Int32,
        "statement": pl.Int32,
        "agree": pl.Int64,
        "disagree": pl.Int64,
        "seen": pl.Int64,
        "pa": pl.Float64,
        "pd": pl.Float64,
        "pat": pl.Float64,
        "pdt": pl.Float64,
        "ra": pl.Float64,
        "rd": pl.Float64,
        "rat": pl.Float64,
        "rdt": pl.Float64,
    }
)
"""One row per group and statement voted on; zeroed statements count as passes."""


def statements(
    ratings: Margins,
    components: Components,
    *,
    everybody: Tallies,
    grouped: Tallies,
    moderated_out: Flags,
    meta: Flags,
    meta_priority: float,
) -> pl.DataFrame:
    """Gather what is known of each statement.

    Parameters
    ----------
    ratings : Margins
        Means and counts.
    components : Components
        The two directions.
    everybody : Tallies
        Raw votes of all people, shape (1, n_statements).
    grouped : Tallies
        Raw votes of clustered people by group, shape (n_groups, n_statements).
    moderated_out, meta : ndarray of bool, shape (n_statements,)
        Statements that were set to zero, and why.
    meta_priority : float
        Routing priority of a meta statement.

    Returns
    -------
    pl.DataFrame
        Schema `STATEMENTS`, in the order of the codes.
    """
    agree, disagree, seen = everybody.agree[0], everybody.disagree[0], everybody.seen[0]
    computed = _computed(ratings, components, grouped, meta, meta_priority)
    frame = pl.DataFrame(
        {
            "statement": np.arange(len(seen)),
            "voted": ratings.voted,
            "moderated_out": moderated_out,
            "meta": meta,
            "agree": agree,
            "disagree": disagree,
            "passed": seen - agree - disagree,
            "seen": seen,
            **computed,
        },
        schema=STATEMENTS,
    )
    # Polis has no column for a statement without a vote; a zero would be a claim.
    return frame.with_columns(pl.when("voted").then(pl.col(*computed)))


def _computed(
    ratings: Margins,
    components: Components,
    grouped: Tallies,
    meta: Flags,
    meta_priority: float,
) -> dict[str, Floats]:
    places = projection.statements(ratings, components)
    extremity = projection.extremity(places)
    return {
        "center": ratings.center,
        "pc1": components.vectors[0],
        "pc2": components.vectors[1],
        "x": places[:, 0],
        "y": places[:, 1],
        "extremity": extremity,
        "group_aware_consensus": consensus.group_aware_consensus(grouped),
        "priority": routing.priorities(
            grouped, extremity, meta=meta, meta_priority=meta_priority
        ),
    }


def group_statements(tests: GroupStatistics, voted: Flags) -> pl.DataFrame:
    """Gather the shares and tests of each group and statement.

    Parameters
    ----------
    tests : GroupStatistics
        Of the rating matrix.
    voted : ndarray of bool, shape (n_statements,)
        Statements with a vote; the others are left out.

    Returns
    -------
    pl.DataFrame
        Schema `STATISTICS`, by group, then statement.
    """
    n_groups = len(tests.seen)
    chosen = np.flatnonzero(voted)
    agree, disagree = tests.agree, tests.disagree
    columns = {
        "agree": agree.success,
        "disagree": disagree.success,
        "seen": tests.seen,
        "pa": agree.p,
        "pd": disagree.p,
        "pat": agree.p_test,
        "pdt": disagree.p_test,
        "ra": agree.repness,
        "rd": disagree.repness,
        "rat": agree.repness_test,
        "rdt": disagree.repness_test,
    }
    return pl.DataFrame(
        {
            "group": np.repeat(np.arange(n_groups), len(chosen)),
            "statement": np.tile(chosen, n_groups),
            **{name: cells[:, chosen].ravel() for name, cells in columns.items()},
        },
        schema=STATISTICS,
    )
