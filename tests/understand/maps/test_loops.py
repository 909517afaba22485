"""Circles: found up to a stated length, with their sign, told whole or assembled."""

from __future__ import annotations

import networkx as nx
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.understand.maps.tellings import dossier, ids

from vestibule.understand import maps
from vestibule.understand.maps import MapSettings


def test_two_negative_links_feed_a_circle_and_one_holds_it_back() -> None:
    found = maps.system_map(dossier({"t": "a-b b-a c+d d-c"}))

    kinds = {one.factors: one.kind for one in found.loops}
    assert kinds == {
        tuple(sorted(ids("a", "b"))): "reinforcing",
        tuple(sorted(ids("c", "d"))): "balancing",
    }


def test_a_circle_with_a_link_told_either_way_is_unclear() -> None:
    found = maps.system_map(dossier({"t1": "a+b b+a", "t2": "a-b"}))

    assert [one.kind for one in found.loops] == ["unclear"]


def test_a_circle_that_nobody_told_whole_is_assembled() -> None:
    whole = maps.system_map(dossier({"t1": "a+b b+a", "t2": "a+b"}))
    pieces = maps.system_map(dossier({"t1": "a+b", "t2": "b+a"}))

    (told,), (assembled,) = whole.loops, pieces.loops
    assert (told.assembled, len(told.tellers)) == (False, 1)
    assert assembled.assembled
    assert (assembled.tellers, assembled.sources, assembled.weakest) == ((), (1, 1), 1)
    assert set(assembled.pairs) == {ids("a", "b"), ids("b", "a")}


def test_who_told_a_link_the_other_way_did_not_tell_the_circle() -> None:
    found = maps.system_map(dossier({"t1": "a-b b+a", "t2": "a+b", "t3": "a+b"}))

    assert found.loops[0].assembled


def test_circles_longer_than_the_bound_are_not_listed() -> None:
    told = dossier({"t": "a+b b+c c+d d+a"})

    assert maps.system_map(told, settings=MapSettings(loop_bound=3)).loops == ()
    assert len(maps.system_map(told, settings=MapSettings(loop_bound=4)).loops) == 1


def test_too_many_circles_are_cut_by_how_many_told_their_links() -> None:
    strong = {"t1": "a+b b+a", "t2": "a+b b+a"}
    told = dossier({**strong, "t3": "a+c c+a a+d d+a"})
    found = maps.system_map(told, settings=MapSettings(most_loops=2))

    assert found.loop_floor == 2
    assert "loops-cut" in found.limits
    assert [set(one.factors) for one in found.loops] == [set(ids("a", "b"))]
    every = maps.system_map(told, settings=MapSettings(most_loops=3))
    assert (len(every.loops), every.loop_floor) == (3, 1)


def test_circles_that_no_floor_thins_out_are_cut_and_said_to_be() -> None:
    told = dossier({"t": "a+b b+a a+c c+a"})
    found = maps.system_map(told, settings=MapSettings(most_loops=1))

    assert len(found.loops) == 1
    assert found.limits == ("loops-more",)


EDGES = st.sets(
    st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef")).filter(
        lambda pair: pair[0] != pair[1]
    ),
    max_size=14,
)


@settings(max_examples=15)
@given(edges=EDGES, bound=st.integers(2, 6))
def test_every_elementary_circle_up_to_the_bound_is_found_once(
    edges: set[tuple[str, str]], bound: int
) -> None:
    told = dossier({"t": [f"{a}+{b}" for a, b in sorted(edges)]})
    found = maps.system_map(told, settings=MapSettings(loop_bound=bound)).loops
    every = [one for one in nx.simple_cycles(nx.DiGraph(edges)) if len(one) <= bound]

    assert sorted(sorted(one.factors) for one in found) == sorted(
        sorted(ids(*one)) for one in every
    )
    assert len({one.factors for one in found}) == len(found)
    assert not any(one.assembled for one in found)
