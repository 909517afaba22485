"""How densely do people stand along a line, when none is seen exactly?

Votes place a person only roughly, and rough places fill any gap. What is estimated here
is the density of the true places, given how roughly each is known: Efron's g-modelling.
The log of the density is that of the normal prior plus a smooth curve, a natural cubic
spline, whose coefficients are drawn to 0. Few votes or few people leave the bell that
was believed before; only evidence opens a gap.

References
----------
.. [1] Efron (2016), Empirical Bayes deconvolution estimates, Biometrika 103.
.. [2] Berndt, Hall, Hall and Hausman (1974), Estimation and inference in nonlinear
   structural models, Annals of Economic and Social Measurement 3: the steps.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import interpolate

from vestibule.understand.polis.votes import Floats

POINTS = 64
"""Places at which the density is estimated."""

CURVES = 6
"""Degrees of freedom of the smooth curve."""

FIRM, FEWEST = 1.1, 100
"""Precision of the coefficients, times the root of the people (so many at least). Each
coefficient moves the log-density by one (root mean square). This keeps noise from
looking like a gap; it grows with the people, because the model of votes errs a little
however many they are. Both were chosen on simulated spectra."""

EDGE = 0.005
"""Share of people beyond each end of the part of the line that curves."""

FAR, BEYOND = 0.002, 2.5
"""The line ends where this share of people is passed, and so many standard deviations
of a place beyond: cut off nearer, those further out would pile up at its end."""

LEAST = 1e-9
"""Least variance of a place."""

STEPS = 30
"""Most steps of a fit."""

STILL = 1e-3
"""A fit stops when the log-likelihood gains less than this."""

HALVINGS = 10
"""How often a step that loses may be halved."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Line:
    """What each person's votes say about each place on a line.

    Parameters
    ----------
    grid : ndarray, shape (POINTS,)
        Places, in standard deviations of the prior.
    curves : ndarray, shape (POINTS, CURVES)
        The smooth curves, each with mean 0 and mean square 1 where most people are.
    likelihood : ndarray, shape (n, POINTS)
        Personal. Of the votes of each person, if they stood there, up to a factor.
    """

    grid: Floats
    curves: Floats
    likelihood: Floats

    def density(self, coefficients: Floats) -> Floats:
        """Return the density that coefficients stand for, (POINTS,), summing to 1."""
        tall = self.curves @ coefficients - self.grid**2 / 2
        density = np.exp(tall - tall.max())
        return np.asarray(density / density.sum())

    def fitted(self, times: Floats, start: Floats | None = None) -> Floats:
        """Return the likeliest coefficients.

        Parameters
        ----------
        times : ndarray, shape (n,)
            How often each person counts, 0 or more.
        start : ndarray, shape (CURVES,), optional
            Where to start; at the prior if absent.

        Returns
        -------
        ndarray, shape (CURVES,)
            All 0 where nobody counts.
        """
        now = np.zeros(self.curves.shape[1]) if start is None else start
        value = self._value(now, times)
        for _ in range(STEPS):
            step = self._step(now, times)
            after, best = self._further(now, value, step, times)
            gained, now, value = best - value, after, best
            if gained < STILL:
                break
        return now

    def _value(self, coefficients: Floats, times: Floats) -> float:
        told = np.log(self.likelihood @ self.density(coefficients))
        held = firmness(times) / 2 * coefficients @ coefficients
        return float(times @ told - held)

    def _step(self, coefficients: Floats, times: Floats) -> Floats:
        density = self.density(coefficients)
        believed = self.likelihood * density
        believed /= believed.sum(axis=1, keepdims=True)
        pull = believed @ self.curves - density @ self.curves
        firm = firmness(times)
        known = (pull * times[:, None]).T @ pull + firm * np.eye(len(coefficients))
        step = np.linalg.solve(known, times @ pull - firm * coefficients)
        return step.astype(np.float64, copy=False)

    def _further(
        self, now: Floats, value: float, step: Floats, times: Floats
    ) -> tuple[Floats, float]:
        for _ in range(HALVINGS):
            after = now + step
            best = self._value(after, times)
            if best >= value:
                return after, best
            step = step / 2
        return now, value


def firmness(times: Floats) -> float:
    """Return the precision of the coefficients, for so many people.

    Parameters
    ----------
    times : ndarray, shape (n,)
        How often each person counts.

    Returns
    -------
    float
        Above 0.
    """
    return FIRM * float(np.sqrt(max(times.sum(), FEWEST)))


def line(mean: Floats, variance: Floats) -> Line:
    """Return what is known of people along a line.

    Parameters
    ----------
    mean, variance : ndarray, shape (n,)
        Personal. Of the places believed in under a normal prior with mean 0 and
        variance 1; n is 1 or more, variances above 0.

    Returns
    -------
    Line
        Each person's votes weigh ``1 / variance - 1``: what was believed before any
        vote is taken out again.
    """
    variance = np.maximum(variance, LEAST)
    known = np.maximum(1 / variance - 1, 0.0)
    rough = float(np.sqrt(variance.mean()))
    low, high = np.quantile(mean, [EDGE, 1 - EDGE])
    knots = np.linspace(low - rough / 3, high + rough / 3, CURVES + 1)
    low, high = np.quantile(mean, [FAR, 1 - FAR])
    grid = np.linspace(low - BEYOND * rough, high + BEYOND * rough, POINTS)
    told = (mean / variance)[:, None] * grid - known[:, None] * grid**2 / 2
    return Line(
        grid=grid,
        curves=_curves(grid, knots),
        likelihood=np.exp(told - told.max(axis=1, keepdims=True)),
    )


def _curves(grid: Floats, knots: Floats) -> Floats:
    """Return natural splines, straight beyond the knots, made to stand apart."""
    spline = interpolate.CubicSpline(knots, np.eye(len(knots)), bc_type="natural")
    held = np.clip(grid, knots[0], knots[-1])
    each = spline(held) + (grid - held)[:, None] * spline(held, 1)
    inside = held == grid
    each -= each[inside].mean(axis=0)
    _, size, turn = np.linalg.svd(each[inside], full_matrices=False)
    own = size > size[0] * 1e-9
    return np.asarray(each @ (turn[own].T / size[own]) * np.sqrt(inside.sum()))


def valley(grid: Floats, density: Floats, one: float, other: float) -> float:
    """Return how thin it gets between two places, compared with the lower peak.

    Parameters
    ----------
    grid, density : ndarray, shape (n,)
        Places in rising order, and the density there.
    one, other : float
        The two places. A peak counts up to half their distance beyond them.

    Returns
    -------
    float
        0 (nobody stands between) to 1 (no valley).
    """
    low, high = min(one, other), max(one, other)
    beyond = (high - low) / 2
    near = (grid >= low - beyond) & (grid <= high + beyond)
    place, tall = grid[near], density[near]
    left = np.maximum.accumulate(tall)
    right = np.maximum.accumulate(tall[::-1])[::-1]
    thin = (tall / np.minimum(left, right))[(place > low) & (place < high)]
    return float(thin.min(initial=1.0))
