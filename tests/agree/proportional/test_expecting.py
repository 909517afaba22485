"""Votes as they were cast, and what is expected of those who were not asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests import by_hand
from tests.understand.ground import voices

from vestibule.agree import proportional
from vestibule.agree.proportional import Expected, approvals
from vestibule.dossier import partitions
from vestibule.dossier.records import Dossier
from vestibule.errors import DataError
from vestibule.understand import ground, polis, positions
from vestibule.understand.ground import GroundResult
from vestibule.understand.positions.expected import agreeing

NAMES = ("s1", "s2", "s3", "s4")


def rows(matrix: Sequence[Sequence[int | None]]) -> dict[str, list[dict[str, Any]]]:
    """Return people and votes: a row each; None was not put to them."""
    people = [{"id": f"p{n}", "pseudonym": f"p{n}"} for n in range(len(matrix))]
    votes = [
        {"id": f"p{n}-{name}", "person": f"p{n}", "statement": name, "vote": vote}
        for n, row in enumerate(matrix)
        for name, vote in zip(NAMES, row, strict=False)
        if vote is not None
    ]
    return {"people": people, "votes": votes}


def told(dossier: Dossier, *, place: bool = False) -> tuple[Expected, GroundResult]:
    """Return what is expected; people are placed only where it is asked for."""
    common = ground.common_ground(dossier)
    if dossier.table("votes").is_empty():
        book = partitions.from_dossier(dossier)
        return proportional.expected(dossier, book, placed=None, ground=common), common
    talk = polis.of_dossier(dossier)
    placed = positions.positions(talk.votes) if place else None
    return (
        proportional.expected(dossier, talk.book(), placed=placed, ground=common),
        common,
    )


def column(found: Expected, name: str) -> np.ndarray:
    given = found.approvals
    place = given.statements.index(by_hand.called(name))
    dense = given.matrix.toarray()[:, place] / given.unit
    return np.asarray(dense)


@given(
    st.integers(2, 12).flatmap(
        lambda n: st.lists(
            st.lists(st.sampled_from([-1, 0, 1]), min_size=4, max_size=4),
            min_size=n,
            max_size=n,
        )
    )
)
@settings(max_examples=10)
def test_where_everything_was_answered_it_is_the_list_on_votes(
    matrix: list[list[int | None]],
) -> None:
    dossier = by_hand.dossier(statements=voices_statements(), **rows(matrix))

    found, _ = told(dossier, place=True)
    cast = proportional.of_book(partitions.from_dossier(dossier))

    assert found.approvals.unit == 1
    assert (found.placed, found.grouped, found.counted, found.open) == (0, 0, 0, 0)
    for rule in proportional.RULES:
        lists = [
            proportional.short_list(one, size=2, rule=rule)
            .chosen["statement"]
            .to_list()
            for one in (found.approvals, cast)
        ]
        assert lists[0] == lists[1]


def voices_statements() -> list[dict[str, Any]]:
    return [{"id": name, "key": name} for name in NAMES]


def test_people_who_were_only_counted_have_the_share_of_their_gathering() -> None:
    # two gatherings of ten herders: 7 and 9 agree with s1; who, nobody knows
    tallies = [
        {"gathering": "h0", "statement": "s1", "agree": 7, "disagree": 3},
        {"gathering": "h1", "statement": "s1", "agree": 9, "disagree": 1},
    ]
    dossier = by_hand.dossier(
        gatherings=[{"id": "h0"}, {"id": "h1"}],
        statements=voices_statements(),
        tallies=tallies,
    )

    found, _ = told(dossier)

    assert (found.people_counted, found.counted, found.cast) == (20, 20, 0)
    assert sorted(column(found, "s1")) == [0.7] * 10 + [0.9] * 10
    # of s2 to s4 nothing is known: 20 people by three statements
    assert found.open == 60
    result = proportional.short_list(found.approvals, size=1)
    assert result.chosen["approved"].to_list() == [16]
    assert "expected" in result.limits
    assert result.audit is not None
    # alone on the list, it is what 16 of 20 are expected to agree with
    assert result.audit.reached == pytest.approx(0.8)


def test_counted_in_two_ways_the_mean_stands_and_nobody_counts_twice() -> None:
    both = [
        {"gathering": "h0", "statement": "s1", "method": method}
        | {"agree": agree, "disagree": 10 - agree}
        for method, agree in (("cards", 6), ("pots", 8))
    ]
    dossier = by_hand.dossier(
        gatherings=[{"id": "h0"}], statements=voices_statements(), tallies=both
    )

    found, _ = told(dossier)

    assert found.people_counted == 10
    assert column(found, "s1").tolist() == [0.7] * 10


def test_those_who_answered_one_by_one_are_not_counted_again() -> None:
    given = rows([[1]] * 8)
    for vote in given["votes"]:
        vote["gathering"] = "h0"
    counted = [{"gathering": "h0", "statement": "s1", "agree": 9, "disagree": 3}]
    dossier = by_hand.dossier(
        gatherings=[{"id": "h0"}],
        statements=voices_statements(),
        tallies=counted,
        **given,
    )

    found, _ = told(dossier)

    # twelve were there, eight of whom voted
    assert found.people_counted == 4
    assert found.cast_for[by_hand.called("s1")] == (8, 8)


def test_what_was_counted_in_public_of_a_sensitive_statement_tells_nothing() -> None:
    tallies = voices.all_of("h", "s1", 19, 1)
    dossier = voices.dossier(tallies, sensitive=["s1"])

    found, _ = told(dossier)

    assert found.people_counted == 0
    assert found.approvals.cells == 0


def test_someone_not_asked_is_expected_to_answer_as_their_group() -> None:
    # a guard who voted on s1 only: of s2 their group believes little
    person = {"id": "p0", "pseudonym": "p0", "profile": "guard"}
    vote = {"id": "v", "person": "p0", "statement": "s1", "vote": -1}
    dossier = voices.dossier(voices.usual(), people=[person], votes=[vote])

    found, common = told(dossier)

    row = common.segments.filter(
        group="forces", statement=by_hand.called("s2"), comparison="side"
    )
    assert column(found, "s1")[0] == 0  # the vote stands, though guards agree
    # at the middle of what is behind the model; the table averages over it
    assert column(found, "s2")[0] == pytest.approx(row["mean"][0], abs=0.02)
    assert column(found, "s2")[0] < 0.35
    # one voter on three statements; all counted people answered everything
    assert (found.cast, found.grouped, found.placed) == (1, 3, 0)


def test_a_statement_that_few_answered_is_expected_of_nobody() -> None:
    # nine answered s2: the process asks for ten before anything is told
    matrix = [[1 if n % 2 else -1, 1 if n < 9 else None] for n in range(30)]
    dossier = by_hand.dossier(statements=voices_statements(), **rows(matrix))

    found, _ = told(dossier, place=True)

    assert column(found, "s2").sum() == 9
    assert found.approvals.filled == 0


def test_where_people_could_be_placed_their_place_tells_and_votes_stand() -> None:
    rng = np.random.default_rng(5)
    side = rng.choice([-1, 1], 80)
    signs = np.array([1, 1, -1, -1])
    votes = np.where(rng.random((80, 4)) < 0.1, -1, 1) * side[:, None] * signs
    hidden = rng.random((80, 4)) < 0.3
    matrix = [
        [None if gone else int(vote) for vote, gone in zip(*pair, strict=True)]
        for pair in zip(votes, hidden, strict=True)
    ]
    dossier = by_hand.dossier(statements=voices_statements(), **rows(matrix))

    found, _ = told(dossier, place=True)

    talk = polis.of_dossier(dossier)
    probable = agreeing(positions.positions(talk.votes))
    assert probable is not None
    cell = np.argwhere(hidden)[0]
    at = talk.people.to_list().index(by_hand.called(f"p{cell[0]}"))
    name = NAMES[cell[1]]
    place = talk.statements.to_list().index(by_hand.called(name))
    assert column(found, name)[at] == pytest.approx(probable[at, place], abs=5e-4)
    assert found.cast == len(talk.votes)
    answered = talk.votes.n_people * 4
    assert found.placed == answered - found.cast
    agreed = pl.DataFrame(talk.book().frame()).filter(vote=1).height
    assert (found.approvals.matrix.data == approvals.UNIT).sum() >= agreed


def test_shares_outside_nothing_and_everything_are_refused() -> None:
    with pytest.raises(DataError, match="between 0 and 1"):
        approvals.of_cells(np.array([[1.2]]), np.array([[False]]), ["a"])


def test_cells_of_which_nothing_is_known_count_as_not_approved() -> None:
    shares = np.array([[1.0, np.nan], [0.0, 0.25]])
    known = np.array([[True, False], [True, False]])

    found = approvals.of_cells(shares, known, ["b", "a"])

    assert found.statements == ("a", "b")
    assert found.matrix.toarray().tolist() == [[0, 1000], [250, 0]]
    assert (found.seen.tolist(), found.filled, found.unit) == ([0, 2], 1, 1000)


def test_a_group_passes_what_is_surely_above_the_bar() -> None:
    common = ground.common_ground(voices.dossier(voices.usual()))

    passing = proportional.believed(common).filter("passes")

    assert set(passing.select("group", "statement").iter_rows()) == {
        ("people", by_hand.called("s1")),
        ("forces", by_hand.called("s1")),
        ("people", by_hand.called("s2")),
    }
