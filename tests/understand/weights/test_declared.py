"""Shares of a population that the process declares to have sampled, or why none."""

from __future__ import annotations

import importlib
from dataclasses import replace
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests import by_hand
from tests.by_hand import called
from tests.understand.ground import voices
from tests.understand.weights import sampled
from tests.understand.weights.sampled import PROBABILITY, counted, process, valley

from vestibule.dossier.process import Disclosure, Sampling
from vestibule.dossier.records import Dossier
from vestibule.understand import weights
from vestibule.understand.weights import NoShares, Shares, declared, population

ALL = (None, None)
BY_SEX = replace(PROBABILITY, margins=("region", "sex"))


def told(dossier: Dossier, replicates: int = 20) -> Shares:
    found = weights.told(dossier, replicates=replicates)
    assert isinstance(found, Shares)
    return found


def refused(dossier: Dossier) -> NoShares:
    found = weights.told(dossier, replicates=20)
    assert isinstance(found, NoShares)
    return found


def row(found: Shares, group: tuple[str | None, str | None] = ALL) -> dict[str, Any]:
    comparison, name = group
    rows = [
        one
        for one in found.shares.to_dicts()
        if (one["comparison"], one["group"], one["key"]) == (comparison, name, "s1")
    ]
    assert len(rows) == 1
    return rows[0]


# Worked by hand.


def test_over_all_the_weighted_share_is_that_of_the_population() -> None:
    # North 16 of 20, south 2 of 10: 18/30 heard. 0.3 * 0.8 + 0.7 * 0.2 = 0.38.
    # Weights 15 and 70: 1000^2 / (20 * 15^2 + 10 * 70^2) = 18.692.
    found = told(valley())

    over_all = row(found)
    assert (over_all["n"], over_all["gatherings"]) == (30, 8)
    assert over_all["plain_share"] == pytest.approx(0.6)
    assert over_all["share"] == pytest.approx(0.38)
    assert over_all["kish"] == pytest.approx(18.692, abs=5e-4)
    assert found.result.kish == pytest.approx(over_all["kish"])
    assert found.outside == 0
    assert over_all["low"] < 0.38 < over_all["high"]
    assert over_all["boot_low"] < 0.38 < over_all["boot_high"]


def test_a_group_is_weighted_as_a_part_of_the_whole() -> None:
    # Women: (10 * 15 * 9/10 + 5 * 70 * 1/5) / (150 + 350) = 205/500; 10/15 heard.
    women = row(told(valley()), ("sex", "women"))

    assert women["plain_share"] == pytest.approx(10 / 15)
    assert women["share"] == pytest.approx(0.41)
    # Weights 15 (ten) and 70 (five): 500^2 / (10 * 225 + 5 * 4900) = 9.346.
    assert women["kish"] == pytest.approx(9.346, abs=5e-4)
    # Sums of w (yes - 0.41) / 500 by gathering, less the mean of the region for each
    # of its people: north .05175 .02175 -.03675 -.03675, south .0119 .0441 -.0854
    # .0294. Variance 4/3 * (.005851 + .010244) = .02146.
    assert women["error"] == pytest.approx(0.02146**0.5, abs=1e-4)


def test_a_part_of_the_population_is_taken_by_region_and_sex_together() -> None:
    frame = [
        *sampled.FRAME,
        counted("n", 120, sex="female"),
        counted("n", 180, sex="male"),
        counted("s", 380, sex="female"),
        counted("s", 320, sex="male"),
    ]

    design = population.of_process(valley(process(BY_SEX), frame))

    assert [(one.column, dict(one.totals)) for one in design.margins] == [
        ("region", {"n": 300, "s": 700}),
        ("sex", {"female": 500, "male": 500}),
    ]


def test_a_margin_is_summed_from_finer_rows_or_taken_of_the_whole() -> None:
    aged = Sampling(
        kind="quota",
        population={"fr": "la vallée"},
        edition="count-1",
        margins=("region", "sex", "age_band"),
    )
    frame = [
        counted("n", 100, sex="female", age_band="18+"),
        counted("n", 200, sex="male", age_band="18+"),
        counted("s", 700, sex="male", age_band="18+"),
        counted("v", 5000),
        counted("n", 9999, published_total=True),
        counted("n", 8888, edition="count-2"),
    ]
    whole = [counted("n", 300), counted("s", 700)]
    whole += [counted("v", 400, sex="female"), counted("v", 600, sex="male")]

    fine = population.of_process(valley(process(aged), frame))
    coarse = population.of_process(valley(process(BY_SEX), whole))

    assert fine.population == "la vallée"
    assert [dict(one.totals) for one in fine.margins] == [
        {"n": 300, "s": 700},
        {"female": 100, "male": 900},
        {"18+": 1000},
    ]
    assert dict(coarse.margins[1].totals) == {"female": 400, "male": 600}


