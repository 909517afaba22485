"""A short list that represents everyone, and the audit of one that people chose."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests import by_hand
from tests.understand.ground import voices

from vestibule import api
from vestibule.agree.proportional import ListImpossible
from vestibule.api import opinions, short_lists
from vestibule.dossier.records import Dossier
from vestibule.errors import DataError

KEYS = ("s01", "s02", "s03", "s04", "s05")


def dossier(camps: Mapping[str, int], **given: Any) -> Dossier:
    """Return so many people who agree with some statements and not with the others.

    ``{"s01 s02": 20}`` are twenty who agree with two of the first four statements;
    s05 was moderated out.
    """
    people, votes = [], []
    for approved, n in camps.items():
        for _ in range(n):
            person = f"p{len(people)}"
            people.append({"id": person, "pseudonym": person})
            votes += [
                {
                    "id": f"{person}-{key}",
                    "person": person,
                    "statement": key,
                    "vote": 1 if key in approved.split() else -1,
                }
                for key in KEYS[:4]
            ]
    statements = [
        {"id": key, "key": key, "moderation": "out" if key == "s05" else "in"}
        for key in KEYS
    ]
    return by_hand.dossier(people=people, statements=statements, votes=votes, **given)


def test_a_minority_of_a_third_has_one_statement_of_three() -> None:
    # 30 people, three places: ten people are entitled to a statement
    given = dossier({"s01 s02": 20, "s03": 10})

    found = api.short_list(given, size=3)

    assert {line["key"] for line in found.lines("en")} == {"s01", "s02", "s03"}
    told = found.to_dict()
    assert (told["audit"]["jr"], told["audit"]["ejr_plus"]) == (True, True)
    assert told["audit"]["reached"] == {"n": 30, "of": 30}
    agree = {line["key"]: line["agree"] for line in found.lines("en")}
    assert agree["s03"] == {"n": 10, "of": 30}
    assert [one["code"] for one in told["limits"]] == [
        "nothing-to-choose",
        "no-comparison",
    ]


def test_the_audit_of_a_list_that_people_chose_names_who_is_left_out() -> None:
    given = dossier({"s01 s02": 20, "s03": 10})

    found = api.audit_list(given, ["1", "s02", "4"])

    assert [line["key"] for line in found.lines("en")] == ["s01", "s02", "s04"]
    told = found.to_dict()
    assert (told["rule"], told["audit"]["jr"]) == (None, False)
    assert found.left_out("en") == [
        {"key": "s03", "words": "S", "people": 10, "entitled": 1, "needed": 10}
    ]
    assert (found.small, found.quotas("en")) == (0, [])


def test_a_group_below_the_threshold_is_only_counted() -> None:
    # 27 people, three places: nine are entitled to a statement, and too few to tell
    given = dossier({"s01 s02": 18, "s03": 9})

    found = api.audit_list(given, ["s01", "s02", "s04"])

    assert found.audit is not None
    assert not found.audit.jr
    assert (found.left_out("en"), found.small) == ([], 1)
    assert "s03" not in str(found.to_dict())


def test_how_many_agree_is_hidden_where_few_were_asked_or_it_is_sensitive() -> None:
    few = api.short_list(dossier({"s01": 4, "s02": 4}), size=2)
    given = dossier({"s01 s02": 20, "s03": 5})
    touchy = given.table("statements").with_columns(sensitivity=pl.lit("sensitive"))
    sensitive = api.short_list(given.with_tables(statements=touchy), size=3)

    assert [line["agree"] for line in few.lines("en")] == [None, None]
    agree = {line["key"]: line["agree"] for line in sensitive.lines("en")}
    assert agree["s03"] is None
    assert agree["s01"] == {"n": 20, "of": 25}


def test_groups_of_comparisons_find_statements_they_pass(work: api.Work) -> None:
    found = api.short_list(work.dossier, size=6, cast=True)

    quotas = found.quotas("fr")
    assert {row["group"] for row in quotas} >= {"femmes", "hommes"}
    assert all(row["reached"] >= row["least"] for row in quotas if row["least"])
    first = found.lines("fr")[0]
    assert {"comparison": "femmes, hommes", "group": "femmes"} in first["groups"]
    with pytest.raises(ListImpossible, match="Ask for at most"):
        api.short_list(work.dossier, size=9, least=9, cast=True)
    none = api.short_list(work.dossier, size=3, least=0, cast=True)
    assert none.quotas("fr") == []


def test_a_group_that_was_not_heard_enough_has_no_quota() -> None:
    given = dossier(
        {"s01 s02": 20, "s03": 10},
        declared=by_hand.process(comparisons=(voices.SEXES,)),
    )

    found = api.short_list(given, size=3)

    assert [(row["group"], row["least"]) for row in found.quotas("en")] == [
        ("women", None),
        ("men", None),
    ]
    assert {line["groups"] is None for line in found.lines("en")} == {True}


@pytest.mark.parametrize(
    ("camps", "limit"),
    [
        ({}, "no-votes"),
        ({"s01": 1}, "one-person"),
        ({"": 12}, "nobody-agrees"),
        ({"s01 s02 s03 s04": 12}, "everyone-agrees"),
    ],
)
def test_thin_input_gives_a_sentence_and_no_number(
    camps: dict[str, int], limit: str
) -> None:
    # someone who was heard at all, so that there is a day to speak of
    given = dossier(camps, gatherings=[{"id": "g"}])

    for found in (api.short_list(given), api.audit_list(given, ["s01"])):
        assert found.audit is None
        assert found.standing.limits == (limit,)
        assert found.to_dict()["audit"] is None


@pytest.mark.parametrize(
    ("chosen", "told"),
    [
        ([], "no statement"),
        (["s01", "1"], "twice"),
        (["s05"], "moderated out"),
        (["s09"], "No record of statements"),
        (["77"], "No record of statements"),
    ],
)
def test_lists_that_are_none_are_refused(chosen: list[str], told: str) -> None:
    with pytest.raises(DataError, match=told):
        api.audit_list(dossier({"s01": 12, "s02": 12}), chosen)


@pytest.mark.parametrize(
    "text",
    ["s01\ns03\n", "s01,s03\n", "key,words\ns01,A\ns03,B\n", "n,énoncé\n1,s01\n2,3\n"],
)
def test_a_list_is_read_from_a_file(tmp_path: Path, text: str) -> None:
    path = tmp_path / "list.csv"
    path.write_text(text, "utf-8")

    found = api.audit_list(dossier({"s01": 12, "s03": 12}), path)

    assert [line["key"] for line in found.lines("en")] == ["s01", "s03"]


def test_a_list_of_a_day_before_anyone_was_heard_is_refused() -> None:
    given = dossier(
        {"s01": 12}, gatherings=[{"id": "g", "held_on": dt.date(2030, 1, 2)}]
    )

    with pytest.raises(DataError, match="choose a later day"):
        short_lists.short_list(given, as_of=dt.date(2029, 1, 1))


def test_where_placing_everyone_takes_long_only_votes_count_and_it_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(opinions, "MOST_VOTES", 10)
    given = dossier({"s01 s02": 20, "s03": 10})

    for found in (api.short_list(given, size=3), api.audit_list(given, ["s01"])):
        assert found.basis.why == "not-asked"
        assert found.standing.limits[-1] != "expected"
        assert "not-placed" in found.standing.limits
    asked = api.short_list(given, size=3, place=True)
    assert asked.basis.why is None


def test_votes_alone_are_a_check_that_can_be_asked_for() -> None:
    given = dossier({"s01 s02": 20, "s03": 10})
    whole = api.short_list(given, size=3)

    cast = api.short_list(given, size=3, cast=True)

    assert cast.statements == whole.statements
    assert cast.basis.to_dict() == {
        "expected": False,
        "why": "asked",
        "cast": 1.0,
        "placed": 0.0,
        "grouped": 0.0,
        "counted": 0.0,
        "open": 0.0,
    }
    assert [line["expected"] for line in cast.lines("en")] == [None] * 3
    assert next(line["expected"] for line in whole.lines("en")) == {"n": 20, "of": 30}
