"""Pages that read what was worked out, and what people say of factors."""

from __future__ import annotations

import json
import re
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from tests.web import cast
from tests.web.cast import AT, Cast

from vestibule.dossier.process import Comparison, Group
from vestibule.web.records.models import AuditEntry, Merge, Result
from vestibule.web.understand import agreement, figures, ground_rows, merging

SIDES = Comparison(
    key="sides",
    names={"fr": "les côtés", "en": "the sides"},
    basis="side",
    groups=(
        Group(key="here", names={"fr": "ici"}, values=("community",)),
        Group(key="there", names={"fr": "là-bas"}, values=("forces",)),
    ),
)


def segment(
    statement: str, group: str, mean: float | None, why: str = ""
) -> dict[str, Any]:
    bounds = (None, None) if mean is None else (mean - 0.05, mean + 0.05)
    return {
        "comparison": "sides",
        "statement": statement,
        "group": group,
        "n": 0 if mean is None else 40,
        "gatherings": 0 if mean is None else 5,
        "overheard": 0,
        "why": why,
        "mean": mean,
        "low": bounds[0],
        "high": bounds[1],
    }


def told(
    statement: str, key: str, verdict: str, lowest: float | None
) -> dict[str, Any]:
    return {
        "comparison": "sides",
        "statement": statement,
        "key": key,
        "verdict": verdict,
        "stands": verdict == "common_ground",
        "rests_on_overheard": False,
        "sure": None if lowest is None else 0.97,
        "sure_unheard": None if lowest is None else 0.5,
        "lowest": lowest,
        "lowest_unheard": lowest,
        "low": None if lowest is None else lowest - 0.05,
        "high": None if lowest is None else lowest + 0.05,
        "weakest": None if lowest is None else "there",
        "extra": None if lowest is None else 7,
        "extra_in": None if lowest is None else "there",
        "rank": None if lowest is None else 1,
    }


def keep(part: str, content: Any) -> None:
    Result.objects.create(
        part=part,
        sha256="ab" * 32,
        chosen="cd" * 32,
        settings={},
        cut={},
        content=content,
        made_at=AT,
    )


@pytest.fixture
def team(db: None, monkeypatch: pytest.MonkeyPatch) -> Cast:
    known = SimpleNamespace(comparisons=(SIDES,))
    monkeypatch.setattr(ground_rows, "current_process", lambda: known)
    return cast.gather()


@pytest.fixture
def grounded(team: Cast) -> Cast:
    said = {"moderation": "in", "source": "seed"}
    holds = cast.record(
        "statements", key="s1", words="We share <b>water</b>.", lang="en", **said
    )
    thin = cast.record("statements", key="s2", words="=1+1", lang="en", **said)
    keep(
        "ground",
        {
            "statements": [
                told(holds, "s1", "common_ground", 0.8),
                told(thin, "s2", "not_heard_enough", None),
            ],
            "segments": [
                segment(holds, "here", 0.9),
                segment(holds, "there", 0.8),
                segment(thin, "here", 0.7),
                segment(thin, "there", None, "never_asked"),
            ],
            "needs": [
                {
                    "comparison": "sides",
                    "group": "there",
                    "statement": thin,
                    "gatherings": 3,
                    "settles": True,
                }
            ],
            "models": [{"comparison": "sides", "expected_false": 0.03}],
            "bar": 0.6,
            "settings": {"error": 0.1},
        },
    )
    return team


def page(team: Cast, url: str, name: str = "bako") -> str:
    response = team.client(name).get(url)
    assert response.status_code == 200, url
    said = re.sub("[\u00a0\u202f]", " ", response.content.decode())
    return re.sub('value="[A-Za-z0-9]{64}"', "", said)  # the token of a form


def test_what_holds_is_said_in_the_headline_and_what_is_thin_is_never_a_no(
    grounded: Cast,
) -> None:
    shown = page(grounded, "/atelier/entente/")

    assert "Un énoncé sur 2 tient dans chaque groupe comparé" in shown
    assert "plus de 60 personnes entendues sur 100" in shown
    assert "ce n’est pas un non" in shown
    assert "Encore 3 rencontres : là-bas" in shown
    assert "là-bas : jamais demandé" in shown
    assert "ici : 90, entre 85 et 95" in shown
    assert "<b>water" not in shown
    assert "style=" not in shown


