"""What followed: trust by wave, what was asked of whom, what was promised and seen.

Trust is told in cleared cells. What was asked and promised are public acts of offices
and groups: nobody heard stands behind one. What communities say of a promise is told
only where enough people stand behind it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from vestibule.dossier.process import Words
from vestibule.protect.cleared import Cell, Estimate

Verdict = Literal["rising", "falling", "no-clear-change", "cannot-say"]
"""What may be said of a barometer from its first to its last wave that is shown."""

Standing = Literal[
    "contested", "kept", "claimed", "under_way", "not_begun", "undone", "unseen"
]
"""How a promise stands: ``claimed`` is done as its maker alone says."""

STANDINGS: tuple[Standing, ...] = (
    "contested", "kept", "claimed", "under_way", "not_begun", "undone", "unseen",
)  # fmt: skip
"""In the order of the board."""

Reply = Literal["accepted", "amended", "refused", "silent", "asked"]
"""How something asked stands; ``silent``: the day to answer has passed."""

REPLIES: tuple[Reply, ...] = ("accepted", "amended", "refused", "silent", "asked")
"""In the order of the board."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wave:
    """One wave of a barometer.

    Parameters
    ----------
    number : int
        From 1.
    said : Count or Hidden or None
        Positive answers of all who answered; None: it was not asked.
    between : Estimate or None
        Its interval out of 100.
    """

    number: int
    said: Cell | None
    between: Estimate | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Barometer:
    """One relation in one direction, wave by wave.

    Parameters
    ----------
    names : Words
        What it is called.
    waves : tuple of Wave
        Every wave of its instrument, by number, gaps too.
    verdict : Verdict
        From the first to the last wave whose numbers are shown.
    reworded : bool
        Whether the questionnaire changed between waves that are shown.
    """

    names: Words
    waves: tuple[Wave, ...]
    verdict: Verdict
    reworded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """Something people ask of an addressee: not a promise.

    Parameters
    ----------
    words, addressee : Words
        What is asked, of whom.
    side : str
        The broad side of the addressee; ``other`` where none is noted.
    state : Reply
        How it stands.
    month : str or None
        ``YYYY-MM``: of the answer; where there is none, by when one was due.
    reply : Words
        The addressee's own words, if any.
    finding : str or None
        Key of the finding it belongs to.
    standing : Standing or None
        Of what was promised in answer, if anything was.
    """

    words: Words
    addressee: Words
    side: str
    state: Reply
    month: str | None = None
    reply: Words = field(default_factory=dict)
    finding: str | None = None
    standing: Standing | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """Something that someone owes since they said so.

    Parameters
    ----------
    words, owner : Words
        What, and who promised.
    side : str
        The broad side of the owner; ``other`` where none is noted.
    standing : Standing
        By what is shown of each side.
    official, community, observer : str or None
        What each side last said; None: nothing, or nothing that may be shown.
    source : str
        ``response``, ``action`` or ``agreement``.
    asked : Words
        What it answers, or the name of its agreement.
    made, due : str or None
        Months ``YYYY-MM``.
    is_overdue : bool
        Whether its day has passed and it is not agreed to be done.
    is_ended, is_taken_back : bool
        Whether its agreement has ended; whether its maker refused since.
    """

    words: Words
    owner: Words
    side: str
    standing: Standing
    official: str | None = None
    community: str | None = None
    observer: str | None = None
    source: str = "response"
    asked: Words = field(default_factory=dict)
    made: str | None = None
    due: str | None = None
    is_overdue: bool = False
    is_ended: bool = False
    is_taken_back: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """What was asked and what was promised.

    Parameters
    ----------
    asks : tuple of Ask
        By addressee, then by key.
    promises : tuple of Promise
        What needs eyes first: contested, then overdue.
    """

    asks: tuple[Ask, ...] = ()
    promises: tuple[Promise, ...] = ()
