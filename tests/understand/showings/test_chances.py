"""Chances are known exactly before the draw, and nothing has none."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vestibule.errors import DataError
from vestibule.understand.ground.evidence import Floats
from vestibule.understand.showings import chances, families
from vestibule.understand.showings.settings import ShowingSettings

NOBODY = np.zeros(0, dtype=np.int64)

worths = st.lists(st.floats(0, 5), min_size=1, max_size=25).map(np.array)


@given(
    worths, st.integers(1, 25), st.sampled_from([chances.best, chances.proportional])
)
def test_chances_fill_the_places_and_none_is_nothing(
    worth: Floats, n: int, rule
) -> None:  # type: ignore[no-untyped-def]
    places = min(n, worth.size)
    found = chances.explored(rule(worth, places), places, 0.1)

    assert found.sum() == pytest.approx(places)
    assert found.min() >= 0.1 * places / worth.size - 1e-12
    assert found.max() <= 1


@given(worths, st.integers(1, 25))
def test_worth_more_is_never_less_likely(worth: Floats, n: int) -> None:
    places = min(n, worth.size)
    for rule in (chances.best, chances.proportional):
        found = rule(worth, places)
        order = np.argsort(worth, kind="stable")

        assert (np.diff(found[order]) >= -1e-9).all()


def test_places_beyond_what_is_worth_anything_are_shared_alike() -> None:
    worth = np.array([6.0, 1.0, 0.0, 0.0])

    assert chances.best(worth, 3).tolist() == [1.0, 1.0, 0.5, 0.5]
    assert chances.proportional(worth, 3).tolist() == [1.0, 1.0, 0.5, 0.5]
    assert chances.proportional(np.zeros(4), 1).tolist() == [0.25] * 4


@settings(max_examples=10)
@given(st.lists(st.floats(0.01, 1), min_size=2, max_size=12), st.integers(1, 6))
def test_each_statement_is_drawn_with_its_probability(
    worth: list[float], n: int
) -> None:
    places = min(n, len(worth))
    probability = chances.explored(
        chances.proportional(np.array(worth), places), places, 0.3
    )
    order = np.random.default_rng(1).random(len(worth))
    starts = (np.arange(1000) + 0.5) / 1000

    often = np.zeros(len(worth))
    for start in starts:
        row = chances.drawn(probability, order, float(start))
        assert row.size == np.unique(row).size == places
        often[row] += 1 / starts.size

    np.testing.assert_allclose(often, probability, atol=5e-3)


def test_nothing_is_drawn_from_nothing() -> None:
    none = np.zeros(0)

    assert chances.best(none, 0).size == 0
    assert chances.proportional(none, 0).size == 0
    assert chances.drawn(none, none, 0.3).size == 0


def test_a_lot_depends_on_the_content_and_on_nothing_beside_it() -> None:
    alone = chances.lots("1", ["b"])
    among = chances.lots("1", ["a", "b", "c"])

    assert alone[0] == among[1]
    assert len(set(among)) == 3
    assert chances.lots("2", ["b"])[0] != alone[0]


def test_the_same_words_are_one_family_and_nothing_else_is() -> None:
    found = families.families(["peace", "", "school", "peace", ""], *[NOBODY] * 3)

    assert found[0] == found[3]
    assert np.unique(found).size == 4


def votes(*answers: tuple[int, ...]) -> list[np.ndarray]:
    """People by statements; None: not answered."""
    table = np.array(answers)
    person, statement = np.nonzero(table > -9)
    return [person, statement, table[person, statement]]


def test_statements_answered_alike_are_a_family_also_the_other_way_round() -> None:
    """40 people: the second says no where the first says yes; the third is a lottery.

    First and second: correlation -1. First and third: 10 of each pair of answers: 0.
    """
    people = [(one, -one, two) for one in (1, -1) for two in (1, -1)] * 10

    found = families.families(["a", "b", "c"], *votes(*people))

    assert found[0] == found[1] != found[2]


def test_too_few_answers_make_no_family() -> None:
    people = [(one, one) for one in (1, -1)] * 10

    assert np.unique(families.families(["a", "b"], *votes(*people))).size == 2


def test_a_statement_all_agree_with_is_like_no_other() -> None:
    people = [(1, one) for one in (1, -1)] * 20

    assert np.unique(families.families(["a", "b"], *votes(*people))).size == 2


def test_a_single_doubter_makes_no_family() -> None:
    """39 agree with both, one with neither: with one more in each pair of answers
    (40 * 2 - 1) / (41 * 3) = 0.64."""
    people = [(1, 1)] * 39 + [(-1, -1)]

    assert np.unique(families.families(["a", "b"], *votes(*people))).size == 2


def test_beyond_many_statements_only_words_are_compared(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    people = [(one, one, one) for one in (1, -1)] * 20
    monkeypatch.setattr(families, "MOST", 2)

    found = families.families(["a", "b", "a"], *votes(*people))

    assert found.tolist() == [0, 1, 0]
    assert families.families([], *[NOBODY] * 3).size == 0


def test_the_second_of_a_family_is_worth_a_half_and_what_was_put_counts() -> None:
    worth, family = np.array([4.0, 6.0, 5.0]), np.array([0, 0, 1])
    order = np.zeros(3)

    first = families.discounted(worth, family, order, np.array([0, 0]))
    after = families.discounted(worth, family, order, np.array([1, 0]))

    assert first.tolist() == [2.0, 6.0, 5.0]
    assert after.tolist() == [4 / 3, 3.0, 5.0]


@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 2)), min_size=3, max_size=6),
    st.integers(1, 3),
)
def test_the_best_first_is_the_best_list_there_is(
    given_: list[tuple[int, int]], n: int
) -> None:
    """Against all lists of n: of a list, each family is worth its harmonic sum."""
    worth = np.array([float(one) for one, _ in given_])
    family = np.array([kin for _, kin in given_])

    def whole(rows: tuple[int, ...]) -> float:
        told = 0.0
        for kin in set(family[list(rows)]):
            own = sorted(worth[row] for row in rows if family[row] == kin)[::-1]
            told += sum(one / place for place, one in enumerate(own, start=1))
        return told

    adds = families.discounted(
        worth, family, np.arange(worth.size) / 10, np.zeros(3, int)
    )
    chosen = tuple(np.argsort(-adds, kind="stable")[:n])

    lists = itertools.combinations(range(worth.size), n)
    assert whole(chosen) == pytest.approx(max(map(whole, lists)))


@pytest.mark.parametrize("explore", [0.0, -0.1, 1.1])
def test_something_must_be_left_to_chance(explore: float) -> None:
    with pytest.raises(DataError, match="explore must lie above 0"):
        ShowingSettings(explore=explore)

    assert ShowingSettings().to_dict() == {"explore": 0.1, "seed": 1}
