from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vestibule.agree import proportional
from vestibule.errors import DataError


def ids(n: int) -> list[str]:
    return [f"s{i:02d}" for i in range(n)]


def brute_force(matrix: np.ndarray, inside: list[int]) -> tuple[bool, bool]:
    """Return JR and EJR+ by their definitions, over the groups of people."""
    n, k = len(matrix), len(inside)
    has = matrix[:, inside].sum(axis=1)
    ejr_plus = jr = True
    for size in range(1, n + 1):
        for group in combinations(range(n), size):
            some = list(group)
            shared = matrix[some].all(axis=0)
            outside = shared.any() and any(
                shared[c] for c in range(matrix.shape[1]) if c not in inside
            )
            level = size * k // n
            if level and outside and has[some].max() < level:
                ejr_plus = False
            if level and shared.any() and has[some].max() == 0:
                jr = False
    return jr, ejr_plus


def test_the_audit_of_a_human_list_names_group_and_statement() -> None:
    # Ten people, five places: two are entitled to one statement. Four agree on d and e
    # and find nothing: entitled to 1 (4 >= 2) and to 2 (4 >= 4).
    rows = [[1, 1, 1, 1, 1, 0, 0]] * 6 + [[0, 0, 0, 0, 0, 1, 1]] * 4
    given = proportional.of_matrix(rows, list("abcwxde"))

    found = proportional.audit(given, list("abcwx"))

    assert not found.jr
    assert not found.ejr_plus
    assert found.reached == pytest.approx(0.6)
    assert found.unrepresented.rows() == [
        ("d", 1, 4.0, 2.0),
        ("e", 1, 4.0, 2.0),
        ("d", 2, 4.0, 4.0),
        ("e", 2, 4.0, 4.0),
    ]
    assert found.sentences()[0] == (
        "4 of 10 people agree with statement d and each with fewer than 1 of the list:"
        " from 2.0 on, they are entitled to 1."
    )


def test_a_list_may_be_justified_yet_give_a_large_group_too_little() -> None:
    # Four of four agree on a, b, c, d; the list of two holds a and x (nobody's).
    given = proportional.of_matrix([[1, 1, 1, 0]] * 4, list("abcx"))

    found = proportional.audit(given, ["a", "x"])

    assert found.jr
    assert not found.ejr_plus
    assert found.unrepresented["entitled"].to_list() == [2, 2]


def test_probable_people_are_counted_by_their_chance() -> None:
    # Two people agree on b with 0.9 each; each approves a with 0.5: 0.9 of them are
    # expected to lack any statement, one is needed.
    given = proportional.of_matrix([[0.5, 0.9], [0.5, 0.9]], ["a", "b"])
    less = proportional.of_matrix([[0.2, 0.9], [0.2, 0.9]], ["a", "b"])
    three = proportional.of_matrix([[0.0, 0.9, 1.0], [0.1, 0.9, 1.0]], list("abc"))

    assert proportional.audit(given, ["a"]).ejr_plus
    assert proportional.audit(less, ["a"]).ejr_plus
    # c is approved by both for sure, 1 + 0.9 expected without a; two are needed.
    assert proportional.audit(three, ["a"]).ejr_plus
    sure = proportional.of_matrix([[0.0, 0.9, 1.0], [0.0, 0.9, 1.0]], list("abc"))
    found = proportional.audit(sure, ["a"])
    assert found.expected
    assert found.unrepresented.rows() == [("c", 1, 2.0, 2.0)]
    assert found.sentences()[0].startswith("About 2 of 2")


def test_a_list_that_represents_all_says_so() -> None:
    found = proportional.audit(
        proportional.of_matrix([[1, 0], [0.5, 1]], ["a", "b"]), ["a", "b"]
    )

    assert found.sentences() == (
        "Every group of like-minded people is represented by the 2 statements as its"
        " number entitles it to (in expectation).",
    )


@pytest.mark.parametrize("listed", [[], ["a", "a"], ["z"]])
def test_lists_that_are_none_are_refused(listed: list[str]) -> None:
    with pytest.raises(DataError):
        proportional.audit(proportional.of_matrix([[1, 0]], ["a", "b"]), listed)


def test_an_audit_without_people_is_refused() -> None:
    with pytest.raises(DataError, match="Nobody voted"):
        proportional.audit(proportional.of_matrix(np.zeros((0, 1)), ["a"]), ["a"])


@given(st.integers(0, 2**32))
def test_the_fast_audit_agrees_with_all_groups_tried_one_by_one(seed: int) -> None:
    rng = np.random.default_rng(seed)
    matrix = (rng.random((7, 5)) < rng.uniform(0.2, 0.8)).astype(int)
    inside = sorted(rng.choice(5, rng.integers(1, 4), replace=False).tolist())
    given = proportional.of_matrix(matrix, ids(5))

    found = proportional.audit(given, [ids(5)[c] for c in inside])

    assert (found.jr, found.ejr_plus) == brute_force(matrix, inside)
