"""Which cells are hidden, so that none of several linked tables gives another away?"""

from __future__ import annotations

from vestibule.protect.tables.suppressing import Suppression, suppressed
from vestibule.protect.tables.system import Need, System, Unit

__all__ = ["Need", "Suppression", "System", "Unit", "suppressed"]
