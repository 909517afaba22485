"""What was asked, answered, promised and seen, as the pages of follow-up read it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from vestibule.act import harm, states, timely
from vestibule.act.follow_up import FollowUp, follow_up
from vestibule.act.observed import SIDES
from vestibule.dossier import lineage
from vestibule.dossier.records import Dossier
from vestibule.web.agree import reading
from vestibule.web.agree.reading import Names, Said
from vestibule.web.records import access
from vestibule.web.records.access import Person, Right
from vestibule.web.records.models import Verification
from vestibule.words import Catalogue

MARKS = {
    "asked": "waiting",
    "silent": "late",
    "accepted": "done",
    "amended": "amended",
    "refused": "refused",
    "proposed": "draft",
    "approved": "agreed",
    "begun": "running",
    "done": "done",
    "dropped": "rejected",
    "unverified": "missing",
    "not_begun": "missing",
    "partly": "few",
    "undone": "late",
    "cannot_say": "unknown",
    "contested": "contested",
    "divided": "contested",
}
"""State to the mark beside its word."""

ASKED_ORDER = ("silent", "asked", "refused", "amended", "accepted")
"""How recommendations are grouped: what nobody answered first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One recommendation, commitment or action: its words, its state, its cells."""

    id: str
    key: str
    said: Said
    state: str
    mark: str
    cells: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """The follow-up of a day, with names in one language."""

    dossier: Dossier
    settled: Dossier
    found: FollowUp
    names: Names
    today: dt.date

    @classmethod
    def read(cls, words: Catalogue, *, today: dt.date) -> Board:
        """Read it: a fixed number of questions to the database."""
        dossier = reading.dossier_with(*reading.FOLLOWED)
        settled = lineage.settled(dossier)
        found = follow_up(dossier, today)
        return cls(
            dossier=dossier,
            settled=settled,
            found=found,
            names=Names(settled, words),
            today=today,
        )

    def lines(self, table: str) -> list[Line]:
        """Return the recommendations, commitments or actions, as they stand."""
        frame: pl.DataFrame = getattr(self.found, table)
        of = table.removesuffix("s")
        own = self.settled.table(table).select("words", "lang", pl.col("id").alias(of))
        joined = frame.join(own, on=of, how="left", maintain_order="left")
        return [self._line(row, of) for row in joined.iter_rows(named=True)]

    def line(self, table: str, record: str) -> Line | None:
        """Return one of them by any of its ids, None where it is not there."""
        first = next(iter(reading.first_ids(self.dossier, table, [record])))
        return next((one for one in self.lines(table) if one.id == first), None)

    def _line(self, row: Mapping[str, Any], of: str) -> Line:
        return Line(
            id=row[of],
            key=row["key"] or "",
            said=self.names.said(row["words"], row["lang"]),
            state=row["state"],
            mark=MARKS[row["state"]],
            cells=row,
        )

    def finding(self, finding: str | None) -> tuple[str, Said] | None:
        """Return a finding that something follows from."""
        rows = self.settled.table("findings").filter(id=finding or "")
        if rows.is_empty():
            return None
        row = rows.row(0, named=True)
        return row["id"], self.names.said(row["words"], row["lang"])

    def responses(self, recommendation: str) -> list[dict[str, Any]]:
        """Return every answer, the latest first; all are kept."""
        rows = self.settled.table("responses").filter(recommendation=recommendation)
        ordered = rows.sort("given_on", "at", descending=True, nulls_last=True)
        told = ordered.select("id", "answer", "words", "given_on").to_dicts()
        return [{**one, "mark": MARKS.get(one["answer"], "late")} for one in told]

    def promises_of(self, column: str, ids: Sequence[str]) -> list[Line]:
        """Return the commitments that follow from answers or from an action."""
        return [
            one for one in self.lines("commitments") if one.cells[column] in set(ids)
        ]

    def why_not_promise(
        self, *, response: str | None = None, action: str | None = None
    ) -> str | None:
        """Return why nothing can be promised from this, None where it can."""
        source = timely.Source(response=response, action=action)
        return timely.why_not_promise(self.settled, source, self.today)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One verification of a commitment."""

    id: str
    state: str
    mark: str
    seen_on: dt.date | None
    where: str
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """What one side says: its last word, and everything it saw."""

    key: str
    state: str
    mark: str
    seen: tuple[Seen, ...]


