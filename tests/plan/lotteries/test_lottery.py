from __future__ import annotations

import hashlib
from itertools import combinations
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize

from vestibule.errors import ColumnError, DataError
from vestibule.plan import lotteries
from vestibule.plan.lotteries import drawing, fairness, panels, pool
from vestibule.plan.lotteries.pool import PanelQuota


def asked(feature: str, value: str, least: int, most: int) -> PanelQuota:
    return PanelQuota(feature=feature, value=value, least=least, most=most)


def volunteers(**features: str) -> pl.DataFrame:
    """Return people of whom each letter of a feature is one's answer, ? for none."""
    n = len(next(iter(features.values())))
    answers = {
        name: [None if letter == "?" else letter for letter in letters]
        for name, letters in features.items()
    }
    return pl.DataFrame({"person": [f"p{i:03d}" for i in range(n)], **answers})


# Worked by hand.


def test_few_women_on_a_panel_of_halves_have_the_higher_chance() -> None:
    # 2 women, 6 men, two seats each: 2/2 and 2/6.
    people = volunteers(sex="wwmmmmmm")
    quotas = [asked("sex", "w", 2, 2), asked("sex", "m", 2, 2)]

    found = lotteries.lottery(people, quotas, size=4)

    assert found.types.rows() == [(0, "m", 6, pytest.approx(1 / 3)), (1, "w", 2, 1.0)]
    assert found.least == pytest.approx(1 / 3)
    assert found.gap <= 1e-6
    assert found.limits == ("one-panel",)


def test_leximin_helps_the_second_worst_where_maximin_need_not() -> None:
    # One seat at most for the four of side x: 1/4 each. The three others go to the
    # eight of side y, old or young: 3/8 each, and by maximin anything from 1/4 on.
    people = volunteers(side="xxxxyyyyyyyy", age="oooooyyyyyyy")
    quotas = [asked("side", "x", 0, 1), asked("age", "o", 0, 2)]

    found = lotteries.lottery(people, quotas, size=4)

    assert found.types["chance"].to_list() == pytest.approx([1 / 4, 3 / 8, 3 / 8])


def test_who_fits_into_no_panel_has_no_chance_and_the_others_a_fair_one() -> None:
    # Nobody of side x may come: chance 0; two seats among four others.
    people = volunteers(side="xxyyyy")
    quotas = [asked("side", "x", 0, 0)]

    for rule in ("leximin", "maximin"):
        found = lotteries.lottery(people, quotas, size=2, rule=rule)

        assert found.types["chance"].to_list() == [0.0, 0.5]
        assert found.least == 0.5
        assert "out-of-reach" in found.limits


# Thin input.


def test_without_quotas_everyone_has_the_same_chance() -> None:
    found = lotteries.lottery(volunteers(sex="wwmm"), [], size=1)

    assert found.types["chance"].to_list() == [0.25]
    assert found.limits == ("no-quotas",)
    assert found.sentences() == (lotteries.LIMITS["no-quotas"],)


def test_volunteers_who_are_all_alike_are_drawn_as_from_a_hat() -> None:
    found = lotteries.lottery(volunteers(sex="wwww"), [asked("sex", "w", 1, 4)], size=1)

    assert found.least == 0.25
    assert found.limits == ("one-kind",)


def test_nobody_gives_a_sentence_and_no_draw() -> None:
    nobody = pl.DataFrame(schema={"person": pl.String, "sex": pl.String})

    found = lotteries.lottery(nobody, [asked("sex", "w", 1, 1)], size=1)

    assert found.limits == ("no-volunteers",)
    assert found.least is None
    assert found.printed().is_empty()
    with pytest.raises(DataError, match="Nobody volunteered"):
        found.draw("dice")


def test_one_volunteer_for_one_place_is_chosen() -> None:
    found = lotteries.lottery(volunteers(sex="w"), [asked("sex", "w", 0, 1)], size=1)

    assert found.draw("dice").people["person"].to_list() == ["p000"]
    assert "everyone-chosen" in found.limits


def test_what_was_not_answered_meets_no_quota_and_is_told() -> None:
    found = lotteries.lottery(volunteers(sex="w??"), [asked("sex", "w", 1, 1)], size=2)

    assert found.types["chance"].to_list() == [1.0, 0.5]
    assert "not-answered" in found.limits


