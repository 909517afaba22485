"""Are groups found where there are camps, and nowhere else?"""

import json
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import polars as pl
import pytest
from scipy import special
from tests.understand.positions.simulated import Crowd, of_matrix, shuffled, votes_of

from vestibule.errors import DataError
from vestibule.understand.groups import (
    LIMITS,
    GroupResult,
    GroupSettings,
    groups,
    named,
    names,
)
from vestibule.understand.positions import PositionSettings, positions

FAST = GroupSettings(replicates=20, most=3)
PLACED = PositionSettings(dimensions=1)


def answering(position: npt.NDArray[np.float64], seed: int, each: int = 25) -> Crowd:
    """Let people at these positions answer 25 of 40 statements."""
    draw = np.random.default_rng([seed, 1])
    people, statements = len(position), 40
    loading = draw.normal(0, 1.2, (statements, position.shape[1]))
    intercept = draw.normal(0, 0.7, statements)
    person = np.repeat(np.arange(people), each)
    statement = np.concatenate(
        [draw.choice(statements, each, replace=False) for _ in range(people)]
    )
    odds = intercept[statement] + (loading[statement] * position[person]).sum(axis=1)
    vote = np.where(draw.random(len(odds)) < special.expit(odds), 1, -1)
    return Crowd(
        votes=votes_of(person, statement, vote, people, statements),
        position=position,
        acquiescence=np.zeros(people),
        intercept=intercept,
        loading=loading,
    )


def camps(seed: int = 0, people: int = 240) -> tuple[Crowd, npt.NDArray[np.intp]]:
    """Two camps, 60 to 40, well apart."""
    draw = np.random.default_rng(seed)
    camp = (draw.random(people) < 0.4).astype(np.intp)
    place = np.where(camp == 1, 1.2, -0.9) + draw.normal(0, 0.25, people)
    return answering(place[:, None], seed), camp


def found_in(drawn: Crowd, settings: GroupSettings = FAST) -> GroupResult:
    return groups(
        drawn.votes, positions(drawn.votes, settings=PLACED), settings=settings
    )


def test_two_camps_are_found_and_people_are_in_theirs() -> None:
    drawn, camp = camps()

    found = found_in(drawn)

    assert found.k == 2
    inside = found.group >= 0
    assert inside.mean() > 0.9
    assert (found.group[inside] == camp[inside]).mean() > 0.97
    assert sum(found.sizes) + found.n_not_placed == found.n_people == 240
    two = found.divisions.filter(pl.col("k") == 2)
    assert two["jaccard"].min() > 0.75
    assert two["together"].min() > 0.8
    assert two["support"][0] > 0.8


@pytest.mark.parametrize("shape", ["bell", "even"])
def test_a_crowd_without_gaps_is_a_spectrum(shape: str) -> None:
    draw = np.random.default_rng(2)
    place = draw.normal(size=240) if shape == "bell" else draw.uniform(-1.7, 1.7, 240)

    found = found_in(answering(place[:, None], 2))

    assert found.is_spectrum
    assert found.limits[0] in {"no-gap", "dissolves"}
    assert (found.group == -1).all()
    assert found.sizes == ()
    assert found.representative.is_empty()


def test_groups_do_not_hang_on_names_or_order() -> None:
    drawn, _ = camps(seed=1, people=120)
    first = found_in(drawn)
    keys = ["group", "share", "others", "p"]

    for seed in range(2):
        other, people, statements = shuffled(drawn.votes, seed)
        again = groups(other, positions(other, settings=PLACED), settings=FAST)
        assert again.k == first.k == 2
        assert np.array_equal(again.group[people], first.group)
        assert np.array_equal(again.membership[people], first.membership)
        assert again.divisions.equals(first.divisions)
        told = first.representative.with_columns(
            statement=pl.Series(statements.astype(np.int32)).gather(
                first.representative["statement"]
            )
        )
        assert (
            again.representative.sort("group", "statement")
            .select(keys)
            .equals(told.sort("group", "statement").select(keys))
        )


