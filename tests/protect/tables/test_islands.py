"""Numbers that no row ties lie on different islands."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from vestibule.protect.tables.islands import NOWHERE, islands


def matrix(*rows: list[float]) -> sparse.csr_array:
    return sparse.csr_array(np.array(rows, dtype=float))


def test_two_sums_without_a_common_part_are_two_islands() -> None:
    ties = matrix([1, 1, 0, 0], [0, 0, 1, -1])

    found = islands(ties, np.ones(4, dtype=bool))

    assert found.columns.tolist() == [0, 0, 1, 1]
    assert found.rows.tolist() == [0, 1]
    assert found.sizes.tolist() == [2, 2]


def test_a_number_that_is_known_ties_nothing() -> None:
    # 0 - 1 - 2, and the one in the middle is printed
    ties = matrix([1, 1, 0], [0, 1, 1])
    free = np.array([True, False, True])

    found = islands(ties, free)

    assert found.columns.tolist() == [0, NOWHERE, 1]
    assert found.rows.tolist() == [0, 1]


def test_a_row_of_known_numbers_is_on_no_island_and_a_lone_number_is_one() -> None:
    ties = matrix([1, 1, 0])
    free = np.array([False, False, True])

    found = islands(ties, free)

    assert found.rows.tolist() == [NOWHERE]
    assert found.columns.tolist() == [NOWHERE, NOWHERE, 0]


def test_nothing_has_no_islands() -> None:
    found = islands(matrix([1, 1]), np.zeros(2, dtype=bool))

    assert (found.sizes.tolist(), found.rows.tolist()) == ([], [NOWHERE])
