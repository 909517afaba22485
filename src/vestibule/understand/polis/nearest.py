"""Which centre is nearest to each point, without measuring them all?

Two exact shortcuts: a point is measured again only if its nearest centre may
have changed, by the triangle inequality [1]_; and only against the centres that
can be nearest, or next to nearest, somewhere in its cell of the map [2]_.

References
----------
.. [1] Hamerly (2010), Making k-means even faster, SIAM Data Mining.
.. [2] Kanungo et al. (2002), An efficient k-means clustering algorithm, IEEE
   Trans. Pattern Analysis and Machine Intelligence 24(7).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from vestibule.understand.polis.votes import Floats, Ints, Positions

CHUNK = 8192
"""Points compared with all centres at once: bounds memory, changes nothing."""

SLACK = 1e-9
"""Bounds this close are not trusted: the point is compared with all centres."""

WIDTH = 12
"""Candidates listed for a cell; cells with more are compared with all centres."""

MOST_CELLS = 40
"""Cells along each side of the map, at most."""

POINTS_PER_CELL = 200
"""Fewer points than this in a cell, and listing candidates costs more than it saves."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Cells:
    """A map divided into rectangles with equally many points along each side.

    Parameters
    ----------
    x, y : ndarray of float64, shape (n_side + 1,)
        Edges, rising; the outermost are the extremes of the points.
    """

    x: Floats
    y: Floats

    def of(self, points: Floats) -> Ints:
        """Return the cell of each point, shape (n_points,)."""
        column = np.searchsorted(self.x[1:-1], points[:, 0])
        row = np.searchsorted(self.y[1:-1], points[:, 1])
        return (column * (len(self.y) - 1) + row).astype(np.int32)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Candidates:
    """The centres worth measuring in each cell.

    Parameters
    ----------
    centers : ndarray of int32, shape (n_cells, WIDTH)
        Rising; filled up with the number of centres, which is none of them.
    narrow : ndarray of bool, shape (n_cells,)
        Whether the list is whole.
    """

    centers: Ints
    narrow: Positions


