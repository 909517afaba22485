"""In which region does a place lie? By the places that the records hold."""

from __future__ import annotations

from collections.abc import Mapping

from vestibule.web.records import versions
from vestibule.web.records.models import Place

REGION = 1
"""The level of a region, and of a camp."""


def names() -> Mapping[str, str]:
    """Return the key of each region that stands to its name, by key."""
    rows = versions.standing(Place).filter(level=REGION).order_by("key")
    return dict(rows.values_list("key", "name"))


def region_keys() -> Mapping[str, str]:
    """Return every id of a place, old ones too, to the key of its region.

    A place above the regions, or in none, is not in it.
    """
    rows = Place.objects.values_list("pk", "key", "level", "parent_id", "supersedes")
    read = [*rows]
    stands = versions.follow((pk, old) for pk, _, _, _, old in read if old)
    places = {pk: (key, level, parent) for pk, key, level, parent, _ in read}
    found = {pk: _region(pk, places, stands) for pk in places}
    return {pk: key for pk, key in found.items() if key is not None}


def _region(
    place: str,
    places: Mapping[str, tuple[str, int, str | None]],
    stands: versions.Roots,
) -> str | None:
    seen: set[str] = set()
    here: str | None = place
    while here is not None:
        here = _standing(here, stands)
        if here is None or here in seen or here not in places:
            return None
        seen.add(here)
        key, level, here = places[here]
        if level == REGION:
            return key
    return None


def _standing(place: str, stands: versions.Roots) -> str | None:
    """Return the one place that stands for it; of a double correction, none."""
    ends = stands.get(place)
    if ends is None:
        return place
    return next(iter(ends)) if len(ends) == 1 else None