# Quotas that cannot hold.


def test_a_quota_for_more_than_volunteered_is_explained_with_the_nearest_change() -> (
    None
):
    with pytest.raises(lotteries.QuotasImpossible) as error:
        lotteries.lottery(volunteers(sex="wmmm"), [asked("sex", "w", 2, 2)], size=2)

    assert error.value.params["conflict"] == ("at least 2 sex = w (1 volunteered)",)
    assert error.value.params["change"] == ("sex = w: at least 1 instead of 2",)
    assert "No panel of 2 meets the quotas" in error.value.message


def test_quotas_that_conflict_across_features_are_both_named_and_no_other() -> None:
    # Both women are old: beside them one seat is left for the two young asked for.
    people = volunteers(sex="wwmmm", age="ooyyy", job="fgfgf")
    quotas = [
        asked("sex", "w", 2, 3),
        asked("age", "y", 2, 3),
        asked("job", "f", 0, 3),
    ]

    with pytest.raises(lotteries.QuotasImpossible) as error:
        lotteries.lottery(people, quotas, size=3)

    assert error.value.params["conflict"] == (
        "at least 2 age = y (3 volunteered)",
        "at least 2 sex = w (2 volunteered)",
    )
    assert len(error.value.params["change"]) == 1


def test_at_most_too_few_to_fill_the_panel_is_a_conflict_too() -> None:
    quotas = [asked("sex", "w", 0, 1), asked("sex", "m", 0, 1)]

    with pytest.raises(lotteries.QuotasImpossible) as error:
        lotteries.lottery(volunteers(sex="wwmm"), quotas, size=3)

    assert error.value.params["conflict"] == (
        "at most 1 sex = m (2 volunteered)",
        "at most 1 sex = w (2 volunteered)",
    )
    assert error.value.params["change"][0].endswith("at most 2 instead of 1")


def test_a_panel_larger_than_its_pool_is_explained() -> None:
    with pytest.raises(lotteries.QuotasImpossible, match="cannot be drawn from 2"):
        lotteries.lottery(volunteers(sex="wm"), [], size=3)


def test_input_that_cannot_be_is_refused() -> None:
    people = volunteers(sex="wm")
    twice = pl.concat([people, people])
    quota = asked("sex", "w", 0, 1)
    with pytest.raises(DataError):
        lotteries.lottery(people, [quota], size=0)
    with pytest.raises(DataError):
        lotteries.lottery(people, [quota], size=1, rule="legacy")
    with pytest.raises(DataError, match="id of their own"):
        lotteries.lottery(twice, [quota], size=1)
    with pytest.raises(DataError, match="two quotas"):
        lotteries.lottery(people, [quota, quota], size=1)
    with pytest.raises(ColumnError):
        lotteries.lottery(people, [asked("age", "y", 0, 1)], size=1)
    with pytest.raises(DataError, match="between 0"):
        asked("sex", "w", 2, 1)


def test_a_lottery_that_is_not_proved_optimal_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    far = fairness.Fair(
        panels=np.array([[1]]),
        chance=np.ones(1),
        by_type=np.ones(1),
        gap=1e-3,
    )
    monkeypatch.setattr(fairness, "fair", lambda *_, **__: far)

    with pytest.raises(DataError, match="maximin"):
        lotteries.lottery(volunteers(sex="ww"), [], size=1)


# Drawing.


def test_the_draw_follows_from_seed_and_hashes_alone() -> None:
    people = volunteers(sex="wwwmmmmm")
    quotas = [asked("sex", "w", 1, 2), asked("sex", "m", 1, 2)]
    found = lotteries.lottery(people, quotas, size=3)
    seed = "4 1 6 6 2"

    drawn = found.draw(seed)

    def by_hand(text: str) -> int:
        return int(hashlib.sha256(f"{seed}\n{text}".encode()).hexdigest(), 16)

    place = by_hand("panel") * 10**12 // 2**256
    ends = found.panels["tickets"].cum_sum().to_list()
    panel = next(i for i, end in enumerate(ends) if place < end)
    seats = found.panels["seats"][panel].to_list()
    kinds = {"m": people["person"][3:], "w": people["person"][:3]}
    expected = [
        person
        for n, (_, ids) in zip(seats, sorted(kinds.items()), strict=True)
        for person in sorted(ids, key=lambda one: by_hand(f"type {one}"))[:n]
    ]
    assert drawn.panel == panel
    assert drawn.people["person"].to_list() == sorted(expected)
    assert drawn.fingerprint == found.fingerprint
    assert drawn.seed == seed


