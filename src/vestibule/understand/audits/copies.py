"""Are long rows of answers alike that should not be?

Two people who answer thirty statements alike may be one person, or a sheet that was
copied. They may also be of one mind. So rows are compared with what their own writers
would be expected to answer: from where each stands, how often each agrees and passes,
and what the gathering each was heard in answered. Who gives one answer to everything
is counted apart: that is fatigue, or politeness, more often than copying.

References
----------
.. [1] Kuriakose and Robbins (2016), Don't get duped: fraud through duplication in
   public opinion surveys, Statistical Journal of the IAOS 32.
.. [2] Simmons, Mercer, Schwarzer and Kennedy (2016), Evaluating a new proposal for
   detecting data falsification in surveys, the same volume: alike rows come about
   honestly where people agree or few questions are asked; hence an expectation.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy import special, stats

from vestibule.understand.audits.given import Given
from vestibule.understand.audits.settings import AuditSettings
from vestibule.understand.polis.votes import Flags, Floats, Positions, Votes
from vestibule.understand.positions import content
from vestibule.understand.positions.content import Keys
from vestibule.understand.positions.result import PositionResult

OWN = 4.0
"""Answers as which the average counts, when a person's or gathering's is estimated."""

MOST_ALIKE = 2000
"""People of one set of statements by whom the expectation is worked out, at most, and
rows of answers looked at together."""

COPIES = pl.Schema(
    {
        "kind": pl.String(),
        "answers": pl.Int64(),
        "people": pl.Int64(),
        "expected": pl.Float64(),
        "p": pl.Float64(),
        "gatherings": pl.Int64(),
        "recorders": pl.Int64(),
        "where": pl.String(),
        "flagged": pl.Boolean(),
    }
)
"""One row per row of answers that two people or more gave alike."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Chances:
    """What a person is expected to answer.

    Parameters
    ----------
    agree, passing : ndarray
        Log-odds of each statement: to agree of those who take a side, and to pass.
    person_agree, person_pass : ndarray, shape (n_people,)
        Personal. What each person adds to them.
    position, loading : ndarray
        Personal. Where people stand, (n_people, D), and what that adds.
    meeting_agree, meeting_pass : ndarray, shape (gatherings, n_statements)
        What each gathering adds.
    unit : ndarray of int32, shape (n_people,)
        Gathering of each person, below 0 for none.
    """

    agree: Floats
    passing: Floats
    person_agree: Floats
    person_pass: Floats
    position: Floats
    loading: Floats
    meeting_agree: Floats
    meeting_pass: Floats
    unit: npt.NDArray[np.int32]

    def answers(self, people: Positions, statements: Positions) -> Floats:
        """Return logarithms of probabilities, shape (people, statements, 3).

        Returns
        -------
        ndarray
            Of disagreeing, passing, agreeing.
        """
        agree = self.agree[statements] + self.person_agree[people, None]
        agree += self.position[people] @ self.loading[statements].T
        passing = self.passing[statements] + self.person_pass[people, None]
        inside = self.unit[people] >= 0
        met = self.unit[people][inside]
        agree[inside] += self.meeting_agree[met][:, statements]
        passing[inside] += self.meeting_pass[met][:, statements]
        sides = special.log_expit(-passing)
        return np.stack(
            [
                sides + special.log_expit(-agree),
                special.log_expit(passing),
                sides + special.log_expit(agree),
            ],
            axis=-1,
        )


