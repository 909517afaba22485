"""From a request to what came of it, without a browser: nothing before its time."""

from __future__ import annotations

import html
from typing import Any

import pytest
from tests.web import cast
from tests.web.act import made
from tests.web.act.made import ago, send
from tests.web.cast import Cast

from vestibule.web.records.models import (
    AuditEntry,
    Commitment,
    Obligation,
    Recommendation,
    Response,
    Restitution,
    Role,
    Verification,
)

ASK = "/atelier/recommandations/"


@pytest.fixture
def team(db: None) -> Cast:
    return made.team()


def asked(team: Cast) -> str:
    """Write a request through its form, as Esi; return its id."""
    given = {"words_of": "Rouvrez le puits.", "lang": "fr", "addressee": "La mairie"}
    given |= {"made_on": ago(60), "answer_by": ago(30)}
    response = send(team.client("esi"), f"{ASK}nouvelle/", **given)
    assert response.status_code == 302, response.content.decode()
    return Recommendation.objects.get().pk


def answered(team: Cast, record: str, answer: str, days: int) -> str:
    url = f"{ASK}{record}/reponse/"
    response = send(team.client("esi"), url, answer=answer, given_on=ago(days))
    assert response.status_code == 302, response.content.decode()
    return Response.objects.order_by("-seq").first().pk


def promised(team: Cast, response: str) -> str:
    given = {"words_of": "Le puits rouvre.", "lang": "fr", "owner": "La mairie"}
    given |= {"made_on": ago(20), "due_on": ago(5)}
    url = f"/atelier/engagements/de/reponse/{response}/"
    assert send(team.client("esi"), url, **given).status_code == 302
    return Commitment.objects.get().pk


def verified(team: Cast, commitment: str, side: str, state: str) -> None:
    given = {
        "side": side,
        "state": state,
        "evidence": "Vu sur place.",
        "seen_on": ago(2),
    }
    url = f"/atelier/engagements/{commitment}/verification/"
    assert send(team.client("esi"), url, **given).status_code == 302


def page(team: Cast, url: str, who: str = "esi") -> str:
    return plain(team.client(who).get(url))


def plain(response: Any) -> str:
    """Return what a page says, with the spaces and signs of a keyboard."""
    said = html.unescape(response.content.decode())
    for sign, key in (("\u00a0", " "), ("\u202f", " "), ("’", "'")):
        said = said.replace(sign, key)
    return said


def test_from_a_request_to_a_contested_promise_to_a_group_that_was_told(
    team: Cast,
) -> None:
    met = cast.gathering(team.places["hill"], kind="focus_group", held_on=ago(90))
    request = asked(team)
    assert "sans réponse" in page(team, f"{ASK}{request}/")

    promise = promised(team, answered(team, request, "accepted", 25))
    assert "pas vérifié" in page(team, f"/atelier/engagements/{promise}/")

    verified(team, promise, "official", "done")
    verified(team, promise, "community", "not_begun")
    shown = page(team, f"/atelier/engagements/{promise}/")
    assert "contesté" in shown
    assert shown.count("Vu sur place.") == 2

    told = {"groups": [f"{met}:"], "medium": "visit", "told_on": ago(1), "lang": "fr"}
    told |= {
        "told_words": "La mairie a accepté ; le puits n'est pas rouvert.",
        "reply": "Merci.",
    }
    assert (
        send(team.client("amina"), "/atelier/restitutions/dire/", **told).status_code
        == 302
    )
    assert Restitution.objects.get().obligation_id == Obligation.objects.get().pk
    assert "Ont répondu : 1" in page(team, "/atelier/restitutions/", "amina")

    thread = page(team, f"/atelier/fil/{promise}/")
    assert "Rouvrez le puits." in thread
    assert AuditEntry.objects.filter(act="write").count() == 7


def test_an_answer_before_the_question_is_refused(team: Cast) -> None:
    url = f"{ASK}{asked(team)}/reponse/"

    response = send(team.client("esi"), url, answer="accepted", given_on=ago(61))

    assert response.status_code == 422
    assert "pas encore demandé ce jour-là" in plain(response)
    assert not Response.objects.exists()


