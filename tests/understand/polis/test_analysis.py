"""What does the whole analysis say, and what when there is little to say?"""

import json

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.understand.polis.small import CAMPS, conversations, of_cells, votes_of

from vestibule.errors import DataError
from vestibule.understand import polis
from vestibule.understand.polis import Votes, frames


def test_two_camps_are_two_groups_that_share_what_both_agree_with() -> None:
    result = polis.analyse(CAMPS)

    assert result.k == 2
    assert result.group_sizes in {(16, 14), (14, 16)}
    assert len(set(result.group[:16])) == 1
    assert len(set(result.group[16:])) == 1
    shared = result.consensus.filter(pl.col("direction") == "agree")["statement"]
    # 26 of 26 who saw it agree with 7, 26 of 30 with 6.
    assert shared.to_list() == [7, 6]
    best = result.statements.sort("group_aware_consensus", descending=True)
    assert set(best["statement"][:2]) == {6, 7}
    assert result.n_participants == result.n_clustered == 30
    assert result.n_votes == 232
    assert result.limits == ("order-dependent",)


def test_the_frames_keep_their_schemas() -> None:
    result = polis.analyse(CAMPS)

    assert result.statements.schema == frames.STATEMENTS
    assert result.group_statements.schema == frames.STATISTICS
    assert len(result.statements) == 8
    assert len(result.group_statements) == 16


def test_a_statement_nobody_voted_on_has_no_numbers() -> None:
    result = polis.analyse(votes_of("+.-", "-.+", "+.+", "0.-"))

    unvoted = result.statements.row(1, named=True)
    assert not unvoted["voted"]
    assert unvoted["seen"] == 0
    assert unvoted["center"] is None
    assert unvoted["group_aware_consensus"] is None
    assert unvoted["priority"] is None
    assert result.n_statements == 3
    assert result.n_voted == 2
    assert 1 not in result.group_statements["statement"].to_list()


def test_moderated_and_meta_statements_draw_no_map_and_are_not_listed() -> None:
    out = np.arange(8) == 0
    meta = np.arange(8) == 7

    result = polis.analyse(CAMPS, moderated_out=out, meta=meta)

    zeroed = result.statements.filter(pl.col("moderated_out") | pl.col("meta"))
    assert zeroed["center"].to_list() == [0, 0]
    assert zeroed["extremity"].to_list() == [0, 0]
    # Raw votes stay: 16 agree with statement 0.
    assert zeroed["agree"].to_list() == [16, 30 - 4]
    assert zeroed["priority"][1] == 49
    listed = {*result.consensus["statement"], *result.representative["statement"]}
    assert not listed & {0, 7}


def test_no_votes_are_refused_with_a_sentence() -> None:
    with pytest.raises(DataError, match="there are no votes to analyse"):
        polis.analyse(of_cells([], 3, 2))


def test_flags_of_another_length_are_refused() -> None:
    with pytest.raises(DataError, match="meta must hold one flag for each of 8"):
        polis.analyse(CAMPS, meta=np.zeros(3, dtype=bool))


def test_one_participant_is_one_group_and_no_map() -> None:
    result = polis.analyse(votes_of("+-0"))

    assert result.k == 1
    assert result.group.tolist() == [0]
    assert not result.projections.any()
    assert result.limits == ("one-participant", "no-spread", "small-group")


def test_where_everybody_agrees_there_is_one_group() -> None:
    result = polis.analyse(votes_of(*["++++"] * 20))

    assert result.k == 1
    assert result.group_sizes == (20,)
    assert result.silhouettes == {}
    assert result.limits == ("no-spread",)
    assert result.consensus["statement"].to_list() == [0, 1, 2, 3]


def test_one_statement_gives_counts_and_no_map() -> None:
    result = polis.analyse(votes_of(*"++++++++++++++--0"))

    assert result.k == 1
    assert result.limits == ("one-statement", "no-spread")
    # 14 of 17 agree.
    assert result.statements["group_aware_consensus"][0] == pytest.approx(15 / 19)


def test_where_all_is_moderated_nothing_is_listed() -> None:
    result = polis.analyse(CAMPS, moderated_out=np.ones(8, dtype=bool))

    assert result.limits == ("no-spread", "all-moderated")
    assert result.consensus.is_empty()
    assert result.representative.is_empty()


def test_people_who_voted_little_are_counted_but_in_no_group() -> None:
    rows = [*["++-+-++-"] * 9, *["--+-+--+"] * 9, "+......."]

    result = polis.analyse(votes_of(*rows))

    assert result.n_participants == 19
    assert result.n_clustered == 18
    assert result.group[18] == -1
    assert result.base_cluster[18] == -1
    assert "not-clustered" in result.limits
    assert result.statements["agree"][0] == 10


