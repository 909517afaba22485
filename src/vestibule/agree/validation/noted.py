"""May what a gathering said of a finding be written down as said of these words?

A validation belongs to the words it was given on, to the gathering and, where people of
one standpoint spoke, to their profile. One gathering, one profile, one word on the same
words: who says something else later corrects it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

REASONS = {
    "not-present-words": "the finding has new words since: these were not shown",
    "in-future": "the gathering has not been held yet",
    "other-profile": "everyone at this gathering is of another profile",
    "said-already": "this gathering has said something of these words already",
    "no-amendment": "an amendment says what should be written instead",
    "no-reason": "a rejection says why, or that no reason was given",
}
"""Code to plain words, in the order in which they are looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a gathering said of a finding, about to be written down.

    Parameters
    ----------
    outcome : {'confirmed', 'amended', 'rejected'}
        What it said.
    objection, amendment : str or None
        In words, where there are any.
    unexplained : bool
        Whether it was noted that no reason was given.
    profile : str or None
        Id of the profile that spoke; None: all who were there.
    """

    outcome: str
    objection: str | None = None
    amendment: str | None = None
    unexplained: bool = False
    profile: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """The gathering, and what it has said already of the present words.

    Parameters
    ----------
    held_on : date or None
        Its day, where it is known.
    profile : str or None
        Id of the profile that everyone there shares; None: a mixed gathering.
    spoken : collection of (str or None)
        Ids of the profiles that have spoken of these words there; None among them:
        all who were there.
    """

    held_on: dt.date | None
    profile: str | None = None
    spoken: Collection[str | None] = ()


def why_not_note(
    said: Said, where: Where, *, is_present: bool, today: dt.date
) -> str | None:
    """Return why this may not be written down, or None where it may.

    Parameters
    ----------
    said : Said
        What was said.
    where : Where
        By whom.
    is_present : bool
        Whether the words that were shown are those that stand.
    today : date
        The day it is.

    Returns
    -------
    str or None
        A key of `REASONS`.

    Examples
    --------
    >>> held = Where(held_on=dt.date(2031, 3, 1))
    >>> why_not_note(Said(outcome="amended"), held, is_present=True,
    ...              today=dt.date(2031, 3, 2))
    'no-amendment'
    """
    checks = {
        "not-present-words": not is_present,
        "in-future": where.held_on is not None and where.held_on > today,
        "other-profile": _is_of_others(said, where),
        "said-already": said.profile in where.spoken,
        "no-amendment": said.outcome == "amended" and not said.amendment,
        "no-reason": said.outcome == "rejected"
        and not said.objection
        and not said.unexplained,
    }
    return next((why for why, refused in checks.items() if refused), None)


def _is_of_others(said: Said, where: Where) -> bool:
    both = said.profile is not None and where.profile is not None
    return both and said.profile != where.profile
