"""The whole chain on the command line: from a new process to what was told back."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest
from tests.cli import followed
from tests.cli.conftest import Run, run

DAY = ("--as-of", "2040-01-01")


@pytest.fixture(scope="module")
def walked_once(tmp_path_factory: pytest.TempPathFactory, filled_process: Path) -> Path:
    """Return a small dialogue with what followed; never change it."""
    folder = tmp_path_factory.mktemp("walked") / "monpays"
    shutil.copytree(filled_process, folder)
    with (folder / "process.toml").open("a", encoding="utf-8") as process:
        process.write(followed.BAROMETER)
    for fill in (followed.fill_research, followed.fill_follow_up):
        book = fill(folder)
        checked = run("check", book, "--dossier", folder, lang="fr")
        assert checked.code == 0, checked.out + checked.err
        said = run("import", "records", book, "--into", folder, lang="fr")
        assert said.code == 0, said.err
    return folder


def test_what_followed_comes_in_and_a_second_time_adds_nothing(
    run: Run, walked_once: Path
) -> None:
    books = walked_once / "workbooks-later"

    again = run("import", "records", books, "--into", walked_once, "--json")

    assert again.code == 0, again.err
    assert again.json["counts"] == {}


def test_the_board_shows_what_was_asked_answered_promised_and_seen(
    run: Run, walked_once: Path
) -> None:
    board = run("follow-up", walked_once, "--json", lang="fr").json

    states = {row["key"]: row["state"] for row in board["recommendations"]}
    (promise,) = board["commitments"]
    assert states == {"R1": "accepted", "R2": "silent"}
    assert (promise["key"], promise["counted"]) == ("E1", True)
    assert (promise["official"], promise["community"]) == ("done", "partly")
    assert [row["key"] for row in board["actions"]] == ["A1"]
    assert board["problems"] == []
    told = run("follow-up", walked_once, lang="fr").out
    assert "R1" in told
    assert "E1" in told


def test_a_promise_is_traced_by_its_key_to_the_gathering_it_came_from(
    run: Run, walked_once: Path
) -> None:
    traced = run("trace", walked_once, "E1", "--json").json

    above = {row["table"] for row in traced["upstream"]}
    assert {
        "responses",
        "recommendations",
        "findings",
        "excerpts",
        "gatherings",
    } <= above
    assert {row["table"] for row in traced["downstream"]} == {"verifications"}
    shown = run("trace", walked_once, "R1").out
    assert "E1" in shown


def test_who_was_told_is_told_and_the_others_wait(run: Run, walked_once: Path) -> None:
    owed = run("owed", walked_once, "--json")

    assert owed.code == 0
    states = {row["code"]: row["state"] for row in owed.json["groups"]}
    assert states == {
        "SEG-01": "answered",
        "BKO-01": "told",
        "MOP-01": "deferred",
        "SEG-02": "due",
        "MOP-02": "due",
        "MBE-01": "due",
    }


def test_map_groups_cases_and_trust_show_what_was_filled_in(
    run: Run, walked_once: Path
) -> None:
    system = run("map", walked_once, "--json").json
    groups = run("groups", walked_once, "--json").json
    cases = run("cases", walked_once, "--json").json
    trust = run("trust", walked_once, "--json")

    assert len(system["links"]) == 1
    assert system["links"][0]["sources"] == 2
    assert groups["groups"][0]["key"] == "G1"
    (supposed,) = groups["hypotheses"]
    assert (supposed["confirms"], supposed["told_by"]) == (1, 2)
    assert cases["outcomes"] == [
        {"kind": None, "outcome": "open", "cases": 1},
        *cases["outcomes"][1:],
    ]
    assert {(row["party"], row["other"]) for row in cases["parties"]} == {
        ("farmer", "herder")
    }
    assert trust.code == 0
    assert trust.json["barometers"][0]["waves"][0]["people"] == 13


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("fr", "aucune réponse à «\u00a0R2\u00a0» n’est notée"),
        ("en", "No response to “R2” is noted."),
    ],
)
def test_a_promise_without_an_answer_is_refused_in_a_sentence(
    tmp_path: Path, walked_once: Path, lang: str, said: str
) -> None:
    sheet = tmp_path / "engagements.csv"
    sheet.write_text(
        "Clé,Réponse à,Engagement,Qui s'engage\nE2,R2,La route,Gendarmerie\n", "utf-8"
    )

    refused = run("check", sheet, "--dossier", walked_once, lang=lang)

    assert refused.code == 3
    assert said in refused.out + refused.err
    assert "engagements.csv" in refused.out + refused.err


def test_a_new_process_has_the_later_workbooks_in_a_folder_of_their_own(
    empty: Path,
) -> None:
    later = sorted(path.name for path in (empty / "workbooks-later").iterdir())

    assert later == ["5-suivi.xlsx", "6-recherche-et-carte.xlsx"]
    assert len([*(empty / "workbooks").iterdir()]) == 4
    book = openpyxl.load_workbook(empty / "workbooks-later" / later[0])
    assert book.sheetnames[:2] == ["Recommandations", "Réponses"]
