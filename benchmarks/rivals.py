"""The models that foresee votes elsewhere, untuned: rivals of our positions."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
import numpy.typing as npt
from scipy import optimize, special

from vestibule.understand import polis
from vestibule.understand.polis import Votes, matrices, pca, projection

Floats = npt.NDArray[np.float64]
Predict = Callable[[Votes, Votes], Floats]

LEAST = 1e-4
"""No prediction is surer than this, for any model."""

FIRM = 8.0
"""Precision of the loadings, as the published systems that do well use it."""


def log_loss(agree: Floats, yes: npt.NDArray[np.bool_]) -> float:
    """Return the mean log-loss, in nats per vote."""
    held = np.clip(agree, LEAST, 1 - LEAST)
    return float(-np.log(np.where(yes, held, 1 - held)).mean())


def sided(votes: Votes) -> Votes:
    """Return the votes that take a side."""
    return _some(votes, votes.vote != 0)


def _some(votes: Votes, rows: npt.NDArray[np.bool_]) -> Votes:
    return Votes(
        person=votes.person[rows],
        statement=votes.statement[rows],
        vote=votes.vote[rows],
        n_people=votes.n_people,
        n_statements=votes.n_statements,
    )


def statement_mean(known: Votes, asked: Votes) -> Floats:
    """Predict the share that agrees with the statement."""
    n = known.n_statements
    agreed = np.bincount(known.statement[known.vote == 1], minlength=n)
    against = np.bincount(known.statement[known.vote == -1], minlength=n)
    share: Floats = ((agreed + 1) / (agreed + against + 2))[asked.statement]
    return share


def polis_groups(known: Votes, asked: Votes) -> Floats:
    """Predict the share that agrees in the person's Polis group."""
    found = polis.analyse(known)
    group = found.group[known.person]
    size = (found.k, known.n_statements)
    counts = {vote: np.zeros(size) for vote in (1, -1)}
    for vote, table in counts.items():
        rows = (known.vote == vote) & (group >= 0)
        np.add.at(table, (group[rows], known.statement[rows]), 1)
    share = (counts[1] + 1) / (counts[1] + counts[-1] + 2)
    own = found.group[asked.person]
    return np.where(own >= 0, share[own, asked.statement], statement_mean(known, asked))


def _components(known: Votes, asked: Votes, *, scaled: bool) -> Floats:
    zeroed = np.zeros(known.n_statements, dtype=bool)
    ratings = matrices.ratings(known, zeroed=zeroed)
    components = pca.components(ratings.centred)
    points = projection.people(ratings, components)
    if not scaled:
        seen = np.maximum(ratings.n_seen, 1)[:, None]
        points = points / np.sqrt(ratings.n_columns / seen)
    loads = components.vectors[:, asked.statement]
    value: Floats = ratings.center[asked.statement] + (
        points[asked.person] * loads.T
    ).sum(axis=1)
    return value


def _notes(known: Votes, asked: Votes) -> Floats:
    """Fit the matrix factorisation of Community Notes: one factor, squared error."""
    votes = sided(known)
    p, s, y = votes.person, votes.statement, (votes.vote == 1).astype(np.float64)
    n, m = votes.n_people, votes.n_statements

    def cut(x: Floats) -> tuple[float, Floats, Floats, Floats, Floats]:
        return float(x[0]), *np.split(x[1:], [n, n + m, 2 * n + m])

    def loss(x: Floats) -> tuple[float, Floats]:
        mu, u, note, f, g = cut(x)
        apart = mu + u[p] + note[s] + f[p] * g[s] - y
        penalty = 0.15 * (mu**2 + u @ u + note @ note) + 0.03 * (f @ f + g @ g)
        slope = np.concatenate(
            [
                [apart.sum() + 0.15 * mu],
                np.bincount(p, apart, n) + 0.15 * u,
                np.bincount(s, apart, m) + 0.15 * note,
                np.bincount(p, apart * g[s], n) + 0.03 * f,
                np.bincount(s, apart * f[p], m) + 0.03 * g,
            ]
        )
        return float(apart @ apart + penalty), 2 * slope

    start = np.random.default_rng(0).normal(0, 0.1, 1 + 2 * (n + m))
    best = optimize.minimize(
        loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 300}
    )
    mu, u, note, f, g = cut(best.x)
    value: Floats = (
        mu
        + u[asked.person]
        + note[asked.statement]
        + f[asked.person] * g[asked.statement]
    )
    return value


def calibrated(score: Predict, known: Votes, asked: Votes) -> Floats:
    """Turn a score into a probability, by a tenth of the known votes."""
    side = np.flatnonzero(known.vote != 0)
    kept = np.ones(len(known), dtype=bool)
    kept[side[np.random.default_rng(0).random(len(side)) < 0.1]] = False
    tried = _some(known, ~kept)
    x, y = score(_some(known, kept), tried), tried.vote == 1

    def loss(line: Floats) -> float:
        return log_loss(special.expit(line[0] + line[1] * x), y)

    line = optimize.minimize(loss, np.array([0.0, 2.0]), method="Nelder-Mead").x
    agree: Floats = special.expit(line[0] + line[1] * score(known, asked))
    return agree


def two_parameter(
    known: Votes, asked: Votes, *, dimensions: int, precision: float
) -> Floats:
    """Predict with the most probable two-parameter logistic model, no posterior."""
    votes = sided(known)
    p, s, y = votes.person, votes.statement, (votes.vote == 1).astype(np.float64)
    n, m, d = votes.n_people, votes.n_statements, dimensions

    def cut(x: Floats) -> tuple[Floats, Floats, Floats, Floats]:
        a, c, b, z = np.split(x, [m, m + n, m + n + m * d])
        return a, c, b.reshape(m, d), z.reshape(n, d)

    def loss(x: Floats) -> tuple[float, Floats]:
        a, c, b, z = cut(x)
        odds = a[s] + c[p] + (b[s] * z[p]).sum(axis=1)
        apart = special.expit(odds) - y
        value = np.logaddexp(0, odds).sum() - odds @ y
        value += 0.1 * a @ a / 2 + c @ c / 2
        value += precision * (b * b).sum() / 2 + (z * z).sum() / 2
        b_slope = np.stack([np.bincount(s, apart * z[p, k], m) for k in range(d)], 1)
        z_slope = np.stack([np.bincount(p, apart * b[s, k], n) for k in range(d)], 1)
        slope = [
            np.bincount(s, apart, m) + 0.1 * a,
            np.bincount(p, apart, n) + c,
            (b_slope + precision * b).ravel(),
            (z_slope + z).ravel(),
        ]
        return float(value), np.concatenate(slope)

    start = np.random.default_rng(0).normal(0, 0.1, (n + m) * (1 + d))
    best = optimize.minimize(
        loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 300}
    )
    a, c, b, z = cut(best.x)
    who, what = asked.person, asked.statement
    agree: Floats = special.expit(a[what] + c[who] + (b[what] * z[who]).sum(axis=1))
    return agree


MODELS: dict[str, Predict] = {
    "statement mean": statement_mean,
    "Polis groups": polis_groups,
    "two components, not scaled": partial(
        calibrated, partial(_components, scaled=False)
    ),
    "two components, scaled as Polis does": partial(
        calibrated, partial(_components, scaled=True)
    ),
    "Community Notes factorisation": partial(calibrated, _notes),
    **{
        f"two-parameter logistic, {d} factor{'s' * (d > 1)}": partial(
            two_parameter, dimensions=d, precision=FIRM
        )
        for d in (1, 2, 3)
    },
}
