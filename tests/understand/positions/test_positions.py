"""Are people where they stand, and as surely as is said?"""

import json

import numpy as np
import polars as pl
import pytest
from scipy import special, stats
from tests.understand.positions.simulated import (
    Crowd,
    crowd,
    of_matrix,
    onto,
    shuffled,
    votes_of,
)

from vestibule.errors import DataError
from vestibule.understand.polis import Votes
from vestibule.understand.positions import (
    LIMITS,
    PositionResult,
    PositionSettings,
    positions,
)

TWO_CAMPS = ["++--+"] * 12 + ["--++-"] * 12 + ["+ -  "]


def inside(drawn: Crowd, found: PositionResult, level: float = 0.9) -> np.ndarray:
    """Say whose true position lies in the ellipse."""
    truth = drawn.position @ onto(drawn.position, found.position)
    apart = truth - found.position
    size = np.einsum("ni,nij,nj->n", apart, np.linalg.inv(found.covariance), apart)
    return np.asarray(size < stats.chi2.ppf(level, drawn.position.shape[1]))


def test_two_camps_lie_on_two_sides_and_who_says_little_lies_less_surely() -> None:
    found = positions(of_matrix(TWO_CAMPS))
    place, width = found.position[:, 0], found.covariance[:, 0, 0]

    assert found.dimensions == 1
    assert np.sign(place[0]) == -np.sign(place[12])
    assert place[0] == pytest.approx(place[11], abs=1e-12)
    assert np.sign(place[24]) == np.sign(place[0])
    assert abs(place[24]) < abs(place[0])
    assert width[0] < width[24] < 1


def test_the_fit_solves_its_equation_for_a_person_worked_by_hand() -> None:
    # At the optimum, what a person's votes pull equals what the prior holds:
    # x = sum over statements of loading * (agreed - expected to agree) - spread.
    drawn = crowd(people=400, statements=30, each=12)
    found = positions(drawn.votes, settings=PositionSettings(dimensions=1))
    rows = drawn.votes.person == 7
    table = found.statements[drawn.votes.statement[rows].tolist()]
    b, a = table["loading_1"].to_numpy(), table["intercept"].to_numpy()
    odds = a + found.acquiescence[7] + b * found.position[7, 0]
    pull = (b * ((drawn.votes.vote[rows] == 1) - special.expit(odds))).sum()

    assert found.position[7, 0] == pytest.approx(pull, abs=0.25)


@pytest.mark.parametrize(
    ("people", "statements", "dimensions"), [(900, 50, 1), (1200, 60, 2)]
)
def test_ninety_percent_ellipses_hold_ninety_percent_also_after_few_votes(
    people: int, statements: int, dimensions: int
) -> None:
    held, few = [], []
    for seed in range(2):
        drawn = crowd(
            people=people, statements=statements, dimensions=dimensions, seed=seed
        )
        found = positions(drawn.votes, settings=PositionSettings(dimensions=dimensions))
        own = inside(drawn, found)
        held.append(own.mean())
        few.append(own[np.bincount(drawn.votes.person) < 5].mean())

    assert 0.86 <= np.mean(held) <= 0.94
    assert 0.86 <= np.mean(few) <= 0.94


def test_true_positions_and_statements_are_found_again() -> None:
    drawn = crowd(people=1200, statements=50, dimensions=2, each=30)

    found = positions(drawn.votes)

    assert found.dimensions == 2
    turn = onto(drawn.position, found.position)
    for truth, place in zip((drawn.position @ turn).T, found.position.T, strict=True):
        assert np.corrcoef(truth, place)[0, 1] > 0.75
    loading = found.statements.select("loading_1", "loading_2").to_numpy()
    truth = drawn.loading @ turn
    assert np.corrcoef(truth.ravel(), loading.ravel())[0, 1] > 0.95
    # The fit neither shrinks nor blows up what tells people apart.
    assert (loading**2).sum() / (truth**2).sum() == pytest.approx(1, abs=0.2)
    assert found.spread is not None
    assert found.spread.acquiescence == pytest.approx(0.25, abs=0.08)


def test_intervals_of_statements_hold_the_truth() -> None:
    held = {"intercept": [], "loading_1": []}
    for seed in range(3):
        drawn = crowd(people=800, statements=40, each=20, seed=seed)
        found = positions(drawn.votes, settings=PositionSettings(dimensions=1))
        sign = float(onto(drawn.position, found.position)[0, 0])
        loading = drawn.loading[:, 0] * sign
        # With the scale of the axis held: it is that of the people, by convention.
        place = found.statements["loading_1"].to_numpy()
        loading = loading * (loading @ place) / (loading @ loading)
        for name, truth in {"intercept": drawn.intercept, "loading_1": loading}.items():
            low, high = (
                found.statements[f"{name}_{end}"].to_numpy() for end in ("low", "high")
            )
            held[name].append(((low <= truth) & (truth <= high)).mean())

    assert 0.88 <= np.mean(held["intercept"]) <= 0.99
    assert 0.88 <= np.mean(held["loading_1"]) <= 0.99