def copies(
    given: Given, placed: PositionResult | None, *, settings: AuditSettings
) -> pl.DataFrame:
    """Return the rows of answers that several people gave alike.

    Parameters
    ----------
    given : Given
        The answers.
    placed : PositionResult or None
        Of the same people; None: people differ by how often they agree only, which
        does not explain people of one mind, so that nothing is flagged.
    settings : AuditSettings
        From which length rows are looked at, and when one is worth a second look.

    Returns
    -------
    pl.DataFrame
        `COPIES`, flagged ones first, then by falling number of people. ``kind``:
        ``mixed``, or ``one_answer`` to everything. ``expected``: how many others
        would answer like the first. ``p``: how probably so many would somewhere in
        the conversation, 0 to 1. ``where``: ``one_gathering``, ``gatherings``,
        ``alone``, ``both``. ``recorders``: who or what entered them. ``flagged``:
        ``p`` below the alarm, and not one answer to everything.

    Notes
    -----
    A flag is a question to those who were there, not a finding: a gathering may have
    spoken with one voice, or a family filled in one form. What is expected is worked
    out with the copies among the answers, which makes it larger, and flags fewer.
    """
    votes, each = given.votes, given.n_each
    long = each >= settings.length
    same, asked = _hashes(votes)
    rows = np.flatnonzero(long)
    _, first, pattern, counts = np.unique(
        same[rows], return_index=True, return_inverse=True, return_counts=True
    )
    if not (counts > 1).any():
        return COPIES.to_frame()
    starts = np.searchsorted(votes.person, np.arange(votes.n_people + 1))
    chances = expected_of(given, placed)
    twice = np.flatnonzero(counts > 1)
    by_set: dict[int, list[int]] = {}
    for one in twice.tolist():
        by_set.setdefault(int(asked[rows[first[one]]]), []).append(one)
    order = np.argsort(pattern, kind="stable")
    members = np.split(rows[order], np.cumsum(counts)[:-1])
    alarm = 0.0 if placed is None else settings.alarm
    told = []
    alike = _of_sets(asked, rows)
    for key, patterns in by_set.items():
        for part in range(0, len(patterns), MOST_ALIKE):
            some = [members[one] for one in patterns[part : part + MOST_ALIKE]]
            expected = _expected(votes, starts, chances, alike[key], some, given.key)
            told += [
                _row(given, starts, people, others, len(counts), alarm)
                for people, others in zip(some, expected.tolist(), strict=True)
            ]
    return pl.DataFrame(told, schema=COPIES).sort(
        "flagged",
        "people",
        "answers",
        "p",
        "expected",
        descending=[True, True, True, False, False],
    )


def _hashes(votes: Votes) -> tuple[Keys, Keys]:
    """Return keys of each person's row of answers, and of what they were asked."""
    code = content.mixed(votes.statement.astype(np.uint64))
    how = content.mixed(code ^ (votes.vote + 2).astype(np.uint64))
    same, asked = (np.zeros(votes.n_people, dtype=np.uint64) for _ in range(2))
    np.add.at(same, votes.person, how)
    np.add.at(asked, votes.person, code)
    return same, asked


def _of_sets(asked: Keys, rows: Positions) -> dict[int, Positions]:
    order = rows[np.argsort(asked[rows], kind="stable")]
    keys, starts = np.unique(asked[order], return_index=True)
    parts = np.split(order, starts[1:])
    return dict(zip(keys.tolist(), parts, strict=True))


def _expected(
    votes: Votes,
    starts: Positions,
    chances: Chances,
    people: Positions,
    alike: list[Positions],
    key: Keys,
) -> Floats:
    """Return how many others are expected to answer like those who answer alike."""
    heads = [rows[0] for rows in alike]
    here = slice(starts[heads[0]], starts[heads[0] + 1])
    statements = votes.statement[here].astype(np.intp)
    answers = np.stack([votes.vote[starts[one] : starts[one + 1]] for one in heads])
    chosen = (answers[..., None] == np.array([-1, 0, 1])).astype(np.float64)
    some = _some(people, key)
    logs = chances.answers(some, statements).reshape(len(some), -1)
    like = np.exp(logs @ chosen.reshape(len(heads), -1).T)
    itself = [
        np.exp(
            (chances.answers(_some(rows, key), statements) * chosen[one]).sum(
                axis=(1, 2)
            )
        ).mean()
        for one, rows in enumerate(alike)
    ]
    whole = like.sum(axis=0) * len(people) / len(some)
    return np.asarray(np.maximum(whole - itself, 0.0))


def _some(people: Positions, key: Keys) -> Positions:
    """Return at most `MOST_ALIKE` of some people, by what they voted."""
    if len(people) <= MOST_ALIKE:
        return people
    order = np.argsort(content.mixed(key[people]), kind="stable")
    return people[order[:MOST_ALIKE]]


