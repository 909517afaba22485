from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests import by_hand
from tests.by_hand import called

from vestibule.agree import ballots, priorities
from vestibule.dossier.process import Decisions
from vestibule.dossier.records import Dossier

OPTIONS = ("fear", "justice", "land", "work")


def ranked(
    *orders: str,
    n: int = 1,
    met: Sequence[str] | None = None,
    kind: str = "ranking",
    **tables: Any,
) -> Dossier:
    """Return ballots as strings of first letters; ``(jl)`` stands level."""
    names = {name[0]: name for name in OPTIONS}
    rows = []
    for number, order in enumerate(orders):
        rank = 1
        for group in _levels(order):
            rows += [
                {"question": "q", "ballot": str(number), "finding": names[letter]}
                | {"rank": rank, "n": n, "gathering": met[number] if met else "g"}
                for letter in group
            ]
            rank += len(group)
    return cast(rows, kind=kind, **tables)


def _levels(order: str) -> list[str]:
    groups, level = [], ""
    for letter in order:
        if letter == "(":
            level = " "
        elif letter == ")":
            groups.append(level.strip())
            level = ""
        elif level:
            level += letter
        else:
            groups.append(letter)
    return groups


def cast(rows: list[dict[str, Any]], *, kind: str, **tables: Any) -> Dossier:
    met = sorted({row["gathering"] for row in rows})
    given: dict[str, Any] = {
        "places": [
            {"id": "land", "key": "land", "name": "L", "kind": "country", "level": 0},
            *(
                {"id": key, "key": key, "name": key, "kind": "region", "level": 1}
                | {"parent": "land"}
                for key in ("north", "south")
            ),
        ],
        "gatherings": [
            {"id": one, "place": "north" if one < "m" else "south"} for one in met
        ],
        "findings": [{"id": one, "key": one} for one in OPTIONS],
        "questions": [{"id": "q", "key": "q", "words": "?", "kind": kind}],
        "ballots": rows,
        **tables,
    }
    return by_hand.dossier(**given)


def scores(dossier: Dossier) -> dict[str, float]:
    return dict(priorities.priorities(dossier).order.select("key", "score").iter_rows())


def test_borda_gives_a_point_for_each_option_that_stands_behind() -> None:
    assert scores(ranked("jfwl", "jwfl")) == {
        "justice": 6.0,
        "fear": 3.0,
        "work": 3.0,
        "land": 0.0,
    }


def test_options_left_out_share_the_places_that_remain() -> None:
    # fear 3; the other three share 2 + 1 + 0.
    assert scores(ranked("f", "jfwl")) == {
        "fear": 5.0,
        "justice": 4.0,
        "work": 2.0,
        "land": 1.0,
    }


def test_options_that_stand_level_share_their_points() -> None:
    assert scores(ranked("(fj)wl")) == {
        "fear": 2.5,
        "justice": 2.5,
        "work": 1.0,
        "land": 0.0,
    }


def test_identical_ballots_are_counted_as_often_as_there_were() -> None:
    result = priorities.priorities(ranked("jfwl", n=7))

    assert result.ballots == 7
    assert result.order["score"][0] == 21.0
    assert result.order["first"].to_list() == [7, 0, 0, 0]
    assert result.order["top_two"].to_list() == [7, 7, 0, 0]


def test_ties_are_named_and_not_broken() -> None:
    order = priorities.priorities(ranked("jfwl", "fjwl")).order

    assert order.select("key", "rank", "tied").rows() == [
        ("fear", 1, True),
        ("justice", 1, True),
        ("work", 3, False),
        ("land", 4, False),
    ]


def test_ballots_that_agree_give_one_rank_and_ballots_that_do_not_a_range() -> None:
    firm = priorities.priorities(ranked(*["jfwl"] * 12), seed=2).order
    torn = priorities.priorities(ranked(*["jfwl", "fjwl"] * 6), seed=2).order

    ends = ["rank_low", "rank_high"]
    assert firm.select(ends).rows() == [(1, 1), (2, 2), (3, 3), (4, 4)]
    assert torn.select(ends).rows() == [(1, 2), (1, 2), (3, 3), (4, 4)]


