"""Which comparisons are set inside one another: women of the forces, men of the forces…"""

from __future__ import annotations

from collections.abc import Sequence

from vestibule.dossier.process import Comparison, Process
from vestibule.errors import DataError


def of(
    process: Process, asked: Sequence[Sequence[str]] = ()
) -> tuple[tuple[Comparison, ...], ...]:
    """Return the crossings that a process declares, then those asked for.

    Parameters
    ----------
    process : Process
        Its comparisons and crossings.
    asked : sequence of sequences of str
        Keys of comparisons.

    Returns
    -------
    tuple of tuple of Comparison
        Each crossing once.

    Raises
    ------
    DataError
        If a key is not known, or a crossing names fewer than two comparisons.
    """
    known = {one.key: one for one in process.comparisons}
    for keys in asked:
        for key in keys:
            if key not in known:
                names = ", ".join(known) or "—"
                raise DataError(
                    f"The process declares no comparison “{key}”: take some of"
                    f" {names}.",
                    reason="unknown-comparison",
                    name=key,
                    known=names,
                )
        if len(set(keys)) < max(2, len(keys)):
            raise DataError(
                "A crossing is of at least two different comparisons, with commas"
                " between them: sides,sex.",
                reason="crossing-of-one",
            )
    once = dict.fromkeys((*process.crossings, *(tuple(keys) for keys in asked)))
    return tuple(tuple(known[key] for key in keys) for keys in once)