def test_another_order_of_volunteers_and_quotas_changes_nothing() -> None:
    people = volunteers(sex="wwwmmmmm", age="yoyoyoyo")
    quotas = [asked("sex", "w", 1, 2), asked("age", "y", 1, 2)]

    one = lotteries.lottery(people, quotas, size=3)
    other = lotteries.lottery(people.reverse(), quotas[::-1], size=3)

    assert one.fingerprint == other.fingerprint
    assert one.draw("seed").people.equals(other.draw("seed").people)


def test_another_pool_has_another_fingerprint() -> None:
    one, other = (
        lotteries.lottery(volunteers(sex=sexes), [asked("sex", "w", 0, 2)], size=2)
        for sexes in ("wwmm", "wmmm")
    )

    assert one.fingerprint != other.fingerprint
    assert len(one.fingerprint) == 64


def test_a_seed_is_asked_for() -> None:
    found = lotteries.lottery(volunteers(sex="wm"), [], size=1)
    with pytest.raises(DataError, match="throw dice"):
        found.draw("  ")


def test_over_many_seeds_people_are_drawn_as_often_as_their_chance_says() -> None:
    people = volunteers(sex="wwwmmmmm", age="yoyoyoyo")
    quotas = [asked("sex", "w", 1, 2), asked("age", "y", 1, 2)]
    found = lotteries.lottery(people, quotas, size=3)
    chance = dict(
        found.pool.people.join(found.types, on="type").select("person", "chance").rows()
    )

    drawn = [p for i in range(2000) for p in found.draw(str(i)).people["person"]]

    for person, expected in chance.items():
        assert drawn.count(person) / 2000 == pytest.approx(expected, abs=0.045)


def test_tickets_are_whole_and_sum_up() -> None:
    tickets = drawing.shared_out(np.array([1 / 3, 1 / 3, 1 / 3]))

    assert tickets == (333333333334, 333333333333, 333333333333)
    assert drawing.panel_of("x", (0, 10**12)) == 1


# Households.


def test_one_of_each_household_is_drawn_and_lone_people_stay() -> None:
    people = pl.DataFrame(
        {
            "person": ["a", "b", "c", "d", "e"],
            "household": ["h", "h", None, None, "h"],
        }
    )

    drawn = [lotteries.one_of_each(people, seed=str(i)) for i in range(300)]

    assert all(rows["of"].sort().to_list() == [1, 1, 3] for rows in drawn)
    first = [rows.filter(pl.col("of") == 3)["person"][0] for rows in drawn]
    assert all(first.count(person) > 60 for person in "abe")
    again = lotteries.one_of_each(people.reverse(), seed="7")
    assert again.equals(drawn[7])


def test_households_need_their_column() -> None:
    with pytest.raises(ColumnError):
        lotteries.one_of_each(volunteers(sex="w"), seed="x")


# Printing.


def test_chances_are_printed_by_type_and_small_types_together() -> None:
    people = volunteers(sex="w" * 30 + "m" * 20 + "x" * 4 + "y" * 3)
    quotas = [asked("sex", kind, 1, 4) for kind in "wmxy"]
    found = lotteries.lottery(people, quotas, size=8)

    rows = found.printed().rows()

    # x and y are 7 together, too few: m joins them.
    assert [row[:2] for row in rows] == [("w", 30), (None, 27)]
    assert rows[1][2] < rows[1][3]
    assert found.printed(least=7)["people"].to_list() == [20, 30, 7]
    assert found.printed(least=100).is_empty()


# Proofs: the optimum, against all panels tried one by one; the published pools.


def all_panels(given: pool.Pool, size: int) -> np.ndarray | None:
    """Return the share of each type that each allowed panel holds, or None."""
    types = given.people["type"].to_list()
    held = set()
    for some in combinations(types, size):
        counts = np.bincount(some, minlength=len(given.counts))
        sums = given.inside @ counts
        if all(q.least <= n <= q.most for q, n in zip(given.quotas, sums, strict=True)):
            held.add(tuple(counts.tolist()))
    return np.array(sorted(held)) / given.counts if held else None


