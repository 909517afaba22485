"""What groups supposed and saw: a refuted hypothesis is revised and both stay."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from tests import by_hand, invented

from vestibule.act import research

EARLY, LATE = (dt.datetime(2024, month, 1, tzinfo=dt.UTC) for month in (1, 6))
GROUP = {"id": "g", "key": "lights", "name": "Lights", "since": dt.date(2024, 1, 1)}
FACTORS = tuple({"id": one, "name": one} for one in ("dark", "unlit", "fear"))
FIRST = {"id": "h1", "group": "g", "words": "If lit, then less fear", "cause": "dark",
         "effect": "fear", "predicts": "more", "sign": "people cross at dusk", "at": EARLY}  # fmt: skip
SECOND = {
    **FIRST,
    "id": "h2",
    "words": "If lit and watched",
    "supersedes": "h1",
    "at": LATE,
}


def found(**tables: Any) -> research.Research:
    """Return what is found of records typed by hand."""
    rows: dict[str, Any] = {"groups": (GROUP,), "factors": FACTORS, **tables}
    merged = rows.pop("merged", {})
    return research.research(
        by_hand.dossier(**rows),
        merged={by_hand.called(a): by_hand.called(b) for a, b in merged.items()},
    )


def seen(hypothesis: str, *outcomes: str) -> list[dict[str, Any]]:
    """Return observations of a version."""
    return [
        {"id": f"{hypothesis}-{n}", "hypothesis": hypothesis, "outcome": one}
        for n, one in enumerate(outcomes)
    ]


def test_a_refuted_hypothesis_is_revised_and_both_versions_stay() -> None:
    told = found(
        hypotheses=(FIRST, SECOND),
        observations=[*seen("h1", "refutes"), *seen("h2", "confirms", "unclear")],
        reflections=({"group": "g", "words": "we learned", "held_on": dt.date(2024, 6, 1)},),
    )  # fmt: skip
    rows = told.hypotheses.select("version", "words", "stands", "standing").rows()
    assert rows == [
        (1, "If lit, then less fear", False, "refuted"),
        (2, "If lit and watched", True, "borne-out"),
    ]
    assert told.hypotheses["hypothesis"].n_unique() == 1
    group = told.groups.row(0, named=True)
    counted = ("hypotheses", "revised", "observations", "reflections", "actions")
    assert [group[name] for name in counted] == [1, 1, 3, 1, 0]
    assert group["reflected_on"] == dt.date(2024, 6, 1)
    assert told.gaps.is_empty()


def test_a_slip_of_the_pen_is_no_version_of_its_own() -> None:
    told = found(hypotheses=(FIRST, SECOND), observations=seen("h2", "unclear"))
    assert told.hypotheses.select("version", "stands", "standing").rows() == [
        (1, True, "unclear")
    ]
    assert told.groups["revised"].to_list() == [0]


@pytest.mark.parametrize(
    ("outcomes", "standing"),
    [
        ((), "untested"),
        (("unclear",), "unclear"),
        (("confirms",), "borne-out"),
        (("refutes",), "refuted"),
        (("confirms", "refutes"), "mixed"),
    ],
)
def test_how_a_hypothesis_stands(outcomes: tuple[str, ...], standing: str) -> None:
    told = found(hypotheses=(FIRST,), observations=seen("h1", *outcomes))
    assert told.hypotheses["standing"].to_list() == [standing]


def test_what_is_missing_is_named() -> None:
    other = {**GROUP, "id": "idle", "key": "idle"}
    told = found(
        groups=(GROUP, other),
        hypotheses=({**FIRST, "sign": None},),
        observations=seen("h1", "refutes"),
    )
    assert told.gaps["kind"].to_list() == [
        "no-hypothesis",
        "no-sign",
        "refuted-not-revised",
        "no-reflection",
    ]
    assert told.gaps["group"].to_list()[0] == by_hand.called("idle")


def test_how_many_told_the_link_each_way_counts_people_and_merged_factors() -> None:
    people = tuple({"id": name, "pseudonym": name} for name in ("a", "b"))
    claim = {"effect": "fear", "direction": "more"}
    told = found(
        people=people,
        hypotheses=(FIRST,),
        claims=(
            {**claim, "cause": "dark", "teller": "a"},
            {**claim, "cause": "dark", "teller": "a"},
            {**claim, "cause": "unlit", "teller": "b", "direction": "less"},
        ),
        merged={"unlit": "dark"},
    )
    row = told.hypotheses.row(0, named=True)
    assert (row["told_by"], row["contradicted_by"]) == (1, 1)


def test_nothing_recorded_is_nothing_found() -> None:
    told = found(groups=())
    assert told.groups.is_empty()
    assert told.hypotheses.is_empty()
    assert told.gaps.is_empty()


def test_the_planted_groups_are_found_in_the_rehearsal() -> None:
    made = invented.country(1)
    told = research.research(made.dossier)
    keys = dict(told.groups.select("group", "key").rows())
    revised = told.groups.filter(told.groups["revised"] > 0)["key"].to_list()
    gaps = {
        kind: tuple(keys[group] for group in rows["group"])
        for (kind,), rows in told.gaps.partition_by("kind", as_dict=True).items()
    }
    planted = made.truth.research
    assert tuple(revised) == planted["revised"]
    for kind in ("refuted-not-revised", "no-hypothesis"):
        assert gaps[kind] == planted[kind]
    assert (told.hypotheses["told_by"] > 0).any()


def test_versions_of_imports_follow_one_another_without_a_clock() -> None:
    # ids and origins would sort the other way round
    rows = [
        {"id": "first", "group": "g", "words": "one", "origin": "z", "key": "H"},
        {
            "id": "next",
            "group": "g",
            "words": "two",
            "origin": "a",
            "key": "H",
            "supersedes": "first",
        },
    ]
    dossier = by_hand.dossier(
        groups=[{"id": "g", "key": "g", "name": "G"}],
        hypotheses=[{"predicts": "more", **row} for row in rows],
        observations=[{"hypothesis": "first", "outcome": "refutes"}],
    )

    found = research.research(dossier).hypotheses

    assert found["words"].to_list() == ["one", "two"]
    assert found["version"].to_list() == [1, 2]
    assert set(found["hypothesis"]) == {by_hand.called("first")}
