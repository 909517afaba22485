"""Which gathering does each source belong to? As a small CSV says."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from vestibule import errors
from vestibule.listen import guards
from vestibule.listen.linking import key_of
from vestibule.listen.problems import nearest, problem, refuse
from vestibule.listen.refi.layouts import NAMED, Layout

COLUMNS = ("source", "gathering", "profile", "counted")
"""Columns of a map; the first two must be there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapped:
    """What a map says of one source.

    Parameters
    ----------
    line : int
        Where it says so.
    source : str
        The name of the source.
    gathering : str
        Code of a gathering; empty: the source is left out.
    profile : str
        Who speaks in it; empty: nobody says.
    counted : Layout or None
        How its positions are counted, where that is known.
    """

    line: int
    source: str
    gathering: str
    profile: str
    counted: Layout | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Map:
    """A whole map: its file, and what it says of each source by `key_of` its name."""

    file: str = ""
    rows: Mapping[str, Mapped]

    def of(self, source: str) -> Mapped | None:
        """Return what is said of a source, or None."""
        return self.rows.get(key_of(source))


def read(path: Path) -> Map:
    """Read a map: a CSV with ``source,gathering`` and perhaps ``profile,counted``.

    Parameters
    ----------
    path : Path
        UTF-8, columns separated by commas or semicolons.

    Returns
    -------
    Map
        One row per source.

    Raises
    ------
    ProblemsFound
        For a column that is missing or unknown, a source named twice, a way of
        counting that is not one of `NAMED`.
    """
    text = guards.text_of(path)
    head = text.split("\n", 1)[0]
    sign = ";" if head.count(";") > head.count(",") else ","
    lines = [*csv.reader(io.StringIO(text), delimiter=sign)]
    names = [name.strip().casefold() for name in lines[0]]
    for name in COLUMNS[:2]:
        if name not in names:
            raise refuse("missing-column", file=path.name, line=1, name=name)
    for name in names:
        if name not in COLUMNS:
            near = nearest(name, COLUMNS)
            raise refuse(
                "unknown-column", file=path.name, line=1, name=name, suggestion=near
            )
    rows: dict[str, Mapped] = {}
    problems: list[errors.Problem] = []
    for line, cells in enumerate(lines[1:], start=2):
        if any(cell.strip() for cell in cells):
            _add(dict(zip(names, cells, strict=False)), line, path.name, rows, problems)
    if problems:
        raise errors.ProblemsFound(problems)
    return Map(file=path.name, rows=rows)


def _add(
    said: Mapping[str, str],
    line: int,
    file: str,
    rows: dict[str, Mapped],
    problems: list[errors.Problem],
) -> None:
    row = {name: (said.get(name) or "").strip() for name in COLUMNS}
    key = key_of(row["source"])
    if key in rows:
        problems.append(
            problem(
                "duplicate-key",
                file=file,
                line=line,
                column="source",
                value=row["source"],
                first=rows[key].line,
            )
        )
    counted = row["counted"].casefold()
    if counted and counted not in NAMED:
        problems.append(
            problem(
                "qda-counted",
                file=file,
                line=line,
                column="counted",
                suggestion=nearest(counted, NAMED),
                value=row["counted"],
                allowed=", ".join(NAMED),
            )
        )
    rows[key] = Mapped(
        line=line,
        source=row["source"],
        gathering=row["gathering"],
        profile=row["profile"],
        counted=NAMED.get(counted),
    )
