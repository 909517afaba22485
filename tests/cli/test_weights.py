"""What `vestibule analyse` and the annex say of a population, or why nothing."""

from __future__ import annotations

import datetime as dt
import html
import importlib
import json
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest
from tests.cli.conftest import Run
from tests.understand.ground import voices
from tests.understand.weights import sampled
from tests.understand.weights.sampled import counted, process, valley

from vestibule import api
from vestibule.api import portraits
from vestibule.cli import weights as saying
from vestibule.cli.console import Console
from vestibule.dossier import declaration, packages
from vestibule.dossier.process import Sampling
from vestibule.dossier.records import Dossier
from vestibule.inform import weighing
from vestibule.understand import weights
from vestibule.words import LANGUAGES, Catalogue

CODES = (
    "undeclared",
    "purposive-sample",
    "empty-stratum",
    "one-gathering-stratum",
    "no-population",
    "margins-differ",
    "unknown-level",
    "no-weights",
    "no-single-votes",
    "missing-tool",
)
"""Every reason for which nothing is said."""


def said(dossier: Dossier, lang: str) -> list[str]:
    return list(saying.lines(Console(lang=lang), api.analyse(dossier)))


@pytest.fixture(scope="module")
def found() -> api.Analysis:
    return api.analyse(valley())


@pytest.mark.parametrize(
    ("lang", "title", "line"),
    [
        (
            "en",
            "Weighted to the adults of the valley, for the team (30 people, worth 19",
            "60 in 100 of those heard; weighted 38 (23 to 56); effective n 19",
        ),
        (
            "fr",
            "Pondéré d’après les adultes de la vallée, pour l’équipe (30 personnes, "
            "qui en valent 19",
            "60 sur 100 parmi les personnes entendues ; après pondération 38 (23 à "
            "56) ; effectif utile 19",
        ),
    ],
)
def test_weighted_and_unweighted_stand_side_by_side(
    found: api.Analysis, lang: str, title: str, line: str
) -> None:
    lines = list(saying.lines(Console(lang=lang), found))

    assert lines[0].startswith(title)
    assert "The well is open to all." in lines[1]
    assert line in lines[1].replace("\u00a0", " ").replace("\u202f", " ")
    assert len(lines) == 3
    assert "--json" in lines[2]


@pytest.mark.parametrize(
    ("lang", "start", "reason"),
    [
        ("en", "Nothing is said of the country", "for what they could tell, not drawn"),
        ("fr", "Rien n’est dit du pays", "pour ce qu’elles pouvaient raconter, non"),
    ],
)
def test_purposive_gatherings_get_one_line_and_no_number(
    lang: str, start: str, reason: str
) -> None:
    lines = said(valley(process(Sampling())), lang)

    assert len(lines) == 1
    assert lines[0].startswith(start)
    assert reason in lines[0]
    assert not any(sign.isdigit() for sign in lines[0])


@pytest.mark.parametrize(
    ("lang", "line"),
    [("en", "by region, nobody was heard here: East."), ("fr", "ici\u00a0: East.")],
)
def test_an_empty_region_is_named(lang: str, line: str) -> None:
    lines = said(valley(frame=[*sampled.FRAME, counted("e", 200)]), lang)

    assert len(lines) == 1
    assert line in lines[0]


def test_tallies_alone_get_the_refusal_and_silence_gets_nothing() -> None:
    assert len(said(voices.dossier(voices.usual()), "en")) == 1
    assert said(voices.dossier(comparisons=()), "en") == []


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("code", CODES)
def test_every_refusal_has_its_sentence(lang: str, code: str) -> None:
    params: dict[str, object] = {"column": "sex", "levels": ("female", "e")}
    why = weights.NoShares(code=code, message="…", params=params)

    sentence = weighing.refusal(Catalogue(lang), why, {"e": "East"})

    assert sentence.endswith(".")
    if code == "empty-stratum":
        assert "East" in sentence
        assert "female" not in sentence


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_limit_has_its_sentence(lang: str) -> None:
    for code in weights.LIMITS:
        assert weighing.reason(Catalogue(lang), code).endswith(".")


def test_a_column_without_a_word_is_named_as_it_is() -> None:
    params: dict[str, object] = {"column": "height", "levels": "x", "edition": "c"}
    why = weights.NoShares(code="empty-stratum", message="…", params=params)

    assert "by height" in weighing.refusal(Catalogue("en"), why, {})


def test_what_holds_with_care_is_said_below(found: api.Analysis) -> None:
    told = found.weights
    assert isinstance(told, weights.Shares)
    result = replace(told.result, limits=("quota-sample",), kish=None)
    lines = [
        *weighing.limits(Catalogue("en"), replace(told, result=result, outside=2)),
        weighing.title(Catalogue("en"), replace(told, result=result), sampled.VALLEY),
    ]

    assert lines[0].startswith("Chosen by quota")
    assert lines[1].startswith("2 people who answered are not of this population")
    assert "worth –" in lines[2]