def _row(
    given: Given,
    starts: Positions,
    people: Positions,
    expected: float,
    n_patterns: int,
    alarm: float,
) -> dict[str, object]:
    own = np.concatenate([np.arange(starts[p], starts[p + 1]) for p in people])
    first = given.votes.vote[starts[people[0]] : starts[people[0] + 1]]
    one_answer = bool((first == first[0]).all())
    p = min(1.0, n_patterns * float(stats.poisson.sf(len(people) - 2, expected)))
    unit = given.unit[people]
    met = np.unique(unit[unit >= 0])
    return {
        "kind": "one_answer" if one_answer else "mixed",
        "answers": len(first),
        "people": len(people),
        "expected": expected,
        "p": p,
        "gatherings": len(met),
        "recorders": len(np.unique(given.entered[own])),
        "where": _where(unit, len(met)),
        "flagged": not one_answer and p < alarm,
    }


def _where(unit: npt.NDArray[np.int32], met: int) -> str:
    if met == 0:
        return "alone"
    if (unit < 0).any():
        return "both"
    return "one_gathering" if met == 1 else "gatherings"


def expected_of(given: Given, placed: PositionResult | None) -> Chances:
    """Return what each person is expected to answer.

    Parameters
    ----------
    given : Given
        The answers.
    placed : PositionResult or None
        Where people stand, if it is known.

    Returns
    -------
    Chances
        From the margins of statements, people and gatherings, and positions.
    """
    votes = given.votes
    sides = votes.vote != 0
    agree = _margin(votes.statement[sides], votes.vote[sides] > 0, votes.n_statements)
    passing = _margin(votes.statement, ~sides, votes.n_statements)
    unit = given.unit
    if placed is not None and placed.dimensions > 0:
        base, position, loading, person = _of_positions(placed, agree)
    else:
        base, position = agree, np.zeros((votes.n_people, 0))
        loading = np.zeros((votes.n_statements, 0))
        person = _own(votes.person[sides], votes.vote[sides] > 0, votes.n_people)
    return Chances(
        agree=base,
        passing=passing,
        person_agree=person,
        person_pass=_own(votes.person, ~sides, votes.n_people),
        position=position,
        loading=loading,
        meeting_agree=_meetings(votes, unit, sides, votes.vote > 0, agree),
        meeting_pass=_meetings(votes, unit, np.ones_like(sides), ~sides, passing),
        unit=unit,
    )


def _margin(codes: npt.NDArray[np.int32], yes: Flags, n: int) -> Floats:
    """Return log-odds of yes for each code, drawn a little to one half."""
    many = np.bincount(codes, minlength=n)
    agreed = np.bincount(codes[yes], minlength=n)
    return np.asarray(special.logit((agreed + 0.5) / (many + 1)))


def _own(codes: npt.NDArray[np.int32], yes: Flags, n: int) -> Floats:
    """Return how far each code's log-odds lie from those of all, drawn to them."""
    whole = (yes.sum() + 0.5) / (len(yes) + 1)
    many = np.bincount(codes, minlength=n)
    agreed = np.bincount(codes[yes], minlength=n)
    share = (agreed + OWN * whole) / (many + OWN)
    return np.asarray(special.logit(share) - special.logit(whole))


def _meetings(
    votes: Votes, unit: npt.NDArray[np.int32], asked: Flags, yes: Flags, odds: Floats
) -> Floats:
    met = int(unit.max(initial=-1)) + 1
    shape = (met, votes.n_statements)
    inside = asked & (unit[votes.person] >= 0)
    cell = unit[votes.person].astype(np.int64) * votes.n_statements + votes.statement
    size = met * votes.n_statements
    many = np.bincount(cell[inside], minlength=size).reshape(shape)
    agreed = np.bincount(cell[inside & yes], minlength=size).reshape(shape)
    share = special.expit(odds)
    return np.asarray(special.logit((agreed + OWN * share) / (many + OWN)) - odds)


def _of_positions(
    placed: PositionResult, margin: Floats
) -> tuple[Floats, Floats, Floats, Floats]:
    names = [f"loading_{d + 1}" for d in range(placed.dimensions)]
    table = placed.statements.sort("statement")
    base = table["intercept"].to_numpy().astype(np.float64)
    loading = table.select(names).to_numpy().astype(np.float64)
    base = np.where(np.isnan(base), margin, base)
    return base, placed.position, np.nan_to_num(loading), placed.acquiescence
