"""What speaks for a result, and what against it? Printed beside every result.

How rules speak of random groups; what a claim hangs on and what would undo it; rows
that are copied and people who come at once; whether the map shows activity; whether
others can derive it again, and what of a published Polis conversation can be.
"""

from __future__ import annotations

from vestibule.understand.audits.analysis import PARTS, audit, rederive
from vestibule.understand.audits.chain import ChainSettings, Derived, derive
from vestibule.understand.audits.left_out import Side
from vestibule.understand.audits.limits import LIMITS
from vestibule.understand.audits.material import Material, gathered
from vestibule.understand.audits.receipts import Compared, Receipt
from vestibule.understand.audits.result import AuditResult
from vestibule.understand.audits.settings import AuditSettings

__all__ = [
    "LIMITS",
    "PARTS",
    "AuditResult",
    "AuditSettings",
    "ChainSettings",
    "Compared",
    "Derived",
    "Material",
    "Receipt",
    "Side",
    "audit",
    "derive",
    "gathered",
    "rederive",
]
