from __future__ import annotations

from itertools import combinations

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from vestibule.agree import proportional
from vestibule.agree.proportional import pav, standing
from vestibule.agree.proportional.approvals import Approvals
from vestibule.dossier.votebook import VoteBook, VotePartition
from vestibule.errors import ColumnError, DataError
from vestibule.understand import agreement


def ids(n: int) -> list[str]:
    return [f"s{i:02d}" for i in range(n)]


def election(rows: list[tuple[int, str]], statements: str = "abcd") -> Approvals:
    """Return approvals from ``(people, approved letters)``."""
    matrix = [[int(c in yes) for c in statements] for n, yes in rows for _ in range(n)]
    return proportional.of_matrix(np.array(matrix), list(statements))


def chosen(result: proportional.ShortList) -> list[str]:
    return result.chosen["statement"].to_list()


def book(votes: list[tuple[int, int, int]], people: int, statements: int) -> VoteBook:
    person, statement, vote = (np.array(c) for c in zip(*sorted(votes), strict=True))
    part = VotePartition(
        person=person.astype(np.int32),
        statement=statement.astype(np.int32),
        vote=vote.astype(np.int8),
    )
    names = pl.Series([f"p{i}" for i in range(people)])
    return VoteBook(
        people=names, statements=pl.Series(ids(statements)), partitions=(part,)
    )


matrices = st.integers(0, 2**32).map(
    lambda seed: (
        np.random.default_rng(seed).random(
            np.random.default_rng(seed + 1).integers((4, 4), (25, 9))
        )
        < np.random.default_rng(seed + 2).uniform(0.1, 0.7)
    ).astype(int)
)


# Worked by hand.


def test_a_minority_of_a_third_finds_its_statement_among_three() -> None:
    # 6 approve a, b and c; 3 approve d. First a, b, c level at 6: a by id. Then b and c
    # are worth 6/2 = 3, level with d: b. Then c is worth 2, d 3: d.
    given = election([(6, "abc"), (3, "d")])

    result = proportional.short_list(given, size=3)

    assert chosen(result) == ["a", "b", "d"]
    assert result.chosen["tied"].to_list() == [["b", "c"], ["c", "d"], []]
    assert result.score == pytest.approx(6 * 1.5 + 3)
    assert result.chosen["reached"].to_list() == pytest.approx([2 / 3, 2 / 3, 1])
    assert result.audit is not None
    assert result.audit.ejr_plus


def test_exchange_swaps_out_the_statement_that_the_others_made_needless() -> None:
    # a and c are level at 7, a goes first by id. Then b adds 3 + 3/2 = 4.5, c adds
    # 3 + 4/2 = 5: a and c score 12. But b (6) and c (7) share nobody: together 13.
    given = election([(3, "ab"), (4, "ac"), (3, "b"), (3, "c")], "abc")
    greedy = pav.sequential(given, 2, fits=lambda _: True)

    result = proportional.short_list(given, size=2)

    assert [given.statements[p.statement] for p in greedy] == ["a", "c"]
    assert result.swaps == 1
    assert result.score == 13
    assert result.chosen["step"].to_list() == ["pav", "exchange"]
    assert result.audit is not None
    assert result.audit.ejr_plus


def test_equal_shares_buys_for_those_who_have_not_spent() -> None:
    # n = 9, k = 3: a statement costs 3. Six pay 1/2 each for a, and again for b: their
    # purses are empty. Three pay 1 each for d.
    given = election([(6, "abc"), (3, "d")])

    result = proportional.short_list(given, size=3, rule="shares")

    assert chosen(result) == ["a", "b", "d"]
    assert result.chosen["step"].to_list() == ["shares"] * 3


def test_a_list_that_people_cannot_buy_is_completed_and_says_so() -> None:
    # n = 4, k = 3: each costs 4/3, and nobody shares a statement with another.
    given = election([(1, "a"), (1, "b"), (1, "c"), (1, "d")])

    result = proportional.short_list(given, size=3, rule="shares")

    assert chosen(result) == ["a", "b", "c"]
    assert result.chosen["step"].to_list() == ["pav"] * 3


def test_a_probable_approval_counts_as_its_expectation() -> None:
    # One person, a sure and b half sure. E[1/(1+X)] of a and b both on the list for
    # c: X is 1 or 2, evenly: (1/2 + 1/3) / 2 = 5/12.
    given = proportional.of_matrix([[1.0, 0.5, 1.0]], ["a", "b", "c"])

    at = standing.of(given, [0, 1])

    assert at.worth()[0] / standing.SCALE == pytest.approx(5 / 12)
    assert at.below(2)[0] / standing.SCALE == pytest.approx(0.5)
    assert standing.score(given, [0, 1]) == pytest.approx(1 + 0.5 * 0.5)


