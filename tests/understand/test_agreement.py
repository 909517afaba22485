from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests import by_hand
from tests.by_hand import called

from vestibule.dossier.process import Comparison, Disclosure, Group
from vestibule.dossier.records import Dossier
from vestibule.protect import clearing
from vestibule.protect.cleared import Count, Hidden
from vestibule.understand import agreement, clearable


def comparison(basis: str, **groups: str) -> Comparison:
    return Comparison(
        key=basis,
        names={},
        basis=basis,  # type: ignore[arg-type]
        groups=tuple(
            Group(key=key, names={}, values=tuple(values.split()))
            for key, values in groups.items()
        ),
    )


SIDES = comparison("side", people="community", forces="forces")

PROFILES = [
    {"id": "herder", "key": "herder", "name": "Herder", "side": "community"},
    {"id": "guard", "key": "guard", "name": "Guard", "side": "forces"},
]

PLACES = [
    {"id": "land", "key": "land", "name": "Land", "kind": "country", "level": 0},
    {"id": "north", "key": "north", "name": "North", "kind": "region", "level": 1}
    | {"parent": "land"},
    {"id": "n1", "key": "n1", "name": "N1", "kind": "cercle", "level": 2}
    | {"parent": "north"},
    {"id": "south", "key": "south", "name": "South", "kind": "region", "level": 1}
    | {"parent": "land"},
]


def counted(
    *tallies: dict[str, Any],
    comparisons: Sequence[Comparison] = (SIDES,),
    sensitivity: str | None = None,
    met: Sequence[dict[str, Any]] | None = None,
    **tables: Any,
) -> Dossier:
    """Six gatherings of herders (h0…) and six of guards (f0…), one statement."""
    held = met or [
        {"id": f"{letter}{n}", "profile": profile, "place": "n1"}
        for letter, profile in (("h", "herder"), ("f", "guard"))
        for n in range(6)
    ]
    declared = by_hand.process(
        comparisons=tuple(comparisons),
        disclosure=Disclosure(people=10, gatherings=3, places=1),
    )
    return by_hand.dossier(
        declared,
        places=PLACES,
        profiles=PROFILES,
        gatherings=list(held),
        statements=[{"id": "s", "key": "s", "sensitivity": sensitivity}],
        tallies=[{"statement": "s", **one} for one in tallies],
        **tables,
    )


def all_of(
    letter: str, agree: int, disagree: int, *, method: str = "hands", count: int = 6
) -> list[dict[str, Any]]:
    return [
        {"gathering": f"{letter}{n}", "agree": agree, "disagree": disagree}
        | {"method": method}
        for n in range(count)
    ]


def test_one_gathering_has_a_share_and_no_interval() -> None:
    result = agreement.agreement(counted(*all_of("h", 19, 1, count=1)))

    row = result.counts.to_dicts()[0]
    assert (row["share"], row["low"], row["high"], row["unit"]) == (
        0.95,
        None,
        None,
        "none",
    )
    assert not row["enough"]


def test_unanimous_by_hands_and_divided_by_pots_is_split() -> None:
    hands = [*all_of("h", 20, 0), *all_of("f", 20, 0)]
    # Too few pots in each group to count there, enough of them over all.
    pots = [
        *all_of("h", 10, 10, method="pots", count=2),
        *all_of("f", 10, 10, method="pots", count=2),
    ]

    result = agreement.agreement(counted(*hands, *pots))

    split = result.methods.to_dicts()[0]
    assert (split["public"], split["private"], split["split"]) == (
        "hands",
        "pots",
        True,
    )
    assert split["gap"] == pytest.approx(0.5)


def test_methods_are_kept_apart() -> None:
    votes = [{"person": f"p{n}", "statement": "s", "vote": 1} for n in range(12)]
    people = [{"id": f"p{n}", "profile": "herder"} for n in range(12)]
    hands = [*all_of("h", 14, 6), *all_of("f", 19, 1)]

    result = agreement.agreement(counted(*hands, people=people, votes=votes))

    rows = result.counts.select("group", "method", "agree", "n").rows()
    assert rows == [
        ("forces", "hands", 114, 120),
        ("people", "hands", 84, 120),
        ("people", "individual", 12, 12),
    ]


def test_hands_and_pots_of_the_same_gatherings_are_compared_with_each_other() -> None:
    # Over all, hands and pots seem to differ; where both were used, they do not.
    hands = [*all_of("h", 20, 0), *all_of("f", 8, 12)]
    pots = all_of("f", 8, 12, method="pots")

    result = agreement.agreement(counted(*hands, *pots))

    row = result.methods.to_dicts()[0]
    assert (row["both"], row["gap"], row["split"]) == (6, 0.0, False)
    assert row["public_share"] == 0.4


