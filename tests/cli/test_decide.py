"""Sentences nobody here chose: the import names some, and a person decides."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cli.conftest import Run
from tests.listen.test_wrong_input import export

from vestibule.dossier import packages

COMMENTS = (
    "timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body\n"
    "1500000000000,x,0,0,1,0,1,The market is far.\n"
    "1500000000001,x,1,0,1,0,1,My ethnicity is Arab.\n"
    "1500000000002,x,2,0,1,0,1,J'ai voté pour le maire.\n"
)
VOTES = "timestamp,datetime,comment-id,voter-id,vote\n" + "".join(
    f"15000000001{p:02d},x,{c},{p},{1 if p < 2 or c == 0 else -1}\n"
    for p in range(24)
    for c in range(3)
)


@pytest.fixture(name="talk")
def _talk(run: Run, tmp_path: Path) -> Path:
    folder = tmp_path / "talk"
    folder.mkdir()
    export(folder, comments=COMMENTS, votes=VOTES)
    assert run("import", "polis", folder, "--into", tmp_path / "d").code == 0
    return tmp_path / "d"


def drawn(run: Run, dossier: Path) -> str:
    """Return the page and the data of its figures."""
    page, tables = dossier.parent / "page.html", dossier.parent / "tables"
    assert run("portrait", dossier, "--out", page, "--tables", tables).code == 0
    written = [page, *sorted(tables.iterdir())]
    return "\n".join(one.read_text(encoding="utf-8") for one in written)


def test_the_import_says_which_wait_and_how_to_decide(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "talk"
    folder.mkdir()
    export(folder, comments=COMMENTS, votes=VOTES)

    said = run("import", "polis", folder, "--into", tmp_path / "d")
    again = run("import", "polis", folder, "--into", tmp_path / "d", "--json")

    assert "2 sentences touch what can be turned against people" in said.out
    assert "1  My ethnicity is Arab." in said.out
    assert "vestibule decide" in said.out
    assert [(one["key"], one["touches"]) for one in again.json["undecided"]] == [
        ("1", ["ethnicity"]),
        ("2", ["party"]),
    ]


def test_nothing_of_them_is_published_before(run: Run, talk: Path) -> None:
    page = drawn(run, talk)

    assert "The market is far" in page
    assert "ethnicity" not in page
    assert "Two sentences are not shown" in page


def test_an_analysis_for_the_team_counts_them(run: Run, talk: Path) -> None:
    found = run("analyse", talk, "--json").json

    assert (found["statements"], found["votes"]) == (3, 72)


@pytest.mark.parametrize(
    ("verdict", "is_named", "is_counted"),
    [("ordinary", True, True), ("sensitive", True, False), ("out", False, False)],
)
def test_what_is_decided_is_done(
    run: Run, talk: Path, verdict, is_named, is_counted
) -> None:
    said = run("decide", talk, "1", "--as", verdict, "--by", "K7")
    page = drawn(run, talk)

    assert said.code == 0
    assert ("ethnicity is Arab" in page) is is_named
    # Two of 24 agree: a number too small where what it tells is who they are.
    assert ("My ethnicity is Arab.,2,24," in page) is is_counted
    assert "One sentence is not shown" in page
    rows = packages.read(talk).current("statements")
    assert rows.filter(key="1")["by"].to_list() == ["K7"]


def test_a_decision_can_be_corrected(run: Run, talk: Path) -> None:
    for verdict in ("ordinary", "out", "sensitive"):
        assert run("decide", talk, "1", "2", "--as", verdict, "--by", "K7").code == 0

    rows = packages.read(talk).current("statements").sort("key")
    assert rows["sensitivity"].to_list() == [None, "sensitive", "sensitive"]


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        (["9", "--as", "out", "--by", "K7"], "ne s’appelle « 9 »"),
        (["1", "--as", "out", "--by", "Awa Diarra"], "ressemble à un nom"),
    ],
)
def test_a_decision_that_makes_no_sense_changes_nothing(
    run, talk, args, expected
) -> None:
    before = packages.read(talk).table("statements")

    said = run("decide", talk, *args, lang="fr")

    assert said.code == 3
    assert expected in " ".join(said.err.replace("\xa0", " ").split())
    assert packages.read(talk).table("statements").equals(before)
