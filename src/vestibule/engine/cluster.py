"""How are kernels run by the workers of a Dask cluster?

Dask schedules, moves, and runs again what a lost worker had under way [1]_. A
kernel is a pure function of its partition, so a worker that is killed costs
time and changes nothing else.

References
----------
.. [1] Rocklin (2015), Dask: parallel computation with blocked algorithms and
   task scheduling, Proc. 14th Python in Science Conf.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from types import ModuleType
from typing import Any

from vestibule.engine.places import Place, Started
from vestibule.errors import DataError, MissingTool

LOCAL = re.compile(r"local:([1-9][0-9]{0,3})")
"""A cluster on this machine, with so many worker processes."""

ONE_THREAD = {
    "POLARS_MAX_THREADS": 1,
    "OMP_NUM_THREADS": 1,
    "OPENBLAS_NUM_THREADS": 1,
    "MKL_NUM_THREADS": 1,
}
"""Set before a worker is spawned: workers are the parallelism, not their libraries."""

ANSWER_SECONDS = 10
"""How long a scheduler may take to answer."""

CALLS_PER_THREAD = 2
"""Calls handed in for each thread of the cluster: one runs, one is ready."""


class _Cluster:
    """A running cluster; calls go to whichever worker is free."""

    def __init__(self, client: Any) -> None:
        self._client = client

    @property
    def ahead(self) -> int:
        threads: int = sum(self._client.nthreads().values())
        return max(CALLS_PER_THREAD * threads - 1, 1)

    def start(self, function: Callable[..., Any], *arguments: Any) -> Started:
        # Not `pure`: naming a call by a hash of its votes costs more than it saves.
        started: Started = self._client.submit(function, *arguments, pure=False)
        return started


@contextmanager
def opened(on: str, workers: int | None) -> Iterator[Place]:
    """Start a cluster on this machine or reach a running one; leave it afterwards.

    Parameters
    ----------
    on : str
        ``"local:2"`` or ``"tcp://host:port"``.
    workers : int or None
        Threads of each process of a local cluster, 1 if absent.

    Yields
    ------
    Place
        Where calls run.

    Raises
    ------
    DataError
        If `on` is neither, or nobody answers there.
    MissingTool
        If Dask is not installed.
    """
    local = LOCAL.fullmatch(on)
    if local is None and not on.startswith(("tcp://", "tls://")):
        raise DataError(
            f"“{on}” is no place to run: say local:2 for two worker processes here,"
            " or the tcp:// address of a Dask scheduler.",
            reason="no-such-place",
            on=on,
        )
    distributed = _distributed()
    with ExitStack() as closing:
        address = on
        if local is not None:
            address = closing.enter_context(
                _local(distributed, int(local.group(1)), workers or 1)
            )
        yield _Cluster(closing.enter_context(_client(distributed, address, on)))


def _distributed() -> ModuleType:
    try:
        import distributed
    except ImportError as error:
        raise MissingTool(
            "Running on a cluster needs Dask, which is not installed:"
            " install vestibule[cluster], or run on this machine without --on.",
            reason="no-dask",
            tool="distributed",
        ) from error
    return distributed


@contextmanager
def _local(distributed: ModuleType, processes: int, threads: int) -> Iterator[Any]:
    import dask.config

    settings = {
        "distributed.worker.multiprocessing-method": "spawn",
        "distributed.nanny.pre-spawn-environ": ONE_THREAD,
    }
    # The settings must hold while the cluster lives: lost workers are spawned anew.
    with (
        dask.config.set(settings),
        distributed.LocalCluster(
            n_workers=processes,
            threads_per_worker=threads,
            processes=True,
            dashboard_address="127.0.0.1:0",
            silence_logs="ERROR",
        ) as running,
    ):
        yield running


@contextmanager
def _client(distributed: ModuleType, address: Any, on: str) -> Iterator[Any]:
    try:
        client = distributed.Client(address, timeout=ANSWER_SECONDS)
    except OSError as error:
        raise DataError(
            f"No Dask scheduler answers at {on}: start one there, or run without --on.",
            reason="no-scheduler",
            on=on,
        ) from error
    with client:
        try:
            client.wait_for_workers(1, timeout=ANSWER_SECONDS)
        except TimeoutError as error:
            raise DataError(
                f"The Dask scheduler at {on} has no workers: start some,"
                " or run without --on.",
                reason="no-workers",
                on=on,
            ) from error
        yield client
