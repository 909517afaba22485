from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests import by_hand
from tests.by_hand import called

from vestibule.errors import ColumnError, DataError, MissingTool, Refused
from vestibule.understand import weights
from vestibule.understand.weights import calibration, resampling, result
from vestibule.understand.weights.sampling import Margin, SamplingDesign

HEARD = (20, 50, 100, 30, 40, 140, 50, 100, 40, 310, 50, 70)
PEOPLE = (80, 60, 170, 55, 40, 150, 60, 165, 55, 340, 200, 125)
"""Kalton and Flores-Cervantes (2003), twelve cells, a (of 4) fastest, b (of 3)."""


def design(**given: Any) -> SamplingDesign:
    return SamplingDesign(
        **{"kind": "probability", "population": "the valley", **given}
    )


def margin(column: str, totals: Mapping[str, float]) -> Margin:
    return Margin(column=column, totals=totals)


def kalton(seed: int = 0, rho: float = 0.3) -> pl.DataFrame:
    """Return the twelve cells' people in forty gatherings."""
    rng = np.random.default_rng(seed)
    cells = [(str(i % 4), str(i // 4)) for i, n in enumerate(HEARD) for _ in range(n)]
    gathering = rng.permutation(1000) // 25
    lean = rho * rng.normal(0, 1, 40)[gathering] + rng.normal(0, 1, 1000)
    return pl.DataFrame(cells, schema=["a", "b"], orient="row").with_columns(
        gathering=pl.Series(gathering).cast(pl.String),
        part=pl.Series(gathering % 3).cast(pl.String),
        yes=pl.Series((lean < 0.3).astype(float)),
    )


MARGINS = (
    margin("a", {str(i): sum(PEOPLE[i::4]) for i in range(4)}),
    margin("b", {str(j): sum(PEOPLE[4 * j : 4 * j + 4]) for j in range(3)}),
)


def small(rows: list[tuple[str | None, float | None]]) -> pl.DataFrame:
    return pl.DataFrame(
        rows, schema={"gathering": pl.String, "yes": pl.Float64}, orient="row"
    )


def row(found: weights.WeightedResult, way: str, outcome: str = "yes") -> Any:
    rows = found.estimates.filter(way=way, outcome=outcome).to_dicts()
    assert len(rows) == 1
    return rows[0]


# Worked by hand, and held against published numbers.


def test_raking_gives_the_published_factors_of_twelve_cells() -> None:
    heard = kalton()

    found = weights.weighted(
        heard, design(margins=MARGINS), outcomes=["yes"], replicates=20
    )

    factor = (
        heard.with_columns(found.weights["weight"])
        .group_by("a", "b")
        .agg(pl.col("weight").mean().round(2), spread=pl.col("weight").n_unique())
        .sort("a", "b")
    )
    assert factor["spread"].to_list() == [1] * 12
    # As R's survey and the paper print them, by a, then b.
    assert factor["weight"].to_list() == [
        *(1.81, 1.45, 2.02),
        *(1.08, 0.87, 1.21),
        *(2.20, 1.76, 2.45),
        *(1.83, 1.47, 2.04),
    ]


def test_an_unweighted_share_and_its_error_are_those_worked_out_by_hand() -> None:
    # Three gatherings of two: 2, 1, 0 agree. Share 3/6. Deviations from the share,
    # by gathering: +1, 0, -1. Variance 3/2 * (1 + 0 + 1) / 6^2 = 1/12.
    heard = small([("x", 1), ("x", 1), ("y", 1), ("y", 0), ("z", 0), ("z", 0)])

    found = row(weights.weighted(heard, design(), outcomes=["yes"]), "unweighted")

    assert found["share"] == 0.5
    assert found["error"] == pytest.approx((1 / 12) ** 0.5)
    # By simple random sampling 0.25 / 5: an effect of 5/3, so 6 are worth 3.6.
    assert found["effect"] == pytest.approx(5 / 3)
    assert found["worth"] == pytest.approx(3.6)
    # Student's t of 2: 4.3027; on the logit scale 4.3027 * 0.288675 / 0.25 = 4.9683.
    assert found["low"] == pytest.approx(1 / (1 + np.exp(4.96833)), abs=1e-6)


def test_weights_move_the_share_to_the_population_that_was_declared() -> None:
    # Eight women agree, two men do not; the population is half and half.
    heard = small([(None, 1)] * 8 + [(None, 0)] * 2).with_columns(
        sex=pl.Series(["w"] * 8 + ["m"] * 2)
    )
    even = design(margins=(margin("sex", {"w": 500, "m": 500}),))

    found = weights.weighted(heard, even, outcomes=["yes"])

    assert row(found, "unweighted")["share"] == 0.8
    assert row(found, "weighted")["share"] == pytest.approx(0.5)
    # Weights 62.5 and 250: 1000^2 / (8 * 62.5^2 + 2 * 250^2) = 6.4.
    assert found.kish == pytest.approx(6.4)
    assert found.margins.rows()[0] == ("sex", "m", 500.0, 2, 0.2, 0.5)
    assert found.gatherings == 10


def test_the_linearised_error_accounts_for_raking_and_strata() -> None:
    heard = kalton()
    strata = {str(k): float(500) for k in range(3)}
    declared = design(stratum="part", margins=(*MARGINS, margin("part", strata)))

    found = weights.weighted(heard, declared, outcomes=["yes"], replicates=20)

    # Residuals on the margins, summed by gathering, between gatherings of a stratum.
    weight = found.weights["weight"].to_numpy()
    yes = heard["yes"].to_numpy()
    margins = heard.select("a", "b", "part").to_dummies().to_numpy().astype(float)
    off = yes - (weight @ yes) / weight.sum()
    rest = off - margins @ np.linalg.lstsq(margins, off, rcond=None)[0]
    summed = heard.with_columns(z=pl.Series(weight * rest / weight.sum()))
    by_gathering = summed.group_by("part", "gathering").agg(pl.col("z").sum())
    variance = sum(
        len(z) * np.var(z.to_numpy(), ddof=1)
        for z in by_gathering.group_by("part").agg("z")["z"]
    )
    assert row(found, "weighted")["error"] == pytest.approx(variance**0.5, abs=1e-8)


@pytest.mark.parametrize("replicates", [400, 1000])
def test_the_bootstrap_agrees_with_the_linearised_error(replicates: int) -> None:
    # A thousand replicates of a thousand rows is what svy 0.35.0 itself gets wrong.
    found = weights.weighted(
        kalton(), design(margins=MARGINS), outcomes=["yes"], replicates=replicates
    )

    for way in ("weighted", "unweighted"):
        numbers = row(found, way)
        assert numbers["boot_error"] == pytest.approx(numbers["error"], rel=0.12)
        assert numbers["boot_low"] == pytest.approx(numbers["low"], abs=0.012)
    assert found.lost == 0


def test_cells_and_people_are_raked_to_the_same_weights() -> None:
    heard = kalton().with_columns(
        base=pl.lit(1.0), cluster=pl.col("gathering").cast(pl.Int64)
    )
    cells = resampling._cells(heard, ["yes"], MARGINS, None)

    shares = resampling._shares(cells, np.ones((1, 40)))

    found = weights.weighted(
        kalton(), design(margins=MARGINS), outcomes=["yes"], replicates=2
    )
    assert shares[0, 0] == pytest.approx(row(found, "weighted")["share"], abs=1e-7)


def test_no_weight_exceeds_the_cap_and_the_margins_still_hold() -> None:
    heard = kalton()
    capped = design(margins=MARGINS, cap=1.45)

    found = weights.weighted(heard, capped, outcomes=["yes"], replicates=200)

    weight = found.weights["weight"]
    assert weight.max() <= 1.45 * 1.5 * (1 + 1e-6)  # type: ignore[operator]
    for one in MARGINS:
        sums = heard.with_columns(weight).group_by(one.column).agg(pl.sum("weight"))
        for level, total in sums.iter_rows():
            assert total == pytest.approx(one.totals[level], rel=1e-6)
    numbers = row(found, "weighted")
    assert numbers["boot_error"] == pytest.approx(numbers["error"], rel=0.2)


def test_base_weights_count() -> None:
    heard = small([(None, 1)] * 3 + [(None, 0)] * 3).with_columns(
        times=pl.Series([3.0] * 3 + [1.0] * 3)
    )

    found = weights.weighted(heard, design(weight="times"), outcomes=["yes"])

    assert row(found, "weighted")["share"] == pytest.approx(0.75)
    assert row(found, "unweighted")["share"] == 0.5
    assert found.limits == ("no-margins",)


def test_a_part_that_was_not_heard_leaves_a_range() -> None:
    assert weights.whole_range(0.5, 0.2) == (0.4, 0.6)


# Refusals.


def test_no_percentage_from_purposive_focus_groups() -> None:
    heard = small([("x", 1), ("y", 0), ("z", 1)])

    with pytest.raises(weights.PurposiveSample, match="not sampled from") as error:
        weights.weighted(heard, design(kind="purposive"), outcomes=["yes"])
    assert isinstance(error.value, Refused)
    with pytest.raises(weights.PurposiveSample):
        weights.weighted(heard.clear(), design(kind="purposive"), outcomes=["yes"])


def test_no_percentage_when_a_stratum_is_empty() -> None:
    heard = small([(str(i), i % 2) for i in range(6)]).with_columns(
        region=pl.Series(["north", "south"] * 3)
    )
    whole = margin("region", {"north": 500, "south": 400, "desert": 100})

    with pytest.raises(weights.EmptyStratum, match=r"desert, where 10\.0%") as error:
        weights.weighted(
            heard, design(stratum="region", margins=(whole,)), outcomes=["yes"]
        )
    assert error.value.params["levels"] == ("desert",)


def test_a_level_without_population_may_be_empty() -> None:
    heard = small([(str(i), i % 3 == 0) for i in range(12)]).with_columns(
        region=pl.Series(["north", "south"] * 6)
    )
    whole = margin("region", {"north": 500, "south": 400, "sea": 0})

    found = weights.weighted(heard, design(margins=(whole,)), outcomes=["yes"])

    assert row(found, "weighted")["share"] is not None


def lonely() -> pl.DataFrame:
    rows = [(f"g{i}", float(j % 3 == 0)) for i in range(5) for j in range(4 + i)]
    return small(rows).with_columns(
        region=pl.when(pl.col("gathering") == "g4")
        .then(pl.lit("south"))
        .otherwise(pl.lit("north"))
    )


def test_a_stratum_with_one_gathering_needs_a_choice() -> None:
    whole = margin("region", {"north": 500, "south": 400})
    declared = design(stratum="region", margins=(whole,))
    centred = design(stratum="region", margins=(whole,), lonely="centre")

    with pytest.raises(weights.OneGathering, match="region south"):
        weights.weighted(lonely(), declared, outcomes=["yes"])
    found = weights.weighted(lonely(), centred, outcomes=["yes"])
    assert found.limits == ("lonely-stratum",)
    assert row(found, "weighted")["low"] is not None


def test_quota_samples_say_what_they_assume() -> None:
    found = weights.weighted(
        kalton(),
        design(kind="quota", margins=MARGINS),
        outcomes=["yes"],
        replicates=10,
    )

    assert found.limits == ("quota-sample",)
    assert "assume" in found.sentences()[0]


# Thin input.


@pytest.mark.parametrize(
    ("heard", "reason"),
    [
        (small([]), "nobody-answered"),
        (small([("x", 1)]), "one-person"),
        (small([("x", 1), ("x", 0), ("x", 1)]), "one-gathering"),
        (small([("x", 1), ("y", 1)]), "everyone-same"),
        (small([("x", 0), ("y", 0)]), "everyone-same"),
        (small([("x", None), ("y", None)]), "nobody-answered"),
        (small([("x", 1), ("y", None)]), "one-person"),
        (small([("x", 1), ("x", 0), ("y", None)]), "one-gathering"),
    ],
)
def test_thin_input_gives_a_sentence_and_no_number(
    heard: pl.DataFrame, reason: str
) -> None:
    found = weights.weighted(heard, design(), outcomes=["yes"], replicates=10)

    for way in ("weighted", "unweighted"):
        numbers = row(found, way)
        assert numbers["reason"] == reason
        assert {numbers[name] for name in ("share", "error", "low", "worth")} == {None}
    assert weights.LIMITS[reason] in found.sentences()


def test_one_outcome_that_is_thin_does_not_silence_another() -> None:
    heard = small([(str(i), i % 2) for i in range(8)]).with_columns(same=pl.lit(1))

    found = weights.weighted(heard, design(), outcomes=["same", "yes"], replicates=50)

    assert row(found, "weighted", "same")["reason"] == "everyone-same"
    assert row(found, "weighted")["share"] == 0.5


def test_who_lacks_a_margin_is_left_out_and_counted() -> None:
    heard = small([(None, i % 2) for i in range(9)]).with_columns(
        sex=pl.Series(["w", "m", "m"] * 2 + ["w", "m", None])
    )
    even = design(margins=(margin("sex", {"w": 500, "m": 500}),))

    found = weights.weighted(heard, even, outcomes=["yes"], replicates=10)

    assert (found.people, found.left_out) == (8, 1)
    assert "left-out" in found.limits
    assert found.weights["row"].to_list() == list(range(8))


def test_levels_too_thin_for_the_bootstrap_are_told() -> None:
    # One gathering of six holds all the men: many replicates have none.
    heard = small([(f"g{i // 4}", i % 3 == 0) for i in range(24)]).with_columns(
        sex=pl.Series(["m", "m", "w", "w"] + ["w"] * 20)
    )
    even = design(margins=(margin("sex", {"w": 500, "m": 500}),))

    found = weights.weighted(heard, even, outcomes=["yes"], replicates=100)

    assert found.lost > 5
    assert "few-replicates" in found.limits


def test_a_bootstrap_without_two_replicates_left_has_no_interval() -> None:
    linear = calibration.Linear(share=0.5, error=0.1, freedom=5, effect=0.0, n=10)

    numbers = result.numbers(linear, float("nan"), 0.95)

    assert numbers["boot_error"] is None
    assert numbers["worth"] is None
    assert "boot_low" not in numbers


# Input that cannot be.


def test_designs_that_cannot_be_are_refused() -> None:
    sex = margin("sex", {"w": 1, "m": 1})
    with pytest.raises(DataError, match="different size"):
        design(margins=(sex, margin("age", {"y": 3})))
    with pytest.raises(DataError, match="Two margins"):
        design(margins=(sex, sex))
    with pytest.raises(DataError, match="which are empty"):
        design(stratum="region")
    with pytest.raises(DataError, match="above their mean"):
        design(cap=1.0)
    with pytest.raises(DataError, match="at least 0"):
        design(margins=(margin("sex", {"w": -1}),))


def test_people_who_do_not_fit_the_design_are_refused() -> None:
    heard = small([("x", 1), ("y", 0)]).with_columns(
        sex=pl.Series(["w", "x"]), times=pl.Series([0.0, 1.0])
    )
    sex = design(margins=(margin("sex", {"w": 1, "m": 1}),))
    with pytest.raises(DataError, match="does not tell of x"):
        weights.weighted(heard, sex, outcomes=["yes"])
    with pytest.raises(DataError, match="inverse chance"):
        weights.weighted(heard, design(weight="times"), outcomes=["yes"])
    with pytest.raises(ColumnError):
        weights.weighted(heard, design(weight="absent"), outcomes=["yes"])
    with pytest.raises(ColumnError):
        weights.weighted(heard, design(), outcomes=["absent"])
    with pytest.raises(DataError, match="0 to 1"):
        weights.weighted(heard.with_columns(yes=2), design(), outcomes=["yes"])
    with pytest.raises(DataError, match="Name an outcome"):
        weights.weighted(heard, design(), outcomes=[])


def test_margins_that_no_weights_meet_are_refused() -> None:
    # All men are old and all women young: they cannot be 9 to 1 and 1 to 1.
    heard = small([(str(i), i % 3 == 0) for i in range(20)]).with_columns(
        sex=pl.Series(["w", "m"] * 10), age=pl.Series(["y", "o"] * 10)
    )
    given = (margin("sex", {"w": 9, "m": 1}), margin("age", {"y": 5, "o": 5}))

    with pytest.raises(DataError, match="leave a margin out"):
        weights.weighted(heard, design(margins=given), outcomes=["yes"])
    with pytest.raises(DataError, match="raise the cap"):
        weights.weighted(heard, design(margins=given[:1], cap=1.05), outcomes=["yes"])


def test_without_svy_a_sentence_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def absent(_: str) -> None:
        raise ImportError

    monkeypatch.setattr(importlib, "import_module", absent)

    with pytest.raises(MissingTool, match="pip install svy"):
        weights.weighted(
            small([("x", 1), ("y", 0), ("z", 1)]), design(), outcomes=["yes"]
        )


def test_svy_is_the_version_that_was_checked() -> None:
    assert importlib.import_module("svy").__version__ == calibration.PINNED


# Properties.


@given(st.integers(0, 2**32))
@settings(max_examples=10)
def test_new_ids_and_another_order_of_rows_change_no_digit(seed: int) -> None:
    rng = np.random.default_rng(seed)
    heard = kalton(seed).head(400)
    totals = dict.fromkeys(heard["a"].unique().to_list(), 100.0)
    declared = design(margins=(margin("a", totals),))
    names = {str(i): f"new {n}" for i, n in enumerate(rng.permutation(40))}
    moved = heard[rng.permutation(400)].with_columns(
        pl.col("gathering").replace_strict(names)
    )

    one, other = (
        weights.weighted(rows, declared, outcomes=["yes"], replicates=20, seed=3)
        for rows in (heard, moved)
    )

    assert one.estimates.equals(other.estimates)
    assert one.kish == other.kish


@given(st.integers(0, 2**32))
@settings(max_examples=10)
def test_weighted_people_are_the_population_and_worth_no_more_than_they_are(
    seed: int,
) -> None:
    rng = np.random.default_rng(seed)
    heard = small(
        [(str(g), float(v)) for g, v in rng.integers(0, (9, 2), (60, 2))]
    ).with_columns(sex=pl.Series(rng.choice(["w", "m"], 60)))
    n = rng.integers(100, 900, 2)
    declared = design(margins=(margin("sex", {"w": n[0], "m": n[1]}),))

    found = weights.weighted(heard, declared, outcomes=["yes"], replicates=10)

    assert found.weights["weight"].sum() == pytest.approx(n.sum())
    assert found.kish is not None
    assert found.kish <= 60 + 1e-9
    numbers = row(found, "weighted")
    assert 0 <= numbers["low"] <= numbers["share"] <= numbers["high"] <= 1


# From a dossier.


def test_people_who_voted_are_told_with_gathering_region_and_answers() -> None:
    dossier = by_hand.dossier(
        places=[
            {"id": key, "key": key, "name": key, "kind": "region"}
            | {"level": int(key != "land"), "parent": None if key == "land" else "land"}
            for key in ("land", "north", "south")
        ],
        profiles=[{"id": "farmer", "key": "farmer", "name": "Farmer"}],
        people=[
            {"id": "amina", "sex": "female", "profile": "farmer"},
            {"id": "bako", "place": "south"},
            {"id": "chana"},
        ],
        gatherings=[
            {"id": "met", "place": "north"},
            {"id": "other", "place": "south"},
            {"id": "online", "place": "land", "kind": "online"},
        ],
        statements=[{"id": key, "key": key} for key in ("s1", "s2", "s3")],
        votes=[
            {"person": "amina", "statement": "s1", "vote": 1, "gathering": "met"},
            {"person": "amina", "statement": "s2", "vote": 0, "gathering": "met"},
            {"person": "amina", "statement": "s3", "vote": 1, "gathering": "other"},
            {"person": "bako", "statement": "s1", "vote": -1, "gathering": "met"},
            {"person": "chana", "statement": "s2", "vote": 1, "gathering": "online"},
        ],
    )
    ids = [called(name) for name in ("s1", "s2", "s3", "s4")]

    found = weights.of_dossier(dossier, ids)

    told = {rows["person"]: rows for rows in found.to_dicts()}
    amina, bako, chana = (told[called(name)] for name in ("amina", "bako", "chana"))
    assert (amina["gathering"], amina["region"]) == (called("met"), "north")
    assert (amina["profile"], amina["sex"]) == ("farmer", "female")
    assert [amina[i] for i in ids] == [1, 0, 1, None]
    assert (bako["gathering"], bako["region"]) == (called("met"), "south")
    assert chana["gathering"] is None


# The proof of the intervals.


def agreeing(
    rng: np.random.Generator, rho: float, share: float, sizes: np.ndarray
) -> pl.DataFrame:
    """Return gatherings whose members answer alike as much as `rho` says."""
    spread = (1 - rho) / rho
    lean = rng.beta(share * spread, (1 - share) * spread, len(sizes))
    gathering = np.repeat(np.arange(len(sizes)), sizes)
    return pl.DataFrame(
        {
            "gathering": gathering.astype(str),
            "yes": (rng.random(len(gathering)) < lean[gathering]).astype(float),
            "sex": rng.choice(["w", "m"], len(gathering), p=[0.3, 0.7]),
        }
    )


@pytest.mark.proof
@pytest.mark.parametrize("rho", [0.02, 0.08, 0.15])
def test_intervals_of_95_percent_hold_the_truth_in_93_to_97(rho: float) -> None:
    rng = np.random.default_rng(round(rho * 100))
    declared = design(margins=(margin("sex", {"w": 500, "m": 500}),))
    held = dict.fromkeys(
        (f"{way} {kind}" for way in result.WAYS for kind in ("low", "boot_low")), 0
    )

    for seed in range(1000):
        heard = agreeing(rng, rho, 0.6, rng.integers(8, 26, 40))
        found = weights.weighted(heard, declared, outcomes=["yes"], seed=seed)
        for way in result.WAYS:
            numbers = row(found, way)
            for kind in ("low", "boot_low"):
                high = numbers[kind.replace("low", "high")]
                held[f"{way} {kind}"] += numbers[kind] <= 0.6 <= high

    assert {name: n for name, n in held.items() if not 930 <= n <= 970} == {}, held
