"""Is it right what is believed of people who may come from one of several camps?"""

import numpy as np
import pytest
from scipy import stats

from vestibule.understand.groups import camps, stability
from vestibule.understand.groups.camps import Camps

TWO = Camps(
    share=np.array([0.5, 0.5]),
    center=np.array([[-1.0], [1.0]]),
    spread=np.ones((2, 1, 1)),
)


def test_one_person_worked_by_hand() -> None:
    # Seen at 1 with variance 1, from camps at -1 and 1 with variance 1: of the second
    # camp they would be seen there as N(1; 1, 2), of the first as N(1; -1, 2).
    found = camps.believed(TWO, np.array([[1.0]]), np.ones((1, 1, 1)))

    assert found.chance[0, 1] == pytest.approx(1 / (1 + np.exp(-1)))
    assert found.mean[0, :, 0] == pytest.approx([0.0, 1.0])
    assert found.covariance[0, :, 0, 0] == pytest.approx([0.5, 0.5])
    assert found.roots()[0, :, 0, 0] == pytest.approx([np.sqrt(0.5)] * 2)
    assert found.middle()[0, 0] == pytest.approx(1 / (1 + np.exp(-1)))


def test_who_said_nothing_may_be_of_any_camp() -> None:
    found = camps.believed(TWO, np.zeros((1, 1)), np.zeros((1, 1, 1)))

    assert found.chance[0].tolist() == [0.5, 0.5]
    assert found.mean[0, :, 0] == pytest.approx([-1.0, 1.0])


def test_chances_agree_with_the_reference_in_two_directions() -> None:
    draw = np.random.default_rng(1)
    prior = Camps(
        share=np.array([0.2, 0.5, 0.3]),
        center=draw.normal(size=(3, 2)),
        spread=np.array([np.eye(2) * 0.3, [[1, 0.4], [0.4, 0.5]], np.eye(2)]),
    )
    noise = np.array([[0.5, 0.2], [0.2, 0.4]])
    seen = draw.normal(size=(20, 2))
    known = np.linalg.inv(noise)

    found = camps.believed(prior, seen @ known, np.repeat(known[None], 20, axis=0))

    each = np.stack(
        [
            share * stats.multivariate_normal(center, spread + noise).pdf(seen)
            for share, center, spread in zip(
                prior.share, prior.center, prior.spread, strict=True
            )
        ],
        axis=1,
    )
    assert found.chance == pytest.approx(each / each.sum(axis=1, keepdims=True))
    # Likelihoods up to a constant: the same for the same noise but for what was seen.
    rest = np.log(each.sum(axis=1)) - found.told
    assert rest + ((seen @ known) * seen).sum(axis=1) / 2 == pytest.approx(
        np.full(20, rest[0] + (seen[0] @ known) @ seen[0] / 2)
    )


def test_camps_behind_rough_places_are_found() -> None:
    draw = np.random.default_rng(2)
    n, noise = 3_000, 0.36
    own = draw.random(n) < 0.4
    seen = np.where(own, 1.2, -0.8) + draw.normal(0, np.sqrt(0.1 + noise), n)

    found = camps.fitted(
        seen[:, None] / noise, np.full((n, 1, 1), 1 / noise), np.array([[-0.3], [0.3]])
    )

    assert found.share == pytest.approx([0.6, 0.4], abs=0.03)
    assert found.center[:, 0] == pytest.approx([-0.8, 1.2], abs=0.1)
    assert found.spread[:, 0, 0] == pytest.approx([0.1, 0.1], abs=0.07)


def test_chances_are_right_as_often_as_they_say() -> None:
    draw = np.random.default_rng(3)
    n = 5_000
    own = draw.random(n) < 0.5
    noise = draw.uniform(0.2, 2.0, n)
    seen = np.where(own, 1.0, -1.0) + draw.normal(0, np.sqrt(1 + noise))

    found = camps.believed(TWO, (seen / noise)[:, None], 1 / noise[:, None, None])

    surest = found.chance.max(axis=1)
    right = (found.chance.argmax(axis=1) == 1) == own
    assert right.mean() == pytest.approx(surest.mean(), abs=0.02)


def test_a_camp_of_nobody_stays_a_camp() -> None:
    pull = np.linspace(-1, 1, 20)[:, None] * 10
    known = np.full((20, 1, 1), 10.0)

    found = camps.fitted(pull, known, np.array([[0.0], [50.0]]))

    assert found.share.sum() == pytest.approx(1)
    assert (found.spread > 0).all()


def test_likeness_and_cohesion_worked_by_hand() -> None:
    # Five people placed, one not; the fifth is not drawn. Of group 0 (three people),
    # two fall together and one apart; of group 1, one.
    fell = np.array([[0, 0, 1, 1, 1, 0]])
    times = np.array([[1.0, 2.0, 1.0, 1.0, 0.0, 1.0]])
    group = np.array([0, 0, 0, 1, 1, -1])

    alike, together = stability._came_back(fell, times, group, 2)

    assert alike[0] == pytest.approx([2 / 3, 1 / 2])
    assert together[0] == pytest.approx([5 / 9, 1.0])
