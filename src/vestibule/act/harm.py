"""Which do-no-harm questions must an action answer before it is approved?

The general ones follow the analysis of dividers and connectors, of resource transfers
and of implicit messages [1]_; they stand in ``harm.toml``, and a process may declare its
own. An answer is a line ``question: what was found | how that is known``: without the
second half nothing was found, for "no harm" cannot be known by not looking.

References
----------
.. [1] Anderson (1999), Do No Harm: How Aid Can Support Peace or War; Wallace (2014),
   A User's Guide to Do No Harm, CDA.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from vestibule.dossier.process import HarmQuestion, Process

KNOWN_BY = "|"
"""Between what was found and how it is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unanswered:
    """A question that blocks an approval.

    Parameters
    ----------
    key : str
        Of the question.
    why : {'no-answer', 'no-evidence'}
        Nothing was found, or it is not said how it is known.
    """

    key: str
    why: str


def questions(process: Process) -> tuple[HarmQuestion, ...]:
    """Return the do-no-harm questions of a process: its own, else the general ones."""
    return process.harm or _general()


def answers(text: str | None) -> Mapping[str, tuple[str, str]]:
    """Return what was answered.

    Parameters
    ----------
    text : str or None
        ``actions.harm``: a line for each question.

    Returns
    -------
    mapping of str to (str, str)
        Key of the question to what was found and how it is known; either may be empty.
        Where a question is answered twice, both lines are kept, one after the other.

    Examples
    --------
    >>> answers("dividers: the well | six herders, asked alone")
    {'dividers': ('the well', 'six herders, asked alone')}
    """
    found: dict[str, tuple[str, str]] = {}
    for line in (text or "").splitlines():
        key, colon, said = line.partition(":")
        if colon:
            what, _, how = said.partition(KNOWN_BY)
            before = found.get(key.strip(), ("", ""))
            found[key.strip()] = (
                "; ".join(filter(None, (before[0], what.strip()))),
                "; ".join(filter(None, (before[1], how.strip()))),
            )
    return found


def unanswered(process: Process, text: str | None) -> tuple[Unanswered, ...]:
    """Return the questions that block the approval of an action.

    Parameters
    ----------
    process : Process
        Whose questions they are.
    text : str or None
        ``actions.harm``.

    Returns
    -------
    tuple of Unanswered
        In the order of the questions; empty: nothing blocks it. That all questions are
        answered does not say that an action is harmless.
    """
    given = answers(text)
    open_ = []
    for question in questions(process):
        what, how = given.get(question.key, ("", ""))
        if not what or not how:
            why = "no-evidence" if what else "no-answer"
            open_.append(Unanswered(key=question.key, why=why))
    return tuple(open_)


@cache
def _general() -> tuple[HarmQuestion, ...]:
    file = resources.files(__package__).joinpath("harm.toml")
    listed = tomllib.loads(file.read_text(encoding="utf-8"))["harm"]
    return tuple(HarmQuestion(key=one["key"], words=one["question"]) for one in listed)
