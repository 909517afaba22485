"""Are there groups that hold, or is it a spectrum?

Consensus over draws of positions and of the gatherings people were heard in. Groups
stay in the researchers' analysis until people themselves have accepted and named them.
"""

from __future__ import annotations

from vestibule.understand.groups.analysis import groups
from vestibule.understand.groups.limits import LIMITS
from vestibule.understand.groups.naming import named, names
from vestibule.understand.groups.result import GroupResult
from vestibule.understand.groups.settings import GroupSettings

__all__ = ["LIMITS", "GroupResult", "GroupSettings", "groups", "named", "names"]
