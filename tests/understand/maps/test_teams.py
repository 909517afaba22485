"""Two teams merge one set of words: how alike are their maps?"""

from __future__ import annotations

import pytest
from tests.understand.maps.tellings import dossier, ids, merge

from vestibule.understand import maps


def test_the_same_map_agrees_wholly() -> None:
    system = maps.system_map(dossier({"t": "a+b A+b"}, merges=[merge("A", "a")]))
    found = maps.agreement(system, system)

    assert (found.rand, found.precision, found.recall, found.signs) == (1, 1, 1, 1)
    assert found.apart.is_empty()


def test_pairs_are_counted_as_by_hand() -> None:
    # coded: a A b B. One team holds {a A} {b} {B}, the other {a A} {b B}.
    # Pairs: 6; the first has 1, the second 2, both 1; expected 1 x 2 / 6.
    # Adjusted: (1 - 1/3) / (1.5 - 1/3) = 4/7.
    told = {"t": "a+b A+B a+B"}
    one = [merge("A", "a", by="one")]
    two = [merge("A", "a", by="two"), merge("B", "b", by="two")]
    given = dossier(told, merges=[*one, *two])
    first = maps.system_map(given, by=["one"])
    second = maps.system_map(given, by=["two"])
    found = maps.agreement(first, second)

    assert found.rand == pytest.approx(4 / 7)
    # claims: the first has a+b | A+B a+B, the second all three in one link
    assert (found.precision, found.recall) == (1, pytest.approx(1 / 3))
    assert (found.factors, found.claims, found.signs) == (4, 3, 1)
    assert set(found.apart["factor"]) == set(ids("b", "B"))


def test_teams_that_merge_nothing_agree_and_nothing_agrees_with_nothing() -> None:
    apart = maps.system_map(dossier({"t": "a+b"}))
    none = maps.system_map(dossier({}))

    found = maps.agreement(apart, apart)
    assert (found.rand, found.precision, found.recall) == (1, None, None)
    found = maps.agreement(none, none)
    assert (found.rand, found.signs, found.claims) == (None, None, 0)


def test_one_team_that_merges_all_and_one_that_merges_none_agree_as_by_chance() -> None:
    given = dossier({"t": "a+b b+c"}, merges=[
        merge("a", "b", by="all"), merge("c", "b", by="all")
    ])  # fmt: skip
    every = maps.system_map(given, by=["all"])
    none = maps.system_map(given, by=["none"])

    assert maps.agreement(every, none).rand == 0
