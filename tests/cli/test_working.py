"""`vestibule groups` and `vestibule cases`."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from tests import by_hand, invented
from tests.act.test_cases import PLACES, case
from tests.cli.conftest import Run

from vestibule.api import working
from vestibule.dossier import packages


def test_groups_are_told_in_words_and_as_one_object(run: Run, tmp_path: Path) -> None:
    packages.write(invented.country(1).dossier, tmp_path / "land")
    said = run("groups", tmp_path / "land", "--lang", "fr")
    assert "version d’avant, réfutée" in said.out
    assert "manque : une hypothèse réfutée" in said.out.replace(
        "\N{NO-BREAK SPACE}", " "
    )
    told = run("groups", tmp_path / "land", "--json", "--as-of", "2026-01-01").json
    assert {gap["kind"] for gap in told["gaps"]} == {
        "no-hypothesis", "refuted-not-revised", "no-reflection",
    }  # fmt: skip
    assert "observation fictive" not in str(told)
    counted = run("cases", tmp_path / "land", "--as-of", "2024-06-01")
    assert counted.out.startswith("60 cases. Agreement:")
    assert "cases end within" in counted.out
    whole = run("cases", tmp_path / "land", "--json", "--as-of", "2024-06-01").json
    assert whole["lasting"]["all"]["cases"] == 60


def test_nothing_recorded_is_said() -> None:
    empty = by_hand.dossier()
    assert list(working.groups(empty).lines("en")) == [
        "No action research group is recorded."
    ]
    told = working.conflicts(empty, today=dt.date(2024, 1, 1))
    assert list(told.lines("en")) == ["No local conflict is recorded."]


def test_thin_cases_say_what_cannot_be_said() -> None:
    profiles = ({"id": "f", "key": "farmers", "name": "Farmers"},)
    many = [case(0, 30 + n, paths="court", parties="farmers") for n in range(4)]
    rows = (*many, case(9, 5), *(case(0, outcome="open") for _ in range(3)))
    made = by_hand.dossier(places=PLACES, profiles=profiles, cases=rows)
    lines = list(working.conflicts(made, today=dt.date(2024, 3, 1)).lines("en"))
    text = "\n".join(lines)
    assert "how long at most, was not watched long enough" in text
    assert "one case ends before it begins" in text
    assert "court: 4 cases, agreements 4, broken later 0" in text
    assert "among Farmers: 4 cases" in text
    few = by_hand.dossier(cases=(case(0, 5),))
    said = list(working.conflicts(few, today=dt.date(2024, 3, 1)).lines("en"))
    assert said[1] == "  of every kind: one case, how long it lasts cannot be said yet"
