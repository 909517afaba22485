"""`vestibule site`: the public pages, from the command line."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Run


def test_the_pages_are_written_and_told_in_both_languages(
    run: Run, filled: Path, tmp_path: Path
) -> None:
    said = run("site", filled, "--out", tmp_path / "s", "--lang", "fr")
    assert said.code == 0, said.err
    assert "pages publiques" in said.out
    assert "projet" in said.err
    assert (tmp_path / "s/fr/index.html").exists()
    assert (tmp_path / "s/en/paroles/index.html").exists()
    again = run("site", filled, "--out", tmp_path / "s", "--json")
    assert (again.code, again.error["code"]) == (3, "file")


def test_a_released_edition_brings_its_pages(
    run: Run, filled: Path, tmp_path: Path
) -> None:
    signed = ("--sign", "k1", "--second", "k2", "--site", tmp_path / "s", "--json")
    done = run("release", filled, *signed)

    assert done.code == 0, done.err
    assert str(tmp_path / "s" / "index.html") in done.json["files"]
    assert "Draft." not in (tmp_path / "s/en/index.html").read_text("utf-8")
