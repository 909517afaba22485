"""A sheet for one group: handed over, with nothing a stranger could use."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests import by_hand, invented
from tests.inform.test_preparation import small

from vestibule.api import returned
from vestibule.dossier import lineage
from vestibule.errors import FileError
from vestibule.protect import handover
from vestibule.protect.cleared import Count, Hidden

TODAY = dt.date(2024, 6, 1)


def shown(*tallies: dict[str, Any], **more: Any) -> dict[str, Count | Hidden]:
    """Return what may stand on the sheet of one gathering, by statement."""
    met = {"id": "g", "code": "G", "consent": 4, **more.pop("gathering", {})}
    made = by_hand.dossier(
        gatherings=(met,),
        statements=more.pop("statements", ({"id": "s", "key": "1"},)),
        tallies=[{"gathering": "g", "statement": "s", **one} for one in tallies],
        **more,
    )
    found = handover.tallies(lineage.settled(made), by_hand.called("g"))
    names = {by_hand.called(name): name for name in ("s", "t")}
    return {names[key]: cell for key, cell in found.items()}


def hands(agree: int, disagree: int, **more: Any) -> dict[str, Any]:
    return {"agree": agree, "disagree": disagree, **more}


def test_a_show_of_hands_of_enough_people_stands_on_the_sheet() -> None:
    assert shown(hands(17, 3, passed=1)) == {"s": Count(value=17, of=21)}


@pytest.mark.parametrize(
    ("tally", "reason"),
    [
        (hands(8, 1), "too_few_people"),
        (hands(20, 1), "near_unanimous"),
        (hands(1, 20), "near_unanimous"),
    ],
)
def test_few_people_and_near_unanimity_do_not(
    tally: dict[str, Any], reason: str
) -> None:
    assert shown(tally) == {"s": Hidden(reason=reason)}  # type: ignore[arg-type]


def test_what_was_answered_in_secret_is_not_there_at_all() -> None:
    assert shown(hands(12, 8, method="pots")) == {}


def test_a_sensitive_statement_and_a_restricted_profile_show_no_number() -> None:
    sensitive = ({"id": "s", "key": "1", "sensitivity": "sensitive"},)
    assert shown(hands(12, 8), statements=sensitive) == {
        "s": Hidden(reason="sensitive")
    }
    forces = ({"id": "f", "key": "forces", "name": "Forces", "restricted": True},)
    barred = {"s": Hidden(reason="restricted_below_region")}
    assert shown(hands(12, 8), profiles=forces, gathering={"profile": "f"}) == barred
    came = ({"gathering": "g", "profile": "f"},)
    assert shown(hands(12, 8), profiles=forces, attendances=came) == barred


def test_the_second_count_stands_and_sexes_are_never_counted_twice() -> None:
    twice = (hands(12, 8), hands(13, 8, count=2))
    assert shown(*twice) == {"s": Count(value=13, of=21)}
    sexes = (hands(6, 4, sex="female"), hands(7, 4, sex="male"))
    assert shown(*sexes) == {"s": Count(value=13, of=21)}
    assert shown(*sexes, hands(13, 8)) == {"s": Count(value=13, of=21)}


def test_sheets_are_written_for_groups_and_name_no_place_and_no_day(
    tmp_path: Path,
) -> None:
    dossier = invented.country(1, "small").dossier
    owed = lineage.settled(dossier).table("gatherings").sort("code")["code"]
    asked = [code for code in owed if "-D" not in code][:6]
    paths = returned.write_sheets(
        dossier, tmp_path / "out", lang="en", today=TODAY, gatherings=asked
    )
    assert [path.name for path in paths[:2]] == [
        f"{asked[0]}.html",
        f"{asked[0]}-read.txt",
    ]
    assert paths[1].read_text("utf-8").startswith("This is what your group said")
    assert len(paths) == 12
    assert {path.stat().st_mode & 0o777 for path in paths} == {0o600}
    settled = lineage.settled(dossier)
    places = set(settled.table("places")["name"]) | set(
        settled.table("place_names")["name"]
    )
    for path in paths:
        text = re.sub(
            r"<style>.*?</style>", "", path.read_text("utf-8"), flags=re.DOTALL
        )
        text = re.sub(r"<[^>]+>", " ", text)
        held = [
            place for place in places if re.search(rf"\b{re.escape(place)}\b", text)
        ]
        assert not held, (path.name, held)
        assert not re.search(r"20\d\d", text)


def test_the_sheet_of_a_gathering_that_was_corrected_is_found_by_each_of_its_ids(
    tmp_path: Path,
) -> None:
    dossier = small()
    rows = dossier.table("gatherings")
    before = rows.head(1).with_columns(code=pl.lit("A"))
    after = before.with_columns(
        id=pl.lit("ab" * 16), supersedes=before["id"], seq=pl.lit(99, pl.Int64), code=pl.lit("é" * 300)
    )  # fmt: skip
    held = dossier.with_tables(gatherings=pl.concat([before, rows.tail(-1), after]))

    for number, one in enumerate((before["id"][0], after["id"][0])):
        paths = returned.write_sheets(
            held,
            tmp_path / str(number),
            lang="fr",
            today=dt.date(2030, 9, 1),
            gatherings=[one],
        )
        assert [path.suffix for path in paths] == [".html", ".txt"]
        assert paths[0].stem == "é" * 60


def test_two_codes_that_give_one_file_are_refused(tmp_path: Path) -> None:
    dossier = invented.country(1, "small").dossier
    rows = dossier.table("gatherings").sort("code")
    twins = rows.with_columns(
        code=rows["code"].to_frame().with_row_index()["index"].replace_strict({0: "A/1", 1: "A?1"}, default=rows["code"])
    )  # fmt: skip
    with pytest.raises(FileError, match=r"one file, A_1\.html"):
        returned.write_sheets(
            dossier.with_tables(gatherings=twins), tmp_path, lang="en", today=TODAY, gatherings=["A/1", "A?1"]
        )  # fmt: skip
    assert not any(tmp_path.iterdir())
