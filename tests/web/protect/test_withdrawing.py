"""Only who collected takes back: not who corrected, and not what others wrote."""

from __future__ import annotations

import secrets
from typing import Any

import pytest
from django.db import transaction
from tests.web import cast
from tests.web.act import made
from tests.web.cast import Cast
from tests.web.protect.taking import address, answer_of, held, text_of, withdraw

from vestibule.web.protect import withdrawing
from vestibule.web.records import access
from vestibule.web.records.models import Excerpt, Role, Statement
from vestibule.web.records.tables import MODELS

pytestmark = pytest.mark.django_db

WORDS = "Le puits de Dor est fermé depuis la pluie."

FINDING = {"key": "f", "kind": "need", "words": "w", "lang": "fr"}
CODE = {"key": "soil", "name": "soil", "kind": "need"}
ACTION = {"words": "Dig", "state": "proposed", "approved": False}
STATEMENT = {"key": "s1", "words": "L'eau.", "lang": "fr", "source": "seed", "moderation": "in", "sensitivity": "undecided"}  # fmt: skip


@pytest.fixture(autouse=True)
def a_quick_commit(monkeypatch: pytest.MonkeyPatch) -> None:
    """The test's own transaction is never committed: what waits for it is done at once."""
    monkeypatch.setattr(transaction, "on_commit", lambda do, *_args, **_named: do())


@pytest.fixture
def team(db: None) -> Cast:
    return made.team()


def test_what_is_of_the_whole_process_is_taken_back_by_its_partner_everywhere(
    team: Cast,
) -> None:
    cells = {"kind": "need", "words": "w", "lang": "fr"}
    ours = cast.record("findings", "well-1", key="ours", **cells)
    theirs = cast.record("findings", "bridge-1", key="theirs", **cells)
    dado = team.person("dado")

    assert withdrawing.may("findings", ours, dado)
    assert not withdrawing.may("findings", theirs, dado)

    Role.objects.filter(account=team.accounts["dado"]).update(region="land.north")
    assert not withdrawing.may("findings", ours, team.person("dado"))


def officer_of_the_bridge(team: Cast, region: str | None = None) -> None:
    of = team.partners["bridge"]
    team.accounts["moussa"] = cast.account("moussa", of, "protection_officer", region)


def test_who_decides_on_anothers_statement_does_not_come_to_own_it(team: Cast) -> None:
    officer_of_the_bridge(team)
    theirs = cast.record("statements", "bridge-1", **STATEMENT)
    new = secrets.token_hex(16)
    decided = {"verdict": "ordinary", "new": new}
    team.client("dado").post(f"/atelier/enonces/{theirs}/decider/", decided)
    assert Statement.objects.get(pk=new).supersedes == theirs
    before = held()

    assert team.client("dado").get(address("statements", new)).status_code == 404
    assert withdraw(team, "dado", "statements", new, 2).status_code == 404
    assert held() == before
    assert withdrawing.sought(new, team.person("dado")) == []
    assert withdrawing.sought(new, team.person("moussa")) == [("statements", new)]
    assert withdraw(team, "moussa", "statements", new, 2).status_code == 302
    assert not Statement.objects.exists()


@pytest.mark.parametrize(
    ("table", "cells"),
    [
        ("codes", CODE),
        ("findings", FINDING),
        ("groups", {"key": "g", "name": "g"}),
        ("gatherings", {"code": "N1", "kind": "focus_group"}),
    ],
)
def test_who_corrected_takes_back_nothing_that_another_partner_began(
    team: Cast, table: str, cells: dict[str, Any]
) -> None:
    officer_of_the_bridge(team)
    if table in ("groups", "gatherings"):
        cells = {**cells, "place": team.places["hill"]}
    first = cast.record(table, "bridge-1", **cells)
    now = cast.record(table, "well-1", **cells, supersedes=first)

    assert not withdrawing.may(table, now, team.person("dado"))
    assert withdrawing.may(table, now, team.person("moussa"))


def hanging(table: str, of: str, record: str, where: str) -> None:
    """Let a partner write what would leave with a record of the team's work."""
    met = cast.gathering(where, of, consent=1)
    if table == "codes":
        cast.record("codings", of, excerpt=cast.excerpt(met, of, consent=1), code=record, coder="bako")  # fmt: skip
    elif table == "actions":
        cast.record("commitments", of, action=record, words="w", owner="o")
    elif table == "findings":
        cast.record("validations", of, gathering=met, finding=record, outcome="rejected")  # fmt: skip
    else:
        cast.record("tallies", of, gathering=met, statement=record, method="hands", agree=5, disagree=1, passed=0, count=1)  # fmt: skip


