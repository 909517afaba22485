"""In how many directions do opinions differ? As many as predict hidden votes.

Some votes are hidden, the model is fitted to the others, and the hidden ones are
predicted. The fewest directions win that predict as well as the best, within one
standard error of the difference. None at all is an answer.

References
----------
.. [1] Breiman, Friedman, Olshen and Stone (1984), Classification and regression
   trees, 3.4.3: the rule of one standard error.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from vestibule.understand.polis.votes import Flags, Floats
from vestibule.understand.positions import choices as choosing
from vestibule.understand.positions import content, fitting
from vestibule.understand.positions.choices import Choices
from vestibule.understand.positions.content import Keys, Ordered
from vestibule.understand.positions.settings import MOST_DIMENSIONS, PositionSettings

ROUGHLY = 5e-3
"""A cross-validation may stop when beliefs move less than this."""

PEOPLE, FOLDS = 1, 2
"""What keys are salted with: whom to look at, and what to hide."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Validation:
    """What the cross-validation found.

    Parameters
    ----------
    dimensions : int
        Directions chosen, 0 to 3.
    losses : dict of int to float
        Mean log-loss (nats per vote) on hidden votes, by directions.
    errors : dict of int to float
        Standard error of the difference from the best.
    n_people, n_votes : int
        Whose votes, and how many, were looked at.
    n_hidden : int
        How many were hidden and predicted.
    """

    dimensions: int
    losses: dict[int, float]
    errors: dict[int, float]
    n_people: int
    n_votes: int
    n_hidden: int


def chosen(
    choices: Choices, ordered: Ordered, settings: PositionSettings
) -> Validation:
    """Choose the number of directions by cross-validation.

    Parameters
    ----------
    choices : Choices
        Agree or disagree, in the order of content.
    ordered : Ordered
        For the keys: they decide who is looked at and what is hidden.
    settings : PositionSettings
        Folds, rounds, votes looked at.

    Returns
    -------
    Validation
        The number, and what each number of directions lost.
    """
    inside = _sample(choices, ordered.person_key, settings)
    looked = _of_people(choices, inside)
    fold = _folds(looked, ordered, inside, settings)
    rough = replace(settings, tolerance=max(ROUGHLY, settings.tolerance))
    hidden = [fold == part for part in range(settings.rounds)]
    most = min(MOST_DIMENSIONS, looked.n_statements - 1, looked.n_people - 1)
    losses = {
        d: np.concatenate(
            [_losses(looked, ordered.statement_key, d, part, rough) for part in hidden]
        )
        for d in range(most + 1)
    }
    n_hidden = len(losses[0])
    return _decided(losses, n_hidden, int(inside.sum()), len(looked))


def _sample(choices: Choices, keys: Keys, settings: PositionSettings) -> Flags:
    """Return whose votes are looked at: whole people, until the votes suffice."""
    count = np.bincount(choices.person, minlength=choices.n_people)
    drawn = content.salted(keys, settings.seed, PEOPLE)
    order = np.argsort(drawn, kind="stable")
    before = np.cumsum(count[order]) - count[order]
    inside = np.zeros(choices.n_people, dtype=np.bool_)
    inside[order[before < settings.cv_votes]] = True
    return inside & (count > 0)


def _of_people(choices: Choices, inside: Flags) -> Choices:
    rows = inside[choices.person]
    ranks = (np.cumsum(inside) - 1).astype(np.int32)
    return Choices(
        person=ranks[choices.person[rows]],
        statement=choices.statement[rows],
        yes=choices.yes[rows],
        n_people=int(inside.sum()),
        n_statements=choices.n_statements,
    )


def _folds(
    looked: Choices, ordered: Ordered, inside: Flags, settings: PositionSettings
) -> Keys:
    person = ordered.person_key[inside][looked.person]
    vote = content.mixed(person) ^ ordered.statement_key[looked.statement]
    return content.salted(vote, settings.seed, FOLDS) % np.uint64(settings.folds)


def _losses(
    looked: Choices, keys: Keys, d: int, hidden: Flags, settings: PositionSettings
) -> Floats:
    if hidden.all() or not hidden.any():
        return np.zeros(0)
    fit = fitting.fit(looked.some(~hidden), keys, d, settings)
    asked = looked.some(hidden)
    agree = choosing.probabilities(fit.belief, asked)
    told: Floats = -np.log(np.where(asked.yes, agree, 1 - agree))
    return told


def _decided(
    losses: dict[int, Floats], n_hidden: int, n_people: int, n_votes: int
) -> Validation:
    if n_hidden < 2:  # one hidden vote has no standard error
        return Validation(
            dimensions=0,
            losses={},
            errors={},
            n_people=n_people,
            n_votes=n_votes,
            n_hidden=n_hidden,
        )
    means = {d: float(loss.mean()) for d, loss in losses.items()}
    best = min(means, key=lambda d: (means[d], d))
    errors = {
        d: float((loss - losses[best]).std(ddof=1) / np.sqrt(n_hidden))
        for d, loss in losses.items()
    }
    return Validation(
        dimensions=min(d for d in means if means[d] - means[best] <= errors[d]),
        losses=means,
        errors=errors,
        n_people=n_people,
        n_votes=n_votes,
        n_hidden=n_hidden,
    )
