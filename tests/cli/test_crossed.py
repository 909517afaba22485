"""Women of the forces, men of the forces…: comparisons set inside one another."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from tests.cli.conftest import Run
from tests.understand.ground import voices

from vestibule import api
from vestibule.api.analysis import Analysis
from vestibule.cli import crossed
from vestibule.cli.console import Console
from vestibule.dossier.records import Dossier
from vestibule.errors import DataError


def sexed() -> Dossier:
    """Herders who are women (h) or men (g), guards who are all men (f)."""
    rows = [
        *voices.usual(),
        *voices.all_of("g", "s1", 18, 2),
        *voices.all_of("g", "s2", 16, 4),
    ]
    given = voices.dossier(rows, comparisons=(voices.SIDES, voices.SEXES))
    sex = {"h": "female", "g": "male", "f": "male", "k": "male"}
    present = [
        {"gathering": f"{letter}{n}", "n": 20, "sex": one}
        for letter, one in sex.items()
        for n in range(6)
    ]
    from tests import by_hand

    return given.with_tables(attendances=by_hand.frame("attendances", present))


@pytest.fixture(scope="module")
def found() -> Analysis:
    return api.analyse(sexed(), cross=[("side", "sex")])


def told(found: Analysis, lang: str) -> str:
    return "\n".join(crossed.lines(Console(lang=lang), found))


@pytest.mark.parametrize(
    ("lang", "title", "nobody"),
    [
        ("en", "Crossed: side × sex", "forces × women (nobody heard)"),
        ("fr", "Croisement : side × sex", "forces × women (personne n’a été entendu)"),
    ],
)
def test_a_crossing_is_told_with_who_was_not_heard_enough(
    found: Analysis, lang: str, title: str, nobody: str
) -> None:
    said = told(found, lang).replace("\u00a0", " ")

    assert said.startswith(title)
    assert nobody in said
    # the women of the forces were never asked: nothing holds "in every group"
    rows = found.crossed.segments.filter(group="forces × women")
    assert set(rows["why"]) == {"never_asked"}
    assert rows["mean"].null_count() == rows.height
    heard = found.crossed.segments.filter("enough")
    assert "people × women" in set(heard["group"])


def test_json_holds_the_crossing_and_what_it_needs(found: Analysis) -> None:
    plain = found.to_dict()["crossed"]

    assert {row["comparison"] for row in plain["statements"]} == {"side × sex"}
    assert {row["group"] for row in plain["needs"]} >= {"forces × women"}
    assert api.analyse(sexed()).to_dict()["crossed"] is None


def test_a_declared_crossing_is_told_once_without_being_asked_for() -> None:
    given = sexed()
    declared = replace(
        given, process=replace(given.process, crossings=(("side", "sex"),))
    )

    found = api.analyse(declared, cross=[("side", "sex")])

    assert told(found, "en").count("Crossed:") == 1
    assert told(api.analyse(declared), "en").startswith("Crossed: side × sex")
    assert told(api.analyse(given), "en") == ""


def test_more_groups_than_can_be_named_are_counted(
    found: Analysis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crossed, "SHOWN", 1)

    assert "more" in told(found, "en").split("not heard enough:")[1]


@pytest.mark.parametrize(
    ("cross", "why"),
    [
        ([("side", "age")], "no comparison “age”"),
        ([("side",)], "at least two different"),
        ([("sex", "sex")], "at least two different"),
    ],
)
def test_a_crossing_that_cannot_be_is_refused(
    cross: list[tuple[str, ...]], why: str
) -> None:
    with pytest.raises(DataError, match=why):
        api.analyse(sexed(), cross=cross)


def test_the_command_refuses_it_in_the_readers_language(run: Run, filled: Path) -> None:
    said = run("analyse", filled, "--cross", "sides,age-of-no-one", lang="fr")

    assert said.code == 3
    assert "ne déclare pas la comparaison « age-of-no-one »" in said.err.replace(
        "\u00a0", " "
    ).replace("\u202f", " ")


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_how_many_claims_would_stand_is_told(found: Analysis, lang: str) -> None:
    (said,) = crossed.gathered(Console(lang=lang), found)

    assert ("would still stand" if lang == "en" else "tiendraient encore") in said


def test_audits_are_in_json_and_name_no_person_and_no_record() -> None:
    given = sexed()
    plain = api.analyse(given).to_dict()["audits"]

    assert plain["receipt"]["sha256"]
    assert {"undone_by", "copies", "waves", "left_out", "limits"} <= set(plain)
    written = json.dumps(plain)
    ids = [*given.table("gatherings")["id"], *given.table("statements")["id"]]
    assert not any(one in written for one in ids)
