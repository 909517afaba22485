"""Claims become one map: sources apart from citations, merges that can be undone."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from tests import by_hand
from tests.understand.maps import tellings
from tests.understand.maps.tellings import dossier, ids, merge

from vestibule.dossier import lineage, withdrawals, writing
from vestibule.understand import maps
from vestibule.understand.maps import merging


def link(system: maps.SystemMap, cause: str, effect: str) -> dict[str, Any]:
    c, e = ids(cause, effect)
    return system.links.row(
        by_predicate=(pl.col("cause") == c) & (pl.col("effect") == e), named=True
    )


def factor(system: maps.SystemMap, name: str) -> dict[str, Any]:
    return system.factors.row(by_predicate=pl.col("factor") == ids(name)[0], named=True)


def test_what_one_teller_repeats_is_one_source_and_several_citations() -> None:
    found = maps.system_map(dossier({"t1": "a+b a+b a+b", "t2": "a+b"}))

    told = link(found, "a", "b")
    assert (told["citations"], told["sources"], told["gatherings"]) == (4, 2, 2)
    assert (told["more"], told["less"], told["sign"]) == (2, 0, 1)
    assert not told["contested"]


def test_two_coders_of_one_excerpt_are_one_citation() -> None:
    excerpt = {"id": "x", "gathering": "g-t", "voice": "v"}
    claims = [
        {"cause": "a", "effect": "b", "direction": "more", "excerpt": "x", "coder": who}
        for who in ("c1", "c2")
    ]
    given = by_hand.dossier(
        factors=[{"id": one, "name": one} for one in "ab"],
        people=[{"id": "t"}],
        gatherings=[{"id": "g-t"}],
        voices=[{"id": "v", "gathering": "g-t", "person": "t", "medium": "audio"}],
        excerpts=[excerpt],
        claims=claims,
    )
    found = maps.system_map(lineage.settled(given))

    told = link(found, "a", "b")
    assert (told["citations"], told["sources"], told["coders"]) == (1, 1, 2)
    assert found.kinds == {"teller": 2, "voice": 0, "gathering": 0, "nobody": 0}
    assert found.claims["source"].to_list() == [by_hand.called("t")] * 2
    story = found.minimap(by_hand.called("v"))
    assert story["claims"].list.len().to_list() == [2]


def test_a_source_is_the_teller_else_the_voice_else_the_gathering() -> None:
    claim = {"cause": "a", "effect": "b", "direction": "more"}
    given = by_hand.dossier(
        factors=[{"id": one, "name": one} for one in "ab"],
        people=[{"id": "t"}],
        gatherings=[{"id": "g"}],
        voices=[{"id": "v", "gathering": "g", "medium": "audio"}],
        claims=[
            {**claim, "teller": "t", "voice": "v"},
            {**claim, "voice": "v"},
            {**claim, "gathering": "g"},
            claim,
        ],
    )
    found = maps.system_map(lineage.settled(given))

    assert found.kinds == {"teller": 1, "voice": 1, "gathering": 1, "nobody": 1}
    assert link(found, "a", "b")["sources"] == 3
    assert link(found, "a", "b")["citations"] == 4
    assert {"sources-unknown", "tellers-unknown", "no-loops"} == set(found.limits)


def test_where_nobody_is_known_citations_give_the_sign() -> None:
    less = {"cause": "a", "effect": "b", "direction": "less"}
    given = by_hand.dossier(
        factors=[{"id": one, "name": one} for one in "ab"], claims=[less, less]
    )
    found = maps.system_map(lineage.settled(given))

    assert (link(found, "a", "b")["sources"], link(found, "a", "b")["sign"]) == (0, -1)
    assert found.tellers[ids("a", "b")] == frozenset()


def test_contradictions_are_shown_and_a_tie_has_no_sign() -> None:
    found = maps.system_map(dossier({"t1": "a+b c-d", "t2": "a+b c+d", "t3": "a-b"}))

    one, tie = link(found, "a", "b"), link(found, "c", "d")
    assert (one["more"], one["less"], one["sign"], one["contested"]) == (2, 1, 1, True)
    assert (tie["sign"], tie["contested"]) == (0, True)
    # who told the contrary does not bear the link
    t = {name: by_hand.called(name) for name in ("t1", "t2")}
    assert found.tellers[ids("a", "b")] == set(t.values())
    assert found.tellers[ids("c", "d")] == set(t.values())


def test_drivers_are_told_as_causes_and_outcomes_as_effects() -> None:
    given = dossier(
        {"t1": "a+b b+c", "t2": "b+c"},
        factors=[{"id": one, "name": one} for one in "abcd"],
    )
    found = maps.system_map(given)

    roles = {name: factor(found, name)["role"] for name in "abcd"}
    # b: two told it as a cause, one as an effect, 2 of 3
    assert roles == {"a": "driver", "b": "between", "c": "outcome", "d": "alone"}
    assert [factor(found, name)["level"] for name in "abcd"] == [0.0, 1.0, 2.0, None]
    assert found.incoherence == 0.0


def test_a_circle_is_all_incoherence() -> None:
    found = maps.system_map(dossier({"t": "a+b b+c c+a"}))

    assert found.incoherence == 1.0
    assert factor(found, "a")["part"] == factor(found, "c")["part"] == 0


def test_a_dossier_without_claims_has_no_map() -> None:
    found = maps.system_map(dossier({}))

    assert found.limits == ("nothing-told",)
    assert found.links.is_empty()
    assert found.loops == ()
    assert found.incoherence is None


def test_only_decided_merges_act_and_what_they_fold_is_counted() -> None:
    told = {"t1": "a+b", "t2": "A+b", "t3": "a+A"}
    apart = maps.system_map(dossier(told, merges=[merge("A", "a", "proposed")]))
    one = maps.system_map(dossier(told, merges=[merge("A", "a")]))

    assert apart.links.height == 3
    assert one.links.height == 1
    assert link(one, "a", "b")["sources"] == 2
    assert (one.folded, one.limits) == (1, ("no-loops", "folded"))
    assert set(factor(one, "a")["members"]) == set(ids("A", "a"))
    # what was coded stays behind what was merged
    assert set(one.claims["told_cause"]) == set(ids("A", "a"))


def test_undoing_a_merge_gives_the_map_back() -> None:
    told = {"t1": "a+b b+c", "t2": "A+b", "t3": "c-a"}
    before = maps.system_map(dossier(told))
    decided = dossier(told, merges=[merge("A", "a", id="m")])
    merged = maps.system_map(decided)
    undone = {**merge("A", "a", "undone"), "id": "m2", "supersedes": "m", "seq": 2}
    back = writing.append(decided, {"merges": by_hand.frame("merges", [undone])})
    after = maps.system_map(lineage.settled(back))

    assert merged.sha256 != before.sha256
    assert after.sha256 == before.sha256
    assert after.links.equals(before.links)
    assert after.factors.equals(before.factors)
    assert after.loops == before.loops


def test_a_later_record_on_the_same_pair_speaks_and_the_dispute_is_kept() -> None:
    rows = [
        merge("A", "a", by="one", reason="same thing"),
        merge("A", "a", "undone", by="two", reason="not at all"),
        merge("B", "a", by="one"),
    ]
    given = dossier({"t": "a+b A+b B+b"}, merges=rows)
    table = given.table("merges")

    assert merging.in_force(table) == [ids("B", "a")]
    assert merging.in_force(table, by=["one"]) == sorted([ids("A", "a"), ids("B", "a")])
    dispute = merging.disputed(table)
    assert dispute.select("by", "state", "reason").rows() == [
        ("one", "decided", "same thing"),
        ("two", "undone", "not at all"),
    ]


def test_chains_and_circles_of_merges_have_one_head() -> None:
    assert merging.together([("a", "b"), ("b", "c"), ("d", "b")]) == {
        "a": "c",
        "b": "c",
        "d": "c",
    }
    assert merging.together([("b", "a"), ("a", "b"), ("c", "c")]) == {"b": "a"}
    assert merging.together([]) == {}


@given(
    pairs=st.lists(
        st.tuples(st.sampled_from("abcdefg"), st.sampled_from("abcdefg")), max_size=8
    ),
    seed=st.integers(0, 99),
)
def test_the_order_of_merges_never_matters(
    pairs: list[tuple[str, str]], seed: int
) -> None:
    shuffled = list(pairs)
    np.random.default_rng(seed).shuffle(shuffled)
    heads = merging.together(pairs)

    assert merging.together(shuffled) == heads
    # heads stand for themselves, and both ends of a pair have one head
    assert not set(heads.values()) & set(heads)
    assert all(heads.get(a, a) == heads.get(b, b) for a, b in pairs)


LINKS = st.lists(
    st.tuples(
        st.sampled_from("abcde"), st.sampled_from("+-"), st.sampled_from("abcde")
    ),
    max_size=8,
)


@settings(max_examples=15)
@given(
    told=st.dictionaries(st.sampled_from(["t1", "t2", "t3"]), LINKS),
    seed=st.integers(0, 9),
)
def test_the_order_of_records_never_matters(
    told: dict[str, list[tuple[str, str, str]]], seed: int
) -> None:
    given_ = dossier(
        {who: ["".join(one) for one in links] for who, links in told.items()}
    )
    mixed = given_.with_tables(
        **{
            name: rows.sample(fraction=1, shuffle=True, seed=seed)
            for name, rows in given_.tables.items()
        }
    )
    found, again = maps.system_map(given_), maps.system_map(mixed)

    assert again.sha256 == found.sha256
    assert again.links.equals(found.links)
    assert again.loops == found.loops
    assert (found.links["citations"] >= found.links["sources"]).all()
    assert (found.links["more"] + found.links["less"] >= found.links["sources"]).all()


def test_a_withdrawn_teller_leaves_no_trace_in_the_map() -> None:
    whole = dossier({"t1": "a+b", "t2": "b+c c+a"})
    never = maps.system_map(dossier({"t1": "a+b"}, factors=[
        {"id": one, "name": one, "lang": "en"} for one in "abc"
    ]))  # fmt: skip
    after = withdrawals.withdraw(
        whole, table="people", record=by_hand.called("t2"), origin="o",
        at=tellings.MOMENT, by="k1", reason="asked",
    )  # fmt: skip
    found = maps.system_map(lineage.settled(after))

    assert found.links.equals(never.links)
    assert found.sha256 == never.sha256
