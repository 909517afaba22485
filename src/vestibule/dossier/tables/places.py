"""Where: places and their names, who lives there, who should be heard."""

from __future__ import annotations

from vestibule.dossier.schema import Table, day, flag, integer, number, ref, term, text

SEXES = "female male"
"""Sex as recorded in counts; missing where nobody asked."""

PLACE_KINDS = (
    "country region district cercle province department commune arrondissement "
    "camp border_zone town village zone"
)

PLACES = Table(
    name="places",
    doc="A region, cercle, commune, camp or border zone, with the days it is valid.",
    own=(
        text("key", "public", doc="stable, human-readable: country.region"),
        text("name", "public", doc="its name in the process's first language"),
        term("kind", "public", PLACE_KINDS),
        integer(
            "level",
            "public",
            "level",
            high=6,
            doc="0 country, 1 region (camps too), 2 cercle or province, 3 commune, …",
        ),
        ref("places", name="parent", null=True, mark="public"),
        ref(
            "places",
            name="host",
            null=True,
            mark="public",
            doc="for a camp: the region abroad that hosts it",
        ),
        text("country", "public", null=True, doc="ISO 3166-1 alpha-2 or invented"),
        day("valid_from", "public"),
        day("valid_to", "public", doc="the last day it is valid"),
        text(
            "vintage",
            "public",
            null=True,
            doc="the administrative frame(s) it belongs to, space separated: 2009 2023",
        ),
        text("codes", "public", null=True, doc="scheme=value, space separated"),
        integer("tile_row", "public", "tile", null=True),
        integer("tile_col", "public", "tile", null=True),
        flag("outside", "public", doc="drawn outside the frame: another country"),
        text("note", "public", null=True),
    ),
)

PLACE_NAMES = Table(
    name="place_names",
    doc="Other names of a place: former, variant, in another language.",
    own=(
        ref("places", name="place", cascade=True, mark="public"),
        text("name", "public"),
        text("lang", "public", null=True),
        term("kind", "public", "official variant former exonym"),
        day("valid_from", "public"),
        day("valid_to", "public"),
    ),
)

FRAME = Table(
    name="frame",
    doc="Population as context: a published count, never a weight by itself.",
    own=(
        ref("places", name="place", cascade=True, mark="public"),
        term("sex", "public", SEXES, null=True, doc="missing: all"),
        text("age_band", "public", null=True, doc="missing: all"),
        integer("population", "public", "people"),
        integer("year", "public", "year"),
        text("edition", "public", doc="which count: rgph4-definitive"),
        text("source", "public"),
        flag(
            "published_total",
            "public",
            null=False,
            doc="a total as printed, to be compared with the sum of its parts",
        ),
    ),
)

TARGETS = Table(
    name="targets",
    doc="Who should be heard: the measure that the process set for itself.",
    own=(
        ref("places", name="place", cascade=True, mark="public"),
        ref("profiles", name="profile", null=True, mark="public"),
        term("sex", "public", SEXES, null=True),
        text("age_band", "public", null=True),
        integer("attendances", "public", "attendances", null=True),
        integer("gatherings", "public", "gatherings", null=True),
        number("share", "public", "share", null=True, low=0, high=1),
    ),
)

ALL = (PLACES, PLACE_NAMES, FRAME, TARGETS)
