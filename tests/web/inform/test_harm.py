"""What readers report reaches a protection officer, traces nobody, and is erased."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from tests.web.cast import Cast

from vestibule.web.records.models import AuditEntry, HarmReport

REPORT = "/signaler/fr/"
OFFICER = "/atelier/editions/signalements/"
WORDS = "On reconnaît mon cousin au puits de Dor."
WRITTEN = {"kind": "danger", "page": "constats/well.html", "words": WORDS}


@pytest.fixture
def reported(team: Cast) -> HarmReport:
    Client().post(REPORT, WRITTEN)
    return HarmReport.objects.get()


def close(team: Cast, report: HarmReport, outcome: str) -> Any:
    address = f"{OFFICER}{report.pk}/"
    return team.client("dado").post(address, {"outcome": outcome})


def test_whoever_reports_leaves_their_words_and_no_trace(team: Cast) -> None:
    client = Client(REMOTE_ADDR="192.0.2.7", HTTP_USER_AGENT="theirs")
    answer = client.post(REPORT, WRITTEN)

    kept = HarmReport.objects.values().get()
    entry = AuditEntry.objects.filter(table="site_harm_reports").values().get()
    assert answer.status_code == 200
    assert not answer.cookies
    assert kept["words"] == WORDS
    assert "192.0.2.7" not in f"{kept}{entry}"
    assert "theirs" not in f"{kept}{entry}"
    assert entry["sha256"] is None  # not even a hash of the words
    assert entry["by"] == "machine"


def test_a_report_without_words_is_shown_again_and_kept_nowhere(team: Cast) -> None:
    answer = Client().post(REPORT, WRITTEN | {"words": " "})

    assert answer.status_code == 422
    assert WRITTEN["page"] in answer.content.decode()
    assert not HarmReport.objects.exists()


def test_a_protection_officer_alone_reads_it_and_that_is_written_down(
    team: Cast, reported: HarmReport
) -> None:
    read = AuditEntry.objects.filter(act="read", table="site_harm_reports")
    for name in ("amina", "bako", "esi", "fanta"):
        assert team.client(name).get(OFFICER).status_code == 404, name
        assert team.client(name).post(f"{OFFICER}{reported.pk}/").status_code == 404
    assert not read.exists()

    assert WORDS in team.client("dado").get(OFFICER).content.decode()
    assert [one.by for one in read] == ["dado"]


def test_what_was_done_stays_and_the_words_go(team: Cast, reported: HarmReport) -> None:
    answer = close(team, reported, "La phrase est retirée de l'édition suivante.")

    reported.refresh_from_db()
    assert answer["Location"] == OFFICER
    assert (reported.words, reported.page) == (None, None)
    assert reported.outcome == "La phrase est retirée de l'édition suivante."
    assert reported.closed_by == "dado"
    assert WORDS not in team.client("dado").get(OFFICER).content.decode()


@pytest.mark.parametrize("outcome", ["", "   ", "Fait. " * 100])
def test_a_sentence_that_cannot_be_kept_erases_nothing(
    team: Cast, reported: HarmReport, outcome: str
) -> None:
    answer = close(team, reported, outcome)

    page = answer.content.decode()
    reported.refresh_from_db()
    assert answer.status_code == 422
    assert 'role="alert"' in page
    assert outcome.strip() in page
    assert (reported.words, reported.closed_at) == (WORDS, None)


def test_a_second_officer_does_not_change_what_the_first_said(
    team: Cast, reported: HarmReport
) -> None:
    close(team, reported, "Retiré.")
    written = AuditEntry.objects.filter(act="write", table="site_harm_reports")
    before = written.count()

    close(team, reported, "Rien à faire.")

    reported.refresh_from_db()
    assert reported.outcome == "Retiré."
    assert written.count() == before


def test_a_report_that_is_not_there_is_missing(team: Cast) -> None:
    answer = team.client("dado").post(f"{OFFICER}7/", {"outcome": "Fait."})

    assert answer.status_code == 404
