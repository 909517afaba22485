"""What does an amount pay for, and what would have changed that?"""

from __future__ import annotations

import math
from dataclasses import dataclass

import polars as pl

from vestibule.agree import ballots
from vestibule.agree.ballots import Held
from vestibule.agree.budgets import method, otherwise
from vestibule.agree.budgets.otherwise import Asked
from vestibule.dossier.records import Dossier
from vestibule.errors import DataError

LIMITS = {
    "no-ballots": "Nobody cast a ballot on actions: nothing is said of a budget.",
    "unread": "The ballots say nothing of how much an action is wanted: a budget needs"
    " approvals or points.",
    "no-costs": "No action on the ballots has a cost: write it beside the action.",
    "nothing-fits": "Each action that anyone supports costs more than the amount.",
}
"""Why nothing can be said, by code."""

ACTIONS = pl.Schema(
    {
        "action": pl.String(),
        "cost": pl.Float64(),
        "state": pl.String(),
        "order": pl.Int64(),
        "step": pl.String(),
        "paid": pl.Float64(),
        "tied": pl.List(pl.String()),
        "support": pl.Float64(),
        "ballots": pl.Int64(),
        "gatherings": pl.Int64(),
        "places": pl.Int64(),
    }
)


class WrongAmount(DataError):
    """An amount that nothing can be bought with."""

    code = "wrong-amount"


@dataclass(frozen=True, slots=True, kw_only=True)
class NoBudget:
    """Why nothing can be said.

    Parameters
    ----------
    reason : str
        One of `LIMITS`.
    unaffordable, uncosted : tuple of str
        Ids of actions that cost more than the amount, or have no cost.
    """

    reason: str
    unaffordable: tuple[str, ...] = ()
    uncosted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """What an amount pays for; for the team, before any clearing.

    Parameters
    ----------
    question : str
        Id.
    amount, spent, left : float
        In the unit of the process.
    share, step : float
        What each ballot had first, and by how much this was raised at a time.
    raised : int
        How many steps it was raised.
    utility : str
        ``cost``, ``count``, or ``points``: what a supporter gets of an action.
    actions : pl.DataFrame
        One row per action on the ballots, bought ones first in the ``order`` of
        buying: ``action``, ``cost``, ``state`` (``bought``, ``outbid``: others used
        the money up, ``unaffordable``: dearer than the amount, ``uncosted``,
        ``unwanted``: nobody supports it, ``dropped``), ``order``, ``step`` (what bought
        it: ``shares``, ``raised``, ``support``), ``paid`` (most that one supporter
        paid), ``tied`` (actions level with it that came later), ``support``
        (approvals or points), ``ballots`` (that support it), ``gatherings``,
        ``places`` (of these).
    changes : pl.DataFrame
        One row per thing that could have been otherwise: ``kind`` (``region``,
        ``gathering`` left out; ``weights``; ``utility``; ``completion``; ``rule``;
        ``amount``), ``what``, ``largest`` (the region with most ballots), ``changed``,
        ``gained`` and ``lost`` (actions).
    ballots, gatherings : int
        How many.
    """

    question: str
    amount: float
    spent: float
    left: float
    share: float
    step: float
    raised: int
    utility: str
    actions: pl.DataFrame
    changes: pl.DataFrame
    ballots: int
    gatherings: int


def budget(
    dossier: Dossier,
    amount: float,
    *,
    question: str | None = None,
    utility: str = method.UTILITIES[0],
    step: float | None = None,
) -> Budget | NoBudget:
    """Return what an amount pays for, by the ballots on actions.

    Parameters
    ----------
    dossier : Dossier
        The records, settled.
    amount : float
        In the unit of `actions.cost`, above 0.
    question : str or None
        Its id; None: as `ballots.rows_of` chooses among those about actions.
    utility : {'cost', 'count'}
        What a supporter gets of an action, where ballots approve; where they give
        points, it is the points.
    step : float or None
        By how much shares are raised at a time, above 0; None: one unit, or a
        two-hundredth of the first share where that is more. Cities use 1.

    Returns
    -------
    Budget or NoBudget
        What is bought and what is not, each with why; or why nothing can be said.

    Raises
    ------
    WrongAmount
        If the amount or the step is not above 0.
    UnevenBallot
        If rows of one ballot disagree on how many ballots it stands for.

    Notes
    -----
    Of those who voted. That an action is bought says nothing of whether it may be
    done: do-no-harm questions come first.
    """
    for name, value in (("amount", amount), ("step", 1.0 if step is None else step)):
        if not (math.isfinite(value) and value > 0):
            raise WrongAmount(f"The {name} must be above 0.", name=name, value=value)
    rows = ballots.rows_of(dossier, question, of="actions")
    held = Held.of(dossier, rows)
    if held is None:
        return NoBudget(reason="no-ballots")
    said = held.ballots.says
    if not said & {"approved", "points"}:
        return NoBudget(reason="unread")
    used = "points" if "approved" not in said else utility
    states = _states(dossier, held, amount)
    columns = tuple(n for n, (_, state) in enumerate(states) if state == "open")
    priced = [cost for cost, _ in states]
    asked = Asked(
        held=held,
        columns=columns,
        cost=tuple(float(priced[n] or 0) for n in columns),
        utility=used,
        step=step,
    )
    why = _why_not(states, asked)
    return _no(why, held, states) if why else _budget(asked, rows, states, amount)


