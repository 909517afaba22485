"""What cannot be is a sentence with what to do."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from tests import by_hand
from tests.act.promising import TODAY, accepted, called, promising

from vestibule.act import checks
from vestibule.dossier.records import Dossier
from vestibule.words import Catalogue


def codes(made: Dossier) -> list[str]:
    return [problem.code for problem in checks.problems(made, TODAY)]


def seen(*rows: dict[str, Any]) -> Dossier:
    """Return one accepted promise and what was seen of it."""
    return promising(
        **accepted(), verifications=[{"commitment": "c0", **row} for row in rows]
    )


def test_a_commitment_from_nothing_is_named_by_its_public_words() -> None:
    made = promising(commitments=[{"id": "c", "words": "Forty lamps"}])

    (problem,) = checks.problems(made, TODAY)

    assert (problem.code, problem.file) == ("nothing", "commitments")
    assert problem.params["id"] == called("c")
    assert problem.message.startswith("“Forty lamps” follows from nothing")
    assert "Name the response" in problem.remedy


def test_an_approval_without_answers_is_named_with_the_open_questions() -> None:
    made = promising(actions=[{"state": "approved", "harm": "dividers: a | b"}])

    (problem,) = checks.problems(made, TODAY)

    assert problem.code == "approved-unanswered"
    assert "connectors" in problem.message
    assert "dividers" not in problem.message


def test_an_action_that_skips_a_state_is_named() -> None:
    made = promising(
        actions=[
            {"id": "a1", "state": "proposed"},
            {"id": "a2", "state": "dropped", "supersedes": "a1"},
            {"id": "b1", "state": "proposed"},
            {"id": "b2", "state": "done", "supersedes": "b1", "harm": "x"},
        ]
    )

    assert codes(made) == ["approved-unanswered", "action-move"]


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([("done", 4, 1), ("not_begun", 0, 2)], ["verdict-move"]),
        ([("done", 4, 1), ("undone", None, 2)], []),
        ([("not_begun", 0, 2), ("done", 4, 1)], ["verdict-move"]),
        ([("begun", 4, 1)], ["level-state"]),
        ([("cannot_say", 0, 1)], ["level-state"]),
    ],
)
def test_what_one_side_says_in_turn_must_be_able_to_follow(
    rows: list[tuple[str, int | None, int]], found: list[str]
) -> None:
    given = [
        {"state": state, "level": level, "seen_on": dt.date(2030, 5, day)}
        for state, level, day in rows
    ]

    assert codes(seen(*given)) == found


def test_sides_may_differ() -> None:
    made = seen(
        {"state": "done", "seen_on": dt.date(2030, 4, 1)},
        {"state": "not_begun", "side": "community", "seen_on": dt.date(2030, 5, 1)},
    )

    assert codes(made) == []


def test_an_answer_before_the_question_is_named() -> None:
    made = promising(
        recommendations=[{"id": "r"}],
        responses=[{"recommendation": "r", "given_on": dt.date(2029, 12, 31)}],
    )

    (problem,) = checks.problems(made, TODAY)

    assert problem.code == "answered-before-asked"
    assert "2029-12-31, before it was asked on 2030-01-01" in problem.message


@pytest.mark.parametrize(
    ("rows", "code", "words"),
    [
        (
            [
                {"part": "a", "reached": 177},
                {"part": "b", "reached": 206},
                {"reached": 448},
            ],
            "parts-differ",
            "come to 383, and the total says 448",
        ),
        ([{"reached": 1}, {"reached": 2}], "totals-differ", "two totals"),
        (
            [{"reached": 450, "target": 448}],
            "above-target",
            "(450) than there were (448)",
        ),
    ],
)
def test_counts_that_contradict_each_other_are_named(
    rows: list[dict[str, Any]], code: str, words: str
) -> None:
    (problem,) = checks.problems(seen(*rows), TODAY)

    assert problem.code == code
    assert words in problem.message


def test_every_problem_has_a_french_sentence_with_the_same_parameters() -> None:
    french = Catalogue("fr")
    given = dict.fromkeys(("words", "open", "before", "after", "level"), "x")

    for code, (_, message, remedy) in checks.SAID.items():
        assert french(f"problems.{code}", **given) != message
        assert french(f"problems.{code}-remedy", **given) != remedy
        for name in given:
            said = french(f"problems.{code}", **{**given, name: "Ω"})
            assert ("Ω" in said) == (f"{{{name}}}" in message), code


def test_what_nobody_promised_has_no_problem() -> None:
    assert codes(by_hand.dossier()) == []


def test_what_was_seen_of_a_commitment_that_is_not_here_is_left_alone() -> None:
    made = promising(
        verifications=[
            {
                "commitment": "gone",
                "state": "done",
                "level": 1,
                "reached": 2,
                "target": 1,
            },
            {"commitment": "gone", "state": "begun", "seen_on": TODAY},
        ]
    )

    assert codes(made) == []