def test_gatherings_are_drawn_again_where_there_are_three() -> None:
    met = ["a", "a", "b", "b", "z", "z"]

    many = priorities.priorities(ranked(*["jfwl"] * 6, met=met))
    few = priorities.priorities(ranked(*["jfwl"] * 6))
    one = priorities.priorities(ranked("jfwl"))

    assert [result.unit for result in (many, few, one)] == [
        "gathering",
        "ballot",
        "none",
    ]
    assert one.order["rank_high"].to_list() == [1, 2, 3, 4]


def test_what_changes_when_a_region_or_gathering_is_left_out_is_told() -> None:
    met = ["a", "b", "x", "y"]
    result = priorities.priorities(ranked("jfwl", "jfwl", "fjwl", "fjlw", met=met))

    dropped = {
        row["left_out"]: (row["changed"], row["first"], row["order"])
        for row in result.dropped.to_dicts()
        if row["kind"] == "region"
    }
    assert dropped["south"] == (True, "justice", "justice fear work land")
    assert dropped["north"] == (True, "fear", "fear justice land=work")
    assert result.dropped.filter(result.dropped["kind"] == "gathering").height == 4


def test_each_region_has_an_order_of_its_own() -> None:
    result = priorities.priorities(ranked("jfwl", "jwfl", "fjwl", met=["a", "b", "x"]))

    first = result.by_region.filter(result.by_region["rank"] == 1)
    assert first.select("region_key", "key", "ballots").rows() == [
        ("north", "justice", 2),
        ("south", "fear", 1),
    ]


def test_delegates_at_a_conference_speak_for_the_places_they_come_from() -> None:
    rows = [
        {"question": "q", "ballot": one, "finding": "fear", "rank": 1, "gathering": "g"}
        | {"person": one}
        for one in ("p", "q", "r")
    ]
    dossier = cast(
        rows,
        kind="ranking",
        gatherings=[{"id": "g", "kind": "national_conference", "place": "north"}],
        people=[
            {"id": "p", "place": "south"},
            {"id": "q", "place": "north"},
            {"id": "r"},
        ],
    )

    regions = priorities.priorities(dossier).by_region["region_key"].unique().to_list()

    assert set(regions) == {"south", "north", None}


def test_approvals_and_points_are_counted_as_they_are() -> None:
    approved = [
        {"question": "q", "ballot": str(n), "finding": one, "gathering": "g"}
        | {"approved": one == "land" or n == 0}
        for n in range(3)
        for one in ("land", "work")
    ]
    pointed = [{**row, "approved": None, "points": 2.0} for row in approved]

    first = priorities.priorities(cast(approved, kind="approval"))
    second = priorities.priorities(cast(pointed, kind="points"))

    assert (first.rule, first.order["score"].to_list()) == ("approval", [3.0, 1.0])
    assert first.order["top_two"].to_list() == [3, 1]
    assert (second.rule, second.order["score"].to_list()) == ("points", [6.0, 6.0])


def test_the_questions_own_rule_goes_first_and_must_fit_the_ballots() -> None:
    question = {"id": "q", "key": "q", "words": "?", "kind": "ranking"}

    def rule(named: str | None) -> str | None:
        questions = [{**question, "rule": named}]
        dossier = ranked("jf", questions=questions)
        return priorities.priorities(dossier).rule

    assert rule("approval") == "borda"
    assert rule("consensus") == "borda"
    assert rule(None) == "borda"
    approving = by_hand.process(decisions=Decisions(priority_rule="approval"))
    given = ranked("jf")
    declared = Dossier(process=approving, tables=given.tables)
    assert priorities.priorities(declared).rule == "borda"


def test_ballots_that_say_nothing_give_no_order() -> None:
    rows = [{"question": "q", "ballot": "1", "finding": "fear", "gathering": "g"}]

    result = priorities.priorities(cast(rows, kind="consensus"))

    assert result.order.select("rank", "score").rows() == [(1, 0.0)]
    assert result.by_rule["rule"].to_list() == ["consensus"]


