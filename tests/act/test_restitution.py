"""Every group heard is due, told, answered or deferred; none is forgotten."""

from __future__ import annotations

import datetime as dt
import itertools

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests import by_hand, invented

from vestibule.act import restitution
from vestibule.dossier import lineage, merging, withdrawals
from vestibule.dossier.records import Dossier

TODAY = dt.date(2024, 6, 30)
LONG_AGO = dt.date(2024, 1, 1)
"""Its answer was due on 31 March: 90 days later."""

PLACES = (
    {"id": "land", "key": "land", "name": "Land", "kind": "country", "level": 0},
    {"id": "hills", "key": "hills", "name": "Hills", "kind": "region", "level": 1, "parent": "land"},
    {"id": "ford", "key": "ford", "name": "Ford", "kind": "commune", "level": 3, "parent": "hills"},
    {"id": "well", "key": "well", "name": "Well", "kind": "commune", "level": 3, "parent": "hills"},
)  # fmt: skip
PROFILES = ({"id": "women", "key": "women", "name": "Women"}, {"id": "men", "key": "men", "name": "Men"})  # fmt: skip

WOMEN = {"id": "women-met", "code": "W", "place": "ford", "profile": "women",
         "composition": "homogeneous", "held_on": LONG_AGO, "present": 12, "minutes": 90, "lang": "bam"}  # fmt: skip
ALL = {"id": "all-met", "code": "A", "place": "ford", "composition": "mixed",
       "held_on": LONG_AGO, "present": 40, "minutes": 60}  # fmt: skip
TELLING = {"id": "assembly", "code": "T", "kind": "restitution_meeting", "place": "ford",
           "composition": "mixed", "held_on": dt.date(2024, 5, 1), "present": 60, "minutes": 120}  # fmt: skip


def dossier(**tables: object) -> Dossier:
    """Return a village with a women's group and an assembly."""
    rows: dict[str, object] = {
        "places": PLACES,
        "profiles": PROFILES,
        "gatherings": (WOMEN, ALL, TELLING),
        **tables,
    }
    return lineage.settled(by_hand.dossier(**rows))  # type: ignore[arg-type]


def standing(settled: Dossier, today: dt.date = TODAY) -> dict[str, dict[str, object]]:
    """Return how each group stands, by the code of its gathering."""
    groups = restitution.owed(settled, today=today).groups
    return {row["code"]: row for row in groups.to_dicts()}


def test_without_any_form_everyone_heard_is_owed_an_answer_ninety_days_later() -> None:
    found = restitution.owed(dossier(), today=TODAY)
    assert found.groups["code"].sort().to_list() == ["A", "W"]
    assert found.totals == {"due": 2, "told": 0, "answered": 0, "deferred": 0}
    assert set(found.groups["due_on"]) == {dt.date(2024, 3, 31)}
    assert set(found.groups["days_late"]) == {91}
    assert (found.debt(), found.debt(after=90), found.debt(after=91)) == (2, 2, 0)
    assert not found.groups["recorded"].any()


def test_telling_an_assembly_does_not_discharge_its_womens_group() -> None:
    found = standing(
        dossier(
            obligations=(
                {"id": "to-all", "gathering": "all-met"},
                {"id": "to-women", "gathering": "women-met"},
            ),
            restitutions=(
                {"obligation": "to-all", "gathering": "assembly", "medium": "meeting",
                 "told_on": dt.date(2024, 5, 1), "reply": "they agree"},
                {"obligation": "to-women", "gathering": "assembly", "medium": "meeting",
                 "told_on": dt.date(2024, 5, 1), "reply": "they agree"},
            ),
        )
    )  # fmt: skip
    assert found["A"]["state"] == "answered"
    assert found["W"]["state"] == "due"
    assert found["W"]["only_with_others"] == "assembly"
    assert found["W"]["told_on"] is None


def test_a_meeting_of_men_does_not_tell_the_women_and_one_of_women_does() -> None:
    mens = {**TELLING, "id": "mens", "composition": "homogeneous", "profile": "men"}
    own = {**TELLING, "id": "own", "composition": "homogeneous", "profile": "women"}
    told = {"obligation": "to-women", "medium": "meeting", "told_on": TODAY}
    held = {
        "gatherings": (WOMEN, mens, own),
        "obligations": ({"id": "to-women", "gathering": "women-met"},),
    }
    found = standing(dossier(**held, restitutions=({**told, "gathering": "mens"},)))
    assert (found["W"]["state"], found["W"]["only_with_others"]) == (
        "due",
        "another-profile",
    )
    both = ({**told, "gathering": "mens"}, {**told, "gathering": "own"})
    found = standing(dossier(**held, restitutions=both))
    assert (found["W"]["state"], found["W"]["only_with_others"]) == ("told", None)


