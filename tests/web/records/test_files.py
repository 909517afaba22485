"""A file is on disk, whole, before a row names it."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest
from tests.web.records.samples import AT

from vestibule.errors import FileError
from vestibule.web.records import files
from vestibule.web.records.models import KeptFile

pytestmark = pytest.mark.django_db


def keep(*pieces: bytes) -> KeptFile:
    """Keep a file."""
    return files.keep(pieces, at=AT, by="f-1")


def test_a_file_lies_under_its_hash_and_comes_back_whole() -> None:
    kept = keep(b"one ", b"two")

    assert kept.sha256 == hashlib.sha256(b"one two").hexdigest()
    assert kept.size == 7
    assert files.read(kept.sha256) == b"one two"
    assert files.path_of(kept.sha256).name == kept.sha256


def test_the_same_bytes_are_kept_once() -> None:
    assert keep(b"same") == keep(b"sa", b"me")
    assert KeptFile.objects.count() == 1


def test_a_file_is_kept_from_a_path(tmp_path: Path) -> None:
    (tmp_path / "given").write_bytes(b"x" * (files.PIECE + 1))

    kept = files.keep_path(tmp_path / "given", at=AT, by="f-1")

    assert kept.size == files.PIECE + 1


def test_file_and_folders_are_flushed_before_the_row_is_written(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    done: list[str] = []
    flush = os.fsync

    def watched(handle: int) -> None:
        flush(handle)
        assert not KeptFile.objects.exists()
        done.append("folder" if Path(f"/proc/self/fd/{handle}").is_dir() else "file")

    monkeypatch.setattr(os, "fsync", watched)
    keep(b"words")

    # the file, then the folder of its name, then the folder of that folder
    assert done == ["file", "folder", "folder"]


def test_a_file_that_breaks_off_leaves_nothing(tmp_path: Path) -> None:
    def broken() -> object:
        yield b"half"
        raise OSError("the line was cut")

    with pytest.raises(OSError, match="cut"):
        files.keep(broken(), at=AT, by="f-1")  # type: ignore[arg-type]
    assert [p for p in (tmp_path / "files").rglob("*") if p.is_file()] == []
    assert not KeptFile.objects.exists()


@pytest.mark.parametrize(
    "name",
    [
        "../secret-key",
        "a" * 63,
        "A" * 64,
        f"{'a' * 63}/",
        f"{'a' * 64}\n",
        "",
        "a" * 65,
    ],
)
def test_no_other_name_leads_to_a_path(name: str) -> None:
    with pytest.raises(FileError, match="64 hexadecimal digits"):
        files.path_of(name)


def test_a_file_that_was_changed_or_lost_is_named() -> None:
    kept, lost = keep(b"words"), keep(b"others")
    files.path_of(kept.sha256).write_bytes(b"wards")
    files.path_of(lost.sha256).unlink()

    for sha256 in (kept.sha256, lost.sha256):
        with pytest.raises(FileError, match="restore it"):
            files.read(sha256)
    assert set(files.broken()) == {kept.sha256, lost.sha256}


def test_a_whole_store_has_nothing_broken() -> None:
    keep(b"words")

    assert list(files.broken()) == []


def test_only_the_owner_reads_what_is_kept() -> None:
    path = files.path_of(keep(b"words").sha256)

    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0
