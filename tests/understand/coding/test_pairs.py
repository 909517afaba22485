"""Which themes come up together: by hand, and never for talking much."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from tests import by_hand
from tests.understand.coding.test_readings import coded

from vestibule.understand import coding
from vestibule.understand.coding import pairs


def test_two_themes_in_the_same_excerpts_by_hand() -> None:
    put = [("g1.1", "a", "fear"), ("g1.1", "a", "work"), ("g1.2", "a", None)]
    put += [("g1.3", "a", None), ("g1.4", "a", None)]

    found = coding.together(coded(*put))

    row = found.in_excerpts.to_dicts()[0]
    # Each on one of four excerpts: the same one by chance in one case of four.
    assert (row["first_key"], row["second_key"], row["both"]) == ("fear", "work", 1)
    assert (row["expected"], row["p"], row["q"]) == (0.25, 0.25, 0.25)
    assert not row["together"]
    assert (row["gatherings"], row["people"], row["places"]) == (1, 12, 0)


def test_a_theme_and_the_one_above_it_are_not_a_pair() -> None:
    found = coding.together(coded(("g1.1", "a", "road"), ("g1.2", "a", None)))

    assert found.pairs_in_excerpts == 0
    assert found.in_excerpts.is_empty()


def test_gatherings_where_much_or_little_is_said_make_no_pair() -> None:
    # In half the gatherings every excerpt has both themes, in the others none: within
    # a gathering nothing goes with anything.
    put = [
        (f"g{n}.{e}", "a", code)
        for n in range(10)
        for e in range(5)
        for code in (("fear", "work") if n < 5 else (None,))
    ]

    found = coding.together(coded(*put))

    assert found.in_excerpts["p"].to_list() == [1.0]
    assert found.in_gatherings["together"].to_list() == [True]


def test_strata_are_convolved_as_all_deals_counted_one_by_one() -> None:
    first = np.array([1, 1, 0, 0, 1, 0, 0], dtype=bool)
    second = np.array([1, 0, 1, 0, 1, 1, 0], dtype=bool)
    stratum = np.array([0, 0, 0, 0, 1, 1, 1])

    found = pairs._of_pair(first, second, stratum)

    deals = [
        len({0, 1} & set(a)) + len({4} & set(b))
        for a in combinations(range(4), 2)
        for b in combinations((4, 5, 6), 2)
    ]
    assert found["both"] == 2
    assert found["p"] == pytest.approx(np.mean([deal >= 2 for deal in deals]))
    assert found["expected"] == pytest.approx(np.mean(deals))


def test_themes_dealt_out_at_random_are_told_together_hardly_ever() -> None:
    rng, told, replicates = np.random.default_rng(3), 0, 40
    stratum = np.repeat(np.arange(20), 5)
    for _ in range(replicates):
        bears = rng.random((2, 100)) < 0.3
        told += float(pairs._of_pair(bears[0], bears[1], stratum)["p"] or 0) <= 0.05

    # At most 5 in 100 by chance: 8 of 40 would be a wonder (below 1 in 1,000).
    assert told <= 7


def test_nothing_coded_gives_empty_frames() -> None:
    found = coding.together(by_hand.dossier())

    assert (found.in_excerpts.height, found.pairs_in_gatherings) == (0, 0)