def test_a_statement_opens_close_up_with_its_groups(grounded: Cast) -> None:
    shown = page(grounded, "/atelier/entente/?enonce=s1&ordre=faible&compter=sans")

    assert "s1, de près" in shown
    assert "7 réponses contraires de plus (là-bas) le feraient tomber" in shown
    assert "Le groupe le plus faible d’abord" in shown
    assert ">50<" in shown.replace(" ", "")  # how sure without overheard gatherings


def test_words_asked_that_are_not_known_change_nothing(grounded: Cast) -> None:
    plain = page(grounded, "/atelier/entente/")
    odd = page(grounded, "/atelier/entente/?comparer=<x>&ordre=x&compter=x")

    assert odd == plain


def test_the_sheet_and_the_program_get_a_row_a_group_and_no_cell_computes(
    grounded: Cast,
) -> None:
    browser = grounded.client("bako")
    rows = browser.get("/atelier/entente/entente.csv").content.decode().splitlines()
    listed = json.loads(browser.get("/atelier/entente/entente.json").content)["ground"]

    assert len(rows) == 5
    assert not any(",=1+1" in row for row in rows)
    assert [one["share"] for one in listed] == [0.9, 0.8, 0.7, None]


def test_a_reader_may_open_it_and_a_stranger_may_not(grounded: Cast) -> None:
    page(grounded, "/atelier/entente/", "fanta")
    assert grounded.client("chana").get("/atelier/entente/").status_code == 404


def test_the_page_asks_as_often_however_many_statements(grounded: Cast) -> None:
    browser = grounded.client("bako")
    browser.get("/atelier/entente/")
    with CaptureQueriesContext(connection) as few:
        browser.get("/atelier/entente/")
    row = Result.objects.get(part="ground")
    row.content["statements"] *= 40
    row.save()
    with CaptureQueriesContext(connection) as many:
        browser.get("/atelier/entente/")

    assert len(many) == len(few)


def test_before_anything_was_worked_out_pages_say_so(team: Cast) -> None:
    for url in (
        "entente/",
        "entente/paysage/",
        "carte/",
        "carte/facteurs/",
        "confiance/",
    ):
        assert "Pas encore calculé" in page(team, f"/atelier/{url}")
    assert "Pas encore calculé" in page(team, "/atelier/codage/themes/")
    page(team, "/atelier/codage/livre/")
    page(team, "/atelier/codage/")
    csv = team.client("bako").get("/atelier/entente/entente.csv")
    assert csv.content == b""


@pytest.mark.parametrize(("name", "may"), [("bako", True), ("fanta", False)])
def test_what_is_not_worked_out_leads_to_where_it_is_asked_for(
    team: Cast, name: str, may: bool
) -> None:
    lead = page(team, "/atelier/confiance/", name).partition('class="lead"')[2]

    asked = '<a href="/atelier/travaux/">Demander le calcul'
    assert (asked in lead.partition("</p>")[0]) is may


@pytest.mark.parametrize(
    ("alpha", "low", "state"),
    [
        (None, None, "unknown"),
        (0.85, 0.7, "enough"),
        (0.85, 0.6, "fragile"),
        (0.7, 0.5, "fragile"),
        (0.5, 0.3, "differs"),
    ],
)
def test_agreement_is_relied_on_only_where_its_interval_allows(
    alpha: float | None, low: float | None, state: str
) -> None:
    assert agreement.state(alpha, low) == state


def test_a_figure_has_no_style_of_its_own_and_its_sheet_holds_only_sizes() -> None:
    html = '<i style="left:3.00%;top:2rem">x</i><i style="x:url(//e)">y</i>'
    framed = figures.framed(html)
    sheet = figures.sheet([html])

    assert 'style="' not in framed
    assert "{left:3.00%;top:2rem}" in sheet
    assert "url(//e)" not in sheet
    assert sheet.startswith("@layer rooms{.figures{")
    assert sheet.count("{") == sheet.count("}")


class Factors:
    """Two factors, and two who do not see them alike."""

    def __init__(self, team: Cast) -> None:
        self.team = team
        self.fear = cast.record("factors", name="Fear at the bridge", lang="en")
        self.dread = cast.record("factors", name="Dread of the bridge", lang="en")
        bridge = team.partners["bridge"]
        team.accounts["iba"] = cast.account("iba", bridge, "researcher")

    def say(self, who: str, state: str, reason: str) -> str:
        return merging.say(
            factor=self.dread,
            into=self.fear,
            state=state,
            reason=reason,
            by=self.team.person(who),
            at=AT,
        )


