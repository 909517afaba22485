"""A page and its script reach a disk whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.inform import sample

from vestibule.inform import writing
from vestibule.inform.portrait import portrait
from vestibule.inform.writing import write, write_text


def test_the_page_and_the_text_to_read_stand_beside_each_other(tmp_path):
    page, script = write(
        portrait(sample.MATERIAL, lang="fr"), tmp_path / "new" / "portrait.html"
    )

    assert page.read_text("utf-8").startswith("<!doctype html>")
    assert script.name == "portrait-lire.txt"
    assert "Texte à lire" in script.read_text("utf-8")
    assert sorted(file.name for file in page.parent.iterdir()) == [
        "portrait-lire.txt",
        "portrait.html",
    ]


def test_the_english_script_has_an_english_name(tmp_path):
    _, script = write(portrait(sample.MATERIAL, lang="en"), tmp_path / "portrait.html")

    assert script.name == "portrait-read.txt"


def test_a_page_that_cannot_be_written_leaves_the_old_one(tmp_path, monkeypatch):
    file = tmp_path / "portrait.html"
    file.write_text("old", "utf-8")

    def fail(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="disk full"):
        write_text(file, "new")

    assert file.read_text("utf-8") == "old"
    assert list(tmp_path.iterdir()) == [file]


def test_what_is_for_the_team_is_read_by_its_owner_alone(tmp_path):
    page = tmp_path / "team" / "annex.html"

    writing.write_for_team(page, "secret")
    writing.write_for_team(page, "secret again")

    assert page.read_text("utf-8") == "secret again"
    assert page.stat().st_mode & 0o777 == 0o600
    assert page.parent.stat().st_mode & 0o777 == 0o700


def test_a_folder_that_was_there_keeps_its_rights(tmp_path):
    tmp_path.chmod(0o755)

    writing.write_for_team(tmp_path / "annex.html", "secret")

    assert tmp_path.stat().st_mode & 0o777 == 0o755
