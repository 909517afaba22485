"""A team asks which themes were named, read how surely, and what is still missing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests import by_hand, invented
from tests.cli.conftest import Run
from tests.cli.test_errors import plain
from tests.cli.test_short_list import stored
from tests.understand.coding.test_book import code

from vestibule.dossier import packages
from vestibule.dossier.process import Language
from vestibule.understand import coding, resemblance, saturation
from vestibule.understand.coding import book
from vestibule.words import LANGUAGES, Catalogue

PROCESS = by_hand.process(languages=(Language(key="en", names={"en": "English"}),))


@pytest.fixture(scope="module")
def country(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a small invented country on disk; never change it."""
    folder = tmp_path_factory.mktemp("themes") / "country"
    return invented.stored(folder)


def small(folder: Path, **tables: Any) -> Path:
    return stored(by_hand.dossier(PROCESS, **tables), folder)


def test_it_tells_everything_in_the_readers_language(run: Run, country: Path) -> None:
    french, english = run("themes", country, lang="fr"), run("themes", country)

    assert (french.code, english.code) == (0, 0)
    told = plain(french.out)
    assert "Livre de codes, version 3 (fictif)" in told
    assert "ne font plus qu'un" in told.replace("’", "'")
    assert "tous thèmes ensemble : 0,9" in told
    assert "aucun thème nouveau" in told
    assert "pas encore entendu" in told
    assert "un seul thème, deux fois ?" in told
    assert "is now called" in english.out
    assert "over all themes: 0.9" in english.out
    assert "settled by an adjudicator" in english.out
    assert "not yet heard" in english.out
    assert "all was said" not in english.out
    assert "A lower bound" in english.out
    assert "Suggestions, from letters alone" in english.out
    assert "For the team" in english.err


def test_one_kind_alone_is_asked_about(run: Run, country: Path) -> None:
    said = run("themes", country, "--kind", "obstacle")

    assert "Is anything new still coming up, among obstacles?" in said.out
    assert "4 themes named" in said.out


def test_json_holds_every_part_and_no_pseudonym_or_words(
    run: Run, country: Path
) -> None:
    told = run("themes", country, "--json").json

    assert told["codebook"]["versions"][-1]["version"] == "3 (fictif)"
    assert told["reliability"]["overall"]["alpha"] > 0.8
    assert told["saturation"]["rows"][0]["gatherings"] == told["gatherings_heard"]
    assert told["suggestions"]["only_suggestions"] is True
    assert told["together"]["pairs_in_excerpts"] > 0
    records = packages.read(country)
    secret = set(records.table("codings")["coder"]) | set(
        records.table("excerpts")["words"]
    )
    assert not any(one in json.dumps(told, ensure_ascii=False) for one in secret)


def test_of_an_earlier_day_only_gatherings_held_by_then_are_read(
    run: Run, country: Path
) -> None:
    then = run("themes", country, "--as-of", "2023-05-01", "--json").json
    now = run("themes", country, "--json").json

    assert then["as_of"] == "2023-05-01"
    assert 0 < then["gatherings_heard"] < now["gatherings_heard"]


def test_a_dossier_without_codings_says_so(run: Run, tmp_path: Path) -> None:
    folder = small(tmp_path / "none", gatherings=[{"id": "g"}])

    said = run("themes", folder)

    assert said.code == 0
    assert "Nothing has been coded" in said.out
    assert "No gathering has been read" in said.out
    assert "Suggestions" not in said.out


def test_one_coder_few_gatherings_and_a_crooked_codebook_are_told(
    run: Run, tmp_path: Path
) -> None:
    folder = small(
        tmp_path / "thin",
        gatherings=[{"id": f"g{n}", "code": f"G{n}"} for n in range(3)],
        excerpts=[
            {"id": f"e{n}", "gathering": f"g{n}", "lang": "en", "position": 1}
            for n in range(3)
        ],
        codes=[
            code("a", parent="b"),
            code("b", parent="a"),
            code("c", codebook="1"),
            code("c2", key="c", name="c", codebook="2", supersedes="c", kind="need"),
            code("d", codebook="1"),
            code("d2", key="d", name="d", codebook="2", supersedes="d", parent="c2"),
            code("f", codebook="2"),
        ],
        codings=[
            {"excerpt": "e0", "code": "a"},
            {"excerpt": "e1", "code": "c"},
            {"excerpt": "e1", "coder": "y", "code": "f"},
        ],
    )

    told = run("themes", folder).out

    assert "One gathering has not been read yet." in told
    assert "in a circle: a, b" in told
    assert "“c”: defined anew" in told
    assert "“d”: moved from no theme above to “c”" in told
    assert "added: “f”" in told
    assert "Fewer than 10 excerpts were read by two coders" in told
    assert "read apart, not settled: one excerpt (G1/1)" in told
    assert "Fewer than 5 gatherings were read" in told
    assert "Some gatherings carry no day" in told


def test_three_coders_are_told_pair_by_pair(run: Run, tmp_path: Path) -> None:
    folder = small(
        tmp_path / "three",
        gatherings=[{"id": f"g{n}", "code": f"G{n}"} for n in range(12)],
        excerpts=[
            {"id": f"e{n}", "gathering": f"g{n}", "lang": "en", "words": "A bridge."}
            for n in range(12)
        ],
        codes=[code("a"), code("b")],
        codings=[
            {"excerpt": f"e{n}", "coder": coder, "code": "ab"[(n + (n == at)) % 2]}
            for n in range(12)
            for at, coder in enumerate("xyz")
        ],
    )

    told = run("themes", folder).out

    assert told.count("; excerpts in common: 12") == 3
    assert "pairs of excerpts look alike" in told


def test_every_limit_change_and_problem_is_said_in_every_language() -> None:
    renamed = {"few-gatherings": "few-gatherings-read"}
    codes = {renamed.get(code, code) for code in coding.LIMITS} | set(saturation.LIMITS)
    for lang in LANGUAGES:
        words = Catalogue(lang)
        for one in codes:
            assert words(f"themes.limits.{one}", units=1, put=1, clusters=1, least=1)
        for one in book.PROBLEMS:
            assert words(f"themes.problems.{one}", keys="a")
    assert "suggestion" in resemblance.LIMITS
