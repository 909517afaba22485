"""Where a process shows no place finer than the country, no region is named."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests import invented

from vestibule.inform import portrait, preparation
from vestibule.inform.material import Material

TODAY = date(2024, 7, 1)


@pytest.fixture(scope="module")
def coarse() -> Material:
    made = invented.country(1, "small").dossier
    rules = replace(made.process.disclosure, public_level=0)
    whole = replace(made, process=replace(made.process, disclosure=rules))
    return preparation.prepared(whole, today=TODAY, seed=1)


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_no_output_names_a_region_or_camp(coarse: Material, lang: str) -> None:
    made = invented.country(1, "small").dossier
    regions = made.table("places").filter(level=1)["name"].to_list()
    drawn = portrait.portrait(coarse, lang=lang)

    said = drawn.html() + drawn.script() + "".join(drawn.csvs().values())

    assert regions
    assert [name for name in regions if name in said] == []


def test_what_was_heard_over_all_is_still_told(coarse: Material) -> None:
    assert coarse.heard is not None
    assert coarse.places == ()
    assert coarse.findings
