"""`vestibule owed`: who still waits for an answer?"""

from __future__ import annotations

from pathlib import Path

from tests import invented
from tests.cli.conftest import Run

from vestibule.dossier import packages


def test_the_same_debt_is_told_in_words_and_as_one_object(
    run: Run, tmp_path: Path
) -> None:
    made = invented.country(1, "small")
    packages.write(made.dossier, tmp_path / "land")
    asked = ("owed", str(tmp_path / "land"), "--as-of", "2024-05-01")
    said = run(*asked, "--lang", "fr")
    told = run(*asked, "--json").json
    assert said.code == 0
    assert f"{told['late']} groupes attendent au-delà des 90 jours" in said.out
    assert "Pour l’équipe" in said.err
    assert sum(told["totals"].values()) == len(told["groups"])
