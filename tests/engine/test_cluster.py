"""Kernels on a Dask cluster of this machine: same digits, also when one dies."""

from __future__ import annotations

import operator
import os
import signal
import threading
import time
from pathlib import Path

import numpy as np
import pytest
from tests.engine.clusters import running

from vestibule import engine, rehearsal
from vestibule.dossier import partitions, stored
from vestibule.errors import DataError
from vestibule.understand.polis import streamed

pytest.importorskip("distributed", reason="needs vestibule[cluster]")
pytestmark = [
    pytest.mark.enable_socket,
    # Dask leaves the closing of its last connections to the collector.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

SLOW = 0.15


Told = tuple[tuple[int, float, str | None, str | None], ...]


def noted(number: int, folder: Path) -> Told:
    """Say in a file who works on this, then take a while."""
    (folder / f"{os.getpid()}-{number}").touch()
    time.sleep(SLOW)
    names = ("POLARS_MAX_THREADS", "OMP_NUM_THREADS")
    return ((number, float(np.sin(number)), *map(os.environ.get, names)),)


def test_nobody_at_the_address_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vestibule.engine.cluster.ANSWER_SECONDS", 0.2)

    with pytest.raises(DataError, match="No Dask scheduler answers at tcp://127"):
        engine.run([1], abs, operator.add, on="tcp://127.0.0.1:9")


def test_a_cluster_that_is_running_is_reached_and_left_running() -> None:
    with running(workers=1) as address:
        assert address.startswith("tcp://")
        for _ in range(2):
            assert engine.run([[1, 2], [3]], sum, operator.add, on=address) == 6


def test_a_scheduler_without_workers_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vestibule.engine.cluster.ANSWER_SECONDS", 1)

    with running(workers=0) as address, pytest.raises(DataError, match="no workers"):
        engine.run([1], abs, operator.add, on=address)


def test_a_killed_worker_changes_nothing_but_the_time(tmp_path: Path) -> None:
    numbers = range(24)
    beside = [tmp_path] * len(numbers)
    # Workers are processes of their own, whose libraries keep to one thread.
    expected = tuple((number, float(np.sin(number)), "1", "1") for number in numbers)
    killed: list[int] = []

    def kill_one() -> None:
        while len(list(tmp_path.iterdir())) < 6:
            time.sleep(0.02)
        newest = max(tmp_path.iterdir(), key=lambda note: note.stat().st_mtime_ns)
        pid = int(newest.name.split("-")[0])
        os.kill(pid, signal.SIGKILL)
        killed.append(pid)

    killer = threading.Thread(target=kill_one)
    killer.start()
    found = engine.run(numbers, noted, operator.add, on="local:2", beside=beside)
    killer.join()

    assert found == expected
    workers = {int(note.name.split("-")[0]) for note in tmp_path.iterdir()}
    assert killed[0] in workers
    assert len(workers) >= 2


def test_a_cluster_gives_the_digits_of_threads(tmp_path: Path) -> None:
    book = rehearsal.votes(people=3_000, statements=40, votes=60_000, seed=4)
    parts = partitions.divided(book.frame(), size=7_000)
    book = partitions.VoteBook(
        people=book.people, statements=book.statements, partitions=parts
    )
    partitions.write(book, tmp_path / "votes")

    here = streamed.analyse(book, workers=1)
    with running(workers=2) as address:
        there = streamed.analyse(stored.stored(tmp_path / "votes"), on=address)

    assert np.array_equal(here.projections, there.projections, equal_nan=True)
    assert np.array_equal(here.group, there.group)
    assert np.array_equal(here.components.vectors, there.components.vectors)
    assert here.statements.equals(there.statements)
    assert here.group_statements.equals(there.group_statements)
