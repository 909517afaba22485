"""The country is invented, says so, and holds no real name."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import polars as pl
import pytest

import vestibule
from vestibule.dossier import declaration, folding
from vestibule.rehearsal import Rehearsal

PACKAGED = Path(vestibule.__file__).parent / "processes"


@pytest.fixture(scope="module")
def real_names() -> set[str]:
    files = [*PACKAGED.glob("*/places.csv"), *PACKAGED.glob("*/place_names.csv")]
    if not files:
        pytest.skip("no packaged process holds a gazetteer")
    return {
        row["name"]
        for file in files
        for row in csv.DictReader(file.read_text(encoding="utf-8").splitlines())
    }


def test_the_process_says_that_it_is_fictitious(usual: Rehearsal) -> None:
    process = usual.dossier.process

    assert process.fictitious
    assert usual.truth.fictitious
    assert declaration.parse(process.text) == process
    assert "fictif" in process.titles["fr"]
    assert "fictitious" in process.titles["en"]


def test_every_code_of_a_gathering_says_that_it_is_fictitious(usual: Rehearsal) -> None:
    codes = usual.dossier.table("gatherings")["code"]

    assert codes.str.starts_with("FICTIF-").all()
    assert codes.n_unique() == len(codes)


def test_no_place_bears_a_packaged_name(usual: Rehearsal, real_names: set[str]) -> None:
    places, others = usual.dossier.table("places"), usual.dossier.table("place_names")
    invented = {folding.fold(name) for name in [*places["name"], *others["name"]]}

    assert invented & {folding.fold(name) for name in real_names} == set()


def test_no_text_speaks_of_a_packaged_place(
    usual: Rehearsal, real_names: set[str]
) -> None:
    texts = [
        cell
        for rows in usual.dossier.tables.values()
        for column in rows.select(pl.col(pl.String)).iter_columns()
        for cell in column.drop_nulls().unique()
    ]
    said = set(re.findall(r"[\w’'-]+", " ".join(texts).lower()))

    single = {name.lower() for name in real_names if re.fullmatch(r"[\w’'-]+", name)}
    assert said & single == set()


def test_each_region_and_camp_has_a_tile_of_its_own(usual: Rehearsal) -> None:
    regions = usual.dossier.table("places").filter(pl.col("level") == 1)

    assert len(regions) == 8 + 2
    assert regions.select("tile_row", "tile_col").n_unique() == 10
    assert regions.filter(pl.col("kind") == "camp")["outside"].all()


def test_the_printed_total_of_the_population_is_six_too_high(usual: Rehearsal) -> None:
    frame = usual.dossier.table("frame").join(
        usual.dossier.table("places").select("id", "level", "outside"),
        left_on="place",
        right_on="id",
    )
    home = frame.filter(~pl.col("outside"))
    printed = home.filter("published_total")["population"].item()

    # The eight regions of country.toml, added up by hand.
    by_hand = 612400 + 488900 + 395200 + 731500 + 356700 + 1204300 + 274800 + 198600
    assert printed - by_hand == 6 == usual.truth.frame_difference
    districts = home.filter(pl.col("level") == 2)["population"].sum()
    assert districts == by_hand


def test_forces_and_authorities_are_restricted(usual: Rehearsal) -> None:
    profiles = usual.dossier.table("profiles")

    restricted = profiles.filter("restricted")["key"].to_list()

    assert sorted(restricted) == [
        "judges",
        "local_authorities",
        "village_heads",
        "watch",
    ]
