"""Words that wait for reviewers: told with their flags, settled by two people."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests import invented
from tests.cli.conftest import Run

from vestibule.dossier import packages
from vestibule.protect import screening


@pytest.fixture(name="dossier", scope="module")
def _dossier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = invented.country(1)
    path = tmp_path_factory.mktemp("screen") / "d"
    packages.write(made.dossier, path)
    return path


def test_the_planted_fact_waits_with_its_reason(run: Run, dossier: Path) -> None:
    said = run("screen", dossier, "--lang", "fr")

    assert said.code == 0
    printed = said.out.replace("\xa0", " ")
    assert "» : une charge ou un métier" in printed
    waiting = run("screen", dossier, "--json").json["words"]
    kin = {f["words"] for one in waiting for f in one["flags"] if f["kind"] == "kin"}
    assert "beau-frère du passeur" in kin
    assert "vestibule screen" in said.err


def test_two_different_reviewers_settle_a_flag(run: Run, dossier: Path) -> None:
    waiting = run("screen", dossier, "--json").json
    planted = next(
        one
        for one in waiting["words"]
        if any(flag["kind"] == "kin" for flag in one["flags"])
    )
    marks = [flag["flag"] for flag in planted["flags"]]

    first = run("screen", dossier, *marks, "--as", "harmless", "--by", "K7")
    again = run("screen", dossier, *marks, "--as", "harmless", "--by", "k7")
    half = {one["id"]: one for one in run("screen", dossier, "--json").json["words"]}
    second = run("screen", dossier, *marks, "--as", "harmless", "--by", "L2")
    done = {one["id"]: one for one in run("screen", dossier, "--json").json["words"]}

    assert "A second person must look too." in first.out
    assert again.code == second.code == 0
    assert {f["harmless"] for f in half[planted["id"]]["flags"]} == {1}
    assert done[planted["id"]]["flags"] == []  # one reviewer of the whole is missing


def test_a_flag_that_identifies_someone_stays(run: Run, dossier: Path) -> None:
    waiting = run("screen", dossier, "--json").json
    flagged = next(one for one in waiting["words"] if one["flags"])
    mark = flagged["flags"][0]["flag"]

    said = run("screen", dossier, mark, "--as", "identifying", "--by", "K7")
    after = {one["id"]: one for one in run("screen", dossier, "--json").json["words"]}

    assert "point" in said.out
    assert after[flagged["id"]]["identifying"] is True
    assert "recognises a person" in run("screen", dossier).out


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (("0000",), 2),
        (("--as", "harmless", "--by", "K7"), 2),
        (("0000", "--as", "harmless", "--by", "K7"), 3),
        (("0000", "--as", "harmless", "--by", "Awa Diarra"), 3),
    ],
)
def test_what_cannot_be_said_of_a_flag_is_refused(
    run: Run, dossier: Path, args: tuple[str, ...], code: int
) -> None:
    assert run("screen", dossier, *args).code == code


def test_a_reviewer_called_by_a_name_of_the_country_is_refused(
    run: Run, dossier: Path, tmp_path: Path
) -> None:
    made = packages.read(dossier)
    text = made.process.text + '\n[screening]\nnames = ["Moussa"]\n'
    path = tmp_path / "named"
    packages.write(made, path)
    (path / "process.toml").write_text(text, encoding="utf-8")

    said = run("screen", path, "0000", "--as", "harmless", "--by", "moussa-k")

    assert said.code == 3
    assert "pseudonym" in said.err


def test_nothing_waits_where_nothing_was_said(run: Run, tmp_path: Path) -> None:
    made = invented.country(1).dossier
    empty = made.with_tables(
        excerpts=made.table("excerpts").clear(),
        validations=made.table("validations").clear(),
        screenings=made.table("screenings").clear(),
        codings=made.table("codings").clear(),
        supports=made.table("supports").clear(),
        texts=made.table("texts").clear(),
    )
    assert screening.waiting(empty) == ()
    packages.write(empty, tmp_path / "d")

    assert "No words wait" in run("screen", tmp_path / "d").out