@pytest.mark.parametrize("answer", ["silence", "perhaps"])
def test_silence_is_worked_out_and_never_written(team: Cast, answer: str) -> None:
    url = f"{ASK}{asked(team)}/reponse/"

    assert (
        send(team.client("esi"), url, answer=answer, given_on=ago(9)).status_code == 422
    )
    assert not Response.objects.exists()


def test_nothing_is_promised_from_a_refusal(team: Cast) -> None:
    refused = answered(team, asked(team), "refused", 25)
    url = f"/atelier/engagements/de/reponse/{refused}/"
    given = {"words_of": "Oui.", "lang": "fr", "owner": "La mairie", "made_on": ago(2)}

    shown = page(team, url)
    response = send(team.client("esi"), url, new="a" * 32, **given)

    assert "n'a pas accepté" in shown
    assert "<textarea" not in shown
    assert "n'a pas accepté" in plain(response)
    assert not Commitment.objects.exists()


def test_nothing_more_is_promised_once_an_acceptance_was_taken_back(team: Cast) -> None:
    request = asked(team)
    accepted = answered(team, request, "accepted", 25)
    answered(team, request, "refused", 10)

    shown = page(team, f"/atelier/engagements/de/reponse/{accepted}/")

    assert "a refusé depuis" in shown
    assert "a refusé depuis" in page(team, f"{ASK}{request}/")


def test_a_promise_is_not_seen_before_it_is_made(team: Cast) -> None:
    promise = promised(team, answered(team, asked(team), "accepted", 25))
    url = f"/atelier/engagements/{promise}/verification/"
    given = {"side": "observer", "state": "done", "evidence": "Vu."}

    early = send(team.client("esi"), url, seen_on=ago(21), **given)
    late = send(team.client("esi"), url, seen_on=ago(-1), **given)

    assert "Rien n" in plain(early)
    assert "pas encore venu" in plain(late)
    assert not Verification.objects.exists()


def test_what_is_no_promise_is_not_verified(team: Cast) -> None:
    refused = answered(team, asked(team), "refused", 25)
    loose = cast.record(
        "commitments", response=refused, words="Oui.", owner="X", made_on=ago(3)
    )
    url = f"/atelier/engagements/{loose}/verification/"

    shown = page(team, url)
    given = {"side": "observer", "state": "done", "evidence": "Vu.", "seen_on": ago(1)}
    send(team.client("esi"), url, new="b" * 32, **given)

    assert "pas un engagement" in shown
    assert not Verification.objects.exists()


def test_a_form_sent_twice_writes_once(team: Cast) -> None:
    browser, url = team.client("esi"), f"{ASK}{asked(team)}/reponse/"
    given = made.filled(browser, url, answer="accepted", given_on=ago(9))

    first, second = browser.post(url, given), browser.post(url, given)

    assert (first.status_code, second.status_code) == (302, 302)
    assert Response.objects.count() == 1


def test_an_assembly_that_was_told_does_not_discharge_its_womens_group(
    team: Cast,
) -> None:
    women = cast.record(
        "profiles", key="women", name="Femmes", side="community", restricted=False
    )
    near = team.places["hill"]
    group = cast.gathering(
        near, code="F", kind="focus_group", held_on=ago(90), profile=women,
        composition="homogeneous",
    )  # fmt: skip
    assembly = cast.gathering(
        near, code="A", kind="restitution_meeting", held_on=ago(2), composition="mixed"
    )
    told = {"groups": [f"{group}:{women}"], "medium": "meeting", "gathering": assembly}
    told |= {"told_on": ago(2), "lang": "fr", "told_words": "Voici."}

    browser = team.client("amina")
    assert send(browser, "/atelier/restitutions/dire/", **told).status_code == 302

    shown = page(team, "/atelier/restitutions/", "amina")
    assert "Attendent : 1" in shown
    assert "revenir vers ce groupe seul" in shown