@pytest.mark.parametrize("medium", ["broadcast", "visit", "phone", "paper"])
def test_a_broadcast_tells_and_only_a_reply_answers(medium: str) -> None:
    told = {"obligation": "to-women", "medium": medium, "told_on": TODAY, "lang": "fra"}
    owed = {"obligations": ({"id": "to-women", "gathering": "women-met"},)}
    found = standing(dossier(**owed, restitutions=(told,)))["W"]
    assert (found["state"], found["replied"], found["media"]) == ("told", 0, [medium])
    assert (found["told_lang"], found["other_language"]) == (["fra"], True)
    again = {**told, "reply": "we know", "lang": "bam"}
    found = standing(dossier(**owed, restitutions=(told, again)))["W"]
    assert (found["state"], found["replied"]) == ("answered", 1)
    assert found["other_language"] is False


def test_a_deferral_holds_until_its_day_and_only_with_a_reason() -> None:
    owed = {"id": "o", "gathering": "women-met", "deferred_to": dt.date(2024, 7, 10)}
    reasoned = dossier(obligations=({**owed, "deferred_reason": "armed men nearby"},))
    assert standing(reasoned)["W"]["state"] == "deferred"
    assert standing(reasoned, dt.date(2024, 7, 10))["W"]["state"] == "deferred"
    assert standing(reasoned, dt.date(2024, 7, 11))["W"]["state"] == "due"
    bare = restitution.owed(dossier(obligations=(owed,)), today=TODAY)
    assert bare.totals["deferred"] == 0
    assert bare.unanswerable == 1


def test_what_is_told_or_heard_later_is_not_known_yet() -> None:
    owed = {"obligations": ({"id": "o", "gathering": "women-met"},)}
    later = ({"obligation": "o", "medium": "visit", "told_on": dt.date(2024, 7, 1)},)
    assert standing(dossier(**owed, restitutions=later))["W"]["state"] == "due"
    assert standing(dossier(), LONG_AGO - dt.timedelta(days=1)) == {}


def test_a_part_of_a_mixed_gathering_is_owed_its_own_answer_beside_the_whole() -> None:
    found = restitution.groups_heard(
        dossier(obligations=({"gathering": "all-met", "profile": "women"},))
    )
    rows = found.filter(pl.col("code") == "A").select("profile", "recorded").rows()
    assert set(rows) == {(None, False), (by_hand.called("women"), True)}


def test_two_teams_that_wrote_down_one_debt_owe_one_answer_by_the_earlier_day() -> None:
    twice = (
        {"gathering": "women-met", "due_on": dt.date(2024, 5, 1)},
        {"gathering": "women-met", "due_on": dt.date(2024, 4, 1)},
    )
    found = standing(dossier(obligations=twice))["W"]
    assert found["due_on"] == dt.date(2024, 4, 1)
    assert len(found["obligations"]) == 2  # type: ignore[arg-type]


def test_a_gathering_without_a_day_is_owed_an_answer_and_is_not_late() -> None:
    undated = {**WOMEN, "held_on": None}
    found = standing(dossier(gatherings=(undated,)))["W"]
    assert (found["state"], found["due_on"], found["days_late"]) == ("due", None, None)


def test_nobody_heard_is_nothing_owed() -> None:
    found = restitution.owed(dossier(gatherings=()), today=TODAY)
    assert found.groups.is_empty()
    assert found.totals == {"due": 0, "told": 0, "answered": 0, "deferred": 0}
    assert restitution.burden(dossier(gatherings=()), found).places.is_empty()


def test_the_ledger_counts_visits_and_hours_and_who_still_waits() -> None:
    untimed = {**WOMEN, "id": "again", "code": "W2", "minutes": None, "held_on": dt.date(2022, 1, 1)}  # fmt: skip
    online = {**ALL, "id": "net", "code": "N", "kind": "online", "place": None}
    settled = dossier(gatherings=(WOMEN, ALL, TELLING, untimed, online))
    found = restitution.owed(settled, today=TODAY)
    ledger = restitution.burden(settled, found).places
    assert ledger.to_dicts() == [
        {
            "place": by_hand.called("ford"),
            "visits": 4,
            "recent": 3,
            "told": 1,
            "last_on": dt.date(2024, 5, 1),
            "hours": 12 * 1.5 + 40 * 1 + 60 * 2,
            "timed": 3,
            "groups": 3,
            "groups_waiting": 3,
            "region": by_hand.called("hills"),
        }
    ]


def told_in_ford(*restitutions: dict[str, object], **more: object) -> int:
    """Return how often the ledger says that Ford was told."""
    owing = (
        {"id": "to-women", "gathering": "women-met"},
        {"id": "to-all", "gathering": "all-met"},
    )
    given = {
        "gatherings": (WOMEN, ALL),
        "obligations": owing,
        "restitutions": restitutions,
        **more,
    }
    settled = dossier(**given)
    found = restitution.owed(settled, today=TODAY)
    return int(restitution.burden(settled, found).places["told"].item())


