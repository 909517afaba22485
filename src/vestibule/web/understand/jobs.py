"""What this room has worked out beside the parts of every analysis: its drawings."""

from __future__ import annotations

import datetime as dt
from typing import Any

from vestibule.api.analysis import Analysis
from vestibule.inform import preparation
from vestibule.inform.figures import causal_map
from vestibule.inform.figures.setting import Setting
from vestibule.web.work.parts import PARTS, in_languages
from vestibule.words import Catalogue

DRAWN = "map_drawn"
"""The part that holds the drawn map, cleared as for the public."""


def drawn(found: Analysis, today: dt.date) -> dict[str, Any]:
    """Return the map as `inform` draws it."""
    told = preparation.prepared(found.settled, today=today).system_map
    process = found.settled.process

    def figure(lang: str) -> str:
        setting = Setting(
            words=Catalogue(lang),
            fictitious=process.fictitious,
            month=f"{today:%Y-%m}",
            languages=process.languages,
        )
        return str(causal_map.draw(setting, 1, told).html())

    return {"figures": in_languages(figure)}


PARTS[DRAWN] = drawn
