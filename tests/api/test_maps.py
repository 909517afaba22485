"""The map of a dossier in Python: proposals, disputes, differences, in words."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.understand.maps.tellings import dossier, merge

from vestibule import api, rehearsal
from vestibule.api.maps import MapWork
from vestibule.cli import system_map
from vestibule.cli.console import Console
from vestibule.dossier import lineage
from vestibule.errors import DataError


@pytest.fixture(scope="module")
def told() -> MapWork:
    made = rehearsal.stories(stories=150, links=1500)
    return MapWork(settled=lineage.settled(made.coded), lang="fr")


def lines(work: MapWork) -> str:
    return "\n".join(system_map._told(Console(lang=work.lang), work))


def test_the_analysis_holds_the_map(work: api.Work) -> None:
    assert (
        work.analysis.map.sha256 == MapWork(settled=work.analysis.settled).system.sha256
    )


def test_proposals_and_differences_are_told_to_the_team(told: MapWork) -> None:
    said = lines(told)

    assert "n’en font peut-être qu’un" in said
    assert "ressemblance" in said
    assert "Par région," in said
    data = told.to_dict()
    assert {row["state"] for row in data["merges_proposed"]} == {"proposed"}
    assert data["differences"][0]["by"] == "region"


def test_a_dispute_and_an_opposite_are_said() -> None:
    names = {
        "a": "La peur au marché",
        "A": "peur au marche",
        "x": "La peur aux marchés",
    }
    factors = [{"id": one, "name": name} for one, name in names.items()]
    factors.append({"id": "b", "name": "b"})
    work = MapWork(
        settled=dossier(
            {"t1": "a+b", "t2": "A-b", "t3": "a-b x+b"},
            factors=factors,
            merges=[merge("x", "a", by="k1"), merge("x", "a", "undone", by="k2")],
        )
    )
    said = lines(work)

    assert "1 merge was decided by some and undone by others." in said
    assert "They are told as opposites." in said
    assert len(work.to_dict()["merges_disputed"]) == 2


def test_contradictions_stand_beside_the_link() -> None:
    work = MapWork(settled=dossier({"t1": "a+b b+a", "t2": "a+b", "t3": "a-b"}))

    assert "(against: 1)" in lines(work)
    assert "Told whole by 1 source." in lines(work)


def test_a_factor_is_found_by_its_name_in_any_language_or_its_id() -> None:
    given = dossier(
        {"t": "a+b A+b"},
        factors=[
            {"id": "a", "name": "La Peur"},
            {"id": "A", "name": "la peur"},
            {"id": "b", "name": "Marché"},
        ],
        texts=[
            {"factor": "b", "field": "name", "lang": "en", "words": "Market",
             "state": "validated"}
        ],
    )  # fmt: skip
    work = MapWork(settled=given)
    b = given.table("claims")["effect"][0]

    assert work.factor("market") == work.factor("marche") == work.factor(b) == b
    with pytest.raises(DataError, match="More than one"):
        work.factor("la peur")
    merged = MapWork(settled=dossier({"t": "a+b A+b"}, factors=given_factors(), merges=[
        merge("A", "a")
    ]))  # fmt: skip
    assert merged.factor("la peur")


def given_factors() -> list[dict[str, str]]:
    return [
        {"id": "a", "name": "La Peur"},
        {"id": "A", "name": "la peur"},
        {"id": "b", "name": "b"},
    ]


def test_a_map_may_only_leave_in_forms_that_come_back(tmp_path: Path) -> None:
    work = MapWork(settled=dossier({"t": "a+b"}))

    assert len(work.export(tmp_path / "tables")) == 2
    with pytest.raises(DataError, match="not written as"):
        work.export(tmp_path / "map.svg")
