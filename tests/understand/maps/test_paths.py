"""From one thing to another: told whole by some, borne by at most so many."""

from __future__ import annotations

from itertools import combinations

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests import by_hand
from tests.understand.maps.tellings import dossier, ids, merge

from vestibule.errors import DataError
from vestibule.understand import maps
from vestibule.understand.maps import MapSettings, robustness


def traced(told: dict[str, str], start: str, *ends: str, **more: int) -> maps.Trace:
    system = maps.system_map(dossier(told))
    return maps.trace(system, ids(start), ids(*ends), **more)


def test_one_flooding_link_bears_all_damage() -> None:
    # the vignette of the causal mapping functions: rain reaches both kinds of
    # damage through one link, so each connection, and both together, bear one
    told = {
        "s1": "rain+flood",
        "s2": "flood+business flood+property",
        "s3": "flood+property",
    }

    assert traced(told, "rain", "business").at_most == 1
    assert traced(told, "rain", "property").at_most == 1
    both = traced(told, "rain", "business", "property")
    assert (both.at_most, both.exact) == (1, 1)
    assert both.assembled
    assert [one.assembled for one in both.paths] == [True, True]


def test_a_way_told_whole_is_counted_by_who_told_all_of_it() -> None:
    found = traced({"t1": "a+b b-c", "t2": "a+b", "t3": "b-c a+b"}, "a", "c")

    (way,) = found.paths
    assert way.factors == ids("a", "b", "c")
    assert (way.sign, way.sources, len(way.tellers)) == (-1, (3, 2), 2)
    assert set(found.threads) == {by_hand.called("t1"), by_hand.called("t3")}
    assert (found.at_most, found.exact, found.limits) == (2, 2, ())


def test_a_teller_of_two_links_of_the_cut_counts_twice_in_the_bound_alone() -> None:
    # two ways, both borne by t alone
    found = traced({"t": "a+b b+d a+c c+d"}, "a", "d")

    assert (found.at_most, found.exact) == (2, 1)


def test_a_thread_may_use_links_of_several_listed_ways() -> None:
    found = traced({"t1": "a+b b+c c+d", "t2": "a+c"}, "a", "d", bound=3)

    assert [len(one.factors) for one in found.paths] == [4, 3]
    assert found.threads == (by_hand.called("t1"),)
    assert found.paths[1].assembled


def test_ways_longer_than_asked_are_left_out() -> None:
    told = {"t": "a+b b+c c+d"}

    none = traced(told, "a", "d", bound=2)
    assert (none.limits, none.paths, none.threads) == (("no-path",), (), ())
    assert (none.at_most, none.exact, none.assembled) == (0, 0, True)
    assert len(traced(told, "a", "d", bound=3).paths) == 1


def test_nothing_leads_from_an_effect_back_to_its_cause() -> None:
    assert traced({"t": "a+b"}, "b", "a").limits == ("no-path",)


def test_what_cannot_be_solved_exactly_is_bounded_and_said_so() -> None:
    system = maps.system_map(
        dossier({"t1": "a+b b+c", "t2": "a+b"}), settings=MapSettings(exact_size=1)
    )
    found = maps.trace(system, ids("a"), ids("c"))

    assert (found.at_most, found.exact) == (1, None)
    assert found.limits == ("too-large-for-exact",)


def test_more_ways_than_are_listed_are_said_to_be_more() -> None:
    system = maps.system_map(
        dossier({"t": "a+b b+d a+c c+d"}), settings=MapSettings(most_paths=1)
    )
    found = maps.trace(system, ids("a"), ids("d"))

    assert (len(found.paths), found.limits) == (1, ("paths-cut",))


def test_a_way_of_unknown_sources_bears_nothing() -> None:
    claim = {"cause": "a", "effect": "b", "direction": "more"}
    given_ = dossier({}, factors=[{"id": "a", "name": "a"}, {"id": "b", "name": "b"}])
    given_ = given_.with_tables(claims=by_hand.frame("claims", [claim]))
    found = maps.trace(maps.system_map(given_), ids("a"), ids("b"))

    assert (found.at_most, found.exact, found.limits) == (0, 0, ("sources-unknown",))


def test_a_merged_factor_means_what_it_was_merged_into() -> None:
    system = maps.system_map(dossier({"t": "a+b A+b"}, merges=[merge("A", "a")]))

    assert maps.trace(system, ids("A"), ids("b")).starts == ids("a")
    with pytest.raises(DataError, match="two that differ"):
        maps.trace(system, ids("A"), ids("a"))
    with pytest.raises(DataError, match="No factor"):
        maps.trace(system, ids("nothing"), ids("a"))


TELLERS = st.dictionaries(
    st.tuples(st.sampled_from("abcde"), st.sampled_from("abcde")).filter(
        lambda pair: pair[0] != pair[1]
    ),
    st.frozensets(st.sampled_from("stuvwx"), min_size=1, max_size=3),
    max_size=9,
)


def broken(tellers: dict[tuple[str, str], frozenset[str]], out: set[str]) -> bool:
    left = nx.DiGraph([pair for pair, told in tellers.items() if told - out])
    left.add_nodes_from("ae")
    return not nx.has_path(left, "a", "e")


@given(tellers=TELLERS)
def test_the_exact_number_is_that_of_trying_every_set_of_tellers(
    tellers: dict[tuple[str, str], frozenset[str]],
) -> None:
    everyone = sorted(frozenset().union(*tellers.values()))
    fewest = next(
        n
        for n in range(len(everyone) + 1)
        if any(broken(tellers, set(some)) for some in combinations(everyone, n))
    )

    exact = robustness.exact(tellers, "a", "e", 4000)
    assert exact == fewest
    assert robustness.flow(tellers, "a", "e") >= fewest
