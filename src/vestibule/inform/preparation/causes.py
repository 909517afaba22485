"""Causes people tell beside one finding: of the links that the map shows, its own."""

from __future__ import annotations

from collections.abc import Mapping

from vestibule.inform.material import Cause
from vestibule.inform.preparation import links
from vestibule.inform.preparation.sources import Cells, Sources
from vestibule.protect.cleared import Count
from vestibule.protect.thresholds import Key

MOST = 4
"""Links told beside one finding."""


def told(
    sources: Sources, cells: Cells, finding: Mapping[str, object]
) -> tuple[Cause, ...]:
    """Return the links to or from a finding that most gatherings told.

    Links told by too few are left out; the opposite of a link stands beside it, not as
    a link of its own.

    Returns
    -------
    tuple of Cause
        At most `MOST`, those told in most gatherings first.
    """
    factors = {
        row["id"]: row for row in sources.given.table("factors").iter_rows(named=True)
    }
    own = {id_ for id_, row in factors.items() if row["finding"] == finding["id"]}
    found: dict[links.Link, Cause] = {}
    keys = [
        key
        for key, cell in cells.items()
        if key[0] == "told" and own & {key[1], key[2]} and isinstance(cell, Count)
    ]
    for key in sorted(keys, key=lambda one: (-_n(cells, one), one)):
        _, cause, effect, way = key
        if (cause, effect) in found:
            continue
        found[cause, effect] = Cause(
            cause=sources.words("factor", factors[cause], "name"),
            effect=sources.words("factor", factors[effect], "name"),
            direction="more" if way == "more" else "less",
            gatherings=cells[key],
            contrary=cells.get(
                links.key((cause, effect), "less" if way == "more" else "more")
            ),
        )
    return tuple(found.values())[:MOST]


def _n(cells: Cells, key: Key) -> int:
    cell = cells[key]
    return cell.value if isinstance(cell, Count) else 0
