"""Where do people stand, how surely, and which statements tell them apart?

Ideal points with a covariance for everyone; nothing here may be shown per person.
"""

from __future__ import annotations

from vestibule.understand.positions.analysis import positions
from vestibule.understand.positions.dimensions import Validation
from vestibule.understand.positions.limits import LIMITS
from vestibule.understand.positions.result import PositionResult
from vestibule.understand.positions.settings import PositionSettings

__all__ = ["LIMITS", "PositionResult", "PositionSettings", "Validation", "positions"]
