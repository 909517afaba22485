"""Which tables does a pack hold? The portrait's own cells, and a few more."""

from __future__ import annotations

from vestibule.inform.material import Material
from vestibule.inform.pack import followed, found, heard
from vestibule.inform.pack.said import Names
from vestibule.inform.pack.sheets import Sheet
from vestibule.inform.preparation.sources import Cells, Sources


def sheets(
    told: Material, sources: Sources, cells: Cells, named: Names
) -> tuple[Sheet, ...]:
    """Return the tables of a pack.

    Parameters
    ----------
    told : Material
        The portrait that it is published with: what stands there stands here.
    sources : Sources
        For names; no number is taken from them.
    cells : Cells
        Cleared, the portrait's and the further ones in one call.
    named : callable
        Gives findings and statements their ids of this edition.

    Returns
    -------
    tuple of Sheet
        Those that have rows. Findings and statements stand in the order of their
        ids, which says nothing.
    """
    every = (
        heard.heard(told, sources, cells),
        found.findings(told, named),
        found.statements(told, named),
        found.priorities(told, named),
        found.validations(told, named),
        found.validated_where(told, named),
        followed.promised(told),
        followed.owed(told),
        followed.trust(told, named),
    )
    return tuple(one for one in every if one.rows)
