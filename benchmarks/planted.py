"""Answers of invented segments whose true shares are known, well-behaved or not."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

from vestibule.understand.ground.evidence import Counted

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SIZES = {3: (1500, 120, 60), 5: (1500, 800, 400, 120, 60)}
"""People in each segment, as in the notes' simulation."""

SEEN = 0.12
"""How probable it is that someone answers a statement."""


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """How answers come about; the first values are those the model assumes.

    Parameters
    ----------
    tails : float
        Degrees of freedom of statements and segments; 0: normal.
    rho : float
        How alike people of one gathering answer; 0: everyone answers alone.
    odds : bool
        Whether gatherings vary in log-odds; else as a beta distribution.
    activity : float
        How far, in log-odds, one deviation of activity moves an answer.
    hostile : float
        Share of people who answer against the truth of what all agree on.
    intruding : float
        Share of all people who are hostile and all say they are of the smallest
        segment, which they join: they come on top of those who are.
    imitating : bool
        Whether intruders answer as the largest segment does, so that it seems as if
        both agreed; else they answer against the truth, as the hostile do.
    gathered : float
        People of a gathering.
    """

    tails: float = 0.0
    rho: float = 0.0
    odds: bool = False
    activity: float = 0.0
    hostile: float = 0.0
    intruding: float = 0.0
    imitating: bool = False
    gathered: int = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """Answers and the truth behind them.

    Parameters
    ----------
    counted : Counted
        For the model.
    yes, n : np.ndarray, shape (statements, segments)
        Plain counts, for other rules.
    truth : np.ndarray, shape (statements, segments)
        Shares of the segments who would agree, 0 to 1.
    """

    counted: Counted
    yes: Floats
    n: Floats
    truth: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """What one segment answered, and the truth; rows as `Counted` holds them."""

    truth: Floats
    yes: Floats
    n: Floats
    rows: tuple[Ints, Ints, Ints, Floats]


def planted(
    world: World,
    sizes: tuple[int, ...],
    *,
    seed: int,
    statements: int = 200,
    bar: float = 0.6,
) -> Planted:
    """Return answers of one replicate."""
    rng = np.random.default_rng((seed, len(sizes)))
    shape = (statements, len(sizes))
    odds = 0.6 + _varied(rng, world, (statements, 1)) + 0.8 * _varied(rng, world, shape)
    load = world.activity * rng.normal(0, 1, statements)
    parts, truth = [], np.zeros(shape)
    yes, n = np.zeros(shape), np.zeros(shape)
    for segment, people in enumerate(sizes):
        here = odds[:, segment]
        if world.rho:
            told = _together(rng, world, here, people)
        else:
            joined = _intruders(rng, world, sizes, odds, segment, bar)
            told = _alone(rng, world, here, load, people, bar, joined)
        truth[:, segment], yes[:, segment], n[:, segment] = told.truth, told.yes, told.n
        statement = told.rows[0]
        parts.append((statement, np.full(statement.size, segment), *told.rows[1:]))
    joined = [np.concatenate(column) for column in zip(*parts, strict=True)]
    kept = joined[4] > 0
    statement, segment_of, agree, of, times = (column[kept] for column in joined)
    return Planted(
        counted=Counted(
            statements=tuple(f"{number:04}" for number in range(statements)),
            segments=tuple(map(str, range(len(sizes)))),
            methods=("individual",),
            statement=statement.astype(np.int64),
            segment=segment_of.astype(np.int64),
            method=np.zeros(statement.size, dtype=np.int64),
            yes=agree.astype(np.int64),
            n=of.astype(np.int64),
            times=times.astype(np.float64),
        ),
        yes=yes,
        n=n,
        truth=truth,
    )


def _varied(rng: np.random.Generator, world: World, shape: tuple[int, ...]) -> Floats:
    if not world.tails:
        return rng.normal(0, 1, shape)
    scale = np.sqrt((world.tails - 2) / world.tails) if world.tails > 2 else 0.5
    return np.asarray(scale * rng.standard_t(world.tails, shape))


