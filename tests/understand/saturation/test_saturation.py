"""Is anything new still being said? Over all, by place, by profile, and never "all"."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from tests import by_hand
from tests.by_hand import called

from vestibule.dossier.records import Dossier
from vestibule.understand import saturation
from vestibule.understand.saturation import LIMITS

PLACES = [
    {"id": "land", "key": "land", "name": "Land", "kind": "country", "level": 0},
    *(
        {"id": key, "key": key, "name": key, "kind": "region", "level": 1}
        | {"parent": "land"}
        for key in ("north", "south")
    ),
]


def dialogue(named: dict[int, str], **more: Any) -> Dossier:
    """Return gatherings, one a day: each names the themes whose letters it has."""
    kinds = more.get("kinds", {})
    letters = sorted(set("".join(named.values())) | set(more.get("known", "")))
    return by_hand.dossier(
        places=PLACES,
        profiles=[{"id": "farmers", "key": "farmers", "name": "Farmers"}],
        codes=[
            {"id": one, "key": one, "name": one, "kind": kinds.get(one, "obstacle")}
            for one in letters
        ],
        gatherings=[
            {
                "id": f"g{n}",
                "held_on": more.get("day", lambda n: dt.date(2024, 1, n))(n),
                "place": "north" if n <= 5 else "south",
                "profile": "farmers" if n <= 6 else None,
                "composition": "homogeneous" if n <= 6 else "mixed",
                "present": 10,
            }
            for n in named
        ],
        excerpts=[{"id": f"g{n}.1", "gathering": f"g{n}"} for n in named],
        codings=[
            {"excerpt": f"g{n}.1", "code": letter}
            for n, said in named.items()
            for letter in said or (None,)
        ],
    )


EIGHT = {1: "ab", 2: "ac", 3: "ab", 4: "a", 5: "ad", 6: "c", 7: "a", 8: ""}


def test_the_numbers_of_a_small_dialogue_by_hand() -> None:
    found = saturation.saturation(dialogue(EIGHT))

    row = found.rows.row(0, named=True)
    assert (row["gatherings"], row["people"], row["places"]) == (8, 80, 2)
    assert (row["themes"], row["once"], row["twice"]) == (4, 1, 2)
    # d came last, in the fifth of eight gatherings.
    assert row["since_new"] == 3
    assert row["next_new"] == 1 / 8
    # Eleven marks, one of them of a theme heard once.
    assert row["coverage"] == pytest.approx(1 - 1 / 11)
    assert row["coverage_low"] < row["coverage"] < row["coverage_high"] <= 1
    assert (row["chao2"], row["unheard_low"]) == (0.0, 0)
    assert found.curve["in_order"].to_list() == [2, 3, 3, 3, 4, 4, 4, 4]
    assert found.curve["expected"][0] == pytest.approx(11 / 8 - 0.0, abs=0.2)
    assert found.curve["expected"][-1] == 4


def test_places_and_profiles_have_rows_of_their_own() -> None:
    rows = saturation.saturation(dialogue(EIGHT)).rows

    assert rows.select("by", "key", "gatherings", "themes", "since_new").rows() == [
        ("all", None, 8, 4, 3),
        ("region", "north", 5, 4, 0),
        ("region", "south", 3, 2, 1),
        ("profile", "farmers", 6, 4, 1),
    ]
    assert rows["limit"].to_list() == [None, None, "few-gatherings", None]
    assert rows["unheard_low"].to_list()[2] is None


def test_it_never_says_that_all_was_said() -> None:
    told = saturation.saturation(dialogue(EIGHT)).explain()

    assert "No new theme in the last 3 gatherings." in told
    assert "cannot be told" in told
    assert LIMITS["lower-bound"] in told


def test_what_is_surely_missing_is_said_with_its_lower_limit() -> None:
    many = {n: "abcdefghijklmnopqrst"[2 * n - 2 : 2 * n] for n in range(1, 9)}

    found = saturation.saturation(dialogue(many))

    low = found.rows["unheard_low"][0]
    assert low > 0
    assert f"At least {low} not yet heard." in found.explain()
    assert "no-upper" in found.limits


def test_gatherings_of_one_day_came_in_no_order() -> None:
    same = dialogue(EIGHT, day=lambda n: dt.date(2024, 1, 1 if n < 5 else 2))

    found = saturation.saturation(same)

    # d is new on the second day, on which four were held: none came surely after it.
    assert found.rows["since_new"][0] == 0
    assert found.curve["in_order"].to_list() == [None] * 3 + [3] + [None] * 3 + [4]


def test_a_gathering_without_a_day_leaves_the_order_unsaid() -> None:
    undated = dialogue(EIGHT, day=lambda n: dt.date(2024, 1, n) if n != 4 else None)

    found = saturation.saturation(undated)

    assert found.rows["since_new"][0] is None
    assert found.curve["in_order"].null_count() == 8
    assert "undated" in found.limits
    assert "No new theme" not in found.explain()


def test_themes_of_one_kind_alone_and_those_nobody_named() -> None:
    given = dialogue(EIGHT, kinds={"a": "need"}, known="z")

    found = saturation.saturation(given, kind="need")
    others = saturation.saturation(given, kind="obstacle")

    assert found.rows["themes"][0] == 1
    assert (others.rows["themes"][0], found.kind) == (3, "need")
    assert others.unnamed.rows() == [(called("z"), "z")]


def test_thin_dossiers_get_a_sentence_and_no_number() -> None:
    nothing = saturation.saturation(by_hand.dossier())
    few = saturation.saturation(dialogue({1: "a", 2: "b"}))
    silent = saturation.saturation(dialogue(dict.fromkeys(range(1, 7), "")))

    assert nothing.limits == ("no-gathering",)
    assert nothing.curve.is_empty()
    assert few.limits == ("few-gatherings",)
    assert few.rows["next_new"].null_count() == len(few.rows)
    assert silent.limits == ("no-theme",)
    assert silent.curve["expected"].to_list() == [0.0] * 6
    assert "cannot be said" in few.explain()


def test_the_order_of_rows_changes_nothing() -> None:
    given = dialogue(EIGHT)
    turned = given.with_tables(
        **{name: rows.reverse() for name, rows in given.tables.items()}
    )

    first, second = (saturation.saturation(one) for one in (given, turned))

    assert first.rows.equals(second.rows)
    assert first.curve.equals(second.curve)