def _states(
    dossier: Dossier, held: Held, amount: float
) -> list[tuple[float | None, str]]:
    """Return the cost of each option and whether it can be bought at all."""
    known = {
        id_: (cost, state)
        for id_, cost, state in dossier.current("actions")
        .select("id", "cost", "state")
        .iter_rows()
    }
    found: list[tuple[float | None, str]] = []
    for option in held.options["option"]:
        cost, state = known[option]
        if state == "dropped":
            found.append((cost, "dropped"))
        elif not cost:
            found.append((cost, "uncosted"))
        else:
            found.append((cost, "unaffordable" if cost > amount else "open"))
    return found


def _why_not(states: list[tuple[float | None, str]], asked: Asked) -> str | None:
    if all(state in ("uncosted", "dropped") for _, state in states):
        return "no-costs"
    if not asked.columns or not asked.case().support.any():
        return "nothing-fits"
    return None


def _no(why: str, held: Held, states: list[tuple[float | None, str]]) -> NoBudget:
    named = {
        wanted: tuple(
            option
            for option, (_, state) in zip(held.options["option"], states, strict=True)
            if state == wanted
        )
        for wanted in ("unaffordable", "uncosted")
    }
    return NoBudget(reason=why, **named)


def _budget(
    asked: Asked,
    rows: pl.DataFrame,
    states: list[tuple[float | None, str]],
    amount: float,
) -> Budget:
    case = asked.case()
    found = method.outcome(case, amount, step=asked.step)
    spent = case.spent(found.actions)
    step = method.step_of(case, amount) if asked.step is None else asked.step
    return Budget(
        question=rows["question"][0],
        amount=amount,
        spent=spent,
        left=amount - spent,
        share=amount / case.ballots,
        step=step,
        raised=found.raised,
        utility=asked.utility,
        actions=_actions(asked, found, states),
        changes=otherwise.changes(asked, found, amount),
        ballots=int(asked.held.times.sum()),
        gatherings=asked.held.sheets["gathering"].n_unique(),
    )


def _actions(
    asked: Asked, found: method.Outcome, states: list[tuple[float | None, str]]
) -> pl.DataFrame:
    held, names = asked.held, asked.held.options["option"].to_list()
    at = {column: n for n, column in enumerate(asked.columns)}
    turn = {one.action: (n, one) for n, one in enumerate(found.bought, start=1)}
    given = held.ballots.points if asked.utility == "points" else held.ballots.approved
    lines = []
    for column, (option, (cost, state)) in enumerate(zip(names, states, strict=True)):
        yes = given[:, column] > 0
        sheets = held.sheets.filter(pl.Series(yes, dtype=pl.Boolean))
        order, bought = turn.get(at.get(column, -1), (None, None))
        open_ = "outbid" if yes.any() else "unwanted"
        lines.append(
            {
                "action": option,
                "cost": cost,
                "state": "bought" if bought else open_ if state == "open" else state,
                "order": order,
                "step": found.step[bought.action] if bought else None,
                "paid": bought.paid if bought and bought.paid else None,
                "tied": [names[asked.columns[n]] for n in bought.tied]
                if bought
                else [],
                "support": float(held.times @ given[:, column]),
                "ballots": int(held.times[yes].sum()),
                "gatherings": sheets["gathering"].n_unique(),
                "places": sheets["place"].drop_nulls().n_unique(),
            }
        )
    frame = pl.DataFrame(lines, schema=ACTIONS)
    return frame.sort("order", "state", "action", nulls_last=True)
