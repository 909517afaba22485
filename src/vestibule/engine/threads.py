"""How are kernels run by threads of this process?

NumPy and SciPy let go of the interpreter while they count, so threads share
the partitions without copying them.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from vestibule.engine.places import Place


class _Here:
    """No thread at all: each call ends before the next is handed in."""

    ahead = 0

    def start(self, function: Callable[..., Any], *arguments: Any) -> Future[Any]:
        done: Future[Any] = Future()
        done.set_result(function(*arguments))
        return done


class _Threads:
    """Some threads, each with a partition, and one partition ready."""

    def __init__(self, pool: ThreadPoolExecutor, workers: int) -> None:
        self._pool = pool
        self.ahead = workers

    def start(self, function: Callable[..., Any], *arguments: Any) -> Future[Any]:
        return self._pool.submit(function, *arguments)


@contextmanager
def opened(workers: int | None) -> Iterator[Place]:
    """Open threads, and end them afterwards.

    Parameters
    ----------
    workers : int or None
        Threads, all cores if absent; with one, calls run in the caller's.

    Yields
    ------
    Place
        Where calls run.
    """
    workers = workers or os.cpu_count() or 1
    if workers == 1:
        yield _Here()
        return
    pool = ThreadPoolExecutor(workers, thread_name_prefix="engine")
    try:
        yield _Threads(pool, workers)
    finally:
        pool.shutdown(cancel_futures=True)
