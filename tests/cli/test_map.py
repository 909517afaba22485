"""A team asks what leads to what, as people told it, and carries the map elsewhere."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import stat
from pathlib import Path

import pytest
from tests import invented
from tests.cli.conftest import Run
from tests.cli.test_errors import plain
from tests.understand.maps.tellings import dossier

from vestibule.api.maps import MapWork
from vestibule.cli import system_map
from vestibule.cli.console import Console
from vestibule.dossier import packages
from vestibule.words import Catalogue


@pytest.fixture(scope="module")
def country(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an invented country on disk; never change it."""
    folder = tmp_path_factory.mktemp("map") / "country"
    return invented.stored(folder)


def test_the_map_is_told_in_words_in_the_readers_language(
    run: Run, country: Path
) -> None:
    french, english = run("map", country, lang="fr"), run("map", country)

    assert (french.code, english.code) == (0, 0)
    told = plain(french.out)
    assert "facteurs" in told
    assert "cercles d’au plus 6 liens" in told
    assert "Assemblé : personne ne l’a raconté en entier" in told
    assert "Où l’on pourrait agir, à discuter" in told
    assert "Told as causes above all: " in english.out
    assert "Assembled: nobody told it whole" in english.out
    assert "For the team" in english.err


def test_json_names_factors_and_no_teller(run: Run, country: Path) -> None:
    told = run("map", country, "--json").json

    assert {"links", "loops", "leverage", "differences", "sha256"} <= set(told)
    assert {one["assembled"] for one in told["loops"]} <= {True, False}
    given = packages.read(country)
    text = json.dumps(told)
    assert not any(id_ in text for id_ in given.table("factors")["id"])
    assert not any(id_ in text for id_ in given.table("people")["id"])


def test_a_page_that_may_be_published_is_written_with_its_script(
    run: Run, country: Path, tmp_path: Path
) -> None:
    said = run("map", country, "--out", tmp_path / "map.html")

    assert said.code == 0
    assert "Written: " in said.out
    html = (tmp_path / "map.html").read_text("utf-8")
    assert len(html.encode()) < 75_000
    assert "<script" not in html
    assert "fictitious example" in html
    assert (tmp_path / "map-read.txt").is_file()


@pytest.mark.parametrize("form", ["map.graphml", "map.json", "folder"])
def test_a_map_is_exported_for_the_team_and_brought_in_again(
    run: Run, country: Path, tmp_path: Path, form: str
) -> None:
    said = run("map", country, "--export", tmp_path / "team" / form)
    assert said.code == 0, said.err
    written = tmp_path / "team" / form
    files = [written] if written.is_file() else sorted(written.iterdir())
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}

    copy = Path(shutil.copytree(country, tmp_path / "copy"))
    back = run("import", "map", written, "--into", copy)
    assert back.code == 0, back.err
    assert "Nothing" in back.out or "nothing" in back.out


def test_a_way_from_one_factor_to_another_is_traced_by_name(
    run: Run, country: Path
) -> None:
    said = run("map", country, "--from", "pay that does not come", "--to",
               "Young men following whoever pays")  # fmt: skip
    short = run("map", country, "--from", "Pay that does not come", "--to",
                "Young men following whoever pays", "--steps", 2, lang="fr")  # fmt: skip
    told = run("map", country, "--from", "Unlit bridges", "--to", "Fear at the bridge",
               "--json").json  # fmt: skip

    assert "in at most 4 links" in said.out
    assert "Assembled: no one source told a whole path" in said.out
    assert "Exactly: without" in said.out
    assert "Aucun chemin n’y mène" in short.out
    assert told["assembled"] is False
    assert told["told_whole_by"] == told["at_most"] == told["exact"]
    whole = run("map", country, "--from", "Unlit bridges", "--to", "Fear at the bridge")
    assert "told a whole path" in whole.out


def test_what_is_asked_wrongly_gets_a_sentence(
    run: Run, country: Path, tmp_path: Path
) -> None:
    unknown = run("map", country, "--from", "Nothing", "--to", "Fear at the bridge")
    same = run("map", country, "--from", "Fear at the bridge", "--to",
               "fear at the bridge", lang="fr")  # fmt: skip
    half = run("map", country, "--from", "Fear at the bridge")
    form = run("map", country, "--export", tmp_path / "map.pdf", lang="fr")
    broken = tmp_path / "m.json"
    broken.write_text("{")
    bad = run("import", "map", broken, "--into", country, lang="fr")

    assert (unknown.code, same.code, form.code, bad.code) == (3, 3, 3, 3)
    assert half.code == 2
    assert "--to" in half.err
    assert "“Nothing”" in unknown.err
    assert "deux différents" in same.err
    assert ".pdf" in form.err
    assert "ne se lit pas comme du JSON" in plain(bad.err)


def test_a_dossier_without_claims_has_no_map_and_says_what_to_do() -> None:
    work = MapWork(settled=dossier({}))

    told = list(system_map._told(Console(lang="en"), work))
    assert told[0].startswith("No cause was told: there is no map.")
    page = work.page(today=dt.date(2024, 5, 1)).html()
    assert "No cause was told by enough people" in page


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_each_limit_has_a_sentence(lang: str) -> None:
    words = Catalogue(lang)
    for code in ("nothing-told", "sources-unknown", "tellers-unknown", "loops-cut",
                 "loops-more", "no-loops", "folded"):  # fmt: skip
        assert words(f"map.limits.{code}", floor=2, bound=6, folded=1)
    for code in ("no-path", "paths-cut", "too-large-for-exact", "sources-unknown"):
        assert words(f"map.trace.{code}")