def test_a_few_votes_agree_with_numerical_integration() -> None:
    drawn = crowd(people=1500, statements=40, each=25)
    found = positions(drawn.votes, settings=PositionSettings(dimensions=1))
    assert found.spread is not None
    few = np.flatnonzero(np.bincount(drawn.votes.person) <= 4)[:10]
    line, wide = np.linspace(-6, 6, 241), found.spread.acquiescence**0.5
    x, c = np.meshgrid(line, line * wide)
    for person in few:
        rows = drawn.votes.person == person
        table = found.statements[drawn.votes.statement[rows].tolist()]
        log = stats.norm.logpdf(x) + stats.norm.logpdf(c, scale=wide)
        for a, b, vote in zip(
            table["intercept"],
            table["loading_1"],
            drawn.votes.vote[rows].tolist(),
            strict=True,
        ):
            log += special.log_expit(vote * (a + c + b * x))
        mass = np.exp(log - log.max())
        mean = (mass * x).sum() / mass.sum()
        spread = np.sqrt((mass * (x - mean) ** 2).sum() / mass.sum())

        assert found.position[person, 0] == pytest.approx(mean, abs=0.12)
        assert found.covariance[person, 0, 0] ** 0.5 == pytest.approx(spread, rel=0.1)


def test_nothing_hangs_on_names_or_order() -> None:
    votes = crowd(people=150, statements=20, dimensions=2, passing=0.1).votes
    settings = PositionSettings(dimensions=2)
    first = positions(votes, settings=settings)
    columns = pl.col("intercept", "loading_1", "loading_2_low", "pass_intercept")

    for seed in range(6):
        other, people, statements = shuffled(votes, seed)
        again = positions(other, settings=settings)
        assert again.position[people] == pytest.approx(first.position, abs=1e-9)
        assert again.covariance[people] == pytest.approx(first.covariance, abs=1e-9)
        assert again.acquiescence[people] == pytest.approx(first.acquiescence, abs=1e-9)
        table = again.statements[statements.tolist()].select(columns).to_numpy()
        mine = first.statements.select(columns).to_numpy()
        assert table == pytest.approx(mine, abs=1e-9)


def test_the_chosen_number_of_directions_does_not_hang_on_names() -> None:
    votes = crowd(people=200, statements=20, passing=0.1).votes
    first = positions(votes)

    again = positions(shuffled(votes, 3)[0])

    assert first.validation == again.validation


def test_a_pass_moves_nobody_and_is_told_by_itself() -> None:
    drawn = crowd(people=800, statements=20, each=12, passing=0.3)
    sides = drawn.votes.vote != 0
    without = votes_of(
        drawn.votes.person[sides], drawn.votes.statement[sides],
        drawn.votes.vote[sides], 800, 20,
    )  # fmt: skip
    settings = PositionSettings(dimensions=1, tolerance=1e-6, sweeps=1000)

    found = positions(drawn.votes, settings=settings)
    bare = positions(without, settings=settings)

    assert np.abs(found.position - bare.position).max() < 1e-3
    shown = special.expit(found.statements["pass_intercept"].to_numpy())
    assert shown.mean() == pytest.approx(0.3, abs=0.04)
    assert special.expit(bare.statements["pass_intercept"].to_numpy()).max() < 0.05


def test_who_says_yes_to_all_is_not_taken_for_a_camp() -> None:
    drawn = crowd(people=800, statements=40, each=25, says_yes=1.5)

    found = positions(drawn.votes, settings=PositionSettings(dimensions=1))

    says_yes = np.corrcoef(drawn.acquiescence, found.acquiescence)[0, 1]
    assert says_yes > 0.8
    assert abs(np.corrcoef(drawn.acquiescence, found.position[:, 0])[0, 1]) < 0.2


def test_noise_has_no_direction() -> None:
    draw = np.random.default_rng(5)
    vote = draw.choice([-1, 1], size=(200, 10))
    votes = votes_of(
        np.repeat(range(200), 10), [*range(10)] * 200, vote.ravel(), 200, 10
    )

    found = positions(votes)

    assert found.dimensions == 0
    assert found.position.shape == (200, 0)
    assert "no-direction" in found.limits


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([], "no-votes"),
        (["  ", "  "], "no-votes"),
        (["00", "00"], "all-pass"),
        (["+-0"], "one-person"),
        (["+ ", "- "], "one-statement"),
        (["++-", "++-", "+++"][:2], "nobody-differs"),
    ],
)
def test_thin_votes_give_a_sentence_and_no_number(rows: list[str], why: str) -> None:
    found = positions(of_matrix(rows))

    assert found.limits[0] == why
    assert found.dimensions == 0
    assert "intercept" not in found.statements.columns
    assert np.isnan(found.acquiescence).all()
    assert found.to_dict()["limits"][0]["message"] == LIMITS[why]


