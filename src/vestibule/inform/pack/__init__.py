"""The public data pack of an edition, and the portrait it is published with."""

from vestibule.inform.pack.packed import Pack, filled, packed, unpublished
from vestibule.inform.pack.readme import Earlier

__all__ = ["Earlier", "Pack", "filled", "packed", "unpublished"]
