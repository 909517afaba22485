"""A facilitator prepares the next gathering."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cli.conftest import Run
from tests.cli.test_errors import plain

from vestibule.dossier import packages
from vestibule.understand.showings import LIMITS
from vestibule.words import LANGUAGES, Catalogue


def test_statements_are_printed_with_their_reason_in_the_readers_language(
    run: Run, filled: Path
) -> None:
    french = run("ask-next", filled, "--shared", "sex=female", "--number", 3, lang="fr")
    english = run("ask-next", filled, "--shared", "sex=female", "--number", 3)

    assert french.code == 0
    assert "3 énoncés à leur soumettre" in plain(french.out)
    assert "3 statements to put to them" in english.out
    assert "1. " in english.out
    assert "(" in english.out.split("1. ")[1]
    assert "read the statements out" in english.err


def test_showings_are_recorded_when_asked_for(run: Run, filled: Path) -> None:
    before = packages.read(filled)
    code = before.current("gatherings")["code"].sort()[0]
    options = ["--gathering", code, "--method", "pots", "--number", 2]

    looked = run("ask-next", filled, *options, "--json").json
    written = run("ask-next", filled, *options, "--record", "K7")

    assert looked["recorded"] == 0
    assert "2 showings recorded." in written.out
    after = packages.read(filled).table("showings")
    assert after.height == before.table("showings").height + 2
    stated = [row["probability"] for row in looked["statements"]]
    new = after.filter(origin="office").drop_nulls("probability")
    assert new.sort("seq")["probability"].to_list() == pytest.approx(stated)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ([], "Dites qui est interrogé"),
        (["--shared", "clan=x"], "ne dit pas de qui il s’agit"),
        (["--shared", "sex=female", "--record", "K7"], "nommez celle à qui"),
        (["--person", "nobody"], "Aucune fiche de people"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_written(
    run: Run, filled: Path, options: list[str], told: str
) -> None:
    before = packages.read(filled).table("showings").height
    said = run("ask-next", filled, *options, lang="fr")

    assert said.code == 3
    assert told in plain(said.err)
    assert packages.read(filled).table("showings").height == before


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_limit_has_a_sentence_in_every_language(lang: str) -> None:
    words = Catalogue(lang)

    assert [code for code in LIMITS if f"cli.ask_next.limits.{code}" not in words] == []
