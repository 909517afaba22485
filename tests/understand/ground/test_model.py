"""The parts of the model, against cases worked by hand and other programs."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from benchmarks import planted
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import special, stats

from vestibule.dossier.process import Disclosure
from vestibule.dossier.votebook import VoteBook, VotePartition
from vestibule.understand import ground
from vestibule.understand.ground import (
    GroundSettings,
    counting,
    evidence,
    fitting,
    needs,
    nodes,
    posterior,
)
from vestibule.understand.ground.evidence import Counted, Evidence
from vestibule.understand.ground.nodes import Node

Floats = NDArray[np.float64]

NODE = Node(
    mean=0.6, spread=1.0, apart=0.8, likeness=0.0, shifts=np.zeros(0), heavy=False
)


def alone(yes: Floats, n: Floats) -> Counted:
    """Return plain counts, shape (statements, segments), of people alone."""
    statement, segment = (one.ravel() for one in np.indices(yes.shape))
    times = np.concatenate([yes.ravel(), (n - yes).ravel()])
    kept = times > 0
    one = np.concatenate([np.ones(yes.size), np.zeros(yes.size)]).astype(np.int64)
    return Counted(
        statements=tuple(f"s{number}" for number in range(yes.shape[0])),
        segments=tuple("abcdef"[: yes.shape[1]]),
        methods=("individual",),
        statement=np.tile(statement, 2)[kept],
        segment=np.tile(segment, 2)[kept],
        method=np.zeros(kept.sum(), dtype=np.int64),
        yes=one[kept],
        n=np.ones(kept.sum(), dtype=np.int64),
        times=times[kept].astype(float),
    )


def met(yes: list[int], n: list[int]) -> Counted:
    """Return gatherings of one statement and segment."""
    zeros = np.zeros(len(n), dtype=np.int64)
    return Counted(
        statements=("s",),
        segments=("a",),
        methods=("hands",),
        statement=zeros,
        segment=zeros,
        method=zeros,
        yes=np.array(yes),
        n=np.array(n),
        times=np.ones(len(n)),
    )


def test_the_bar_is_an_edge_of_a_bin() -> None:
    over = evidence.bins(0.6)

    assert over.share[over.bar] == pytest.approx(0.6)
    assert over.share[0] < 0.001 < 0.999 < over.share[-1]


def test_gatherings_are_counted_as_a_beta_binomial_says() -> None:
    over, yes, n, rho = evidence.bins(0.6), [7, 2, 12], [10, 8, 12], 0.1
    given = Evidence(met(yes, n), over)

    found = given.at(float(special.logit(rho)), np.zeros(0))[0]

    p = special.expit(over.middle)
    a, b = p * (1 - rho) / rho, (1 - p) * (1 - rho) / rho
    expected = sum(
        stats.betabinom.logpmf(one, of, a, b) for one, of in zip(yes, n, strict=True)
    )
    inside = slice(60, -60)
    off = (found - expected)[inside]
    assert np.ptp(off) < 5e-3  # likenesses between tables are interpolated


def test_one_gathering_by_hand() -> None:
    # Two of two agree, rho 0.5: p * (p/2 + 1/2) / 1, so at 1/2: 1/2 * 3/4 = 3/8.
    table = evidence.rising(np.array([2]), np.array([0.5]), 0.5)
    whole = evidence.rising(np.array([2]), np.ones(1), 0.5)

    assert np.exp(table[2, 0] - whole[2, 0]) == pytest.approx(3 / 8)


def test_a_narrow_likelihood_is_averaged_inside_its_bin() -> None:
    over = evidence.bins(0.5)
    # 100,000 people: a standard deviation of 0.006, eight times less than a bin.
    table = 1e5 * (0.5 * special.log_expit(over.middle) * 2 - over.middle / 2)

    found = np.exp(evidence.averaged(table[np.newaxis]) - table.max())[0]

    fine = np.linspace(over.edges[over.bar], over.edges[over.bar + 1], 2001)
    exact = np.exp(1e5 * (special.log_expit(fine) - fine / 2) - table.max()).mean()
    assert found[over.bar] == pytest.approx(exact, rel=0.02)


@pytest.mark.parametrize("by", [0.0, 0.3, -0.45, 1.0, -2.7, 11.2, -40.0, 400.0])
def test_bins_read_further_up_are_those_read_one_by_one(by: float) -> None:
    over = evidence.bins(0.6)
    table = np.random.default_rng(1).normal(size=(3, over.middle.size)).cumsum(axis=1)

    found = evidence.lifted(table, by)

    place = over.middle + evidence.WIDTH * by
    assert found == pytest.approx(evidence.moved(table, over, place), rel=1e-6)


@pytest.mark.parametrize("apart", [0.05, 0.2, 0.8])
@pytest.mark.parametrize("heavy", [False, True])
def test_the_kernel_on_its_grid_is_that_of_any_log_odds(
    apart: float, heavy: bool
) -> None:
    over, node = evidence.bins(0.6), replace(NODE, apart=apart, heavy=heavy)

    at, mass = nodes.gridded(over, node)

    assert (np.diff(at) > 0).all()
    assert mass == pytest.approx(nodes.kernel(over, at, node), abs=1e-12)


def test_what_is_believed_without_draws_is_the_same() -> None:
    counted = alone(np.array([[18.0, 15.0], [4.0, 9.0]]), np.full((2, 2), 20.0))

    bare = fitting.believed(counted, bar=0.6)

    whole = fitting.fit(counted, bar=0.6, settings=GroundSettings(draws=10)).posterior
    assert (bare.sure == whole.sure).all()
    assert (bare.segment_mean == whole.segment_mean).all()
    assert bare.draws.size == 0


def test_heavy_tails_are_those_of_student() -> None:
    x = np.linspace(-9, 9, 41)

    assert nodes.below(x, heavy=True) == pytest.approx(stats.t.cdf(x, 4))
    assert nodes.below(x, heavy=False) == pytest.approx(stats.norm.cdf(x))


def test_the_points_averaged_over_have_the_moments_of_a_normal_distribution() -> None:
    for size in (3, 4, 6):
        points = nodes._design(size)
        weights = np.exp([log for _, log in points])
        z = np.stack([point for point, _ in points])

        assert weights.sum() == pytest.approx(1)
        assert weights @ z == pytest.approx(np.zeros(size), abs=1e-12)
        assert (z * weights[:, np.newaxis]).T @ z == pytest.approx(np.eye(size))


def test_the_posterior_is_that_of_a_plain_double_sum() -> None:
    yes, n = np.array([[14.0, 5.0, 3.0]]), np.array([[20.0, 6.0, 4.0]])
    given = Evidence(alone(yes, n), evidence.bins(0.6))

    found = posterior.posterior(given, [NODE])

    # The sum of notes 8.6: 300 values of mu by 600 of each segment's log-odds.
    mu, eta = np.linspace(-6, 7, 300), np.linspace(-7, 7, 6001)
    near = stats.norm.pdf(eta, mu[:, np.newaxis], 0.8)
    p = special.expit(eta)
    weight = stats.norm.pdf(mu, 0.6, 1.0)
    above = np.ones(mu.size)
    for agree, of in zip(yes[0], n[0], strict=True):
        likely = near * p**agree * (1 - p) ** (of - agree)
        whole = likely.sum(axis=1)
        weight = weight * whole
        above *= likely[:, p > 0.6].sum(axis=1) / whole
    assert found.sure[0] == pytest.approx(
        (weight * above).sum() / weight.sum(), abs=2e-3
    )


def test_one_segment_with_many_answers_is_believed_to_be_as_it_answered() -> None:
    counted = alone(np.array([[70_000.0, 300.0]]), np.array([[100_000.0, 1_000.0]]))
    found = posterior.posterior(Evidence(counted, evidence.bins(0.6)), [NODE])

    low, high = found.segment_interval(0.95)
    assert found.segment_mean[0] == pytest.approx([0.7, 0.3], abs=0.005)
    # Wald: 2 * 1.96 * sqrt(.21 / 1000); no interval is much narrower than a bin.
    assert (high - low)[0, 1] == pytest.approx(0.0568, abs=0.003)
    assert 0.0057 < (high - low)[0, 0] < 0.02


def test_draws_agree_with_what_was_integrated() -> None:
    counted = alone(np.array([[14.0, 5.0]]), np.array([[20.0, 6.0]]))
    given = Evidence(counted, evidence.bins(0.6))

    found = posterior.posterior(given, [NODE], draws=20_000)

    assert found.draws.min(axis=2).mean() == pytest.approx(found.mean[0], abs=0.004)
    assert (found.draws > 0.6).all(axis=2).mean() == pytest.approx(
        found.sure[0], abs=0.012
    )
    assert found.draws.std(axis=0) == pytest.approx(found.segment_spread, rel=0.03)


def test_statements_looked_at_in_parts_come_out_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rng = np.random.default_rng(3)
    n = rng.integers(5, 60, (7, 2)).astype(float)
    given = Evidence(alone(rng.binomial(n.astype(int), 0.7), n), evidence.bins(0.6))

    whole = posterior.posterior(given, [NODE])
    monkeypatch.setattr(posterior, "AT_ONCE", 2 * 2 * posterior.AT * 285)
    parts = posterior.posterior(given, [NODE])

    assert parts.sure == pytest.approx(whole.sure)


def test_claims_of_a_list_are_the_largest_with_so_few_expected_false() -> None:
    sure = np.array([0.5, 0.99, 0.97, 0.8, 0.97])
    free = np.array([True, True, True, True, False])

    each = fitting.claimed(sure, error=0.1, rule="each", open_to=free)
    share = fitting.claimed(sure, error=0.1, rule="share", open_to=free)

    # (.01 + .03 + .20) / 3 = .08; with .50 it is .185.
    assert each.tolist() == [False, True, True, False, False]
    assert share.tolist() == [False, True, True, True, False]


@given(st.lists(st.floats(0, 1), min_size=1, max_size=12), st.floats(0.01, 0.5))
@settings(max_examples=50)
def test_never_more_false_claims_are_expected_than_stated(
    sure: list[float], error: float
) -> None:
    given_sure = np.array(sure)
    for rule in ("each", "share"):
        claims = fitting.claimed(
            given_sure,
            error=error,
            rule=rule,  # type: ignore[arg-type]
            open_to=np.ones(given_sure.size, dtype=bool),
        )
        assert (1 - given_sure[claims]).sum() <= error * claims.sum() + 1e-9


@given(st.integers(0, 30), st.integers(0, 1))
@settings(max_examples=20)
def test_an_agreeing_answer_never_makes_common_ground_less_sure(
    yes: int, segment: int
) -> None:
    before = np.array([[20.0, 20.0]])
    before[0, segment] = yes
    n = np.array([[30.0, 30.0]])
    after, more = before.copy(), n.copy()
    after[0, segment] += 1
    more[0, segment] += 1

    found = [
        posterior.posterior(Evidence(alone(*one), evidence.bins(0.6)), [NODE]).sure[0]
        for one in ((before, n), (after, more))
    ]

    assert found[1] >= found[0] - 1e-9


def test_spoilt_answers_move_the_bar() -> None:
    # 63 % of very many agree. If 10 % of them were put in, (0.63 - 0.1) / 0.9 do.
    counted = alone(np.array([[63_000.0, 90_000.0]]), np.array([[100_000.0] * 2]))
    given = Evidence(counted, evidence.bins(0.6))

    found = posterior.posterior(
        given, [NODE], change=fitting.spoilt(given, 0.1, agreeing=True)
    )
    other = posterior.posterior(
        given, [NODE], change=fitting.spoilt(given, 0.1, agreeing=False)
    )

    assert found.segment_mean[0, 0] == pytest.approx(0.53 / 0.9, abs=0.005)
    assert other.segment_mean[0, 0] == pytest.approx(0.63 / 0.9, abs=0.005)


def test_a_claim_is_undone_by_as_many_as_it_says() -> None:
    yes, n = np.array([[45.0, 46.0], [20.0, 30.0]]), np.array([[50.0, 50.0]] * 2)
    fitted = fitting.fit(
        alone(yes, n), bar=0.6, settings=GroundSettings(draws=1, hostile=0.05)
    )
    near = fitted.nodes[:1]

    extra, where = fitting.undoing(fitted, np.array([0]), 0.1)

    def sure(more: float) -> float:
        counted = alone(yes, n + np.array([[1.0, 0.0], [0.0, 0.0]]) * more)
        again = Evidence(counted, fitted.evidence.bins)
        return float(posterior.posterior(again, near).sure[0])

    assert where[0] == 0
    assert sure(extra[0]) < 0.9 <= sure(extra[0] - 1)


def test_no_claims_have_nothing_to_undo() -> None:
    fitted = fitting.fit(
        alone(np.array([[5.0, 5.0]]), np.array([[10.0, 10.0]])),
        bar=0.6,
        settings=GroundSettings(draws=1),
    )

    extra, where = fitting.undoing(fitted, np.zeros(0, dtype=np.int64), 0.1)
    assert (extra.size, where.size) == (0, 0)


def test_a_claim_that_nothing_undoes_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    fitted = fitting.fit(
        alone(np.array([[950.0, 950.0]]), np.array([[1000.0, 1000.0]])),
        bar=0.6,
        settings=GroundSettings(draws=1),
    )
    monkeypatch.setattr(fitting, "MOST_EXTRA", 4)

    extra, _ = fitting.undoing(fitted, np.array([0]), 0.1)

    assert np.isinf(extra[0])


def test_gatherings_that_differ_more_are_found_to_be_alike_inside() -> None:
    found = []
    for rho in (0.02, 0.15):
        world = planted.World(rho=rho, gathered=12)
        given = planted.planted(world, (480, 480), seed=4, statements=20)
        fit = fitting.fit(given.counted, bar=0.6, settings=GroundSettings(draws=1))
        found.append(fit.rho)

    assert found[0] == pytest.approx(0.02, abs=0.015)
    assert found[1] == pytest.approx(0.15, abs=0.03)


def test_groups_that_do_not_differ_are_found_to_be_alike() -> None:
    rng = np.random.default_rng(5)
    share = rng.beta(5, 4, (40, 1))
    n = np.full((40, 3), 400.0)

    fitted = fitting.fit(
        alone(rng.binomial(400, np.repeat(share, 3, axis=1)).astype(float), n),
        bar=0.6,
        settings=GroundSettings(draws=1),
    )

    assert fitted.mean("apart") < 0.12


def test_few_people_are_needed_far_from_the_bar_and_many_near_it() -> None:
    usual = needs.Usual(size=11, rho=0.1)
    assert usual.worth == pytest.approx(5.5)

    mean, spread = np.array([0.9, 0.65, 0.61]), np.array([0.1, 0.1, 0.1])
    count, settles = needs.further(mean, spread, bar=0.6, error=0.1, usual=usual)

    # At 65 %: 1.2816^2 * .2275 / .0025 = 149.5 wanted, 22.75 heard: 23.04 gatherings.
    assert count.tolist() == [1.0, 24.0, 30.0]
    assert settles.tolist() == [True, True, False]


# Votes in bulk, and how they are weighed.


def book(votes: list[tuple[int, int, int]], people: int, statements: int) -> VoteBook:
    """Return (person, statement, vote) in two partitions."""
    rows = sorted(votes)
    half = (
        [row for row in rows if row[0] < people // 2],
        [row for row in rows if row[0] >= people // 2],
    )
    return VoteBook(
        people=pl.Series([f"p{n}" for n in range(people)], dtype=pl.String),
        statements=pl.Series([f"s{n}" for n in range(statements)], dtype=pl.String),
        partitions=tuple(
            VotePartition(
                person=np.array([row[0] for row in part], dtype=np.int32),
                statement=np.array([row[1] for row in part], dtype=np.int32),
                vote=np.array([row[2] for row in part], dtype=np.int8),
            )
            for part in half
        ),
    )


def test_people_alone_weigh_alike_however_much_they_answer() -> None:
    # Persons 0, 1 agree with s0 only; 2, 3 disagree with s0 and answer s1 too.
    votes = [(0, 0, 1), (1, 0, 1), (2, 0, -1), (2, 1, 1), (3, 0, -1), (3, 1, 1)]
    rows = ground.of_book(book(votes, 4, 2), np.zeros(4, dtype=np.int64), ["a"])

    weighed = counting.counted(rows, ["a"], least=Disclosure(), weighed=True)
    plain = counting.counted(rows, ["a"], least=Disclosure(), weighed=False)

    # Weights 1, 1, 1/2, 1/2: 3 squared over 2.5 is 3.6 people, two thirds agree.
    assert weighed.total(np.ones(weighed.n.size))[0, 0] == pytest.approx(3.6)
    assert weighed.total(weighed.yes)[0, 0] == pytest.approx(2.4)
    assert (plain.total(plain.n)[0, 0], plain.total(plain.yes)[0, 0]) == (4, 2)


def test_votes_in_gatherings_are_counted_by_gathering_and_outsiders_left_out() -> None:
    votes = [(person, 0, 1 if person < 3 else 0) for person in range(6)]
    rows = ground.of_book(
        book(votes, 6, 1),
        np.array([0, 0, 0, 0, 1, -1]),
        ["a", "b"],
        gathering=np.array([0, 0, 1, 1, -1, -1]),
    )

    told = rows.select("group", "gathering", "alone", "agree", "passed", "n").rows()
    assert told == [
        ("a", "0", False, 2, 0, 2),
        ("a", "1", False, 1, 1, 2),
        ("b", None, True, 0, 1, 1),
    ]


def test_a_book_without_votes_says_nothing() -> None:
    rows = ground.of_book(book([], 2, 1), np.zeros(2, dtype=np.int64), ["a", "b"])

    result = ground.of_rows(rows, ["a", "b"])

    assert rows.is_empty()
    assert result.statements.is_empty()
    assert "nobody whose group is known" in result.explain()


def test_votes_in_bulk_are_compared_like_any_others() -> None:
    rng = np.random.default_rng(2)
    votes = [
        (person, statement, 1 if rng.random() < share else -1)
        for person in range(120)
        for statement, share in enumerate((0.95, 0.5, 0.3))
    ]
    rows = ground.of_book(book(votes, 120, 3), np.arange(120) % 2, ["a", "b"])

    result = ground.of_rows(
        rows, ["a", "b"], settings=GroundSettings(draws=100, bar=0.7)
    )

    assert result.bar == 0.7
    assert result.claims["key"].to_list() == ["s0"]
    assert result.segments["gatherings"].to_list() == [0] * 6


def test_one_gathering_counted_in_two_ways_counts_once() -> None:
    rows = pl.DataFrame(
        {
            "statement": ["s", "s", "s"],
            "group": ["a", "a", "a"],
            "method": ["hands", "pots", "hands"],
            "gathering": ["g", "g", "h"],
            "alone": [False] * 3,
            "agree": [4, 4, 9],
            "n": [10, 10, 10],
            "weight": [10.0] * 3,
            "weight_agree": [4.0, 4.0, 9.0],
            "weight_squared": [10.0] * 3,
        }
    )

    counted = counting.counted(rows, ["a"], least=Disclosure(), weighed=True)

    assert counted.methods == ("hands", "pots")  # too few pots to set the scale
    assert counted.total(counted.n)[0, 0] == 20
