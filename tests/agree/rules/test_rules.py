from __future__ import annotations

from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st
from tests.agree.rules.sheets import approving, given, ranked, read, told

from vestibule.agree import proportional
from vestibule.agree.proportional import pav as by_person
from vestibule.agree.rules import CHECKS, DECIDING, RULES, Kinds, approvals, scores, stv


def test_every_rule_is_named_once_and_reads_something() -> None:
    assert set(DECIDING) | set(CHECKS) == set(RULES)
    assert {rule.reads for rule in RULES.values()} == {
        "rank",
        "pairs",
        "approved",
        "points",
        "objected",
    }
    assert [name for name, rule in RULES.items() if rule.is_proportional] == [
        "stv",
        "pav",
        "shares",
    ]


def test_borda_and_first_agree_with_a_matrix_worked_by_hand() -> None:
    rank = np.array([[1.0, 2.0, np.inf], [np.inf, 1.0, np.inf]])

    assert scores.each(given("abc", rank=rank), "borda").tolist() == [
        [2, 1, 0],
        [0.5, 2, 0.5],
    ]
    assert scores.alone_first(rank).tolist() == [[1, 0, 0], [0, 1, 0]]


def test_pairs_that_were_not_compared_do_not_count() -> None:
    cast = ranked("abc", "3 a>b", "2 b>c", kind="pairwise")

    assert told(RULES["schulze"].order(cast), "abc") == "a > b > c"
    assert told(RULES["pairs"].order(cast), "abc") == "a > b > c"
    assert "rank" not in read("abc", "3 a>b", kind="pairwise")[0].says


def test_a_circle_of_three_stands_level() -> None:
    cast = ranked("abc", "1 a>b>c", "1 b>c>a", "1 c>a>b")

    assert told(RULES["schulze"].order(cast), "abc") == "a=b=c"
    assert RULES["schulze"].order(cast).ranks == [1, 1, 1]


def test_points_are_added_exactly() -> None:
    points = np.array([[0.1, 0.2], [0.2, 0.1]])
    cast = Kinds.among(given("ab", points=points, kind="points")).weighed([1, 1])

    order = RULES["points"].order(cast)

    assert told(order, "ab") == "a=b"
    assert order.score == (Fraction(3, 10), Fraction(3, 10))


def test_a_ballot_level_between_two_is_shared_between_them() -> None:
    order = stv.stv(ranked("abc", "4 a=b", "3 c", "2 b>c"), places=1)

    # a 2, b 4, c 3: a goes out, its half of four ballots joins b: 6 of 9. Quota 5: a
    # sixth of each ballot moves on, of which two name c.
    assert told(order, "abc") == "b > c > a"
    assert order.score == (2, 6, 3 + Fraction(1, 3))


def test_level_at_the_last_place_is_said_and_nobody_chooses() -> None:
    order = stv.stv(ranked("abc", "2 a", "2 b", "2 c"), places=2)

    assert told(order, "abc") == "a=b=c"
    assert order.said == ("tie-at-the-border",)


def test_as_many_places_as_options_are_all_filled() -> None:
    assert told(stv.stv(ranked("ab", "3 a", "1 b"), places=2), "ab") == "a > b"
    assert told(stv.stv(ranked("ab", "3 a", "1 b"), places=5), "ab") == "a > b"


def test_spent_ballots_leave_the_last_one_standing() -> None:
    order = stv.stv(ranked("abc", "3 a", "3 b>c", "2 c"), places=1)

    assert told(order, "abc") == "a=b > c"
    assert order.said == ("tie-at-the-border",)


def test_what_nobody_approves_comes_last_together() -> None:
    cast = approving("abcd", "2 a")

    assert told(RULES["pav"].order(cast), "abcd") == "a > b=c=d"
    assert told(RULES["shares"].order(cast), "abcd") == "a > b=c=d"
    assert told(RULES["approval"].order(cast), "abcd") == "a > b=c=d"


def test_equal_shares_worked_by_hand() -> None:
    # 10 ballots, 2 places of 4 options: a place costs 5. a is paid by 8, 5/8 each; the
    # 6 ab then have 3/8 each and cannot pay b; d's 2 have 2: PAV goes on, b 3, c 2.
    order = RULES["shares"].order(approving("abcd", "6 ab", "2 ac", "2 d"))

    assert told(order, "abcd") == "a > b > d > c"
    assert order.score[0] == Fraction(5, 8)


def test_a_tie_that_money_decides_is_said() -> None:
    # A place costs 3: a and b are level at 1 each; once a is paid, b cannot be.
    order = RULES["shares"].order(approving("abcd", "3 ab", "3 cd"))

    assert order.levels[0] == (0, 1, 2, 3)
    assert order.said == ("tie-by-key",)


def test_one_by_one_may_fall_short_of_the_best_list_and_says_so() -> None:
    found = None
    rng = np.random.default_rng(0)
    for _ in range(400):
        matrix = (rng.random((7, 4)) < 0.5).astype(float)
        cast = Kinds.among(given("abcd", approved=matrix)).weighed([1] * 7)
        order = RULES["pav"].order(cast)
        if order.said:
            found = cast, order
            break

    assert found is not None
    cast, order = found
    head = [one for level in order.levels for one in level][:2]
    best = max(approvals.score(cast, some) for some in combinations(range(4), 2))
    assert approvals.score(cast, head) < best


def test_too_many_lists_are_not_looked_at() -> None:
    matrix = np.ones((1, 40))
    cast = Kinds.among(given("a" * 40, approved=matrix)).weighed([1])

    assert approvals.best(cast, 20) is None


