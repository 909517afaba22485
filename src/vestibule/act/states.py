"""Through which states do a recommendation, an action and a commitment go?

One declared table: what is allowed is asked here, and the diagram of the documents is
drawn from here too (`diagram`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Subject = Literal["recommendation", "action", "commitment"]
"""What goes through states."""

ANSWERED = ("accepted", "amended", "refused")
"""What an addressee can say."""

BINDING = ("accepted", "amended")
"""Answers from which something may follow that is owed."""

SEEN = ("not_begun", "begun", "partly", "done", "undone", "cannot_say")
"""What a side can say of a commitment."""

AGREED = ("approved", "begun", "done")
"""States of an action that people agreed on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One allowed change of state.

    Parameters
    ----------
    subject : Subject
        What changes.
    before, after : str
        Its states.
    by : str
        Who, or what, brings it about.
    needs : str
        What has to be there.
    """

    subject: Subject
    before: str
    after: str
    by: str
    needs: str


STARTS: dict[Subject, str] = {
    "recommendation": "asked",
    "action": "proposed",
    "commitment": "unverified",
}
"""The state in which each begins."""

_REPLY = "a response; of several the last by date counts, and all are kept"
_LOOKED = "a verification by a stated side, with its day"


def _moves(
    subject: Subject, by: str, needs: str, **steps: tuple[str, ...]
) -> Iterator[Move]:
    for before, afters in steps.items():
        for after in afters:
            yield Move(subject=subject, before=before, after=after, by=by, needs=needs)


MOVES: tuple[Move, ...] = (
    *_moves("recommendation", "time", "the day to answer by has passed", asked=("silent",)),
    *_moves(
        "recommendation", "addressee", _REPLY,
        asked=ANSWERED,
        silent=ANSWERED,
        accepted=("amended", "refused"),
        amended=("accepted", "refused"),
        refused=("accepted", "amended"),
    ),
    *_moves(
        "action", "group", "every do-no-harm question answered, with how it is known",
        proposed=("approved",),
    ),
    *_moves("action", "owner", "approval", approved=("begun",), begun=("done",)),
    *_moves(
        "action", "group", "a decision",
        proposed=("dropped",), approved=("dropped",), begun=("dropped",),
    ),
    *_moves(
        "commitment", "side", _LOOKED,
        unverified=SEEN,
        not_begun=("begun", "partly", "done", "undone", "cannot_say"),
        begun=("partly", "done", "undone", "cannot_say"),
        partly=("done", "undone", "cannot_say"),
        done=("undone", "cannot_say"),
        undone=("begun", "partly", "done", "cannot_say"),
        cannot_say=("not_begun", "begun", "partly", "done", "undone"),
    ),
)  # fmt: skip
"""Every allowed move. Of a commitment each side moves alone: sides are never averaged."""


def states(subject: Subject) -> tuple[str, ...]:
    """Return the states of a recommendation, action or commitment, the first first."""
    found = [STARTS[subject]]
    for move in MOVES:
        if move.subject == subject:
            found += [move.before, move.after]
    return tuple(dict.fromkeys(found))


def may(subject: Subject, before: str, after: str) -> bool:
    """Return whether something may go from one state to another.

    Staying is no move, and always allowed.

    Parameters
    ----------
    subject : {'recommendation', 'action', 'commitment'}
        What changes.
    before, after : str
        Its states.

    Returns
    -------
    bool
        Whether `MOVES` has it.

    Examples
    --------
    >>> may("action", "proposed", "done"), may("commitment", "done", "undone")
    (False, True)
    """
    return before == after or any(
        (move.subject, move.before, move.after) == (subject, before, after)
        for move in MOVES
    )


def diagram(subject: Subject) -> str:
    """Return the states and moves of one subject as plain text.

    Parameters
    ----------
    subject : {'recommendation', 'action', 'commitment'}
        What changes.

    Returns
    -------
    str
        A state to a line, below it each move out of it: ``└─> state   who: what it
        needs``. A state that nothing leaves says ``(end)``.
    """
    lines = []
    for state in states(subject):
        out = [m for m in MOVES if (m.subject, m.before) == (subject, state)]
        lines.append(state if out else f"{state}  (end)")
        for move in out:
            sign = "└" if move is out[-1] else "├"
            lines.append(f"  {sign}─> {move.after:<11} {move.by}: {move.needs}")
    return "\n".join(lines)
