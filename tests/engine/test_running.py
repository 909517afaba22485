"""Kernels over partitions by threads: order, bounds, failures."""

from __future__ import annotations

import operator
import sys
import threading
import time
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vestibule import engine
from vestibule.dossier import partitions, stored
from vestibule.engine import cluster
from vestibule.errors import DataError, MissingTool


def as_text(number: int) -> str:
    return str(number)


def test_sums_are_merged_by_hand() -> None:
    # (1 + 2), 3 and (4 + 5): 15.
    assert engine.run([[1, 2], [3], [4, 5]], sum, operator.add, workers=2) == 15


def test_a_single_partition_is_not_merged_with_anything() -> None:
    assert engine.run([7], as_text, operator.add) == "7"


@given(st.lists(st.integers(0, 9), min_size=1, max_size=30), st.integers(1, 4))
def test_results_are_merged_in_the_order_of_partitions(
    numbers: list[int], workers: int
) -> None:
    found = engine.run(numbers, as_text, operator.add, workers=workers)

    assert found == "".join(map(str, numbers))


def test_the_first_partition_comes_first_even_if_it_ends_last() -> None:
    def slow_at_first(number: int) -> str:
        time.sleep(0.05 if number == 0 else 0)
        return str(number)

    assert engine.run(range(6), slow_at_first, operator.add, workers=3) == "012345"


def test_floats_have_the_same_digits_with_any_number_of_threads() -> None:
    numbers = (10.0 ** np.arange(-8, 9)).tolist() * 3

    sums = {
        engine.run(numbers, np.sin, operator.add, workers=workers)
        for workers in (1, 2, 3, 8)
    }

    assert len(sums) == 1


@pytest.mark.parametrize(("workers", "most"), [(1, 1), (2, 3), (4, 5)])
def test_few_partitions_are_in_flight(workers: int, most: int) -> None:
    lock, alive, seen = threading.Lock(), [0], [0]

    def drawn():
        for number in range(50):
            with lock:
                alive[0] += 1
                seen[0] = max(seen[0], alive[0])
            yield number

    def merge(total: int, number: int) -> int:
        with lock:
            alive[0] -= 1
        return total + number

    engine.run(drawn(), abs, merge, workers=workers)

    # The sum so far stands for the first partition, hence one more.
    assert seen[0] <= most + 1


def test_each_partition_meets_the_value_beside_it() -> None:
    found = engine.run([1, 2, 3], pow, operator.add, beside=[3, 2, 1], workers=2)

    assert found == 1 + 4 + 3


def test_values_beside_must_be_as_many_as_partitions() -> None:
    with pytest.raises(ValueError, match="shorter"):
        engine.run([1, 2, 3], pow, operator.add, beside=[3, 2])


def test_a_sum_over_no_partition_is_refused() -> None:
    with pytest.raises(DataError, match="no partitions"):
        engine.run([], abs, operator.add)


@pytest.mark.parametrize("workers", [1, 3])
def test_what_a_kernel_raises_comes_through(workers: int) -> None:
    def broken(number: int) -> int:
        raise DataError(f"partition {number} is broken")

    with pytest.raises(DataError, match="partition 0 is broken"):
        engine.run(range(100), broken, operator.add, workers=workers)


def test_one_place_serves_several_runs() -> None:
    with engine.opened(workers=2) as place:
        assert place.run([1, 2], abs, operator.add) == 3
        assert place.run([1, 2], as_text, operator.add) == "12"


def counted(partition: partitions.VotePartition) -> int:
    return len(partition.vote)


def test_a_stored_partition_is_read_where_it_is_needed(tmp_path: Path) -> None:
    part = partitions.VotePartition(
        person=np.array([0, 0], np.int32),
        statement=np.array([0, 1], np.int32),
        vote=np.array([1, -1], np.int8),
    )
    book = partitions.VoteBook(
        people=pl.Series(["a"]), statements=pl.Series(["s", "t"]), partitions=(part,)
    )
    partitions.write(book, tmp_path / "votes")

    on_disk = stored.stored(tmp_path / "votes").partitions

    assert engine.run(on_disk, counted, operator.add) == 2
    assert engine.run(book.partitions, counted, operator.add) == 2


@pytest.mark.parametrize("workers", [0, -1])
def test_no_workers_are_refused(workers: int) -> None:
    with pytest.raises(DataError, match="1 or more"):
        engine.run([1], abs, operator.add, workers=workers)


@pytest.mark.parametrize("on", ["", "local", "local:0", "local:x", "http://x:1", "2"])
def test_a_place_that_is_none_is_refused_with_what_would_be(on: str) -> None:
    with pytest.raises(DataError, match="local:2"):
        engine.run([1], abs, operator.add, on=on)


def test_without_dask_a_cluster_is_a_missing_tool(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)

    with pytest.raises(MissingTool, match=r"vestibule\[cluster\]") as refused:
        engine.run([1], abs, operator.add, on="local:2")

    assert refused.value.params == {"reason": "no-dask", "tool": "distributed"}


def test_the_libraries_of_a_worker_keep_to_one_thread() -> None:
    assert cluster.ONE_THREAD["POLARS_MAX_THREADS"] == 1
    assert cluster.ONE_THREAD["OMP_NUM_THREADS"] == 1
