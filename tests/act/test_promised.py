"""A promise follows from what was accepted, approved or signed; else it is none."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from tests import by_hand
from tests.act.promising import TODAY, accepted, promising
from tests.act.test_harm import ALL

from vestibule.act import observed, planned, promised
from vestibule.dossier.process import Agreement, Process
from vestibule.dossier.records import Dossier

PEACE = Agreement(key="peace", names={"en": "Peace"}, signed_on=dt.date(2029, 1, 1))
ENDED = Agreement(key="peace", names={"en": "Peace"}, ended_on=dt.date(2030, 4, 1))


def stands(made: Dossier, today: dt.date = TODAY) -> list[dict[str, Any]]:
    """Return how promises stand."""
    actions = planned.planned(made, today)
    sides = observed.by_side(observed.verdicts(made, today))
    return promised.promised(made, actions, sides, today).to_dicts()


def one(*seen: tuple[str, str], today: dt.date = TODAY, **given: Any) -> dict[str, Any]:
    """Return how one accepted promise stands, as sides see it."""
    made = accepted()
    made["commitments"][0] |= given
    rows = [{"commitment": "c0", "side": side, "state": state} for side, state in seen]
    (found,) = stands(promising(**made, verifications=rows), today)
    return found


def of_source(declared: Process | None = None, **commitment: Any) -> tuple[Any, ...]:
    """Return what a commitment is taken to follow from."""
    made = promising(
        declared,
        recommendations=[{"id": "r"}],
        responses=[
            {"id": "yes", "recommendation": "r"},
            {"id": "changed", "recommendation": "r", "answer": "amended"},
            {"id": "no", "recommendation": "r", "answer": "refused"},
            {"id": "quiet", "recommendation": "r", "answer": "silence"},
        ],
        actions=[
            {"id": "good", "state": "approved", "harm": ALL},
            {"id": "open", "state": "approved"},
            {"id": "new", "state": "proposed", "harm": ALL},
        ],
        commitments=[commitment],
    )
    (row,) = stands(made)
    return row["source"], row["why_not"], row["counted"]


@pytest.mark.parametrize(
    ("commitment", "source", "why"),
    [
        ({"response": "yes"}, "response", None),
        ({"response": "changed"}, "response", None),
        ({"response": "no"}, None, "not-accepted"),
        ({"response": "quiet"}, None, "not-accepted"),
        ({"response": "elsewhere"}, None, "response-unknown"),
        ({"action": "good"}, "action", None),
        ({"action": "open"}, None, "not-approved"),
        ({"action": "new"}, None, "not-approved"),
        ({"action": "elsewhere"}, None, "action-unknown"),
        ({"agreement": "peace"}, "agreement", None),
        ({"agreement": "war"}, None, "agreement-unknown"),
        ({}, None, "nothing"),
        ({"response": "no", "action": "good"}, "action", None),
        ({"response": "no", "action": "open"}, None, "not-accepted"),
    ],
)
def test_what_a_promise_follows_from(
    commitment: dict[str, Any], source: str | None, why: str | None
) -> None:
    declared = by_hand.process(agreements=(PEACE,))

    assert of_source(declared, **commitment) == (source, why, source is not None)


@pytest.mark.parametrize(
    ("seen", "state", "marks"),
    [
        ((), "unverified", ()),
        ((("official", "cannot_say"),), "cannot_say", ()),
        ((("official", "done"),), "done", ("claimed",)),
        ((("community", "done"),), "done", ("kept",)),
        ((("observer", "done"), ("official", "done")), "done", ("kept",)),
        ((("official", "done"), ("community", "cannot_say")), "done", ("claimed",)),
        ((("official", "done"), ("community", "partly")), "contested", ("contested",)),
        ((("official", "begun"), ("community", "begun")), "begun", ()),
    ],
)
def test_how_a_promise_stands(
    seen: tuple[tuple[str, str], ...], state: str, marks: tuple[str, ...]
) -> None:
    row = one(*seen)

    assert row["state"] == state
    found = [mark for mark in ("contested", "kept", "claimed", "broken") if row[mark]]
    assert tuple(found) == marks
    assert {side: row[side] for side in observed.SIDES} == {
        "official": None, "community": None, "observer": None, **dict(seen),
    }  # fmt: skip


def test_a_side_whose_coders_differ_is_contested_by_itself() -> None:
    assert one(("observer", "done"), ("observer", "partly"))["state"] == "contested"


@pytest.mark.parametrize(
    ("state", "due", "overdue", "days", "broken"),
    [
        ("not_begun", dt.date(2030, 5, 22), True, 10, True),
        ("undone", dt.date(2030, 5, 31), True, 1, True),
        ("not_begun", TODAY, False, None, False),
        ("begun", dt.date(2030, 5, 22), True, 10, False),
        ("done", dt.date(2030, 5, 22), False, None, False),
        ("not_begun", None, False, None, False),
    ],
)
def test_late_and_broken_are_two_things(
    state: str, due: dt.date | None, overdue: bool, days: int | None, broken: bool
) -> None:
    row = one(("official", state), due_on=due)

    assert (row["overdue"], row["overdue_days"]) == (overdue, days)
    assert row["broken"] is broken


def test_a_promise_that_nobody_looked_at_is_late_and_not_broken() -> None:
    row = one(due_on=dt.date(2030, 5, 22))

    assert (row["state"], row["overdue"], row["broken"]) == ("unverified", True, False)


def test_what_was_promised_under_an_agreement_that_ended_stays_readable() -> None:
    declared = by_hand.process(agreements=(ENDED,))
    rows = [
        {
            "id": "before",
            "agreement": "peace",
            "due_on": dt.date(2030, 3, 22),
            "words": "B",
        },
        {
            "id": "after",
            "agreement": "peace",
            "due_on": dt.date(2030, 5, 22),
            "words": "A",
        },
    ]
    seen = [{"commitment": name, "state": "not_begun"} for name in ("before", "after")]
    made = promising(declared, commitments=rows, verifications=seen)

    late = {row["due_on"]: row for row in stands(made)}
    earlier = stands(made, dt.date(2030, 3, 31))

    assert all(row["ended"] and row["counted"] for row in late.values())
    # Ten days late when the agreement ended, and late no longer since.
    assert late[dt.date(2030, 3, 22)]["overdue_days"] == 10
    assert late[dt.date(2030, 3, 22)]["broken"]
    assert not late[dt.date(2030, 5, 22)]["overdue"]
    assert not any(row["ended"] for row in earlier)


def test_a_later_refusal_is_told_beside_the_promise() -> None:
    made = accepted()
    made["responses"].append(
        {
            "id": "no",
            "recommendation": "r0",
            "answer": "refused",
            "given_on": dt.date(2030, 5, 1),
        }
    )

    (then,) = stands(promising(**made), dt.date(2030, 4, 1))
    (now,) = stands(promising(**made))

    assert (then["taken_back"], now["taken_back"], now["counted"]) == (
        False,
        True,
        True,
    )


def test_what_is_promised_later_is_not_known_yet() -> None:
    made = accepted()
    made["commitments"][0]["made_on"] = dt.date(2030, 7, 1)

    assert stands(promising(**made)) == []


def test_nothing_promised_is_an_empty_table() -> None:
    assert stands(promising()) == []
