from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests import by_hand
from tests.by_hand import called

from vestibule.agree import budgets
from vestibule.agree.budgets import Budget, NoBudget, WrongAmount, method, purses
from vestibule.agree.budgets.purses import Case
from vestibule.dossier.records import Dossier


def case(cost: list[float], *lines: str, utility: str = "cost") -> Case:
    """Return ballots as ``3 ab``: three that approve the first and second action."""
    wanted = np.array(
        [[float("abcdefgh"[n] in line) for n in range(len(cost))] for line in lines]
    )
    weight = np.array([float(line.split()[0]) for line in lines])
    price = np.array(cost)
    return Case(
        cost=price,
        utility=wanted * price if utility == "cost" else wanted,
        weight=weight,
        support=weight @ wanted,
    )


def cast(
    wants: dict[str, str],
    costs: dict[str, float | None],
    *,
    n: int = 1,
    kind: str = "approval",
    **column: Any,
) -> Dossier:
    """Return one ballot per gathering: gathering to the actions it wants."""
    places = [
        {"id": "land", "key": "land", "name": "L", "kind": "country", "level": 0},
        *(
            {"id": one, "key": one, "name": one, "kind": "region", "level": 1}
            | {"parent": "land"}
            for one in ("north", "south")
        ),
    ]
    rows = [
        {"question": "q", "gathering": met, "ballot": met, "action": one, "n": n}
        | (column or {"approved": one in some})
        for met, some in wants.items()
        for one in costs
    ]
    return by_hand.dossier(
        places=places,
        gatherings=[
            {"id": met, "code": met, "place": "north" if met < "m" else "south"}
            for met in wants
        ],
        questions=[{"id": "q", "key": "q", "words": "?", "kind": kind}],
        actions=[
            {"id": one, "words": one, "cost": cost, "state": "proposed"}
            for one, cost in costs.items()
        ],
        ballots=rows,
    )


def bought(dossier: Dossier, amount: float, **options: Any) -> list[str]:
    found = budgets.budget(dossier, amount, **options)
    assert isinstance(found, Budget)
    rows = found.actions.filter(found.actions["state"] == "bought")
    return rows.sort("order")["action"].to_list()


def test_equal_shares_with_costs_worked_by_hand() -> None:
    # 10 ballots, 100 to spend: 10 each. a (60) costs its six supporters 10 each, b (30)
    # its four 7.50 each: by cost, a gives 1 for 1/6, b 1 for 1/4. Then c (30) is left
    # with the 4 × 2.50 = 10 of those who paid b.
    given_case = case([60, 30, 30], "6 a", "4 bc")

    found = purses.equal_shares(given_case, 10.0)

    assert [(one.action, one.paid) for one in found] == [(0, 10.0), (1, 7.5)]
    assert found[1].tied == (2,)


def test_counting_each_action_as_one_prefers_the_cheap() -> None:
    # By cost a is first: 1/6 a unit; by count b costs each of its supporters less.
    by_count = purses.equal_shares(case([60, 8], "6 a", "4 b", utility="count"), 10.0)
    by_cost = purses.equal_shares(case([60, 8], "6 a", "4 b"), 10.0)

    assert [one.action for one in by_count] == [1, 0]
    assert [one.action for one in by_cost] == [0, 1]


def test_shares_are_raised_until_the_amount_would_not_suffice() -> None:
    # 100 for 10 ballots. b (44) is out of reach of 4 × 10; at 11 each they can pay it:
    # 50 + 44 = 94. At 13 c (48) would be paid too by its 4, who have 13 × 4 = 52: too dear.
    given_case = case([50, 44, 48], "5 a", "4 b", "1 c")

    first = method.outcome(given_case, 100, completion="none")
    raised = method.outcome(given_case, 100, completion="add1", step=1.0)

    assert first.actions == (0,)
    assert (raised.actions, raised.raised) == ((0, 1), 37)
    assert raised.step == {0: "shares", 1: "raised"}


def test_it_does_not_stop_at_the_first_outcome_that_nothing_fits_into() -> None:
    # With 11 ballots and 100: first c (30); from 13 each a and c, 80: b, 70, does not
    # fit. Raised further b is cheaper a unit than a: b and c, exactly 100.
    given_case = case([50, 70, 30], "5 c", "2 bc", "4 ab")

    early = purses.equal_shares(given_case, 100 / 11 + 4)
    found = method.outcome(given_case, 100, completion="add1", step=1.0)

    assert {one.action for one in early} == {0, 2}
    assert found.actions == (1, 2)
    assert given_case.spent(found.actions) == 100


def test_what_remains_goes_to_most_support_that_fits() -> None:
    given_case = case([50, 60, 40, 45], "5 a", "3 b", "2 c", "2 d")

    found = method.outcome(given_case, 100, completion="add1-support", step=100.0)

    assert found.actions == (0, 2)
    assert found.step[2] == "support"


