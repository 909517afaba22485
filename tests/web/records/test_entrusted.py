"""What a page asks a right for, a file and a program ask it for too."""

from __future__ import annotations

from typing import Any

import pytest
from tests.web import cast
from tests.web.cast import AT, Cast
from tests.web.records.bringers import also
from tests.web.records.test_bringing import bring, refused
from tests.web.records.writers import TEXT

from vestibule.web.records import declarations, entrusted
from vestibule.web.records.models import Validation, Verification
from vestibule.web.records.rights import Right


@pytest.fixture
def team(db: None) -> Cast:
    declarations.declare(TEXT, at=AT, by="one")
    return cast.gather()


def cells(team: Cast, table: str) -> dict[str, Any]:
    """Return a row of the bridge, in the north."""
    met = cast.gathering(team.places["hill"], "bridge-1", consent=2)
    words = {"words": "Water.", "lang": "fr"}
    if table == "validations":
        finding = cast.record("findings", "bridge-1", key="f", kind="need", **words)
        return {"gathering": met, "finding": finding, "outcome": "confirmed"}
    if table == "verifications":
        owed = cast.record("commitments", "bridge-1", owner="o", **words)
        return {"commitment": owed, "side": "official", "state": "done"}
    if table == "recommendations":
        return {**words, "gathering": met, "addressee": "The mayor"}
    if table == "actions":
        return {**words, "place": team.places["hill"], "state": "proposed"}
    if table == "obligations":
        return {"gathering": met}
    words |= {"gathering": met, "addressee": "o"}
    asked = cast.record("recommendations", "bridge-1", **words)
    return {"recommendation": asked, "answer": "accepted"}


PAGES = {
    "validations": "facilitator",
    "verifications": "facilitator",
    "actions": "facilitator",
    "obligations": "facilitator",
    "recommendations": "editor",
    "responses": "editor",
}
"""Table to a role that writes it on a page; a researcher brings files in."""


@pytest.mark.parametrize("table", PAGES)
def test_who_does_not_write_it_on_a_page_does_not_bring_it_in(
    team: Cast, table: str
) -> None:
    row = cells(team, table)

    told = refused(team.person("bako"), table, **row)
    bring(also(team, "bako", PAGES[table]), table, **row)

    assert (told["reason"], told["table"]) == ("not-entrusted", table)


@pytest.mark.parametrize(
    "table", ["validations", "actions", "obligations", "recommendations"]
)
def test_nor_beyond_where_they_write_it(team: Cast, table: str) -> None:
    row, role = cells(team, table), PAGES[table]

    told = refused(also(team, "bako", role, "land.south"), table, **row)
    bring(also(team, "bako", role, "land.north"), table, **row)

    assert told["reason"] == "not-entrusted"


def test_a_rejection_is_not_made_a_confirmation(team: Cast) -> None:
    bako, row = team.person("bako"), cells(team, "validations")
    said = cast.record("validations", "bridge-1", **{**row, "outcome": "rejected"})

    told = refused(bako, "validations", **row, supersedes=said)

    assert told["reason"] == "not-entrusted"
    assert Validation.objects.get().outcome == "rejected"


def test_nobody_says_of_a_promise_what_they_did_not_go_to_see(team: Cast) -> None:
    refused(team.person("bako"), "verifications", **cells(team, "verifications"))

    assert not Verification.objects.exists()


def test_what_was_heard_comes_in_by_the_right_to_bring_in() -> None:
    heard = {"gatherings", "attendances", "people", "voices", "consents", "excerpts"}
    answered = {"votes", "tallies", "showings", "answers", "ballots"}

    assert entrusted.ASKED.keys().isdisjoint(heard | answered)
    assert Right.IMPORT not in entrusted.ASKED.values()
