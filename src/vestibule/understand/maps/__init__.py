"""What makes what more or less likely, as people told it: one map of many stories."""

from __future__ import annotations

from vestibule.understand.maps.building import system_map
from vestibule.understand.maps.comparing import Differences, differences
from vestibule.understand.maps.paths import Trace, trace
from vestibule.understand.maps.proposals import leverage, merges
from vestibule.understand.maps.result import Chain, SystemMap
from vestibule.understand.maps.settings import MapSettings
from vestibule.understand.maps.teams import TeamAgreement, agreement

__all__ = [
    "Chain",
    "Differences",
    "MapSettings",
    "SystemMap",
    "TeamAgreement",
    "Trace",
    "agreement",
    "differences",
    "leverage",
    "merges",
    "system_map",
    "trace",
]
