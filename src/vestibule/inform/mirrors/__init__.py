"""The way back: a page for each region or camp, a sheet for each group."""

from vestibule.inform.mirrors.mirror import Mirror, mirrors
from vestibule.inform.mirrors.sheet import Sheet, sheet

__all__ = ["Mirror", "Sheet", "mirrors", "sheet"]
