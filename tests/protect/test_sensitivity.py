from __future__ import annotations

import pytest
from tests import by_hand
from tests.by_hand import called

from vestibule.dossier.process import Disclosure, Profile
from vestibule.dossier.records import Dossier
from vestibule.protect import sensitivity

FINE = Disclosure(public_level=3)


@pytest.mark.parametrize(
    ("marks", "level"),
    [
        ({}, 3),
        ({"sensitive": True}, 1),
        ({"restricted": True}, 1),
        ({"place_level": 2}, 2),
        ({"place_level": 0, "sensitive": True}, 0),
        ({"place_level": 6}, 3),
    ],
)
def test_the_coarsest_bound_holds(marks: dict[str, int], level: int) -> None:
    assert sensitivity.finest_level(FINE, **marks) == level  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("bases", "level", "marks", "reason"),
    [
        (["profile"], 1, {"restricted": True, "sensitive": True}, None),
        (["profile"], 2, {}, "crossed_below_region"),
        (["lang", "sex"], 3, {}, "crossed_below_region"),
        (["displaced"], 2, {}, "crossed_below_region"),
        (["sex", "age_band"], 3, {}, None),
        (["sex"], 2, {"sensitive": True}, "sensitive"),
        (
            ["sex"],
            2,
            {"restricted": True, "sensitive": True},
            "restricted_below_region",
        ),
    ],
)
def test_what_is_never_crossed_with_places_below_region(
    bases: list[str], level: int, marks: dict[str, bool], reason: str | None
) -> None:
    assert sensitivity.why_not_crossed(bases, level, **marks) == reason


def marked() -> Dossier:
    excerpt = {"gathering": "open", "words": "…", "review": "cleared"}
    met = {"kind": "focus_group"}
    return by_hand.dossier(
        by_hand.process(
            disclosure=FINE,
            profiles=(Profile(key="judge", names={}, restricted=True),),
        ),
        profiles=[
            {"id": "herder", "key": "herder", "name": "H", "restricted": False},
            {"id": "force", "key": "force", "name": "F", "restricted": True},
            {"id": "judge", "key": "judge", "name": "J", "restricted": False},
        ],
        gatherings=[
            {"id": "open", "code": "1", **met, "profile": "herder"},
            {"id": "post", "code": "2", **met, "profile": "force"},
        ],
        voices=[
            {"id": "v", "gathering": "open", "medium": "notes", "profile": "judge"}
        ],
        codes=[
            {"id": "c", "key": "c", "name": "C", "kind": "cause"}
            | {"sensitivity": "sensitive"},
            {"id": "d", "key": "d", "name": "D", "kind": "cause", "place_level": 2},
        ],
        excerpts=[
            {"id": "plain", **excerpt},
            {"id": "own", **excerpt, "place_level": 2},
            {"id": "marked", **excerpt, "sensitivity": "sensitive"},
            {"id": "profiled", **excerpt, "profile": "force"},
            {"id": "voiced", **excerpt, "voice": "v"},
            {"id": "met", **excerpt, "gathering": "post"},
            {"id": "coded", **excerpt},
        ],
        codings=[{"excerpt": "coded", "code": "c", "coder": "x"}],
        findings=[
            {"id": "f", "key": "f", "kind": "need", "words": "F", "lang": "en"}
            | {"code": "d"}
        ],
        statements=[
            {"id": "s", "key": "s", "words": "S", "source": "seed", "moderation": "in"}
            | {"sensitivity": "ordinary"}
        ],
    )


@pytest.mark.parametrize(
    ("table", "name", "level"),
    [
        ("profiles", "herder", 3),
        ("profiles", "force", 1),
        ("profiles", "judge", 1),
        ("codes", "c", 1),
        ("codes", "d", 2),
        ("statements", "s", 3),
        ("findings", "f", 2),
        ("excerpts", "plain", 3),
        ("excerpts", "own", 2),
        ("excerpts", "marked", 1),
        ("excerpts", "profiled", 1),
        ("excerpts", "voiced", 1),
        ("excerpts", "met", 1),
        ("excerpts", "coded", 1),
    ],
)
def test_each_record_takes_the_coarsest_level_of_its_sources(
    table: str, name: str, level: int
) -> None:
    levels = dict(sensitivity.levels(marked(), table).iter_rows())

    assert levels[called(name)] == level
