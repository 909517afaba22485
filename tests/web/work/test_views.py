"""The page of long work: what is in line, what failed in words, who may stop it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.web import cast
from tests.web.cast import Cast

from vestibule.web.records import jobs
from vestibule.web.records.models import Account, AuditEntry, Job

pytestmark = pytest.mark.django_db

AT = dt.datetime(2031, 5, 2, 9, 30, tzinfo=dt.UTC)
PAGE = "/atelier/travaux/"

PROBLEM = {
    "file": "votes.csv",
    "line": 3,
    "column": "vote",
    "code": "unheard-of",
    "message": "The vote is 7.",
    "remedy": "Write 1, 0 or -1.",
    "suggestion": None,
}


@pytest.fixture
def team() -> Cast:
    return cast.gather()


def job(kind: str = "analysis", **cells: object) -> Job:
    asked = {"state": "waiting", "asked_by": "machine", **cells}
    made: Job = Job.objects.create(kind=kind, asked_at=AT, **asked)
    return made


def shown(team: Cast, name: str = "bako", lang: str = "en", **headers: str) -> str:
    told = {"accept-language": lang, **headers}
    return team.client(name).get(PAGE, secure=True, headers=told).content.decode()


def test_nothing_was_asked_for_yet(team: Cast) -> None:
    assert "No work was asked for yet." in shown(team)
    assert "Aucun travail" in shown(team, lang="fr")


def test_a_running_analysis_shows_its_step_its_bar_and_a_way_to_stop(
    team: Cast,
) -> None:
    job(state="running", step="ground", done=12, of=17)

    page = shown(team)

    assert '<progress value="12" max="17"' in page
    assert "common ground" in page
    assert "12 of 17" in page
    assert 'hx-trigger="every 2s"' in page
    assert "arreter/" in page


def test_the_rows_alone_are_given_to_who_asks_for_them(team: Cast) -> None:
    job()

    rows = shown(team, **{"hx-request": "true"})

    assert rows.startswith('<div id="jobs"')
    assert "<html" not in rows


def test_what_failed_is_said_with_file_line_and_column(team: Cast) -> None:
    error = {"code": "problems", "message": "x", "problems": [PROBLEM]}
    failed = {"state": "failed", "ended_at": AT, "error": error}
    job("import", wanted={"reader": "polis"}, asked_by="bako", **failed)

    page = shown(team)

    assert "Import of a Polis conversation" in page
    assert "votes.csv, line 3, column vote: The vote is 7. Write 1, 0 or -1." in page
    assert "reprendre/" not in page


def test_more_problems_than_a_page_holds_are_counted(team: Cast) -> None:
    many = [{**PROBLEM, "file": f"{n}.csv"} for n in range(203)]
    job(
        "import",
        wanted={"reader": "notes"},
        asked_by="bako",
        state="failed",
        ended_at=AT,
        error={"code": "problems", "message": "x", "problems": many},
    )

    assert "… and 3 more problems." in shown(team)


def test_a_bug_is_said_by_its_mark_and_a_refusal_by_its_sentence(team: Cast) -> None:
    bug = {"code": "failed", "message": "KeyError vestibule.web:3"}
    refusal = {"code": "data", "message": "Other words.", "reason": "no-process"}
    job(state="failed", ended_at=AT, error=bug)
    job(state="failed", ended_at=AT, error=refusal)

    page = shown(team)

    assert "The site failed (KeyError vestibule.web:3)" in page
    assert "Other words." in page


def test_what_came_in_is_counted(team: Cast) -> None:
    result = {"added": {"votes": 1200, "statements": 2}}
    done = {"state": "done", "ended_at": AT, "result": result}
    job("import", wanted={"reader": "polis"}, **done)

    page = shown(team)

    assert "statements 2" in page
    assert "votes 1,200" in page


def test_the_page_asks_as_many_questions_of_one_job_as_of_thirty(team: Cast) -> None:
    job()
    browser = team.client("bako")
    browser.get(PAGE, secure=True)
    with CaptureQueriesContext(connection) as few:
        browser.get(PAGE, secure=True)
    for n in range(29):
        job(wanted={"parts": [str(n)]})
    with CaptureQueriesContext(connection) as many:
        browser.get(PAGE, secure=True)

    assert len(few) == len(many) <= 8


def test_a_researcher_asks_for_an_analysis_and_the_journal_says_so(team: Cast) -> None:
    browser = team.client("bako")

    answer = browser.post(f"{PAGE}analyser/", {"part": "ground"}, secure=True)
    browser.post(f"{PAGE}analyser/", {"part": "ground"}, secure=True)
    missing = browser.post(f"{PAGE}analyser/", {"part": "alchemy"}, secure=True)

    asked = Job.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    assert asked.wanted == {"parts": ["ground"]}
    assert AuditEntry.objects.filter(record=str(asked.pk), by="bako").exists()
    assert missing.status_code == 404
    assert "Analysis: common ground" in shown(team)


def test_work_is_stopped_and_resumed_by_who_may_do_it(team: Cast) -> None:
    made = job()
    stop, again = (f"{PAGE}{made.pk}/{what}/" for what in ("arreter", "reprendre"))

    refused = team.client("esi").post(stop, secure=True)
    assert refused.status_code == 404
    assert Job.objects.get(pk=made.pk).state == "waiting"
    team.client("bako").post(stop, secure=True)
    assert Job.objects.get(pk=made.pk).state == "cancelled"
    assert "reprendre/" in shown(team)
    team.client("bako").post(again, secure=True)
    assert Job.objects.filter(state="waiting").count() == 1


def test_what_runs_says_that_it_will_stop(team: Cast) -> None:
    made = job(state="running")
    jobs.stop(made.pk, by="bako", at=AT)

    page = shown(team)

    assert "Stops at the next step." in page
    assert "arreter/" not in page


@pytest.mark.parametrize("kind", ["import", "analysis"])
def test_what_cannot_be_resumed_says_why(team: Cast, kind: str) -> None:
    made = job(kind, wanted={"reader": "polis"})
    if kind == "import":
        made.state, made.ended_at = "failed", AT
        made.save()

    answer = team.client("bako").post(
        f"{PAGE}{made.pk}/reprendre/",
        secure=True,
        follow=True,
        headers={"accept-language": "en"},
    )

    said = {"import": "bring them in again", "analysis": "still in line"}[kind]
    assert said in answer.content.decode()


def test_work_that_is_not_there_is_not_there(team: Cast) -> None:
    assert team.client("bako").post(f"{PAGE}9/arreter/", secure=True).status_code == 404


def test_a_reader_sees_no_work(team: Cast) -> None:
    assert team.client("fanta").get(PAGE, secure=True).status_code == 404


def test_what_another_partner_brings_is_not_there(team: Cast) -> None:
    error = {"code": "problems", "message": "x", "problems": [PROBLEM]}
    failed = {"state": "failed", "ended_at": AT, "error": error}
    job("import", wanted={"reader": "polis"}, asked_by="bako", **failed)
    made = job("import", wanted={"reader": "notes"}, asked_by="bako")

    page = shown(team, "hawa")
    stopped = team.client("hawa").post(f"{PAGE}{made.pk}/arreter/", secure=True)
    resumed = team.client("hawa").post(f"{PAGE}{made.pk}/reprendre/", secure=True)

    assert "votes.csv" not in page
    assert "No work was asked for yet." in page
    assert (stopped.status_code, resumed.status_code) == (404, 404)
    assert Job.objects.get(pk=made.pk).cancel_asked_by is None
    assert "votes.csv" in shown(team, "bako")


@pytest.mark.parametrize("kind", ["analysis", "release"])
def test_what_another_partner_asked_for_is_seen_and_not_stopped(
    team: Cast, kind: str
) -> None:
    cast.account("lamin", team.partners["well"], "editor")
    ours, theirs = ("hawa", "bako") if kind == "analysis" else ("lamin", "esi")
    made = job(kind, asked_by=theirs)
    done = job(kind, asked_by=theirs, state="cancelled", ended_at=AT)
    accounts = {one.pseudonym: one for one in Account.objects.all()}
    team.accounts.update(accounts)

    seen = shown(team, ours)
    answers = [
        team.client(ours).post(f"{PAGE}{number}/{act}/", secure=True).status_code
        for number, act in ((made.pk, "arreter"), (done.pk, "reprendre"))
    ]

    assert theirs in seen
    assert "arreter/" not in seen
    assert "reprendre/" not in seen
    assert answers == [404, 404]
    assert 'hx-trigger="every 2s"' in seen
    assert "arreter/" in shown(team, theirs)
    assert Job.objects.get(pk=made.pk).state == "waiting"


def test_a_colleague_of_the_same_partner_stops_it(team: Cast) -> None:
    team.accounts["tala"] = cast.account("tala", team.partners["bridge"], "researcher")
    made = job("import", wanted={"reader": "notes"}, asked_by="bako")

    team.client("tala").post(f"{PAGE}{made.pk}/arreter/", secure=True)

    assert Job.objects.get(pk=made.pk).cancel_asked_by == "tala"


def test_nothing_is_offered_that_would_be_refused(team: Cast) -> None:
    job()

    assert "arreter/" in shown(team, "bako")
    assert "arreter/" not in shown(team, "amina")
