"""Where do people stand, how surely, and which statements tell them apart?"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
from scipy import special

from vestibule.errors import DataError
from vestibule.understand.polis.votes import Flags, Floats, Votes
from vestibule.understand.positions import axes, certainty, content, dimensions, fitting
from vestibule.understand.positions.choices import Belief, Choices
from vestibule.understand.positions.content import Ordered
from vestibule.understand.positions.dimensions import Validation
from vestibule.understand.positions.fitting import Fit
from vestibule.understand.positions.limits import LIMITS
from vestibule.understand.positions.result import PositionResult
from vestibule.understand.positions.settings import PositionSettings


def positions(
    votes: Votes,
    *,
    moderated_out: Flags | None = None,
    settings: PositionSettings | None = None,
) -> PositionResult:
    """Place people and statements by agree and disagree, with uncertainty.

    Log-odds to agree are the statement's intercept, plus the person's acquiescence
    (how readily they say yes to anything), plus loadings times position, in 1 to 3
    directions. Someone with three votes has a position too: one that says little.

    Parameters
    ----------
    votes : Votes
        One row per current vote, in any order, under any codes.
    moderated_out : ndarray of bool, shape (n_statements,), optional
        Statements whose votes are left out; none if absent.
    settings : PositionSettings, optional
        The usual ones if absent.

    Returns
    -------
    PositionResult
        ``limits`` names what it cannot say; after some of them it says nothing.

    Raises
    ------
    DataError
        If the flags have another length, or a person has two votes on a statement.

    Notes
    -----
    *Passing* is an outcome of its own, in two steps: whether to take a side at all
    (log-odds to pass: the statement's plus the person's), and if so which. The
    second step alone places people. *Unseen* is neither: it enters nothing, which
    assumes that who sees what does not hang on what they would have answered,
    given their position. Where statements were shown by earlier answers this may
    fail.

    Positions are normal around 0 with variance 1, intercepts and acquiescence
    normal with learned variance. Each direction's loadings start from a firm prior;
    only evidence over many statements loosens it.

    The posterior is approximate (variational, normal, people and statements
    independent): in simulations 90 % ellipses held the true position of 88 to 93 %
    of people, of those with three votes too; 95 % intervals of statements, with the
    axes and their scale held, 84 to 96 %. Nothing hangs on the order or the names of
    people and statements (`content`).

    Not to be used to score, rank, select or publish a person: a position is a
    political profile. It measures what the statements ask, and no more.

    References
    ----------
    .. [1] Clinton, Jackman and Rivers (2004), The statistical analysis of roll call
       data, APSR 98.
    .. [2] Imai, Lo and Olmsted (2016), Fast estimation of ideal points with massive
       data, APSR 110.
    .. [3] Cragg (1971), Some statistical models for limited dependent variables,
       Econometrica 39: the hurdle.
    """
    settings = settings or PositionSettings()
    if moderated_out is not None and moderated_out.shape != (votes.n_statements,):
        raise DataError(
            f"moderated_out must hold one flag for each of {votes.n_statements},"
            f" not {moderated_out.shape}",
            array="moderated_out",
        )
    ordered = content.ordered(votes, without=moderated_out)
    _check_repeats(ordered.votes)
    sides = sides_of(ordered.votes)
    nothing = _nothing(ordered.votes, sides)
    if nothing is not None:
        return _empty(ordered, sides, nothing, settings)
    return _result(ordered, sides, settings)


def _check_repeats(votes: Votes) -> None:
    same = (votes.person[1:] == votes.person[:-1]) & (
        votes.statement[1:] == votes.statement[:-1]
    )
    if same.any():
        raise DataError(
            f"{int(same.sum())} votes repeat a person and statement:"
            " keep the last vote of each first",
            repeats=int(same.sum()),
        )


def sides_of(votes: Votes) -> Choices:
    """Return the votes that take a side: who passed did not.

    Parameters
    ----------
    votes : Votes
        In the order of content.

    Returns
    -------
    Choices
        Yes where someone agreed.
    """
    return _choices(votes, votes.vote != 0, by=1)


def _choices(votes: Votes, rows: Flags, *, by: int) -> Choices:
    return Choices(
        person=votes.person[rows],
        statement=votes.statement[rows],
        yes=votes.vote[rows] == by,
        n_people=votes.n_people,
        n_statements=votes.n_statements,
    )


def _nothing(votes: Votes, sides: Choices) -> str | None:
    """Return why no number can be given, or None."""
    if not len(votes):
        return "no-votes"
    if not len(sides):
        return "all-pass"
    if len(np.unique(sides.person)) == 1:
        return "one-person"
    if len(np.unique(sides.statement)) == 1:
        return "one-statement"
    said = np.bincount(sides.statement, minlength=sides.n_statements)
    agreed = np.bincount(sides.statement, sides.yes, minlength=sides.n_statements)
    return None if ((agreed > 0) & (agreed < said)).any() else "nobody-differs"


def _result(
    ordered: Ordered, sides: Choices, settings: PositionSettings
) -> PositionResult:
    found, d = None, settings.dimensions
    if d is None:
        found = dimensions.chosen(sides, ordered, settings)
        d = found.dimensions
    d = min(d, sides.n_statements - 1, sides.n_people - 1)
    fit = fitting.fit(sides, ordered.statement_key, d, settings)
    belief = axes.turned(
        certainty.with_lost_information(fit, sides), ordered.statement_key
    )
    everyone = _choices(ordered.votes, np.ones(len(ordered.votes), dtype=bool), by=0)
    passing = fitting.fit(everyone, ordered.statement_key, 0, settings)
    passing = replace(
        passing, belief=certainty.with_lost_information(passing, everyone)
    )
    limits = _limits(ordered.votes, sides, fit, found)
    back = np.argsort(ordered.people)
    return PositionResult(
        **_counts(ordered.votes, sides),
        dimensions=d,
        position=belief.person[back, 1:],
        covariance=belief.person_cov[back, 1:, 1:],
        acquiescence=belief.person[back, 0],
        person_key=ordered.person_key[back],
        sides=_by_codes(ordered, belief),
        passing=_by_codes(ordered, passing.belief),
        statements=_statements(ordered, belief, passing.belief, settings),
        spread=fit.spread,
        validation=found,
        limits=limits,
        settings=settings,
    )


def _by_codes(ordered: Ordered, belief: Belief) -> Belief:
    people, statements = np.argsort(ordered.people), np.argsort(ordered.statements)
    return Belief(
        person=belief.person[people],
        person_cov=belief.person_cov[people],
        statement=belief.statement[statements],
        statement_cov=belief.statement_cov[statements],
    )


def _empty(
    ordered: Ordered, sides: Choices, why: str, settings: PositionSettings
) -> PositionResult:
    n = ordered.votes.n_people
    limits = {why, *_gaps(ordered.votes, sides)}
    return PositionResult(
        **_counts(ordered.votes, sides),
        dimensions=0,
        position=np.zeros((n, 0)),
        covariance=np.zeros((n, 0, 0)),
        acquiescence=np.full(n, np.nan),
        person_key=ordered.person_key[np.argsort(ordered.people)],
        sides=None,
        passing=None,
        statements=_statements(ordered, None, None, settings),
        spread=None,
        validation=None,
        limits=tuple(code for code in LIMITS if code in limits),
        settings=settings,
    )


def _counts(votes: Votes, sides: Choices) -> dict[str, int]:
    return {
        "n_people": len(np.unique(votes.person)),
        "n_placed": len(np.unique(sides.person)),
        "n_votes": len(votes),
        "n_statements": votes.n_statements,
        "n_voted": len(np.unique(votes.statement)),
    }


def _gaps(votes: Votes, sides: Choices) -> set[str]:
    """Return the limits that hold for some people or statements only."""
    counts = _counts(votes, sides)
    n_sided = len(np.unique(sides.statement))
    gaps = {
        "unseen-statements": counts["n_voted"] < counts["n_statements"],
        "nobody-took-a-side": n_sided < counts["n_voted"],
        "people-without-side": counts["n_placed"] < counts["n_people"],
    }
    return {code for code, holds in gaps.items() if holds}


def _limits(
    votes: Votes, sides: Choices, fit: Fit, found: Validation | None
) -> tuple[str, ...]:
    holds = _gaps(votes, sides)
    if fit.belief.person.shape[1] == 1:
        holds.add("no-direction")
    if not fit.settled:
        holds.add("not-settled")
    if found is not None and found.n_votes < len(sides):
        holds.add("sampled-validation")
    return tuple(code for code in LIMITS if code in holds)


def _statements(
    ordered: Ordered,
    belief: Belief | None,
    passing: Belief | None,
    settings: PositionSettings,
) -> pl.DataFrame:
    votes = ordered.votes
    n = votes.n_statements
    columns: dict[str, Floats] = {}
    names = {"agree": 1, "disagree": -1, "passed": 0}
    counts = {
        name: np.bincount(votes.statement[votes.vote == vote], minlength=n)
        for name, vote in names.items()
    }
    if belief is not None and passing is not None:
        sided = counts["agree"] + counts["disagree"] > 0
        d = belief.statement.shape[1]
        own = ["intercept", *(f"loading_{k}" for k in range(1, d))]
        columns |= _intervals(belief, own, sided, settings.level)
        voted = sided | (counts["passed"] > 0)
        columns |= _intervals(passing, ["pass_intercept"], voted, settings.level)
    back = np.argsort(ordered.statements)
    return pl.DataFrame(
        {
            "statement": np.arange(n, dtype=np.int32),
            **{name: values[back] for name, values in counts.items()},
            **{name: values[back] for name, values in columns.items()},
        }
    ).with_columns(pl.col(name).fill_nan(None) for name in columns)


def _intervals(
    belief: Belief, names: list[str], told: Flags, level: float
) -> dict[str, Floats]:
    wide = special.ndtri((1 + level) / 2)
    columns: dict[str, Floats] = {}
    for place, name in enumerate(names):
        mean = np.where(told, belief.statement[:, place], np.nan)
        error = wide * np.sqrt(belief.statement_cov[:, place, place])
        columns |= {
            name: mean,
            f"{name}_low": mean - error,
            f"{name}_high": mean + error,
        }
    return columns
