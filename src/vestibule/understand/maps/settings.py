"""How far does one look in a map, and where does one stop and say so?"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class MapSettings:
    """Bounds that are printed with every map.

    Parameters
    ----------
    loop_bound : int
        Links in a feedback loop at most; 2 or more. All loops of a map cannot be
        listed: fifty factors already hold more than a million.
    path_bound : int
        Links in a path at most; 1 or more.
    most_loops, most_paths : int
        Listed at most. Where there would be more loops, only links told by more
        sources are followed, and `SystemMap.loop_floor` says how many.
    driver, outcome : float
        A factor is a driver where at least this share of those who told of it told it
        as a cause, an outcome where at most that share did; 0 to 1.
    exact_size : int
        Robustness is worked out exactly up to so many tellers' links, else bounded.
    alike : float
        Names at least this alike are proposed as one factor; 0 to 1.
    """

    loop_bound: int = 6
    path_bound: int = 4
    most_loops: int = 1000
    most_paths: int = 500
    driver: float = 0.75
    outcome: float = 0.25
    exact_size: int = 4000
    alike: float = 0.5
