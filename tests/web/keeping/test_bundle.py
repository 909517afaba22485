"""A backup that is not whole is refused before anything is read from it."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from vestibule.errors import FileError
from vestibule.web.keeping import bundle

NAME = "tables/votes.jsonl"


def made(path: Path, *, manifest: str | None = None, extra: str | None = None) -> Path:
    """Return a small backup."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        writer = bundle.Writer(archive)
        writer.put(NAME, [b'["id"]\n', b'["a"]\n'])
        if manifest is None:
            writer.close({"rows": {}})
        else:
            archive.writestr(bundle.MANIFEST, manifest)
        if extra is not None:
            archive.writestr(extra, b"x")
    return path


def why(path: Path) -> str:
    with pytest.raises(FileError) as refused:
        bundle.opened(path)
    return str(refused.value.params["reason"])


def test_a_whole_backup_gives_back_its_lines(tmp_path: Path) -> None:
    found = bundle.opened(made(tmp_path / "b.zip"))

    assert list(found.lines(NAME)) == [b'["id"]\n', b'["a"]\n']
    assert b"".join(found.pieces(NAME)) == b'["id"]\n["a"]\n'
    assert found.names("tables/") == [NAME]


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9, 0.99])
def test_wherever_it_is_cut_it_is_refused(tmp_path: Path, share: float) -> None:
    whole = made(tmp_path / "b.zip").read_bytes()
    cut = tmp_path / "cut.zip"
    cut.write_bytes(whole[: int(len(whole) * share)])

    assert why(cut) == "backup-damaged"


def test_whichever_byte_is_changed_nothing_wrong_is_read(tmp_path: Path) -> None:
    whole = made(tmp_path / "b.zip").read_bytes()
    spoilt = tmp_path / "spoilt.zip"

    read = set()
    for at in range(len(whole)):
        spoilt.write_bytes(whole[:at] + bytes([whole[at] ^ 0x10]) + whole[at + 1 :])
        try:
            read.add(b"".join(bundle.opened(spoilt).pieces(NAME)))
        except FileError as error:
            read.add(str(error.params["reason"]).encode())

    # a byte that says nothing (a date of the archive) may change unseen
    assert read <= {b'["id"]\n["a"]\n', b"backup-damaged", b"backup-form"}
    assert b"backup-damaged" in read


def test_what_the_manifest_does_not_name_is_refused(tmp_path: Path) -> None:
    assert why(made(tmp_path / "b.zip", extra="files/x")) == "backup-damaged"


@pytest.mark.parametrize(
    "name", ["../etc/passwd", "releases/../../x", "/x", "home/x", "files/ABC"]
)
def test_a_name_that_leads_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / "b.zip"
    with zipfile.ZipFile(path, "w") as archive:
        writer = bundle.Writer(archive)
        writer.put(name, [b"x"])
        writer.close({})

    assert why(path) == "backup-damaged"


@pytest.mark.parametrize("manifest", ["", "[]", "{}", '{"members": {}, "form": 1}'])
def test_a_manifest_that_is_none_is_refused(tmp_path: Path, manifest: str) -> None:
    assert why(made(tmp_path / "b.zip", manifest=manifest)) == "backup-damaged"


def test_another_form_asks_for_its_version(tmp_path: Path) -> None:
    told = json.dumps({"form": 99, "members": {}})

    assert why(made(tmp_path / "b.zip", manifest=told)) == "backup-form"
