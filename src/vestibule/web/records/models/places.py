"""Where: places and their names, who lives there, who should be heard."""

from __future__ import annotations

from vestibule.dossier.tables import places
from vestibule.web.records.record import Record


class Place(Record):
    """A region, cercle, commune, camp or border zone, with the days it is valid."""

    TABLE = places.PLACES


class PlaceName(Record):
    """Other names of a place: former, variant, in another language."""

    TABLE = places.PLACE_NAMES


class Frame(Record):
    """Population as context: a published count, never a weight by itself."""

    TABLE = places.FRAME


class Target(Record):
    """Who should be heard: the measure that the process set for itself."""

    TABLE = places.TARGETS
