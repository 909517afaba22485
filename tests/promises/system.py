"""What can be known of numbers that are hidden: whole, never negative, and summed."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy import optimize

Linear = Mapping[str, float]
"""Names of numbers to factors."""


@dataclass(slots=True)
class System:
    """Numbers that are not known, and what is known of them."""

    names: dict[str, int] = field(default_factory=dict)
    truth: list[float] = field(default_factory=list)
    low: list[float] = field(default_factory=list)
    sums: list[tuple[dict[int, float], float]] = field(default_factory=list)
    most: list[tuple[dict[int, float], float]] = field(default_factory=list)

    def add(self, name: str, truth: int, low: int = 0) -> str:
        """Add a number; `truth` only proves that the reader supposes nothing false."""
        self.names[name] = len(self.names)
        self.truth.append(truth)
        self.low.append(low)
        return name

    def equal(self, parts: Linear, value: float) -> None:
        """Note that a sum is known."""
        row = {self.names[name]: factor for name, factor in parts.items()}
        self._check(
            sum(f * self.truth[i] for i, f in row.items()) == value, parts, value
        )
        self.sums.append((row, value))

    def at_most(self, parts: Linear, value: float) -> None:
        """Note that a sum is no greater than a number."""
        row = {self.names[name]: factor for name, factor in parts.items()}
        self._check(
            sum(f * self.truth[i] for i, f in row.items()) <= value, parts, value
        )
        self.most.append((row, value))

    def holds(self, parts: Linear) -> float:
        """Return what a sum truly is."""
        return sum(f * self.truth[self.names[name]] for name, f in parts.items())

    def none_if_none(self, *sums: Linear) -> None:
        """Note sums that are nothing: a reader may guess that nobody was there."""
        for parts in sums:
            if self.holds(parts) == 0:
                self.equal(parts, 0)

    def _check(self, holds: bool, parts: Linear, value: float) -> None:
        if not holds:
            raise AssertionError(
                f"the reader supposes {dict(parts)} = {value}, and errs"
            )

    def _matrix(
        self, rows: Sequence[tuple[dict[int, float], float]]
    ) -> tuple[np.ndarray | None, np.ndarray | None]:
        if not rows:
            return None, None
        matrix = np.zeros((len(rows), len(self.names)))
        for number, (row, _) in enumerate(rows):
            for column, factor in row.items():
                matrix[number, column] += factor
        return matrix, np.array([value for _, value in rows])

    def between(self, parts: Linear) -> tuple[int, float]:
        """Return the least and the greatest whole number that a sum can be."""
        aim = np.zeros(len(self.names))
        for name, factor in parts.items():
            aim[self.names[name]] += factor
        equal, value = self._matrix(self.sums)
        upper, bound = self._matrix(self.most)
        limits = [(low, None) for low in self.low]
        ends = [
            optimize.linprog(
                s * aim,
                A_ub=upper,
                b_ub=bound,
                A_eq=equal,
                b_eq=value,
                bounds=limits,
                method="highs",
            )
            for s in (1, -1)
        ]
        low = math.ceil(ends[0].fun - 1e-6) if ends[0].status == 0 else 0
        high = math.floor(-ends[1].fun + 1e-6) if ends[1].status == 0 else math.inf
        return low, high