@pytest.fixture
def named(team: Cast) -> Factors:
    return Factors(team)


def test_a_merge_is_proposed_by_a_form_and_said_once(named: Factors) -> None:
    browser = named.team.client("bako")
    sent = {"factor": named.dread, "into": named.fear, "reason": "the same fear"}
    for _ in range(2):
        assert browser.post("/atelier/carte/fusions/", sent).status_code == 302

    (kept,) = Merge.objects.all()
    assert (kept.state, kept.reason, kept.by) == ("proposed", "the same fear", "bako")
    assert AuditEntry.objects.filter(table="merges", record=kept.pk).count() == 1
    assert "pas en vigueur" in page(named.team, "/atelier/carte/fusions/")


def test_a_factor_is_not_joined_with_itself_nor_without_a_reason(
    named: Factors,
) -> None:
    browser = named.team.client("bako")
    alone = {"factor": named.fear, "into": named.fear, "reason": "so"}
    shown = browser.post("/atelier/carte/fusions/", alone).content.decode()
    browser.post(
        "/atelier/carte/fusions/decider/",
        {"factor": named.dread, "into": named.fear, "state": "decided", "reason": " "},
    )

    assert "choisissez deux facteurs" in shown
    assert not Merge.objects.exists()
    with pytest.raises(Http404):
        named.say("bako", "settled", "no such state")


def test_a_reason_that_is_too_long_is_shown_again_beside_its_pair(
    named: Factors,
) -> None:
    named.say("bako", "proposed", "one thing")
    long = "r" * 2001
    sent = {"factor": named.dread, "into": named.fear, "state": "decided"}

    answer = named.team.client("bako").post(
        "/atelier/carte/fusions/decider/", {**sent, "reason": long}
    )

    shown = answer.content.decode()
    assert answer.status_code == 422
    assert '<details class="under" open>' in shown
    assert f'{long}</textarea><p class="bad"' in shown
    assert Merge.objects.count() == 1


def test_dissent_stays_beside_the_decision_with_both_reasons(named: Factors) -> None:
    named.say("bako", "decided", "one thing")
    named.say("iba", "undone", "two bridges")
    shown = page(named.team, "/atelier/carte/fusions/")

    assert "les avis diffèrent" in shown
    assert "one thing" in shown
    assert "two bridges" in shown


def test_a_decision_is_taken_and_undone_by_the_button(named: Factors) -> None:
    browser = named.team.client("bako")
    for state in ("decided", "undone"):
        sent = {
            "factor": named.dread,
            "into": named.fear,
            "state": state,
            "reason": state,
        }
        browser.post("/atelier/carte/fusions/decider/", sent)

    assert [one.state for one in Merge.objects.order_by("seq")] == ["decided", "undone"]


def test_a_reader_sees_merges_and_changes_none(named: Factors) -> None:
    sent = {"factor": named.dread, "into": named.fear, "reason": "x"}
    reader = named.team.client("fanta")

    assert "Proposer de réunir" not in page(
        named.team, "/atelier/carte/fusions/", "fanta"
    )
    assert reader.post("/atelier/carte/fusions/", sent).status_code == 404
    assert not Merge.objects.exists()


def test_the_story_of_a_gathering_is_seen_by_who_may_read_it(named: Factors) -> None:
    north, south = (
        cast.gathering(named.team.places[place], code=code, consent=2)
        for place, code in (("hill", "N1"), ("shore", "S1"))
    )
    for met in (north, south):
        cast.record(
            "claims",
            cause=named.fear,
            effect=named.dread,
            direction="more",
            gathering=met,
        )
    everywhere = page(named.team, "/atelier/carte/recits/")
    in_the_south = page(named.team, "/atelier/carte/recits/", "hawa")

    assert "N1" in everywhere
    assert "S1" in everywhere
    assert "N1" not in in_the_south
    assert "rend plus probable" in page(named.team, f"/atelier/carte/recits/{north}/")
    assert (
        named.team.client("hawa").get(f"/atelier/carte/recits/{north}/").status_code
        == 404
    )
