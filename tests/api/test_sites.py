"""Public pages reach a disk whole, readable by everyone, or not at all."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from tests.inform.pack.editions import KEY, TODAY, edition, small

from vestibule.api import sites
from vestibule.errors import FileError
from vestibule.inform import site
from vestibule.inform.pack import Pack
from vestibule.protect.editions.ids import ShortKey


@pytest.fixture(scope="module")
def made() -> Pack:
    return edition(small())


def test_a_site_is_a_folder_whose_sums_hold(made: Pack, tmp_path: Path) -> None:
    built = sites.write(made, tmp_path / "site")
    lines = (tmp_path / "site/SHA256SUMS").read_text().splitlines()
    files = [f for f in (tmp_path / "site").rglob("*") if f.is_file()]

    assert len(files) == built.files == len(lines) + 1
    assert built.pages == sum(f.suffix == ".html" for f in files)
    for line in lines:
        sha256, name = line.split("  ")
        data = (tmp_path / "site" / name).read_bytes()
        assert hashlib.sha256(data).hexdigest() == sha256


def test_everyone_on_the_machine_may_read_it(made: Pack, tmp_path: Path) -> None:
    sites.write(made, tmp_path / "site")

    modes = {p.stat().st_mode & 0o777 for p in (tmp_path / "site").rglob("*") if p.is_file()}  # fmt: skip
    folders = {p.stat().st_mode & 0o777 for p in (tmp_path / "site").rglob("*") if p.is_dir()}  # fmt: skip
    assert modes == {0o644}
    assert folders == {0o755}


def test_what_was_built_says_what_it_is(made: Pack, tmp_path: Path) -> None:
    told = sites.write(made, tmp_path / "site").to_dict()

    assert told["folder"] == str(tmp_path / "site")
    assert (told["edition"], told["signed"], told["languages"]) == (1, False, ["fr", "en", "ar"])  # fmt: skip
    assert told["sha256"] == made.material.trace.content_hash


def test_a_draft_is_built_from_a_dossier(tmp_path: Path) -> None:
    built = sites.build(small(), tmp_path / "site", today=TODAY, key=KEY)

    assert not built.signed
    assert "Projet." in (tmp_path / "site/fr/index.html").read_text("utf-8")


def test_nothing_is_written_where_something_stands(made: Pack, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")

    with pytest.raises(FileError, match="there already"):
        sites.write(made, tmp_path)
    with pytest.raises(FileError, match="there already"):
        sites.build(small(), tmp_path, today=TODAY, key=KEY)
    assert [f.name for f in tmp_path.iterdir()] == ["mine.txt"]


def test_a_key_that_can_be_guessed_writes_nothing(tmp_path: Path) -> None:
    with pytest.raises(ShortKey):
        sites.build(small(), tmp_path / "site", today=TODAY, key=b"short")
    assert not (tmp_path / "site").exists()


def test_a_write_that_fails_leaves_nothing(
    made: Pack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        site.Site, "files", lambda _: {"a.html": "x", "a.html/b.html": "y"}
    )

    with pytest.raises(FileError, match="cannot be written"):
        sites.write(made, tmp_path / "site")
    assert list(tmp_path.iterdir()) == []
