"""The packaged process is whole, and one's own starts from it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from vestibule.dossier import cuts, hashing, packaged, packages
from vestibule.dossier.gazetteer import Gazetteer
from vestibule.errors import FileError, ProblemsFound, ProcessError, Refused

PROCESS = """\
key = "valley"
title.en = "Valley"
question.en = "What is in the way?"
outputs = ["en", "fr"]
age_bands = ["15+"]
[country]
key = "xv"
[[profiles]]
key = "farmer"
name.en = "Farmers"
name.fr = "Paysans"
[files]
places = "places.csv"
place_names = "place_names.csv"
frame = "frame.csv"
targets = "targets.csv"
codebook = "codebook.csv"
statements = "statements.csv"
"""
FILES = {
    "places": "key,name,kind,level,parent,valid_from,valid_to,vintage,tile_row,tile_col\n"
    "xv,Valley,country,0,,,,,,\n"
    "xv.ada,Ada,region,1,xv,2020-01-01,,v1,0,0\n",
    "place_names": "place,name,lang,kind\nxv.ada,Adda,,variant\n",
    "frame": "place;population;year;edition;source\nxv.ada;1200;2020;one;made up\n",
    "targets": "place,profile,age_band,attendances,share\nxv.ada,farmer,15+,12,\n",
    "codebook": "key,kind,name.en,name.fr,definition.fr,parent\n"
    "road,obstacle,The road,La route,,\nroad.rain,obstacle,Rain,,La pluie,road\n",
    "statements": "key,words.en,words.fr\ns1,We meet.,On se voit.\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / f"{name}.csv").write_text(text, "utf-8")
    (tmp_path / "process.toml").write_text(PROCESS, "utf-8")
    return tmp_path


def test_a_folder_becomes_records(folder: Path) -> None:
    dossier = packaged.read_folder(folder)

    assert {name: len(rows) for name, rows in dossier.tables.items()} == {
        "places": 2, "place_names": 1, "frame": 1, "targets": 1, "profiles": 1,
        "codes": 2, "statements": 1, "texts": 4,
    }  # fmt: skip
    ada = dossier.table("places").filter(pl.col("key") == "xv.ada").row(0, named=True)
    assert ada["origin"] == "process-valley"
    assert dossier.table("targets")["place"].to_list() == [ada["id"]]
    assert dossier.table("frame")["published_total"].to_list() == [False]
    assert dossier.table("codes").sort("key")["name"].to_list() == ["The road", "Rain"]
    assert dossier.table("codes")["definition"].to_list() == [None, None]
    texts = dossier.table("texts").select("field", "lang", "words").sort("words")
    assert texts.rows() == [
        ("meaning", "fr", "La pluie"),
        ("name", "fr", "La route"),
        ("words", "fr", "On se voit."),
        ("name", "fr", "Paysans"),
    ]
    assert cuts.gaps(dossier) == ()


def broken(name: str, old: str, new: str) -> Callable[[Path], None]:
    def breaks(folder: Path) -> None:
        file = folder / name
        text = file.read_text("utf-8")
        assert old in text
        file.write_text(text.replace(old, new), "utf-8")

    return breaks


WRONG = [
    ("places.csv", "region,1,xv", "regoin,1,xv", 3, "kind", "unknown", "region"),
    ("codebook.csv", "Rain,,La pluie,road\n", "Rain,,,raod\n", 3, "parent", "unknown", "road"),
    ("places.csv", "2020-01-01", "1/1/2020", 3, "valid_from", "not-a-day", None),
    ("places.csv", "2020-01-01,,", "2020-01-01,2019-01-01,", 3, "valid_to",
     "ends-before-it-starts", None),
    ("places.csv", "region,1,", "region,0,", 3, "parent", "parent-below", None),
    ("places.csv", "region,1,", "region,9,", 3, "level", "out-of-range", None),
    ("places.csv", "region,1,", "region,one,", 3, "level", "not-a-number", None),
    ("places.csv", "xv.ada,Ada", "xv,Ada", 3, None, "duplicate", None),
    ("places.csv", "xv.ada,Ada", "xv.ada,", 3, "name", "empty", None),
    ("places.csv", "key,name", "key,nome", 1, "name", "missing-column", None),
    ("places.csv", "valid_to", "valid_too", 1, "valid_too", "unknown-column", "valid_to"),
    ("places.csv", "tile_row", "tile_col", 1, "tile_col", "double-column", None),
    ("places.csv", "v1,0,0", "v1,0,0\nxv.bor,Bor,region,1,xv,,,v0 v1,0,0", 4, "tile_col",
     "tile-taken", None),
    ("place_names.csv", ",variant", ",variant,more", 2, None, "too-many-cells", None),
    ("targets.csv", "farmer", "farmers", 2, "profile", "unknown", "farmer"),
    ("targets.csv", "15+", "15", 2, "age_band", "unknown", "15+"),
    ("codebook.csv", "Rain,,", ",,", 3, "name.en", "empty", None),
    ("codebook.csv", "road.rain", "road", 3, None, "duplicate", None),
    ("places.csv", "1,xv,", "1,xw,", 3, "parent", "unknown", None),
    ("statements.csv", "We meet.,On se voit.", ",", 2, "words.en", "empty", None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "old", "new", "line", "column", "code", "suggestion"), WRONG
)
def test_what_is_wrong_is_told_by_file_line_and_column(
    folder: Path,
    name: str,
    old: str,
    new: str,
    line: int,
    column: str | None,
    code: str,
    suggestion: str | None,
) -> None:
    broken(name, old, new)(folder)

    with pytest.raises(ProblemsFound) as caught:
        packaged.read_folder(folder)

    told = [
        (problem.file, problem.line, problem.column, problem.code, problem.suggestion)
        for problem in caught.value.problems
    ]
    assert (name, line, column, code, suggestion) in told


def test_a_country_or_region_that_is_no_place_is_told_in_the_process(
    folder: Path,
) -> None:
    comparison = (
        '[[comparisons]]\nkey = "r"\nname.en = "R"\nbasis = "region"\n'
        '[[comparisons.groups]]\nkey = "a"\nname.en = "A"\nvalues = ["xv.ada"]\n'
        '[[comparisons.groups]]\nkey = "b"\nname.en = "B"\nvalues = ["xv.bor"]\n'
    )
    (folder / "process.toml").write_text(
        PROCESS.replace('key = "xv"', 'key = "xw"') + comparison, "utf-8"
    )

    with pytest.raises(ProblemsFound) as caught:
        packaged.read_folder(folder)

    found = [(problem.file, problem.line) for problem in caught.value.problems]
    assert found == [("process.toml", 7), ("process.toml", 30)]


def test_a_missing_or_broken_file_is_told(folder: Path) -> None:
    (folder / "frame.csv").unlink()
    (folder / "targets.csv").write_bytes(b"place\xff")

    with pytest.raises(ProblemsFound) as caught:
        packaged.read_folder(folder)

    codes = [problem.code for problem in caught.value.problems]
    assert codes == ["missing-file", "not-utf8"]


def test_yes_and_no_are_understood_in_two_languages(folder: Path) -> None:
    frame = folder / "frame.csv"
    head = "place,population,year,edition,source,published_total\n"
    frame.write_text(
        head + "xv.ada,1,2020,one,s,oui\nxv.ada,1,2020,one,s,no\n", "utf-8"
    )
    assert packaged.read_folder(folder).table("frame")["published_total"].sum() == 1

    frame.write_text(head + "xv.ada,1,2020,one,s,perhaps\n", "utf-8")
    with pytest.raises(ProblemsFound, match="neither yes nor no"):
        packaged.read_folder(folder)


def test_files_that_are_not_named_are_not_missed(tmp_path: Path) -> None:
    text = PROCESS.split("[country]")[0]
    (tmp_path / "process.toml").write_text(text, "utf-8")

    assert packaged.read_folder(tmp_path).table("places").is_empty()


def test_the_same_files_give_the_same_records_in_any_order(folder: Path) -> None:
    before = packaged.read_folder(folder).table("places")["id"].to_list()
    lines = FILES["places"].splitlines()
    (folder / "places.csv").write_text("\n".join([lines[0], lines[2], lines[1]]))

    assert packaged.read_folder(folder).table("places")["id"].to_list() == before


def test_the_packaged_processes_are_found_by_name() -> None:
    assert "self-portrait" in packaged.names()
    with pytest.raises(FileError, match=r"Did you mean “self-portrait”\?"):
        packaged.path("selfportrait")


def test_the_packaged_self_portrait_has_two_frames_of_regions() -> None:
    dossier = packaged.read_folder(packaged.path("self-portrait"))
    places = dossier.table("places").filter(pl.col("outside").is_null())
    regions = places.filter(pl.col("level") == 1)

    for vintage, n in (("2009", 9), ("2023", 20)):
        names = regions.filter(pl.col("vintage").str.contains(vintage))["name"]
        assert names.n_unique() == n
    old = places.filter((pl.col("level") == 2) & pl.col("vintage").str.contains("2009"))
    assert len(old) == 49
    assert set(dossier.current("places").filter(kind="camp")["name"]) == {
        "Mbera", "Mangaizé", "Tabareybarey", "Abala", "Intikane", "Goudoubo", "Mentao",
        "Sag-Nioniogo",
    }  # fmt: skip
    assert len(dossier.process.languages) == 14
    assert all(
        language.names.keys() == {"fr", "en"} for language in dossier.process.languages
    )


@pytest.mark.parametrize("label", ["Peuls", "Touareg", "Griots", "Katiba du nord"])
def test_the_packaged_process_refuses_names_of_peoples_and_armed_groups(
    tmp_path: Path, label: str
) -> None:
    shutil.copytree(packaged.path("self-portrait"), tmp_path / "mine")
    file = tmp_path / "mine" / "process.toml"
    text = file.read_text("utf-8") + f'\n[[profiles]]\nkey = "x"\nname.fr = "{label}"\n'
    file.write_text(text, "utf-8")

    with pytest.raises(Refused):
        packaged.read_folder(tmp_path / "mine")


def test_a_process_of_ones_own_is_written_whole(tmp_path: Path) -> None:
    folder = tmp_path / "mine"

    dossier = packaged.create(
        "my-own", source="self-portrait", folder=folder, titles={"fr": "À nous"}
    )

    assert dossier.process.key == "my-own"
    assert dossier.process.titles["fr"] == "À nous"
    same = hashing.content_hash(dossier)
    assert hashing.content_hash(packages.read(folder)) == same
    assert hashing.content_hash(packaged.read_folder(folder)) == same
    assert "# A dialogue of the whole country" in dossier.process.text
    other = Gazetteer.of(packaged.read_folder(packaged.path("self-portrait")))
    assert other.keys["ml.kidal"] != Gazetteer.of(dossier).keys["ml.kidal"]


def test_a_name_that_cannot_be_a_key_makes_nothing(tmp_path: Path) -> None:
    with pytest.raises(ProcessError, match="cannot be a key"):
        packaged.create("My Own", source="self-portrait", folder=tmp_path / "mine")

    assert not (tmp_path / "mine").exists()
