"""How far coders agree, against published values."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.act.promising import accepted, promising

from vestibule.act import coders

GIVEN = """
1 2 3 3 2 1 4 1 2 . . .
1 2 3 3 2 2 4 1 2 5 . 3
. 3 3 3 2 3 4 2 2 5 1 .
1 2 3 3 2 4 4 1 2 5 1 .
"""
"""Krippendorff (2011), example C: a row for each observer, a column for each unit."""


def example_c() -> list[list[float]]:
    """Return the values of each unit."""
    rows = [line.split() for line in GIVEN.split("\n") if line]
    return [
        [float(one) for one in unit if one != "."] for unit in zip(*rows, strict=True)
    ]


def test_alpha_is_the_published_one() -> None:
    assert coders.alpha(example_c()) == pytest.approx(0.743, abs=0.0005)
    assert coders.alpha(example_c(), metric="ordinal") == pytest.approx(
        0.815, abs=0.0005
    )


def test_alpha_by_hand() -> None:
    # Two coders, three units: 1 1, 1 2, 2 2. Coincidences: 11: 2, 12 and 21: 1 each,
    # 22: 2; six values, three of each. Observed 2/6, expected 18/30: 1 - 0.5556.
    assert coders.alpha([[1, 1], [1, 2], [2, 2]]) == pytest.approx(
        1 - (2 / 6) / (18 / 30)
    )


@pytest.mark.parametrize("units", [[], [[1, 2]], [[1], [2], [3]], [[1, 1], [1, 1]]])
def test_where_nothing_varies_or_nothing_can_be_compared_nothing_is_said(
    units: list[list[float]],
) -> None:
    assert coders.alpha(units) is None


@given(st.lists(st.lists(st.integers(0, 3), min_size=2, max_size=4), min_size=2))
def test_relabelling_changes_nothing_and_full_agreement_is_one(
    units: list[list[int]],
) -> None:
    same = coders.alpha([[unit[0]] * len(unit) for unit in units])
    names = {0: 7, 1: 3, 2: 9, 3: 1}
    renamed = coders.alpha([[names[one] for one in unit] for unit in units])
    found = coders.alpha([[float(one) for one in unit] for unit in units])

    assert same is None or same == pytest.approx(1)
    assert (found is None) == (renamed is None)
    if found is not None:
        assert found == pytest.approx(renamed)
        assert found <= 1 + 1e-12


def test_only_what_two_coders_read_is_compared() -> None:
    def read(commitment: str, coder: str | None, state: str, **more: object) -> dict:  # type: ignore[type-arg]
        return {"commitment": commitment, "coder": coder, "state": state, **more}

    rows = [
        read("c0", "k1", "partly", level=2),
        read("c0", "k2", "done", level=4),
        read("c0", "k3", "partly", adjudicated=True),
        read("c1", "k1", "done", level=4),
        read("c1", "k2", "done", level=4),
        read("c2", "k1", "begun"),
        read("c2", None, "done"),
    ]
    found = coders.agreement(promising(**accepted(3), verifications=rows))

    assert (found.units, found.coders, found.same, found.settled) == (2, 2, 1, 1)
    # partly done | done done: coincidences pd 1, dp 1, dd 2; observed 2/4, expected 6/12.
    assert found.alpha == pytest.approx(0.0)
    assert found.alpha_levels == pytest.approx(0.0)


def test_without_coders_nothing_is_compared() -> None:
    found = coders.agreement(promising())

    assert (found.units, found.alpha, found.alpha_levels) == (0, None, None)
