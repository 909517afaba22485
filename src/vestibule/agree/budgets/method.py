"""How is what remains of an amount spent, step by step, and what is the method called?"""

from __future__ import annotations

from dataclasses import dataclass

from vestibule.agree.budgets.purses import Bought, Case, equal_shares

UTILITIES = ("cost", "count")
"""What a supporter gets of an action: what it costs, or one action."""

COMPLETIONS = ("none", "add1", "add1-support")
"""Equal shares alone; with raised shares; and what fits by support after that."""

FINEST = 200
"""A step is one unit of money, or this part of the first share where that is more."""

METHOD = (
    "Each ballot has the same share of the amount. Bought, again and again, is the"
    " action whose supporters get most for what the dearest of them pays.",
    "Shares are then raised together, by {step} a step, and all is bought anew; the last"
    " outcome before one that costs more than the amount stands.",
    "What remains goes to the action with most support that still fits, and so on.",
    "Level actions: the cheaper first, then by record.",
)
"""The published method, in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What an amount buys.

    Parameters
    ----------
    bought : tuple of Bought
        In the order of buying.
    step : dict of int to str
        Action to what bought it: ``shares`` (the first share), ``raised`` (raised
        shares), ``support`` (what remained).
    raised : int
        How many steps shares were raised.
    """

    bought: tuple[Bought, ...]
    step: dict[int, str]
    raised: int

    @property
    def actions(self) -> tuple[int, ...]:
        """What was bought, rising."""
        return tuple(sorted(self.step))


def step_of(case: Case, amount: float) -> float:
    """Return by how much the share of each ballot is raised at a time."""
    return max(1.0, amount / case.ballots / FINEST)


def outcome(
    case: Case,
    amount: float,
    *,
    completion: str = COMPLETIONS[-1],
    step: float | None = None,
) -> Outcome:
    """Return what an amount buys.

    Parameters
    ----------
    case : Case
        Actions that cost no more than the amount each, and ballots.
    amount : float
        In the unit of the process, above 0.
    completion : str
        One of `COMPLETIONS`.
    step : float or None
        By how much shares are raised at a time; None: `step_of`.

    Returns
    -------
    Outcome
        Never dearer than the amount.
    """
    first = equal_shares(case, amount / case.ballots)
    bought, raised = first, 0
    if completion != "none":
        by = step_of(case, amount) if step is None else step
        bought, raised = _raised(case, amount, first, by)
    base = {one.action for one in first}
    made = {one.action: "shares" if one.action in base else "raised" for one in bought}
    rest = _fitting(case, amount, made) if completion == "add1-support" else ()
    return Outcome(
        bought=(*bought, *rest),
        step=made | {one.action: "support" for one in rest},
        raised=raised,
    )


def _raised(
    case: Case, amount: float, first: tuple[Bought, ...], by: float
) -> tuple[tuple[Bought, ...], int]:
    """Return the last outcome before one that is too dear, and at which step."""
    wanted = sum(case.support > 0)
    share, steps, bought = amount / case.ballots, 0, first
    while len(bought) < wanted:
        found = equal_shares(case, share + (steps + 1) * by)
        if case.spent(tuple(one.action for one in found)) > amount:
            break
        bought, steps = found, steps + 1
    return bought, steps


def _fitting(case: Case, amount: float, made: dict[int, str]) -> tuple[Bought, ...]:
    """Return what still fits, most support first."""
    left = amount - case.spent(tuple(made))
    open_ = [one for one in range(len(case.cost)) if one not in made]
    order = sorted(open_, key=lambda one: (-case.support[one], case.cost[one], one))
    found: list[Bought] = []
    for one in order:
        if case.support[one] > 0 and case.cost[one] <= left:
            left -= case.cost[one]
            found.append(Bought(action=one, paid=0.0, tied=_level(case, order, one)))
    return tuple(found)


def _level(case: Case, order: list[int], one: int) -> tuple[int, ...]:
    """Return the later ones with the same support and cost."""
    later = order[order.index(one) + 1 :]
    same = (case.support[one], case.cost[one])
    return tuple(o for o in later if (case.support[o], case.cost[o]) == same)


def by_support(case: Case, amount: float) -> tuple[int, ...]:
    """Return what the majority's order would buy: most support first, if it fits."""
    return tuple(sorted(one.action for one in _fitting(case, amount, {})))
