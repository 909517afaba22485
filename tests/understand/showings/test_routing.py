"""Asking what tells most decides claims with fewer answers: a small sample.

The whole is in `benchmarks/asking.py`, whose figures are in `docs/benchmarks.md`.
"""

from __future__ import annotations

import numpy as np
import pytest
from benchmarks import asking
from benchmarks.asking import Heard, World

SHORT = World(rounds=30)


def test_polis_weights_differ_and_look_at_no_group() -> None:
    heard = Heard(truth=np.full((asking.STATEMENTS, 3), 0.7))
    heard.votes = [(person, 0, 1) for person in range(20)]
    heard.people = 20

    weights = asking._priority(heard)

    assert weights[0] < weights[1]
    wanted = [asking._wanted("Polis priority", heard, SHORT, one) for one in (0, 2)]
    np.testing.assert_array_equal(*wanted)


def test_routed_weights_differ_between_statements_and_between_groups() -> None:
    heard = Heard(truth=np.full((asking.STATEMENTS, 3), 0.7))
    heard.rows = [(statement, 0, 9, 12) for statement in range(9) for _ in range(4)]

    first, last = (asking._wanted("routed", heard, SHORT, one) for one in (0, 2))

    assert np.unique(first).size > 1
    assert np.unique(last).size > 1
    # what the first group answered in four gatherings, it is asked no more
    assert first[:9].max() < first[9:].min()
    # about the same claim, who was asked nothing tells more than who was heard
    claims = asking._claims(heard, SHORT)
    again, anew = (
        claims.worth(group, size=12, method="individual")[0] for group in ("0", "2")
    )
    assert anew > 5 * again


def test_routing_decides_more_claims_with_the_same_answers() -> None:
    routed, lottery = (asking.run(rule, SHORT, 0) for rule in ("routed", "lottery"))

    assert routed.answers == lottery.answers
    assert routed.decided > lottery.decided
    assert routed.wrong <= 0.1 * routed.decided
    assert routed.covered > 0.85


def test_people_alone_are_routed_too() -> None:
    ended = asking.run("routed", World(rho=0.0, activity=0.4, rounds=10), 1)

    assert ended.answers < 10 * asking.TOGETHER * asking.LISTED


@pytest.mark.proof
@pytest.mark.parametrize("world", [World(), World(rho=0.0, rounds=1000)])
def test_routing_halves_the_answers_and_intervals_still_hold(world: World) -> None:
    """Twenty replicates: what the benchmark prints, held."""
    runs = {
        rule: [asking.run(rule, world, seed) for seed in range(20)]
        for rule in asking.RULES
    }
    middle = {
        rule: np.median([one.answers for one in ended]) for rule, ended in runs.items()
    }

    assert middle["routed"] < 0.75 * middle["lottery"]
    assert middle["routed"] < 0.75 * middle["Polis priority"]
    routed = runs["routed"]
    assert np.mean([one.covered for one in routed]) > 0.92
    wrong = sum(one.wrong for one in routed) / sum(one.decided for one in routed)
    assert wrong <= asking.ERROR