@pytest.mark.proof
def test_a_hundred_shuffles_give_identical_groups() -> None:
    drawn, _ = camps(seed=1)
    first = found_in(drawn)

    for seed in range(100):
        other, people, _ = shuffled(drawn.votes, seed)
        again = groups(other, positions(other, settings=PLACED), settings=FAST)
        assert np.array_equal(again.group[people], first.group)


def test_people_heard_together_are_drawn_together() -> None:
    drawn, _ = camps(people=160)
    gathering = (np.arange(160) // 20).astype(np.int32)
    gathering[:5] = -1
    place = positions(drawn.votes, settings=PLACED)

    found = groups(drawn.votes, place, gatherings=gathering, settings=FAST)
    alone = groups(drawn.votes, place, settings=FAST)

    assert found.n_units == 8 + 5
    assert alone.n_units == 160
    assert "one-by-one" in alone.limits
    assert "one-by-one" not in found.limits


def test_statements_that_divide_the_camps_are_representative() -> None:
    drawn, _ = camps()
    found = found_in(drawn)
    strong = np.flatnonzero(np.abs(drawn.loading[:, 0]) > 1.5)
    weak = np.flatnonzero(np.abs(drawn.loading[:, 0]) < 0.1)

    told = set(found.representative["statement"].to_list())

    assert set(strong.tolist()) <= told
    assert not told & set(weak.tolist())
    # With two groups each statement is told from both sides.
    assert found.representative["statement"].value_counts()["count"].min() == 2


def test_moderated_statements_form_no_group() -> None:
    drawn, _ = camps(people=120)
    out = np.zeros(40, dtype=bool)
    out[:5] = True
    place = positions(drawn.votes, moderated_out=out, settings=PLACED)

    found = groups(drawn.votes, place, moderated_out=out, settings=FAST)

    assert found.k == 2
    assert found.representative["statement"].min() >= 5


def test_who_said_little_is_not_placed_and_is_counted() -> None:
    drawn, _ = camps()
    votes = drawn.votes
    few = (votes.person < 200) | (np.arange(len(votes)) % 25 < 1)
    thin = votes_of(votes.person[few], votes.statement[few], votes.vote[few], 241, 40)

    found = found_in(replace(drawn, votes=thin))

    assert found.k == 2
    assert found.n_people == 240
    assert found.n_not_placed >= 10
    assert "not-placed" in found.limits
    assert np.isnan(found.membership[240]).all()
    assert found.membership[:240].sum(axis=1) == pytest.approx(np.ones(240))


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([], "nobody-placed"),
        (["++", "++"], "nobody-placed"),
        (["+-", "-+"], "few-people"),
    ],
)
def test_thin_votes_give_a_sentence_and_no_group(rows: list[str], why: str) -> None:
    votes = of_matrix(rows)
    place = positions(votes, settings=PLACED)

    found = groups(votes, place, settings=FAST)

    assert found.k == 0
    assert found.limits == (why,)
    assert found.to_dict()["limits"] == [{"code": why, "message": LIMITS[why]}]


def test_positions_of_other_people_are_refused() -> None:
    votes = of_matrix(["+-", "-+"])
    place = positions(votes, settings=PLACED)

    with pytest.raises(DataError, match="the same people"):
        groups(votes, place, gatherings=np.zeros(3, dtype=np.int32))


def test_no_person_leaves_by_print_or_by_dictionary() -> None:
    drawn, _ = camps(people=120)
    found = found_in(drawn)
    keys = pl.Series([f"s{number}" for number in range(40)])

    told = found.to_dict(keys=keys)

    assert "membership" not in repr(found) + json.dumps(told)
    assert "group=array" not in repr(found)
    assert told["representative"][0]["statement"].startswith("s")
    assert sum(told["sizes"]) + told["not_placed"] == told["people"]


