"""What do positions answer, and what may leave the analysis?"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import polars as pl

from vestibule.understand.polis.votes import Floats
from vestibule.understand.positions.choices import Belief
from vestibule.understand.positions.content import Keys
from vestibule.understand.positions.dimensions import Validation
from vestibule.understand.positions.fitting import Spread
from vestibule.understand.positions.limits import LIMITS
from vestibule.understand.positions.settings import PositionSettings

SMALLEST_LISTED = 10
"""Statements on which fewer people took a side stay out of `to_dict`."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PositionResult:
    """Positions with their uncertainty, and the statements that tell them apart.

    The arrays over people are personal: a position is a political profile. They
    serve other analyses, are in neither `repr` nor `to_dict`, and never leave.

    Parameters
    ----------
    n_people : int
        People with at least one vote.
    n_placed : int
        Those who took a side at least once.
    n_votes : int
        Current votes looked at.
    n_statements, n_voted : int
        All statements; those with at least one vote looked at.
    dimensions : int
        Directions D; 0 where nothing sets people apart.
    position : ndarray of float64, shape (people codes, D)
        Personal. Mean of each person's position; 0 is the middle, 1 a standard
        deviation of people. Someone who took no side has 0 and a covariance of 1.
    covariance : ndarray of float64, shape (people codes, D, D)
        Personal. How sure each position is.
    acquiescence : ndarray of float64, shape (people codes,)
        Personal. Log-odds that a person adds to agreeing with anything.
    person_key : ndarray of uint64, shape (people codes,)
        Personal. Key of what each person voted: draws hang on it.
    sides, passing : Belief or None
        Personal. What is believed of agreeing, where someone takes a side, and of
        passing: by the codes of people and statements. None where nothing is known.
    statements : pl.DataFrame
        One row per statement code: ``statement``, ``agree``, ``disagree``,
        ``passed``; ``intercept`` (log-odds to agree of someone in the middle) and
        ``loading_1`` … (log-odds per unit of position) and ``pass_intercept``
        (log-odds to pass of someone in the middle), each with ``_low`` and
        ``_high``. Empty where nothing is known.
    spread : Spread or None
        How far people and statements lie apart.
    validation : Validation or None
        How the number of directions was chosen; None if it was given.
    limits : tuple of str
        Codes of `LIMITS`.
    settings : PositionSettings
        What was asked.
    """

    n_people: int
    n_placed: int
    n_votes: int
    n_statements: int
    n_voted: int
    dimensions: int
    position: Floats = field(repr=False)
    covariance: Floats = field(repr=False)
    acquiescence: Floats = field(repr=False)
    person_key: Keys = field(repr=False)
    sides: Belief | None = field(repr=False)
    passing: Belief | None = field(repr=False)
    statements: pl.DataFrame = field(repr=False)
    spread: Spread | None
    validation: Validation | None
    limits: tuple[str, ...]
    settings: PositionSettings

    def to_dict(self, *, keys: pl.Series | None = None) -> dict[str, Any]:
        """Return what may leave the analysis.

        Parameters
        ----------
        keys : pl.Series of str, shape (n_statements,), optional
            What to call each statement instead of by its code.

        Returns
        -------
        dict
            Counts, statements on which ten people took a side, limits, settings.
            Nothing per person.
        """
        listed = self.statements.filter(
            pl.col("agree") + pl.col("disagree") >= SMALLEST_LISTED
        )
        if keys is not None:
            listed = listed.with_columns(statement=keys.gather(listed["statement"]))
        found = self.validation
        return {
            "people": self.n_people,
            "placed": self.n_placed,
            "votes": self.n_votes,
            "statements": self.n_statements,
            "statements_voted": self.n_voted,
            "dimensions": self.dimensions,
            "losses": {}
            if found is None
            else {str(d): x for d, x in found.losses.items()},
            "statement_parameters": listed.to_dicts(),
            "limits": [{"code": c, "message": LIMITS[c]} for c in self.limits],
            "settings": self.settings.to_dict(),
        }
