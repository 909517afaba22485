"""`vestibule follow-up`: what was asked of whom, promised, and seen to be done?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

from vestibule.api import complaints
from vestibule.cli import usage, verb
from vestibule.cli.console import Console, reporting
from vestibule.words import Catalogue

if TYPE_CHECKING:
    from vestibule.api.promises import Board

SHOWN = 8
"""Lines of one kind for one addressee that are printed; `--json` has them all."""

SIDES = ("official", "community", "observer")


@verb.command("follow-up")
@click.argument("dossier", type=click.Path(path_type=Path))
@click.option("--as-of", default=None, type=usage.Day())
@reporting
def command(console: Console, dossier: Path, as_of: dt.date | None) -> None:
    """Print the follow-up board: asked, answered, promised, verified by side."""
    from vestibule.api import promises
    from vestibule.dossier import packages

    today = dt.datetime.now(dt.UTC).date()
    with console.step(console.words("reading", path=str(dossier))):
        board = promises.follow_up(packages.read(dossier), today=today, as_of=as_of)
    text = "\n".join(told(console, board))
    console.result(board.to_dict(console.lang), text)
    console.tell(Catalogue(console.lang)("promises.team"))


def told(console: Console, board: Board) -> Iterator[str]:
    """Give the board: each addressee, then actions, counts, coders and problems."""
    words, found = Catalogue(console.lang), board.found
    promised = found.commitments.filter("counted").height
    asked = found.recommendations.height
    yield words(
        "promises.title", day=found.today.isoformat(), asked=asked, promised=promised
    )
    if not asked and not found.commitments.height and not found.actions.height:
        yield words("promises.nothing")
        return
    yield from _addressees(words, board)
    yield from _actions(words, board.actions(console.lang))
    yield from _counts(words, board)
    yield from _scores(words, board)
    yield from _coders(words, board)
    if found.problems:
        yield words("promises.problems", n=len(found.problems))
        yield from (
            f"  {one}" for one in complaints.of_problems(found.problems, console.lang)
        )


def _addressees(words: Catalogue, board: Board) -> Iterator[str]:
    asked = board.recommendations(words.lang)
    owed = [row for row in board.commitments(words.lang) if row["counted"]]
    for row in board.found.addressees.iter_rows(named=True):
        name = row["addressee"]
        yield words("promises.addressee", **row)
        mine = [one for one in asked if one["addressee"] == name]
        yield from _some(words, [_asked(words, one) for one in mine])
        theirs = [one for one in owed if one["owner"] == name]
        yield from _some(words, [_promised(words, one) for one in theirs])


def _some(words: Catalogue, lines: list[str]) -> Iterator[str]:
    yield from (f"  {line}" for line in lines[:SHOWN])
    if len(lines) > SHOWN:
        yield "  " + words("promises.more", n=len(lines) - SHOWN)


def _asked(words: Catalogue, row: dict[str, Any]) -> str:
    state = row["state"]
    key = (
        "silent_undated" if state == "silent" and row["silent_days"] is None else state
    )
    how = words(
        f"promises.asked.{key}",
        n=row["silent_days"] or 0,
        day=_day(words, row["answered_on"]),
        by=_day(words, row["answer_by"]),
    )
    again = words("promises.again") if row["changed"] else ""
    return words("promises.line", said=_called(words, row), how=how + again)


def _called(words: Catalogue, row: dict[str, Any]) -> str:
    """Return what something says, behind the key by which sheets name it."""
    said = words.quoted(row["words"])
    return f"{row['key']} {said}" if row["key"] else said


def _promised(words: Catalogue, row: dict[str, Any]) -> str:
    sides = [
        words(
            "promises.by_side",
            side=words(f"promises.sides.{side}"),
            state=words(f"promises.states.{row[side] or 'silent'}"),
        )
        for side in SIDES
    ]
    notes = [
        words(
            f"promises.notes.{one}",
            n=row["overdue_days"] or 0,
            day=row["ended_on"] or "",
        )
        for one in (
            "contested",
            "kept",
            "claimed",
            "overdue",
            "broken",
            "ended",
            "taken_back",
        )
        if row[one]
    ]
    due = _day(words, row["due_on"])
    how = words("promises.due", day=due, sides=" · ".join(sides))
    tail = "".join(f" → {note}" for note in notes)
    return words("promises.promise", said=_called(words, row), how=how + tail)


def _actions(words: Catalogue, rows: list[dict[str, Any]]) -> Iterator[str]:
    if rows:
        yield words("promises.actions.title", n=len(rows))
    for row in rows:
        said = _called(words, row)
        key = "blocked" if row["blocked"] else "open"
        state = words(f"promises.actions.{row['state']}")
        yield "  " + words(
            f"promises.actions.{key}", said=said, state=state, n=len(row["questions"])
        )
        yield from (f"    – {question}" for question in row["questions"])


def _counts(words: Catalogue, board: Board) -> Iterator[str]:
    said = {row["commitment"]: row["words"] for row in board.commitments(words.lang)}
    for row in board.found.counts.drop_nulls("reached").iter_rows(named=True):
        key = "count" if row["target"] is not None else "count_alone"
        yield words(
            f"promises.{key}",
            said=words.quoted(said.get(row["commitment"], "…")),
            side=words(f"promises.sides.{row['side']}"),
            n=row["reached"],
            of=row["target"] or 0,
            day=_day(words, row["seen_on"]),
        )


def _scores(words: Catalogue, board: Board) -> Iterator[str]:
    for row in board.scores():
        if row["scale"] == "completed" and row["percent"] is not None:
            yield words(
                "promises.score",
                side=words(f"promises.sides.{row['side']}"),
                name=row["agreement"] or words("promises.all"),
                done=round(row["points"]),
                n=row["n"],
                share=words.number(row["percent"], 2),
            )


def _coders(words: Catalogue, board: Board) -> Iterator[str]:
    found = board.found.coders
    if found.units:
        alpha = "–" if found.alpha is None else words.number(found.alpha, 3)
        yield words(
            "promises.coders",
            n=found.units,
            same=found.same,
            alpha=alpha,
            settled=found.settled,
        )


def _day(words: Catalogue, day: dt.date | None) -> str:
    return words("promises.no_day") if day is None else day.isoformat()
