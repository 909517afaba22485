"""What does Polis make of more votes than fit in memory?

Three walks over partitions by person: one adds up, one places people, one
counts by group. Between the walks there are sums whose size does not depend on
the number of people, and some 60 bytes for each person: where they lie and
which group they are in.
"""

from __future__ import annotations

import operator
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from vestibule import engine
from vestibule.dossier.stored import StoredBook, StoredPartition
from vestibule.dossier.votebook import VoteBook, VotePartition
from vestibule.engine import Engine
from vestibule.errors import DataError
from vestibule.understand.polis import assembly, pca, sums
from vestibule.understand.polis.matrices import Margins
from vestibule.understand.polis.result import PolisResult
from vestibule.understand.polis.settings import PolisSettings
from vestibule.understand.polis.statistics import Tallies
from vestibule.understand.polis.sums import Heard, Stretch
from vestibule.understand.polis.votes import Flags, Floats, Ints


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Source:
    """Partitions of votes, wherever they lie.

    Parameters
    ----------
    partitions : sequence of VotePartition or StoredPartition
        By rising person.
    n_people, n_statements : int
        How many codes there are.
    """

    partitions: Sequence[VotePartition | StoredPartition]
    n_people: int
    n_statements: int

    @classmethod
    def of(cls, book: VoteBook | StoredBook) -> Source:
        """Return the partitions of a book."""
        if isinstance(book, StoredBook):
            n_people, n_statements = book.n_people, book.n_statements
        else:
            n_people, n_statements = len(book.people), len(book.statements)
        return cls(
            partitions=book.partitions, n_people=n_people, n_statements=n_statements
        )


def analyse(
    book: VoteBook | StoredBook,
    *,
    moderated_out: Flags | None = None,
    meta: Flags | None = None,
    keep: Flags | None = None,
    settings: PolisSettings | None = None,
    on: str | None = None,
    workers: int | None = None,
) -> PolisResult:
    """Analyse votes by the formulas of Polis, one partition at a time.

    The same result as `polis.analyse` on the same votes: counts to the digit,
    directions to rounding, hence the same groups, in either order of rows.

    Parameters
    ----------
    book : VoteBook or StoredBook
        Current votes, partitioned by person; `stored.stored` leaves them on disk.
    moderated_out, meta : ndarray of bool, shape (n_statements,), optional
        As in `polis.analyse`.
    keep : ndarray of bool, shape (n_people,), optional
        As in `polis.analyse`.
    settings : PolisSettings, optional
        The constants of Polis if absent.
    on : str or None
        Where the walks over votes run: as in `engine.opened`.
    workers : int or None
        Threads: as in `engine.opened`.

    Returns
    -------
    PolisResult
        Every part. The same digits whatever `on` and `workers` are.

    Raises
    ------
    DataError
        If there is no vote, a vote is repeated, a person is in two partitions,
        or a code stands for nothing.

    Notes
    -----
    Partitions are by person, while Polis meets rows by statement, then person
    (``order="loaded"``). The order needs only the lowest statement that each
    person voted on, so it is known after the first walk: nothing is sorted on
    disk. Order is that of the codes: for Polis' own rows the codes must follow
    the records, as in `Conversation.book`, not the ids. k-means walks over coordinates, not votes, and so always runs in
    threads of this process, in blocks added up in a fixed order.

    Three matrices of statements by statements are held for each partition in
    flight: some thousands of statements are the limit, not people.
    """
    settings = settings or PolisSettings()
    source = Source.of(book)
    moderated = assembly.moderation(moderated_out, meta, source.n_statements)
    with engine.opened(on, workers=workers) as place:
        found = heard(source, place)
        margins = margins_of(source, found, moderated.zeroed)
        components = pca.of_squares(found.sums.squares(moderated.zeroed))
        points = placed(source, place, found, sums.Frame.of(margins, components))
        local = workers if on is None else None
        drawn = assembly.drawn(
            margins,
            components,
            points,
            _gathered(found.people, "first", source.n_people, source.n_statements),
            keep=keep,
            settings=settings,
            workers=local,
        )
        group = drawn.group()
        grouped = _tallied(
            source, place, _ranges(found), group, len(drawn.groups.sizes)
        )
    return assembly.result(
        drawn,
        group=group,
        everybody=found.sums.tallies(),
        grouped=grouped,
        moderated=moderated,
        settings=settings,
    )


