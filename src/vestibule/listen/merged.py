"""Which cells of a worksheet are merged, so that only the first holds a value?"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Any

from defusedxml.ElementTree import iterparse
from openpyxl.utils.cell import get_column_letter, range_boundaries

from vestibule import errors
from vestibule.listen.problems import problem


def problems(sheet: Any, file: str, told: Sequence[int]) -> Iterator[errors.Problem]:
    """Name the merged cells that reach into a row of data.

    What a person sees beside three rows, a file keeps for the first alone: the
    others would arrive without it, and nobody would notice.

    Parameters
    ----------
    sheet : openpyxl worksheet
        Opened to read only; its archive has been checked.
    file : str
        What a problem calls it.
    told : sequence of int
        Numbers of the rows that hold data, ascending; header and help row left out.

    Yields
    ------
    Problem
        ``merged-cells``, each with its range.
    """
    found = [(range_boundaries(ref), ref) for ref in _ranges(sheet)] if told else []
    for (column, first, last_column, last), ref in sorted(
        found, key=lambda one: (one[0][1], one[0][0])
    ):
        at = bisect_left(told, first)
        is_one = (column, first) == (last_column, last)
        if not is_one and at < len(told) and told[at] <= last:
            letter = get_column_letter(column)
            yield problem(
                "merged-cells", file=file, line=first, column=letter, range=ref
            )


def _ranges(sheet: Any) -> Iterator[str]:
    """Give the merged ranges of a sheet; a sheet that is only read keeps none."""
    with sheet._get_source() as source:
        for _, element in iterparse(source, forbid_dtd=True):
            if element.tag.rpartition("}")[2] == "mergeCell":
                yield element.get("ref", "")
            element.clear()
