"""What was backed up comes back, hash by hash; what was withdrawn does not."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from tests.web.records.test_writing_at_once import place

from vestibule.errors import FileError
from vestibule.web.keeping import bundle, restoring

AT = dt.datetime(2031, 1, 1, tzinfo=dt.UTC)

SCENARIO = Path(__file__).with_name("scenario.py")
CHECKOUT = Path(__file__).parents[3]


def lived(tmp_path: Path, records: int) -> dict[str, Any]:
    """Return what came of a backup of so many records."""
    home, folder = tmp_path / "home", tmp_path / "elsewhere"
    home.mkdir()
    folder.mkdir()
    environment = place(home)
    del environment["VESTIBULE_SECRET_KEY"]
    paths = [str(CHECKOUT), environment.get("PYTHONPATH", "")]
    run = subprocess.run(
        [sys.executable, str(SCENARIO), str(folder), str(records)],
        env={**environment, "PYTHONPATH": ":".join(filter(None, paths))},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return dict(json.loads(run.stdout.splitlines()[-1]))


def check(told: dict[str, Any], records: int, files: int) -> None:
    assert told["made"] == {"records": records, "files": files}
    # cut short, one bit changed, not there: each refused, and the site as it was
    assert told["damaged"] == ["backup-damaged"] * 3
    assert told["untouched"]
    # over a live site: its own withdrawal is known, and carried out again
    assert told["over"] == [1, False]
    # after a wipe nothing knows of it: all is back, as it was
    assert told["back"] == [records, files, 0]
    assert set(told["same"].values()) == {True}, told["same"]
    # an edition that was taken down after the backup is down again where that is known,
    # and one that the backup does not know of is named
    assert told["down"] == [[[1], [1], [1]], [[], [], []], [[1], [1], [1]]]
    assert told["down_again"] == [[1], [], [1]]
    assert told["lacking"] == [[2], []]
    # numbers given out after the backup are never given out again
    assert told["new_origins"] == 1
    # with the list that was kept elsewhere it leaves again
    assert told["again"] == [1, False]


def test_a_wiped_site_comes_back_and_a_damaged_backup_is_refused(
    tmp_path: Path,
) -> None:
    check(lived(tmp_path, 24), 24, 20)


@pytest.mark.parametrize("beside", ["-journal", "-wal", "-shm"])
def test_what_a_broken_database_left_beside_it_touches_no_restored_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, beside: str
) -> None:
    house, fresh = tmp_path / "house", tmp_path / "fresh"
    for folder, told in ((house, "broken"), (fresh, "restored")):
        folder.mkdir()
        (folder / "vestibule.sqlite3").write_text(told)
    (house / f"vestibule.sqlite3{beside}").write_text("of the broken one")
    monkeypatch.setattr(restoring, "connections", {"default": mock.Mock()})

    kept = restoring._swap(fresh, house, dt.datetime(2031, 1, 1, tzinfo=dt.UTC))

    assert (house / "vestibule.sqlite3").read_text() == "restored"
    assert not (house / f"vestibule.sqlite3{beside}").exists()
    assert (kept / f"vestibule.sqlite3{beside}").read_text() == "of the broken one"


def test_what_does_not_come_back_on_a_server_leaves_the_secret_of_the_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    sha256 = hashlib.sha256(b"said").hexdigest()
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        writer = bundle.Writer(archive)
        for name, content in ((f"files/{sha256}", b"said"), ("secret-key", b"theirs")):
            writer.put(name, [content])
        writer.close({})
    house = Path(settings.HOME)
    (house / "secret-key").write_text("ours")
    for name in ("connection", "transaction"):
        monkeypatch.setattr(restoring, name, mock.MagicMock())
    restoring.transaction.atomic.return_value.__exit__.return_value = False
    monkeypatch.setattr(
        restoring, "_build", mock.Mock(side_effect=FileError("differs"))
    )

    with pytest.raises(FileError, match="differs"):
        restoring._on_server(bundle.opened(tmp_path / "b.zip"), mock.Mock(), AT)

    assert (house / "secret-key").read_text() == "ours"
    assert (house / "files" / sha256[:2] / sha256).read_bytes() == b"said"


@pytest.mark.proof
def test_ten_thousand_records_come_back(tmp_path: Path) -> None:
    check(lived(tmp_path, 10_000), 10_000, 1_000)
