"""A merge names what was lost and what was corrected twice, in both languages."""

from __future__ import annotations

import shutil
from pathlib import Path

import polars as pl
import pytest
from tests.cli.conftest import Run

from vestibule.dossier import packages, writing
from vestibule.dossier.records import Dossier


def plain(text: str) -> str:
    """Return text with plain spaces."""
    return text.replace("\u202f", " ").replace("\xa0", " ")


def corrected(dossier: Dossier, *, origin: str, present: int) -> Dossier:
    """Return the dossier with a correction of how many came to SEG-01."""
    first = dossier.table("gatherings").filter(code="SEG-01")
    own = first.drop("origin", "seq", "id", "at", "by", "supersedes").with_columns(
        present=pl.lit(present)
    )
    fresh = writing.as_records(
        own.with_columns(supersedes=pl.lit(first["id"][0])),
        "gatherings",
        ids=[origin[-1] * 32],
        origin=origin,
        first_seq=1,
    )
    return writing.append(dossier, {"gatherings": fresh})


@pytest.fixture
def teams(filled: Path, tmp_path: Path) -> tuple[Path, Path]:
    """Return two copies in which one number was corrected, differently."""
    dossier = packages.read(filled)
    one, two = tmp_path / "one", tmp_path / "two"
    packages.write(corrected(dossier, origin="device-a", present=15), one)
    packages.write(corrected(dossier, origin="device-b", present=16), two)
    return one, two


def test_what_was_corrected_twice_is_named_for_a_person_to_settle(
    run: Run, teams: tuple[Path, Path], tmp_path: Path
) -> None:
    into = tmp_path / "both"

    french = run("merge", *teams, "--into", into, lang="fr").out
    english = run("merge", *teams, "--into", into).out
    (row,) = run("merge", *teams, "--into", into, "--json").json["conflicts"]

    assert "a été corrigée 2 fois, différemment" in plain(french)
    assert "was corrected 2 times, differently" in english
    assert (row["table"], row["ids"]) == ("gatherings", ["a" * 32, "b" * 32])
    assert "a" * 32 in french
    assert "corrigée 2 fois" in plain(run("check", into, lang="fr").out)


def test_what_got_lost_on_the_way_is_named_by_number(
    run: Run, filled: Path, tmp_path: Path
) -> None:
    dossier = packages.read(filled)
    lost = dossier.table("excerpts").sort("seq")["seq"].to_list()
    kept = dossier.table("excerpts").filter(~pl.col("seq").is_in(lost[1:3]))
    codings = dossier.table("codings").filter(
        pl.col("excerpt").is_in(kept["id"].implode())
    )
    gone = dossier.table("codings").height - codings.height
    broken = tmp_path / "broken"
    packages.write(dossier.with_tables(excerpts=kept, codings=codings), broken)

    french = plain(run("merge", broken, "--into", tmp_path / "a", lang="fr").out)
    english = run("merge", broken, "--into", tmp_path / "b").out
    (gap,) = run("merge", broken, "--into", tmp_path / "c", "--json").json["gaps"]

    assert [lost[1], lost[2]] in gap["missing"]
    assert gap["doubled"] == []
    assert f"Il manque {2 + gone} fiches de « import-" in french
    assert f"{lost[1]}–{lost[2]}" in french
    assert f"{2 + gone} records of “import-" in english


def test_one_missing_record_is_said_in_the_singular(
    run: Run, filled: Path, tmp_path: Path
) -> None:
    dossier = packages.read(filled)
    supports = dossier.table("supports")
    assert supports.height == 1
    broken = tmp_path / "broken"
    # what an origin wrote last cannot be missed: leave a tally out, not the support
    tallies = dossier.table("tallies").sort("seq")
    packages.write(dossier.with_tables(tallies=tallies.tail(5)), broken)

    said = plain(run("merge", broken, "--into", tmp_path / "z", lang="fr").out)

    assert f"le numéro {tallies['seq'][0]}." in said


def test_two_devices_with_one_name_are_told_apart(
    run: Run, filled: Path, tmp_path: Path
) -> None:
    dossier = packages.read(filled)
    one, two = tmp_path / "one", tmp_path / "two"
    packages.write(corrected(dossier, origin="device-a", present=15), one)
    fresh = corrected(dossier, origin="device-b", present=16).table("gatherings")
    renamed = fresh.with_columns(pl.col("origin").replace({"device-b": "device-a"}))
    packages.write(dossier.with_tables(gatherings=renamed), two)

    said = run("merge", one, two, "--into", tmp_path / "z", lang="fr")

    assert "« device-a » a donné deux fois les numéros 1" in plain(said.out)


def test_what_was_withdrawn_on_one_laptop_is_gone_on_all(
    run: Run, filled: Path, tmp_path: Path
) -> None:
    old = Path(shutil.copytree(filled, tmp_path / "old-stick"))
    run("withdraw", filled, "gatherings", "MOP-01", "--by", "K1")

    merged = run("merge", old, filled, "--into", tmp_path / "z", "--json").json
    again = run("merge", old, "--into", tmp_path / "z", "--json").json

    assert merged["sha256"] == again["sha256"]
    codes = packages.read(tmp_path / "z").table("gatherings")["code"].to_list()
    assert "MOP-01" not in codes


def test_a_dossier_merges_with_itself_into_itself(run: Run, filled: Path) -> None:
    before = packages.read(filled)

    said = run("merge", filled, filled, "--into", filled, "--json")

    assert said.json["gaps"] == said.json["conflicts"] == []
    assert packages.read(filled).tables.keys() == before.tables.keys()
