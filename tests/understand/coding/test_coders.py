"""How alike coders read: by hand, and what cannot be said."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests import by_hand
from tests.understand.coding.test_readings import CODES, coded

from vestibule.dossier.records import Dossier
from vestibule.understand import coding
from vestibule.understand.coding import LIMITS, alpha, coders

Put = tuple[str, str, str | None]


def twenty(gatherings: int = 10) -> list[Put]:
    """Return twenty excerpts read by two: work on eight by both, on two by one."""
    put: list[Put] = []
    for n in range(20):
        excerpt = f"g{n % gatherings}.{n}"
        put.append((excerpt, "a", "work" if n < 9 else None))
        put.append((excerpt, "b", "work" if n < 8 or n == 9 else None))
    return put


def row(found: coding.Reliability, key: str) -> dict[str, Any]:
    return found.codes.filter(key=key).to_dicts()[0]


def test_alpha_of_a_theme_by_hand() -> None:
    found = coders.reliability(coded(*twenty()))

    # Put 9 + 9 = 18 times of 40 readings; 2 excerpts apart, so 4 readings in
    # disagreeing pairs; chance has (1600 - 324 - 484) / 39 = 792/39 of them.
    work = row(found, "work")
    assert (work["units"], work["put"], work["gatherings"]) == (20, 10, 10)
    assert work["agreement"] == pytest.approx(18 / 20)
    assert work["alpha"] == pytest.approx(1 - 4 / (792 / 39))
    assert work["low"] < work["alpha"] < work["high"] <= 1
    assert found.coders.rows() == [(1, 20, 20), (2, 20, 20)]
    assert found.disputed.height == 2
    assert found.limits == ("undecided",)


def test_all_themes_together_are_measured_each_against_its_own_chance() -> None:
    more: list[Put] = [(f"g{n % 10}.{n}", c, "fear") for n in range(20) for c in "ab"]
    found = coders.reliability(coded(*twenty(), *more[:20]))

    # fear: put by both on ten excerpts, never apart: (1600 - 2 * 400) / 39 expected.
    overall = found.overall.to_dicts()[0]
    assert overall["alpha"] == pytest.approx(1 - 4 / (792 / 39 + 800 / 39))
    assert row(found, "fear")["alpha"] == 1.0


def test_denying_a_theme_is_another_reading_than_not_seeing_it() -> None:
    read = coded(*twenty(), stances={("g0.0", "a"): {"stance": "against"}})

    work = row(coders.reliability(read), "work")

    assert work["agreement"] == pytest.approx(17 / 20)


def test_of_three_coders_each_pair_is_measured_on_what_both_read() -> None:
    third: list[Put] = [
        (f"g{n % 10}.{n}", "c", "work" if n < 10 else None) for n in range(12)
    ]

    found = coders.reliability(coded(*twenty(), *third))

    whole = found.pairs.filter(found.pairs["code"].is_null())
    assert whole.select("first", "second", "units").rows() == [
        (1, 2, 20),
        (1, 3, 12),
        (2, 3, 12),
    ]
    pair = found.pairs.filter(first=1, second=3, key="work").to_dicts()[0]
    # a puts it on 9 of the 12, c on 10: apart once, 19 and 5 of 24 readings.
    expected = (24**2 - 19**2 - 5**2) / 23
    assert pair["alpha"] == pytest.approx(1 - 2 / expected)


def test_what_an_adjudicator_settled_is_no_longer_disputed_and_moves_no_alpha() -> None:
    judged: list[Put] = [("g8.8", "!c", "work"), ("g9.9", "!c", None)]

    before = coders.reliability(coded(*twenty()))
    after = coders.reliability(coded(*twenty(), *judged))

    assert after.disputed.is_empty()
    assert (after.adjudicated, after.limits) == (2, ())
    assert after.overall.equals(before.overall)


def test_without_a_coding_or_a_second_coder_nothing_is_said() -> None:
    nothing = coders.reliability(by_hand.dossier(codes=CODES))
    one = coders.reliability(coded(*[p for p in twenty() if p[1] == "a"]))
    empty = coders.reliability(by_hand.dossier())

    assert (nothing.limits, one.limits) == (("not-coded",), ("one-coder",))
    assert one.overall["alpha"].to_list() == [None]
    assert one.codes["limit"].unique().to_list() == ["one-coder"]
    assert one.pairs.is_empty()
    assert (empty.codes.height, empty.coders.height) == (0, 0)
    assert "second coder" in LIMITS["one-coder"]


def test_few_excerpts_few_gatherings_one_value_and_rare_themes_have_no_number() -> None:
    few = coders.reliability(coded(*twenty()[:18]))
    near = coders.reliability(coded(*twenty(gatherings=4)))
    rare = coders.reliability(coded(*twenty(), ("g0.0", "a", "road")))

    assert few.limits == ("few-units", "undecided")
    assert row(few, "work")["alpha"] is None
    assert row(few, "work")["limit"] == "few-units"
    assert row(near, "work")["limit"] == "few-gatherings"
    assert row(near, "work")["alpha"] is not None
    assert row(near, "work")["low"] is None
    assert row(rare, "road")["limit"] == "rare"
    assert row(rare, "road")["alpha"] is None
    assert row(rare, "road")["agreement"] == pytest.approx(19 / 20)
    assert row(few, "road")["limit"] == "few-units"
    assert row(near, "road")["limit"] == "one-category"


def test_excerpts_of_one_gathering_widen_the_interval() -> None:
    put: list[Put] = []
    for n in range(60):
        # in each gathering, the coders agree on everything or on nothing
        apart = n % 10 < 3
        put.append((f"g{n % 10}.{n}", "a", "work" if n % 20 < 13 else None))
        same = "work" if n % 20 < 13 else None
        other = None if same else "work"
        put.append((f"g{n % 10}.{n}", "b", other if apart else same))
    spread = [
        (f"h{n}.1" if (n := int(e.split(".")[1])) >= 0 else e, c, code)
        for e, c, code in put
    ]

    together = row(coders.reliability(coded(*put)), "work")
    alone = row(coders.reliability(coded(*spread)), "work")

    assert together["alpha"] == pytest.approx(alone["alpha"])
    assert together["high"] - together["low"] > alone["high"] - alone["low"]


def shuffled(dossier: Dossier) -> Dossier:
    return dossier.with_tables(
        **{name: rows.reverse() for name, rows in dossier.tables.items()}
    )


def test_the_order_of_rows_changes_nothing() -> None:
    read = coded(*twenty(), ("g0.0", "a", "road"))

    first, second = (coders.reliability(one, seed=4) for one in (read, shuffled(read)))

    assert first.codes.equals(second.codes)
    assert first.pairs.equals(second.pairs)


@settings(max_examples=20)
@given(
    st.lists(
        st.tuples(
            st.sampled_from([f"g{n}.{e}" for n in range(6) for e in range(3)]),
            st.sampled_from("abc"),
            st.sampled_from(["fear", "work", "road", None]),
        ),
        min_size=1,
        max_size=60,
    )
)
def test_alpha_never_exceeds_one_and_is_the_one_of_the_counts(put: list[Put]) -> None:
    found = coders.reliability(coded(*put), draws=50)

    for one in found.codes.to_dicts():
        assert one["alpha"] is None or one["alpha"] <= 1
        assert (one["limit"] is None) == (one["low"] is not None)
        assert one["agreement"] is None or 0 <= one["agreement"] <= 1


def test_a_draw_without_the_theme_gives_no_interval() -> None:
    there, ends = np.array([1.0, 0.0, 0.0]), np.array([4.0, 0.0, 0.0])

    assert coders._interval(there, ends, 0.95) == (None, None)
    assert alpha.disagreement(np.zeros(4))[1] == 0
