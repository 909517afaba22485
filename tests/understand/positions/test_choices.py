"""Is one vote weighed as the formulas say?"""

import numpy as np
import pytest
from scipy import integrate, special, stats

from vestibule.understand.positions import choices as choosing
from vestibule.understand.positions import moments
from vestibule.understand.positions.choices import Belief, Choices

ONE = Choices(
    person=np.array([0], dtype=np.int32),
    statement=np.array([0], dtype=np.int32),
    yes=np.array([True]),
    n_people=1,
    n_statements=1,
)


def one_belief() -> Belief:
    # Acquiescence 0.5 +- 0.1**0.5, position 2 +- 0.2**0.5, together 0.05;
    # intercept -1 +- 0.3**0.5, loading 1.5 +- 0.4**0.5, together 0.
    return Belief(
        person=np.array([[0.5, 2.0]]),
        person_cov=np.array([[[0.1, 0.05], [0.05, 0.2]]]),
        statement=np.array([[-1.0, 1.5]]),
        statement_cov=np.array([[[0.3, 0.0], [0.0, 0.4]]]),
    )


def test_the_log_odds_of_a_choice_have_the_mean_and_variance_worked_by_hand() -> None:
    ((rows, mean, variance),) = choosing.log_odds(one_belief(), ONE)

    assert rows == slice(0, 1)
    assert mean == pytest.approx([-1 + 0.5 + 1.5 * 2])
    # Person: 0.1 + 2 * 1.5 * 0.05 + 1.5^2 * 0.2 = 0.7;
    # statement: 0.3 + 2^2 * 0.4 = 1.9; both unsure: 0.2 * 0.4 = 0.08.
    assert variance == pytest.approx([0.7 + 1.9 + 0.08])


def test_the_log_odds_agree_with_many_draws() -> None:
    draw = np.random.default_rng(1)
    belief = one_belief()
    c, x = draw.multivariate_normal(belief.person[0], belief.person_cov[0], 10**5).T
    a, b = draw.multivariate_normal(
        belief.statement[0], belief.statement_cov[0], 10**5
    ).T

    ((_, mean, variance),) = choosing.log_odds(belief, ONE)

    assert mean[0] == pytest.approx((a + c + b * x).mean(), abs=0.03)
    assert variance[0] == pytest.approx((a + c + b * x).var(), rel=0.03)


def test_the_bound_at_two_is_a_quarter_of_the_hyperbolic_tangent_of_one() -> None:
    weight, answer = choosing.bound(
        np.array([2.0, 0.0]), np.array([0.0, 0.0]), np.array([True, False])
    )

    assert weight == pytest.approx([np.tanh(1) / 4, 0.25])
    assert answer.tolist() == [0.5, -0.5]


@pytest.mark.parametrize("mean", [-2.0, 0.0, 1.0])
@pytest.mark.parametrize("variance", [0.0, 0.5, 3.0])
def test_the_expected_curve_is_near_the_integral(mean: float, variance: float) -> None:
    agree, _ = choosing.curve(np.array([mean]), np.array([variance]))

    if variance == 0:
        exact = special.expit(mean)
    else:
        normal = stats.norm(mean, np.sqrt(variance))
        exact, _ = integrate.quad(
            lambda x: special.expit(x) * normal.pdf(x), mean - 15, mean + 15
        )
    assert agree[0] == pytest.approx(exact, abs=0.01)


def test_a_square_comes_back_from_its_triangle() -> None:
    mean, covariance = np.array([[1.0, 2.0]]), np.array([[[3.0, 4.0], [4.0, 5.0]]])

    flat = moments.second(mean, covariance)

    assert flat.tolist() == [[4.0, 6.0, 9.0]]
    assert moments.square(flat, 2).tolist() == [[[4.0, 6.0], [6.0, 9.0]]]
    assert moments.twice(2).tolist() == [1.0, 2.0, 1.0]


def test_a_belief_does_not_print_people() -> None:
    assert repr(one_belief()) == "Belief(1 people, 1 statements, 1 D)"
