"""A statement in another language is read by a second person; who wrote it never is one."""

from __future__ import annotations

import re
import secrets

import pytest
from django.http import HttpResponse
from tests.web import cast
from tests.web.cast import Cast

from vestibule.web.records.models import AuditEntry, Statement, Text
from vestibule.web.understand.names import names

STATEMENTS = "/atelier/enonces/"
ENGLISH = {"accept-language": "en"}


@pytest.fixture
def team(db: None) -> Cast:
    return cast.gather()


def stated(**cells: str) -> str:
    given = {"key": "s1", "words": "L'eau.", "lang": "fr", "source": "seed", **cells}
    return cast.record("statements", **given, moderation="in")


def spoken(of: str, words: str = "Water.", **cells: str | None) -> str:
    kept = {"lang": "en", "field": "words", "state": "draft", "by": "esi", **cells}
    return cast.record("texts", statement=of, words=words, **kept)


def check(team: Cast, name: str, of: str, text: str, new: str = "") -> HttpResponse:
    given = {"new": new or secrets.token_hex(16), "text": text}
    url = f"{STATEMENTS}{of}/verifier/"
    return team.client(name).post(url, given, headers=ENGLISH)  # type: ignore[return-value]


def shown(team: Cast, name: str, of: str) -> str:
    """Return what the page says of the languages."""
    page = team.client(name).get(f"{STATEMENTS}{of}/", headers=ENGLISH)
    return page.content.decode().split("<tbody>")[1].split("</tbody>")[0]


def called() -> dict[str, str]:
    return dict(names(Statement, "words", "words", "en"))


def test_a_second_person_checks_a_draft_and_then_it_is_read(team: Cast) -> None:
    of = stated()
    draft = spoken(of)
    assert called()[of] == "L'eau."

    answer = check(team, "bako", of, draft)

    row = Text.objects.get(supersedes=draft)
    assert answer.headers["Location"] == f"{STATEMENTS}{of}/"
    assert (row.state, row.by, row.words, row.lang) == (
        "checked",
        "bako",
        "Water.",
        "en",
    )
    assert called()[of] == "Water."
    assert AuditEntry.objects.filter(act="write", by="bako", record=row.pk).exists()


@pytest.mark.parametrize("writer", ["bako", "Bako"])
def test_nobody_checks_what_they_wrote(team: Cast, writer: str) -> None:
    of = stated()
    draft = spoken(of, by=writer)

    answer = check(team, "bako", of, draft)

    assert answer.status_code == 409
    assert "You wrote or checked these words" in answer.content.decode()
    assert Text.objects.count() == 1
    assert "<button" not in shown(team, "bako", of)
    assert "You wrote or checked these words" in shown(team, "bako", of)


def test_nobody_checks_their_own_words_where_another_wrote_them_too(
    team: Cast,
) -> None:
    of = stated()
    spoken(of, by="bako")
    same = spoken(of, by="esi")

    assert check(team, "bako", of, same).status_code == 409
    assert check(team, "dado", of, same).status_code == 302


def test_what_came_in_without_its_writer_is_checked_by_anyone_who_may(
    team: Cast,
) -> None:
    of = stated()
    came, checked = spoken(of, by=None), spoken(of, lang="de", state="checked", by=None)

    assert shown(team, "bako", of).count("<button") == 2
    for text in (came, checked):
        assert check(team, "bako", of, text).status_code == 302
    assert set(Text.objects.filter(by="bako").values_list("state", flat=True)) == {
        "checked",
        "validated",
    }


def test_a_third_person_validates_and_a_fourth_has_nothing_to_do(team: Cast) -> None:
    of = stated()
    check(team, "bako", of, spoken(of))
    checked = Text.objects.get(state="checked").pk

    assert check(team, "bako", of, checked).status_code == 409
    assert check(team, "esi", of, checked).status_code == 409
    assert check(team, "dado", of, checked).status_code == 302
    row = Text.objects.get(state="validated")
    again = check(team, "hawa", of, row.pk)

    assert (row.by, row.supersedes) == ("dado", checked)
    assert again.status_code == 409
    assert "Three people have read these words" in again.content.decode()
    assert "read last by dado" in shown(team, "amina", of)


def test_the_page_says_who_may_check_and_gives_a_button_to_them_alone(
    team: Cast,
) -> None:
    of = stated()
    spoken(of)
    who = "not who wrote it. Who may: researcher, protection officer and editor."

    for name, may in (("bako", True), ("dado", True), ("esi", False), ("amina", False)):
        told = re.sub(r"\s+", " ", shown(team, name, of))
        assert (who in told, "<button" in told) == (True, may), name


def test_who_only_enters_checks_nothing(team: Cast) -> None:
    of = stated()
    draft = spoken(of)

    for name in ("amina", "fanta", "chana"):
        assert check(team, name, of, draft).status_code == 404
    assert Text.objects.count() == 1


def test_what_is_checked_takes_the_place_of_what_was_checked_in_its_language(
    team: Cast,
) -> None:
    of = stated()
    wrong = spoken(of, "Fire.", state="validated")
    other = spoken(of, "Wasser.", state="checked", lang="de")
    draft, rival = spoken(of), spoken(of, "The water.")

    check(team, "bako", of, draft)

    row = Text.objects.get(by="bako")
    assert (row.supersedes or "").split() == sorted([wrong, draft])
    page = shown(team, "bako", of)
    assert "Fire." not in page
    assert page.count("Water.") == 1
    assert f'value="{rival}"' in page
    assert Text.objects.filter(supersedes__contains=other).exists() is False


def test_a_check_sent_twice_is_written_once(team: Cast) -> None:
    of, new = stated(), secrets.token_hex(16)
    draft = spoken(of)

    answers = [check(team, "bako", of, draft, new) for _ in range(2)]

    assert [one.headers["Location"] for one in answers] == [f"{STATEMENTS}{of}/"] * 2
    assert Text.objects.count() == 2


def test_of_two_who_check_the_second_sees_what_the_first_did(team: Cast) -> None:
    of = stated()
    draft = spoken(of)
    check(team, "bako", of, draft)

    answer = check(team, "dado", of, draft)

    assert answer.status_code == 409
    assert "Someone checked or replaced these words" in answer.content.decode()
    assert Text.objects.count() == 2


def test_a_text_of_something_else_is_not_checked_here(team: Cast) -> None:
    of, other = stated(), stated(key="s2")
    elsewhere = spoken(other)
    meaning = spoken(of, field="meaning")

    for text in (elsewhere, meaning, "0" * 32, ""):
        assert check(team, "bako", of, text).status_code == 404
    assert Text.objects.count() == 2


def test_a_draft_of_the_statement_as_it_was_is_checked_as_it_stands(
    team: Cast,
) -> None:
    of = stated()
    draft = spoken(of)
    now = stated(supersedes=of, sensitivity="ordinary")

    answer = check(team, "bako", of, draft)

    assert answer.headers["Location"] == f"{STATEMENTS}{now}/"
    assert called()[now] == "Water."
