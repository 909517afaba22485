"""`vestibule pack` and `vestibule release`: an edition, from the command line."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Run


def test_a_pack_is_written_and_told_in_both_languages(
    run: Run, filled: Path, tmp_path: Path
) -> None:
    said = run("pack", filled, "--out", tmp_path / "p", "--lang", "fr")
    assert said.code == 0, said.err
    assert "Édition" in said.out
    assert "release" in said.err
    assert (tmp_path / "p" / "heard.csv").exists()
    again = run("pack", filled, "--out", tmp_path / "p", "--json")
    assert (again.code, again.error["code"]) == (3, "file")


def test_an_edition_is_released_once_two_have_signed(
    run: Run, filled: Path, tmp_path: Path
) -> None:
    alone = run("release", filled, "--sign", "k1", "--second", "k1", "--lang", "fr")
    assert alone.code == 4
    assert "deux personnes différentes" in alone.err
    done = run("release", filled, "--sign", "k1", "--second", "k2", "--json")
    assert done.code == 0, done.err
    assert done.json["edition"] == 1
    assert done.json["released"]
    nothing = run("pack", filled, "--out", tmp_path / "q", "--key", tmp_path / "none")
    assert nothing.code == 3
    assert "no key here" in nothing.err
    assert not (tmp_path / "q").exists()
