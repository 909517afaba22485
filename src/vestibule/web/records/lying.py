"""Does what comes in lie where its sender reaches? And is a place that comes in new?

The names of regions stand in every officer's forms: a role limited to a region brings
none in, and nobody brings a second place under a key that stands.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import polars as pl

from vestibule.dossier.tables import TABLES
from vestibule.errors import DataError
from vestibule.web.records import reached, regions, versions
from vestibule.web.records.among import Among
from vestibule.web.records.models import Place
from vestibule.web.records.paths import PLACED
from vestibule.web.records.person import Person
from vestibule.web.records.rights import Right

Tables = Mapping[str, pl.DataFrame]


def check(table: str, rows: pl.DataFrame, coming: Tables, by: Person) -> None:
    """Raise DataError where something is brought to a place that is not reached."""
    if table == "places":
        _check_regions(rows, by)
        _check_keys(rows)
    if not lies(table, rows, coming, by, right=Right.IMPORT):
        raise _beyond(table)


def lies(
    table: str, rows: pl.DataFrame, coming: Tables, by: Person, *, right: Right
) -> bool:
    """Return whether all of some records lie where a right of someone reaches."""
    wanted = reached.places_in(by, right=right)
    # where someone lives does not say where they were heard
    if wanted is None or table not in PLACED or table == "people":
        return True
    above = _above(coming)
    return all(_is_in(place, above, wanted) for place in rows["place"])


def _above(coming: Tables) -> dict[str, str | None]:
    """Return each place that comes to the one above it."""
    places = coming.get("places", TABLES["places"].empty())
    return dict(places.select("id", "parent").iter_rows())


def _is_in(
    place: str | None, above: Mapping[str, str | None], wanted: frozenset[str]
) -> bool:
    seen: set[str] = set()
    while place is not None and place not in seen:
        if place in wanted:
            return True
        seen.add(place)
        place = above.get(place)
    return False


def _check_regions(rows: pl.DataFrame, by: Person) -> None:
    """Raise where a role limited to regions moves a place, or makes a region."""
    if reached.places_in(by) is None:
        return
    moved = rows["supersedes"].null_count() < rows.height
    if moved or (rows["level"] <= regions.REGION).any():
        raise _beyond("places")


def _check_keys(rows: pl.DataFrame) -> None:
    """Raise where a second place would stand under a key."""
    replaced = set(rows["supersedes"].drop_nulls().str.split(" ").explode())
    keys = rows.filter(~pl.col("id").is_in([*replaced]))["key"].drop_nulls()
    held = versions.standing(Place).filter(Among("key", set(keys)))
    standing = {key for pk, key in held.values_list("pk", "key") if pk not in replaced}
    twice = {key for key, times in Counter(keys).items() if times > 1}
    if known := sorted(standing | twice):
        raise DataError(
            f"A place with the key {known[0]} stands already: name that one, correct "
            "it, or give the new place a key of its own.",
            reason="place-known",
            key=known[0],
        )


def _beyond(table: str) -> DataError:
    return DataError(
        f"A record of {table} lies at no place that your role reaches: a role that is "
        "limited to a region brings in what lies there.",
        reason="elsewhere-brought",
        table=table,
    )
