"""Did many arrive at once, and did they answer alike?

Online, people arrive one by one. A wave is a stretch of some minutes in which far more
people gave their first answer than in the hours around it. A link passed on makes a
wave too; so a wave is pointed at only if those who came in it also answered more alike
than as many people drawn at random. People heard in a gathering come together by
design, and one facilitator enters their sheets in one sitting: nothing is concluded
from that. There it is asked only whether more people answered than were present.

References
----------
.. [1] Gelman et al. (2013), Bayesian data analysis, 3rd ed., 2.6: the prediction of a
   Poisson count from earlier ones is negative binomial.
.. [2] McCullagh and Nelder (1989), Generalized linear models, 6.2: counts that vary
   more than Poisson.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy import stats

from vestibule.understand.audits import given as givens
from vestibule.understand.audits.given import NEVER, Given
from vestibule.understand.audits.settings import AuditSettings
from vestibule.understand.polis.votes import Floats, Positions
from vestibule.understand.positions import content

DRAWN = 14
"""What keys are salted with: people a wave is compared with."""

AROUND = 18
"""Stretches to each side by which a wave is expected: three hours of ten minutes."""

LEAST = 5
"""People that make a wave."""

MOST = 20
"""Waves looked at, the most surprising ones."""

ALIKE = 0.05
"""How rarely random people may answer as alike as those of a wave."""

MINUTE = 60_000
"""Milliseconds."""

WAVES = pl.Schema(
    {
        "minutes_in": pl.Int64(),
        "people": pl.Int64(),
        "answers": pl.Int64(),
        "expected": pl.Float64(),
        "p": pl.Float64(),
        "alike": pl.Float64(),
        "alike_p": pl.Float64(),
        "flagged": pl.Boolean(),
    }
)
"""One row per stretch in which more people arrived than the hours around explain."""

SITTINGS = pl.Schema(
    {
        "gathering": pl.String(),
        "name": pl.String(),
        "people": pl.Int64(),
        "answers": pl.Int64(),
        "minutes": pl.Float64(),
        "recorders": pl.Int64(),
        "present": pl.Int64(),
        "over": pl.Boolean(),
    }
)
"""One row per gathering whose people answered one by one."""


def waves(given: Given, *, settings: AuditSettings) -> pl.DataFrame:
    """Return the stretches in which many people arrived at once.

    Parameters
    ----------
    given : Given
        The answers; those of gatherings and those without a moment are left out.
    settings : AuditSettings
        Minutes of a stretch, alarm, draws and seed.

    Returns
    -------
    pl.DataFrame
        `WAVES`, flagged ones first, then by falling surprise; those with ``p`` below
        the alarm. ``minutes_in``: since the first answer. ``expected``: people, from
        the three hours to each side. ``p``: how probably one stretch of all would
        hold so many. ``alike``: mean agreement of two people of the wave, over the
        statements both answered, beyond what the statement explains; ``alike_p``:
        how often random people are as alike. ``flagged``: both are rare.

    Notes
    -----
    Moments are those of the devices. A flag is no proof of bad faith: an association
    that invites its members makes a wave of people who think alike.
    """
    people, first = _arrivals(given)
    if len(people) < 2 * LEAST:
        return WAVES.to_frame()
    stretch = (first - first.min()) // (MINUTE * settings.window)
    table = _surprises(stretch, settings)
    own = givens.own_keys(given)
    away = _away(given)
    rows = []
    for place, count, expected, p in table:
        inside = people[stretch == place]
        alike, alike_p = _alike(given, away, own, people, inside, int(place), settings)
        rows.append(
            {
                "minutes_in": int(place) * settings.window,
                "people": int(count),
                "answers": int(given.n_each[inside].sum()),
                "expected": float(expected),
                "p": float(p),
                "alike": alike,
                "alike_p": alike_p,
                "flagged": alike_p <= ALIKE,
            }
        )
    return pl.DataFrame(rows, schema=WAVES).sort(
        "flagged", "p", "people", "minutes_in", descending=[True, False, True, False]
    )


def _arrivals(given: Given) -> tuple[Positions, givens.Moments]:
    """Return the people who answered alone at a known moment, and their first one."""
    told = (given.at != NEVER) & (given.meeting < 0)
    first = np.full(given.votes.n_people, np.iinfo(np.int64).max)
    np.minimum.at(first, given.votes.person[told], given.at[told])
    people = np.flatnonzero(first < np.iinfo(np.int64).max)
    return people, first[people]


def _surprises(
    stretch: npt.NDArray[np.int64], settings: AuditSettings
) -> list[tuple[int, int, float, float]]:
    """Return stretches with more people than expected: place, count, expected, p."""
    places, counts = np.unique(stretch, return_counts=True)
    # Only stretches in which someone came are kept: months may lie between them.
    upto = np.r_[0, np.cumsum(counts)]
    low = np.searchsorted(places, places - AROUND, side="left")
    high = np.searchsorted(places, places + AROUND, side="right")
    around = upto[high] - upto[low] - counts
    spread = _spread(counts, around)
    # Half a person is added: nobody in six hours does not mean that nobody may come.
    shape = (around + 0.5) / spread
    expected = (around + 0.5) / (2 * AROUND)
    chance = 2 * AROUND / (2 * AROUND + 1)
    p = stats.nbinom.sf(np.ceil(counts / spread) - 1, shape, chance)
    p = np.minimum(1.0, p * len(places))
    met = (p < settings.alarm) & (counts >= LEAST)
    order = np.flatnonzero(met)[np.argsort(p[met], kind="stable")][:MOST]
    return [
        (int(places[one]), int(counts[one]), float(expected[one]), float(p[one]))
        for one in order
    ]


def _spread(counts: npt.NDArray[np.int64], around: npt.NDArray[np.int64]) -> float:
    """Return how much more counts vary than by chance; a few waves do not move it."""
    expected = (around + 0.5) / (2 * AROUND)
    busy = expected >= 0.5
    if busy.sum() < LEAST:
        return 1.0
    off = (counts[busy] - expected[busy]) ** 2 / (expected[busy] * (1 + 0.5 / AROUND))
    # Three quarters of squared standard deviates lie below 1.32.
    return max(1.0, float(np.quantile(off, 0.75) / stats.chi2.ppf(0.75, 1)))


def _away(given: Given) -> Floats:
    """Return each answer less the mean answer to its statement."""
    votes = given.votes
    many = np.maximum(np.bincount(votes.statement, minlength=votes.n_statements), 1)
    mean = np.bincount(votes.statement, votes.vote, votes.n_statements) / many
    return np.asarray(votes.vote - mean[votes.statement])


def _alike(
    given: Given,
    away: Floats,
    own: content.Keys,
    everyone: Positions,
    inside: Positions,
    place: int,
    settings: AuditSettings,
) -> tuple[float, float]:
    """Return how alike some people answered, and how often others are as alike."""
    starts = np.searchsorted(given.votes.person, np.arange(given.votes.n_people + 1))
    seen = _agreement(given, away, starts, inside)
    met = []
    for number in range(settings.draws):
        keys = content.salted(own[everyone], settings.seed, DRAWN, number)
        some = everyone[np.argpartition(keys, len(inside) - 1)[: len(inside)]]
        met.append(_agreement(given, away, starts, np.sort(some)))
    as_many = sum(one >= seen for one in met)
    return seen, (1 + as_many) / (1 + len(met))


def _agreement(
    given: Given, away: Floats, starts: Positions, people: Positions
) -> float:
    """Return the mean product of two people's answers to what both answered."""
    lengths = starts[people + 1] - starts[people]
    begin = np.repeat(starts[people] - np.r_[0, np.cumsum(lengths)[:-1]], lengths)
    rows = begin + np.arange(lengths.sum())
    statement = given.votes.statement[rows]
    width = given.votes.n_statements
    whole = np.bincount(statement, away[rows], width)
    itself = np.bincount(statement, away[rows] ** 2, width)
    many = np.bincount(statement, minlength=width)
    pairs = float((many * (many - 1)).sum())
    return float((whole**2 - itself).sum()) / max(pairs, 1.0)


