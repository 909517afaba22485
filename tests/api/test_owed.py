"""What is owed, in the words of the reader."""

from __future__ import annotations

import datetime as dt

from tests import by_hand, invented

from vestibule.api import owed

TODAY = dt.date(2024, 5, 1)


def test_the_team_reads_totals_who_waits_and_what_was_asked() -> None:
    found = owed.owed(invented.country().dossier, today=TODAY)
    lines = list(found.lines("en", most=2))
    waiting = found.owed.debt()
    assert lines[0].startswith("131 groups were heard. Replied: 32; told: 32;")
    assert lines[1].startswith(f"{waiting} groups wait beyond the 90 days promised")
    assert lines[2].startswith("  FICTIF-")
    assert lines[2].endswith("days late")
    assert lines[4].strip().startswith("has had news at an assembly only")
    assert lines[5] == f"  and {waiting - 2} more groups (--json tells them all)"
    assert "visits" in lines[7]
    assert "hours of their time" in lines[7]
    assert next(found.lines("fr", most=2)).startswith("131 groupes entendus")


def test_plain_values_hold_nobodys_words() -> None:
    dossier = invented.country().dossier
    told = owed.owed(dossier, today=TODAY).to_dict("en")
    assert sum(told["totals"].values()) == len(told["groups"]) == 131
    assert {"reply", "reason", "told"}.isdisjoint(told["groups"][0])
    secret = dossier.table("restitutions")["reply"].drop_nulls().unique()
    assert not any(one in str(told) for one in secret)


def test_news_at_an_assembly_is_said_beside_the_group_that_waits() -> None:
    made = by_hand.dossier(
        places=({"id": "ford", "key": "ford", "name": "Ford", "kind": "region", "level": 1},),
        profiles=({"id": "women", "key": "women", "name": "Women"},),
        gatherings=(
            {"id": "w", "code": "W", "place": "ford", "profile": "women", "held_on": dt.date(2024, 1, 1)},
            {"id": "n", "code": "N", "kind": "online", "held_on": dt.date(2024, 1, 1)},
            {"id": "t", "code": "T", "kind": "restitution_meeting", "composition": "mixed", "place": "ford"},
        ),
        obligations=({"id": "o", "gathering": "w", "deferred_to": dt.date(2025, 1, 1)},),
        restitutions=({"obligation": "o", "gathering": "t", "medium": "meeting"},),
    )  # fmt: skip
    lines = list(owed.owed(made, today=TODAY).lines("en", most=9))
    assert lines[1] == "2 groups wait beyond the 90 days promised, the longest first:"
    assert lines[2:4] == [
        "  N, online, online conversation: 31 days late",
        "  W, Ford, Women: 31 days late",
    ]
    assert lines[4].strip().startswith("has had news at an assembly only")
    assert lines[5] == "One deferral gives no reason: that group waits."
    assert lines[-1].startswith("  Ford: 2 visits, hours not noted")


def test_where_nobody_was_heard_nothing_is_owed() -> None:
    assert list(owed.owed(by_hand.dossier(), today=TODAY).lines("en", most=9)) == [
        "Nobody has been heard yet: nothing is owed."
    ]
