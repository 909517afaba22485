"""A team asks which few statements represent everyone, or whether its own list does."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from tests import by_hand, invented
from tests.api.test_short_lists import dossier
from tests.cli.conftest import Run
from tests.cli.test_errors import plain

from vestibule.api.listed import MESSAGES
from vestibule.dossier import declaration, packages
from vestibule.dossier.process import Comparison, Group, Language
from vestibule.dossier.records import Dossier
from vestibule.words import LANGUAGES, Catalogue

ENGLISH = (Language(key="en", names={"en": "English"}),)


def stored(given: Dossier, folder: Path) -> Path:
    """Write a dossier typed by hand, and return where it is."""
    text = declaration.to_text(given.process)
    packages.write(replace(given, process=declaration.parse(text)), folder)
    return folder


@pytest.fixture(scope="module")
def country(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a small invented country on disk; never change it."""
    folder = tmp_path_factory.mktemp("short") / "country"
    return invented.stored(folder)


@pytest.fixture
def camps(tmp_path: Path) -> Path:
    """Return thirty people: twenty of one mind, ten of another."""
    return stored(dossier({"s01 s02": 20, "s03": 10}), tmp_path / "camps")


def test_the_list_says_whom_each_statement_stands_for_in_the_readers_language(
    run: Run, country: Path
) -> None:
    french = run("short-list", country, "--size", 6, "--cast", lang="fr")
    english = run("short-list", country, "--size", 6)

    assert (french.code, english.code) == (0, 0)
    told = plain(french.out)
    assert "6 énoncés, choisis pour représenter ensemble" in told
    assert "   représente : communautés" in told
    assert "femmes (femmes, hommes) : énoncés de la liste qui y passent" in told
    assert "Contrôle de la représentation :" in told
    assert "Ce que cela ne dit pas" in told
    assert "6 statements, chosen so that together" in english.out
    assert "   stands for: communities" in english.out
    assert "no group of a comparison surely agrees as a whole" in english.out
    assert "in expectation, " in english.out
    assert "Of 100 pairs of a person and a statement, " in english.out
    assert "For the team" in english.err


def test_votes_alone_can_be_asked_for_and_another_rule(run: Run, country: Path) -> None:
    cast = run("short-list", country, "--size", 6, "--cast")
    shares = run(
        "short-list", country, "--size", 6, "--cast", "--rule", "shares", "--json"
    ).json

    assert "Some statements were shown to nobody" in cast.out
    assert "in expectation" not in cast.out
    assert shares["rule"] == "shares"
    assert (shares["basis"]["expected"], shares["basis"]["why"]) == (False, "asked")
    assert {line["expected"] for line in shares["statements"]} == {None}


def test_json_holds_the_list_the_quotas_and_the_audit(run: Run, country: Path) -> None:
    told = run("short-list", country, "--size", 6, "--json", "--cast").json

    assert [line["number"] for line in told["statements"]] == [1, 2, 3, 4, 5, 6]
    assert told["audit"]["ejr_plus"] is True
    assert {"comparison", "group", "least", "reached"} == set(told["quotas"][0])
    people = packages.read(country).current("people")
    assert not any(one in json.dumps(told) for one in people["pseudonym"])


def test_a_list_that_people_chose_is_audited_and_a_better_one_offered(
    run: Run, camps: Path, tmp_path: Path
) -> None:
    file = tmp_path / "ours.csv"
    file.write_text("key\ns01\ns02\ns04\n")

    french = run("short-list", camps, "--check", "s01,2,4", lang="fr")
    english = run("short-list", camps, "--check", file)

    assert (french.code, english.code) == (0, 0)
    assert "au moins une voix" in plain(french.out).lower()
    assert (
        "10 personnes sont d’accord avec « S » (s03), et aucune n’est d’accord avec quoi "
        "que ce soit dans la liste : dès 10, elles ont droit à un énoncé"
    ) in plain(french.out)
    assert "10 people agree with “S” (s03), and none of them agrees" in english.out
    assert "--size 3" in english.err


def test_a_group_too_small_to_be_told_is_only_counted(run: Run, tmp_path: Path) -> None:
    folder = stored(dossier({"s01 s02": 18, "s03": 9}), tmp_path / "few")

    said = run("short-list", folder, "--check", "s01,s02,s04")

    assert "One more group is left out, too small to be told" in said.out
    assert "s03" not in said.out