def _alone(
    rng: np.random.Generator,
    world: World,
    odds: Floats,
    load: Floats,
    people: int,
    bar: float,
    joined: NDArray[np.bool_],
) -> _Told:
    """Return what people alone answer to some statements; people weigh alike.

    `joined`, shape (intruders, statements), is what intruders would answer.
    """
    active = rng.normal(0, 1, people)
    reach = np.exp(0.8 * active) if world.activity else np.ones(people)
    reach = np.minimum(SEEN * reach / reach.mean(), 0.9)[:, np.newaxis]
    share = special.expit(odds + active[:, np.newaxis] * load)
    vote = rng.random(share.shape) < share
    against = rng.random(people) < world.hostile
    vote[against] = special.expit(odds) <= bar
    if len(joined):
        vote = np.concatenate([vote, joined])
        usual = np.full((len(joined), 1), SEEN)
        reach = np.concatenate([np.broadcast_to(reach, (people, 1)), usual])
    seen = rng.random(vote.shape) < reach
    given = seen.sum(axis=1)
    weight = seen / np.maximum(given, 0.25 * np.median(given))[:, np.newaxis]
    whole, squares = weight.sum(axis=0), (weight**2).sum(axis=0)
    worth = np.divide(whole**2, squares, out=np.zeros_like(whole), where=squares > 0)
    part = np.divide(
        (weight * vote).sum(axis=0), whole, out=np.zeros_like(whole), where=whole > 0
    )
    numbers = np.arange(odds.size)
    one = np.ones(odds.size, dtype=np.int64)
    rows = (
        np.concatenate([numbers, numbers]),
        np.concatenate([one, 0 * one]),
        np.concatenate([one, one]),
        np.concatenate([worth * part, worth * (1 - part)]),
    )
    return _Told(
        truth=share.mean(axis=0),
        yes=(seen & vote).sum(axis=0).astype(np.float64),
        n=seen.sum(axis=0).astype(np.float64),
        rows=rows,
    )


def _intruders(
    rng: np.random.Generator,
    world: World,
    sizes: tuple[int, ...],
    odds: Floats,
    segment: int,
    bar: float,
) -> NDArray[np.bool_]:
    """Return what intruders into a segment would answer, (intruders, statements)."""
    smallest = int(np.argmin(sizes))
    part = world.intruding / (1 - world.intruding)
    count = round(part * sum(sizes)) if segment == smallest else 0
    if not world.imitating:
        return np.tile(special.expit(odds[:, segment]) <= bar, (count, 1))
    theirs = special.expit(odds[:, int(np.argmax(sizes))])
    return np.asarray(rng.random((count, len(odds))) < theirs)


def _together(
    rng: np.random.Generator, world: World, odds: Floats, people: int
) -> _Told:
    """Return what people answer to everything, in gatherings that vary."""
    met = max(people // world.gathered, 1)
    if world.odds:
        spread = np.sqrt(world.rho * np.pi**2 / 3 / (1 - world.rho))
        each = special.expit(odds + spread * rng.normal(0, 1, (met, odds.size)))
        steps = np.linspace(-5, 5, 201)
        weight = np.exp(-(steps**2) / 2) / np.exp(-(steps**2) / 2).sum()
        truth = weight @ special.expit(odds + spread * steps[:, np.newaxis])
    else:
        truth = special.expit(odds)
        scale = (1 - world.rho) / world.rho
        ends = [np.maximum(one * scale, 1e-9) for one in (truth, 1 - truth)]
        each = rng.beta(*ends, (met, odds.size))
    agree = rng.binomial(world.gathered, each)
    rows = (
        np.tile(np.arange(odds.size), met),
        agree.ravel(),
        np.full(agree.size, world.gathered),
        np.ones(agree.size),
    )
    people_heard = np.full(odds.size, float(met * world.gathered))
    return _Told(
        truth=np.asarray(truth),
        yes=agree.sum(axis=0).astype(np.float64),
        n=people_heard,
        rows=rows,
    )
