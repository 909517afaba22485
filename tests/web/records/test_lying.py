"""A place that comes in is no second one, and no region of a limited role's own making."""

from __future__ import annotations

from typing import Any

import pytest
from tests.web import cast
from tests.web.cast import AT, Cast
from tests.web.records.test_bringing import bring, refused
from tests.web.records.writers import TEXT

from vestibule.web.records import declarations, regions
from vestibule.web.records.models import Place


@pytest.fixture
def team(db: None) -> Cast:
    declarations.declare(TEXT, at=AT, by="one")
    return cast.gather()


def row(key: str, level: int, **cells: Any) -> dict[str, Any]:
    return {"key": key, "name": "Fake", "kind": "commune", "level": level, **cells}


def test_a_name_of_a_region_is_not_taken_by_a_second_place(team: Cast) -> None:
    named = dict(regions.names())

    for who in ("hawa", "bako"):
        told = refused(team.person(who), "places", **row("land.south.shore", 3))
        assert (told["reason"], told["key"]) == ("place-known", "land.south.shore")
    told = refused(team.person("bako"), "places", **row("land.north", 1))

    assert told["reason"] == "place-known"
    assert regions.names() == named


@pytest.mark.parametrize("level", [0, 1])
def test_a_role_limited_to_a_region_makes_none(team: Cast, level: int) -> None:
    told = refused(team.person("hawa"), "places", **row("land.west", level))
    bring(team.person("bako"), "places", **row("land.west", level))

    assert told["reason"] == "elsewhere-brought"


def test_a_new_place_of_its_region_comes_in(team: Cast) -> None:
    south = team.places["south"]

    new = bring(
        team.person("hawa"), "places", **row("land.south.cove", 3, parent=south)
    )

    assert Place.objects.get(pk=new).parent_id == south


def test_a_correction_keeps_its_key_and_takes_no_other_s(team: Cast) -> None:
    bako, hill = team.person("bako"), team.places["hill"]
    own, other = row("land.north.hill", 3), row("land.south.shore", 3)

    told = refused(bako, "places", **other, supersedes=hill)
    bring(bako, "places", **own, supersedes=hill)

    assert told["reason"] == "place-known"


def test_two_places_do_not_come_in_under_one_key(team: Cast) -> None:
    bako, twice = team.person("bako"), [row("land.north.dell", 3) for _ in range(2)]

    with pytest.raises(Exception, match="stands already") as wrong:
        bring(bako, "places", *twice)

    assert wrong.value.params["reason"] == "place-known"