def highest(shares: np.ndarray, floor: np.ndarray, raised: list[int]) -> float:
    """Return how high the least chance of some types can be, others at their floor."""
    n, types = shares.shape
    lifted = np.isin(np.arange(types), raised)
    found = optimize.linprog(
        np.append(np.zeros(n), -1),
        A_ub=np.column_stack([-shares.T, lifted.astype(float)]),
        b_ub=-np.where(lifted, 0, floor - 1e-10),
        A_eq=np.append(np.ones(n), 0)[None, :],
        b_eq=[1],
    )
    return float(found.x[-1])


def leximin_of_all(shares: np.ndarray) -> np.ndarray:
    """Return the leximin chances by trying, type by type, which can still rise."""
    types = shares.shape[1]
    floor, free = np.zeros(types), list(range(types))
    while free:
        least = highest(shares, floor, free)
        floor[free] = least
        free = [t for t in free if highest(shares, floor, [t]) > least + 1e-7]
    return floor


@given(st.integers(0, 2**32))
@settings(max_examples=15)
def test_chances_are_the_fairest_over_all_panels_there_are(seed: int) -> None:
    rng = np.random.default_rng(seed)
    people = volunteers(
        sex="".join(rng.choice(["w", "m"], 9, p=[0.3, 0.7])),
        age="".join(rng.choice(["y", "o", "?"], 9, p=[0.5, 0.4, 0.1])),
    )
    least = rng.integers(0, 3, 2)
    quotas = [
        asked("sex", "w", int(least[0]), int(least[0]) + 1),
        asked("age", "o", int(least[1]), int(least[1]) + 1),
    ]
    shares = all_panels(pool.of_volunteers(people, quotas), 4)
    if shares is None:
        with pytest.raises(lotteries.QuotasImpossible):
            lotteries.lottery(people, quotas, size=4)
        return
    expected = leximin_of_all(shares)

    leximin, maximin = (
        lotteries.lottery(people, quotas, size=4, rule=rule)
        for rule in ("leximin", "maximin")
    )

    assert leximin.types["chance"].to_list() == pytest.approx(expected, abs=1e-5)
    assert maximin.least == pytest.approx(expected[expected > 1e-7].min(), abs=1e-6)
    for found in (leximin, maximin):
        assert found.gap <= 1e-6
        total = (found.types["chance"] * found.types["people"]).sum()
        assert total == pytest.approx(4)


@given(st.integers(0, 2**32))
@settings(max_examples=10)
def test_every_drawn_panel_meets_the_quotas(seed: int) -> None:
    rng = np.random.default_rng(seed)
    people = volunteers(
        sex="".join(rng.choice(["w", "m"], 30)), age="".join(rng.choice(list("yo"), 30))
    )
    quotas = [asked("sex", "w", 2, 3), asked("age", "o", 1, 3)]
    try:
        found = lotteries.lottery(people, quotas, size=6, rule="maximin")
    except lotteries.QuotasImpossible:
        return

    drawn = found.draw(str(seed)).people.join(people, on="person")

    assert drawn.height == 6
    for quota in quotas:
        n = (drawn[quota.feature] == quota.value).sum()
        assert quota.least <= n <= quota.most


@pytest.mark.parametrize(
    ("name", "size"), [("example_small_20", 20), ("example_large_200", 200)]
)
def test_in_the_published_pools_everyone_has_exactly_the_same_chance(
    real_data: Path, name: str, size: int
) -> None:
    folder = real_data / "sortition" / name
    people = pl.read_csv(folder / "respondents.csv").with_row_index("person")
    quotas = [
        asked(feature, value, least, most)
        for feature, value, least, most in pl.read_csv(
            folder / "categories.csv"
        ).iter_rows()
    ]

    for rule in ("leximin", "maximin"):
        found = lotteries.lottery(people, quotas, size=size, rule=rule)

        assert set(found.types["chance"]) == {size / people.height}
        assert found.gap <= 1e-6


def test_a_search_that_finds_nothing_says_so() -> None:
    given = pool.of_volunteers(volunteers(sex="m"), [asked("sex", "w", 1, 1)])

    assert panels.best(given, 1, np.ones(1)) is None
