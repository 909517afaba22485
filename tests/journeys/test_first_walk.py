"""A newcomer types one command and reads a self-portrait in a browser."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest
from tests.cli.conftest import run

WRITTEN = (
    "portrait-fr.html",
    "portrait-fr-lire.txt",
    "portrait-en.html",
    "portrait-en-read.txt",
    "team/annex-fr.html",
    "team/annex-en.html",
    "dossier/process.toml",
    "dossier/datapackage.json",
    "truth.json",
)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a demo; what it printed lies in it too."""
    out = tmp_path_factory.mktemp("journey") / "demo"
    said = run("demo", "--out", out, lang="fr")
    assert said.code == 0, said.err
    (out / "said.txt").write_text(said.out, "utf-8")
    return out


def text_of(page: Path) -> str:
    """Return what a page says, without marks; spaces and apostrophes made plain."""
    html = re.sub(r"<(style|svg).*?</\1>", " ", page.read_text("utf-8"), flags=re.S)
    return plain(" ".join(re.sub(r"<[^>]+>", " ", html).split()))


def plain(text: str) -> str:
    return (
        text.replace("\xa0", " ").replace("\u202f", " ").replace("’", "'")
    )  # fmt: skip


def truth(demo: Path) -> dict[str, object]:
    told: dict[str, object] = json.loads((demo / "truth.json").read_text("utf-8"))
    return told


def test_everything_is_written(demo: Path) -> None:
    assert [name for name in WRITTEN if not (demo / name).is_file()] == []
    assert list(demo.glob("tables-fr/*.csv"))


def test_every_planted_truth_is_found(demo: Path) -> None:
    said = (demo / "said.txt").read_text("utf-8")

    assert said.count("✓") == 10 + 1  # and the line that says what the mark means
    assert "✗" not in said


def rows(demo: Path, kind: str) -> list[list[str]]:
    """Return the rows of each figure of a kind in French, without their headers."""
    found: list[list[str]] = []
    for file in sorted((demo / "tables-fr").glob(f"*-{kind}.csv")):
        with file.open(encoding="utf-8", newline="") as stream:
            found += list(csv.reader(stream))[2:]
    return [[plain(cell) for cell in row] for row in found]


def test_the_people_s_order_stands_with_the_order_of_mention_beside_it(
    demo: Path,
) -> None:
    order = {row[0]: (row[1], row[4]) for row in rows(demo, "order")}
    page, planted = text_of(demo / "portrait-fr.html"), truth(demo)
    keys = ("neighbours", "word", "bridge", "young")

    assert planted["priority_order"] == list(keys)
    assert planted["mention_order"] == ["bridge", "young", "word", "neighbours"]
    assert order == {
        "Des voisins qui ne se parlent plus": ("1er", "4e"),
        "La parole donnée n'est pas tenue": ("2e", "3e"),
        "La peur au passage des ponts": ("3e", "1er"),
        "Des jeunes sans place": ("4e", "2e"),
    }
    assert "On ne demande pas d'abord ce dont on parle le plus" in page
    spoken = plain((demo / "portrait-fr-lire.txt").read_text("utf-8"))
    assert "plus : 4e dans les paroles, 1er dans ce que l'on veut régler." in spoken


def test_the_group_not_heard_and_the_place_never_reached_are_named(
    demo: Path,
) -> None:
    page = text_of(demo / "portrait-fr.html")

    assert "Camp de Bessoval" in page
    assert "cultivateurs et cultivatrices, Sablonde" in page


def test_a_shared_statement_and_a_dividing_one_are_told(demo: Path) -> None:
    ladder = {(row[0], row[1]) for row in rows(demo, "ladder")}

    shared = "Ce qui est promis devant nous doit être écrit et affiché."
    dividing = "Les postes de la Veille rendent les ponts plus sûrs."
    assert (shared, "rassemble") in ladder
    assert (dividing, "sépare") in ladder
    assert {word for words, word in ladder if words == shared} == {"rassemble"}


def test_what_hands_and_pots_say_differently_is_no_common_ground(demo: Path) -> None:
    split = "Si j'avais à me plaindre de la Veille, je pourrais le faire sans risque"
    gathering = [row[0] for row in rows(demo, "ladder") if row[1] == "rassemble"]
    counted = {row[0]: row[1:3] for row in rows(demo, "split")}

    assert gathering
    assert not [words for words in gathering if words.startswith(split)]
    assert counted["À main levée"][0] == counted["À main levée"][1]  # unanimous
    agree, of = map(int, counted["En secret"])
    assert agree / of < 0.5
    assert split in text_of(demo / "portrait-fr.html")


def test_every_file_says_that_it_is_fictitious(demo: Path) -> None:
    for lang, word in (("fr", "fictif"), ("en", "fictitious")):
        assert word in text_of(demo / f"portrait-{lang}.html").lower()
        for file in (demo / f"tables-{lang}").glob("*.csv"):
            assert word in file.read_text("utf-8").splitlines()[0].lower()
    assert "fictif" in (demo / "portrait-fr-lire.txt").read_text("utf-8").lower()


def test_a_page_is_one_file_that_asks_for_nothing(demo: Path) -> None:
    for lang in ("fr", "en"):
        html = (demo / f"portrait-{lang}.html").read_text("utf-8")

        assert not re.findall(r"""(?:src|href)=["'](?:https?:)?//""", html)
        assert "<script" not in html


def test_the_dossier_of_the_demo_is_one_like_any_other(
    demo: Path, tmp_path: Path
) -> None:
    dossier = demo / "dossier"

    assert run("check", dossier).code == 0
    again = run("portrait", dossier, "--out", tmp_path / "p.html", lang="en")
    assert again.code == 0
    assert (tmp_path / "p-read.txt").exists()
