"""Do the declared places fit together, and does the process speak of them?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from vestibule.dossier.declaring import sheets
from vestibule.dossier.declaring.lines import Lines, Path
from vestibule.dossier.declaring.sheets import Problems, Row
from vestibule.dossier.process import Process

Record = Mapping[str, Any]


def check_places(
    rows: Sequence[Row], records: Sequence[Record], found: Problems
) -> None:
    """Note places that end before they start, contain themselves or collide.

    Parameters
    ----------
    rows : sequence of Row
        Of the file.
    records : sequence of mapping
        The same rows as records, in the same order.
    found : Problems
        Where problems are gathered.
    """
    levels = {record["id"]: record["level"] for record in records}
    tiles: dict[tuple[str, int, int], str] = {}
    for row, record in zip(rows, records, strict=True):
        _check_days(row, record, found)
        _check_parent(row, record, levels, found)
        for tile in _tiles(record):
            if tile in tiles:
                found.add(
                    row, "tile_col", "tile-taken",
                    f"the tile of “{tiles[tile]}” stands there already.",
                    "Choose another tile_row or tile_col.",
                )  # fmt: skip
            tiles.setdefault(tile, record["key"])


def check_process(process: Process, places: Mapping[str, str], found: Problems) -> None:
    """Note places that ``process.toml`` speaks of and that are not declared.

    Parameters
    ----------
    process : Process
        With its text.
    places : mapping of str to str
        Key to id of the declared places.
    found : Problems
        Where problems are gathered.
    """
    lines = Lines.of(process.text)
    for path, key in _spoken_of(process):
        row = Row("process.toml", lines.line(path), {"place": key})
        sheets.known_word(row, "place", places, found)


def _spoken_of(process: Process) -> Iterator[tuple[Path, str]]:
    if process.country is not None:
        yield ("country", "key"), process.country
    for c, comparison in enumerate(process.comparisons):
        if comparison.basis == "region":
            for g, group in enumerate(comparison.groups):
                for value in group.values:
                    yield ("comparisons", c, "groups", g, "values"), value


def _check_days(row: Row, record: Record, found: Problems) -> None:
    starts, ends = record["valid_from"], record["valid_to"]
    if starts is not None and ends is not None and ends < starts:
        found.add(
            row, "valid_to", "ends-before-it-starts",
            f"{ends} is before {starts}.", "Correct one of the two days.",
        )  # fmt: skip


def _check_parent(
    row: Row, record: Record, levels: Mapping[str, int | None], found: Problems
) -> None:
    level, above = record["level"], levels.get(record["parent"])
    if level is not None and above is not None and above >= level:
        found.add(
            row, "parent", "parent-below",
            f"“{row.get('parent')}” is of level {above}, this place of level {level}.",
            "A parent has a smaller level.",
        )  # fmt: skip


def _tiles(record: Record) -> Iterator[tuple[str, int, int]]:
    if record["tile_row"] is not None and record["tile_col"] is not None:
        for vintage in (record["vintage"] or "").split() or [""]:
            yield vintage, record["tile_row"], record["tile_col"]
