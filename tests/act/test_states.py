"""States and moves are one table, from which the documents are drawn."""

from __future__ import annotations

from pathlib import Path

import pytest

from vestibule.act import states
from vestibule.dossier.tables import TABLES

SUBJECTS: tuple[states.Subject, ...] = ("recommendation", "action", "commitment")
PAGE = Path(__file__).resolve().parents[2] / "docs" / "states.md"


def test_every_word_that_a_column_may_hold_is_a_state() -> None:
    answers = {*TABLES["responses"]["answer"].terms} - {"silence"}

    assert answers == set(states.ANSWERED)
    assert set(states.states("recommendation")) == {"asked", "silent", *answers}
    assert set(states.states("action")) == set(TABLES["actions"]["state"].terms)
    seen = set(TABLES["verifications"]["state"].terms)
    assert set(states.states("commitment")) == {"unverified", *seen}
    assert set(states.SEEN) == seen


@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_state_is_reached_from_the_first(subject: states.Subject) -> None:
    reached = {states.STARTS[subject]}
    for _ in states.MOVES:
        reached |= {
            move.after
            for move in states.MOVES
            if move.subject == subject and move.before in reached
        }

    assert reached == set(states.states(subject))


@pytest.mark.parametrize(
    ("subject", "before", "after", "allowed"),
    [
        ("recommendation", "silent", "accepted", True),
        ("recommendation", "accepted", "silent", False),
        ("action", "proposed", "approved", True),
        ("action", "proposed", "begun", False),
        ("action", "dropped", "begun", False),
        ("commitment", "done", "undone", True),
        ("commitment", "done", "begun", False),
        ("commitment", "begun", "begun", True),
    ],
)
def test_a_move_is_allowed_or_not(
    subject: states.Subject, before: str, after: str, allowed: bool
) -> None:
    assert states.may(subject, before, after) is allowed


def test_no_move_is_declared_twice() -> None:
    moves = [(move.subject, move.before, move.after) for move in states.MOVES]

    assert len(moves) == len(set(moves))


@pytest.mark.parametrize("subject", SUBJECTS)
def test_the_page_is_drawn_from_the_table(subject: states.Subject) -> None:
    drawn = states.diagram(subject)

    assert f"```text\n{drawn}\n```" in PAGE.read_text("utf-8")
    assert drawn.splitlines()[0] == states.STARTS[subject]


def test_a_state_that_nothing_leaves_says_so() -> None:
    drawn = states.diagram("action").splitlines()

    assert "dropped  (end)" in drawn
    assert "done  (end)" in drawn
    assert sum("(end)" in line for line in drawn) == 2