def test_a_small_map_is_filled_up_and_says_so() -> None:
    result = polis.analyse(votes_of(*["++-+-++-"] * 9, *["--......"] * 9))

    assert result.n_clustered == 15
    assert "few-participants" in result.limits


def test_votes_along_one_direction_still_make_two_groups() -> None:
    result = polis.analyse(votes_of(*["+++"] * 12, *["---"] * 10))

    assert sorted(result.group_sizes) == [10, 12]
    assert result.limits == ("order-dependent", "one-direction")


def test_the_votes_given_are_left_as_they_were() -> None:
    votes = of_cells([(0, 2, 1), (0, 0, -1), (1, 1, 1)], 2, 3)

    polis.analyse(votes)

    assert votes.statement.tolist() == [2, 0, 1]


def test_someone_without_a_vote_is_no_participant() -> None:
    result = polis.analyse(votes_of("++", "..", "-+"))

    assert result.n_participants == 2
    assert np.isnan(result.projections[1]).all()


def test_someone_once_placed_stays_placed() -> None:
    rows = [*["++-+-++-"] * 9, *["--+-+--+"] * 9, "+......."]
    keep = np.arange(19) == 18

    assert polis.analyse(votes_of(*rows), keep=keep).n_clustered == 19


def test_a_large_conversation_is_not_sampled() -> None:
    rng = np.random.default_rng(2)
    shape = (10_001, 7)
    camp = rng.integers(0, 2, shape[0])[:, None]
    agrees = rng.random(shape) < np.where(camp == 1, 0.8, 0.2)
    person, statement = np.nonzero(np.ones(shape))
    votes = Votes(
        person=person.astype(np.int32),
        statement=statement.astype(np.int32),
        vote=np.where(agrees, 1, -1).astype(np.int8).ravel(),
        n_people=shape[0],
        n_statements=shape[1],
    )

    result = polis.analyse(votes)

    assert "large-conversation" in result.limits
    assert result.k >= 2
    again = polis.analyse(votes)
    assert np.array_equal(result.group, again.group)
    assert result.to_dict() == again.to_dict()


@given(conversations(), st.randoms(use_true_random=False))
def test_the_order_in_which_votes_are_listed_changes_nothing(
    votes: Votes, rng: object
) -> None:
    order = list(range(len(votes)))
    rng.shuffle(order)
    shuffled = Votes(
        person=votes.person[order],
        statement=votes.statement[order],
        vote=votes.vote[order],
        n_people=votes.n_people,
        n_statements=votes.n_statements,
    )

    one, other = polis.analyse(votes), polis.analyse(shuffled)

    assert np.array_equal(one.group, other.group)
    assert one.to_dict() == other.to_dict()


@given(conversations())
def test_any_conversation_is_answered_in_json(votes: Votes) -> None:
    result = polis.analyse(votes)

    assert json.loads(json.dumps(result.to_dict(), allow_nan=False))
    assert sum(result.group_sizes) == result.n_clustered
    assert result.n_clustered <= result.n_participants
    assert set(result.limits) <= set(polis.LIMITS)
    assert (
        result.statements["group_aware_consensus"].drop_nulls().is_between(0, 1).all()
    )


def test_nothing_per_person_leaves_the_layer() -> None:
    result = polis.analyse(votes_of(*["++++++++"] * 40, *["--------"] * 35, "+-+-+-+-"))

    written = json.dumps(result.to_dict())

    for name in ("projections", "base_cluster", "center", '"x"', "voted_by"):
        assert name not in written
    assert not any(
        isinstance(part, list) and len(part) >= result.n_participants
        for part in result.to_dict().values()
    )
    assert "array(" not in repr(result)


def test_statements_of_a_small_group_stay_inside() -> None:
    result = polis.analyse(votes_of(*["++++++++"] * 20, *["---+--+-"] * 4))

    answer = result.to_dict()

    assert sorted(result.group_sizes) == [4, 20]
    small = [g for g in answer["groups"] if g["participants"] == 4]
    assert small[0]["representative"] is None
    assert answer["group_aware_consensus"] is None
    assert "small-group" in result.limits


def test_statements_are_called_by_their_keys() -> None:
    keys = pl.Series("key", [f"s{number}" for number in range(8)])

    answer = polis.analyse(CAMPS).to_dict(keys=keys)

    assert [row["statement"] for row in answer["consensus"]["agree"]] == ["s7", "s6"]
