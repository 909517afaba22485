"""What does a claim hang on?"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import polars as pl
import pytest
from tests.by_hand import called
from tests.understand.audits import invented
from tests.understand.ground import voices
from tests.understand.ground.voices import all_of, met

from vestibule.dossier.process import Disclosure
from vestibule.dossier.records import Dossier
from vestibule.understand import audits, ground
from vestibule.understand.audits import flips, influence, left_out, reweighting
from vestibule.understand.audits.settings import AuditSettings
from vestibule.understand.ground import (
    GroundResult,
    GroundSettings,
    counting,
    posterior,
)
from vestibule.understand.ground.evidence import Evidence

FEW = GroundSettings(draws=100)
USUAL = AuditSettings()


def dossier(tallies: list[dict[str, Any]], **more: Any) -> Dossier:
    return voices.dossier(tallies, **more)


KNOWN: list[tuple[Dossier, GroundResult, reweighting.Model]] = []
"""A model takes a second: each dossier gets one."""


def asked_of(given: Dossier) -> tuple[GroundResult, reweighting.Model]:
    for known, found, asked in KNOWN:
        if known is given:
            return found, asked
    found = ground.common_ground(given, settings=FEW)
    made = reweighting.model(left_out.sides(given)[0], found)
    assert made is not None
    KNOWN.append((given, found, made))
    return found, made


def told(
    given: Dossier, settings: AuditSettings = USUAL
) -> tuple[pl.DataFrame, pl.DataFrame]:
    _, asked = asked_of(given)
    known = left_out.units(given)
    return influence.influence(asked, known, left_out.names(known), settings=settings)


@pytest.fixture(scope="module")
def usual() -> Dossier:
    return dossier(voices.usual())


@pytest.fixture(scope="module")
def carried() -> Dossier:
    """s5: herders are divided, but for one large market that agrees."""
    small = [
        row | {"agree": agree, "disagree": 10 - agree}
        for row, agree in zip(
            all_of("h", "s5", 0, 0, count=5), [6, 7, 6, 5, 6], strict=True
        )
    ]
    market = {"gathering": "h5", "statement": "s5", "method": "hands"}
    return dossier(
        [
            *voices.usual(),
            *small,
            market | {"agree": 118, "disagree": 2},
            *all_of("f", "s5", 18, 2),
        ],
        statements=("s1", "s2", "s3", "s4", "s5"),
    )


def test_a_claim_carried_by_one_gathering_is_named(carried: Dossier) -> None:
    found, asked = asked_of(carried)
    known = left_out.units(carried)

    moved, steady = influence.influence(
        asked, known, left_out.names(known), settings=USUAL
    )

    claimed = set(found.claims["key"])
    changed = moved.filter(pl.col("changes") == "lost")
    assert claimed == {"s1", "s5"}
    assert changed["key"].to_list() == ["s5"]
    assert changed["unit"].to_list() == [called("h5")]
    assert changed["sure_without"][0] < 0.9 <= changed["sure"][0]
    assert steady.filter(kind="gathering")["carried"].to_list() == [1]
    assert steady.filter(kind="gathering")["largest_drop"][0] > 0.05


def test_a_claim_that_all_carry_hangs_on_nobody(usual: Dossier) -> None:
    moved, steady = told(usual)

    assert (moved["changes"] == "").all()
    row = steady.filter(kind="gathering").row(0, named=True)
    # Twelve gatherings answered, each on four statements.
    assert (row["units"], row["pairs"], row["worked_out"]) == (12, 48, 48)
    assert (row["claims"], row["carried"]) == (1, 0)
    assert 0 < row["largest_drop"] < 0.02


def test_without_a_unit_is_what_the_others_alone_would_say(usual: Dossier) -> None:
    _, asked = asked_of(usual)
    known = left_out.units(usual)
    entries = influence._entries(asked, known, "gathering")
    pairs = influence._pairs(asked, entries).filter(unit=called("h0"))
    pairs = pairs.with_row_index("pair")

    sure, mean = reweighting.without(asked, entries, pairs)

    # The same model, at the same node, of the rows of all other gatherings.
    left = asked.evident.filter(pl.col("gathering") != called("h0"))
    counted = counting.counted(
        left, asked.side.groups, least=voices.LEAST, weighed=True
    )
    again = posterior.posterior(Evidence(counted, asked.evidence.bins), [asked.node])
    rows = pairs["row"].to_numpy()
    assert sure == pytest.approx(again.sure[rows], abs=1e-6)
    assert mean == pytest.approx(again.mean[rows], abs=1e-6)


def refitted(given: Dossier, unit: str) -> pl.DataFrame:
    moved, _ = told(given)
    side = left_out.sides(given)[0]
    left = side.rows.filter(pl.col("gathering") != called(unit))
    again = ground.of_rows(left, side.groups, least=voices.LEAST, settings=FEW)
    mine = moved.filter(kind="gathering", unit=called(unit))
    return mine.drop("sure", "lowest").join(
        again.statements.select("statement", "sure", "lowest"), on="statement"
    )


def test_a_whole_refit_says_nearly_the_same(usual: Dossier) -> None:
    both = refitted(usual, "h0")

    assert both.height == 4
    assert (both["sure_without"] - both["sure"]).abs().max() < 0.05
    assert (both["lowest_without"] - both["lowest"]).abs().max() < 0.02


def test_a_refit_without_the_carrier_makes_no_claim_either(carried: Dossier) -> None:
    # One gathering in two of a group moves the model itself: numbers differ more.
    both = refitted(carried, "h5").filter(key="s5").row(0, named=True)

    assert both["sure_without"] < 0.9
    assert both["sure"] < 0.9


def test_a_claim_that_would_not_be_heard_enough_is_thin() -> None:
    least = Disclosure(people=10, gatherings=6, places=1)
    given = voices.dossier(voices.usual())
    given = replace(given, process=replace(given.process, disclosure=least))

    moved, steady = told(given)

    # Six gatherings of each side are asked for, and there are six.
    changed = moved.filter(kind="gathering", key="s1")
    assert set(changed["changes"]) == {"thin"}
    assert changed["sure_without"].null_count() == 12
    row = steady.filter(kind="gathering").row(0, named=True)
    assert row["carried"] == 1
    assert row["largest_drop"] is None


def test_what_one_gathering_holds_back_is_won_without_it() -> None:
    angry = {"gathering": "h0", "statement": "s4", "method": "hands"}
    rows = [
        *all_of("h", "s1", 19, 1),
        *all_of("f", "s1", 18, 2),
        *all_of("h", "s2", 18, 2),
        *all_of("f", "s2", 4, 16),
        *(row for row in all_of("h", "s4", 17, 3) if row["gathering"] != "h0"),
        angry | {"agree": 2, "disagree": 60},
        *all_of("f", "s4", 18, 2),
    ]

    moved, steady = told(dossier(rows))

    won = moved.filter(changes="won")
    assert won["unit"].to_list() == [called("h0")]
    assert won["key"].to_list() == ["s4"]
    assert steady.filter(kind="gathering")["held_back"].to_list() == [1]


def test_facilitators_are_called_by_their_recorder_and_a_number() -> None:
    held = [
        row | {"facilitator": name, "by": by}
        for row, name, by in zip(
            [*met("h", "herder", 3), *met("f", "guard", 1)],
            ["Z", "A", "A", None],
            ["book", "book", "book", None],
            strict=True,
        )
    ]
    given = voices.dossier([], gatherings=held)

    known = left_out.units(given).sort("code", "gathering")

    by_id = dict(known.select("gathering", "facilitator").iter_rows())
    assert by_id == {
        called("h0"): "book #2",
        called("h1"): "book #1",
        called("h2"): "book #1",
        called("f0"): "hand",
    }
    names = left_out.names(known)
    assert "A" not in str(names["facilitator"])


def test_facilitators_and_places_are_left_out_whole() -> None:
    held = [
        row | {"facilitator": f"F{number % 2}", "place": f"P{number % 3}"}
        for number, row in enumerate([*met("h", "herder", 6), *met("f", "guard", 6)])
    ]
    places = [
        {
            "id": f"P{number}",
            "key": f"place.{number}",
            "level": 3,
            "kind": "village",
            "name": "P",
        }
        for number in range(3)
    ]
    given = voices.dossier(voices.usual(), gatherings=held, places=places)

    moved, steady = told(given)

    assert dict(steady.select("kind", "units").iter_rows()) == {
        "gathering": 12,
        "facilitator": 2,
        "place": 3,
    }
    by_place = moved.filter(kind="place")
    assert set(by_place["name"]) == {"place.0", "place.1", "place.2"}
    assert set(moved.filter(kind="facilitator")["name"]) == {"hand #1", "hand #2"}


def test_with_few_pairs_allowed_claims_come_first(carried: Dossier) -> None:
    moved, steady = told(carried, AuditSettings(pairs=4))

    row = steady.filter(kind="gathering").row(0, named=True)
    assert (row["pairs"], row["worked_out"]) == (60, 4)
    # Three for the two claims, likeliest first, one for what is not claimed.
    assert moved["claimed"].sum() == 3
    assert moved.filter("claimed", unit=called("h5"))["changes"].to_list() == ["lost"]


def test_a_method_that_moves_answers_is_undone_on_its_own_scale() -> None:
    rows = [
        *voices.usual(),
        *all_of("g", "s1", 20, 0, method="cards"),
        *all_of("k", "s1", 20, 0, method="cards"),
        *all_of("g", "s3", 8, 12, method="cards"),
        *all_of("k", "s3", 9, 11, method="cards"),
    ]
    given = dossier(rows)
    _, asked = asked_of(given)
    entries = influence._entries(asked, left_out.units(given), "gathering")
    pairs = influence._pairs(asked, entries).filter(unit=called("g0"))
    pairs = pairs.with_row_index("pair")

    sure, mean = reweighting.without(asked, entries, pairs)

    left = asked.evident.filter(pl.col("gathering") != called("g0"))
    counted = counting.counted(
        left, asked.side.groups, least=voices.LEAST, weighed=True
    )
    again = posterior.posterior(Evidence(counted, asked.evidence.bins), [asked.node])
    rows_of = pairs["row"].to_numpy()
    assert len(asked.node.shifts) == 1
    assert mean == pytest.approx(again.mean[rows_of], abs=1e-4)
    assert sure == pytest.approx(again.sure[rows_of], abs=1e-4)


def test_a_silent_comparison_has_no_model() -> None:
    given = dossier(all_of("h", "s1", 5, 5))
    found = ground.common_ground(given, settings=FEW)

    assert reweighting.model(left_out.sides(given)[0], found) is None


def test_crossings_are_left_out_too(usual: Dossier) -> None:
    crossed = left_out.sides(
        usual, comparisons=[], crossings=[[voices.SIDES, voices.SEXES]]
    )

    assert [side.key for side in crossed] == ["side × sex"]
    assert len(crossed[0].groups) == 4


def test_extra_answers_stand_beside_those_heard(usual: Dossier) -> None:
    found, _ = asked_of(usual)

    row = flips.flips(found).row(0, named=True)

    claim = found.claims.row(0, named=True)
    assert (row["key"], row["extra"]) == ("s1", claim["extra"])
    # Six gatherings of twenty in each side.
    assert row["heard"] == 120
    assert row["part"] == pytest.approx(claim["extra"] / 120)
    assert not row["fragile"]
    assert flips.flips(None).is_empty()


def test_gatherings_in_any_order_give_the_same(carried: Dossier) -> None:
    shuffled = carried.with_tables(
        tallies=carried.table("tallies").sample(fraction=1, shuffle=True, seed=3)
    )

    first, steady = told(carried)
    again, still = told(shuffled)

    for one, other in ((first, again), (steady, still)):
        for name in one.columns:
            if one[name].dtype == pl.Float64:
                assert np.nan_to_num(one[name].to_numpy()) == pytest.approx(
                    np.nan_to_num(other[name].to_numpy()), abs=1e-6
                )
            else:
                assert one[name].equals(other[name])


def test_nobody_who_answered_alone_is_left_out() -> None:
    rows = left_out.sides(dossier(voices.usual()))[0].rows
    rows = rows.with_columns(
        gathering=pl.lit(None, pl.String), alone=pl.lit(value=True)
    )
    side = left_out.Side(
        key="comparison", groups=("people", "forces"), rows=rows, least=voices.LEAST
    )
    found = ground.of_rows(rows, side.groups, least=voices.LEAST, settings=FEW)

    result = audits.audit(
        invented.votes_of(np.zeros((0, 0))),
        derived=audits.Derived(ground=found),
        sides=[side],
    )

    assert result.influence.is_empty()
    assert "nothing-to-leave-out" in result.limits
