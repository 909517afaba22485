"""Is anything new still being said, and how many themes have not been heard yet?

Never "all was said": what nobody has named leaves no trace, and what is told of it is
a lower bound.
"""

from __future__ import annotations

from vestibule.understand.saturation.limits import LIMITS
from vestibule.understand.saturation.marks import Heard, heard
from vestibule.understand.saturation.reached import saturation
from vestibule.understand.saturation.result import Saturation

__all__ = ["LIMITS", "Heard", "Saturation", "heard", "saturation"]
