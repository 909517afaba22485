"""Findings in the workshop: what a page says, who may write, nothing over another's."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.web import cast
from tests.web.act import made
from tests.web.act.made import ago, send
from tests.web.act.test_journey import plain
from tests.web.cast import Cast

from vestibule.web.agree import wordings
from vestibule.web.records.models import (
    AuditEntry,
    Ballot,
    Finding,
    Question,
    Support,
    Validation,
)

LIST = "/atelier/constats/"


@pytest.fixture
def team(db: None) -> Cast:
    return made.team()


def written(team: Cast, **other: str) -> str:
    """Write a finding through its form, as Bako; return its id."""
    given = {
        "words_of": "Le puits est sec.",
        "lang": "fr",
        "kind": "obstacle",
        "key": "well",
    }
    response = send(team.client("bako"), f"{LIST}nouveau/", **(given | other))
    assert response.status_code == 302, plain(response)
    return Finding.objects.get(key=other.get("key", "well")).pk


def said(team: Cast, finding: str, met: str, **other: object) -> object:
    given = {"gathering": met, "outcome": "confirmed", **other}
    return send(team.client("esi"), f"{LIST}{finding}/validation/", **given)


def test_a_finding_begins_as_a_working_draft(team: Cast) -> None:
    finding = written(team)

    shown = plain(team.client("fanta").get(f"{LIST}{finding}/"))

    assert "document de travail" in shown
    assert "jamais rapporté aux gens" in shown
    assert AuditEntry.objects.filter(act="write", table="findings").count() == 1


def test_a_form_names_the_list_and_the_record_above_it(team: Cast) -> None:
    finding = written(team)
    client = team.client("bako")
    above = f'<li><a href="{LIST}">Constats</a></li>'

    new = client.get(f"{LIST}nouveau/").content.decode()
    about = client.get(f"{LIST}{finding}/mots/").content.decode()

    assert above in new
    assert f'{above}<li><a href="{LIST}{finding}/">well</a></li>' in about


def test_two_findings_have_no_name_in_common(team: Cast) -> None:
    written(team)
    given = {"words_of": "Autre.", "lang": "fr", "kind": "need", "key": "well"}

    response = send(team.client("bako"), f"{LIST}nouveau/", **given)

    assert response.status_code == 422
    assert "Un autre constat porte ce nom" in plain(response)


def test_new_words_leave_earlier_answers_with_the_words_they_were_given_on(
    team: Cast,
) -> None:
    finding = written(team)
    met = cast.gathering(team.places["hill"], held_on=ago(9))
    assert said(team, finding, met).status_code == 302

    url = f"{LIST}{finding}/mots/"
    new = {"words_of": "Le puits est presque sec.", "lang": "fr"}
    assert send(team.client("bako"), url, **new).status_code == 302

    shown = plain(team.client("esi").get(f"{LIST}{finding}/"))
    assert "<ins>presque" in shown
    assert "Sur la version 1, qui ne tient plus : une réponse, non reportée" in shown
    assert "document de travail" in shown


def test_words_written_at_once_are_not_written_over(team: Cast) -> None:
    finding = written(team)
    url, browser = f"{LIST}{finding}/mots/", team.client("bako")
    mine = made.filled(browser, url, words_of="À moi.", lang="fr")
    yours = made.filled(team.client("esi"), url, words_of="À vous.", lang="fr")

    first = team.client("esi").post(url, yours)
    second = browser.post(url, mine)

    assert (first.status_code, second.status_code) == (302, 422)
    assert "entre-temps" in plain(second)
    assert Finding.objects.count() == 2


def test_a_region_holds_it_and_the_other_is_named_as_silent(team: Cast) -> None:
    finding = written(team)
    for _ in range(2):
        met = cast.gathering(team.places["hill"], held_on=ago(9))
        assert said(team, finding, met).status_code == 302

    shown = plain(team.client("esi").get(f"{LIST}{finding}/"))

    assert "validé, local" in shown
    assert "Une le porte : land.north." in shown
    assert "N'en a rien dit : land.south." in shown


def test_a_gathering_says_one_thing_of_the_same_words(team: Cast) -> None:
    finding = written(team)
    met = cast.gathering(team.places["hill"], held_on=ago(9))
    said(team, finding, met)

    again = said(team, finding, met, outcome="rejected", unexplained="on")

    assert "a déjà répondu sur ces mots" in plain(again)
    old = Validation.objects.get()
    url = f"{LIST}{finding}/validation/?corrige={old.pk}"
    given = {"gathering": met, "outcome": "rejected", "unexplained": "on"}
    assert send(team.client("esi"), url, **given).status_code == 302
    assert Validation.objects.get(supersedes=old.pk).outcome == "rejected"


@pytest.mark.parametrize(
    ("other", "why"),
    [
        ({"outcome": "amended"}, "Un amendement dit"),
        ({"outcome": "rejected"}, "Écrivez pourquoi"),
    ],
)
def test_an_answer_says_what_it_needs(
    team: Cast, other: dict[str, str], why: str
) -> None:
    finding = written(team)
    met = cast.gathering(team.places["hill"], held_on=ago(9))

    assert why in plain(said(team, finding, met, **other))
    assert not Validation.objects.exists()


def test_a_gathering_to_come_has_said_nothing(team: Cast) -> None:
    met = cast.gathering(team.places["hill"], held_on=ago(-9))

    assert "n'a pas encore eu lieu" in plain(said(team, written(team), met))


def test_an_objection_waits_for_review(team: Cast) -> None:
    finding = written(team)
    met = cast.gathering(team.places["hill"], held_on=ago(9))
    said(team, finding, met, objection="Pas chez nous.", consent="4")

    row = Validation.objects.get()
    assert (row.review, row.consent, row.objection) == (
        "unreviewed",
        4,
        "Pas chez nous.",
    )
    assert "Pas chez nous." in plain(team.client("esi").get(f"{LIST}{finding}/"))
    assert "Pas chez nous." not in plain(team.client("fanta").get(f"{LIST}{finding}/"))


def test_a_facilitator_notes_what_their_own_gatherings_said(team: Cast) -> None:
    finding = written(team)
    far = cast.gathering(team.places["shore"], held_on=ago(9))
    near = cast.gathering(team.places["hill"], held_on=ago(9))
    url, browser = f"{LIST}{finding}/validation/", team.client("amina")

    assert send(browser, url, gathering=far, outcome="confirmed").status_code == 422
    assert send(browser, url, gathering=near, outcome="confirmed").status_code == 302
    assert Validation.objects.get().gathering_id == near


def test_what_is_cited_is_cited_once_on_a_side(team: Cast) -> None:
    finding = written(team)
    met = cast.gathering(team.places["hill"], held_on=ago(9))
    words = cast.excerpt(met, words="Rien ne coule.", consent=2, lang="fr")
    url, browser = f"{LIST}{finding}/citer/", team.client("bako")

    given = {"stance": "against", "what": f"excerpt:{words}"}
    assert send(browser, url, **given).status_code == 302
    assert "déjà cité" in plain(send(browser, url, **given))

    assert Support.objects.get().stance == "against"
    shown = plain(browser.get(f"{LIST}{finding}/"))
    assert "Rien ne coule." in shown
    assert "Rien ne coule." not in plain(team.client("esi").get(f"{LIST}{finding}/"))
    assert AuditEntry.objects.filter(act="read", record=words, by="bako").exists()


def test_words_that_may_not_be_read_may_not_be_cited(team: Cast) -> None:
    finding = written(team)
    met = cast.gathering(team.places["hill"], held_on=ago(9))
    words = cast.excerpt(met, words="Secret.", consent=0, lang="fr")

    url = f"{LIST}{finding}/citer/"
    response = send(
        team.client("bako"), url, new="c" * 32, stance="for", what=f"excerpt:{words}"
    )

    assert response.status_code == 422
    assert not Support.objects.exists()


def test_the_list_asks_as_many_questions_however_long_it_is(team: Cast) -> None:
    browser, counts = team.client("fanta"), []
    written(team)
    browser.get(LIST)
    for key in ("a", "b", "c"):
        with CaptureQueriesContext(connection) as asked:
            browser.get(LIST)
        counts.append(len(asked))
        written(team, key=key)

    assert len(set(counts)) == 1


def test_a_sheet_holds_no_formula(team: Cast) -> None:
    written(team, words_of="=1+1")

    assert "'=1+1" in team.client("fanta").get(f"{LIST}constats.csv").content.decode()


def test_what_people_wrote_is_never_markup(team: Cast) -> None:
    finding = written(team, words_of="<script>x</script>")

    assert (
        "<script>x"
        not in team.client("fanta").get(f"{LIST}{finding}/").content.decode()
    )


def test_pieces_put_together_are_the_words_before_and_after() -> None:
    found = wordings.pieces("La peur, dehors.", "La peur commence dedans.")

    assert "".join(p.words for p in found if p.change != "ins") == "La peur, dehors."
    assert (
        "".join(p.words for p in found if p.change != "del")
        == "La peur commence dedans."
    )


def test_ballots_put_findings_in_order_and_name_ties(team: Cast) -> None:
    first, second = written(team, key="a"), written(team, key="b", words_of="La route.")
    given = {
        "words_of": "Lequel d'abord ?",
        "lang": "fr",
        "kind": "ranking",
        "key": "q",
    }
    assert (
        send(team.client("esi"), "/atelier/priorites/nouvelle/", **given).status_code
        == 302
    )
    url = f"/atelier/priorites/{Question.objects.get().pk}/"
    met = cast.gathering(team.places["hill"], held_on=ago(9))

    def cast_(*marks: int) -> None:
        cells = {
            f"mark_{one}": mark
            for one, mark in zip((first, second), marks, strict=True)
        }
        browser = team.client("amina")
        given = {"gathering": met, "n": 3, **cells}
        assert send(browser, f"{url}bulletin/", **given).status_code == 302

    cast_(2, 1)
    shown = plain(team.client("fanta").get(url))
    assert shown.index("La route.") < shown.index("Le puits est sec.")
    cast_(1, 2)
    assert "à égalité" in plain(team.client("fanta").get(url))
    assert Ballot.objects.count() == 4


def test_a_ballot_on_which_nothing_is_marked_is_refused(team: Cast) -> None:
    written(team)
    question = cast.record("questions", key="q", words="?", kind="ranking")
    met = cast.gathering(team.places["hill"], held_on=ago(9))

    url = f"/atelier/priorites/{question}/bulletin/"
    response = send(team.client("amina"), url, gathering=met, n=1)

    assert "Rien n'est marqué" in plain(response)
    assert not Ballot.objects.exists()


def test_who_reads_an_objection_is_written_down(team: Cast) -> None:
    finding = written(team)
    for objection in ("Pas chez nous.", ""):
        met = cast.gathering(team.places["hill"], held_on=ago(9), consent=4)
        held = {"objection": objection, "consent": "4"} if objection else {}
        assert said(team, finding, met, **held).status_code == 302
    read = AuditEntry.objects.filter(act="read", table="validations")
    before = read.count()

    shown = plain(team.client("bako").get(f"{LIST}{finding}/"))
    hidden = plain(team.client("fanta").get(f"{LIST}{finding}/"))

    with_words = Validation.objects.get(objection__isnull=False)
    assert ("Pas chez nous." in shown, "Pas chez nous." in hidden) == (True, False)
    new = [(one.by, one.record) for one in read.order_by("number")[before:]]
    assert new == [("bako", with_words.pk)]