def test_probable_payers_pay_in_proportion() -> None:
    # n = 2, k = 1: the price is 2. Only a (1 + 0.5) at a rate r: min(1, r) +
    # min(1, r/2) = 2 only at r = 2; b is approved by nobody else and cannot pay 2.
    given = proportional.of_matrix([[1.0, 0.4], [0.5, 0.0]], ["a", "b"])

    result = proportional.short_list(given, size=1, rule="shares")

    assert chosen(result) == ["a"]
    assert result.chosen["step"].to_list() == ["shares"]
    assert "expected" in result.limits


# Quotas.


def passing(rows: list[tuple[str, str, bool]]) -> pl.DataFrame:
    return pl.DataFrame(
        [("sides", *row) for row in rows],
        schema=["comparison", "group", "statement", "passes"],
        orient="row",
    )


def test_each_group_finds_statements_it_passes() -> None:
    given = election([(10, "abc"), (1, "d")])
    asked = proportional.by_comparison(
        passing(
            [("farmers", "a", True), ("guards", "d", True), ("guards", "a", False)]
        ),
        least=1,
    )

    free = proportional.short_list(given, size=2)
    bound = proportional.short_list(given, size=2, asked=asked)
    bought = proportional.short_list(given, size=2, asked=asked, rule="shares")

    assert chosen(free) == ["a", "b"]
    assert chosen(bound) == chosen(bought) == ["a", "d"]
    assert bound.quotas.rows() == [
        ("sides", "farmers", 1, 1),
        ("sides", "guards", 1, 1),
    ]
    assert "quotas-bind" in bound.limits


def test_a_quota_no_statement_meets_is_told_by_name() -> None:
    given = election([(10, "abc"), (1, "d")])
    asked = proportional.by_comparison(passing([("guards", "d", True)]), least=2)

    with pytest.raises(proportional.ListImpossible, match=r"guards of sides passes 1"):
        proportional.short_list(given, size=2, asked=asked)


def test_quotas_that_need_a_longer_list_say_how_long() -> None:
    given = election([(10, "abc"), (1, "d")])
    asked = proportional.by_comparison(
        passing([("x", "a", True), ("y", "b", True), ("z", "d", True)]), least=1
    )

    with pytest.raises(proportional.ListImpossible, match="at least 3") as error:
        proportional.short_list(given, size=2, asked=asked)
    assert error.value.params["shortest"] == 3


def test_statements_nobody_agrees_with_meet_no_quota() -> None:
    given = election([(10, "ab")])
    asked = proportional.by_comparison(passing([("x", "c", True)]), least=1)

    with pytest.raises(proportional.ListImpossible, match="passes 0"):
        proportional.short_list(given, size=2, asked=asked)


def test_quotas_shared_by_one_statement_need_no_more_room() -> None:
    # x passes c or d, y passes d: with one place only d meets both.
    given = election([(10, "ab"), (3, "c"), (2, "d")])
    asked = proportional.by_comparison(
        passing([("x", "c", True), ("x", "d", True), ("y", "d", True)]), least=1
    )

    assert chosen(proportional.short_list(given, size=1, asked=asked)) == ["d"]


def test_a_quota_below_nothing_and_a_frame_without_a_column_are_refused() -> None:
    with pytest.raises(DataError):
        proportional.Quota(
            comparison="c", group="g", least=-1, statements=frozenset("a")
        )
    with pytest.raises(ColumnError):
        proportional.by_comparison(pl.DataFrame({"group": ["g"]}), least=1)


def test_a_group_passes_by_the_method_that_tells_most_and_against_none() -> None:
    rows = [
        # by pots sure, by votes (worth less) above too: passes
        ("sides", "x", "a", "pots", 0.9, 0.7, 40.0, True),
        ("sides", "x", "a", "individual", 0.7, 0.4, 9.0, True),
        # votes speak against: does not pass
        ("sides", "x", "b", "pots", 0.9, 0.7, 40.0, True),
        ("sides", "x", "b", "individual", 0.5, 0.4, 9.0, True),
        # not usable: no row
        ("sides", "y", "a", "hands", 0.9, 0.7, 40.0, False),
    ]
    names = [
        "comparison",
        "group",
        "statement",
        "method",
        "share",
        "low",
        "worth",
        "usable",
    ]
    nothing = pl.DataFrame()
    measured = agreement.AgreementResult(
        counts=pl.DataFrame(rows, schema=names, orient="row"),
        overall=nothing,
        methods=nothing,
        likeness=nothing,
        rows=nothing,
        bar=0.6,
        level=0.95,
    )

    found = proportional.passing(measured)

    assert found.rows() == [("sides", "x", "a", True), ("sides", "x", "b", False)]
    assert proportional.by_comparison(found, least=1)[0].statements == {"a"}


