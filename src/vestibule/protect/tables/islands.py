"""Which numbers have nothing to do with each other, whatever is found out of one?

Rows tie the variables that stand in them; what is known ties nothing. Variables that
no chain of rows leads between form different islands: whatever is asked of one can be
answered without the others, and of many islands at once in one program.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse import csgraph

Labels = NDArray[np.int64]

NOWHERE = -1
"""The label of what is known, and of rows in which nothing else stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Islands:
    """Labels of variables and of rows.

    Parameters
    ----------
    columns, rows : np.ndarray of int
        Number of its island for each, from 0; `NOWHERE`: of none.
    """

    columns: Labels
    rows: Labels

    @property
    def sizes(self) -> Labels:
        """How many variables each island has."""
        here = self.columns[self.columns != NOWHERE]
        return np.bincount(here).astype(np.int64)


def islands(matrix: sparse.csr_array, free: NDArray[np.bool_]) -> Islands:
    """Return the islands of a matrix.

    Parameters
    ----------
    matrix : sparse matrix, shape (rows, columns)
        Where not zero, the row ties the column.
    free : np.ndarray of bool, shape (columns,)
        Columns that are not known.

    Returns
    -------
    Islands
        In no particular order, the same for the same matrix.
    """
    ties = matrix[:, np.flatnonzero(free)].tocoo()
    size, wide = matrix.shape[0], int(free.sum())
    row, column = ties.coords
    graph = sparse.coo_array(
        (np.ones(row.size), (row, column + size)), shape=(size + wide, size + wide)
    )
    _, label = csgraph.connected_components(graph, directed=False)
    columns = np.full(free.size, NOWHERE)
    columns[free] = label[size:]
    is_tied = np.zeros(size, dtype=bool)
    is_tied[row] = True
    rows = np.where(is_tied, label[:size], NOWHERE)
    return _counted(columns, rows)


def _counted(columns: Labels, rows: Labels) -> Islands:
    """Return labels from 0 on: rows of known variables alone are no island."""
    used = np.unique(columns[columns != NOWHERE])
    place = np.full(max(columns.max(initial=0), rows.max(initial=0)) + 2, NOWHERE)
    place[used] = np.arange(used.size)
    return Islands(columns=place[columns], rows=place[rows])
