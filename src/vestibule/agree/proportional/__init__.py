"""Which short list of statements represents everyone, and does a given list?

Proportional selection from incomplete votes, quotas by comparison, and an audit of
justified representation, also of a list that people chose otherwise.
"""

from vestibule.agree.proportional.approvals import Approvals, of_book, of_matrix
from vestibule.agree.proportional.expecting import Expected, expected
from vestibule.agree.proportional.justified import Audit, audit
from vestibule.agree.proportional.lists import LIMITS, RULES, ShortList, short_list
from vestibule.agree.proportional.quotas import (
    ListImpossible,
    Quota,
    believed,
    by_comparison,
    passing,
)

__all__ = [
    "LIMITS",
    "RULES",
    "Approvals",
    "Audit",
    "Expected",
    "ListImpossible",
    "Quota",
    "ShortList",
    "audit",
    "believed",
    "by_comparison",
    "expected",
    "of_book",
    "of_matrix",
    "passing",
    "short_list",
]