# Incomplete votes.


def test_only_votes_count_when_no_probability_is_given() -> None:
    votes = [(0, 0, 1), (0, 1, -1), (1, 0, 0), (1, 1, 1), (2, 1, 1)]
    given = proportional.of_book(book(votes, people=4, statements=3))

    result = proportional.short_list(given, size=1)

    # The fourth person never voted, the third statement was never seen.
    assert result.people == 3
    assert chosen(result) == ["s01"]
    assert result.observed == pytest.approx(5 / 9)
    assert result.unknown == pytest.approx(4 / 9)
    assert {"never-seen", "observed-only"} <= set(result.limits)


def test_statements_moderated_out_cannot_be_chosen_but_their_voters_were_heard() -> (
    None
):
    votes = [(0, 0, 1), (1, 0, 1), (2, 1, 1)]
    given = proportional.of_book(
        book(votes, people=3, statements=2),
        probable([("p2", "s00", 0.5)]),
        leave_out=["s00"],
    )

    result = proportional.short_list(given, size=1)

    assert chosen(result) == ["s01"]
    assert result.people == 3
    assert result.filled == 0


def probable(rows: list[tuple[str, str, float]]) -> pl.DataFrame:
    return pl.DataFrame(
        rows, schema=["person", "statement", "probability"], orient="row"
    )


def test_given_probabilities_fill_what_was_not_voted_and_nothing_else() -> None:
    votes = [(0, 0, 1), (0, 1, -1), (1, 0, 1), (2, 1, 1)]
    frame = probable([("p0", "s01", 1.0), ("p2", "s00", 0.25), ("p3", "s01", 0.5)])
    given = proportional.of_book(book(votes, people=4, statements=2), frame)

    result = proportional.short_list(given, size=1)

    # p0 said no to s01: the vote stands. s00: 1 + 1 + 0.25; s01: 1 + 0.5.
    assert chosen(result) == ["s00"]
    assert result.chosen["approved"].to_list() == [2.25]
    assert result.filled == pytest.approx(2 / 8)
    assert {"expected", "cells-open"} <= set(result.limits)


@pytest.mark.parametrize(
    ("frame", "kind"),
    [
        (probable([("p0", "s00", 1.5)]), DataError),
        (probable([("nobody", "s00", 0.5)]), DataError),
        (probable([("p0", "s00", 0.5)] * 2), DataError),
        (pl.DataFrame({"person": ["p0"]}), ColumnError),
    ],
)
def test_probabilities_that_cannot_be_are_refused(
    frame: pl.DataFrame, kind: type[DataError]
) -> None:
    with pytest.raises(kind):
        proportional.of_book(book([(0, 0, 1)], people=1, statements=1), frame)


def test_two_current_votes_on_one_statement_are_refused() -> None:
    with pytest.raises(DataError, match="two current votes"):
        proportional.of_book(book([(0, 0, 1), (0, 0, -1)], 1, 1))


@pytest.mark.parametrize(
    ("matrix", "names"),
    [([[2.0]], ["a"]), ([[1.0, 0.0]], ["a"]), ([[1.0, 0.0]], ["a", "a"])],
)
def test_matrices_that_cannot_be_are_refused(
    matrix: list[list[float]], names: list[str]
) -> None:
    with pytest.raises(DataError):
        proportional.of_matrix(matrix, names)


# Thin input.


@pytest.mark.parametrize(
    ("matrix", "limit"),
    [
        (np.zeros((0, 3)), "no-votes"),
        (np.array([[1, 0, 1]]), "one-person"),
        (np.zeros((5, 3)), "nobody-agrees"),
        (np.ones((5, 3)), "everyone-agrees"),
    ],
)
def test_thin_input_gives_a_sentence_and_no_number(
    matrix: np.ndarray, limit: str
) -> None:
    asked = proportional.by_comparison(passing([("x", "s00", True)]), least=1)

    result = proportional.short_list(
        proportional.of_matrix(matrix, ids(3)), size=2, asked=asked
    )

    assert result.limits == (limit,)
    assert result.chosen.is_empty()
    assert result.score is None
    assert result.audit is None
    assert result.sentences()[0].endswith(".")


def test_a_book_without_votes_gives_a_sentence() -> None:
    empty = VoteBook(
        people=pl.Series(["p"]), statements=pl.Series(["a"]), partitions=()
    )

    result = proportional.short_list(proportional.of_book(empty), size=1)

    assert result.limits == ("no-votes",)


