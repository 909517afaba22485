"""Which estimates may stand beside numbers that are shown?

What is believed of one group is drawn a little towards what the others of the same
statement said. It must therefore be worked out of shown numbers alone (`behind`), and
is printed in whole hundredths, beside a number that is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from vestibule.protect.cleared import Cell, Count, Estimate
from vestibule.protect.thresholds import Key


def behind(cells: Mapping[Key, Cell], keys: Iterable[Key]) -> bool:
    """Return whether all of some numbers are shown: they may go into an estimate.

    A number kept from an earlier edition is not today's: what changed since would
    follow from an estimate of today.

    Returns
    -------
    bool
        False where there is none.
    """
    found = [cells.get(key) for key in keys]
    return bool(found) and all(map(_is_of_today, found))


def cleared(
    cell: Cell | None, mean: float | None, low: float | None, high: float | None
) -> Estimate | None:
    """Return what may be printed of a share beside its number.

    Parameters
    ----------
    cell : Count, Hidden or None
        The number.
    mean, low, high : float or None
        What is believed of the share, 0 to 1; None: nothing.

    Returns
    -------
    Estimate or None
        In whole hundredths. None beside anything but a number of today that is shown.

    Examples
    --------
    >>> cleared(Count(value=84, of=100), .834, .77, .896)
    Estimate(middle=83, low=77, high=90)
    """
    if not _is_of_today(cell) or mean is None or low is None or high is None:
        return None
    middle, least, most = (int(100 * share + 0.5) for share in (mean, low, high))
    return Estimate(middle=middle, low=min(least, middle), high=max(most, middle))


def _is_of_today(cell: Cell | None) -> bool:
    return isinstance(cell, Count) and not cell.is_kept
