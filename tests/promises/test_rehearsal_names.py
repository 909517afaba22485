"""Nothing that a rehearsal writes names a real place, and all of it says it is invented."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

import vestibule
from vestibule.api import analysis
from vestibule.cli import demo
from vestibule.dossier import declaration, folding, packages
from vestibule.inform import writing
from vestibule.rehearsal import SHAPES, rehearse
from vestibule.words import Catalogue

PACKAGED = Path(vestibule.__file__).parent / "processes"


@pytest.fixture(scope="module")
def real_names() -> set[str]:
    """Every name of a packaged place, country and people, in small letters."""
    found = set()
    for folder in sorted(PACKAGED.iterdir()):
        for file in (folder / "places.csv", folder / "place_names.csv"):
            rows = csv.DictReader(file.read_text("utf-8").splitlines())
            found |= {row["name"] for row in rows}
        process = declaration.read(folder / "process.toml")
        found |= {*process.country_names.values(), *process.demonyms}
    assert len(found) > 100
    return {name.casefold() for name in found}


@pytest.fixture(scope="module", params=[1, pytest.param(2, marks=pytest.mark.proof)])
def outputs(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, str]:
    """Everything the demo writes, by file: dossier, truth, pages, scripts, tables."""
    folder: Path = tmp_path_factory.mktemp("demo")
    made = rehearse(seed=request.param, shape=SHAPES["small"])
    packages.write(made.dossier, folder / "dossier", form="csv")
    writing.write_text(folder / "truth.json", made.truth.to_json())
    found = analysis.analyse(made.dossier, seed=request.param)
    demo.written(made, found, folder, request.param)
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert len(files) > 60
    return {str(p.relative_to(folder)): p.read_text("utf-8") for p in sorted(files)}


def said(text: str) -> str:
    """Return the words of a file in small letters: no style, drawing or tags."""
    bare = re.sub(r"<style.*?</style>|<svg.*?</svg>", " ", text, flags=re.DOTALL)
    words = re.findall(r"[^\W\d_][\w'’-]*", re.sub(r"<[^>]*>", " ", bare))
    return f" {' '.join(words).casefold()} "


def named(text: str, names: set[str]) -> set[str]:
    """Return the names that a text says.

    Without their accents too, where they are long enough to be no other word: Diré
    is a town and "dire" is to say.
    """
    spoken = said(text)
    bare = f" {folding.fold(spoken)} "
    return {
        name
        for name in names
        if f" {name} " in spoken
        or (len(name) > 5 and f" {folding.fold(name)} " in bare)
    }


def test_no_packaged_place_is_in_any_file_of_a_rehearsal(
    outputs: dict[str, str], real_names: set[str]
) -> None:
    found = {name: named(text, real_names) for name, text in outputs.items()}

    assert {name: names for name, names in found.items() if names} == {}


def test_a_packaged_place_would_be_found_in_a_page_a_table_or_a_script(
    real_names: set[str],
) -> None:
    page = "<html><p>Entendus à <b>Mopti</b>, puis à Ségou.</p></html>"

    assert {"mopti", "ségou"} <= named(page, real_names)
    assert "koulikoro" in named("koulikoro.", real_names)
    assert "gao" in named("place,n\nGao,12\n", real_names)


def test_every_file_of_a_rehearsal_says_that_it_is_invented(
    outputs: dict[str, str],
) -> None:
    labels = {
        Catalogue(lang)(f"figures.{key}").rstrip(".").casefold()
        for lang in ("fr", "en")
        for key in ("fictitious", "fictitious_spoken")
    } | {"fictitious", "fictif", "ficti"}
    shown = [name for name in outputs if not name.startswith("dossier")]

    silent = [
        name for name in shown if not any(x in said(outputs[name]) for x in labels)
    ]
    assert silent == []
    assert "fictitious = true" in outputs["dossier/process.toml"]
