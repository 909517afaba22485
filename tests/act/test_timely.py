"""What may be written down of a promise, and why not yet."""

from __future__ import annotations

import datetime as dt

import pytest

from vestibule.act import timely
from vestibule.dossier.process import HarmQuestion, Process

TODAY = dt.date(2031, 6, 10)
MADE = dt.date(2031, 5, 1)
PROCESS = Process(
    key="p", titles={}, question={}, harm=(HarmQuestion(key="who", words={"fr": "?"}),)
)


@pytest.mark.parametrize(
    ("state", "answer", "on", "why"),
    [
        ("asked", "accepted", dt.date(2031, 5, 9), None),
        ("silent", "refused", TODAY, None),
        ("accepted", "refused", TODAY, None),
        ("asked", "silence", TODAY, "no-move"),
        ("accepted", "accepted", TODAY, "same-answer"),
        ("asked", "accepted", None, "no-day"),
        ("asked", "accepted", dt.date(2031, 6, 11), "in-future"),
        ("asked", "accepted", dt.date(2031, 4, 30), "before-asked"),
    ],
)
def test_an_answer_has_its_time(
    state: str, answer: str, on: dt.date | None, why: str | None
) -> None:
    told = timely.why_not_answer(state, answer, given_on=on, made_on=MADE, today=TODAY)

    assert told == why
    assert why is None or why in timely.REASONS


@pytest.mark.parametrize(
    ("counted", "on", "evidence", "why"),
    [
        (True, MADE, "seen", None),
        (False, MADE, "seen", "no-promise"),
        (True, dt.date(2031, 4, 30), "seen", "before-promised"),
        (True, TODAY, None, "no-evidence"),
    ],
)
def test_a_verification_has_its_time(
    counted: bool, on: dt.date, evidence: str | None, why: str | None
) -> None:
    told = timely.why_not_verify(
        counted=counted, made_on=MADE, seen_on=on, evidence=evidence, today=TODAY
    )

    assert told == why


@pytest.mark.parametrize(
    ("before", "after", "owner", "text", "why"),
    [
        ("proposed", "approved", "village", "who: none | asked them", None),
        ("proposed", "approved", "village", None, "no-answer"),
        ("proposed", "approved", "village", "who: none", "no-source"),
        ("proposed", "approved", None, "who: none | asked them", "no-owner"),
        ("proposed", "done", "village", "who: none | asked them", "no-move"),
        ("approved", "approved", "village", "who: none | asked them", "no-move"),
        ("proposed", "dropped", None, None, None),
    ],
)
def test_an_action_moves_when_nothing_blocks_it(
    before: str, after: str, owner: str | None, text: str | None, why: str | None
) -> None:
    assert timely.why_not_move(PROCESS, before, after, owner=owner, text=text) == why


@pytest.mark.parametrize(
    ("groups", "reply", "on", "why"),
    [
        (2, None, TODAY, None),
        (1, "yes", TODAY, None),
        (0, None, TODAY, "no-group"),
        (2, "yes", TODAY, "reply-of-many"),
        (1, None, dt.date(2031, 4, 30), "before-heard"),
    ],
)
def test_telling_has_its_time(
    groups: int, reply: str | None, on: dt.date, why: str | None
) -> None:
    told = timely.why_not_tell(
        groups, reply=reply, told_on=on, held_on=MADE, today=TODAY
    )

    assert told == why


@pytest.mark.parametrize(
    ("until", "reason", "why"),
    [
        (TODAY, "the road", None),
        (None, "the road", "no-day"),
        (MADE, "the road", "in-past"),
        (TODAY, None, "no-reason"),
    ],
)
def test_a_deferral_has_a_day_and_a_reason(
    until: dt.date | None, reason: str | None, why: str | None
) -> None:
    assert timely.why_not_defer(deferred_to=until, reason=reason, today=TODAY) == why
