"""Which statements tell a group from the others, on votes that did not form it?

A group is made of votes; tested on the same votes, every group has its statements. So
votes are parted by their content, and each part is tested on groups formed from the
other parts. Among all pairs of group and statement the expected share of false
discoveries is held.

References
----------
.. [1] Cox (1975), A note on data-splitting for the evaluation of significance levels,
   Biometrika 62.
.. [2] Benjamini and Hochberg (1995), Controlling the false discovery rate, JRSS B 57.
.. [3] Fisher (1935), The logic of inductive inference, JRSS 98: the exact test.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy import stats

from vestibule.understand.groups.settings import GroupSettings
from vestibule.understand.polis.votes import Floats, Positions, Votes


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Held:
    """Votes of one part, and groups formed without them.

    Parameters
    ----------
    votes : Votes
        The part.
    group : ndarray of intp, shape (people codes,)
        Personal. Group of each person, -1 for none, from the other parts.
    """

    votes: Votes
    group: Positions


def representative(
    parts: list[Held], n_groups: int, settings: GroupSettings
) -> pl.DataFrame:
    """Return the statements on which a group differs from the other groups.

    Parameters
    ----------
    parts : list of Held
        Each vote in one part at most.
    n_groups : int
        Groups, with the same names in each part.
    settings : GroupSettings
        Share of false discoveries, smallest difference.

    Returns
    -------
    pl.DataFrame
        ``group``, ``statement``, ``agree``, ``disagree`` (in the group),
        ``others_agree``, ``others_disagree`` (in the other groups), ``share``,
        ``others`` (shares that agree of those who took a side, 0 to 1), ``difference``, ``p`` (two-sided), by group and falling difference. Counts
        are of the votes that were tested.

    Notes
    -----
    Assumes that people answer independently given their group; people heard together
    are more alike, so that more may be found than is there. Not to be used as what
    a group thinks: it is what tells it apart.
    """
    width = parts[0].votes.n_statements
    agree, against = (np.zeros((n_groups, width), dtype=np.int64) for _ in range(2))
    for part in parts:
        group = part.group[part.votes.person]
        for table, vote in ((agree, 1), (against, -1)):
            rows = (group >= 0) & (part.votes.vote == vote)
            np.add.at(table, (group[rows], part.votes.statement[rows]), 1)
    return discoveries(agree, against, settings)


def discoveries(
    agree: np.ndarray, against: np.ndarray, settings: GroupSettings
) -> pl.DataFrame:
    """Return the same from votes that are counted already.

    Parameters
    ----------
    agree, against : ndarray of int, shape (n_groups, n_statements)
        Who agreed and who disagreed, of each group.
    settings : GroupSettings
        Share of false discoveries, smallest difference.

    Returns
    -------
    pl.DataFrame
        As `representative`.
    """
    said, rest = agree + against, (agree + against).sum(axis=0) - agree - against
    rest_agree = agree.sum(axis=0) - agree
    p = two_sided(agree, said, rest_agree, rest)
    tested = (said > 0) & (rest > 0)
    found = np.zeros(p.shape, dtype=bool)
    found[tested] = discovered(p[tested], settings.discovery)
    share = agree / np.maximum(said, 1)
    others = rest_agree / np.maximum(rest, 1)
    found &= np.abs(share - others) >= settings.difference
    group, statement = np.nonzero(found)
    columns = {
        "agree": agree,
        "disagree": against,
        "others_agree": rest_agree,
        "others_disagree": rest - rest_agree,
        "share": share,
        "others": others,
        "difference": share - others,
        "p": p,
    }
    return pl.DataFrame(
        {
            "group": group.astype(np.int32),
            "statement": statement.astype(np.int32),
            **{name: values[found] for name, values in columns.items()},
        }
    ).sort(
        "group",
        pl.col("difference").abs(),
        "statement",
        descending=[False, True, False],
    )


def two_sided(
    agree: np.ndarray, said: np.ndarray, rest_agree: np.ndarray, rest: np.ndarray
) -> Floats:
    """Return how surprising the difference of two shares is, by Fisher's exact test.

    Parameters
    ----------
    agree, said : ndarray of int
        Who agreed, and who took a side, in the group.
    rest_agree, rest : ndarray of int
        The same among the others.

    Returns
    -------
    ndarray
        Twice the smaller one-sided probability, at most 1.
    """
    table = stats.hypergeom(said + rest, agree + rest_agree, said)
    smaller = np.minimum(table.cdf(agree), table.sf(agree - 1))
    return np.asarray(np.minimum(1.0, 2 * smaller))


def discovered(p: Floats, share: float) -> np.ndarray:
    """Say which are found, with an expected share of false ones.

    Parameters
    ----------
    p : ndarray, shape (n,)
        Probabilities, 0 to 1.
    share : float
        Expected share of false ones among those found.

    Returns
    -------
    ndarray of bool, shape (n,)
        The rule of Benjamini and Hochberg.
    """
    order = np.sort(p)
    passing = order <= share * np.arange(1, len(p) + 1) / max(len(p), 1)
    return np.asarray(p <= (order[passing].max() if passing.any() else -1.0))


NONE = pl.DataFrame(
    schema={
        "group": pl.Int32,
        "statement": pl.Int32,
        **dict.fromkeys(
            ("agree", "disagree", "others_agree", "others_disagree"), pl.Int64
        ),
        **dict.fromkeys(("share", "others", "difference", "p"), pl.Float64),
    }
)
"""No statement: the columns of what is found."""