def test_consensus_counts_objections_before_support() -> None:
    approved = np.array([[1.0, 1, 0], [1, 1, 0], [0, 0, 0]])
    objected = np.array([[0.0, 0, 0], [0, 0, 0], [0, 1, 0]])
    spoken = np.array([[1.0, 1, 0], [1, 1, 0], [1, 1, 0]])
    ballots = given(
        "abc", approved=approved, objected=objected, spoken=spoken, kind="consensus"
    )

    order = RULES["consensus"].order(Kinds.among(ballots).weighed([1, 1, 1]))

    assert told(order, "abc") == "a > b > c"
    assert order.score == (0, Fraction(1, 3), None)


@pytest.mark.parametrize("large", [1, 10**30])
def test_weights_may_be_of_any_size(large: int) -> None:
    ballots, n = read("MNCK", "42 M>N>C>K", "26 N>C>K>M", "15 C>K>N>M", "17 K>C>N>M")
    small, big = (Kinds.among(ballots).weighed([k * f for k in n]) for f in (1, large))

    for rule in ("borda", "schulze", "first", "pairs", "stv"):
        assert RULES[rule].order(small).levels == RULES[rule].order(big).levels


elections = st.lists(
    st.tuples(st.integers(1, 9), st.permutations("abcd"), st.integers(1, 4)),
    min_size=1,
    max_size=12,
)


def lines_of(election: list[tuple[int, list[str], int]]) -> list[str]:
    return [f"{n} {'>'.join(order[:kept])}" for n, order, kept in election]


def both(election: list[tuple[int, list[str], int]]) -> tuple[np.ndarray, list[int]]:
    rank = read("abcd", *lines_of(election))[0].rank
    return rank, [n for n, _, _ in election]


@settings(max_examples=40)
@drawn(elections, st.randoms(use_true_random=False))
def test_no_rule_minds_in_which_order_ballots_and_options_come(
    election: list[tuple[int, list[str], int]], chance: object
) -> None:
    rank, n = both(election)
    rows, columns = list(range(len(n))), list(range(4))
    chance.shuffle(rows)  # type: ignore[attr-defined]
    chance.shuffle(columns)  # type: ignore[attr-defined]

    def cast(ranks: np.ndarray, weights: list[int]) -> object:
        whole = given(
            "abcd",
            rank=ranks,
            approved=(ranks <= 2).astype(float),
            points=np.where(np.isfinite(ranks), 5 - ranks, 0.0) / 10,
        )
        return Kinds.among(whole).weighed(weights)

    first = cast(rank, n)
    second = cast(rank[rows][:, columns], [n[row] for row in rows])
    for rule in RULES.values():
        if rule.reads == "objected":
            continue
        one, other = rule.order(first), rule.order(second)  # type: ignore[arg-type]
        if "tie-by-key" in one.said:
            continue
        back = [sorted(columns[o] for o in level) for level in other.levels]
        assert [sorted(level) for level in one.levels] == back


@settings(max_examples=30)
@drawn(elections)
def test_an_option_that_beats_all_others_is_first_by_schulze(
    election: list[tuple[int, list[str], int]],
) -> None:
    cast = ranked("abcd", *lines_of(election))
    copeland = RULES["pairs"].order(cast)
    winners = [one for one in range(4) if copeland.score[one] == 3]

    order = RULES["schulze"].order(cast)

    if winners:
        assert order.levels[0] == tuple(winners)
    assert sorted(one for level in order.levels for one in level) == [0, 1, 2, 3]


@settings(max_examples=30)
@drawn(elections)
def test_more_than_half_in_front_has_the_first_place(
    election: list[tuple[int, list[str], int]],
) -> None:
    cast = ranked("abcd", *lines_of(election))
    first = RULES["first"].order(cast)
    most = max(range(4), key=lambda one: first.score[one] or 0)

    if 2 * (first.score[most] or 0) > sum(cast.weight):
        assert stv.stv(cast, places=1).levels[0] == (most,)
        assert RULES["schulze"].order(cast).levels[0] == (most,)


@settings(max_examples=30)
@drawn(st.integers(0, 10_000))
def test_one_by_one_is_that_of_people_and_statements(seed: int) -> None:
    rng = np.random.default_rng(seed)
    matrix = (rng.random((30, 6)) < 0.4).astype(int)
    names = [f"s{n}" for n in range(6)]
    order = RULES["pav"].order(
        Kinds.among(given("abcdef", approved=matrix.astype(float))).weighed([1] * 30)
    )
    if any(len(level) > 1 for level in order.levels[:-1]):
        return

    picks = by_person.sequential(
        proportional.of_matrix(matrix, names), 6, fits=lambda _: True
    )

    ours = [one for level in order.levels for one in level]
    assert [pick.statement for pick in picks] == ours[: len(picks)]


def test_those_with_equally_few_do_not_go_together_where_one_could_still_win() -> None:
    # b and c have 2 each and a 3: together they are more than a. The last by key goes,
    # and gives b the place.
    order = stv.stv(ranked("abc", "3 a", "2 b>c", "2 c>b"), places=1)

    assert told(order, "abc") == "b > a > c"
    assert order.said == ("tie-by-key",)


def test_an_earlier_round_tells_apart_who_has_equally_few() -> None:
    # First a 4, b 3, c 2, d 1. d gives c its ballot: b and c have 3. b had more before.
    order = stv.stv(ranked("abcd", "4 a", "3 b", "2 c>b", "1 d>c"), places=1)

    assert told(order, "abcd") == "b > a > c > d"
    assert order.said == ()


def test_few_enough_go_together() -> None:
    order = stv.stv(ranked("abcd", "9 a", "7 b", "1 c>b", "1 d>b"), places=1)

    assert order.levels[-1] == (2, 3)
    assert order.said == ()