def test_a_gap_told_of_one_statement_is_not_told_of_one_among_thirty() -> None:
    # Hands 71 of 100, pots 50 of 100, in five gatherings each: one such gap in
    # thirty is what chance gives (Holm's first bar is 0.05 / 30).
    raised = (14, 14, 14, 14, 15)
    tallies = [
        {"statement": f"s{n}", "gathering": f"h{m}", "method": method}
        | {"agree": agree, "disagree": 20 - agree}
        for n in range(30)
        for method in ("hands", "pots")
        for m in range(5)
        for agree in (raised[m] if n == 0 and method == "hands" else 10,)
    ]
    dossier = counted(*tallies)

    def split(many: int) -> list[bool]:
        rows = [{"id": f"s{n}", "key": f"s{n}"} for n in range(many)]
        given_some = dossier.with_tables(statements=by_hand.frame("statements", rows))
        return agreement.agreement(given_some).methods["split"].to_list()

    assert split(1) == [True]
    assert split(30) == [False] * 30


def test_of_several_votes_the_last_by_time_counts() -> None:
    moments = [datetime(2030, 1, day, tzinfo=UTC) for day in (2, 1)]
    votes = [
        {"person": "p", "statement": "s", "vote": vote, "at": at}
        for vote, at in zip((1, -1), moments, strict=True)
    ]
    people = [{"id": "p", "profile": "herder"}]

    result = agreement.agreement(counted(people=people, votes=votes))

    assert result.overall.select("agree", "disagree", "n").row(0) == (1, 0, 1)


def test_a_second_count_stands_for_the_first() -> None:
    twice = [
        {"gathering": "h0", "agree": 9, "disagree": 1, "count": 2},
        {"gathering": "h0", "agree": 10, "disagree": 0, "count": 1},
    ]

    overall = agreement.agreement(counted(*twice)).overall

    assert overall.select("agree", "n").row(0) == (9, 10)


def test_people_of_an_online_conversation_stand_alone_and_have_an_interval() -> None:
    votes = [
        {"person": f"p{n}", "statement": "s", "vote": 1 if n < 16 else 0}
        | {"gathering": "net"}
        for n in range(20)
    ]
    people = [{"id": f"p{n}", "profile": "herder"} for n in range(20)]
    met = [{"id": "net", "kind": "online"}]

    row = agreement.agreement(
        counted(met=met, people=people, votes=votes)
    ).overall.to_dicts()[0]

    assert (row["gatherings"], row["unit"], row["enough"]) == (0, "people", True)
    # Passes are no agreement: 16 of 20, Wilson for nearly 20 people.
    assert (row["low"], row["high"]) == pytest.approx((0.58, 0.92), abs=0.02)


def test_statements_moderated_out_are_left_out() -> None:
    dossier = counted(*all_of("h", 20, 0))
    out = [{"id": "s", "key": "s", "moderation": "out"}]

    result = agreement.agreement(
        dossier.with_tables(statements=by_hand.frame("statements", out))
    )

    assert result.overall.is_empty()


WOMEN_MEN = comparison("sex", women="female", men="male")


def test_sexes_counted_apart_are_compared_and_never_counted_twice() -> None:
    apart = [
        {"gathering": "h0", "agree": agree, "disagree": 1, "sex": sex}
        for sex, agree in (("female", 6), ("male", 3), (None, 9))
    ]
    apart[2]["disagree"] = 2

    result = agreement.agreement(counted(*apart, comparisons=[WOMEN_MEN, SIDES]))

    assert result.overall.select("agree", "n").row(0) == (9, 11)
    by_group = dict(result.counts.select("group", "n").iter_rows())
    assert by_group == {"women": 7, "men": 4, "people": 11}


def test_a_whole_gathering_of_women_speaks_for_women() -> None:
    present = [
        {"gathering": "h0", "n": 5, "sex": "female", "age_band": "18-34"},
        {"gathering": "h0", "n": 4, "sex": "female", "age_band": "60+"},
        {"gathering": "h1", "n": 5, "sex": "female", "displaced": True},
        {"gathering": "h1", "n": 5, "sex": "male", "displaced": True},
    ]
    comparisons = [
        WOMEN_MEN,
        comparison("age_band", young="18-34"),
        comparison("displaced", yes="true", no="false"),
    ]
    dossier = counted(
        *all_of("h", 8, 1, count=2), comparisons=comparisons, attendances=present
    )

    groups = agreement.agreement(dossier).counts.select(
        "comparison", "group", "gatherings"
    )

    assert groups.rows() == [("displaced", "yes", 1), ("sex", "women", 1)]


