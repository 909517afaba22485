from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests import by_hand
from tests.by_hand import called

from vestibule.dossier.process import Disclosure
from vestibule.dossier.records import Dossier
from vestibule.protect import clearing
from vestibule.protect.cleared import Count, Hidden
from vestibule.understand import clearable, themes

Put = tuple[str, str, str]
"""An excerpt, the coder and the code; the excerpt ``g1.2`` is of gathering ``g1``."""

CODES = [
    {"id": "fear", "key": "fear", "name": "Fear", "kind": "obstacle"},
    {"id": "work", "key": "work", "name": "Work", "kind": "obstacle"},
    {"id": "road", "key": "road", "name": "Road", "kind": "obstacle", "parent": "fear"},
    {"id": "elders", "key": "elders", "name": "Elders", "kind": "resource"},
]

PLACES = [
    {"id": "land", "key": "land", "name": "Land", "kind": "country", "level": 0},
    *(
        {"id": key, "key": key, "name": key, "kind": "region", "level": 1}
        | {"parent": "land"}
        for key in ("north", "south")
    ),
]


def coded(
    *put: Put, where: dict[str, str] | None = None, **more: dict[str, Any]
) -> Dossier:
    excerpts = sorted({one[0] for one in put})
    met = sorted({one.split(".")[0] for one in excerpts} | set(where or {}))
    return by_hand.dossier(
        by_hand.process(disclosure=Disclosure(people=10, gatherings=2, places=1)),
        places=PLACES,
        codes=CODES,
        gatherings=[
            {"id": one, "place": (where or {}).get(one), "present": 12} for one in met
        ],
        excerpts=[{"id": one, "gathering": one.split(".")[0]} for one in excerpts],
        codings=[
            {"excerpt": excerpt, "coder": coder, "code": code}
            | more.get("stances", {}).get(code, {})
            for excerpt, coder, code in put
        ],
    )


def of(counted: themes.ThemeCounts, key: str) -> dict[str, Any]:
    rows = counted.counts.filter(counted.counts["key"] == key)
    return rows.to_dicts()[0]


def test_gatherings_are_counted_and_not_mentions() -> None:
    counted = themes.themes(
        coded(
            ("g1.1", "a", "fear"),
            ("g1.2", "a", "fear"),
            ("g1.3", "a", "fear"),
            ("g2.1", "a", "work"),
            ("g3.1", "a", "work"),
            ("g4.1", "a", "elders"),
        )
    )

    fear, work = of(counted, "fear"), of(counted, "work")
    assert (fear["gatherings_named"], fear["mentions"], fear["rank"]) == (1, 3, 2)
    assert (work["gatherings_named"], work["mentions"], work["rank"]) == (2, 2, 1)
    assert work["gatherings_heard"] == 4
    assert work["share"] == 0.5
    # Wilson, 2 of 4: the middle stays 1/2, the half width is known to be 0.35.
    assert (work["low"], work["high"]) == pytest.approx((0.15, 0.85), abs=0.001)


def test_a_resource_is_not_ranked_among_obstacles_nor_a_child_beside_its_parent() -> (
    None
):
    counted = themes.themes(coded(("g1.1", "a", "road"), ("g2.1", "a", "elders")))

    assert of(counted, "fear")["gatherings_named"] == 1
    assert [of(counted, key)["rank"] for key in ("fear", "work")] == [1, 2]
    assert [of(counted, key)["rank"] for key in ("road", "elders")] == [1, 1]


def test_of_two_coders_who_coded_an_excerpt_both_must_have_seen_the_theme() -> None:
    counted = themes.themes(
        coded(
            ("g1.1", "a", "fear"),
            ("g1.1", "b", "fear"),
            ("g2.1", "a", "fear"),
            ("g2.1", "b", "work"),
            ("g3.1", "b", "fear"),
        )
    )

    fear = of(counted, "fear")
    assert fear["gatherings_named"] == 2
    assert fear["gatherings_any"] == 3
    # Coded twice: g1.1 (fear by both) and g2.1 (fear by one, work by the other).
    assert counted.agreement == pytest.approx(1 / 3)
    assert counted.coders.select("key", "both", "either").rows() == [
        ("fear", 1, 2),
        ("work", 0, 1),
    ]


def test_without_a_second_coder_nothing_is_said_of_agreement() -> None:
    assert themes.themes(coded(("g1.1", "a", "fear"))).agreement is None


def test_words_that_deny_a_theme_do_not_name_it() -> None:
    denied = coded(("g1.1", "a", "fear"), stances={"fear": {"stance": "against"}})

    fear = of(themes.themes(denied), "fear")

    assert (fear["gatherings_named"], fear["gatherings_denied"]) == (0, 1)


