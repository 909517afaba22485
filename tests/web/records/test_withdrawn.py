"""Withdrawals are kept beside the database, line by line, and read back."""

from __future__ import annotations

import datetime as dt
import stat
from pathlib import Path

import pytest
from tests.web.records.writers import TEXT

from vestibule.errors import FileError
from vestibule.web.records import declarations, withdrawn, writing
from vestibule.web.records.frames import table_frame
from vestibule.web.records.models import ReleaseFolder

AT = dt.datetime(2031, 5, 2, 9, 30, tzinfo=dt.UTC)


@pytest.fixture
def two(db: None, django_capture_on_commit_callbacks: object) -> list[str]:
    """Two records that were withdrawn."""
    declarations.declare(TEXT, at=AT, by="one")
    row = {"code": "g", "kind": "interview"}
    ids = [
        writing.append("gatherings", row, origin="site", by="one", at=AT)
        for _ in range(2)
    ]
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        for one in ids:
            writing.withdraw("gatherings", one, origin="site", by="dado", at=AT)
    return ids


def test_each_withdrawal_is_listed_and_read_back_as_it_was(
    two: list[str], a_home_of_the_test: Path
) -> None:
    path = a_home_of_the_test / withdrawn.FILE

    found = withdrawn.listed(path)

    assert found.sort("id").equals(table_frame("withdrawals"))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_line_that_was_being_written_when_the_machine_stopped_is_left(
    two: list[str], a_home_of_the_test: Path
) -> None:
    path = a_home_of_the_test / withdrawn.FILE
    content = path.read_text()
    path.write_text(content[:-20])

    assert withdrawn.listed(path).height == 1


def test_a_list_that_was_lost_is_written_anew_from_the_database(
    two: list[str], a_home_of_the_test: Path
) -> None:
    (a_home_of_the_test / withdrawn.FILE).unlink()

    assert (withdrawn.complete(), withdrawn.complete()) == (2, 0)
    assert withdrawn.listed(a_home_of_the_test / withdrawn.FILE).height == 2


@pytest.mark.parametrize(
    "text", ["not a list\nat all\n", '{"id": 1}\n{}\n', "[]\n[]\n"]
)
def test_another_file_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "other.txt"
    path.write_text(text)

    with pytest.raises(FileError, match="not a list of withdrawals"):
        withdrawn.listed(path)


def test_an_empty_list_holds_nothing(tmp_path: Path) -> None:
    path = tmp_path / "empty.jsonl"
    path.write_text("")

    assert withdrawn.listed(path).is_empty()


def an_edition_down(edition: int = 1) -> ReleaseFolder:
    return ReleaseFolder.objects.create(
        edition=edition,
        sha256="a" * 64,
        folder=str(edition),
        frozen_at=AT,
        frozen_by="esi",
        taken_down_at=AT,
        taken_down_by="dado",
    )


def test_an_edition_that_was_taken_down_is_listed_beside_the_withdrawals(
    two: list[str], a_home_of_the_test: Path
) -> None:
    an_edition_down()
    path = a_home_of_the_test / withdrawn.FILE

    assert (withdrawn.complete(), withdrawn.complete()) == (1, 0)

    [one] = withdrawn.down(path)
    assert (one.edition, one.sha256, one.at, one.by) == (1, "a" * 64, AT, "dado")
    assert withdrawn.listed(path).height == 2


def test_a_line_that_was_broken_off_spoils_none_that_is_written_after_it(
    two: list[str], a_home_of_the_test: Path
) -> None:
    path = a_home_of_the_test / withdrawn.FILE
    path.write_text(path.read_text()[:-20])

    assert withdrawn.complete() == 1
    an_edition_down()
    assert withdrawn.complete() == 1

    assert withdrawn.listed(path).height == 2
    assert withdrawn.complete() == 0
