"""A panel drawn from files, and drawn again by others."""

from __future__ import annotations

import stat
from pathlib import Path

import polars as pl
import pytest

from vestibule import api
from vestibule.api import panels
from vestibule.errors import DataError, FileError
from vestibule.plan.lotteries import QuotasImpossible

QUOTAS = "feature,value,least,most\nsex,woman,2,2\nsex,man,2,2\n"


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """Return four women and six men, and quotas of two each."""
    people = [f"W{n},woman" for n in range(4)] + [f"M{n},man" for n in range(6)]
    volunteers, quotas = tmp_path / "volunteers.csv", tmp_path / "quotas.csv"
    volunteers.write_text("person,sex\n" + "\n".join(people) + "\n")
    quotas.write_text(QUOTAS)
    return volunteers, quotas


def test_the_chances_are_those_worked_out_by_hand(files: tuple[Path, Path]) -> None:
    volunteers, quotas = files

    panel = api.draw(volunteers, quotas=quotas, size=4)

    # two of six men, two of four women
    assert panel.chances == pytest.approx((1 / 3, 1 / 2))
    assert (panel.drawn, panel.path) == (None, None)


def test_same_files_and_seed_draw_the_same_panel_in_any_order_of_rows(
    files: tuple[Path, Path], tmp_path: Path
) -> None:
    volunteers, quotas = files
    head, *rows = volunteers.read_text().splitlines()
    other = tmp_path / "other.csv"
    other.write_text("\n".join([head, *reversed(rows)]) + "\n")

    once, again = (
        panels.draw(source, quotas=quotas, size=4, seed=" 3 1 4 ", out=tmp_path / out)
        for source, out in ((volunteers, "a.csv"), (other, "b.csv"))
    )

    assert once.lottery.fingerprint == again.lottery.fingerprint
    assert once.files["drawn"] == again.files["drawn"]
    assert once.files["volunteers"] != again.files["volunteers"]
    seated = pl.read_csv(tmp_path / "a.csv")
    assert seated["sex"].value_counts().sort("sex").rows() == [("man", 2), ("woman", 2)]
    assert once.to_dict()["seed"] == "3 1 4"


def test_the_file_is_its_owners_alone_and_never_written_over(
    files: tuple[Path, Path], tmp_path: Path
) -> None:
    volunteers, quotas = files
    out = tmp_path / "team" / "drawn.csv"

    panels.draw(volunteers, quotas=quotas, size=4, seed="one", out=out)
    before = out.read_bytes()

    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert stat.S_IMODE(out.parent.stat().st_mode) == 0o700
    with pytest.raises(FileError, match="exists already"):
        panels.draw(volunteers, quotas=quotas, size=4, seed="two", out=out)
    with pytest.raises(FileError, match="exists already"):
        panels.draw(volunteers, quotas=quotas, size=4, seed="two", out=volunteers)
    assert out.read_bytes() == before


def test_what_may_be_published_names_nobody_and_no_small_kind(
    files: tuple[Path, Path], tmp_path: Path
) -> None:
    volunteers, quotas = files

    drawn = panels.draw(volunteers, quotas=quotas, size=4, seed="x")

    assert drawn.drawn is not None
    told = drawn.to_dict()
    # four women and six men: neither kind is ten, both together are
    assert [row["people"] for row in told["chances"]] == [10]
    assert "W0" not in str(told)


def test_quotas_that_conflict_are_told_in_parts(
    files: tuple[Path, Path], tmp_path: Path
) -> None:
    volunteers, quotas = files
    quotas.write_text("feature,value,least,most\nsex,woman,5,6\nsex,man,0,6\n")
    out = tmp_path / "drawn.csv"

    with pytest.raises(QuotasImpossible) as wrong:
        panels.draw(volunteers, quotas=quotas, size=8, seed="x", out=out)

    # five women are asked for and four volunteered: one fewer would do
    assert wrong.value.params["demands"] == (("sex", "woman", "least", 5, 4),)
    assert wrong.value.params["moves"] == (("sex", "woman", "least", 5, 4),)
    assert not out.exists()


def test_an_empty_seed_draws_nothing(files: tuple[Path, Path]) -> None:
    volunteers, quotas = files

    with pytest.raises(DataError, match="made in public"):
        panels.draw(volunteers, quotas=quotas, size=4, seed=" ")


def test_nobody_who_volunteers_is_told_and_nothing_is_written(tmp_path: Path) -> None:
    volunteers, quotas = tmp_path / "v.csv", tmp_path / "q.csv"
    volunteers.write_text("person,sex\n")
    quotas.write_text(QUOTAS)
    out = tmp_path / "drawn.csv"

    panel = panels.draw(volunteers, quotas=quotas, size=4, seed="x", out=out)

    assert panel.lottery.limits == ("no-volunteers",)
    assert (panel.chances, panel.drawn, out.exists()) == (None, None, False)
    assert panel.to_dict()["chance_least"] is None