def sides(board: Board, commitment: str, person: Person) -> Iterator[Side]:
    """Yield what each side says of a commitment, side by side, never averaged."""
    evidence = _evidence(board, person)
    near = reading.seen(board.dossier, "gatherings", person)
    rows = board.settled.table("verifications").filter(commitment=commitment)
    last = board.found.sides.filter(commitment=commitment)
    said = dict(last.select("side", "state").iter_rows())
    for side in SIDES:
        mine = rows.filter(pl.col("side") == side)
        ordered = mine.sort("seen_on", "id", descending=True, nulls_last=True)
        state = said.get(side, "")
        yield Side(
            key=side,
            state=state,
            mark=MARKS.get(state, "unknown"),
            seen=tuple(
                _seen(one, board, evidence, near)
                for one in ordered.iter_rows(named=True)
            ),
        )


def _seen(
    one: Mapping[str, Any],
    board: Board,
    evidence: Mapping[str, str],
    near: frozenset[str],
) -> Seen:
    met = one["gathering"]
    return Seen(
        id=one["id"],
        state=one["state"],
        mark=MARKS[one["state"]],
        seen_on=one["seen_on"],
        where=board.names.group(met) if met in near else "",
        evidence=evidence.get(one["id"], ""),
    )


def _evidence(board: Board, person: Person) -> Mapping[str, str]:
    """Return what was seen, for those who see gatherings: a reader has the states."""
    if not person.may(Right.SEE_GATHERINGS):
        return {}
    firsts = lineage.roots(board.dossier.table("verifications"))
    rows = access.visible(Verification, person).exclude(evidence=None)
    return {firsts.get(pk, pk): said for pk, said in rows.values_list("pk", "evidence")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A do-no-harm question of an action, with its answer."""

    key: str
    words: str
    what: str
    how: str
    open: bool


def harm_asked(board: Board, action: str) -> tuple[Asked, ...]:
    """Return the do-no-harm questions of an action and which still block it."""
    row = board.settled.table("actions").filter(id=action).row(0, named=True)
    given = harm.answers(row["harm"])
    open_ = {one.key for one in harm.unanswered(board.settled.process, row["harm"])}
    told = board.names.words
    return tuple(
        Asked(
            key=one.key,
            words=told.chosen(one.words)[0],
            what=given.get(one.key, ("", ""))[0],
            how=given.get(one.key, ("", ""))[1],
            open=one.key in open_,
        )
        for one in harm.questions(board.settled.process)
    )


def moves(board: Board, line: Line) -> list[tuple[str, str | None]]:
    """Return each state an action may go to, with why not yet."""
    row = board.settled.table("actions").filter(id=line.id).row(0, named=True)
    after = [
        m.after for m in states.MOVES if (m.subject, m.before) == ("action", line.state)
    ]
    return [
        (
            one,
            timely.why_not_move(
                board.settled.process,
                line.state,
                one,
                owner=row["owner"],
                text=row["harm"],
            ),
        )
        for one in after
    ]


def table(lines: Sequence[Line]) -> list[dict[str, Any]]:
    """Return lines as plain values, for a sheet or a program; no day, no owner's place.

    Nor the ids of a claim or an action, which not everyone who has the sheet may open.
    """
    left = {"place", "gathering", "cost", "unanswered", "missing", "words", "lang"}
    left |= {"claim", "action"}
    return [
        {"key": one.key, "words": one.said.words, "state": one.state}
        | {
            name: cell.isoformat() if isinstance(cell, dt.date) else cell
            for name, cell in one.cells.items()
            if name not in left | {"key", "state"}
        }
        for one in lines
    ]
