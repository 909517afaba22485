"""A dossier folder goes in with its files and comes out with the same hash."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from tests.web.records.writers import TEXT

from vestibule.dossier import declaration, hashing, packages
from vestibule.dossier.records import Dossier
from vestibule.errors import DataError, FileError, ProcessError
from vestibule.web.keeping import folders
from vestibule.web.records import writing
from vestibule.web.records.models import AuditEntry, DeclaredFile

pytestmark = pytest.mark.django_db

AT = dt.datetime(2031, 5, 2, 9, 30, tzinfo=dt.UTC)

NAMED = f'{TEXT}[files]\ncodebook = "books/codes.csv"\ntargets = "absent.csv"\n'


def folder_of(tmp_path: Path, text: str) -> Path:
    """Return a dossier on disk, with a file beside it."""
    folder = tmp_path / "given"
    packages.write(Dossier(process=declaration.parse(text), tables={}), folder)
    (folder / "books").mkdir()
    (folder / "books" / "codes.csv").write_bytes(b"key,name\nwater,Water\n")
    return folder


def test_the_files_that_a_process_names_travel_with_it(tmp_path: Path) -> None:
    told = folders.load(folder_of(tmp_path, NAMED), at=AT)
    written = folders.export(tmp_path / "back")

    back = tmp_path / "back"
    assert told["files"] == ["books/codes.csv"]
    assert (back / "books" / "codes.csv").read_bytes() == b"key,name\nwater,Water\n"
    assert written["sha256"] == told["sha256"]
    assert hashing.content_hash(packages.read(back)) == told["sha256"]


def test_the_same_folder_again_adds_nothing(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, NAMED)
    folders.load(folder, at=AT)

    again = folders.load(folder, at=AT)

    assert (again["added"], DeclaredFile.objects.count()) == ({}, 1)


def test_the_journal_says_that_a_dossier_came_in(tmp_path: Path) -> None:
    folders.load(folder_of(tmp_path, NAMED), at=AT)

    entry = AuditEntry.objects.get()
    assert (entry.act, entry.by, entry.table) == (
        "write",
        "machine",
        "site_declarations",
    )


@pytest.mark.parametrize("name", ["../codes.csv", "/etc/codes.csv"])
def test_a_file_outside_the_folder_is_refused(tmp_path: Path, name: str) -> None:
    folder = folder_of(tmp_path, NAMED)
    text = NAMED.replace("books/codes.csv", name)
    (folder / "process.toml").write_text(text)

    with pytest.raises((FileError, ProcessError)):
        folders.load(folder, at=AT)


def test_an_empty_site_has_nothing_to_export(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no process yet"):
        folders.export(tmp_path / "back")


def test_what_was_written_here_is_exported_too(tmp_path: Path) -> None:
    folders.load(folder_of(tmp_path, NAMED), at=AT)
    row = {"code": "g", "kind": "interview"}
    writing.append("gatherings", row, origin="site", by="one", at=AT)

    assert folders.export(tmp_path / "back")["tables"] == {"gatherings": 1}