def test_numbers_are_those_of_the_method_called_by_hand() -> None:
    dossier = valley()
    heard = weights.of_dossier(dossier, [called("s1")])
    margin = weights.Margin(column="region", totals={"n": 300, "s": 700})
    design = weights.SamplingDesign(
        kind="probability", population="…", stratum="region", margins=(margin,)
    )

    found = row(told(dossier, replicates=200))

    direct = weights.weighted(heard, design, outcomes=[called("s1")], replicates=200)
    expected = direct.estimates.filter(way="weighted").to_dicts()[0]
    for name in ("share", "error", "low", "high", "worth", "effect"):
        assert found[name] == pytest.approx(expected[name]), name
    assert found["boot_error"] == pytest.approx(expected["boot_error"], rel=0.2)


# Refusals.


@pytest.mark.parametrize(
    ("sampling", "code"),
    [(None, "undeclared"), (Sampling(), "purposive-sample")],
)
def test_purposive_gatherings_carry_no_share_of_a_population(
    sampling: Sampling | None, code: str
) -> None:
    found = refused(valley(process(sampling)))

    assert found.code == code
    assert "not sampled" in found.message
    with pytest.raises(weights.PurposiveSample):
        weights.shares(valley(process(sampling)))


def test_a_region_where_nobody_was_heard_silences_the_whole() -> None:
    found = refused(valley(frame=[*sampled.FRAME, counted("e", 200)]))

    assert found.code == "empty-stratum"
    assert found.params["levels"] == ("e",)
    assert "16.7%" in found.message  # 200 of 1,200


def test_a_stratum_with_one_gathering_waits_for_a_choice() -> None:
    alone = {"frame": [*sampled.FRAME, counted("e", 200)], **east(gathering="ge0")}

    found = refused(valley(**alone))
    centred = told(valley(process(replace(PROBABILITY, lonely="centre")), **alone))

    assert (found.code, found.params["strata"]) == ("one-gathering-stratum", ("e",))
    assert "lonely-stratum" in centred.result.limits


def east(kind: str = "focus_group", gathering: str | None = None) -> dict[str, Any]:
    """Four people more who live in the east."""
    return {
        "more_people": [sampled.person("e", number) for number in range(4)],
        "more_gatherings": [{"id": "ge0", "place": "e", "kind": kind}],
        "more_votes": [
            {"person": f"of-e{number}", "statement": "s1", "vote": number % 2}
            | {"gathering": gathering}
            for number in range(4)
        ],
    }


@pytest.mark.parametrize(
    ("sampling", "column"),
    [(replace(PROBABILITY, edition="count-9"), "region"), (BY_SEX, "sex")],
)
def test_a_count_that_says_nothing_of_a_margin_is_named(
    sampling: Sampling, column: str
) -> None:
    found = refused(valley(process(sampling)))

    assert (found.code, found.params["column"]) == ("no-population", column)
    assert str(sampling.edition) in found.message


def test_margins_of_two_populations_are_refused() -> None:
    frame = [*sampled.FRAME, counted("v", 900, sex="male")]

    found = refused(valley(process(BY_SEX), frame))

    assert found.code == "margins-differ"
    assert found.params["told"] == "region: 1,000, sex: 900"


def test_a_value_that_the_count_does_not_tell_of_is_named() -> None:
    frame = [*sampled.FRAME, counted("v", 1000, sex="male")]

    found = refused(valley(process(BY_SEX), frame))

    assert (found.code, found.params["level"]) == ("unknown-level", "female")


def test_a_cap_that_no_weights_keep_to_is_told() -> None:
    # A person of the south stands for 70, 2.1 times the mean of 33.3.
    found = refused(valley(process(replace(PROBABILITY, cap=1.5))))

    assert found.code == "no-weights"


def test_answers_counted_together_cannot_be_weighted() -> None:
    dossier = voices.dossier(voices.usual())
    sampling = replace(PROBABILITY, margins=(), edition=None, stratum=None)

    found = refused(replace(dossier, process=process(sampling)))

    assert found.code == "no-single-votes"


def test_without_the_library_there_is_a_sentence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def absent(_: str) -> None:
        raise ImportError

    monkeypatch.setattr(importlib, "import_module", absent)

    assert refused(valley()).code == "missing-tool"


# Who is of the population.


def test_who_lives_where_the_count_does_not_reach_is_left_out_and_counted() -> None:
    found = told(valley(**east(gathering="ge0")))

    assert found.outside == 4
    assert row(found)["share"] == pytest.approx(0.38)


@pytest.mark.parametrize(("online", "outside"), [(False, 4), (True, 0)])
def test_who_came_by_themselves_online_was_not_sampled(
    online: bool, outside: int
) -> None:
    sampling = replace(PROBABILITY, online=online)
    frame = [*sampled.FRAME, *([counted("e", 200)] if online else [])]

    found = told(valley(process(sampling), frame, **east("online", "ge0")))

    assert found.outside == outside
    assert row(found)["n"] == 30 + 4 - outside


