"""What one more answer tells, worked by hand and against what the model says after it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special, stats

from vestibule.understand.ground import evidence, posterior
from vestibule.understand.ground.evidence import Counted, Evidence, Floats
from vestibule.understand.ground.nodes import Node
from vestibule.understand.showings import information
from vestibule.understand.showings.claims import Claims
from vestibule.understand.showings.information import Believed

NODE = Node(
    mean=0.4, spread=1.0, apart=0.6, likeness=-2.4, shifts=np.zeros(0), heavy=False
)


def counted(*entries: tuple[int, int, int, int], statements: int = 2) -> Counted:
    """Entries: statement, segment (of two), yes, n."""
    rows = np.array(entries, dtype=np.int64).reshape(-1, 4)
    return Counted(
        statements=tuple(f"s{n}" for n in range(statements)),
        segments=("a", "b"),
        methods=("individual",),
        statement=rows[:, 0],
        segment=rows[:, 1],
        method=np.zeros(len(rows), dtype=np.int64),
        yes=rows[:, 2],
        n=rows[:, 3],
        times=np.ones(len(rows)),
    )


def of_shares(share: Floats, mass: Floats, bar: float) -> Believed:
    """One statement, one group, believed to have each share with a probability."""
    above = np.where(share > bar, mass, 0.0)
    return Believed(segments=mass[None, None], holding=above[None, None])


def test_one_answer_under_a_flat_belief_tells_a_fifth_of_a_bit() -> None:
    """Beta(1, 1), bar 1/2: P = 1/2, one bit open.

    Yes (probability 1/2) leads to Beta(2, 1): P(p > 1/2) = 1 - 1/4 = 3/4; no leads to
    1/4. Either leaves H(3/4) = 2 - 3/4 log2(3) = 0.81128 bits: 0.18872 are gained.
    """
    share = (np.arange(2000) + 0.5) / 2000
    flat = of_shares(share, np.full(2000, 1 / 2000), 0.5)
    one = information.outcomes(share, size=1, rho=0.0)

    assert information.gained(flat, 0, one) == pytest.approx(
        0.75 * np.log2(3) - 1, abs=1e-6
    )


def test_two_answers_under_a_flat_belief_tell_by_hand() -> None:
    """0, 1, 2 of two agree with 1/3 each; Beta(3, 1): 1 - 1/8; Beta(2, 2): 1/2.

    Left: (2 H(7/8) + H(1/2)) / 3 = (2 * 0.543564 + 1) / 3 = 0.695710.
    """
    share = (np.arange(2000) + 0.5) / 2000
    flat = of_shares(share, np.full(2000, 1 / 2000), 0.5)
    two = information.outcomes(share, size=2, rho=0.0)

    assert information.gained(flat, 0, two) == pytest.approx(0.304290, abs=1e-5)


def test_what_is_sure_cannot_be_told_more() -> None:
    share = np.array([0.2, 0.8])
    for mass in ([1.0, 0.0], [0.0, 1.0]):
        sure = of_shares(share, np.array(mass), 0.5)
        one = information.outcomes(share, size=1, rho=0.0)

        assert information.gained(sure, 0, one).tolist() == [0.0]


@pytest.mark.parametrize("rho", [0.0, 0.05, 0.5])
def test_outcomes_are_beta_binomial_as_another_library_has_them(rho: float) -> None:
    share = np.array([0.1, 0.5, 0.93])
    found = information.outcomes(share, size=12, rho=rho)

    for row, p in zip(found, share, strict=True):
        if rho:
            scale = (1 - rho) / rho
            known = stats.betabinom.pmf(range(13), 12, p * scale, (1 - p) * scale)
        else:
            known = stats.binom.pmf(range(13), 12, p)
        np.testing.assert_allclose(row, known, atol=1e-10)


def test_a_gathering_that_answers_as_one_tells_no_more_than_one() -> None:
    share = np.linspace(0.05, 0.95, 19)
    flat = of_shares(share, np.full(19, 1 / 19), 0.6)
    one, alike, apart = (
        information.gained(flat, 0, information.outcomes(share, size=size, rho=rho))[0]
        for size, rho in ((1, 0.0), (12, 1.0), (12, 0.0))
    )

    assert alike == pytest.approx(one, rel=1e-3)
    assert apart > 2 * one


@given(
    st.lists(st.floats(0.01, 1), min_size=6, max_size=6),
    st.integers(1, 20),
    st.floats(0, 1),
)
def test_information_lies_between_nothing_and_what_was_open(
    mass: list[float], size: int, rho: float
) -> None:
    share = np.linspace(0.05, 0.95, 6)
    flat = of_shares(share, np.array(mass) / sum(mass), 0.5)

    gained = information.gained(
        flat, 0, information.outcomes(share, size=size, rho=rho)
    )

    assert 0 <= gained[0] <= information.entropy(flat.sure)[0] + 1e-12


@given(st.floats(0, 0.9), st.floats(0.01, 0.1))
def test_people_more_alike_never_tell_more(rho: float, more: float) -> None:
    share = np.linspace(0.05, 0.95, 10)
    flat = of_shares(share, np.full(10, 0.1), 0.5)
    less, alike = (
        information.gained(flat, 0, information.outcomes(share, size=10, rho=one))[0]
        for one in (rho, rho + more)
    )

    assert alike <= less + 1e-9


def test_what_is_foreseen_is_what_the_model_believes_after_the_answer() -> None:
    """The reference: add each answer to the answers, and ask the model again."""
    before = counted((0, 0, 7, 10), (0, 1, 6, 10), (1, 0, 2, 10), (1, 1, 9, 12))
    given = Evidence(before, evidence.bins(0.6))
    believed = information.believed(given, NODE)
    p = special.expit(given.bins.middle)
    one = information.outcomes(p, size=1, rho=0.0)

    for segment in (0, 1):
        left = np.zeros(2)
        for said in (0, 1):

            def change(table: Floats, said: int = said, group: int = segment) -> Floats:
                more = table.copy()
                more[:, group] += np.log(one[:, said])
                return more

            after = posterior.posterior(given, [NODE], change=change).sure
            chance = believed.segments[:, segment] @ one[:, said]
            left += chance * information.entropy(after)
        known = information.entropy(believed.sure) - left

        found = information.gained(believed, segment, one)
        np.testing.assert_allclose(found, known, atol=2e-3)


def test_what_is_believed_is_what_common_ground_believes() -> None:
    given = Evidence(counted((0, 0, 7, 10), (0, 1, 6, 10)), evidence.bins(0.6))
    known = posterior.posterior(given, [NODE])
    found = information.believed(given, NODE)

    np.testing.assert_allclose(found.sure, known.sure, atol=1e-12)
    np.testing.assert_allclose(found.segments, known.segments, atol=1e-12)


def claims(heard: Counted, *, missing: Floats | None = None) -> Claims:
    given = Evidence(heard, evidence.bins(0.6))
    none = np.zeros((len(heard.statements), 2))
    return Claims(
        key="c",
        groups=("a", "b"),
        over=given.bins,
        believed=information.believed(given, NODE),
        undecided=np.ones(len(heard.statements), dtype=bool),
        people=none if missing is None else 10 * missing,
        gatherings=none if missing is None else missing,
        why=np.full(none.shape, ""),
        rho=0.1,
        shifts={"hands": 0.5},
    )


def test_the_group_heard_less_tells_more() -> None:
    often = [(0, 0, 7, 10)] * 20
    found = claims(counted(*often, (0, 1, 7, 10), statements=1))

    much, little = (
        found.worth(group, size=12, method="pots")[0] for group in ("a", "b")
    )

    assert little > 2 * much > 0


def test_a_statement_that_another_group_refuses_is_not_worth_asking() -> None:
    often = [(0, 0, 1, 10), (1, 0, 8, 10)] * 10
    found = claims(counted(*often))

    refused, still = found.worth("b", size=12, method="pots")

    assert refused < 0.05 * still


def test_a_group_not_heard_enough_comes_before_one_that_was() -> None:
    """Both cells of `a` are missing in 2 of 3 gatherings in all: 1/3 of the rest.

    No answers: everything rests on the node. P is the same for both statements, the
    first has gatherings missing, the second has none.
    """
    missing = np.array([[2.0, 1.0], [0.0, 0.0]])
    found = claims(counted(statements=2), missing=missing)
    sure = found.believed.sure[0]

    short, enough = found.worth("a", size=12, method="pots")

    assert short - enough == pytest.approx(
        (1 - information.entropy(np.array([sure]))[0]) / 3
    )


def test_a_shift_of_the_counting_method_is_foreseen() -> None:
    found = claims(counted((0, 0, 7, 10), (0, 1, 7, 10), statements=1))

    pots, hands = (found.worth("a", size=1, method=one)[0] for one in ("pots", "hands"))

    assert pots != hands


def test_more_statements_than_are_looked_at_together_are_believed_alike(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given = Evidence(
        counted((0, 0, 7, 10), (1, 1, 3, 10), (2, 0, 1, 4), statements=3),
        evidence.bins(0.6),
    )
    whole = information.believed(given, NODE)
    monkeypatch.setattr(posterior, "AT_ONCE", 1)

    parts = information.believed(given, NODE)

    np.testing.assert_allclose(parts.holding, whole.holding, atol=1e-12)
