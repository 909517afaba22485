"""Which statements are listed, and which is shown next?"""

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.understand.polis.small import CAMPS, votes_of

from vestibule.understand.polis import (
    PolisSettings,
    consensus,
    representative,
    routing,
    statistics,
)
from vestibule.understand.polis.statistics import Tallies

SETTINGS = PolisSettings()
CAMP_OF = np.repeat([0, 1], [16, 14]).astype(np.int32)
ALL = np.ones(8, dtype=bool)


def chosen(tests: statistics.GroupStatistics, allowed: np.ndarray) -> pl.DataFrame:
    return representative.representative(tests, allowed=allowed, settings=SETTINGS)


def of_counts(agree: list, disagree: list, seen: list) -> statistics.GroupStatistics:
    counts = (np.array(cells, dtype=np.int64) for cells in (agree, disagree, seen))
    return statistics.group_statistics(
        Tallies(**dict(zip(("agree", "disagree", "seen"), counts, strict=True)))
    )


def test_each_camp_is_told_by_what_it_agrees_and_disagrees_with() -> None:
    tests = statistics.group_statistics(statistics.tallies(CAMPS, CAMP_OF, 2))

    found = chosen(tests, ALL)

    first = found.filter(pl.col("group") == 0)
    assert set(first.filter(pl.col("direction") == "agree")["statement"]) <= {0, 1, 2}
    assert set(first.filter(pl.col("direction") == "disagree")["statement"]) <= {
        3,
        4,
        5,
    }
    assert len(first) == 5
    # Statement 2 was passed by 4 of 16: it tells less than 3, 4 and 5.
    assert first["direction"].to_list() == ["agree"] * 2 + ["disagree"] * 3
    assert first["rank"].to_list() == [1, 2, 3, 4, 5]
    assert first["best_agree"].to_list() == [True, False, False, False, False]
    # All 16 agree with statement 0, none of the 14 others.
    assert first.row(0, named=True)["statement"] == 0
    assert first["n_success"][0] == 16
    assert first["n_trials"][0] == 16
    assert first["p_success"][0] == pytest.approx(17 / 18)
    assert first["repness"][0] == pytest.approx((17 / 18) / (1 / 16))


def test_a_statement_that_is_not_allowed_is_not_chosen() -> None:
    tests = statistics.group_statistics(statistics.tallies(CAMPS, CAMP_OF, 2))
    allowed = ALL.copy()
    allowed[0] = False

    assert 0 not in chosen(tests, allowed)["statement"].to_list()
    assert chosen(tests, ~ALL).is_empty()


def test_where_nothing_passes_the_most_agreed_with_stands_alone() -> None:
    # Three of four agree everywhere: agreed with, but telling nobody apart.
    tests = of_counts([[3, 2], [3, 2]], [[1, 2], [1, 2]], [[4, 4], [4, 4]])

    found = chosen(tests, np.ones(2, dtype=bool))

    # pa * pat is largest for statement 0: 4/6 * 2 sqrt(5) (4/5 - 1/2) = 0.89; it
    # takes the seat as pat = 1.34 > 1.2816.
    assert found.select("group", "statement", "best_agree").rows() == [
        (0, 0, True),
        (1, 0, True),
    ]


def test_where_nobody_agrees_the_most_different_stands_alone() -> None:
    tests = of_counts([[0, 0], [0, 0]], [[1, 2], [1, 0]], [[2, 4], [2, 4]])

    found = chosen(tests, np.ones(2, dtype=bool)).filter(pl.col("group") == 0)

    assert found["statement"].to_list() == [1]
    assert found["direction"].to_list() == ["disagree"]
    assert found["best_agree"].to_list() == [False]


def test_the_most_agreed_with_gives_way_to_one_that_beats_it() -> None:
    # Statement 1 is agreed with by more, and by fewer elsewhere, than statement 0.
    tests = of_counts([[6, 9], [6, 2]], [[4, 1], [4, 8]], [[10, 10], [10, 10]])

    found = chosen(tests, np.ones(2, dtype=bool)).filter(pl.col("group") == 0)

    assert found.row(0, named=True)["statement"] == 1
    assert found.row(0, named=True)["best_agree"]


def test_a_statement_nobody_answered_is_never_most_agreed_with() -> None:
    tests = of_counts([[0, 5]] * 2, [[0, 0]] * 2, [[0, 5]] * 2)

    found = chosen(tests, np.ones(2, dtype=bool))

    assert found["statement"].to_list() == [1, 1]


def test_consensus_counts_everybody_and_ranks_by_share_times_z() -> None:
    counts = Tallies(
        agree=np.array([[19, 18, 11, 0, 19]]),
        disagree=np.array([[1, 0, 9, 20, 1]]),
        seen=np.array([[20, 20, 20, 20, 20]]),
    )
    allowed = np.array([True, True, True, True, False])

    found = consensus.consensus(counts, allowed=allowed, settings=SETTINGS)

    # 11 of 20: z = 2 sqrt(21) (12/21 - 1/2) = 0.65, not enough.
    assert found.select("direction", "rank", "statement").rows() == [
        ("agree", 1, 0),
        ("agree", 2, 1),
        ("disagree", 1, 3),
    ]
    assert found["p_success"][0] == pytest.approx(20 / 22)
    assert found["p_test"][0] == pytest.approx(2 * np.sqrt(21) * (20 / 21 - 1 / 2))


def test_group_aware_consensus_is_the_product_over_groups() -> None:
    groups = np.array([0, 0, 0, 1, 1], dtype=np.int32)
    raw = statistics.tallies(votes_of("+.", "+.", "0.", "-.", "+."), groups, 2)

    # (2 + 1) / (3 + 2) * (1 + 1) / (2 + 2), and a half for each group unseen.
    assert consensus.group_aware_consensus(raw) == pytest.approx([3 / 10, 1 / 4])


@given(st.integers(0, 50), st.integers(0, 50), st.integers(0, 50))
def test_one_more_agreement_raises_group_aware_consensus(
    agree: int, disagree: int, passed: int
) -> None:
    def score(agree: int) -> float:
        return float(
            consensus.group_aware_consensus(
                Tallies(
                    agree=np.array([[agree], [3]]),
                    disagree=np.array([[disagree], [1]]),
                    seen=np.array([[agree + disagree + passed], [4]]),
                )
            )[0]
        )

    assert score(agree + 1) > score(agree)


def test_a_priority_is_worked_by_hand() -> None:
    raw = Tallies(
        agree=np.array([[3, 0, 3], [1, 0, 1]]),
        disagree=np.array([[0, 0, 0], [0, 0, 0]]),
        seen=np.array([[3, 0, 3], [2, 0, 2]]),
    )

    found = routing.priorities(
        raw,
        np.array([0.5, 0.0, 0.5]),
        meta=np.array([False, False, True]),
        meta_priority=49.0,
    )

    # 5 votes, 1 pass, 4 agree: (1 - 2/7) * 1.5 * 5/7, times 1 + 8 * 2^-1 = 5.
    assert found[0] == pytest.approx((5 / 7 * 1.5 * 5 / 7 * 5) ** 2)
    # No vote: (1 - 1/2) * 1 * 1/2, times 9.
    assert found[1] == pytest.approx((9 / 4) ** 2)
    assert found[2] == 49


def test_priorities_differ() -> None:
    # For sixteen months Polis gave every statement the same weight.
    raw = statistics.tallies(CAMPS, CAMP_OF, 2)

    found = routing.priorities(
        raw, np.zeros(8), meta=np.zeros(8, dtype=bool), meta_priority=49.0
    )

    assert len(set(np.round(found, 9))) > 1
