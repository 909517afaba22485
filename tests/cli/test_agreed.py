"""`vestibule findings`, `priorities`, `budget`, as a team uses them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests import invented

from vestibule import rehearsal
from vestibule.cli.command import vestibule
from vestibule.dossier import packages

runner = CliRunner()


@pytest.fixture(scope="module")
def made() -> rehearsal.Rehearsal:
    return invented.country(3, "small")


@pytest.fixture(scope="module")
def dossier(
    made: rehearsal.Rehearsal, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    path = tmp_path_factory.mktemp("agreed") / "dossier"
    packages.write(made.dossier, path)
    return path


@pytest.fixture(scope="module")
def empty(made: rehearsal.Rehearsal, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("none") / "dossier"
    bare = made.dossier.with_tables(
        **{
            name: made.dossier.table(name).clear()
            for name in ("findings", "supports", "validations", "ballots", "priorities")
        }
    )
    packages.write(bare, path)
    return path


def run(*args: object) -> Result:
    return runner.invoke(vestibule, [str(one) for one in args])


def test_findings_say_what_was_validated_and_who_is_silent(
    made: rehearsal.Rehearsal, dossier: Path
) -> None:
    french = run("findings", dossier, "--lang", "fr")
    english = run("findings", dossier, "--lang", "en")

    assert french.exit_code == english.exit_code == 0
    assert "Jamais entendus" in french.stdout
    assert "that is more than was validated" in english.stdout
    assert "spoke of earlier words only" in english.stdout
    assert "held in too few regions" in english.stdout
    assert "Profiles differ" in english.stdout
    assert "For the team" in english.stderr
    assert made.truth.decided["regional_finding"] in english.stdout


def test_findings_as_json_hold_no_id_and_no_sealed_words(dossier: Path) -> None:
    told = json.loads(run("findings", dossier, "--json").stdout)

    assert {"findings", "evidence", "contested", "silent", "rules"} <= set(told)
    assert all("finding" not in row for row in told["findings"])
    sealed = [row for row in told["contested"] if row["kept"] == "sealed"]
    assert sealed
    assert all(row["words"] is None for row in sealed)


def test_priorities_say_the_order_and_what_would_change_it(
    made: rehearsal.Rehearsal, dossier: Path
) -> None:
    planted = made.truth.decided
    usual = run("priorities", dossier, "--lang", "en")
    big = run(
        "priorities", dossier, "--question", planted["big_question"], "--lang", "fr"
    )
    every = run("priorities", dossier, "--rule", "all", "--lang", "en")

    assert usual.exit_code == big.exit_code == every.exit_code == 0
    assert "By the rule agreed on, Borda count:" in usual.stdout
    assert "la région qui a le plus de bulletins, l’ordre change" in big.stdout
    assert "By equal shares:" in every.stdout


def test_a_consensus_round_names_who_would_be_overruled(
    made: rehearsal.Rehearsal, dossier: Path
) -> None:
    key = made.truth.decided["consensus_question"]
    shown = run("priorities", dossier, "--question", key, "--lang", "en").stdout
    told = json.loads(run("priorities", dossier, "--question", key, "--json").stdout)

    assert "would be overruled" in shown
    assert "Carried without objection" in shown
    assert "Not carried" in shown
    assert made.truth.decided["overruled_region"] in [
        row["who"] for row in told["consensus"]["overruled"]
    ]


def test_a_rule_or_question_that_does_not_fit_is_refused_with_a_way_out(
    made: rehearsal.Rehearsal, dossier: Path
) -> None:
    wrong = run("priorities", dossier, "--rule", "points", "--lang", "fr")
    none = run("priorities", dossier, "--question", "nulle", "--lang", "fr")
    actions = made.truth.decided["budget_question"]
    other = run("priorities", dossier, "--question", actions, "--lang", "en")
    back = run("budget", dossier, "--amount", 5, "--question", "ordre", "--lang", "fr")

    assert [one.exit_code for one in (wrong, none, other, back)] == [3, 3, 3, 3]
    assert "Ils répondent à" in wrong.stderr
    assert "Aucune question" in none.stderr
    assert "vestibule budget" in other.stderr
    assert "vestibule priorities" in back.stderr


def test_a_budget_says_how_what_and_what_not(
    made: rehearsal.Rehearsal, dossier: Path
) -> None:
    planted = made.truth.decided
    shown = run("budget", dossier, "--amount", planted["budget_amount"], "--lang", "en")
    french = run(
        "budget", dossier, "--amount", 1000, "--utility", "count", "--lang", "fr"
    )
    told = json.loads(run("budget", dossier, "--amount", 1000, "--json").stdout)

    assert shown.exit_code == french.exit_code == 0
    assert "exactly level with" in shown.stdout
    assert f"dearer than the amount: {planted['unaffordable']}" in shown.stdout
    assert "How: each ballot has the same share" in shown.stdout
    assert "By most support" in shown.stdout
    assert "Chaque action compte pour une." in french.stdout
    assert told["completion"] == "add1-support"
    assert told["spent"] <= told["amount"]


def test_a_budget_too_small_says_so(dossier: Path) -> None:
    small = run("budget", dossier, "--amount", 1, "--lang", "en")
    told = json.loads(run("budget", dossier, "--amount", 1, "--json").stdout)
    wrong = run("budget", dossier, "--amount", 0, "--lang", "fr")

    assert small.exit_code == 0
    assert "costs more than the amount" in small.stdout
    assert told["limit"]["code"] == "nothing-fits"
    assert wrong.exit_code == 3
    assert "plus grand que 0" in wrong.stderr


def test_a_dossier_without_anything_decided_says_that(empty: Path) -> None:
    assert "no finding" in run("findings", empty, "--lang", "en").stdout
    assert "no order" in run("priorities", empty, "--lang", "en").stdout
    shown = run("budget", empty, "--amount", 5, "--lang", "en").stdout
    assert "Nobody cast a ballot" in shown
    assert json.loads(run("priorities", empty, "--json").stdout)["orders"] == []
