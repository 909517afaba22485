"""Has its time come? What may be written down of a promise, and if not, why not.

One rule, asked three times: by the button, by the form and by what writes it down.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from vestibule.act import harm, planned, promised, states
from vestibule.dossier.process import Process
from vestibule.dossier.records import Dossier

REASONS = {
    "no-day": "the day is missing",
    "in-future": "the day has not come yet",
    "before-asked": "it was not asked yet on that day",
    "before-promised": "nothing was promised yet on that day",
    "before-heard": "nobody had been heard yet on that day",
    "no-move": "it does not go from its present state to this one",
    "same-answer": "this is what the addressee has answered already",
    "nothing": "it follows from nothing: name an answer, an action or an agreement",
    "response-unknown": "the answer is not here",
    "not-accepted": "the addressee has not accepted it",
    "taken-back": "the addressee accepted, and refused since",
    "action-unknown": "the action is not here",
    "not-approved": "the action is not approved",
    "agreement-unknown": "the process declares no such agreement",
    "no-promise": "it is no promise: nothing that was accepted stands behind it",
    "no-evidence": "it is not said what was seen",
    "no-answer": "a do-no-harm question is not answered",
    "no-source": "a do-no-harm answer does not say how it is known",
    "no-owner": "nobody owns the action",
    "reply-of-many": "a reply belongs to one group: note each group's by itself",
    "no-group": "no group was there",
    "no-reason": "a deferral says why",
    "in-past": "it is put off to a day that has passed",
}
"""Code to plain words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What a commitment would follow from: exactly one of these is named."""

    response: str | None = None
    action: str | None = None
    agreement: str | None = None


def _why_not_day(
    on: dt.date | None, today: dt.date, since: dt.date | None, before: str
) -> str | None:
    if on is None:
        return "no-day"
    if on > today:
        return "in-future"
    return before if since is not None and on < since else None


def why_not_answer(
    state: str,
    answer: str,
    *,
    given_on: dt.date | None,
    made_on: dt.date | None,
    today: dt.date,
) -> str | None:
    """Return why an answer of an addressee may not be written down, or None.

    Parameters
    ----------
    state : str
        Of the recommendation, as `recommended.recommended` tells it.
    answer : str
        One of `states.ANSWERED`: silence is worked out, never written.
    given_on : date or None
        When it was given.
    made_on : date or None
        When it was asked for, where that is known.
    today : date
        The day it is.

    Returns
    -------
    str or None
        A key of `REASONS`.
    """
    if answer not in states.ANSWERED or not states.may("recommendation", state, answer):
        return "no-move"
    if state == answer:
        return "same-answer"
    return _why_not_day(given_on, today, made_on, "before-asked")


def why_not_promise(settled: Dossier, source: Source, today: dt.date) -> str | None:
    """Return why something would be no commitment, or None where it would be one.

    Parameters
    ----------
    settled : Dossier
        As `lineage.settled` gives it.
    source : Source
        What it would follow from.
    today : date
        The day it is.

    Returns
    -------
    str or None
        A key of `REASONS`; the same as `promised.promised` says of what is written.
    """
    actions = planned.planned(settled, today)
    why, taken_back = promised.why_not(
        settled,
        actions,
        today,
        response=source.response,
        action=source.action,
        agreement=source.agreement,
    )
    return why or ("taken-back" if taken_back else None)


def why_not_verify(
    *,
    counted: bool,
    made_on: dt.date | None,
    seen_on: dt.date | None,
    evidence: str | None,
    today: dt.date,
) -> str | None:
    """Return why an observation of a commitment may not be written down, or None.

    Parameters
    ----------
    counted : bool
        Whether it is a promise (`promised.promised`).
    made_on, seen_on : date or None
        When it was made, and when someone looked.
    evidence : str or None
        What was seen.
    today : date
        The day it is.

    Returns
    -------
    str or None
        A key of `REASONS`. That the sides differ refuses nothing: it is contested.
    """
    if not counted:
        return "no-promise"
    why = _why_not_day(seen_on, today, made_on, "before-promised")
    return why or (None if evidence else "no-evidence")


def why_not_move(
    process: Process, before: str, after: str, *, owner: str | None, text: str | None
) -> str | None:
    """Return why an action may not go to a state, or None.

    Parameters
    ----------
    process : Process
        Whose do-no-harm questions are asked.
    before, after : str
        States of the action.
    owner : str or None
        Who it belongs to.
    text : str or None
        Its do-no-harm answers.

    Returns
    -------
    str or None
        A key of `REASONS`; `harm.unanswered` tells which questions.
    """
    if before == after or not states.may("action", before, after):
        return "no-move"
    if after == "dropped":
        return None
    open_ = harm.unanswered(process, text)
    if open_:
        lacking = any(one.why == "no-answer" for one in open_)
        return "no-answer" if lacking else "no-source"
    return None if owner else "no-owner"


def why_not_tell(
    groups: int,
    *,
    reply: str | None,
    told_on: dt.date | None,
    held_on: dt.date | None,
    today: dt.date,
) -> str | None:
    """Return why a restitution may not be written down, or None.

    Parameters
    ----------
    groups : int
        How many groups were there.
    reply : str or None
        What was answered.
    told_on : date or None
        When they were told.
    held_on : date or None
        The latest day on which one of them was heard.
    today : date
        The day it is.

    Returns
    -------
    str or None
        A key of `REASONS`.
    """
    if groups == 0:
        return "no-group"
    if reply and groups > 1:
        return "reply-of-many"
    return _why_not_day(told_on, today, held_on, "before-heard")


def why_not_defer(
    *, deferred_to: dt.date | None, reason: str | None, today: dt.date
) -> str | None:
    """Return why telling a group may not be put off, or None.

    Parameters
    ----------
    deferred_to : date or None
        Until when.
    reason : str or None
        Why: telling people is put off for their safety only.
    today : date
        The day it is.

    Returns
    -------
    str or None
        A key of `REASONS`.
    """
    if deferred_to is None:
        return "no-day"
    if deferred_to < today:
        return "in-past"
    return None if reason else "no-reason"
