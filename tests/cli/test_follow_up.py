"""A team follows what was asked and promised, and walks the chain."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from tests import invented
from tests.act.chain.test_chain import whole
from tests.act.promising import accepted, called, promising
from tests.cli.conftest import Run
from tests.cli.test_errors import plain
from tests.cli.test_short_list import stored

from vestibule.act.chain.gaps import KINDS
from vestibule.act.chain.links import STAGES
from vestibule.act.states import SEEN
from vestibule.words import LANGUAGES, Catalogue

DAY = ("--as-of", "2024-06-01")


@pytest.fixture(scope="module")
def country(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a small invented country on disk; never change it."""
    folder = tmp_path_factory.mktemp("follow") / "country"
    return invented.stored(folder)


def test_the_board_is_told_by_addressee_in_the_readers_language(
    run: Run, country: Path
) -> None:
    french = run("follow-up", country, *DAY, lang="fr")
    english = run("follow-up", country, *DAY)

    assert (french.code, english.code) == (0, 0)
    told = plain(french.out)
    assert "Au 2024-06-01 : recommandations 16, engagements 9." in told
    assert "sans réponse depuis 76 jours" in told
    assert "officiel : fait · communauté : en partie · observateur : en partie" in told
    assert "contesté : les côtés diffèrent" in told
    assert "→ 13 jours de retard" in told
    assert "ne peut être approuvée avant la réponse à 3 questions :" in told
    assert "Groupe des veillées : demandé 0" in told
    assert (
        "official: done · community: done · observer: says nothing → kept"
        in english.out
    )
    assert "as the official side sees it: 5 of 9 done, 55.56 in 100" in english.out
    assert "For the team" in english.err


def test_the_board_as_one_json_object(run: Run, country: Path) -> None:
    told = run("follow-up", country, *DAY, "--json").json

    assert told["today"] == "2024-06-01"
    assert len(told["recommendations"]) == 16
    assert sum(row["kept"] for row in told["commitments"]) == 3
    assert {"of_what", "side", "state", "value", "of", "people"} <= set(
        told["totals"][0]
    )
    assert told["problems"] == []


def test_what_cannot_be_counts_and_long_lists_are_told(
    run: Run, tmp_path: Path
) -> None:
    given = accepted(10)
    given["responses"].append(
        {"id": "again", "recommendation": "r0", "answer": "refused", "given_on": None}
    )
    given["commitments"].append({"id": "none", "words": "Lamps"})
    rows = [
        {"commitment": "c0", "part": "a", "reached": 177},
        {"commitment": "c0", "part": "b", "reached": 206},
        {"commitment": "c0", "target": 448},
        {"commitment": "c1", "reached": 7, "side": "observer"},
    ]
    folder = stored(promising(**given, verifications=rows), tmp_path / "d")

    english = run("follow-up", folder, "--as-of", "2030-06-01")
    french = run("follow-up", folder, "--as-of", "2030-06-01", lang="fr")

    assert (
        "Counted by the official side on 2030-05-01: 383 of 448 – “C0”" in english.out
    )
    assert "Counted by the observer side on 2030-05-01: 7 – “C1”" in english.out
    assert "and 2 more (--json)" in english.out
    assert "(it answered more than once: the last counts)" in english.out
    assert "“Lamps” follows from nothing: it is no promise" in english.out
    assert "ce n’est pas un engagement, et ce n’est pas compté" in plain(french.out)


def test_check_names_what_is_no_promise(run: Run, tmp_path: Path) -> None:
    long_ago = dt.date(2020, 1, 1)
    made = promising(commitments=[{"id": "c", "words": "Lamps", "made_on": long_ago}])

    said = run("check", stored(made, tmp_path / "d"))

    assert said.code == 3
    assert "commitments: “Lamps” follows from nothing" in said.out


def test_where_nothing_was_asked_it_says_so(run: Run, empty_process: Path) -> None:
    said = run("follow-up", empty_process)

    assert said.code == 0
    assert "nothing to follow up" in said.out


def test_a_promise_is_walked_back_to_the_people_and_the_gaps_are_named(
    run: Run, country: Path
) -> None:
    words = "Quarante lampes, entretenues par les deux rives."
    english = run("trace", country, words, *DAY)
    french = run("trace", country, words, *DAY, lang="fr")

    assert (english.code, french.code) == (0, 0)
    assert english.out.startswith("commitments ")
    assert "It follows from" in english.out
    assert "  recommendations: 1" in english.out
    assert "(official · done)" in english.out
    assert "never told, the day has passed" in english.out
    told = plain(french.out)
    assert "Cela vient de" in told
    assert "(réunion régionale)" in told
    assert "jamais dit, le jour est passé" in told


def test_a_chain_that_is_whole_says_so_and_ends_are_told(
    run: Run, tmp_path: Path
) -> None:
    folder = stored(whole(), tmp_path / "d")

    voice = run("trace", folder, called("v"), "--as-of", "2030-06-01")
    last = run("trace", folder, called("y"), "--as-of", "2030-06-01", "--quiet")
    first = run("trace", folder, called("checked"), "--as-of", "2030-06-01", "--json")

    assert "The chain is nowhere broken along this way." in voice.out
    assert "voices: 1" not in voice.out
    assert "Nothing in the chain followed from it." in last.out
    assert last.err == ""
    assert first.json["upstream"] == []
    assert "SECRET" not in voice.out + last.out + first.out


def test_a_name_that_means_nothing_is_a_sentence(run: Run, country: Path) -> None:
    english, french = (
        run("trace", country, "nobody"),
        run("trace", country, "nobody", lang="fr"),
    )

    assert (english.code, french.code) == (3, 3)
    assert "Nothing in the chain is called “nobody”" in english.err
    assert "ne s’appelle « nobody »" in plain(french.err)
    assert run("trace", country, "nobody", "--json").error["reason"] == "no-trace"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_stage_gap_and_state_has_words(lang: str) -> None:
    words = Catalogue(lang)

    assert [one for one in STAGES if f"promises.tables.{one}" not in words] == []
    assert [one for one in KINDS if f"promises.gaps.{one}" not in words] == []
    assert [one for one in SEEN if f"promises.states.{one}" not in words] == []
