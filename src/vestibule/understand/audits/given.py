"""Which answers do the audits look at, entered by whom, where and when?"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import polars as pl

from vestibule.dossier import versions
from vestibule.dossier.records import Dossier
from vestibule.understand.polis.conversation import Conversation
from vestibule.understand.polis.votes import Flags, Ints, Votes
from vestibule.understand.positions import content
from vestibule.understand.positions.content import Keys

Moments = npt.NDArray[np.int64]

NEVER = np.iinfo(np.int64).min
"""Stands for a moment that nobody recorded."""

ALONE = -1
"""Stands for the gathering of an answer given outside any, or online."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Given:
    """Current answers to statements that were not moderated out.

    Parameters
    ----------
    votes : Votes
        Sorted by person, then statement.
    key : ndarray of uint64, shape (n_people,)
        Personal. Made of what each person voted: draws hang on it.
    meeting : ndarray of int32, shape (n_votes,)
        Gathering of each answer, `ALONE` for none.
    entered : ndarray of int32, shape (n_votes,)
        Who or what recorded it: ``by`` where given, else ``origin``.
    at : ndarray of int64, shape (n_votes,)
        Moment in milliseconds, `NEVER` where none was recorded.
    """

    votes: Votes
    key: Keys
    meeting: Ints
    entered: Ints
    at: Moments

    @cached_property
    def n_each(self) -> npt.NDArray[np.int64]:
        """How many answers each person gave, shape (n_people,)."""
        return np.bincount(self.votes.person, minlength=self.votes.n_people)

    @cached_property
    def unit(self) -> Ints:
        """Gathering of each person, `ALONE` for none.

        Who answered in several counts where they answered most; between equals, where
        most answers were given.
        """
        unit = np.full(self.votes.n_people, ALONE, dtype=np.int32)
        told = self.meeting >= 0
        if not told.any():
            return unit
        width = int(self.meeting.max()) + 1
        cell = self.votes.person[told].astype(np.int64) * width + self.meeting[told]
        cells, counts = np.unique(cell, return_counts=True)
        person, met = np.divmod(cells, width)
        size = np.bincount(self.meeting[told], minlength=width)[met]
        order = np.lexsort((size, counts))
        unit[person[order]] = met[order]  # the last one written stands
        return unit


def of_votes(
    votes: Votes,
    *,
    out: Flags | None = None,
    key: Keys | None = None,
    gatherings: Ints | None = None,
) -> Given:
    """Return votes in bulk, of which no moment is known.

    Parameters
    ----------
    votes : Votes
        One row per current vote.
    out : ndarray of bool, shape (n_statements,), optional
        Statements that moderators refused.
    key : ndarray of uint64, shape (n_people,), optional
        `PositionResult.person_key`, where positions were worked out already.
    gatherings : ndarray of int32, shape (n_people,), optional
        The gathering of each person, -1 for who answered alone; all if absent.

    Returns
    -------
    Given
        Recorded by nobody in particular.
    """
    rows = np.arange(len(votes))
    if out is not None and out.any():
        rows = rows[~out[votes.statement]]
    if len(rows) < len(votes) or not _sorted(votes):
        rows = rows[np.lexsort((votes.statement[rows], votes.person[rows]))]
        votes = _taken(votes, rows)
    nobody = np.full(len(rows), ALONE, dtype=np.int32)
    return Given(
        votes=votes,
        key=_keys(votes) if key is None else key,
        meeting=nobody if gatherings is None else gatherings[votes.person],
        entered=nobody,
        at=np.full(len(rows), NEVER, dtype=np.int64),
    )