def cells(points: Floats) -> Cells | None:
    """Divide the map of some points.

    Parameters
    ----------
    points : ndarray of float64, shape (n_points, 2)
        At least one.

    Returns
    -------
    Cells or None
        None where there are too few points for it to pay.
    """
    side = min(MOST_CELLS, int(np.sqrt(len(points) / POINTS_PER_CELL)))
    if side < 2:
        return None
    some = points[:: max(1, len(points) // 100_000)]
    inner = np.linspace(0.0, 1.0, side + 1)[1:-1]
    edges = [
        np.concatenate(
            [
                [points[:, axis].min()],
                np.quantile(some[:, axis], inner),
                [points[:, axis].max()],
            ]
        )
        for axis in (0, 1)
    ]
    return Cells(x=edges[0], y=edges[1])


def candidates(divided: Cells | None, centers: Floats) -> Candidates | None:
    """List for each cell the centres that can be first or second nearest there.

    Parameters
    ----------
    divided : Cells or None
        From `cells`.
    centers : ndarray of float64, shape (k, 2)
        All centres.

    Returns
    -------
    Candidates or None
        None where there are no cells, or hardly fewer centres than a list holds.

    Notes
    -----
    Two centres are nowhere in a cell farther than the second smallest of the
    largest distances; one that is nowhere nearer than that cannot be needed.
    """
    k = len(centers)
    if divided is None or k <= WIDTH:
        return None
    near_x, far_x = _reach(divided.x, centers[:, 0])
    near_y, far_y = _reach(divided.y, centers[:, 1])
    least = (near_x[:, None] + near_y).reshape(-1, k)
    most = (far_x[:, None] + far_y).reshape(-1, k)
    enough = np.partition(most, 1, axis=1)[:, 1]
    needed = least <= enough[:, None] * (1.0 + SLACK) + SLACK
    listed = np.argsort(~needed, axis=1, kind="stable")[:, :WIDTH].astype(np.int32)
    n_needed = needed.sum(axis=1)
    listed[np.arange(WIDTH) >= n_needed[:, None]] = k
    return Candidates(centers=listed, narrow=n_needed <= WIDTH)


def _reach(edges: Floats, places: Floats) -> tuple[Floats, Floats]:
    """Return squared distances to the near and far end, shape (n_side, k)."""
    low, high = edges[:-1, None], edges[1:, None]
    outside = np.maximum(np.maximum(low - places, places - high), 0.0)
    farthest = np.maximum(np.abs(places - low), np.abs(high - places))
    return np.square(outside), np.square(farthest)


class Nearest:
    """The nearest centre of each point, measured again only where needed.

    `upper` bounds the distance to the own centre from above, `lower` the one
    to the next centre from below: while upper < lower, the label holds.

    Parameters
    ----------
    points : ndarray of float64, shape (n_points, 2)
        Not copied.
    divided : Cells or None
        The map they lie on.
    """

    def __init__(self, points: Floats, divided: Cells | None) -> None:
        self.points = points
        self.cell = None if divided is None else divided.of(points).astype(np.int16)
        self.labels: Ints = np.zeros(len(points), dtype=np.int32)
        self.upper: Floats = np.full(len(points), np.inf)
        self.lower: Floats = np.zeros(len(points))

    def assign(self, centers: Floats, listed: Candidates | None) -> None:
        """Give each point to its nearest centre, of equals to the later."""
        doubtful = np.flatnonzero(self.upper + SLACK >= self.lower)
        if listed is not None and self.cell is not None:
            narrow = listed.narrow[self.cell[doubtful]]
            self._measure_listed(doubtful[narrow], centers, listed)
            doubtful = doubtful[~narrow]
        for start in range(0, len(doubtful), CHUNK):
            chosen = doubtful[start : start + CHUNK]
            self._keep(chosen, None, self._squares(chosen, centers.T))

    def _measure_listed(
        self, doubtful: Positions, centers: Floats, listed: Candidates
    ) -> None:
        # The centre after the last stands for the empty places of a list.
        away = np.vstack([centers, [np.inf, np.inf]])
        # Float copies by cell: one gather per point instead of one per candidate.
        places = away[listed.centers].transpose(2, 0, 1)
        for start in range(0, len(doubtful), CHUNK):
            chosen = doubtful[start : start + CHUNK]
            own = self.cell[chosen] if self.cell is not None else chosen
            squares = self._squares(chosen, (places[0][own], places[1][own]))
            self._keep(chosen, listed.centers[own], squares)

    def _squares(
        self, chosen: Positions, places: Floats | tuple[Floats, Floats]
    ) -> Floats:
        x, y = self.points[chosen, 0], self.points[chosen, 1]
        across: Floats = x[:, None] - places[0]
        np.square(across, out=across)
        along = y[:, None] - places[1]
        np.square(along, out=along)
        across += along
        return across

    def _keep(self, chosen: Positions, names: Ints | None, squares: Floats) -> None:
        last = squares.shape[1] - 1
        place = last - np.argmin(squares[:, ::-1], axis=1)
        rows = np.arange(len(chosen))
        self.upper[chosen] = np.sqrt(squares[rows, place])
        squares[rows, place] = np.inf
        self.lower[chosen] = np.sqrt(squares.min(axis=1))
        self.labels[chosen] = place if names is None else names[rows, place]

    def relabel(self, used: Positions) -> None:
        """Close the gaps that dropped centres left."""
        new = np.zeros(int(used[-1]) + 1, dtype=np.int32)
        new[used] = np.arange(len(used), dtype=np.int32)
        self.labels = new[self.labels]

    def loosen(self, moves: Floats) -> None:
        """Widen the bounds by how far the centres moved."""
        self.upper += moves[self.labels]
        self.lower -= moves.max()
