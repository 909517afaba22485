"""What holds in every group of a declared comparison, this surely?

Common ground with a stated error rate: a hierarchical posterior of agreement in every
group, the weakest named, gatherings treated as the clusters they are.
"""

from vestibule.understand.ground.common import common_ground, of_rows
from vestibule.understand.ground.result import GroundResult
from vestibule.understand.ground.settings import GroundSettings
from vestibule.understand.ground.streamed import of_book

__all__ = ["GroundResult", "GroundSettings", "common_ground", "of_book", "of_rows"]
