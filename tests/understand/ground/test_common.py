"""What is claimed of small dossiers, and what is not."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from tests.by_hand import called
from tests.understand.ground import voices
from tests.understand.ground.voices import SEXES, SIDES, all_of

from vestibule.dossier.records import Dossier
from vestibule.errors import DataError
from vestibule.plan import next_gatherings
from vestibule.understand import ground
from vestibule.understand.ground import GroundResult, GroundSettings

FEW = GroundSettings(draws=400)


def found(dossier: Dossier, **more: Any) -> GroundResult:
    return ground.common_ground(dossier, settings=FEW, **more)


def row(result: GroundResult, key: str) -> dict[str, Any]:
    return result.statements.filter(key=key).to_dicts()[0]


@pytest.fixture(scope="module")
def usual() -> GroundResult:
    return found(voices.dossier(voices.usual()))


def test_each_statement_gets_the_verdict_its_answers_allow(usual: GroundResult) -> None:
    verdicts = dict(usual.statements.select("key", "verdict").iter_rows())

    assert verdicts == {
        "s1": "common_ground",
        "s2": "dividing",
        "s3": "not_shared",
        "s4": "undecided",
    }


def test_the_weakest_group_is_named_and_statements_are_ranked_by_it(
    usual: GroundResult,
) -> None:
    ranked = usual.statements.sort("rank")

    assert ranked["key"].to_list() == ["s1", "s4", "s2", "s3"]
    assert ranked["lowest"].is_sorted(descending=True)
    assert row(usual, "s2")["weakest"] == "forces"
    assert row(usual, "s2")["weakest_sure"] > 0.99


def test_the_expected_number_of_false_claims_is_told(usual: GroundResult) -> None:
    sure = usual.claims["sure"]

    assert usual.expected_false == pytest.approx(float((1 - sure).sum()))
    assert "Of the 1\nclaimed, 0.0 are expected to be false" in usual.explain()


def test_the_lowest_share_lies_in_its_interval_and_that_in_its_band(
    usual: GroundResult,
) -> None:
    for one in usual.statements.to_dicts():
        ends = [
            one[name] for name in ("band_low", "low", "lowest", "high", "band_high")
        ]
        assert ends == sorted(ends)
        assert one["sure_low"] <= one["sure"] <= one["sure_high"]


def test_so_many_extra_answers_undo_a_claim_and_one_fewer_do_not(
    usual: GroundResult,
) -> None:
    claim = row(usual, "s1")
    assert claim["extra_in"] == "forces"

    # 108 of 120 agree: 60 more against would leave 60 %, a few fewer suffice.
    assert 20 < claim["extra"] < 60


def test_a_pair_of_groups_is_apart_by_the_difference_of_their_shares(
    usual: GroundResult,
) -> None:
    pair = usual.apart.filter(key="s2").to_dicts()[0]

    assert (pair["first"], pair["second"]) == ("people", "forces")
    assert pair["gap"] == pytest.approx(0.9 - 0.2, abs=0.05)
    assert pair["low"] < 0.7 < pair["high"]
    assert pair["sure"] == 1.0


def test_what_is_undecided_needs_gatherings_of_the_groups_that_are_unsure(
    usual: GroundResult,
) -> None:
    assert set(usual.needs["key"]) == {"s4"}
    nearest = usual.needs.filter(group="forces").to_dicts()[0]
    assert not nearest["settles"]  # 60 % of them agree: never settled

    after = next_gatherings.next_gatherings(usual.needs)
    assert after["group"].to_list() == ["people", "forces"]


def test_a_group_that_was_not_heard_enough_has_no_number_but_a_need() -> None:
    few = [
        *voices.usual(),
        *all_of("h", "s5", 19, 1),
        *all_of("f", "s5", 19, 1, count=2),
    ]
    names = ["s1", "s2", "s3", "s4", "s5"]

    result = found(voices.dossier(few, statements=names))

    told = row(result, "s5")
    assert (told["verdict"], told["thin"]) == ("not_heard_enough", "forces")
    assert (told["sure"], told["lowest"], told["low"], told["rank"]) == (None,) * 4
    group = result.segments.filter(key="s5", group="forces").to_dicts()[0]
    assert (group["why"], group["mean"], group["sure"]) == ("too_few", None, None)
    need = result.needs.filter(key="s5").to_dicts()[0]
    assert (need["group"], need["why"], need["gatherings"]) == ("forces", "too_few", 1)


def test_a_group_that_was_never_asked_needs_as_many_gatherings_as_are_enough() -> None:
    rows = [*voices.usual(), *all_of("h", "s5", 19, 1)]

    result = found(voices.dossier(rows, statements=["s1", "s2", "s3", "s4", "s5"]))

    need = result.needs.filter(key="s5").to_dicts()[0]
    assert (need["why"], need["gatherings"], need["settles"]) == (
        "never_asked",
        3,
        False,
    )


def test_a_statement_that_one_group_refuses_waits_for_nobody() -> None:
    rows = [*voices.usual(), *all_of("h", "s5", 1, 19)]

    result = found(voices.dossier(rows, statements=["s1", "s2", "s3", "s4", "s5"]))

    assert row(result, "s5")["verdict"] == "not_shared"
    assert row(result, "s5")["sure"] is None
    assert result.needs.filter(key="s5").is_empty()


def test_cells_that_may_not_be_used_are_as_if_never_asked(usual: GroundResult) -> None:
    dossier = voices.dossier(voices.usual())
    cells = usual.segments.select("comparison", "group", "statement").with_columns(
        method=pl.lit("hands")
    )
    hidden = (pl.col("group") == "forces") & (pl.col("statement") == called("s1"))

    result = found(dossier, only=cells.filter(~hidden))
    without = found(
        voices.dossier(
            [
                one
                for one in voices.usual()
                if one["statement"] != "s1" or one["gathering"].startswith("h")
            ]
        )
    )

    assert found(dossier, only=cells).statements.equals(usual.statements)
    assert result.statements.equals(without.statements)
    assert row(result, "s1")["thin"] == "forces"


def test_a_sensitive_statement_counted_in_public_is_never_claimed() -> None:
    result = found(voices.dossier(voices.usual(), sensitive=["s1"]))

    told = row(result, "s1")
    assert (told["verdict"], told["claimed"]) == ("counted_in_public", False)
    assert told["sure"] is None
    assert set(result.needs.filter(key="s1")["why"]) == {"counted_in_public"}


def test_pots_are_evidence_for_a_sensitive_statement() -> None:
    pots = [
        *voices.usual()[24:],
        *voices.usual()[12:24],
        *all_of("h", "s1", 19, 1, method="pots"),
        *all_of("f", "s1", 19, 1, method="pots"),
    ]

    result = found(voices.dossier(pots, sensitive=["s1"]))

    assert row(result, "s1")["verdict"] == "common_ground"
    assert result.models["reference"].to_list() == ["pots"]


def test_public_counts_are_told_on_the_scale_of_secret_ones() -> None:
    # By pots 12 of 20 agree, by hands 18: hands move answers up by about 1.8.
    pairs = [
        one
        for name in ("s1", "s2", "s3")
        for one in (
            *all_of("h", name, 18, 2),
            *all_of("f", name, 18, 2),
            *all_of("g", name, 12, 8, method="pots"),
            *all_of("k", name, 12, 8, method="pots"),
        )
    ]
    only = [*all_of("h", "s4", 18, 2), *all_of("f", "s4", 18, 2)]

    result = found(voices.dossier([*pairs, *only]))

    shift = result.shifts.to_dicts()[0]
    assert (result.models["reference"].item(), shift["method"]) == ("pots", "hands")
    assert 0.7 < shift["shift"] < 1.9
    means = dict(
        result.segments.filter(group="people").select("key", "mean").iter_rows()
    )
    assert means["s4"] < 0.8  # 90 % by hands are fewer in secret


def test_statements_whose_counts_contradict_each_other_are_not_claimed() -> None:
    rows = [
        *voices.usual(),
        *all_of("h", "s1", 10, 10, method="pots"),
        *all_of("f", "s1", 10, 10, method="pots"),
    ]

    told = row(found(voices.dossier(rows)), "s1")

    assert (told["verdict"], told["claimed"]) == ("method_matters", False)


def test_a_claim_that_needs_overheard_gatherings_says_so() -> None:
    held = [
        *voices.met("h", "herder", 6, "chief spouse"),
        *voices.met("f", "guard", 6, "spouse"),
        *voices.met("g", "herder", 6),
    ]
    rows = [
        *voices.usual(),
        *all_of("g", "s1", 19, 1),
        *all_of("g", "s2", 10, 10),
        *all_of("g", "s5", 3, 17),
        *all_of("f", "s6", 19, 1),
        *all_of("h", "s6", 19, 1),
    ]
    names = ["s1", "s2", "s3", "s4", "s5", "s6"]

    result = found(voices.dossier(rows, statements=names, gatherings=held))

    assert row(result, "s1")["sure_unheard"] > 0.9
    assert not row(result, "s1")["rests_on_overheard"]
    told = row(result, "s6")
    assert (told["claimed"], told["sure_unheard"]) == (True, None)
    assert told["rests_on_overheard"]
    assert result.models["gatherings_overheard"].item() == 6


def test_where_everyone_was_overheard_every_claim_rests_on_it() -> None:
    held = [
        *voices.met("h", "herder", 6, "chief"),
        *voices.met("f", "guard", 6, "chief"),
    ]

    result = found(voices.dossier(voices.usual(), gatherings=held))

    assert result.claims["rests_on_overheard"].to_list() == [True]
    assert result.statements["sure_unheard"].null_count() == 4


def people(side: str, sex: str, count: int) -> list[dict[str, Any]]:
    return [
        {"id": f"{side}-{sex}-{n}", "profile": side, "sex": sex} for n in range(count)
    ]


@pytest.fixture(scope="module")
def crossed() -> GroundResult:
    """Forty people alone: women and men, herders and guards, three statements."""
    everyone = [
        one
        for side in ("herder", "guard")
        for sex in ("female", "male")
        for one in people(side, sex, 40)
    ]
    votes = [
        {
            "person": one["id"],
            "statement": name,
            "vote": 1 if number % 20 < most else -1,
        }
        for one in everyone
        for number in [int(one["id"].rsplit("-", 1)[1])]
        for name, most in (
            ("s1", 19),
            ("s2", 18 if one["sex"] == "female" else 6),
            ("s3", 16 if one["profile"] == "herder" else 5),
        )
    ]
    dossier = voices.dossier(
        statements=["s1", "s2", "s3"],
        comparisons=[SIDES, SEXES],
        people=everyone,
        votes=votes,
    )
    return found(dossier, crossings=[[SIDES, SEXES]])


def test_a_crossing_has_every_pair_of_groups(crossed: GroundResult) -> None:
    told = crossed.segments.filter(comparison="side × sex", key="s2")

    assert told["group"].to_list() == [
        "people × women",
        "people × men",
        "forces × women",
        "forces × men",
    ]
    assert told["n"].to_list() == [40] * 4
    assert told["agree"].to_list() == [36, 12, 36, 12]


def test_what_holds_in_two_comparisons_is_bounded_and_not_multiplied(
    crossed: GroundResult,
) -> None:
    pair = crossed.pairs.filter(first="side", second="sex")

    shared = pair.filter(key="s1").to_dicts()[0]
    sides = crossed.statements.filter(comparison="side", key="s1")["sure"].item()
    sexes = crossed.statements.filter(comparison="sex", key="s1")["sure"].item()
    assert shared["sure_low"] == pytest.approx(sides + sexes - 1)
    assert shared["sure_high"] == pytest.approx(min(sides, sexes))
    assert shared["claimed"]
    divided = pair.filter(key="s2").to_dicts()[0]
    assert not divided["claimed"]
    assert (divided["weakest_in"], divided["weakest"]) == ("sex", "men")


def test_the_order_of_records_changes_nothing() -> None:
    rows = voices.usual()

    once = found(voices.dossier(rows))
    again = found(voices.dossier(rows))
    mixed = found(voices.dossier(rows[::-1], statements=["s4", "s3", "s2", "s1"]))

    assert once.statements.equals(again.statements)
    assert once.statements.equals(mixed.statements)
    assert once.needs.equals(mixed.needs)


def test_a_larger_error_claims_no_less() -> None:
    rows = voices.dossier([*voices.usual()])
    strict = ground.common_ground(rows, settings=GroundSettings(draws=50, error=0.01))
    lax = ground.common_ground(
        rows, settings=GroundSettings(draws=50, error=0.4, rule="share", weighed=False)
    )

    assert set(strict.claims["key"]) <= set(lax.claims["key"])
    assert lax.expected_false <= 0.4 * lax.claims.height
    assert "whole list" in lax.explain()


@pytest.mark.parametrize(
    "wrong", [{"error": 0.0}, {"bar": 1.0}, {"rule": "most"}, {"draws": 0}]
)
def test_settings_that_cannot_be_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(DataError):
        GroundSettings(**wrong)


def test_settings_are_told_as_they_are() -> None:
    assert GroundSettings(bar=0.7).to_dict()["bar"] == 0.7


# What is too thin to speak of.


def silent(result: GroundResult) -> str:
    numbers = result.statements.select("sure", "lowest", "gap", "weakest_sure")
    assert numbers.null_count().sum_horizontal().item() == 4 * numbers.height
    assert result.models.is_empty()
    assert result.claims.is_empty()
    assert not result.pairs.height
    return " ".join(result.sentences)


def test_without_votes_it_says_that_statements_were_put_to_nobody() -> None:
    said = silent(found(voices.dossier()))

    assert "4 statements were put to nobody" in said
    assert "nobody whose group is known answered" in said


def test_one_participant_is_not_enough() -> None:
    result = found(
        voices.dossier(
            people=people("herder", "female", 1),
            votes=[{"person": "herder-female-0", "statement": "s1", "vote": 1}],
        )
    )

    assert "only the group “people” answered" in silent(result)
    assert "3 statements" in result.explain()


def test_two_people_of_two_groups_are_not_enough_either() -> None:
    everyone = [*people("herder", "female", 1), *people("guard", "male", 1)]
    votes = [{"person": one["id"], "statement": "s1", "vote": 1} for one in everyone]

    said = silent(found(voices.dossier(people=everyone, votes=votes)))

    assert "fewer than 10 people or 3 gatherings" in said


def test_when_everyone_agrees_with_everything_nothing_is_claimed() -> None:
    rows = [*all_of("h", "s1", 20, 0), *all_of("f", "s1", 20, 0)]

    said = silent(found(voices.dossier(rows, statements=["s1"])))

    assert "everyone agreed with everything" in said


def test_one_group_alone_has_no_common_ground() -> None:
    said = silent(found(voices.dossier(all_of("h", "s1", 15, 5), statements=["s1"])))

    assert "only the group “people” answered" in said


def test_when_everyone_passes_it_is_not_known_what_they_think() -> None:
    rows = [
        {**one, "passed": 20, "agree": 0, "disagree": 0}
        for one in [*all_of("h", "s1", 0, 0), *all_of("f", "s1", 0, 0)]
    ]

    result = found(voices.dossier(rows, statements=["s1"]))

    assert "On one statement everyone who answered passed" in silent(result)
    assert set(result.segments["why"]) == {"took_no_side"}


def test_sensitive_statements_counted_in_public_only_are_no_evidence() -> None:
    rows = voices.usual()[:12]

    result = found(voices.dossier(rows, statements=["s1"], sensitive=["s1"]))

    silent(result)
    assert result.statements["verdict"].to_list() == ["counted_in_public"]


def test_without_a_comparison_or_a_statement_it_says_so() -> None:
    none = found(voices.dossier(comparisons=[]))
    empty = found(voices.dossier(statements=[]))

    assert "declares no comparison" in silent(none)
    assert "has no statement" in silent(empty)
    assert none.explain() == "\n".join(none.sentences)


def test_ten_statements_that_nobody_saw_are_only_counted() -> None:
    unseen = [f"u{n}" for n in range(10)]
    names = ["s1", "s2", "s3", "s4", *unseen]

    result = found(voices.dossier(voices.usual(), statements=names))

    assert "10 statements were put to nobody: nothing can be said of them." in (
        result.sentences
    )
    told = result.statements.filter(pl.col("key").is_in(unseen))
    assert told["sure"].null_count() == 10
    assert set(told["verdict"]) == {"not_heard_enough"}
    assert called("u0") in set(told["statement"])