def test_small_numbers_are_not_shown(run: Run, tmp_path: Path) -> None:
    folder = stored(dossier({"s01": 4, "s02": 4}), tmp_path / "few")

    said = run("short-list", folder, "--size", 2)

    assert said.out.count("how many agree is not shown") == 2
    assert "How many agree with at least one of them is not shown" in said.out


def test_what_was_level_and_who_was_not_heard_enough_is_told(
    run: Run, tmp_path: Path
) -> None:
    # the same twenty agree with s01 and s02; of nobody is it known who they are
    sexes = Comparison(
        key="sex",
        names={"en": "Sex"},
        basis="sex",
        groups=(
            Group(key="women", names={"en": "Women"}, values=("female",)),
            Group(key="men", names={"en": "Men"}, values=("male",)),
        ),
    )
    declared = by_hand.process(comparisons=(sexes,), languages=ENGLISH)
    given = dossier({"s01 s02": 20, "s03": 10}, declared=declared)
    folder = stored(given, tmp_path / "level")

    said = run("short-list", folder, "--size", 2)

    assert "   level with s01, which stood behind by their ids alone" in said.out
    assert "none was asked for: Women (Sex), Men (Sex)" in said.out
    assert "too few were heard in each" in said.out


def test_many_groups_left_out_are_cut_after_some(run: Run, tmp_path: Path) -> None:
    # twelve people agree with all but s02: alone on a list it leaves each out
    keys = [f"s{number:02d}" for number in range(1, 9)]
    people = [f"p{n}" for n in range(12)]
    given = by_hand.dossier(
        people=[{"id": one, "pseudonym": one} for one in people],
        statements=[{"id": key, "key": key} for key in keys],
        votes=[
            {"id": one + key, "person": one, "statement": key, "vote": vote}
            for one in people
            for key in keys
            for vote in [-1 if key == "s02" else 1]
        ],
    )
    folder = stored(given, tmp_path / "owed")

    said = run("short-list", folder, "--check", "s02")

    assert said.out.count("12 people agree with") == 6
    assert "and one more (--json tells them all)" in said.out


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--check", "s01,1"], "deux fois « 1 »"),
        (["--check", "s05"], "a été écarté"),
        (["--check", ""], "aucun énoncé"),
        (["--check", "nulle.csv"], "ce fichier ou ce dossier n’existe pas"),
        (["--check", "s77"], "Aucune fiche de statements"),
    ],
)
def test_a_list_that_cannot_be_audited_is_told(
    run: Run, camps: Path, options: list[str], told: str
) -> None:
    said = run("short-list", camps, *options, lang="fr")

    assert (said.code, said.out) == (3, "")
    assert told in plain(said.err)


def test_quotas_that_no_list_meets_are_told_with_the_remedy(
    run: Run, country: Path
) -> None:
    asked = ["short-list", country, "--size", 9, "--least", 9, "--cast"]
    french = run(*asked, lang="fr")
    wrong = run(*asked, "--json")

    assert french.code == 3
    assert "Demandez-en" in french.err
    assert wrong.error["reason"] == "quota-too-high"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_dossier_without_votes_says_why_there_is_no_list(
    run: Run, filled: Path, lang: str
) -> None:
    said = run("short-list", filled, "--cast", lang=lang)
    told = run("short-list", filled, "--json", "--cast", lang=lang).json

    expected = Catalogue(lang)("cli.short_list.limits.no-votes")
    assert (said.code, said.out.strip()) == (0, expected)
    assert (told["statements"], told["audit"]) == ([], None)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_limit_has_a_sentence_in_every_language(lang: str) -> None:
    words = Catalogue(lang)

    absent = [
        code
        for code in MESSAGES
        if f"cli.short_list.limits.{code}" not in words
        and f"ground.list.limits.{code}" not in words
    ]
    assert absent == []


@pytest.mark.parametrize(
    ("lang", "none"),
    [("en", "nobody was asked one by one"), ("fr", "personne n’a été interrogé seul")],
)
def test_of_counted_gatherings_alone_a_list_is_expected(
    run: Run, filled: Path, lang: str, none: str
) -> None:
    said = run("short-list", filled, lang=lang)
    told = run("short-list", filled, "--json", lang=lang).json

    assert none in plain(said.out)
    assert told["basis"]["cast"] == 0
    assert told["basis"]["counted"] > 0
    assert told["audit"]["expected"] is True
