"""Which options beat which, one against one, and by what chains?

*Schulze* compares two options by the strongest chain of victories from one to the
other; a chain is as strong as its weakest victory, and a victory as the ballots for
it. No option that beats all others loses, and a group of near-copies of one option
neither helps nor hurts it. The relation has no circles, yet it may leave several
options that nothing beats: these stand level, and so on below them.

*Copeland* counts the options that one beats, half for a draw: a check.

References
----------
.. [1] Schulze, M. (2011), A new monotonic, clone-independent, reversal symmetric, and
   Condorcet-consistent single-winner election method, Social Choice and Welfare 36.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np

from vestibule.agree.rules.cast import Cast, Order, Whole, by_score


def preferred(cast: Cast) -> Whole:
    """Return how many ballots put the row before the column.

    Parameters
    ----------
    cast : Cast
        The ballots.

    Returns
    -------
    np.ndarray, shape (options, options)
        Weights of ballots. Of a ranking, what it leaves out stands behind what it
        ranks; of pairs, it was not compared.
    """
    rows = []
    for option in range(cast.options):
        before = cast.rank[:, [option]] < cast.rank
        if cast.is_partial:
            before &= cast.spoken > 0
        rows.append(cast.total(before.astype(np.int64)))
    found: Any = np.array(rows)  # whole numbers, or objects where these are large
    return np.asarray(found)


def strongest(wins: Whole) -> Whole:
    """Return the strength of the strongest chain between each two options.

    Parameters
    ----------
    wins : np.ndarray, shape (options, options)
        As `preferred` returns it.

    Returns
    -------
    np.ndarray, shape (options, options)
        0 where no chain leads.
    """
    chain = np.where(wins > wins.T, wins, 0)
    for by in range(len(chain)):
        through = np.minimum(chain[:, [by]], chain[[by], :])
        chain = np.maximum(chain, through)
    np.fill_diagonal(chain, 0)
    return np.asarray(chain)


def schulze(cast: Cast) -> Order:
    """Return the order by strongest chains; the score is the options it beats."""
    chain = strongest(preferred(cast))
    beats = np.asarray(chain > chain.T)
    left, levels = set(range(cast.options)), []
    while left:
        free = [one for one in left if not any(beats[other, one] for other in left)]
        levels.append(tuple(sorted(free)))
        left -= set(free)
    score = [Fraction(int(n)) for n in beats.sum(axis=1)]
    return Order(levels=tuple(levels), score=tuple(score))


def copeland(cast: Cast) -> Order:
    """Return the order by options beaten, with half for each draw."""
    wins = preferred(cast)
    beaten = (wins > wins.T).sum(axis=1)
    drawn = (wins == wins.T).sum(axis=1) - 1
    return by_score(
        [Fraction(int(2 * b + d), 2) for b, d in zip(beaten, drawn, strict=True)]
    )