def test_a_mixed_gathering_has_no_profile_and_a_vote_has_its_persons() -> None:
    met = [{"id": "h0", "profile": "herder", "composition": "mixed", "place": "south"}]
    votes = [
        {"person": one, "statement": "s", "vote": 1, "gathering": "h0"}
        for one in ("p", "q")
    ]
    people = [{"id": "p", "profile": "guard", "place": "n1"}, {"id": "q"}]
    comparisons = [SIDES, comparison("region", north="north", rest="land")]
    dossier = counted(
        {"gathering": "h0", "agree": 5, "disagree": 0},
        comparisons=comparisons,
        met=met,
        people=people,
        votes=votes,
    )

    rows = agreement.agreement(dossier).counts.select("group", "method", "n").rows()

    assert sorted(rows) == [
        ("forces", "individual", 1),
        ("north", "individual", 1),
        ("rest", "hands", 5),
        ("rest", "individual", 1),
    ]


def test_gatherings_that_differ_widen_the_interval() -> None:
    alike = agreement.agreement(counted(*all_of("h", 10, 10))).counts
    torn = agreement.agreement(
        counted(*all_of("h", 20, 0, count=3), *all_of("h", 0, 20)[3:])
    ).counts

    width = [row["high"] - row["low"] for row in (*alike.to_dicts(), *torn.to_dicts())]
    assert width[1] > 2 * width[0]
    assert torn["worth"].item() == pytest.approx(5.0)


def test_without_comparisons_only_what_all_said_is_told() -> None:
    result = agreement.agreement(counted(*all_of("h", 19, 1), comparisons=[]))

    assert result.counts.is_empty()
    assert result.overall["share"].item() == 0.95


@given(
    st.lists(
        st.tuples(st.integers(0, 15), st.integers(0, 15), st.integers(0, 5)),
        min_size=1,
        max_size=12,
    )
)
def test_a_share_lies_in_its_interval_and_is_worth_no_more_than_its_people(
    given_counts: list[tuple[int, int, int]],
) -> None:
    names = [f"{letter}{n}" for n in range(6) for letter in "hf"]
    tallies = [
        {"gathering": name, "agree": a, "disagree": d, "passed": p}
        for name, (a, d, p) in zip(names, given_counts, strict=False)
    ]

    counts = agreement.agreement(counted(*tallies)).counts

    for row in counts.to_dicts():
        assert row["agree"] + row["disagree"] + row["passed"] == row["n"]
        if row["low"] is not None:
            assert row["low"] <= row["share"] <= row["high"]
            assert row["worth"] <= row["n"]


def test_the_answers_of_all_and_of_groups_are_cleared_together() -> None:
    # Guards answered in one gathering: they follow from all less the herders.
    result = agreement.agreement(
        counted(*all_of("h", 15, 5), *all_of("f", 9, 3, count=1))
    )

    cleared = clearing.clear(
        clearable.answer_tables(result), Disclosure(people=10, gatherings=3, places=1)
    )

    def cell(answer: str, *group: str) -> Count | Hidden:
        return cleared[clearable.answer_key(called("s"), "hands", answer, *group)]

    assert cell("agree") == Count(value=99, of=132)
    for answer in ("agree", "disagree", "passed"):
        assert isinstance(cell(answer, "side", "forces"), Hidden)
        assert isinstance(cell(answer, "side", "people"), Hidden)


def test_those_in_no_group_are_a_part_that_nobody_prints() -> None:
    met = [
        {"id": f"h{n}", "profile": None if n == 5 else "herder", "place": "n1"}
        for n in range(6)
    ]
    result = agreement.agreement(counted(*all_of("h", 15, 5), met=met))

    tables = clearable.answer_tables(result)
    cleared = clearing.clear(tables, Disclosure(people=10, gatherings=3, places=1))

    herders = clearable.answer_key(called("s"), "hands", "agree", "side", "people")
    assert herders in cleared
    assert isinstance(cleared[herders], Hidden)
    assert not any(key[-1].endswith("=?") for key in cleared)


def test_the_order_of_rows_changes_nothing() -> None:
    dossier = counted(*all_of("h", 13, 7), *all_of("f", 16, 4))
    turned = dossier.with_tables(
        **{name: rows.reverse() for name, rows in dossier.tables.items()}
    )

    first, second = (agreement.agreement(one) for one in (dossier, turned))

    assert first.counts.equals(second.counts)
    assert isinstance(first.rows, pl.DataFrame)
