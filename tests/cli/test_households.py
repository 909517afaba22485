"""Two of one household are not drawn together, where it is asked for."""

from __future__ import annotations

import shlex
from pathlib import Path

import polars as pl
import pytest
from tests.cli.conftest import Run
from tests.cli.test_errors import plain


@pytest.fixture
def asked(tmp_path: Path) -> list[object]:
    """Four women and six men, in pairs; the first of each pair is W or M."""
    people = [f"W{n},woman,h{n // 2}" for n in range(4)]
    people += [f"M{n},man,{f'h{n}' if n < 4 else ''}" for n in range(6)]
    path = tmp_path / "volunteers.csv"
    path.write_text("pseudonym,sex,Foyer\n" + "\n".join(people) + "\n")
    quotas = tmp_path / "quotas.csv"
    quotas.write_text("feature,value,min,max\nsex,woman,0,3\nsex,man,1,3\n")
    return ["draw", path, "--quotas", quotas, "--size", 3]


HOMES = ("--household", "foyer", "--household-seed", "five five one")


def test_one_of_each_household_stands_and_anyone_can_draw_again(
    run: Run, asked: list[object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    said = run(*asked, *HOMES, "--seed", "six two", "--out", "drawn.csv")
    command = next(
        line for line in said.out.splitlines() if line.startswith("  vestibule draw")
    )
    again = run(*shlex.split(command)[1:])
    told = run(*asked, *HOMES, "--json").json

    # four homes (h0 to h3) and two people who stand alone
    assert (
        "6 volunteers stand for 10, by the lot of the seed “five five one”" in said.out
    )
    assert again.code == 0
    assert Path("OTHER.csv").read_bytes() == Path("drawn.csv").read_bytes()
    assert told["households"] == {
        "column": "foyer",
        "seed": "five five one",
        "volunteers": 10,
    }
    assert told["volunteers"] == 6
    drawn = pl.read_csv("drawn.csv")
    assert drawn.columns == ["person", "sex"]


def test_french_says_it_too(run: Run, asked: list[object]) -> None:
    said = run(*asked, *HOMES, lang="fr")

    assert "6 volontaires en représentent 10" in plain(said.out)


def test_without_households_nothing_of_them_is_told(
    run: Run, asked: list[object], tmp_path: Path
) -> None:
    (tmp_path / "volunteers.csv").write_text(
        "pseudonym,sex\n" + "\n".join(f"P{n},man" for n in range(5))
    )

    assert run(*asked, "--json").json["households"] is None


@pytest.mark.parametrize(
    ("options", "code", "told"),
    [
        (["--household", "foyer"], 2, "--household-seed"),
        (["--household-seed", "x"], 2, "--household"),
        (["--household", "foyer", "--household-seed", " "], 3, "graine à elle"),
        (["--household", "sex", "--household-seed", "x"], 3, "qui partage un foyer"),
        (["--household", "maison", "--household-seed", "x"], 3, "maison"),
        (
            [*HOMES, "--seed", "five five one", "--out", "drawn.csv"],
            3,
            "demandent deux graines",
        ),
    ],
)
def test_households_that_cannot_be_are_refused(
    run: Run,
    asked: list[object],
    options: list[str],
    code: int,
    told: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)

    said = run(*asked, *options, lang="fr")

    assert said.code == code
    assert told in plain(said.err)
    assert not Path("drawn.csv").exists()
