"""The board: what was asked, answered, promised and seen, as of a day."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.act.promising import TODAY, accepted, called, promising

from vestibule.act import follow_up
from vestibule.act.follow_up import FollowUp
from vestibule.dossier import withdrawals


def total(found: FollowUp, what: str, state: str, side: str | None = None) -> int:
    """Return one total, 0 where it is not there."""
    of_side = pl.col("side").eq_missing(pl.lit(side, pl.String))
    rows = found.totals.filter(of_side, of_what=what, state=state)
    return int(rows["value"].sum())


def test_517_unanswered_recommendations_are_no_commitment_and_no_broken_promise() -> (
    None
):
    asked = [{"id": f"r{i}", "addressee": f"Office {i % 9}"} for i in range(517)]

    found = follow_up.follow_up(promising(recommendations=asked), TODAY)

    assert found.recommendations["state"].to_list() == ["silent"] * 517
    assert found.commitments.height == 0
    assert (total(found, "recommendations", "silent"), found.problems) == (517, ())
    assert total(found, "commitments", "promised") == 0
    assert total(found, "commitments", "broken") == 0
    assert found.addressees["silent"].sum() == 517
    assert found.addressees.select("promised", "broken", "overdue").sum().row(0) == (
        0,
        0,
        0,
    )


def test_each_addressee_has_a_row_worked_out_by_hand() -> None:
    given = accepted(3)
    given["recommendations"] += [
        {"id": "s", "words": "S"},
        {"id": "w", "words": "W", "addressee": "Village", "answer_by": TODAY},
    ]
    given["commitments"][0]["due_on"] = dt.date(2030, 5, 1)
    given["commitments"].append({"id": "none", "words": "N"})
    rows = [
        {"commitment": "c0", "state": "not_begun"},
        {"commitment": "c1", "state": "done"},
        {"commitment": "c1", "side": "observer", "state": "done"},
        {"commitment": "none", "state": "done"},
    ]

    found = follow_up.follow_up(promising(**given, verifications=rows), TODAY)

    council, village = found.addressees.to_dicts()
    assert council == {
        "addressee": "Council", "recommendations": 4,
        "accepted": 3, "amended": 0, "refused": 0, "silent": 1, "asked": 0,
        "promised": 3, "official_done": 1, "community_done": 0, "observer_done": 1,
        "kept": 1, "contested": 0, "overdue": 1, "broken": 1, "unverified": 1,
    }  # fmt: skip
    assert (village["asked"], village["promised"]) == (1, 0)
    assert [problem.code for problem in found.problems] == ["nothing"]


def forces(consent: int | None) -> FollowUp:
    """Return a promise of forces: they say done, a community says undone."""
    given: dict[str, Any] = accepted()
    given["commitments"][0]["owner_side"] = "forces"
    made = promising(
        **given,
        places=[{"id": "north", "key": "n"}],
        gatherings=[{"id": "g", "place": "north", "consent": consent, "present": 12}],
        verifications=[
            {"commitment": "c0", "state": "done"},
            {
                "commitment": "c0",
                "side": "community",
                "state": "undone",
                "gathering": "g",
            },
        ],
    )
    return follow_up.follow_up(made, TODAY)


def test_totals_tell_nothing_of_a_verdict_that_its_community_did_not_agree_to() -> None:
    closed, open_ = forces(None), forces(3)

    for found in (closed, open_):
        assert found.commitments["state"].to_list() == ["contested"]
    assert total(closed, "commitments", "contested") == 0
    assert closed.totals.filter(side="community").is_empty()
    assert total(open_, "commitments", "contested") == 1
    (row,) = open_.totals.filter(side="community").to_dicts()
    assert (row["state"], row["value"], row["of"]) == ("undone", 1, 1)
    assert (row["gatherings"], row["people"], row["places"]) == (1, 12, 1)


def test_a_gathering_that_speaks_of_two_promises_is_counted_once_behind_them() -> None:
    made = promising(
        **accepted(2),
        places=[{"id": "north", "key": "n"}],
        gatherings=[{"id": "g", "place": "north", "consent": 4, "present": 12}],
        verifications=[
            {"commitment": name, "side": "community", "state": "done", "gathering": "g"}
            for name in ("c0", "c1")
        ],
    )

    (row,) = follow_up.follow_up(made, TODAY).totals.filter(side="community").to_dicts()

    assert (row["value"], row["gatherings"], row["people"]) == (2, 1, 12)


def test_the_same_day_a_year_later_tells_another_story() -> None:
    made = promising(**accepted())

    now = follow_up.follow_up(made, TODAY).commitments
    later = follow_up.follow_up(made, dt.date(2031, 6, 1)).commitments

    assert (now["overdue"].to_list(), later["overdue"].to_list()) == ([False], [True])
    # From 1 December 2030 to 1 June 2031: 31 + 31 + 28 + 31 + 30 + 31 days.
    assert later["overdue_days"].to_list() == [182]


def test_what_was_withdrawn_leaves_no_trace() -> None:
    rows = [{"id": f"v{i}", "commitment": f"c{i}", "state": "done"} for i in range(2)]
    both, one = (promising(**accepted(n), verifications=rows[:n]) for n in (2, 1))

    left = withdrawals.withdraw(
        both,
        table="recommendations",
        record=called("r1"),
        origin="hand",
        at=None,
        by="k",
    )
    after, before = follow_up.follow_up(left, TODAY), follow_up.follow_up(one, TODAY)

    for name in ("recommendations", "commitments", "sides", "addressees", "totals"):
        assert getattr(after, name).equals(getattr(before, name)), name


def test_a_corrected_record_counts_once_in_its_present_words() -> None:
    given = accepted()
    given["responses"].append(
        {"id": "b0", "recommendation": "r0", "answer": "refused", "supersedes": "a0"}
    )

    found = follow_up.follow_up(promising(**given), TODAY)

    assert found.recommendations.select("state", "responses").row(0) == ("refused", 1)
    assert found.commitments.select("counted", "why_not").row(0) == (
        False,
        "not-accepted",
    )


@settings(max_examples=15)
@given(st.integers(0, 10_000), st.integers(1, 5))
def test_the_order_of_rows_never_matters(seed: int, n: int) -> None:
    rows = [
        {
            "id": f"v{i}",
            "commitment": f"c{(i * 7 + seed) % n}",
            "side": ["official", "community", "observer"][(i + seed) % 3],
            "state": ["begun", "partly", "done", "cannot_say"][(i * 3 + seed) % 4],
            "coder": ["k1", "k2"][i % 2],
            "seen_on": dt.date(2030, 4, 1 + i % 3),
        }
        for i in range(12)
    ]
    made = promising(**accepted(n), verifications=rows)
    mixed = made.with_tables(
        **{
            name: frame.sample(fraction=1.0, shuffle=True, seed=seed)
            for name, frame in made.tables.items()
        }
    )

    one, other = follow_up.follow_up(made, TODAY), follow_up.follow_up(mixed, TODAY)

    assert one.problems == other.problems
    assert one.coders == other.coders
    for name in (
        "recommendations",
        "commitments",
        "sides",
        "verdicts",
        "counts",
        "addressees",
        "totals",
    ):
        assert getattr(one, name).equals(getattr(other, name)), name


@pytest.mark.parametrize("table", ["recommendations", "commitments", "actions"])
def test_an_empty_dossier_has_an_empty_board(table: str) -> None:
    assert getattr(follow_up.follow_up(promising(), TODAY), table).is_empty()