def test_a_gathering_nobody_has_read_yet_has_not_been_silent() -> None:
    dossier = coded(("g1.1", "a", "fear"), ("g2.1", "a", "work"))
    unread = by_hand.frame("excerpts", [{"id": "g9.1", "gathering": "g9"}])
    given = dossier.with_tables(excerpts=dossier.table("excerpts").vstack(unread))

    counted = themes.themes(given)

    assert (counted.gatherings_heard, counted.gatherings_unread) == (2, 1)
    assert of(counted, "fear")["gatherings_heard"] == 2


def test_one_gathering_has_no_interval_and_no_gathering_no_share() -> None:
    one = of(themes.themes(coded(("g1.1", "a", "fear"))), "fear")
    none = of(themes.themes(coded()), "fear")

    assert (one["share"], one["low"], one["high"]) == (1.0, None, None)
    assert (none["share"], none["rank"], none["gatherings_heard"]) == (None, None, 0)


WHERE = {f"g{n}": "north" if n <= 3 else "south" for n in range(1, 7)}


def test_the_range_over_regions_is_between_regions_with_enough_gatherings() -> None:
    put = [
        (f"g{n}.1", "a", "fear" if n in (1, 2, 3, 4) else "work") for n in range(1, 7)
    ]
    counted = themes.themes(coded(*put, where=WHERE))

    fear = of(counted, "fear")
    assert (fear["region_low"], fear["region_high"]) == (pytest.approx(1 / 3), 1.0)
    assert (fear["regions_named"], fear["regions_heard"]) == (2, 2)
    north = counted.by_region.filter(
        (counted.by_region["key"] == "fear")
        & (counted.by_region["region_key"] == "north")
    ).to_dicts()[0]
    assert (north["named"], north["heard"], north["people"]) == (3, 3, 36)


def test_close_themes_are_second_or_third_and_clear_ones_are_not() -> None:
    put = [(f"g{n}.1", "a", "fear") for n in range(40)]
    put += [(f"g{n}.2", "a", "work") for n in range(20)]
    clear = themes.themes(coded(*put), seed=5)
    close = themes.themes(coded(*put[:21], *put[40:]), seed=5)

    ends = ["rank_low", "rank_high"]
    assert [of(clear, "fear")[end] for end in ends] == [1, 1]
    assert [of(clear, "work")[end] for end in ends] == [2, 2]
    assert [of(close, "work")[end] for end in ends] == [1, 2]


def test_the_same_seed_gives_the_same_ranges_whatever_the_order_of_rows() -> None:
    put = [(f"g{n}.1", "a", "fear" if n % 2 else "work") for n in range(9)]
    dossier = coded(*put)
    turned = dossier.with_tables(
        **{name: rows.reverse() for name, rows in dossier.tables.items()}
    )

    first, second = (themes.themes(one, seed=3) for one in (dossier, turned))

    assert first.counts.equals(second.counts)
    assert first.rows.equals(second.rows)


@given(
    st.lists(
        st.tuples(
            st.sampled_from([f"g{n}.{e}" for n in range(4) for e in range(2)]),
            st.sampled_from(["a", "b"]),
            st.sampled_from(["fear", "work", "road"]),
        ),
        min_size=1,
        max_size=25,
    )
)
def test_counts_stay_within_what_one_coder_saw_and_what_was_heard(
    put: list[Put],
) -> None:
    counts = themes.themes(coded(*put), draws=20).counts

    for row in counts.to_dicts():
        assert (
            row["gatherings_named"] <= row["gatherings_any"] <= row["gatherings_heard"]
        )
        assert row["gatherings_named"] <= row["mentions"]
        assert row["low"] is None or row["low"] <= row["share"] <= row["high"]
        assert row["rank_low"] <= row["rank"] <= row["rank_high"]


def test_a_region_with_too_few_gatherings_is_withheld_for_every_theme() -> None:
    where = {**WHERE, "g7": "land"}
    put = [(f"g{n}.1", "a", "fear" if n % 2 else "work") for n in range(1, 8)]
    counted = themes.themes(coded(*put, where=where))
    low = Disclosure(people=10, gatherings=3, places=1)

    cleared = clearing.clear(clearable.named_tables(counted), low)

    # g7 is in no region: left alone, it would follow from the others.
    fear = called("fear")
    assert cleared[clearable.named_key(fear)] == Count(value=4, of=7)
    assert isinstance(cleared[clearable.named_key(fear, "?")], Hidden)
    hidden = {key[1] for key, cell in cleared.items() if isinstance(cell, Hidden)}
    assert len(hidden) == 2
