"""A panel is drawn in public, and drawn again by whoever doubts it."""

from __future__ import annotations

import importlib
import re
import shlex
from pathlib import Path

import pytest
from tests.cli.conftest import Run
from tests.cli.test_errors import plain

from vestibule.cli.draw import RULES
from vestibule.plan import lotteries
from vestibule.words import LANGUAGES, Catalogue

QUOTAS = "feature,value,min,max\nsex,woman,2,2\nsex,man,2,2\n"


@pytest.fixture
def volunteers(tmp_path: Path) -> Path:
    """Return four women and six men; the quotas beside them ask for two of each."""
    people = [f"W{n},woman" for n in range(4)] + [f"M{n},man" for n in range(6)]
    path = tmp_path / "volunteers.csv"
    path.write_text("pseudonym,sex\n" + "\n".join(people) + "\n")
    (tmp_path / "quotas.csv").write_text(QUOTAS)
    return path


@pytest.fixture
def asked(volunteers: Path) -> list[object]:
    """Return the command without a seed."""
    quotas = volunteers.with_name("quotas.csv")
    return ["draw", volunteers, "--quotas", quotas, "--size", 4]


def test_the_fingerprint_comes_before_the_seed_and_stays(
    run: Run, asked: list[object], tmp_path: Path
) -> None:
    out = tmp_path / "drawn.csv"

    before = run(*asked, lang="fr")
    drawn = run(*asked, "--seed", "six deux", "--out", out, "--json")
    after = run(*asked, "--seed", "six deux", "--out", tmp_path / "b.csv", lang="fr")

    assert (before.code, after.code) == (0, 0)
    assert "33,3 sur 100 au moins, 50 sur 100 au plus" in plain(before.out).replace(
        "50,0", "50"
    )
    assert "Rien n’est tiré encore" in before.out
    fingerprint = drawn.json["fingerprint"]
    assert fingerprint in before.out
    assert fingerprint in after.out
    assert "vous seul pouvez le lire" in plain(after.err)


def test_the_printed_command_draws_the_same_panel_again(
    run: Run, asked: list[object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    said = run(*asked, "--seed", "it's 6, 2", "--out", "drawn.csv")
    command = next(
        line for line in said.out.splitlines() if line.startswith("  vestibule draw")
    )

    again = run(*shlex.split(command)[1:])

    assert again.code == 0
    assert Path("OTHER.csv").read_bytes() == Path("drawn.csv").read_bytes()
    printed = re.search(r"SHA-256 ([0-9a-f]{64})$", said.out.strip())
    assert printed is not None
    assert printed[1] in again.out


def test_what_exists_is_not_written_over(
    run: Run, asked: list[object], tmp_path: Path
) -> None:
    out = tmp_path / "drawn.csv"
    out.write_text("mine")

    said = run(*asked, "--seed", "x", "--out", out, lang="fr")

    assert said.code == 3
    assert "existe déjà" in said.err
    assert out.read_text() == "mine"


def test_quotas_that_conflict_are_told_with_place_and_remedy(
    run: Run, asked: list[object], volunteers: Path
) -> None:
    quotas = volunteers.with_name("quotas.csv")
    quotas.write_text("feature,value,min,max\nsex,woman,5,9\nsex,man,0,1\n")

    french, english = run(*asked, lang="fr"), run(*asked)
    wrong = run(*asked, "--json").error

    # four places, of which five would be women: four are there
    assert french.code == 3
    assert plain(french.err).startswith("quotas.csv : Aucun panel de 4")
    assert "au moins 5 de sex = woman (4 volontaires)" in plain(french.err)
    assert "quotas.csv: No panel of 4 meets the quotas." in english.err
    assert "at least 4 instead of 5 of sex = woman" in english.err
    assert wrong["code"] == "quotas-impossible"
    assert wrong["demands"] == [["sex", "woman", "least", 5, 4]]


def test_an_upper_end_that_must_give_way_is_told_too(
    run: Run, asked: list[object], volunteers: Path
) -> None:
    quotas = volunteers.with_name("quotas.csv")
    quotas.write_text("feature,value,min,max\nsex,woman,0,1\nsex,man,0,1\n")

    said = run(*asked, lang="fr")

    # one and one are two of four places: two more must be let in
    assert "au plus 1 de sex = woman (4 volontaires)" in plain(said.err)
    assert "au lieu de 1 de sex" in plain(said.err)


def test_more_places_than_volunteers_are_told(run: Run, asked: list[object]) -> None:
    said = run(*asked[:-1], 11, lang="fr")

    assert said.code == 3
    assert plain(said.err).startswith("Un panel de 11 ne se tire pas de 10 volontaires")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_names_and_what_no_quota_asks_are_refused(
    run: Run, asked: list[object], volunteers: Path, lang: str
) -> None:
    volunteers.write_text("person,sex\nAmina Diarra,woman\na@b.org,man\n")
    named = run(*asked, lang=lang)
    volunteers.write_text("person,sex,email\nK1,woman,a@b.org\n")
    extra = run(*asked, lang=lang)

    assert (named.code, extra.code) == (3, 3)
    assert "volunteers.csv" in named.err
    assert "Amina" not in named.err
    assert {"fr": "ressemble à un nom", "en": "looks like a name"}[lang] in named.err
    assert {"fr": "aucun quota", "en": "no quota asks"}[lang] in extra.err


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--seed", "x"], "Il manque --out."),
        (["--out", "x.csv"], "Il manque --seed."),
        (["--rule", "chance"], "--rule est l’un de ceux-ci : leximin, maximin."),
    ],
)
def test_half_a_draw_is_wrong_usage(
    run: Run, asked: list[object], options: list[str], sentence: str
) -> None:
    said = run(*asked, *options, lang="fr")

    assert said.code == 2
    assert plain(said.err).splitlines()[0] == sentence


def test_an_empty_seed_is_refused(
    run: Run, asked: list[object], tmp_path: Path
) -> None:
    said = run(*asked, "--seed", " ", "--out", tmp_path / "d.csv", lang="fr")

    assert said.code == 3
    assert "lancez des dés" in said.err


def test_nobody_who_volunteers_is_a_sentence(
    run: Run, asked: list[object], volunteers: Path, tmp_path: Path
) -> None:
    volunteers.write_text("person,sex\n")

    said = run(*asked, "--seed", "x", "--out", tmp_path / "d.csv")

    assert said.code == 0
    assert said.out.startswith("Nobody volunteered")
    assert not (tmp_path / "d.csv").exists()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_limit_has_a_sentence_in_every_language(lang: str) -> None:
    words = Catalogue(lang)

    absent = [c for c in lotteries.LIMITS if f"cli.draw.limits.{c}" not in words]
    assert absent == []


def test_the_rules_offered_are_those_of_the_room() -> None:
    room = importlib.import_module("vestibule.plan.lotteries.lottery")

    assert room.RULES == RULES