def test_without_ballots_there_is_no_order() -> None:
    result = priorities.priorities(ranked())

    assert result.order.is_empty()
    assert (result.question, result.ballots, result.unit) == (None, 0, "none")
    assert result.order.columns == list(priorities.ORDER)


def test_the_question_with_most_ballots_is_taken_unless_one_is_named() -> None:
    first = ranked("jfwl", "jfwl")
    more = [
        {"question": "r", "ballot": "9", "finding": "land", "rank": 1, "gathering": "g"}
        | {"id": "b9"}
    ]
    questions = [
        {"id": one, "key": one, "words": "?", "kind": "ranking"} for one in ("q", "r")
    ]
    dossier = first.with_tables(
        ballots=first.table("ballots").vstack(by_hand.frame("ballots", more)),
        questions=by_hand.frame("questions", questions),
    )

    assert priorities.priorities(dossier).question == called("q")
    named = priorities.priorities(dossier, question=called("r"))
    assert named.order["key"].to_list() == ["land"]


def test_a_ballot_that_stands_for_two_numbers_is_refused() -> None:
    rows = [
        {"question": "q", "ballot": "1", "finding": one, "rank": n, "gathering": "g"}
        | {"n": n}
        for n, one in enumerate(("fear", "land"), start=1)
    ]

    with pytest.raises(ballots.UnevenBallot, match="same n"):
        priorities.priorities(cast(rows, kind="ranking"))


def test_other_rules_stand_beside_the_one_that_decided() -> None:
    # Most put fear first, but all others put it last: justice beats each in pairs.
    result = priorities.priorities(ranked("fjwl", "fjwl", "jwlf", "jwlf", "wjlf"))

    winners = result.by_rule.filter(result.by_rule["rank"] == 1)
    told = dict(winners.select("rule", "key").iter_rows())
    assert told["pairs"] == "justice"
    assert told["borda"] == "justice"
    assert winners.filter(winners["rule"] == "first")["key"].to_list() == [
        "fear",
        "justice",
    ]


def test_what_goes_to_clearing_adds_up_to_the_order() -> None:
    met = ["a", "b", "x"]
    result = priorities.priorities(ranked("jfwl", "jwfl", "fjwl", met=met, n=4))

    summed = result.rows.group_by("finding").agg(top=result.rows["top_two"].sum())
    assert summed.height == 4
    justice = result.rows.filter(result.rows["finding"] == called("justice"))
    assert (justice["top_two"].sum(), justice["n"].sum()) == (12, 12)


orders = st.lists(
    st.permutations("fjlw").flatmap(
        lambda whole: st.integers(1, 4).map(lambda k: "".join(whole[:k]))
    ),
    min_size=1,
    max_size=8,
)


@given(orders)
def test_every_ballot_gives_out_the_same_points(cast_orders: list[str]) -> None:
    result = priorities.priorities(ranked(*cast_orders), draws=10)
    options = result.order.height

    total = len(cast_orders) * options * (options - 1) / 2
    assert result.order["score"].sum() == total


@given(orders, st.randoms(use_true_random=False))
def test_the_outcome_does_not_depend_on_the_order_of_reading(
    cast_orders: list[str], chance: Any
) -> None:
    met = [("a", "b", "x", "y")[n % 4] for n in range(len(cast_orders))]
    dossier = ranked(*cast_orders, met=met)
    rows = dossier.table("ballots")
    places = list(range(rows.height))
    chance.shuffle(places)
    shuffled = dossier.with_tables(ballots=rows[places])

    first, second = (
        priorities.priorities(one, seed=1, draws=50) for one in (dossier, shuffled)
    )

    for name in ("order", "by_region", "dropped", "by_rule", "rows"):
        assert getattr(first, name).equals(getattr(second, name))


@given(orders)
def test_putting_a_finding_first_once_more_never_lowers_it(
    cast_orders: list[str],
) -> None:
    def place(*given_orders: str) -> int:
        order = priorities.priorities(ranked(*given_orders), draws=1).order
        rows = order.filter(order["key"] == "fear")
        return int(rows["rank"].item())

    assert place(*cast_orders, "fjlw", "fjlw") <= place(*cast_orders, "fjlw")
