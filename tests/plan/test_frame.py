"""Published totals that do not add up are reported, never mended."""

from __future__ import annotations

import polars as pl
import pytest
from tests import by_hand

from vestibule.dossier import packaged
from vestibule.dossier.gazetteer import Gazetteer
from vestibule.dossier.records import Dossier
from vestibule.errors import ColumnError
from vestibule.plan import frame


@pytest.fixture(scope="module")
def dossier() -> Dossier:
    return packaged.read_folder(packaged.path("self-portrait"))


def found(dossier: Dossier, edition: str) -> list[frame.Reported]:
    reported = frame.totals(dossier.current("frame"), dossier.current("places"))
    return [one for one in reported if one.edition == edition]


@pytest.mark.parametrize(
    ("edition", "total"),
    [("rgph4-definitive", 14_528_662), ("rgph4-provisional", 14_517_176)],
)
def test_the_count_of_2009_adds_up_to_the_person(
    dossier: Dossier, edition: str, total: int
) -> None:
    (one,) = found(dossier, edition)

    assert (one.parts, one.summed, one.published) == (9, total, total)
    assert one.difference == 0
    assert one.adds_up
    assert one.place == Gazetteer.of(dossier).keys["ml"]


def test_the_two_totals_of_2022_are_both_reported_as_printed(dossier: Dossier) -> None:
    one, two = found(dossier, "rgph5")

    assert (one.parts, one.summed, one.published) == (20, 22_395_490, 22_395_485)
    assert (two.parts, two.summed, two.published) == (20, 22_395_490, 22_395_489)
    assert (one.difference, two.difference) == (5, 1)
    assert not one.adds_up
    assert "22,395,490" in one.sentence("the country")
    assert "+5" in one.sentence("the country")


def counted(*rows: tuple[str, int, bool]) -> pl.DataFrame:
    return by_hand.frame(
        "frame",
        [
            {
                "place": place,
                "population": population,
                "published_total": total,
                "year": 2020,
                "edition": "one",
                "source": "made up",
            }
            for place, population, total in rows
        ],
    )


PLACES = by_hand.frame(
    "places",
    [
        {"id": "land", "key": "xv", "name": "Land", "kind": "country", "level": 0},
        {"id": "ada", "key": "xv.a", "name": "Ada", "kind": "region", "level": 1,
         "parent": "land"},
        {"id": "bor", "key": "xv.b", "name": "Bor", "kind": "region", "level": 1,
         "parent": "land"},
    ],
)  # fmt: skip


def test_parts_without_a_printed_total_are_only_summed() -> None:
    (one,) = frame.totals(counted(("ada", 3, False), ("bor", 4, False)), PLACES)

    assert (one.summed, one.published, one.difference, one.adds_up) == (
        7,
        None,
        None,
        None,
    )
    assert one.sentence("Land").endswith("no total was published.")


def test_a_total_that_fits_says_so() -> None:
    rows = counted(("ada", 3, False), ("bor", 4, False), ("land", 7, True))

    assert frame.totals(rows, PLACES)[0].sentence("Land").endswith("as published.")


def test_a_total_without_parts_is_compared_with_nothing() -> None:
    assert frame.totals(counted(("land", 7, True)), PLACES) == ()


def test_a_frame_without_its_columns_is_refused() -> None:
    with pytest.raises(ColumnError):
        frame.totals(pl.DataFrame({"place": ["a"]}), PLACES)