def test_people_heard_alone_are_of_the_population() -> None:
    found = told(valley(frame=[*sampled.FRAME, counted("e", 200)], **east()))

    assert (found.outside, row(found)["gatherings"]) == (0, 12)


# Thin input.


def test_a_group_that_was_hardly_heard_has_a_reason_and_no_number() -> None:
    least = Disclosure(people=16, gatherings=3, places=1)

    found = told(valley(process(disclosure=least)))

    women = row(found, ("sex", "women"))
    assert (women["n"], women["reason"]) == (15, "few-heard")
    assert {women[name] for name in ("share", "plain_share", "low", "kish")} == {None}
    assert row(found)["share"] is not None


def test_where_all_were_hardly_heard_no_number_is_given_at_all() -> None:
    least = Disclosure(people=31, gatherings=3, places=1)

    found = told(valley(process(disclosure=least)))

    assert set(found.shares["reason"]) == {"few-heard"}
    assert found.shares["share"].null_count() == found.shares.height


def test_a_group_met_in_one_gathering_of_each_region_has_no_interval() -> None:
    # Two gatherings in two strata: nothing tells how gatherings of a stratum differ.
    least = Disclosure(people=8, gatherings=2, places=1)
    talk = voices.comparison("lang", one="ab", two="cd")
    dossier = valley(process(disclosure=least, comparisons=(talk,)))
    first = [called(f"of-n{n}") for n in range(0, 20, 4)]
    first += [called(f"of-s{n}") for n in (1, 5, 9)]
    people = dossier.table("people").with_columns(
        lang=pl.when(pl.col("id").is_in(first)).then(pl.lit("ab"))
    )

    found = told(replace(dossier, tables={**dossier.tables, "people": people}))

    one = row(found, ("lang", "one"))
    assert (one["n"], one["gatherings"], one["reason"]) == (8, 2, "no-spread")
    assert {one[name] for name in ("share", "plain_share", "low", "boot_low")} == {None}


def test_when_all_agree_there_is_a_reason_and_no_number() -> None:
    dossier = valley()
    votes = dossier.table("votes").with_columns(vote=pl.lit(1, dtype=pl.Int64))
    votes = votes.cast(dossier.table("votes").schema)  # type: ignore[arg-type]
    alike = replace(dossier, tables={**dossier.tables, "votes": votes})

    assert row(told(alike))["reason"] == "everyone-same"


def test_statements_moderated_out_are_not_asked() -> None:
    dossier = valley()
    out = dossier.table("statements").with_columns(moderation=pl.lit("out"))
    none = replace(dossier, tables={**dossier.tables, "statements": out})

    assert refused(none).code == "no-single-votes"


# Properties.


@pytest.mark.parametrize("basis", ["side", "profile", "region", "lang", "displaced"])
def test_groups_are_found_whatever_sets_them_apart(basis: str) -> None:
    values = {
        "side": ("community", "forces"),
        "profile": ("herder", "guard"),
        "region": ("n", "s"),
        "lang": ("ab", "cd"),
        "displaced": ("true", "false"),
    }[basis]
    apart = voices.comparison(basis, one=values[0], two=values[1])
    dossier = valley(process(comparisons=(apart,)))
    north = pl.col("place") == called("n")
    people = dossier.table("people").with_columns(
        profile=pl.when(north)
        .then(pl.lit(called("herder")))
        .otherwise(pl.lit(called("guard"))),
        lang=pl.when(north).then(pl.lit("ab")).otherwise(pl.lit("cd")),
        displaced=north,
    )
    profiles = by_hand.frame("profiles", voices.PROFILES)
    tables = {**dossier.tables, "people": people, "profiles": profiles}

    found = told(replace(dossier, tables=tables))

    assert row(found, (basis, "one"))["share"] == pytest.approx(0.8)
    assert row(found, (basis, "two"))["share"] == pytest.approx(0.2)


@given(st.permutations(range(30)), st.integers(2, 9))
@settings(max_examples=8, deadline=None)
def test_order_of_rows_and_size_of_the_population_change_nothing(
    order: list[int], times: int
) -> None:
    dossier = valley()
    frame = dossier.table("frame").with_columns(pl.col("population") * times)
    votes = dossier.table("votes")[order]
    moved = replace(dossier, tables={**dossier.tables, "frame": frame, "votes": votes})

    again = told(moved, replicates=2).shares.drop("boot_error", "boot_low", "boot_high")

    first = told(dossier, replicates=2).shares.select(again.columns)
    numbers = pl.selectors.float().round(6)
    assert again.with_columns(numbers).equals(first.with_columns(numbers))


def test_no_id_of_a_person_is_in_what_is_said() -> None:
    found = told(valley())

    assert not set(found.shares["statement"]) & set(valley().table("people")["id"])
    assert set(declared.SHARES) == set(found.shares.columns)
    assert found.shares.schema == declared.SHARES
