from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from tests import by_hand
from tests.agree.test_priorities import cast, ranked
from tests.by_hand import called

from vestibule.agree import ballots, sensitivity
from vestibule.dossier.process import Decisions
from vestibule.dossier.records import Dossier

BIG = ["a", "a", "a", "b", "b", "x", "x"]
ONE_REGION = ranked(*["flj"] * 5, *["ljf"] * 2, met=BIG)


def test_the_priority_of_one_region_alone_is_reported() -> None:
    found = sensitivity.under_rules(ONE_REGION)

    assert found.largest == ("north",)
    assert found.first("borda") == ["fear"]
    without = found.changes.filter(pl.col("largest") & (pl.col("rule") == "borda")).row(
        0, named=True
    )
    assert (without["what"], without["changed"], without["first"]) == (
        "north",
        True,
        "land",
    )


def test_equal_weight_of_regions_can_change_the_order() -> None:
    found = sensitivity.under_rules(ONE_REGION)

    rows = found.changes.filter(
        (pl.col("kind") == "weights") & (pl.col("rule") == "first")
    )
    # By region: fear 1/2 + 0, land 0 + 1/2: level. By gathering: fear 2 of 3.
    assert dict(rows.select("what", "first").iter_rows()) == {
        "gathering": "fear",
        "region": "fear land",
    }


def test_weights_are_whole_parts_of_one_size() -> None:
    held = ballots.Held.of(ONE_REGION, ballots.rows_of(ONE_REGION, None))

    assert held is not None
    assert held.weights("ballot") == [1] * 7
    assert sorted(held.weights("gathering")) == [2, 2, 2, 3, 3, 3, 3]
    assert sorted(held.weights("region")) == [2] * 5 + [5] * 2


def test_rules_that_the_ballots_cannot_answer_are_named() -> None:
    found = sensitivity.under_rules(ranked("jf", "fj"))

    assert found.unread.rows() == [
        ("approval", "approved"),
        ("pav", "approved"),
        ("shares", "approved"),
        ("points", "points"),
        ("consensus", "objected"),
    ]
    assert found.agreed_first == ["fear", "justice"]
    assert found.said.rows() == [("stv", "tie-at-the-border")]


def test_without_ballots_there_is_nothing_to_compare() -> None:
    found = sensitivity.under_rules(ranked())

    assert found.question is None
    assert found.orders.is_empty()
    assert found.agreed_first == []
    assert found.first("borda") == []


def test_a_proclaimed_question_goes_before_one_with_more_ballots() -> None:
    rows = [
        {"id": f"b{n}", "question": q, "ballot": str(n), "finding": "fear", "rank": 1}
        | {"gathering": "g"}
        for n, q in enumerate(("q", "q", "r"))
    ]
    dossier = cast(
        rows,
        kind="ranking",
        questions=[
            {"id": one, "key": one, "words": "?", "kind": "ranking"} for one in "qr"
        ],
        priorities=[{"question": "r", "finding": "fear", "rank": 1, "rule": "borda"}],
    )

    assert sensitivity.under_rules(dossier).key == "r"


def consented(*said: tuple[str, str, bool | None]) -> Dossier:
    """Return a consensus round: (gathering, profile, support of one proposal)."""
    rows = [
        {"question": "q", "ballot": str(n), "finding": "land", "gathering": met}
        | {"approved": yes, "profile": profile}
        for n, (met, profile, yes) in enumerate(said)
    ]
    declared = by_hand.process(decisions=Decisions(consensus=0.6))
    given = cast(
        rows,
        kind="consensus",
        profiles=[{"id": one, "key": one, "name": one} for one in ("judge", "farmer")],
    )
    return Dossier(process=declared, tables=given.tables)


def test_what_is_carried_over_objections_names_who_would_be_overruled() -> None:
    found = sensitivity.under_rules(
        consented(
            *[("a", "farmer", True)] * 6,
            *[("x", "judge", False)] * 2,
            ("x", "judge", None),
        )
    ).objections

    assert found is not None
    row = found.proposals.row(0, named=True)
    assert (row["state"], row["support"], row["objections"], row["aside"]) == (
        "over_objections",
        6,
        2,
        1,
    )
    assert found.overruled.select("kind", "who", "objections", "spoke").rows() == [
        ("gathering", called("x"), 2, 3),
        ("profile", called("judge"), 2, 3),
        ("region", "south", 2, 3),
    ]


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ([("a", "farmer", True)], "carried"),
        ([("a", "farmer", True), ("a", "farmer", False)], "not_carried"),
        ([("a", "farmer", None)], "not_carried"),
    ],
)
def test_the_state_of_a_proposal(
    said: list[tuple[str, str, bool | None]], state: str
) -> None:
    found = sensitivity.under_rules(consented(*said)).objections

    assert found is not None
    assert found.proposals["state"].to_list() == [state]
    assert found.overruled.is_empty()


def test_a_question_of_another_kind_has_no_objections() -> None:
    assert sensitivity.under_rules(ranked("jf")).objections is None


def test_a_hundred_shuffles_change_nothing() -> None:
    orders = ["fjlw", "jf", "(fj)wl", "lw", "wlfj", "f", "jlfw", "l(wf)", "fjlw"]
    met = [("a", "b", "x", "y")[n % 4] for n in range(len(orders))]
    dossier = ranked(*orders, met=met)
    rows = dossier.table("ballots")
    whole = sensitivity.under_rules(dossier)
    chance = np.random.default_rng(7)

    for _ in range(100):
        places = chance.permutation(rows.height)
        other = sensitivity.under_rules(dossier.with_tables(ballots=rows[places]))
        assert whole.orders.equals(other.orders)
        assert whole.changes.equals(other.changes)


def test_of_very_many_ballots_only_the_deciding_rule_leaves_out_each_gathering(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sensitivity, "MOST", 1)

    found = sensitivity.under_rules(ONE_REGION)

    by = found.changes.filter(pl.col("kind") == "gathering")["rule"].unique().to_list()
    assert by == ["borda"]
    assert ("stv", "gatherings-kept") in found.said.rows()