@pytest.mark.parametrize(
    "rows", [["+-", "-+"], ["+ ", " -", "++"], ["+-+", "-0 "], ["+", "-", "+"]]
)
def test_a_handful_of_votes_does_not_break_it(rows: list[str]) -> None:
    found = positions(of_matrix(rows))

    assert np.isfinite(found.position).all()
    assert set(found.limits) <= set(LIMITS)


def test_gaps_are_told_and_leave_empty_cells() -> None:
    rows = [f"{row}0 " for row in TWO_CAMPS] + ["     0 ", "       "]

    found = positions(of_matrix(rows))

    assert {"unseen-statements", "nobody-took-a-side", "people-without-side"} <= set(
        found.limits
    )
    assert found.statements["intercept"].is_null().to_list() == [False] * 5 + [True] * 2
    assert found.statements["pass_intercept"].is_null().to_list() == [False] * 6 + [
        True
    ]
    assert (found.n_people, found.n_placed, found.n_voted) == (26, 25, 6)
    # Who took no side is as unsure as before being asked.
    assert found.position[25:].tolist() == [[0.0], [0.0]]
    assert found.covariance[25:, 0, 0] == pytest.approx([1.0, 1.0])


def test_moderated_statements_are_left_out() -> None:
    votes = of_matrix(TWO_CAMPS)
    out = np.array([True, False, False, False, False])

    found = positions(votes, moderated_out=out)

    assert found.n_votes == 24 * 4 + 1
    assert found.statements["agree"][0] == 0
    with pytest.raises(DataError, match="one flag for each of 5"):
        positions(votes, moderated_out=out[:2])


def test_a_repeated_vote_is_refused() -> None:
    with pytest.raises(DataError, match="1 votes repeat"):
        positions(votes_of([0, 0, 1], [0, 0, 1], [1, -1, 1], 2, 2))


def test_a_fit_that_was_stopped_says_so() -> None:
    votes = crowd(people=100, statements=10).votes

    found = positions(votes, settings=PositionSettings(dimensions=1, sweeps=2))

    assert "not-settled" in found.limits


def test_the_cross_validation_may_look_at_some_people_only() -> None:
    votes = crowd(people=500, statements=20).votes

    found = positions(votes, settings=PositionSettings(cv_votes=3000))

    assert "sampled-validation" in found.limits
    assert found.validation is not None
    assert 3000 <= found.validation.n_votes < 3100


def test_no_person_leaves_by_print_or_by_dictionary() -> None:
    found = positions(of_matrix(TWO_CAMPS))

    shown = repr(found) + json.dumps(found.to_dict())

    for name in ("position=", "covariance", "acquiescence=array", "person_key"):
        assert name not in shown
    assert repr(float(found.position[0, 0]))[:8] not in shown


def test_statements_few_took_a_side_on_stay_in() -> None:
    rows = [
        f"{row}+" if number < 3 else f"{row} " for number, row in enumerate(TWO_CAMPS)
    ]
    keys = pl.Series(["a", "b", "c", "d", "e", "f"])

    listed = positions(of_matrix(rows)).to_dict(keys=keys)["statement_parameters"]

    assert [row["statement"] for row in listed] == ["a", "b", "c", "d", "e"]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"dimensions": 4}, "1 to 3 dimensions"),
        ({"loosest": 9.0}, "loosest precision"),
        ({"level": 1.0}, "level"),
        ({"folds": 1}, "folds"),
        ({"tolerance": 0.0}, "tolerance"),
        ({"rounds": 6}, "rounds at most folds"),
    ],
)
def test_settings_that_cannot_be_are_refused(
    wrong: dict[str, float], said: str
) -> None:
    with pytest.raises(DataError, match=said):
        PositionSettings(**wrong)  # type: ignore[arg-type]


@pytest.mark.proof
def test_a_hundred_shuffles_of_a_crowd_are_the_same() -> None:
    votes: Votes = crowd(people=1000, statements=60, dimensions=2).votes
    first = positions(votes)

    for seed in range(100):
        other, people, _ = shuffled(votes, seed)
        again = positions(other)
        assert again.position[people] == pytest.approx(first.position, abs=1e-9)
