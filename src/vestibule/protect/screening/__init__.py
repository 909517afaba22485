"""Which words of a quote may point at someone, and have two reviewers looked?"""

from __future__ import annotations

from vestibule.protect.screening.flags import REASONS, Flag, Kind
from vestibule.protect.screening.screen import Screen
from vestibule.protect.screening.verdicts import Verdicts
from vestibule.protect.screening.waiting import Waiting, waiting

__all__ = ["REASONS", "Flag", "Kind", "Screen", "Verdicts", "Waiting", "waiting"]
