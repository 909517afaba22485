"""How many were present, as cover sheets say it."""

from __future__ import annotations

import pytest

from vestibule.listen import cells, covers


@pytest.mark.parametrize(
    ("said", "counts"),
    [
        ("20", [(20, None)]),
        ("20 personnes", [(20, None)]),
        ("12 women, 8 men", [(12, "female"), (8, "male")]),
        ("20 (12 femmes et 8 hommes)", [(12, "female"), (8, "male")]),
        ("12 F / 8 H", [(12, "female"), (8, "male")]),
        ("0 hommes, 7 femmes", [(0, "male"), (7, "female")]),
    ],
)
def test_numbers_present_are_read_as_people_write_them(
    said: str, counts: list[tuple[int, str | None]]
) -> None:
    assert covers.counts_of(said) == counts


@pytest.mark.parametrize("said", ["beaucoup", "21 (12 femmes, 8 hommes)", "12 ou 13"])
def test_numbers_that_cannot_be_told_are_refused(said: str) -> None:
    with pytest.raises(cells.Unreadable):
        covers.counts_of(said)