def test_who_was_told_without_a_meeting_was_told() -> None:
    visit = {
        "obligation": "to-women",
        "medium": "visit",
        "told_on": dt.date(2024, 4, 1),
    }
    paper = {**visit, "medium": "paper"}
    later = {**visit, "told_on": dt.date(2024, 4, 2)}

    assert told_in_ford() == 0
    assert told_in_ford(visit) == 1
    assert told_in_ford(visit, paper, later) == 3
    assert told_in_ford({**visit, "told_on": None}) == 1
    tomorrow = TODAY + dt.timedelta(days=1)
    assert told_in_ford({**visit, "told_on": tomorrow}) == 0


def test_two_groups_told_together_were_told_once() -> None:
    day = dt.date(2024, 4, 1)
    radio = {"obligation": "to-women", "medium": "broadcast", "told_on": day}
    meeting = {**radio, "medium": "meeting", "gathering": "assembly"}

    assert told_in_ford(radio, {**radio, "obligation": "to-all"}) == 1
    met = (WOMEN, ALL, TELLING)
    both = (meeting, {**meeting, "obligation": "to-all"})
    assert told_in_ford(*both, gatherings=met) == 1
    assert told_in_ford(*both, radio, gatherings=met) == 2


def test_the_rehearsal_stands_as_it_was_planted() -> None:
    made = invented.country(1)
    settled = lineage.settled(made.dossier)
    today = settled.table("restitutions")["told_on"].max()
    assert isinstance(today, dt.date)
    found = restitution.owed(settled, today=today)
    planted = made.truth.owed
    recorded = found.groups.filter("recorded")
    assert dict(recorded["state"].value_counts().iter_rows()) == dict(planted)
    heard = settled.table("gatherings").filter(pl.col("kind") != "restitution_meeting")
    assert set(found.groups["gathering"]) == set(heard["id"])


@pytest.mark.parametrize("turn", range(3))
def test_none_is_forgotten_after_merging_two_teams_in_any_order(turn: int) -> None:
    made = invented.country(2, "small").dossier
    draw = np.random.default_rng(turn)
    halves = [_half(made, draw) for _ in range(2)]
    today = dt.date(2030, 1, 1)
    hashes, groups = set(), set()
    for order in itertools.permutations(halves):
        merged = lineage.settled(merging.merge(*order))
        found = restitution.owed(merged, today=today)
        groups.add(
            frozenset(found.groups.select("gathering", "profile", "state").rows())
        )
        heard = merged.table("gatherings").filter(
            pl.col("kind") != "restitution_meeting"
        )
        assert set(found.groups["gathering"]) == set(heard["id"])
        assert sum(found.totals.values()) == found.groups.height
        hashes.add(found.groups.write_json())
    assert len(groups) == len(hashes) == 1


def _half(whole: Dossier, draw: np.random.Generator) -> Dossier:
    """Return what one team knows: some obligations and restitutions are missing."""
    tables = dict(whole.tables)
    for name in ("obligations", "restitutions"):
        keep = [draw.random() < 0.6 for _ in range(whole.table(name).height)]
        tables[name] = whole.table(name).filter(pl.Series(keep, dtype=pl.Boolean))
    kept = pl.col("obligation").is_in(tables["obligations"]["id"].to_list())
    tables["restitutions"] = tables["restitutions"].filter(kept)
    return whole.with_tables(**tables)


@given(seed=st.integers(0, 10_000))
def test_the_order_of_rows_never_matters(seed: int) -> None:
    owed = tuple(
        {"id": f"o{n}", "gathering": one, "due_on": dt.date(2024, 4, n + 1)}
        for n, one in enumerate(["women-met", "all-met", "women-met"])
    )
    told = tuple(
        {"id": f"r{n}", "obligation": f"o{n}", "medium": "visit", "told_on": TODAY}
        for n in range(2)
    )
    plain = dossier(obligations=owed, restitutions=told)
    mixed = plain.with_tables(
        **{
            name: rows.sample(fraction=1, shuffle=True, seed=seed)
            for name, rows in plain.tables.items()
        }
    )
    first, second = (restitution.owed(one, today=TODAY) for one in (plain, mixed))
    assert first.groups.equals(second.groups)


def test_a_gathering_taken_back_is_owed_nothing() -> None:
    whole = by_hand.dossier(places=PLACES, profiles=PROFILES, gatherings=(WOMEN, ALL))
    left = withdrawals.withdraw(
        whole, table="gatherings", record=by_hand.called("women-met"), origin="hand", at=None, by="p"
    )  # fmt: skip
    assert list(standing(lineage.settled(left))) == ["A"]
