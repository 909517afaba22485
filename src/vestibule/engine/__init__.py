"""How is one kernel run over many partitions of votes?

Threads on one machine, a Dask cluster beyond it. Empty until positions and
common ground need it; the compatible layer runs on one sparse matrix.
"""
