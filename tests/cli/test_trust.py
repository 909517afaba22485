"""`vestibule trust`: how did it move from wave to wave?"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests import by_hand, invented
from tests.cli.conftest import Run
from tests.understand.trust.test_trust import ARMY, PEOPLE, PLACES, answered, said

from vestibule.api.barometers import Barometers
from vestibule.dossier import packages


def test_each_relation_is_told_in_words_and_as_one_object(
    run: Run, tmp_path: Path
) -> None:
    made = invented.country(1)
    packages.write(made.dossier, tmp_path / "land")
    said_in_french = run("trust", tmp_path / "land", "--lang", "fr")
    assert said_in_french.code == 0
    assert "confiance des communautés envers la Veille territoriale : monte" in (
        said_in_french.out.replace("\N{NO-BREAK SPACE}", " ")
    )
    assert "vague 3 : pas demandé" in said_in_french.out.replace(
        "\N{NO-BREAK SPACE}", " "
    )
    told = run("trust", tmp_path / "land", "--json").json
    whole = {
        one["key"]: change["verdict"]
        for one in told["barometers"]
        for change in one["changes"]
        if change["whole"]
    }
    assert whole == made.truth.trust


def test_a_process_without_barometers_says_how_to_declare_them() -> None:
    settled = by_hand.dossier()
    told = Barometers(found=answered([], barometers=()), settled=settled)
    assert "under [[barometers]]" in next(told.lines("en"))


def test_what_is_thin_or_unread_is_said() -> None:
    chosen = replace(ARMY, place="hills")
    settled = by_hand.dossier(
        by_hand.process(barometers=(chosen, PEOPLE)), places=PLACES
    )
    met = [{"id": "g", "code": "G", "place": "ford"}]
    told = [
        {**one, "gathering": "g"} for one in said(1, a="much", b="no", c="MUCH", d="no")
    ]
    later = [{**one, "instrument": "s2"} for one in said(2, a="refused", b="refused")]
    last = [{**one, "instrument": "s2"} for one in said(3, a="no")]
    found = answered(
        [*told, *later, *last, {"person": "e", "value": "no"}],
        barometers=(chosen, PEOPLE),
        gatherings=met,
    )
    lines = list(Barometers(found=found, settled=settled).lines("en"))
    text = "\n".join(lines)
    for one in (
        "a sign that one community chose, read there alone: Hills",
        "wave 1: 33 in 100, 3 answers from one group alone",
        "wave 2: nobody answered",
        "wave 3: one answer, too few to say",
        "one answer is not in the declared scale",
        "one answer does not say its wave",
        "the questionnaire changed",
        "people's trust in the army: cannot say",
    ):
        assert one in text
    nobody = answered([])
    assert list(Barometers(found=nobody, settled=settled).lines("en")) == [
        "Nobody has been asked yet."
    ]
