"""What some places tell more than others: by gatherings, with a stated error."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from scipy import stats
from tests import by_hand
from tests.understand.maps.tellings import ids

from vestibule.dossier import lineage
from vestibule.dossier.process import Disclosure
from vestibule.understand import maps
from vestibule.understand.maps import comparing

FLOOR = Disclosure(people=10, gatherings=3, places=1)


def told(north: int, south: int, of: int) -> tuple[maps.SystemMap, pl.DataFrame]:
    """Return a map where so many of `of` gatherings of each region told a link."""
    meetings, claims = [], []
    for region, n in (("n", north), ("s", south)):
        for number in range(of):
            code = f"{region}{number}"
            profile = "p" if number % 2 else "q"
            meetings.append(
                {"id": code, "code": code, "place": region, "profile": profile}
            )
            claims.append(
                {"cause": "c", "effect": "d", "direction": "more", "gathering": code}
            )
            if number < n:
                claims.append(
                    {
                        "cause": "a",
                        "effect": "b",
                        "direction": "less",
                        "gathering": code,
                    }
                )
    given = by_hand.dossier(
        places=[
            {"id": r, "key": r, "name": r, "kind": "region", "level": 1} for r in "ns"
        ],
        profiles=[{"id": p, "key": p, "name": p} for p in "pq"],
        factors=[{"id": one, "name": one} for one in "abcd"],
        gatherings=meetings,
        claims=claims,
    )
    settled = lineage.settled(given)
    people = pl.DataFrame(
        {"gathering": settled.table("gatherings")["id"], "people": [8] * 2 * of}
    )
    return maps.system_map(settled), people


def test_a_link_told_in_one_region_alone_differs() -> None:
    system, people = told(10, 0, 10)
    found = comparing.differences(system, people, FLOOR)
    a, b, n = ids("a", "b", "n")
    row = found.rows.row(
        by_predicate=(pl.col("cause") == a) & (pl.col("group") == n), named=True
    )

    assert (row["told"], row["of"], row["told_elsewhere"], row["of_elsewhere"]) == (
        10,
        10,
        0,
        10,
    )
    # all tables as extreme: two of C(20, 10) = 184,756
    assert row["p"] == pytest.approx(2 / 184_756, abs=1e-9)
    assert row["differs"]
    assert (row["difference"], row["effect"]) == (1.0, b)
    assert found.rows.filter(cause=ids("c")[0])["differs"].sum() == 0
    assert (found.too_few, found.unplaced, found.limits) == ((), 0, ())


def test_groups_below_the_threshold_are_named_and_never_compared() -> None:
    system, people = told(2, 0, 2)
    found = comparing.differences(system, people, FLOOR)

    assert found.rows.is_empty()
    assert set(found.too_few) == set(ids("n", "s"))
    assert found.limits == ("one-group",)
    few = people.with_columns(people=pl.lit(1))
    system, _ = told(5, 0, 5)
    assert comparing.differences(system, few, FLOOR).limits == ("one-group",)


def test_profiles_are_those_of_homogeneous_gatherings() -> None:
    system, people = told(6, 6, 6)
    found = comparing.differences(system, people, FLOOR, by="profile")

    assert set(found.rows["group"]) == set(ids("p", "q"))
    two = Disclosure(people=10, gatherings=3, places=3)
    assert comparing.differences(system, people, two, by="profile").limits


def test_links_told_in_too_few_gatherings_are_not_looked_at() -> None:
    system, people = told(2, 0, 6)
    found = comparing.differences(system, people, FLOOR)

    assert set(found.rows["cause"]) == {ids("c")[0]}


def test_the_interval_is_newcombes() -> None:
    # Newcombe 1998, table II, method 10: 56/70 against 48/80
    low, high = comparing.newcombe(
        *(np.array([x], dtype=float) for x in (56, 70, 48, 80)), 0.95
    )

    assert (round(low[0], 4), round(high[0], 4)) == (0.0524, 0.3339)


def test_exact_values_are_those_of_the_reference() -> None:
    tables = [(3, 9, 8, 11), (0, 5, 5, 5), (2, 4, 2, 4), (1, 30, 9, 12), (0, 3, 0, 9)]
    a, n, b, m = (np.array(column, dtype=float) for column in zip(*tables, strict=True))

    expected = [
        stats.fisher_exact([[x, size - x], [y, rest - y]]).pvalue
        for x, size, y, rest in tables
    ]
    assert comparing.fisher(a, n, b, m) == pytest.approx(expected)


@pytest.mark.parametrize("draws", [40, pytest.param(1000, marks=pytest.mark.proof)])
def test_where_nothing_differs_something_is_named_no_oftener_than_stated(
    draws: int,
) -> None:
    rng = np.random.default_rng(7)
    named = 0
    for _ in range(draws):
        counts = rng.binomial(12, 0.4, size=(15, 4)).astype(float)
        rows = pl.DataFrame(
            {
                "cause": [f"c{i}" for i in range(15) for _ in range(4)],
                "effect": ["e"] * 60,
                "group": list("wxyz") * 15,
                "told": counts.ravel().astype(np.int64),
                "of": [12] * 60,
                "told_elsewhere": (counts.sum(axis=1, keepdims=True) - counts)
                .ravel()
                .astype(np.int64),
                "of_elsewhere": [36] * 60,
            }
        )
        named += bool(comparing._tested(rows, 0.1, 0.95)["differs"].any())

    assert named <= 0.1 * draws + 2 * np.sqrt(0.09 * draws)
