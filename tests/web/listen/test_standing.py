"""A form that was opened before someone corrected its record loses nothing."""

from __future__ import annotations

import secrets
from typing import Any

import pytest
from tests.web import cast
from tests.web.cast import Cast
from tests.web.listen.test_gatherings import LIST, typed

from vestibule.web.records.models import (
    Attendance,
    Excerpt,
    Gathering,
    Statement,
    Tally,
    Text,
)

STATEMENTS = "/atelier/enonces/"


@pytest.fixture
def team(db: None) -> Cast:
    team = cast.gather()
    cast.record("profiles", key="farmers", name="f", side="community", restricted=False)
    return team


@pytest.fixture
def versions(team: Cast) -> tuple[str, str]:
    """A gathering as a form knows it, and what stands since."""
    old = cast.gathering(team.places["hill"], code="A-1", present=40)
    new = cast.gathering(team.places["hill"], code="A-1", present=41, supersedes=old)
    return old, new


def test_who_was_counted_is_written_of_the_gathering_that_stands(
    team: Cast, versions: tuple[str, str]
) -> None:
    old, new = versions
    counted = {"new": secrets.token_hex(16), "capacity": "consulted", "n0female": "41"}

    # mixed: the profile of each is asked for, and may be left
    answer = team.client("amina").post(f"{LIST}{old}/presences/", counted)

    assert answer.headers["Location"] == f"{LIST}{new}/"
    assert Attendance.objects.get().gathering_id == new


def test_notes_are_kept_of_the_gathering_that_stands(
    team: Cast, versions: tuple[str, str]
) -> None:
    old, new = versions
    said = {"words": "The well is dry.", "lang": "en", "consent": "2"}
    sent = {"new": secrets.token_hex(16), "medium": "notes", "looked": "yes"}

    team.client("amina").post(f"{LIST}{old}/paroles/", said | sent)

    assert Excerpt.objects.get().gathering_id == new


def test_a_count_is_written_of_the_gathering_that_stands(
    team: Cast, versions: tuple[str, str]
) -> None:
    old, new = versions
    given = {
        "new": secrets.token_hex(16),
        "statement": _statement(),
        "method": "hands",
        "agree": "3",
        "disagree": "0",
        "passed": "0",
        "count": "1",
    }

    team.client("amina").post(f"{LIST}{old}/decompte/", given)

    assert Tally.objects.get().gathering_id == new


def test_a_second_correction_waits_beside_what_stands_and_is_sent_again(
    team: Cast, versions: tuple[str, str]
) -> None:
    old, new = versions
    browser, given = team.client("amina"), typed(code="A-1 ter")

    told = browser.post(
        f"{LIST}{old}/corriger/", given, headers={"accept-language": "en"}
    ).content.decode()

    assert "Someone corrected this gathering meanwhile" in told
    assert 'value="A-1 ter"' in told
    assert f'action="{LIST}{new}/corriger/"' in told
    assert f'value="{given["new"]}"' in told
    assert Gathering.objects.count() == 2
    again = browser.post(f"{LIST}{new}/corriger/", given)
    assert again.headers["Location"] == f"{LIST}{given['new']}/"
    assert Gathering.objects.get(code="A-1 ter").supersedes == new


def test_a_correction_sent_twice_leads_to_what_it_wrote(team: Cast) -> None:
    held = cast.gathering(team.places["hill"])
    browser, given = team.client("amina"), typed()

    answers = [browser.post(f"{LIST}{held}/corriger/", given) for _ in range(2)]

    assert [a.headers["Location"] for a in answers] == [f"{LIST}{given['new']}/"] * 2
    assert Gathering.objects.count() == 2


def test_what_stands_is_opened_to_those_alone_who_may_see_it(
    team: Cast, versions: tuple[str, str]
) -> None:
    old, _ = versions

    assert team.client("gara").get(f"{LIST}{old}/corriger/").status_code == 404


def test_where_two_let_one_stand_at_once_the_second_sees_it(
    team: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    from vestibule.errors import DataError
    from vestibule.web.listen import actions

    old = cast.gathering(team.places["hill"])
    one, _ = (cast.gathering(team.places["hill"], supersedes=old) for _ in range(2))

    def settled_already(*_of: Any, **_how: Any) -> str:
        raise DataError("Someone was quicker.", reason="corrected-meanwhile")

    monkeypatch.setattr(actions, "settle", settled_already)
    answer = team.client("amina").post(
        f"{LIST}{one}/garder/", {"new": secrets.token_hex(16)}
    )

    assert answer.headers["Location"] == f"{LIST}{one}/"


def _statement(**cells: Any) -> str:
    given = {"key": "s1", "words": "Water.", "lang": "en", "source": "seed"}
    return cast.record("statements", **given, moderation="in", **cells)


class TestStatements:
    """The same holds for what is decided and said of a statement."""

    def test_a_decision_sent_twice_is_made_once(self, team: Cast) -> None:
        of, new = _statement(), secrets.token_hex(16)
        browser = team.client("bako")
        given = {"new": new, "verdict": "sensitive"}

        answers = [browser.post(f"{STATEMENTS}{of}/decider/", given) for _ in range(2)]

        assert [a.headers["Location"] for a in answers] == [f"{STATEMENTS}{new}/"] * 2
        assert Statement.objects.count() == 2

    def test_who_decides_on_what_was_decided_is_told(self, team: Cast) -> None:
        of = _statement()
        _statement(supersedes=of, sensitivity="sensitive")
        given = {"new": secrets.token_hex(16), "verdict": "ordinary"}

        answer = team.client("bako").post(f"{STATEMENTS}{of}/decider/", given)

        assert answer.status_code == 409
        assert Statement.objects.count() == 2

    def test_a_translation_is_of_the_statement_that_stands(self, team: Cast) -> None:
        from tests.web.records.writers import TEXT

        from vestibule.web.records import declarations

        spoken = '[[languages]]\nkey = "fr"\nname.fr = "f"\nname.en = "f"\n'
        declarations.declare(TEXT + spoken, at=cast.AT, by="one")
        of = _statement()
        now = _statement(supersedes=of)
        given = {"new": secrets.token_hex(16), "lang": "fr", "words": "L'eau."}

        team.client("bako").post(f"{STATEMENTS}{of}/dire/", given)

        assert Text.objects.get().statement_id == now
