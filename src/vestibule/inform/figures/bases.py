"""How many people, or answers, stand behind what a figure shows of each group?"""

from __future__ import annotations

from collections.abc import Sequence

from vestibule.inform.figures import cells
from vestibule.inform.figures.setting import Setting
from vestibule.inform.meeting import Answers, Ground, StatementGround


def of_statement(setting: Setting, ground: Ground, statement: StatementGround) -> str:
    """Return what stands behind one sentence: its own base, group by group.

    Parameters
    ----------
    setting : Setting
        Of the page.
    ground : Ground
        The comparison, for its groups.
    statement : StatementGround
        A group to which it was not put is left out.

    Returns
    -------
    str
        A group of which nothing is shown says so.
    """
    return _told(setting, ground, [(one,) for one in statement.answers])


def of_ground(setting: Setting, ground: Ground) -> str:
    """Return what stands behind a ladder: each group's smallest and largest base.

    Not everyone was asked every sentence.

    Parameters
    ----------
    setting : Setting
        Of the page.
    ground : Ground
        One statement at least.

    Returns
    -------
    str
        A group of which nothing is shown says so.
    """
    rows = [statement.answers for statement in ground.statements]
    return _told(setting, ground, list(zip(*rows, strict=True)))


def _told(
    setting: Setting, ground: Ground, answers: Sequence[Sequence[Answers | None]]
) -> str:
    words = setting.words
    parts = [
        _group(setting, setting.name(group.names), [one for one in given if one])
        for group, given in zip(ground.groups, answers, strict=True)
        if any(given)
    ]
    between = words("figures.ladder.between")
    return words("figures.ladder.base", parts=between.join(parts))


def _group(setting: Setting, name: str, given: Sequence[Answers]) -> str:
    """Return ``Herders, 96 to 120 people or answers``, or that it is not shown."""
    words = setting.words
    bases = (cells.base(one.agree) for one in given)
    known = [base for base in bases if base is not None]
    if not known:
        return words("figures.ladder.group_hidden", name=name)
    low, high = min(known), max(known)
    people = (
        words.number(low) if low == high else words("style.range", low=low, high=high)
    )
    return words("figures.ladder.group", name=name, people=people)