def of_dossier(
    dossier: Dossier, talk: Conversation, *, key: Keys | None = None
) -> Given:
    """Return the answers of a dossier with their gathering, recorder and moment.

    Parameters
    ----------
    dossier : Dossier
        The records that the conversation was read from.
    talk : Conversation
        Its codes are used.
    key : ndarray of uint64, shape (n_people,), optional
        As in `of_votes`.

    Returns
    -------
    Given
        An online gathering counts as none: there everyone answers alone.
    """
    met = dossier.current("gatherings").filter(pl.col("kind") != "online")
    rows = (
        dossier.current("votes")
        .sort(*versions.BY_TIME, "id", nulls_last=False)
        .unique(["person", "statement"], keep="last", maintain_order=True)
        .select(
            _coded("person", talk.people),
            _coded("statement", talk.statements),
            "vote",
            _coded("gathering", met["id"]),
            pl.coalesce("by", "origin").rank("dense").cast(pl.Int32).alias("entered"),
            pl.col("at").dt.epoch("ms").fill_null(NEVER),
        )
        .sort("person", "statement")
    )
    kept = rows.filter(~pl.Series(talk.moderated_out[rows["statement"].to_numpy()]))
    votes = Votes(
        person=kept["person"].to_numpy(),
        statement=kept["statement"].to_numpy(),
        vote=kept["vote"].cast(pl.Int8).to_numpy(),
        n_people=talk.votes.n_people,
        n_statements=talk.votes.n_statements,
    )
    return Given(
        votes=votes,
        key=_keys(votes) if key is None else key,
        meeting=kept["gathering"].to_numpy(),
        entered=kept["entered"].to_numpy(),
        at=kept["at"].to_numpy(),
    )


def _coded(name: str, known: pl.Series) -> pl.Expr:
    codes = pl.int_range(len(known), dtype=pl.Int32, eager=True)
    return pl.col(name).replace_strict(
        known, codes, default=ALONE, return_dtype=pl.Int32
    )


def _sorted(votes: Votes) -> bool:
    cell = votes.person.astype(np.int64) * max(votes.n_statements, 1) + votes.statement
    return bool(np.all(cell[1:] >= cell[:-1]))


def _taken(votes: Votes, rows: npt.NDArray[np.intp]) -> Votes:
    return Votes(
        person=votes.person[rows],
        statement=votes.statement[rows],
        vote=votes.vote[rows],
        n_people=votes.n_people,
        n_statements=votes.n_statements,
    )


def _keys(votes: Votes) -> Keys:
    ordered = content.ordered(votes)
    keys = np.empty(votes.n_people, dtype=np.uint64)
    keys[ordered.people] = ordered.person_key
    return keys


def own_keys(given: Given) -> Keys:
    """Return a key of each person, made of content, that no two people share.

    Parameters
    ----------
    given : Given
        The answers.

    Returns
    -------
    ndarray of uint64, shape (n_people,)
        People whom content cannot tell apart are numbered: which of them gets which
        number changes nothing, because they answered alike in one gathering.
    """
    alike = _gathering_keys(given)
    unit = np.zeros_like(given.key)
    inside = given.unit >= 0
    unit[inside] = alike[given.unit[inside]]
    return _numbered(content.mixed(given.key) ^ content.mixed(unit))


def _numbered(keys: Keys) -> Keys:
    """Return keys that no two share: those alike are numbered."""
    order = np.argsort(keys, kind="stable")
    risen = keys[order]
    starts = np.flatnonzero(np.r_[True, risen[1:] != risen[:-1]])
    sizes = np.diff(np.r_[starts, len(risen)])
    number = np.arange(len(risen)) - np.repeat(starts, sizes)
    own = np.empty_like(keys)
    own[order] = content.mixed(risen ^ content.mixed(number.astype(np.uint64)))
    return own


def _gathering_keys(given: Given) -> Keys:
    """Return the key of each gathering, made of who was there."""
    unit = given.unit
    inside = unit >= 0
    sums = np.zeros(int(unit.max(initial=ALONE)) + 1, dtype=np.uint64)
    np.add.at(sums, unit[inside], content.mixed(given.key[inside]))
    return content.mixed(sums)


def block_keys(given: Given, own: Keys) -> Keys:
    """Return the key of each person's gathering, or their own if heard alone.

    Parameters
    ----------
    given : Given
        The answers.
    own : ndarray of uint64, shape (n_people,)
        From `own_keys`.

    Returns
    -------
    ndarray of uint64, shape (n_people,)
        Equal for people of one gathering, and for nobody else.
    """
    unit = given.unit
    if not (unit >= 0).any():
        return own
    return np.where(unit >= 0, _numbered(_gathering_keys(given))[unit], own)
