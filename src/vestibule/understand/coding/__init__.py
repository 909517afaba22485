"""Which themes were read in the excerpts, by whom, and how alike were the readings?

`codebook` tells the themes and how they changed from version to version;
`readings` who read what and which reading holds; `reliability` how alike coders
read; `together` which themes come up in the same excerpts and gatherings.
"""

from __future__ import annotations

from vestibule.understand.coding.book import Codebook, codebook
from vestibule.understand.coding.coders import Reliability, reliability
from vestibule.understand.coding.limits import LIMITS
from vestibule.understand.coding.pairs import Together, together

__all__ = [
    "LIMITS",
    "Codebook",
    "Reliability",
    "Together",
    "codebook",
    "reliability",
    "together",
]