def test_the_majority_does_not_buy_everything() -> None:
    wants = {f"a{n}": "xy" for n in range(6)} | {f"z{n}": "s" for n in range(4)}
    dossier = cast(wants, {"x": 450, "y": 500, "s": 300, "big": 5000, "free": None})

    found = budgets.budget(dossier, 1000)

    assert isinstance(found, Budget)
    assert bought(dossier, 1000) == [called("x"), called("s")]
    states = dict(found.actions.select("action", "state").iter_rows())
    assert states[called("y")] == "outbid"
    assert states[called("big")] == "unaffordable"
    assert states[called("free")] == "uncosted"
    assert found.actions["tied"].to_list()[0] == [called("y")]
    assert (found.spent, found.left) == (750, 250)
    greedy = found.changes.filter(found.changes["kind"] == "rule").row(0, named=True)
    assert (greedy["gained"], greedy["lost"]) == ([called("y")], [called("s")])


def test_without_the_largest_region_something_else_is_bought() -> None:
    wants = {f"a{n}": "x" for n in range(6)} | {f"z{n}": "s" for n in range(4)}
    found = budgets.budget(cast(wants, {"x": 700.0, "s": 600.0}), 1000)

    assert isinstance(found, Budget)
    row = found.changes.filter("largest").row(0, named=True)
    assert (row["kind"], row["what"], row["changed"]) == ("region", "north", True)
    assert (row["gained"], row["lost"]) == ([called("s")], [called("x")])
    kinds = set(found.changes["kind"])
    assert kinds >= {
        "region",
        "gathering",
        "weights",
        "utility",
        "completion",
        "amount",
    }


def test_points_are_what_supporters_get() -> None:
    dossier = cast(
        {"a": "", "b": ""}, {"x": 10.0, "y": 10.0}, kind="points", points=3.0
    )

    found = budgets.budget(dossier, 20)

    assert isinstance(found, Budget)
    assert (found.utility, found.left) == ("points", 0)
    assert found.actions["support"].to_list() == [6.0, 6.0]
    assert "utility" not in set(found.changes["kind"])


def test_what_cannot_be_said_is_said_and_why() -> None:
    def why(dossier: Dossier, amount: float = 10) -> str:
        found = budgets.budget(dossier, amount)
        assert isinstance(found, NoBudget)
        assert found.reason in budgets.LIMITS
        return found.reason

    assert why(by_hand.dossier()) == "no-ballots"
    assert why(cast({"a": "x"}, {"x": None})) == "no-costs"
    assert why(cast({"a": "x"}, {"x": 11.0})) == "nothing-fits"
    assert why(cast({"a": ""}, {"x": 5.0})) == "unread"
    assert (
        why(cast({"a": "x"}, {"x": 5.0, "y": 1.0}, kind="ranking", rank=1)) == "unread"
    )


def test_an_action_dropped_or_wanted_by_nobody_is_named() -> None:
    dossier = cast({"a": "xz"}, {"x": 5.0, "y": 5.0, "z": 5.0})
    actions = dossier.table("actions")
    dropped = ["dropped" if id_ == called("z") else "proposed" for id_ in actions["id"]]
    given_dossier = dossier.with_tables(
        actions=actions.with_columns(state=np.array(dropped))
    )

    found = budgets.budget(given_dossier, 10)

    assert isinstance(found, Budget)
    states = dict(found.actions.select("action", "state").iter_rows())
    assert states == {
        called("x"): "bought",
        called("y"): "unwanted",
        called("z"): "dropped",
    }


@pytest.mark.parametrize("amount", [0, -5, float("nan"), float("inf")])
def test_an_amount_that_buys_nothing_is_refused(amount: float) -> None:
    with pytest.raises(WrongAmount):
        budgets.budget(cast({"a": "x"}, {"x": 5.0}), amount)
    with pytest.raises(WrongAmount, match="step"):
        budgets.budget(cast({"a": "x"}, {"x": 5.0}), 10, step=amount)


@settings(max_examples=6)
@given(st.integers(0, 100_000), st.randoms(use_true_random=False))
def test_never_dearer_than_the_amount_and_the_same_in_any_order(
    seed: int, chance: Any
) -> None:
    rng = np.random.default_rng(seed)
    names = "uvwxyz"
    wants = {
        f"{'az'[int(rng.integers(0, 2))]}{n}": "".join(
            one for one in names if rng.random() < 0.4
        )
        for n in range(8)
    }
    costs: dict[str, float | None] = {one: float(rng.integers(1, 60)) for one in names}
    dossier = cast(wants, costs)
    rows = dossier.table("ballots")
    places = list(range(rows.height))
    chance.shuffle(places)

    first = budgets.budget(dossier, 100)
    second = budgets.budget(dossier.with_tables(ballots=rows[places]), 100)

    if isinstance(first, NoBudget):
        assert first == second
        return
    assert isinstance(second, Budget)
    assert first.spent <= 100
    assert first.actions.equals(second.actions)
    assert first.changes.equals(second.changes)
