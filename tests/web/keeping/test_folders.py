"""A dossier folder goes in with its files and comes out with the same hash."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest
from tests.web.records.writers import TEXT

from vestibule.dossier import declaration, hashing, packages
from vestibule.dossier.records import Dossier
from vestibule.dossier.tables import TABLES
from vestibule.errors import DataError, FileError, ProblemsFound, ProcessError
from vestibule.web.keeping import folders
from vestibule.web.records import writing
from vestibule.web.records.models import (
    AuditEntry,
    DeclaredFile,
    Origin,
    OriginOwner,
)

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


def test_sentences_of_a_language_of_its_own_travel_with_it(tmp_path: Path) -> None:
    given = folder_of(tmp_path, NAMED)
    spoken = given / "words" / "bm" / "style.toml"
    spoken.parent.mkdir(parents=True)
    spoken.write_text('lang = "x"\n', "utf-8")
    with pytest.raises(ProblemsFound):  # no sentence of ours is called so
        folders.load(given, at=AT)

    spoken.rename(spoken.with_name("site.toml"))
    said = spoken.with_name("site.toml")
    said.write_text('doors = "Da fila"\n', "utf-8")
    folders.load(given, at=AT)
    folders.export(tmp_path / "back")

    assert (tmp_path / "back" / "words" / "bm" / "site.toml").is_file()


SHARED = (
    TEXT
    + """
[[partners]]
key = "well"
name = "Well"
roles = ["collecting"]

[[partners]]
key = "donor"
name = "Donor"
roles = ["funding"]
"""
)


def brought(tmp_path: Path, text: str, name: str = "a") -> Path:
    """Return a dossier on disk with a gathering of a device and one of an import."""
    rows = {"code": ["g", "h"], "kind": ["focus_group"] * 2, "seq": [1, 1]}
    rows |= {"id": ["0" * 31 + "1", "0" * 31 + "2"], "origin": ["device-1", "import-2"]}
    table = TABLES["gatherings"]
    frame = pl.concat([table.empty(), pl.DataFrame(rows)], how="diagonal_relaxed")
    folder = tmp_path / name
    dossier = Dossier(
        process=declaration.parse(text),
        tables={"gatherings": frame.select(table.names)},
    )
    packages.write(dossier, folder)
    return folder


def test_what_is_loaded_belongs_to_the_one_partner_who_collects(
    tmp_path: Path,
) -> None:
    told = folders.load(brought(tmp_path, SHARED), at=AT)

    owned = OriginOwner.objects.values_list("origin_id", "partner__key", "kind", "by")
    assert (told["partner"], told["unowned"]) == ("well", ())
    assert {*owned} == {
        ("device-1", "well", "device", "machine"),
        ("import-2", "well", "import", "machine"),
    }
    entries = AuditEntry.objects.filter(act="team", by="machine")
    assert {*entries.values_list("record", flat=True)} == {"device-1", "import-2"}


def test_where_several_collect_it_is_asked_and_never_guessed(tmp_path: Path) -> None:
    other = '\n[[partners]]\nkey = "bridge"\nname = "B"\nroles = ["collecting"]\n'
    folder = brought(tmp_path, SHARED + other)

    told = folders.load(folder, at=AT)
    assert (told["partner"], told["unowned"]) == (None, ("device-1", "import-2"))

    again = folders.load(folder, partner="bridge", at=AT)
    assert (again["partner"], again["unowned"], again["added"]) == ("bridge", (), {})
    folders.load(folder, partner="well", at=AT)
    assert {*OriginOwner.objects.values_list("partner__key", flat=True)} == {"bridge"}


@pytest.mark.parametrize("partner", ["donor", "moon"])
def test_who_collects_nothing_is_given_nothing(tmp_path: Path, partner: str) -> None:
    with pytest.raises(DataError):
        folders.load(brought(tmp_path, SHARED), partner=partner, at=AT)

    assert not OriginOwner.objects.exists()


def test_what_this_site_wrote_itself_stays_its_own(tmp_path: Path) -> None:
    folder = brought(tmp_path, SHARED)
    Origin.objects.create(name="device-1", opened_at=AT)

    folders.load(folder, at=AT)

    assert [*OriginOwner.objects.values_list("origin_id", flat=True)] == ["import-2"]