def sittings(
    given: Given,
    gatherings: pl.Series,
    held: pl.DataFrame,
    *,
    names: dict[str, str] | None = None,
) -> pl.DataFrame:
    """Return, by gathering, how many answered one by one, and how many were there.

    Parameters
    ----------
    given : Given
        The answers.
    gatherings : pl.Series of str
        What the codes of `Given.meeting` stand for.
    held : pl.DataFrame
        ``gathering`` and ``present``: people counted there, missing if nobody did.
    names : dict of str to str, optional
        What the team calls them.

    Returns
    -------
    pl.DataFrame
        `SITTINGS`, by gathering. ``minutes``: between the first and the last entry,
        missing without moments. ``over``: more people answered than were present.
    """
    told = given.meeting >= 0
    rows = pl.DataFrame(
        {
            "code": given.meeting[told],
            "person": given.votes.person[told],
            "entered": given.entered[told],
            "at": given.at[told],
        }
    )
    known = pl.DataFrame({"gathering": gatherings}).with_row_index("code")
    moments = pl.col("at").filter(pl.col("at") != NEVER)
    called = pl.col("gathering").replace_strict(
        names or {}, default=pl.col("gathering"), return_dtype=pl.String
    )
    return (
        rows.group_by("code")
        .agg(
            people=pl.col("person").n_unique(),
            answers=pl.len(),
            minutes=(moments.max() - moments.min()) / MINUTE,
            recorders=pl.col("entered").n_unique(),
        )
        .join(known.with_columns(pl.col("code").cast(pl.Int32)), on="code")
        .join(held, on="gathering", how="left")
        .with_columns(
            name=called,
            over=(pl.col("people") > pl.col("present")).fill_null(value=False),
        )
        .select(list(SITTINGS))
        .cast(SITTINGS)
        .sort("gathering")
    )
