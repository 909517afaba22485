"""How is one kernel run over many partitions of votes?

By threads on one machine, or by the workers of a Dask cluster: the same kernel,
the same partitions, partial sums merged in the order of the partitions, so the
same digits. There is no scheduler here: threads are Python's, clusters are Dask's.
"""

from vestibule.engine.running import Engine, opened, run

__all__ = ["Engine", "opened", "run"]
