"""How is a panel drawn so that quotas hold, chances are fair and anyone can check it?

Types of volunteers instead of people, maximin and leximin lotteries over panels
proved optimal, a draw by a public seed, and reasons where quotas cannot hold.
"""

from vestibule.plan.lotteries.conflicts import QuotasImpossible
from vestibule.plan.lotteries.drawing import Drawn, ticket
from vestibule.plan.lotteries.households import one_of_each
from vestibule.plan.lotteries.lottery import LIMITS, Lottery, lottery
from vestibule.plan.lotteries.pool import PanelQuota

__all__ = [
    "LIMITS",
    "Drawn",
    "Lottery",
    "PanelQuota",
    "QuotasImpossible",
    "lottery",
    "one_of_each",
    "ticket",
]
