"""Fifty write on one gathering of a served site: nothing is lost, nothing doubled.

Through the forms of the page and through the API, each sent twice at the same moment;
and whoever was told that a record is kept finds it, though the server was killed.
On the tests' kind of database, in a home and processes of its own.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from tests.web.records.test_writing_at_once import place

ROOT = Path(__file__).resolve().parents[2]


def told(tmp_path: Path, *arguments: str) -> dict[str, Any]:
    """Return what `tests.web.fifty` tells."""
    where = place(tmp_path)
    where["PYTHONPATH"] = f"{ROOT / 'src'}:{ROOT}"
    run = subprocess.run(
        [sys.executable, "-m", "tests.web.fifty", *arguments],
        env=where,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return dict(json.loads(run.stdout))


RECORDS = {
    "presences": ("attendances", 2),  # women and men, a record each
    "decompte": ("tallies", 1),
    "paroles": ("voices", 1),  # and its excerpt
    "votes": ("votes", 1),
    "attendances": ("attendances", 1),
}
"""What someone wrote: its table, and how many records of it."""


def check_written(found: dict[str, Any], writers: int, each: int) -> None:
    """Check that all that was written is there, once."""
    assert found["vendor"] == connection.vendor
    written = found["written"]
    assert len(written) == writers * each
    expected: Counter[str] = Counter()
    for one in written:
        table, n = RECORDS[one["kind"]]
        expected[table] += n
        expected["excerpts"] += one["kind"] == "paroles"
        ids = [row[0] for row in found["rows"][table]]
        assert ids.count(one["id"]) == 1, one
    held = {name: len(rows) for name, rows in found["rows"].items()}
    assert {name: held[name] for name in expected} == dict(expected)


def check_answers(written: Sequence[dict[str, Any]]) -> None:
    """Check that both of two at once were told that it is kept, written by one."""
    for one in written:
        if one["kind"] in ("votes", "attendances"):
            assert one["answers"] == ["200 0 1", "200 1 0"], one
        else:
            first, second = one["answers"]
            assert first == second
            assert first.startswith("302 /atelier/rencontres/"), one


def check_corrected(found: dict[str, Any], writers: int) -> None:
    """Check that of all corrections of one version one stands, and nothing typed is lost."""
    corrected = found["corrected"]
    assert corrected["answers"] == {"302": 1, "200": writers - 1}
    assert corrected["typed"] == writers - 1
    superseding = [row for row in found["rows"]["gatherings"] if row[3]]
    assert len(superseding) == 1
    assert superseding[0][0] in corrected["ids"]


def check_whole(found: dict[str, Any]) -> None:
    """Check numbers and journal: no gap, an entry for each record."""
    numbers, entries = found["numbers"], found["entries"]
    assert numbers == list(range(1, len(numbers) + 1))
    assert (found["gaps"], found["chain"]) == (0, True)
    ids = [row[0] for rows in found["rows"].values() for row in rows]
    ours = [one for one in entries if one in set(ids)]
    assert len(ours) == len(set(ours)) == len(numbers)


def check(found: dict[str, Any], writers: int, each: int) -> None:
    check_written(found, writers, each)
    check_answers(found["written"])
    check_corrected(found, writers)
    check_whole(found)


def test_five_write_on_one_gathering_each_in_another_way(tmp_path: Path) -> None:
    check(told(tmp_path, "write", "5", "1"), 5, 1)


@pytest.mark.proof
def test_fifty_write_on_one_gathering_all_that_can_be_written(tmp_path: Path) -> None:
    check(told(tmp_path, "write", "50", "5"), 50, 5)


def check_kept(found: dict[str, Any], least: int) -> None:
    assert found["acknowledged"] >= least
    assert (found["lost"], found["once"]) == (0, True)
    assert (found["gaps"], found["chain"]) == (0, True)


@pytest.mark.proof
def test_what_was_acknowledged_is_there_after_a_kill(tmp_path: Path) -> None:
    after = (1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233)

    check_kept(told(tmp_path, "kill", *map(str, after)), sum(after))


@pytest.mark.proof
def test_a_server_that_answers_before_the_disk_is_found_out(tmp_path: Path) -> None:
    assert told(tmp_path, "kill-too-early", "5", "20")["lost"] > 0