def heard(source: Source, place: Engine) -> Heard:
    """Add up all partitions: the first walk.

    Parameters
    ----------
    source : Source
        The partitions.
    place : Engine
        Where to run.

    Returns
    -------
    Heard
        Sums, and a stretch for each partition.

    Raises
    ------
    DataError
        If there is no vote, or a person is in two partitions.
    """
    _refuse_nothing(source)
    kernel = partial(
        sums.heard, n_people=source.n_people, n_statements=source.n_statements
    )
    found = place.run(source.partitions, kernel, Heard.merged)
    if not found.sums.seen.any():
        raise DataError("there are no votes to analyse", votes=0)
    _check_order(found.people)
    return found


def _refuse_nothing(source: Source) -> None:
    if not source.partitions:
        raise DataError("there are no votes to analyse", votes=0)


def _check_order(people: Sequence[Stretch]) -> None:
    end = 0
    for stretch in people:
        if len(stretch.n_votes) and stretch.start < end:
            raise DataError(
                "A person's votes are in two partitions: write them again, "
                "divided between people."
            )
        end = max(end, stretch.start + len(stretch.n_votes))


def margins_of(source: Source, found: Heard, zeroed: Flags) -> Margins:
    """Return means and counts from the first walk.

    Parameters
    ----------
    source : Source
        The partitions.
    found : Heard
        From `heard`.
    zeroed : ndarray of bool, shape (n_statements,)
        Statements set to zero.

    Returns
    -------
    Margins
        Of all people.
    """
    return Margins(
        center=found.sums.means(zeroed),
        zeroed=zeroed,
        voted=found.sums.seen > 0,
        n_votes=_gathered(found.people, "n_votes", source.n_people, 0),
    )


def _gathered(people: Sequence[Stretch], name: str, n_people: int, fill: int) -> Ints:
    everyone = np.full(n_people, fill, dtype=np.int32)
    for stretch in people:
        own: Ints = getattr(stretch, name)
        everyone[stretch.start : stretch.start + len(own)] = own
    return everyone


def placed(source: Source, place: Engine, found: Heard, frame: sums.Frame) -> Floats:
    """Place all people: the second walk.

    Parameters
    ----------
    source : Source
        The partitions.
    place : Engine
        Where to run.
    found : Heard
        From `heard`.
    frame : sums.Frame
        Where the map lies.

    Returns
    -------
    ndarray of float64, shape (n_people, 2)
        Personal. Zero for people without a vote.

    Raises
    ------
    DataError
        If a person has two votes on one statement.
    """
    kernel = partial(sums.placed, frame=frame)
    own: tuple[Floats, ...] = place.run(source.partitions, kernel, operator.add)
    points = np.zeros((source.n_people, frame.components.vectors.shape[0]))
    for stretch, places in zip(found.people, own, strict=True):
        points[stretch.start : stretch.start + len(places)] = places
    return points


def _ranges(found: Heard) -> tuple[slice, ...]:
    return tuple(slice(s.start, s.start + len(s.n_votes)) for s in found.people)


def _tallied(
    source: Source, place: Engine, ranges: Sequence[slice], group: Ints, n_groups: int
) -> Tallies:
    kernel = partial(sums.tallied, n_groups=n_groups, n_statements=source.n_statements)
    # A worker is sent the groups of its own people only.
    own = (group[people] for people in ranges)
    return place.run(source.partitions, kernel, sums.added, beside=own)
