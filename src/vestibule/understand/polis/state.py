"""What changes when a few people vote again?

A loaded state holds the whole-number sums, where people lie, and the votes. New
votes change the sums by what their voters' rows now add up to, less what they
added up to before: exactly, whatever the number of other people.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
import polars as pl

from vestibule import engine
from vestibule.dossier.stored import StoredBook
from vestibule.dossier.votebook import VoteBook
from vestibule.errors import DataError
from vestibule.understand.polis import (
    assembly,
    consensus,
    frames,
    held,
    pca,
    streamed,
    sums,
)
from vestibule.understand.polis.assembly import Moderation
from vestibule.understand.polis.held import Held
from vestibule.understand.polis.matrices import Margins
from vestibule.understand.polis.pca import Components
from vestibule.understand.polis.settings import PolisSettings
from vestibule.understand.polis.sums import Sums
from vestibule.understand.polis.votes import Flags, Floats, Ints, Positions, Votes

AT_ONCE = 50_000
"""People placed at a time: bounds memory, changes nothing."""

NOT_GROUPS = ("group_aware_consensus", "priority")
"""Columns of the statements that need groups, which a state has not."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class State:
    """A conversation in memory, between one vote and the next.

    Parameters
    ----------
    sums : Sums
        Over all people; those of a cold run, to the digit.
    margins : Margins
        Means and counts.
    components : Components
        The two directions; those of a cold run, to the digit.
    points : ndarray of float64, shape (n_people, 2)
        Personal. Where each person lay when placed last.
    placed_by : Components
        The directions by which everybody was placed last.
    moderated : Moderation
        Statements set to zero.
    votes : Held
        Personal. All current votes.
    """

    sums: Sums = field(repr=False)
    margins: Margins = field(repr=False)
    components: Components = field(repr=False)
    points: Floats = field(repr=False)
    placed_by: Components = field(repr=False)
    moderated: Moderation = field(repr=False)
    votes: Held = field(repr=False)

    @property
    def n_people(self) -> int:
        """People known, with or without a vote."""
        return len(self.points)

    @property
    def n_statements(self) -> int:
        """Statements known, with or without a vote."""
        return len(self.margins.voted)

    @property
    def turned(self) -> float:
        """How far the directions have turned since everybody was placed.

        Returns
        -------
        float
            Largest 1 - |cosine| between a direction then and now: 0 for none, 1
            for one that was new. Where it grows, call `with_everybody_placed`.
        """
        then, now = self.placed_by.vectors, self.components.vectors
        grown = now.shape[1] - then.shape[1]
        cosines = np.abs((np.pad(then, ((0, 0), (0, grown))) * now).sum(axis=1))
        real = np.arange(len(now)) < max(self.placed_by.rank, self.components.rank)
        return float(np.where(real, 1.0 - cosines, 0.0).max())

    def statements(self) -> pl.DataFrame:
        """Return what is known of each statement.

        Returns
        -------
        pl.DataFrame
            `frames.STATEMENTS` without the columns that need groups.
        """
        everybody = self.sums.tallies()
        return frames.statements(
            self.margins,
            self.components,
            everybody=everybody,
            grouped=everybody,
            moderated_out=self.moderated.out,
            meta=self.moderated.meta,
            meta_priority=PolisSettings().meta_priority,
        ).drop(NOT_GROUPS)

    def consensus(self, settings: PolisSettings | None = None) -> pl.DataFrame:
        """Return the statements most people agree, or disagree, with.

        Parameters
        ----------
        settings : PolisSettings, optional
            The constants of Polis if absent.

        Returns
        -------
        pl.DataFrame
            Schema `consensus.CONSENSUS`.
        """
        return consensus.consensus(
            self.sums.tallies(),
            allowed=self.margins.voted & ~self.margins.zeroed,
            settings=settings or PolisSettings(),
        )

    def with_votes(self, new: Votes) -> State:
        """Take in new and changed votes.

        Parameters
        ----------
        new : Votes
            In the order of time: of a person's votes on a statement the last
            counts. ``n_people`` and ``n_statements`` may be larger than before.

        Returns
        -------
        State
            Another state; this one stays as it is. Statements and directions are
            those of a cold run. Those who voted are placed anew; the others keep
            their place, mirrored where the sign of a direction changed, until
            `with_everybody_placed`.

        Raises
        ------
        DataError
            If there are fewer people or statements than before.
        """
        self._check(new)
        people = np.unique(new.person).astype(np.intp)
        before = self.votes.votes(people, new.n_statements)
        own = np.searchsorted(people, new.person).astype(np.int32)
        after = held.last_of(before, replace(new, person=own, n_people=len(people)))
        total = self.sums.widened(new.n_statements)
        total = total.plus(sums.sums_of(after)).minus(sums.sums_of(before))
        moderated = _widened(self.moderated, new.n_statements)
        n_votes = np.pad(self.margins.n_votes, (0, new.n_people - self.n_people))
        n_votes[people] = np.bincount(after.person, minlength=len(people))
        margins = _margins(total, n_votes, moderated.zeroed)
        components = pca.of_squares(total.squares(moderated.zeroed))
        points = np.pad(self.points, ((0, new.n_people - self.n_people), (0, 0)))
        points *= _mirror(self.components, components)
        points[people] = sums.Frame.of(margins, components).place(after)
        return State(
            sums=total,
            margins=margins,
            components=components,
            points=points,
            placed_by=self.placed_by,
            moderated=moderated,
            votes=self.votes.with_rows(people, after),
        )

    def _check(self, new: Votes) -> None:
        if new.n_people < self.n_people or new.n_statements < self.n_statements:
            raise DataError(
                f"new votes know of {new.n_people} people and {new.n_statements}"
                f" statements, but {self.n_people} and {self.n_statements} are loaded:"
                " nobody leaves a loaded state"
            )

    def with_everybody_placed(self) -> State:
        """Place everybody anew by the directions of now.

        Returns
        -------
        State
            The same, with every point that of a cold run.
        """
        frame = sums.Frame.of(self.margins, self.components)
        starts = range(0, self.n_people, AT_ONCE)
        points = [frame.place(self._votes_of(start)) for start in starts]
        return replace(self, points=np.concatenate(points), placed_by=self.components)

    def _votes_of(self, start: int) -> Votes:
        people: Positions = np.arange(start, min(start + AT_ONCE, self.n_people))
        return self.votes.votes(people, self.n_statements)


