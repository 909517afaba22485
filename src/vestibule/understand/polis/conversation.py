"""Which conversation does a dossier hold, in the order Polis met it?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from vestibule.dossier import partitions
from vestibule.dossier.records import Dossier
from vestibule.dossier.votebook import CODED
from vestibule.understand.polis import votes
from vestibule.understand.polis.votes import Flags, Ints, Votes


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Conversation:
    """Votes as codes, and what the codes stand for.

    Parameters
    ----------
    votes : Votes
        Current votes.
    people : pl.Series of str, shape (n_people,)
        Personal. Ids of the people who voted, in the order of their records.
    statements : pl.Series of str, shape (n_statements,)
        Ids of all statements, in the order of their records.
    keys : pl.Series of str, shape (n_statements,)
        Their keys: what a reader calls them. Missing for a statement that has
        left its table while votes on it remain.
    moderated_out, meta : ndarray of bool, shape (n_statements,)
        Statements refused by moderators; statements about people themselves.
    """

    votes: Votes
    people: pl.Series
    statements: pl.Series
    keys: pl.Series
    moderated_out: Flags
    meta: Flags

    def book(self, *, size: int = partitions.PARTITION_VOTES) -> partitions.VoteBook:
        """Return the votes in partitions, with the codes of here.

        Parameters
        ----------
        size : int
            Votes per partition, roughly.

        Returns
        -------
        VoteBook
            People and statements in the order of their records: rows in that of
            Polis, which a book coded by ids would not give.
        """
        coded = {name: getattr(self.votes, name) for name in CODED}
        rows = pl.DataFrame(coded, schema=CODED)
        return partitions.VoteBook(
            people=self.people,
            statements=self.statements,
            partitions=partitions.divided(rows, size=size),
        )


def of_dossier(dossier: Dossier) -> Conversation:
    """Read the current votes of a dossier as one conversation.

    Parameters
    ----------
    dossier : Dossier
        Its people, statements and votes.

    Returns
    -------
    Conversation
        People and statements stand in the order of their records (origin,
        then ``seq``): for an import, that of the numbers Polis gave them.
    """
    book = partitions.from_dossier(dossier)
    people = _in_order(dossier, "people", book.people)
    statements = _in_order(dossier, "statements", book.statements)
    coded = votes.of_book(book)
    return Conversation(
        votes=Votes(
            person=_ranks(people)[coded.person],
            statement=_ranks(statements)[coded.statement],
            vote=coded.vote,
            n_people=coded.n_people,
            n_statements=coded.n_statements,
        ),
        people=people["id"],
        statements=statements["id"],
        keys=statements["key"],
        moderated_out=(statements["moderation"].eq_missing("out")).to_numpy(),
        meta=(statements["source"].eq_missing("meta")).to_numpy(),
    )


def _in_order(dossier: Dossier, table: str, ids: pl.Series) -> pl.DataFrame:
    """Return the records of coded ids by origin and number, with their codes."""
    coded = pl.DataFrame({"id": ids, "code": np.arange(len(ids), dtype=np.int32)})
    return coded.join(dossier.current(table), on="id", how="left").sort(
        "origin", "seq", "code", nulls_last=True
    )


def _ranks(ordered: pl.DataFrame) -> Ints:
    ranks = np.empty(len(ordered), dtype=np.int32)
    ranks[ordered["code"].to_numpy()] = np.arange(len(ordered), dtype=np.int32)
    return ranks
