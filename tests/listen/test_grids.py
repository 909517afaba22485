"""A cell too long is refused whatever another library did to the csv module."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from vestibule.errors import ProblemsFound
from vestibule.listen import grids


@pytest.mark.parametrize("limit", [131_072, 10_000_000])
def test_a_cell_too_long_is_refused_by_its_line(tmp_path: Path, limit: int) -> None:
    path = tmp_path / "codes.csv"
    path.write_text("key,name\na,b\nc," + "x" * 140_000 + "\n", encoding="utf-8")
    before = csv.field_size_limit(limit)

    try:
        with pytest.raises(ProblemsFound) as caught:
            grids.raw_sheets(path)
    finally:
        csv.field_size_limit(before)

    (problem,) = caught.value.problems
    assert (problem.code, problem.line) == ("line-too-long", 3)
