"""What would be called representative if groups were random?"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests.understand.audits import invented
from tests.understand.positions.simulated import shuffled

from vestibule.dossier.records import Dossier
from vestibule.listen import polis as exports
from vestibule.understand import polis
from vestibule.understand.audits import given as givens
from vestibule.understand.audits import null
from vestibule.understand.audits.null import Grouping
from vestibule.understand.audits.settings import AuditSettings
from vestibule.understand.groups import GroupSettings
from vestibule.understand.polis import PolisSettings
from vestibule.understand.polis.statistics import Tallies

FEW = AuditSettings(permutations=20)


def told(
    given: givens.Given, label: np.ndarray, **more: int | None
) -> null.pl.DataFrame:
    grouping = Grouping(of="ours", label=label.astype(np.int32), **more)
    return null.nulls(
        given,
        grouping,
        replace(grouping, of="polis"),
        discovery=GroupSettings(),
        polis=PolisSettings(),
        settings=FEW,
    )


def counts(agree: list[list[int]], disagree: list[list[int]]) -> Tallies:
    yes, no = np.array(agree), np.array(disagree)
    return Tallies(agree=yes, disagree=no, seen=yes + no)


def test_the_rules_worked_by_hand() -> None:
    # Group 0: 9 of 10 agree, elsewhere 1 of 10; then 5 of 10 on both sides.
    both = counts([[9, 5], [1, 5]], [[1, 5], [9, 5]])

    # Fisher: 2 (100 + 1) C... two-sided p = 0.0011; 4 tests at 5 %: below 0.0125.
    assert null.of_ours(both, GroupSettings()).tolist() == [[True, False]] * 2
    # z of 10/11 above 1/2: 2 sqrt(11) (10/11 - 1/2) = 2.71; of 10/11 against 2/11: 3.4.
    assert null.of_polis(both, 1.2816).tolist() == [[True, False]] * 2


def test_a_statement_nobody_voted_on_is_never_representative() -> None:
    nothing = counts([[0], [0]], [[0], [0]])

    assert not null.of_polis(nothing, -5.0).any()
    assert not null.of_ours(nothing, GroupSettings()).any()


def test_random_groups_keep_their_sizes_and_whole_gatherings() -> None:
    label = np.repeat([0, 1, -1], [30, 20, 10]).astype(np.int32)
    unit = np.arange(60) // 10
    given = invented.together(np.ones((60, 3)), unit)
    own = givens.own_keys(given)

    people = list(null._random(label, own, own, FEW))
    blocks = list(null._random(label, own, givens.block_keys(given, own), FEW))

    for drawn in people + blocks:
        assert np.bincount(drawn[drawn >= 0]).tolist() == [30, 20]
        assert (drawn[50:] == -1).all()
    assert len({tuple(one) for one in people}) == len(people)
    # Five gatherings of ten in groups of thirty and twenty: none is parted.
    for drawn in blocks:
        assert (drawn[:50].reshape(5, 10) == drawn[:50:10, None]).all()


def test_people_who_answered_alike_are_still_drawn_one_by_one() -> None:
    label = (np.arange(40) % 2).astype(np.int32)
    given = givens.of_votes(invented.votes_of(np.ones((40, 3))))
    own = givens.own_keys(given)

    drawn = list(null._random(label, own, own, FEW))

    assert len(np.unique(own)) == 40
    assert len({tuple(one) for one in drawn}) == len(drawn)


def test_under_random_groups_ours_is_silent_and_polis_is_not() -> None:
    given, _ = invented.field(1)
    label = np.random.default_rng(1).integers(0, 2, given.votes.n_people)

    found = told(given, label)

    assert found.filter(rule="ours", drawn="people")["rate"][0] <= 0.01
    assert found.filter(rule="ours", drawn="people")["within"][0]
    polis_rate = found.filter(rule="polis", drawn="people")["rate"][0]
    assert 0.03 < polis_rate < 0.15
    # Whole gatherings differ more than people: the harder null is told beside it.
    harder = found.filter(rule="polis", drawn="gatherings")["rate"][0]
    assert harder > polis_rate


def test_what_was_found_stands_beside_what_chance_gives() -> None:
    draw = np.random.default_rng(2)
    label = np.repeat([0, 1], 60)
    vote = np.where(draw.random((120, 10)) < np.where(label, 0.9, 0.2)[:, None], 1, -1)
    given = givens.of_votes(invented.votes_of(vote))

    found = told(given, label, found=20).filter(rule="ours").row(0, named=True)

    assert (found["groups"], found["people"], found["pairs"]) == (2, 120, 20)
    assert found["found"] == 20
    # None of 20 random divisions gives as many: (0 + 1) / (20 + 1).
    assert found["as_many"] == pytest.approx(1 / 21)
    # Nothing met in 20 draws: at most 3.7 / 20 of 20 pairs (chi-squared, 97.5 %).
    assert found["rate_high"] == pytest.approx(3.6889 / 20 / 20, rel=1e-3)


def test_one_group_or_none_gives_no_row() -> None:
    given, _ = invented.field(1, met=2)
    nobody = np.full(given.votes.n_people, -1)

    assert told(given, nobody).is_empty()
    assert told(given, nobody + 1).is_empty()


@pytest.mark.parametrize("seed", [1, 2])
def test_neither_names_nor_order_change_a_digit(seed: int) -> None:
    votes = invented.field(3)[0].votes
    label = (np.arange(votes.n_people) % 3 - 1).astype(np.int32)
    other, people, _ = shuffled(votes, seed)
    moved = np.empty_like(label)
    moved[people] = label

    first = told(givens.of_votes(votes), label)
    again = told(givens.of_votes(other), moved)

    assert first.equals(again)


@pytest.mark.parametrize(
    ("name", "low", "high"),
    [("brexit-consensus", 0.08, 0.11), ("vtaiwan.uberx", 0.05, 0.09)],
)
def test_the_rates_measured_in_real_conversations(
    real_data: Path, name: str, low: float, high: float
) -> None:
    folder = real_data / "opinions" / name
    read = exports.read(folder, process_key="real")
    process = exports.process_from_summary(folder, key="real")
    talk = polis.of_dossier(Dossier(process=process, tables=read.tables))
    opinions = polis.analyse(
        talk.votes, moderated_out=talk.moderated_out, meta=talk.meta
    )
    given = givens.of_votes(talk.votes, out=talk.moderated_out)

    found = told(given, opinions.group)

    # Notes, 8.4: 9.2 % and 5.9 % of pairs pass the rule of Polis.
    assert low < found.filter(rule="polis")["rate"][0] < high
    assert found.filter(rule="ours")["rate_high"][0] <= 0.01