def load(
    book: VoteBook | StoredBook,
    *,
    moderated_out: Flags | None = None,
    meta: Flags | None = None,
    on: str | None = None,
    workers: int | None = None,
) -> State:
    """Load a conversation, to take in votes one by one or by the thousand.

    Parameters
    ----------
    book : VoteBook or StoredBook
        Current votes, partitioned by person.
    moderated_out, meta : ndarray of bool, shape (n_statements,), optional
        As in `polis.analyse`; statements that come later are neither.
    on : str or None
        As in `engine.opened`.
    workers : int or None
        As in `engine.opened`.

    Returns
    -------
    State
        Some 5 bytes per vote and 30 per person.

    Raises
    ------
    DataError
        As `streamed.analyse`.

    Notes
    -----
    Groups are not part of a state: k-means starts from the order of people and
    has no increment that equals a cold run. Ask `streamed.analyse` for them.
    """
    source = streamed.Source.of(book)
    moderated = assembly.moderation(moderated_out, meta, source.n_statements)
    with engine.opened(on, workers=workers) as place:
        found = streamed.heard(source, place)
        margins = streamed.margins_of(source, found, moderated.zeroed)
        components = pca.of_squares(found.sums.squares(moderated.zeroed))
        frame = sums.Frame.of(margins, components)
        points = streamed.placed(source, place, found, frame)
    return State(
        sums=found.sums,
        margins=margins,
        components=components,
        points=points,
        placed_by=components,
        moderated=moderated,
        votes=held.held(source.partitions, margins.n_votes),
    )


def _margins(total: Sums, n_votes: Ints, zeroed: Flags) -> Margins:
    return Margins(
        center=total.means(zeroed), zeroed=zeroed, voted=total.seen > 0, n_votes=n_votes
    )


def _widened(moderated: Moderation, n_statements: int) -> Moderation:
    more = (0, n_statements - len(moderated.out))
    return Moderation(
        out=np.pad(moderated.out, more), meta=np.pad(moderated.meta, more)
    )


def _mirror(then: Components, now: Components) -> Floats:
    """Return 1 or -1 for each direction: whether its sign was fixed otherwise."""
    shared = then.vectors.shape[1]
    cosines = (then.vectors * now.vectors[:, :shared]).sum(axis=1)
    return np.where(cosines < 0.0, -1.0, 1.0)
