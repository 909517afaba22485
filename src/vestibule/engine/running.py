"""What is the sum of a kernel over all partitions?"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from vestibule.dossier.stored import StoredPartition
from vestibule.engine import cluster, threads
from vestibule.engine.places import Place, Started
from vestibule.errors import DataError

Sum = TypeVar("Sum")


class Engine:
    """Where kernels run, opened once for several runs.

    Parameters
    ----------
    place : Place
        Threads or a cluster.
    """

    def __init__(self, place: Place) -> None:
        self._place = place

    def run(
        self,
        partitions: Iterable[Any],
        kernel: Callable[..., Sum],
        merge: Callable[[Sum, Sum], Sum],
        *,
        beside: Iterable[Any] | None = None,
    ) -> Sum:
        """Run a kernel over all partitions and merge what it gives.

        Parameters
        ----------
        partitions : iterable
            `VotePartition` in memory, `StoredPartition` on disk (read where the
            kernel runs, and let go after it), or anything else a kernel takes.
            An iterator is drawn from only as fast as kernels end.
        kernel : callable
            ``kernel(partition)``, or ``kernel(partition, value)`` with `beside`.
            A pure function; on a cluster it must be importable there.
        merge : callable
            ``merge(sum_so_far, next)``, associative; called here, in the order of
            the partitions, whoever ends first.
        beside : iterable, optional
            One value for each partition, handed to the kernel with it.

        Returns
        -------
        Sum
            ``merge(… merge(kernel(p0), kernel(p1)) …, kernel(pn))``.

        Raises
        ------
        DataError
            If there is no partition: a sum of nothing has no shape.

        Notes
        -----
        At most a few partitions are in flight, so memory does not grow with
        their number. Integer sums would be the same in any order; floating ones
        are the same because the order is fixed.
        """
        results = self._results(_arguments(partitions, beside), kernel)
        try:
            total = next(results)
        except StopIteration:
            raise DataError(
                "there are no partitions to run over", partitions=0
            ) from None
        for result in results:
            total = merge(total, result)
        return total

    def _results(
        self, calls: Iterable[tuple[Any, ...]], kernel: Callable[..., Sum]
    ) -> Iterator[Sum]:
        under_way: deque[Started] = deque()
        for arguments in calls:
            under_way.append(self._place.start(_applied, kernel, *arguments))
            if len(under_way) > self._place.ahead:
                yield under_way.popleft().result()
        while under_way:
            yield under_way.popleft().result()


def _arguments(
    partitions: Iterable[Any], beside: Iterable[Any] | None
) -> Iterable[tuple[Any, ...]]:
    if beside is None:
        return ((partition,) for partition in partitions)
    return zip(partitions, beside, strict=True)


def _applied(kernel: Callable[..., Sum], partition: Any, *values: Any) -> Sum:
    if isinstance(partition, StoredPartition):
        partition = partition.load()
    return kernel(partition, *values)


@contextmanager
def opened(on: str | None = None, *, workers: int | None = None) -> Iterator[Engine]:
    """Open a place to run kernels, and close it afterwards.

    Parameters
    ----------
    on : str or None
        None for threads of this process, ``"local:2"`` for a Dask cluster of two
        worker processes on this machine, ``"tcp://host:port"`` for the scheduler
        of a cluster that is running and reads the same paths.
    workers : int or None
        Threads, 1 or more: of this process (all cores if absent) or of each
        worker process of a local cluster (1 if absent).

    Yields
    ------
    Engine
        Ready to run.

    Raises
    ------
    DataError
        If `on` is none of these, nobody answers there, or there are no workers.
    MissingTool
        If a cluster is asked for and Dask is not installed.
    """
    if workers is not None and workers < 1:
        raise DataError(f"workers must be 1 or more, not {workers}", setting="workers")
    if on is None:
        with threads.opened(workers) as place:
            yield Engine(place)
    else:
        with cluster.opened(on, workers) as place:
            yield Engine(place)


def run(
    partitions: Iterable[Any],
    kernel: Callable[..., Sum],
    merge: Callable[[Sum, Sum], Sum],
    *,
    on: str | None = None,
    workers: int | None = None,
    beside: Iterable[Any] | None = None,
) -> Sum:
    """Run a kernel over all partitions once: `opened`, then `Engine.run`.

    Parameters
    ----------
    partitions : iterable
        As in `Engine.run`.
    kernel : callable
        As in `Engine.run`.
    merge : callable
        As in `Engine.run`.
    on : str or None
        As in `opened`.
    workers : int or None
        As in `opened`.
    beside : iterable, optional
        As in `Engine.run`.

    Returns
    -------
    Sum
        The merged sum.

    Examples
    --------
    >>> import operator
    >>> run([[1, 2], [3], [4, 5]], sum, operator.add, workers=2)
    15
    """
    with opened(on, workers=workers) as engine:
        return engine.run(partitions, kernel, merge, beside=beside)
