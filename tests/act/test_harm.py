"""Do-no-harm questions block an approval until each is answered."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests import by_hand
from tests.act.promising import TODAY, promising

from vestibule.act import harm
from vestibule.act.planned import planned
from vestibule.dossier.process import HarmQuestion

PROCESS = by_hand.process()
GENERAL = [question.key for question in harm.questions(PROCESS)]
ALL = "\n".join(f"{key}: this | seen" for key in GENERAL)


def action(**said: Any) -> dict[str, Any]:
    """Return how one action stands."""
    (row,) = planned(promising(actions=[said]), TODAY).to_dicts()
    return row


def test_the_general_questions_look_at_what_divides_and_what_holds_together() -> None:
    assert {"dividers", "connectors", "resources", "messages"} <= set(GENERAL)
    assert all({"fr", "en"} <= set(one.words) for one in harm.questions(PROCESS))


def test_a_process_may_declare_its_own() -> None:
    own = (HarmQuestion(key="well", words={"en": "Who loses the well?"}),)
    declared = by_hand.process(harm=own)

    assert harm.questions(declared) == own
    assert harm.unanswered(declared, "well: the herders | asked them") == ()


def test_an_answer_says_how_it_is_known() -> None:
    lines = ALL.replace("dividers: this | seen", "dividers: none")

    assert harm.unanswered(PROCESS, lines) == (
        harm.Unanswered(key="dividers", why="no-evidence"),
    )
    assert [one.why for one in harm.unanswered(PROCESS, None)] == ["no-answer"] * len(
        GENERAL
    )
    assert harm.unanswered(PROCESS, ALL) == ()


def test_an_answer_may_come_in_two_lines_and_what_is_no_answer_is_left_alone() -> None:
    text = "dividers: the well\njust words\ndividers: the road | six herders"

    assert harm.answers(text) == {"dividers": ("the well; the road", "six herders")}


@given(st.sets(st.sampled_from(GENERAL)))
def test_exactly_the_questions_left_out_are_open(left_out: set[str]) -> None:
    text = "\n".join(f"{key}: a | b" for key in GENERAL if key not in left_out)

    assert {one.key for one in harm.unanswered(PROCESS, text)} == left_out


@pytest.mark.parametrize(
    ("said", "approved", "blocked"),
    [
        ({"state": "approved"}, False, True),
        ({"state": "proposed", "approved": True}, False, True),
        ({"state": "begun", "harm": ALL}, True, False),
        ({"state": "proposed", "harm": ALL}, False, False),
        ({"state": "proposed", "approved": True, "harm": ALL}, True, False),
        ({"state": "dropped", "approved": True, "harm": ALL}, False, False),
        ({"state": "dropped"}, False, False),
    ],
)
def test_an_approval_counts_once_every_question_is_answered(
    said: dict[str, Any], approved: bool, blocked: bool
) -> None:
    row = action(**said)

    assert (row["approved"], row["blocked"]) == (approved, blocked)


def test_what_an_action_does_not_say_and_whether_it_is_late_is_told() -> None:
    late = action(owner="Youth", due_on=TODAY.replace(month=5), state="begun", harm=ALL)
    done = action(due_on=TODAY.replace(month=5), state="done", harm=ALL)

    assert late["missing"] == ["place", "finding", "predicts"]
    assert (late["overdue"], done["overdue"]) == (True, False)
    assert action()["unanswered"] == GENERAL
