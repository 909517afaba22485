"""Which numbers does a pack hold beside the portrait's? Cleared with them, in one call.

Each is tied by sums to what the portrait prints: who was heard by profile and by age
add up to all who were heard. By sex a pack tells what the portrait tells, and no more:
crossed with regions, it would give away the number of a region that is withheld.
"""

from __future__ import annotations

from dataclasses import replace

from vestibule.inform.preparation import grid
from vestibule.inform.preparation.sources import Sources
from vestibule.protect import clearing
from vestibule.protect.thresholds import Key

HEARD = "heard"
"""The measure of those who were heard for themselves."""


def tables(sources: Sources) -> dict[str, clearing.Table]:
    """Return their numbers before clearing, by table of the pack.

    Parameters
    ----------
    sources : Sources
        Of the portrait that they are published with.

    Returns
    -------
    dict of str to Table
        To be given before the portrait's own: what both hold, one of them prints.
        Nothing where nobody met.
    """
    if not sources.meetings.height:
        return {}
    return {"heard-profile": _by_profile(sources), "heard-age": _by_age(sources)}


def heard_key(by: str, group: str) -> Key:
    """Return the key of those who were heard of one group."""
    return (HEARD, f"{by}={group}")


def _by_profile(sources: Sources) -> clearing.Table:
    """Return who was heard by profile: the margins of the portrait's grid, printed."""
    crossed = next(iter(grid.tables(sources)), None)
    if crossed is None:
        return clearing.crossed(sources.themselves, ["profile"], measure=HEARD)
    return clearing.Table(
        cells={
            key: replace(cell, printed=True)
            for key, cell in crossed.cells.items()
            if len(key) == 1 or (len(key) == 2 and key[1].startswith("profile="))
        }
    )


def _by_age(sources: Sources) -> clearing.Table:
    return clearing.crossed(sources.themselves, ["age_band"], measure=HEARD)