@pytest.mark.parametrize(
    ("table", "cells", "keeps"),
    [
        ("codes", CODE, "1 codage"),
        ("findings", FINDING, "1 validation"),
        ("statements", STATEMENT, "1 décompte"),
        ("actions", ACTION, "1 engagement"),
    ],
)
def test_what_another_partner_wrote_keeps_what_it_hangs_on(
    team: Cast, table: str, cells: dict[str, Any], keeps: str
) -> None:
    where = {"place": team.places["hill"]} if table == "actions" else {}
    ours = cast.record(table, "well-1", **cells, **where)
    hanging(table, "bridge-1", ours, team.places["hill"])
    before = held()

    page = team.client("dado").get(address(table, ours))
    sent = withdraw(team, "dado", table, ours, 2)

    assert (page.status_code, sent.status_code) == (200, 422)
    for answer in (page, sent):
        assert f"n'a pas apporté: {keeps}." in text_of(answer)
        assert 'name="n"' not in answer.content.decode()  # there is nothing to confirm
    assert held() == before


@pytest.mark.parametrize(
    ("table", "cells"),
    [("codes", CODE), ("findings", FINDING), ("statements", STATEMENT)],
)
def test_what_hangs_on_it_and_is_the_partners_own_leaves_whoever_corrected_it(
    team: Cast, table: str, cells: dict[str, Any]
) -> None:
    ours = cast.record(table, "well-1", **cells)
    now = cast.record(table, "bridge-1", **cells, supersedes=ours)
    hanging(table, "well-1", ours, team.places["hill"])

    assert withdraw(team, "dado", table, now, 3).status_code == 302
    assert not MODELS[table].objects.exists()


def test_the_refusal_is_said_in_english_too(team: Cast) -> None:
    ours = cast.record("codes", "well-1", **CODE)
    hanging("codes", "bridge-1", ours, team.places["hill"])
    browser = team.client("dado")

    text = text_of(browser.get(address("codes", ours), headers={"accept-language": "en"}))  # fmt: skip

    assert "What your partner did not bring in would leave with it: 1 coding." in text


def test_two_gatherings_of_two_partners_made_one_are_not_taken_back_by_one(
    team: Cast,
) -> None:
    hill = team.places["hill"]
    ours, theirs = cast.gathering(hill, "well-1"), cast.gathering(hill, "bridge-1")
    both = cast.gathering(hill, "well-1", supersedes=f"{ours} {theirs}")
    fork = cast.gathering(hill, "well-1", supersedes=ours)
    before = held()

    assert not withdrawing.may("gatherings", both, team.person("dado"))
    assert withdraw(team, "dado", "gatherings", fork, 4).status_code == 422
    assert held() == before


@pytest.mark.parametrize("closed", ["itself", "person", "expired"])
def test_words_that_consent_closed_can_still_be_erased(team: Cast, closed: str) -> None:
    """Nobody reads them any more, and whoever said them may want them gone."""
    level = 0 if closed == "itself" else 4
    met = cast.gathering(team.places["hill"], consent=4)
    someone = cast.record("people", pseudonym="p-17", place=team.places["hill"])
    voice = cast.voice(met, person=someone, consent=level)
    words = cast.excerpt(met, words=WORDS, voice=voice, consent=level)
    if closed == "person":
        cast.record("consents", person=someone, level=0)
    if closed == "expired":
        cast.record("consents", voice=voice, level=4, expires_on=made.ago(1))
    dado = team.person("dado")
    assert not access.visible(Excerpt, dado).exists()

    page = team.client("dado").get(address("excerpts", words))

    assert page.status_code == 200
    assert WORDS not in text_of(page)
    assert withdrawing.sought(words, dado) == [("excerpts", words)]
    assert withdraw(team, "dado", "excerpts", words, 1).status_code == 302
    assert not Excerpt.objects.exists()
    assert withdraw(team, "dado", "voices", voice, 1 + (closed == "expired")).status_code == 302  # fmt: skip


def test_what_consent_closed_is_erased_by_its_collector_in_their_region_alone(
    team: Cast,
) -> None:
    met = cast.gathering(team.places["hill"], consent=4)
    words = cast.excerpt(met, consent=0)
    officer_of_the_bridge(team)
    nana = cast.account("nana", team.partners["well"], "protection_officer", "land.south")  # fmt: skip
    team.accounts["nana"] = nana

    for name in ("moussa", "nana", "amina"):
        none = answer_of(team, name, "excerpts", "0" * 32, "get")
        assert none.status == 404
        assert answer_of(team, name, "excerpts", words, "get") == none
        assert withdrawing.sought(words, team.person(name)) == []
