"""What is done to a dossier on disk."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from vestibule import api
from vestibule.api import files
from vestibule.dossier import hashing, packages
from vestibule.errors import DataError

AT = dt.datetime(2031, 1, 1, tzinfo=dt.UTC)


@pytest.fixture
def dossier(work: api.Work, tmp_path: Path) -> Path:
    """Return a dossier on disk that a test may change."""
    packages.write(work.dossier, tmp_path / "d")
    return tmp_path / "d"


def withdraw(path: Path, table: str, record: str, by: str = "K1") -> files.Arrived:
    return files.withdraw(
        path, table=table, record=record, by=by, reason="asked", origin="office", at=AT
    )


def test_a_withdrawal_says_how_many_rows_left(dossier: Path) -> None:
    before = packages.read(dossier)
    code = before.table("gatherings").sort("code")["code"][0]
    id_ = before.table("gatherings").filter(code=code)["id"][0]

    left = withdraw(dossier, "gatherings", code)

    after = packages.read(dossier)
    assert left.counts["gatherings"] == 1
    assert id_ not in after.table("gatherings")["id"]
    assert left.sha256 == hashing.content_hash(after)
    assert left.to_dict()["path"] == str(dossier)


def test_an_id_that_is_not_here_is_kept_for_when_it_comes(dossier: Path) -> None:
    assert withdraw(dossier, "excerpts", "e" * 32).counts == {}
    assert "e" * 32 in packages.read(dossier).table("withdrawals")["record"]


def test_a_name_is_no_pseudonym(dossier: Path) -> None:
    with pytest.raises(DataError, match="looks like a name"):
        withdraw(dossier, "people", "x", by="Awa Diarra")


def test_a_name_that_nobody_has_is_told(dossier: Path) -> None:
    with pytest.raises(DataError, match="is called “nobody-9”"):
        withdraw(dossier, "people", "nobody-9")


def test_changes_are_rows_gained_or_lost() -> None:
    assert files.changes({"a": 2, "b": 1}, {"a": 5, "c": 1}) == {
        "a": 3,
        "b": -1,
        "c": 1,
    }


def test_a_dossier_is_checked_in_place(dossier: Path) -> None:
    assert files.check(dossier, today=AT.date()) == ()


def test_a_new_process_is_named_by_a_key(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="as in “ma-region”"):
        files.new("Ma région", source="self-portrait", folder=tmp_path / "x", lang="fr")


def test_an_empty_folder_is_as_good_as_none(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()

    made = files.new("x", source="self-portrait", folder=tmp_path / "x", lang="fr")

    assert packages.read(made.folder).process.key == "x"
