"""Which community actions does an amount pay for, so that everyone's share counts?

The published method, in full (`method.METHOD` says it in words):

1. Each ballot has the same share of the amount. Again and again, the action is bought
   whose supporters get most for what the dearest of them pays: equal shares [1]_.
   By ``cost``, a supporter gets what the action costs; by ``count``, one action.
2. Money usually remains. Shares are raised together, step by step, and all is bought
   anew, until what is bought would cost more than the amount: the last outcome that
   does not stands (*add1*, as cities use it; it does not stop at the first outcome to
   which nothing can be added).
3. What then remains is spent on the action with most support that still fits, and so
   on (*utilitarian completion*).
4. Level actions: the cheaper first, then by record; who was level is named.

No currency stands here: amount and costs are in the unit of the process.

References
----------
.. [1] Peters, D., Pierczyński, G. and Skowron, P. (2021), Proportional participatory
   budgeting with additive utilities, NeurIPS 34.
.. [2] Faliszewski, P. et al. (2023), Participatory budgeting: data, tools, and
   analysis, IJCAI: add1 and its completions.
"""

from vestibule.agree.budgets.method import METHOD, UTILITIES
from vestibule.agree.budgets.result import (
    LIMITS,
    Budget,
    NoBudget,
    WrongAmount,
    budget,
)

__all__ = [
    "LIMITS",
    "METHOD",
    "UTILITIES",
    "Budget",
    "NoBudget",
    "WrongAmount",
    "budget",
]
