"""`vestibule brief`: two pages for one audience."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests import invented
from tests.cli.conftest import Run

from vestibule.dossier import packages


@pytest.fixture(name="land", scope="module")
def _land(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("brief") / "land"
    made = invented.country(1, "small")
    packages.write(made.dossier, path)
    return path


def test_a_brief_is_written_with_its_script(run: Run, land: Path, tmp_path: Path) -> None:  # fmt: skip
    out = tmp_path / "note.html"
    told = run("brief", land, "--for", "communes", "--out", out, "--lang", "fr", "--json").json  # fmt: skip

    assert told["audience"] == "Communes"
    assert out.exists()
    assert Path(told["files"][1]).name == "note-lire.txt"
    assert "Communes" in out.read_text("utf-8")


def test_whom_nothing_is_asked_of_is_told_who_could_be(run: Run, land: Path, tmp_path: Path) -> None:  # fmt: skip
    said = run("brief", land, "--for", "lune", "--out", tmp_path / "n.html", "--lang", "fr")  # fmt: skip

    assert said.code == 3
    assert "Rien de publiable n’est demandé" in said.err
    assert "Communes" in said.err
    assert not (tmp_path / "n.html").exists()
