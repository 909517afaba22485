"""The board and the chain, as Python and ``--json`` tell them."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from tests import by_hand
from tests.act.chain.test_chain import WHOLE, whole
from tests.act.promising import TODAY, accepted, called, promising

from vestibule import api
from vestibule.api import tracing
from vestibule.dossier import withdrawals
from vestibule.dossier.process import Agreement
from vestibule.errors import DataError


def test_the_board_tells_words_states_scores_and_problems_as_plain_values() -> None:
    given = accepted(2)
    given["commitments"].append({"id": "none", "words": "N"})
    given["commitments"][0]["agreement"] = "peace"
    declared = by_hand.process(agreements=(Agreement(key="peace", names={"en": "P"}),))
    made = promising(
        declared,
        **given,
        actions=[{"state": "proposed", "owner": "Youth"}],
        verifications=[
            {"commitment": "c0", "state": "done", "evidence": "SECRET"},
            {"commitment": "c1", "state": "begun", "coder": "SECRET"},
        ],
    )

    told = api.follow_up(made, today=TODAY).to_dict("en")

    json.dumps(told, default=str)
    assert "SECRET" not in repr(told)
    assert sorted(one["words"] for one in told["recommendations"]) == ["R0", "R1"]
    assert sorted(one["words"] for one in told["commitments"]) == ["C0", "C1", "N"]
    assert [one["code"] for one in told["problems"]] == ["nothing"]
    assert len(told["actions"][0]["questions"]) == 7
    scores = {
        (one["agreement"], one["scale"]): one["percent"] for one in told["scores"]
    }
    assert scores[(None, "completed")] == 50.0
    assert scores[(None, "matrix")] == pytest.approx(100 * 4 / 6)
    assert scores[("peace", "completed")] == 100.0
    assert {one["side"] for one in told["scores"]} == {"official"}


def test_of_an_earlier_day_deadlines_are_counted_from_it() -> None:
    made = promising(recommendations=[{"id": "r"}])

    now = api.follow_up(made, today=TODAY)
    then = api.follow_up(made, today=TODAY, as_of=dt.date(2030, 2, 1))

    assert now.found.recommendations["state"].to_list() == ["silent"]
    assert then.found.recommendations["state"].to_list() == ["asked"]
    assert now.sha256 == then.sha256


def test_the_analysis_has_the_board_and_an_opened_dossier_both() -> None:
    work = api.Work(whole())

    assert work.analysis.follow_up(TODAY).commitments.height == 1
    assert work.follow_up(today=TODAY).frame["addressee"].to_list() == ["Council"]
    assert work.trace("f", today=TODAY).found.table == "findings"


@pytest.mark.parametrize(
    ("name", "table", "id_"),
    [
        (called("k"), "commitments", "k"),
        (called("k")[:8], "commitments", "k"),
        (called("k")[:8].upper(), "commitments", "k"),
        ("f", "findings", "f"),
        ("findings:f", "findings", "f"),
        ("codes:c", "codes", "c"),
        ("commitments:C", "commitments", "k"),
        ("r", "recommendations", "r"),
        ("G", "gatherings", "g"),
        ("G/3", "excerpts", "e"),
        ("gatherings:G", "gatherings", "g"),
    ],
)
def test_a_record_is_found_by_what_people_call_it(
    name: str, table: str, id_: str
) -> None:
    made = whole(
        gatherings=[
            {"id": "g", "place": "p", "code": "G"},
            {"id": "checked", "code": "H"},
        ],
        excerpts=[{"id": "e", "gathering": "g", "position": 3}],
        recommendations=[{"id": "r", "finding": "f", "words": "R"}],
        codes=[{"id": "c", "key": "c", "name": "Theme"}],
        commitments=[{"id": "k", "response": "a", "words": "C"}],
    )
    if name == "r":
        name = "recommendations:R"

    assert tracing.one_called(made, name) == (table, called(id_))


def test_a_name_of_two_records_asks_which_is_meant() -> None:
    made = whole(codes=[{"id": "c", "key": "f", "name": "Theme"}])

    with pytest.raises(DataError, match="can be 2 records") as raised:
        tracing.one_called(made, "f")

    assert raised.value.params["reason"] == "many-traces"
    choices = raised.value.params["choices"]
    assert choices == sorted([f"codes:{called('c')}", f"findings:{called('f')}"])
    assert tracing.one_called(made, str(choices[0])) == ("codes", called("c"))  # type: ignore[index]


@pytest.mark.parametrize("name", ["nobody", "0" * 32, "p", "abcdef", ""])
def test_what_nothing_is_called_is_a_sentence(name: str) -> None:
    made = whole(people=[{"id": "someone", "pseudonym": "p"}])

    with pytest.raises(DataError, match="Nothing in the chain") as raised:
        tracing.one_called(made, name)

    assert raised.value.params["reason"] == "no-trace"


def test_a_trace_is_told_in_the_language_asked_for_without_secrets() -> None:
    made = whole(
        texts=[
            {
                "recommendation": "r",
                "field": "words",
                "lang": "fr",
                "words": "Demande",
                "state": "checked",
            },
            {
                "finding": "f",
                "field": "words",
                "lang": "fr",
                "words": "Constat",
                "state": "checked",
            },
        ]
    )

    found = api.trace(made, called("v"), today=TODAY)
    french, english = found.to_dict("fr"), found.to_dict("en")

    said = {row["table"]: row["words"] for row in french["downstream"]}
    assert (said["recommendations"], said["findings"]) == ("Demande", "Constat")
    assert {row["table"]: row["words"] for row in english["downstream"]}[
        "findings"
    ] == "F"
    assert "SECRET" not in repr(french)
    assert french["gaps"] == []
    assert french["told"][0]["standing"] == "answered"
    assert french["record"]["id"] == called("v")


def test_a_gap_is_told_in_words() -> None:
    made = whole(verifications=[], restitutions=[])

    told = api.trace(made, called("k"), today=TODAY, as_of=TODAY).to_dict()

    assert [(one["kind"], one["table"]) for one in told["gaps"]] == [
        ("never-verified", "commitments"),
        ("never-told", "gatherings"),
    ]
    assert told["gaps"][0]["message"] == "nobody has looked whether it is kept"
    assert WHOLE["commitments"][0]["id"] == "k"


def test_a_promise_and_an_action_are_told_in_the_language_asked_for() -> None:
    french = {"field": "words", "lang": "fr", "state": "checked"}
    made = promising(
        **accepted(1),
        actions=[{"id": "a", "words": "Dig the well", "state": "proposed"}],
        texts=[
            {"commitment": "c0", "words": "Promis", **french},
            {"action": "a", "words": "Creuser le puits", **french},
        ],
    )
    found = api.follow_up(made, today=TODAY)

    told = {lang: found.to_dict(lang) for lang in ("en", "fr")}

    assert [one["words"] for one in told["fr"]["commitments"]] == ["Promis"]
    assert [one["words"] for one in told["fr"]["actions"]] == ["Creuser le puits"]
    assert [one["words"] for one in told["en"]["commitments"]] == ["C0"]
    assert [one["words"] for one in told["en"]["actions"]] == ["Dig the well"]
    traced = api.trace(made, called("c0"), today=TODAY).to_dict("fr")
    assert traced["record"]["words"] == "Promis"


def test_a_promise_taken_back_takes_its_translation_with_it() -> None:
    text = {"commitment": "c0", "field": "words", "lang": "fr", "words": "Promis"}
    made = promising(**accepted(1), texts=[{**text, "state": "checked"}])

    left = withdrawals.withdraw(
        made, table="commitments", record=called("c0"), origin="o", at=None, by="K1"
    )

    assert left.table("texts").is_empty()