def test_a_reply_belongs_to_one_group(team: Cast) -> None:
    met = [
        cast.gathering(team.places["hill"], code=code, held_on=ago(90))
        for code in ("A", "B")
    ]
    told = {"groups": [f"{one}:" for one in met], "medium": "visit", "told_on": ago(2)}
    told |= {"lang": "fr", "told_words": "Voici.", "reply": "Merci."}

    response = send(team.client("amina"), "/atelier/restitutions/dire/", **told)

    assert response.status_code == 422
    assert "un seul groupe" in plain(response)
    assert not Restitution.objects.exists()


def test_a_group_elsewhere_is_not_told_by_who_does_not_reach_it(team: Cast) -> None:
    far = cast.gathering(team.places["shore"], held_on=ago(90))
    told = {"groups": [f"{far}:"], "medium": "visit", "told_on": ago(2), "lang": "fr"}

    response = send(
        team.client("amina"), "/atelier/restitutions/dire/", told_words="V.", **told
    )

    assert response.status_code == 422
    assert not Restitution.objects.exists()


def test_a_reply_that_comes_later_is_a_new_version(team: Cast) -> None:
    met = cast.gathering(team.places["hill"], held_on=ago(90))
    owed = cast.record("obligations", gathering=met, due_on=ago(60))
    told = cast.record(
        "restitutions", obligation=owed, medium="visit", told_on=ago(9), lang="fr"
    )

    url = f"/atelier/restitutions/{told}/reponse/"
    assert send(team.client("amina"), url, reply="Nous le savions.").status_code == 302

    new = Restitution.objects.exclude(pk=told).get()
    assert (new.supersedes, new.reply, new.medium) == (
        told,
        "Nous le savions.",
        "visit",
    )
    assert "Ont répondu : 1" in page(team, "/atelier/restitutions/", "amina")


def test_telling_is_put_off_for_a_reason_and_until_a_day_to_come(team: Cast) -> None:
    met = cast.gathering(team.places["hill"], held_on=ago(90))
    url, browser = f"/atelier/restitutions/{met}:/reporter/", team.client("amina")

    bare = send(browser, url, deferred_to=ago(-30))
    past = send(browser, url, deferred_to=ago(1), reason="La route est fermée.")
    assert "Un report dit pourquoi" in plain(bare)
    assert "Ce jour est passé" in plain(past)
    assert not Obligation.objects.exists()

    good = send(browser, url, deferred_to=ago(-30), reason="La route est fermée.")
    assert good.status_code == 302
    assert "Différés, pour leur sécurité : 1" in page(
        team, "/atelier/restitutions/", "amina"
    )


def paul_of_the_south(team: Cast) -> None:
    """Let someone in who sees gatherings everywhere, and edits in the south alone."""
    paul = cast.account("paul", team.partners["well"], "facilitator")
    given = {"given_at": cast.AT, "given_by": "dado"}
    Role.objects.create(account=paul, role="editor", region="land.south", **given)
    team.accounts["paul"] = paul


def test_an_editor_of_one_region_asks_for_no_gathering_elsewhere(team: Cast) -> None:
    paul_of_the_south(team)
    given = {"words_of": "Rouvrez le puits.", "lang": "fr", "addressee": "La mairie"}
    given |= {"made_on": ago(60)}
    answers = {}
    for where in ("hill", "shore"):
        met = cast.gathering(team.places[where], held_on=ago(90))
        asked = send(team.client("paul"), f"{ASK}nouvelle/", gathering=met, **given)
        answers[where] = asked.status_code

    assert answers == {"hill": 422, "shore": 302}


def test_an_editor_of_one_region_makes_no_promise_of_an_action_elsewhere(
    team: Cast,
) -> None:
    paul_of_the_south(team)
    answers = {}
    for where in ("hill", "shore"):
        cells = {"key": where, "words": "Curer le puits.", "lang": "fr"}
        made_of = {
            "place": team.places[where],
            "state": "begun",
            "owner": "Eux",
            "harm": "dividers: rien | vu",
        }
        action = cast.record("actions", **cells, **made_of, due_on=ago(-9), approved=True)  # fmt: skip
        of = f"/atelier/engagements/de/action/{action}/"
        page = team.client("paul").get(f"/atelier/actions/{action}/").content.decode()
        answers[where] = (of in page, team.client("paul").get(of).status_code)

    assert answers == {"hill": (False, 404), "shore": (True, 200)}
