"""`vestibule import qda` and `vestibule export qda`, as a team uses them."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cli.conftest import Run
from tests.listen import field
from tests.listen.refi import programs
from tests.listen.refi.conftest import MEETINGS
from tests.listen.refi.programs import PROGRAMS, Told

from vestibule.dossier import packages


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    path = tmp_path / "dossier"
    packages.write(field.dossier(gatherings=MEETINGS), path)
    return path


def test_what_was_coded_elsewhere_comes_in_once(
    run: Run, tmp_path: Path, dossier: Path
) -> None:
    path = programs.write(tmp_path / "p.qdpx", PROGRAMS["nvivo-windows"])

    first = run("import", "qda", path, "--into", dossier, "--json")
    again = run("import", "qda", path, "--into", dossier, lang="fr")

    assert first.code == 0
    assert first.json["counts"] == {"codes": 2, "excerpts": 6, "codings": 7}
    assert first.json["left"] == {}
    assert again.code == 0
    assert "rien de nouveau" in again.out.lower()


def test_what_is_left_aside_is_said(run: Run, tmp_path: Path, dossier: Path) -> None:
    told = Told(
        texts={"T-01": "Un puits.", "Essai": "Deux."},
        segments={"T-01": [("puits", "e", "K1")], "Essai": [("Deux", "e", "K1")]},
    )
    path = programs.write(tmp_path / "p.qdpx", PROGRAMS["qualcoder"], told)
    chart = tmp_path / "map.csv"
    chart.write_text("source,gathering\nEssai,\n", "utf-8")
    order = ("import", "qda", path, "--into", dossier, "--gatherings", chart)

    english, french = run(*order), run(*order, lang="fr")

    assert "One segment left aside, as the map says." in english.out
    assert "Un segment laissé de côté" in french.out


def test_a_problem_changes_nothing_and_names_the_source(
    run: Run, tmp_path: Path, dossier: Path
) -> None:
    told = Told(texts={"X": "Un puits."}, segments={"X": [("puits", "e", "K1")]})
    path = programs.write(tmp_path / "p.qdpx", PROGRAMS["qualcoder"], told)
    before = packages.read(dossier).tables.keys()

    said = run("import", "qda", path, "--into", dossier, lang="fr")

    assert said.code == 3
    assert "« X »" in said.err.replace("\u202f", " ").replace("\u00a0", " ")
    assert packages.read(dossier).tables.keys() == before


def test_codes_and_excerpts_go_out_and_come_back(
    run: Run, tmp_path: Path, dossier: Path
) -> None:
    path = programs.write(tmp_path / "p.qdpx", PROGRAMS["maxqda"])
    run("import", "qda", path, "--into", dossier)
    out = tmp_path / "out.qdpx"

    written = run("export", "qda", dossier, "--out", out, "--json")
    told = run("export", "qda", dossier, "--out", out)
    back = run("import", "qda", out, "--into", dossier, "--json")

    assert written.json["codes"] == 2
    assert written.json["excerpts"] == 6
    assert written.json["codings"] == 7
    assert written.json["coders"] == 2
    assert "It stays with the team" in told.err
    assert out.stat().st_mode & 0o777 == 0o600
    assert back.json["counts"] == {}
    assert back.json["known"] == {"codes": 2, "excerpts": 6, "codings": 7}


def test_excerpts_without_consent_stay_and_are_counted(
    run: Run, tmp_path: Path, dossier: Path
) -> None:
    told = Told(texts={"T-02": "Un puits."}, segments={"T-02": [("puits", "e", "K1")]})
    path = programs.write(tmp_path / "p.qdpx", PROGRAMS["qualcoder"], told)
    run("import", "qda", path, "--into", dossier)

    said = run("export", "qda", dossier, "--out", tmp_path / "o.qdpx", lang="fr")

    assert "codes 1, extraits 0" in said.out
    assert "Un extrait reste dans le recueil" in said.out


def test_a_codebook_goes_out_alone_and_other_endings_are_refused(
    run: Run, tmp_path: Path, dossier: Path
) -> None:
    empty = run("export", "qda", dossier, "--out", tmp_path / "c.qdc", lang="fr")
    path = programs.write(tmp_path / "p.qdpx", PROGRAMS["qualcoder"])
    run("import", "qda", path, "--into", dossier)
    done = run("export", "qda", dossier, "--out", tmp_path / "c.qdc")
    other = run("export", "qda", dossier, "--out", tmp_path / "c.docx", lang="fr")

    assert empty.code == 3
    assert "pas de codes" in empty.err
    assert done.code == 0
    assert "codes 2." in done.out
    assert other.code == 3
    assert ".docx" in other.err
