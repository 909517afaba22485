"""Which short list of statements represents everyone, and does a given list?

Proportional selection from incomplete votes, quotas by comparison, and an audit of
justified representation, also of a list that people chose otherwise.
"""

from vestibule.agree.proportional.approvals import Approvals, of_book, of_matrix
from vestibule.agree.proportional.justified import Audit, audit
from vestibule.agree.proportional.lists import LIMITS, ShortList, short_list
from vestibule.agree.proportional.quotas import (
    ListImpossible,
    Quota,
    by_comparison,
    passing,
)

__all__ = [
    "LIMITS",
    "Approvals",
    "Audit",
    "ListImpossible",
    "Quota",
    "ShortList",
    "audit",
    "by_comparison",
    "of_book",
    "of_matrix",
    "passing",
    "short_list",
]