def test_fewer_statements_with_agreement_than_places_are_all_chosen() -> None:
    result = proportional.short_list(election([(3, "a"), (2, "b"), (1, "")]), size=3)

    assert chosen(result) == ["a", "b"]
    assert "nothing-to-choose" in result.limits


def test_a_rule_or_size_that_is_none_is_refused() -> None:
    given = election([(2, "a"), (1, "b")])
    with pytest.raises(DataError):
        proportional.short_list(given, size=0)
    with pytest.raises(DataError):
        proportional.short_list(given, size=1, rule="borda")


def test_exchange_that_is_stopped_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    given = election([(3, "ab"), (4, "ac"), (3, "b"), (3, "c")], "abc")
    picks = pav.sequential(given, 2, fits=lambda _: True)

    stopped = pav.exchanged(given, picks, fits=lambda _: True, most=0)
    monkeypatch.setattr(pav, "exchanged", lambda *_, **__: stopped)
    result = proportional.short_list(given, size=2)

    assert not stopped.settled
    assert "not-settled" in result.limits


def test_exchange_can_be_left_out() -> None:
    given = election([(3, "ab"), (4, "ac"), (3, "b"), (3, "c")], "abc")

    assert chosen(proportional.short_list(given, size=2, exchange=False)) == ["a", "c"]


# Properties.


@given(matrices, st.integers(1, 4), st.sampled_from(["pav", "shares"]))
def test_settled_lists_represent_every_group(
    matrix: np.ndarray, size: int, rule: str
) -> None:
    given = proportional.of_matrix(matrix, ids(matrix.shape[1]))

    result = proportional.short_list(given, size=size, rule=rule)

    if result.audit is not None and result.chosen.height == size:
        assert result.audit.ejr_plus
        assert result.audit.jr


@given(matrices, st.integers(0, 2**32), st.sampled_from(["pav", "shares"]))
@settings(max_examples=20)
def test_the_order_of_people_and_statements_changes_nothing(
    matrix: np.ndarray, seed: int, rule: str
) -> None:
    rng = np.random.default_rng(seed)
    names = ids(matrix.shape[1])
    shares = matrix * np.round(rng.random(matrix.shape), 3)
    for values in (matrix, shares):
        rows, columns = (rng.permutation(n) for n in values.shape)
        plain = proportional.of_matrix(values, names)
        moved = proportional.of_matrix(
            sparse.csr_array(values[rows][:, columns]), [names[i] for i in columns]
        )

        one, other = (
            proportional.short_list(given, size=3, rule=rule)
            for given in (plain, moved)
        )

        assert one.chosen.equals(other.chosen)
        assert one.score == other.score
        assert one.limits == other.limits


@given(matrices, st.integers(1, 3))
def test_lazy_greed_equals_plain_greed(matrix: np.ndarray, size: int) -> None:
    given = proportional.of_matrix(matrix, ids(matrix.shape[1]))
    plain: list[int] = []
    while len(plain) < min(size, int((matrix.sum(axis=0) > 0).sum())):
        worth = standing.of(given, plain).worth()
        added = [
            -1 if c in plain else standing.weighed(given, c, worth)
            for c in range(matrix.shape[1])
        ]
        plain.append(int(np.argmax(added)))

    picks = pav.sequential(given, size, fits=lambda _: True)

    assert [pick.statement for pick in picks] == plain


@given(matrices)
def test_certain_probabilities_change_no_standing(matrix: np.ndarray) -> None:
    sure = proportional.of_matrix(matrix, ids(matrix.shape[1]))
    counted = standing.Counted(sure)
    expected = standing.Expected(sure)
    for column in range(3):
        counted.add(column)
        expected.add(column)

    assert counted.worth().tolist() == expected.worth().tolist()
    assert counted.below(2).tolist() == expected.below(2).tolist()


@given(matrices)
@settings(max_examples=15)
def test_exchange_never_lowers_the_score_and_greed_keeps_its_promise(
    matrix: np.ndarray,
) -> None:
    given = proportional.of_matrix(matrix, ids(matrix.shape[1]))
    greedy = proportional.short_list(given, size=3, exchange=False)
    settled = proportional.short_list(given, size=3)
    if greedy.score is None or settled.score is None:
        return

    best = max(standing.score(given, list(some)) for some in combinations(range(4), 3))

    assert settled.score >= greedy.score
    # Nemhauser, Wolsey, Fisher: at least 1 - 1/e of the best.
    assert greedy.score >= (1 - 1 / np.e) * best