def row(**more: Any) -> dict[str, Any]:
    numbers = {"plain_share": 0.6, "share": 0.4, "low": 0.3, "high": 0.5, "kish": 9.6}
    numbers["worth"] = 9.7
    return {**numbers, "boot_low": 0.2, "boot_high": 0.45, "reason": None, **more}


def test_the_wider_of_two_intervals_is_printed() -> None:
    words = Catalogue("en")

    both = weighing.line(words, "S", row())
    one = weighing.line(words, "S", row(boot_low=None, boot_high=None))
    none = weighing.line(words, "S", row(share=None, reason="few-heard"))

    assert both.endswith("weighted 40 (20 to 50); effective n 10")
    assert "(30 to 50)" in one
    assert none.startswith("  S: fewer answered than the process asks")


def test_gatherings_that_answer_alike_lower_the_effective_number() -> None:
    words = Catalogue("en")

    alike = weighing.line(words, "S", row(worth=4.2))
    unlike = weighing.line(words, "S", row(worth=40.0))
    unknown = weighing.line(words, "S", row(worth=None))

    assert alike.endswith("effective n 4")
    assert unlike.endswith("effective n 10")
    assert unknown.endswith("effective n 10")


def test_a_long_list_is_cut_and_the_rest_counted(found: api.Analysis) -> None:
    told = found.weights
    assert isinstance(told, weights.Shares)
    over_all = told.shares.filter(pl.col("comparison").is_null())

    def lines(shares: pl.DataFrame) -> list[str]:
        stand_in: Any = SimpleNamespace(
            dossier=found.dossier,
            settled=found.settled,
            ground=found.ground,
            weights=replace(told, shares=shares),
        )
        return list(saying.lines(Console(lang="en"), stand_in))

    assert lines(pl.concat([over_all] * 14))[-1].startswith("  and 2 more")
    assert len(lines(over_all)) == 2


# In files and commands.


def written(sampling: Sampling, path: Path) -> None:
    """Write the valley as a dossier folder, its process as a text."""
    plain = process(sampling, comparisons=())
    packages.write(valley(declaration.parse(declaration.to_text(plain))), path)


def test_json_holds_them_and_nothing_of_one_person(found: api.Analysis) -> None:
    told = found.to_dict()["weights"]

    assert told["refused"] is None
    assert (told["kind"], told["people"]) == ("probability", 30)
    assert [one["group"] for one in told["shares"]] == [None, "men", "women"]
    assert told["margins"][0]["population_share"] == 0.3
    text = json.dumps(told)
    assert not [one for one in found.dossier.table("people")["id"] if one in text]
    assert 'weight"' not in text


def test_a_command_prints_the_refusal_and_tells_it_in_json(
    run: Run, tmp_path: Path
) -> None:
    written(Sampling(), tmp_path / "d")

    plain, told = (
        run("analyse", tmp_path / "d"),
        run("analyse", tmp_path / "d", "--json"),
    )

    assert plain.code == told.code == 0, plain.err + told.err
    assert "Nothing is said of the country" in plain.out
    assert told.json["weights"]["refused"]["code"] == "purposive-sample"


def test_without_the_library_the_command_names_what_to_install(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(sampled.PROBABILITY, tmp_path / "d")
    ordinary = importlib.import_module

    def without(name: str, package: str | None = None) -> Any:
        if name == "svy":
            raise ImportError
        return ordinary(name, package)

    monkeypatch.setattr(importlib, "import_module", without)

    done = run("analyse", tmp_path / "d", lang="fr")

    assert done.code == 0, done.err
    assert "Installez vestibule[weights]" in done.out


@pytest.mark.parametrize(("lang", "word"), [("en", "drawn"), ("fr", "tirées au sort")])
def test_the_annex_holds_the_refusal(tmp_path: Path, lang: str, word: str) -> None:
    refused = api.analyse(valley(process(Sampling())))

    path = portraits.write_annex(refused, tmp_path / "annex.html", lang=lang)

    text = html.unescape(path.read_text("utf-8"))
    assert Catalogue(lang)("weights.annex") in text
    assert word in text
    assert "weights.shares" not in text


def test_the_annex_holds_the_shares(found: api.Analysis, tmp_path: Path) -> None:
    careful = found.weights
    assert isinstance(careful, weights.Shares)
    found.__dict__["weights"] = replace(careful, outside=1)

    path = portraits.write_annex(found, tmp_path / "annex.html", lang="en")

    found.__dict__["weights"] = careful
    text = html.unescape(path.read_text("utf-8"))
    assert "Weighted to the adults of the valley" in text
    assert "One person who answered is not of this population" in text
    assert "weights.shares (3)" in text
    assert "plain_share" in text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_portrait_never_speaks_of_the_population(tmp_path: Path, lang: str) -> None:
    written(sampled.PROBABILITY, tmp_path / "d")
    dossier = packages.read(tmp_path / "d")

    drawn = portraits.draw(dossier, lang=lang, today=dt.date(2030, 1, 1))

    text = html.unescape(drawn.html())
    assert sampled.VALLEY[lang] not in text
    assert Catalogue(lang)("portrait.method.always") in text
