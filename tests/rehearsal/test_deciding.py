"""What was planted in ballots and validations is found."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from vestibule.agree import budgets, sensitivity
from vestibule.agree.budgets import Budget
from vestibule.agree.sensitivity import PriorityRules
from vestibule.agree.validation import report
from vestibule.agree.validation.report import ValidationReport
from vestibule.dossier import lineage
from vestibule.dossier.records import Dossier
from vestibule.rehearsal import SHAPES, Rehearsal, rehearse


@pytest.fixture(scope="module", params=["usual", "small", "autoportrait"])
def made(request: pytest.FixtureRequest) -> Rehearsal:
    found: Rehearsal = request.getfixturevalue(request.param)
    return found


@pytest.fixture(scope="module")
def settled(made: Rehearsal) -> Dossier:
    return lineage.settled(made.dossier)


@pytest.fixture(scope="module")
def validated(made: Rehearsal) -> ValidationReport:
    return report.report(made.dossier)


def asked(made: Rehearsal, settled: Dossier, name: str) -> PriorityRules:
    keys = dict(settled.table("questions").select("key", "id").iter_rows())
    question = keys[made.truth.decided[f"{name}_question"]]
    return sensitivity.under_rules(settled, question=question)


def test_the_common_priority_is_first_by_every_proportional_rule(
    made: Rehearsal, settled: Dossier
) -> None:
    found = asked(made, settled, "cross")

    proportional = found.orders.filter("proportional")["rule"].unique().sort().to_list()
    assert proportional == ["pav", "shares", "stv"]
    for rule in proportional:
        assert found.first(rule) == [made.truth.decided["cross_priority"]]


def test_without_the_largest_region_its_priority_falls_and_this_is_said(
    made: Rehearsal, settled: Dossier
) -> None:
    found, planted = asked(made, settled, "big"), made.truth.decided

    assert found.largest == (planted["largest_region"],)
    assert found.first("borda") == [planted["big_priority"]]
    row = found.changes.filter(pl.col("largest") & (pl.col("rule") == "borda")).row(
        0, named=True
    )
    assert (row["changed"], row["first"]) == (True, planted["big_without"])


@pytest.mark.parametrize(
    ("name", "rule"), [("points", "points"), ("pairwise", "schulze")]
)
def test_points_and_pairs_give_the_planted_first(
    made: Rehearsal, settled: Dossier, name: str, rule: str
) -> None:
    found = asked(made, settled, name)

    assert found.decided == rule
    assert found.first(rule) == [made.truth.decided[f"{name}_priority"]]


def test_consensus_names_what_is_carried_and_who_is_overruled(
    made: Rehearsal, settled: Dossier
) -> None:
    found, planted = asked(made, settled, "consensus").objections, made.truth.decided

    assert found is not None
    states = dict(found.proposals.select("key", "state").iter_rows())
    assert states == {
        planted["carried"]: "carried",
        planted["over_objections"]: "over_objections",
        planted["not_carried"]: "not_carried",
    }
    overruled = found.overruled.filter(pl.col("kind") == "region")
    assert overruled.select("key", "who").rows() == [
        (planted["over_objections"], planted["overruled_region"])
    ]


def test_the_budget_pays_for_the_others_and_names_what_it_cannot(
    made: Rehearsal, settled: Dossier
) -> None:
    planted = made.truth.decided
    found = budgets.budget(settled, float(planted["budget_amount"]))

    assert isinstance(found, Budget)
    words = dict(settled.table("actions").select("id", "words").iter_rows())
    states = {
        words[action]: state
        for action, state in found.actions.select("action", "state").iter_rows()
    }
    assert states[planted["bought_others"]] == "bought"
    assert states[planted["bought_alone"]] == "bought"
    assert states[planted["unaffordable"]] == "unaffordable"
    assert states[planted["uncosted"]] == "uncosted"
    assert found.spent <= found.amount


def test_a_finding_of_the_largest_region_alone_stays_regional(
    made: Rehearsal, validated: ValidationReport
) -> None:
    rows = validated.standing.findings
    row = rows.filter(pl.col("key") == made.truth.decided["regional_finding"]).row(
        0, named=True
    )

    assert (row["scope"], row["why_not"]) == ("regional", "few-regions")
    assert (row["scope_stated"], row["overstated"]) == ("national", True)
    assert (row["regions_held"], row["gatherings"] > 5) == (1, True)


def test_those_who_saw_earlier_words_have_not_validated_the_new_ones(
    made: Rehearsal, validated: ValidationReport
) -> None:
    rows = validated.standing.findings
    row = rows.filter(pl.col("key") == made.truth.decided["reworded_finding"]).row(
        0, named=True
    )

    assert (row["version"], row["gatherings"], row["earlier"]) == (2, 1, 7)
    assert row["scope"] == "local"


def test_a_place_never_heard_stands_by_name_in_every_finding(
    made: Rehearsal, validated: ValidationReport
) -> None:
    never = validated.silent.filter(pl.col("why") == "nobody")

    for place in made.truth.unreached_places:
        named = never.filter(pl.col("place_key") == place)["key"]
        assert set(named) == set(validated.standing.findings["key"])


def test_contested_findings_are_found_with_region_and_outcome(
    made: Rehearsal, validated: ValidationReport
) -> None:
    told = set(
        validated.contested.select(
            "key", "region_key", "profile_key", "outcome"
        ).iter_rows()
    )

    wanted = {
        (one["finding"], one["region"], one["profile"], one["outcome"])
        for one in made.truth.contested
        if one["outcome"] == "rejected"
    }
    assert wanted <= told


def test_a_country_of_a_few_people_votes_too() -> None:
    tiny = replace(
        SHAPES["small"],
        focus_groups=1,
        interviews=0,
        validation_meetings=0,
        focus_attendances=1,
        interview_attendances=0,
        regional_attendances=8,
        validation_attendances=0,
    )

    made = rehearse(seed=2, shape=tiny)

    assert made.dossier.table("ballots")["n"].min() == 1