def test_names_stay_with_the_people_and_new_groups_get_new_ones() -> None:
    before = pl.DataFrame({"person": list("abcdef"), "group": [0, 0, 0, 1, 1, 1]})
    now = pl.DataFrame({"person": list("abcdefgh"), "group": [1, 1, 1, 0, 0, 2, 2, 2]})

    # Code 1 has a, b, c (once group 0), code 0 has d, e; f left for a new group.
    assert names(before, now) == {1: 0, 0: 1, 2: 2}
    assert names(before, now, last=6) == {1: 0, 0: 1, 2: 7}


def test_without_people_in_common_all_groups_are_new() -> None:
    before = pl.DataFrame({"person": ["a"], "group": [0]})
    now = pl.DataFrame({"person": ["b"], "group": [0]})

    assert names(before, now) == {0: 1}
    assert names(before.clear(), now) == {0: 0}


def test_of_more_people_some_are_looked_at_and_all_are_placed() -> None:
    drawn, camp = camps()
    few = replace(FAST, looked=150)

    found = found_in(drawn, few)

    assert found.k == 2
    assert found.n_looked == 150
    assert found.to_dict()["looked_at"] == 150
    assert found.divisions.filter(pl.col("k") == 2)["people"].sum() <= 150
    inside = found.group >= 0
    assert inside.mean() > 0.9
    assert (found.group[inside] == camp[inside]).mean() > 0.95


def test_who_is_looked_at_does_not_hang_on_names_or_order() -> None:
    drawn, _ = camps()
    few = replace(FAST, looked=150, most=2)
    first = found_in(drawn, few)

    other, people, _ = shuffled(drawn.votes, 1)
    again = groups(other, positions(other, settings=PLACED), settings=few)

    assert np.array_equal(again.membership[people], first.membership)


@pytest.mark.parametrize(
    "wrong",
    [{"most": 1}, {"looked": 1}, {"stable": 0.0}, {"gap": 0.0}, {"covered": 1.5}],
)
def test_settings_that_cannot_be_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(DataError, match=next(iter(wrong))):
        GroupSettings(**wrong)  # type: ignore[arg-type]


def test_five_more_votes_in_a_hundred_leave_every_group_its_name() -> None:
    drawn, _ = camps()
    votes = drawn.votes
    ids = pl.Series([f"p{n}" for n in range(240)])
    early = np.random.default_rng(3).random(len(votes)) < 0.95
    known = votes_of(
        votes.person[early], votes.statement[early], votes.vote[early], 240, 40
    )
    before = found_in(replace(drawn, votes=known))
    # As if the larger had been the smaller: then the order by size has changed.
    before = replace(
        before, group=np.where(before.group >= 0, 1 - before.group, -1), names=(0, 1)
    )

    now = named(found_in(drawn), ids, before=before, people_before=ids)

    assert now.names == (1, 0)
    assert now.last_name == 1
    both = (now.group >= 0) & (before.group >= 0)
    called = np.array(now.names)[now.group[both]]
    assert (called == before.group[both]).mean() > 0.95
    again = named(now, ids, before=now, people_before=ids)
    assert again.names == now.names


def test_after_a_spectrum_no_name_is_given_twice() -> None:
    drawn, _ = camps()
    ids = pl.Series([f"p{n}" for n in range(240)])
    found = found_in(drawn)
    spectrum = replace(found, k=1, group=np.full(240, -1, np.int32), sizes=(), names=())

    gone = named(spectrum, ids, before=found, people_before=ids)
    back = named(found, ids, before=gone, people_before=ids)

    assert gone.names == ()
    assert gone.last_name == 1
    assert back.names == (2, 3)


def test_a_group_without_members_gets_a_name_of_its_own() -> None:
    drawn, _ = camps()
    ids = pl.Series([f"p{n}" for n in range(240)])
    found = found_in(drawn)
    empty = replace(found, group=np.where(found.group == 1, -1, found.group))

    now = named(empty, ids, before=found, people_before=ids)

    assert now.names == (0, 2)
    assert now.last_name == 2
