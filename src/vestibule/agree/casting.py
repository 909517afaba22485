"""May a ballot be written down, and if not, why not?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

REASONS = {
    "in-future": "the gathering has not been held yet",
    "empty": "nothing is marked on the ballot",
    "two-only": "between two options, both are marked",
    "no-order": "two options share a place where one is asked before the other",
}
"""Code to plain words, in the order in which they are looked at."""


def why_not_cast(
    kind: str,
    marks: Mapping[str, float],
    *,
    held_on: dt.date | None,
    today: dt.date,
) -> str | None:
    """Return why a ballot may not be written down, or None where it may.

    Parameters
    ----------
    kind : {'approval', 'ranking', 'points', 'pairwise', 'consensus'}
        Of the question.
    marks : mapping of str to float
        Option to its mark: a place from 1, points, 1 for yes and 0 for an objection.
        An option that is not there was not marked.
    held_on : date or None
        When the gathering was held.
    today : date
        The day it is.

    Returns
    -------
    str or None
        A key of `REASONS`. Places shared in a ranking are a tie, which is allowed.

    Examples
    --------
    >>> why_not_cast("pairwise", {"a": 1}, held_on=None, today=dt.date(2031, 3, 1))
    'two-only'
    """
    if held_on is not None and held_on > today:
        return "in-future"
    if not marks:
        return "empty"
    if kind == "pairwise" and len(marks) != 2:
        return "two-only"
    if kind == "pairwise" and len(set(marks.values())) < 2:
        return "no-order"
    return None
