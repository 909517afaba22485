"""Is the result that of the production system, given the same votes?

The reference is the production result of the biodiversity conversation. In it
agree is -1 and disagree 1, so means change their sign.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from vestibule.understand import polis
from vestibule.understand.polis import consensus, representative, routing, statistics

FOLDER = "opinions/scoop-hivemind.biodiversity.reference"
SETTINGS = polis.PolisSettings()


@dataclass(frozen=True)
class Reference:
    """The production result, our result and the production's groups as labels."""

    blob: dict[str, Any]
    votes: polis.Votes
    result: polis.PolisResult
    groups: np.ndarray
    base: np.ndarray
    zeroed: np.ndarray
    meta: np.ndarray

    @property
    def raw(self) -> statistics.Tallies:
        return statistics.tallies(self.votes, self.groups, 2)

    def by_statement(self, name: str) -> np.ndarray:
        return np.array([self.blob[name][str(tid)] for tid in self.blob["tids"]])


@pytest.fixture(scope="module")
def reference(real_data: Path) -> Reference:
    folder = real_data / FOLDER
    blob = json.loads((folder / "math_blob.json").read_text(encoding="utf-8"))
    votes = current_votes(folder / "votes.csv", blob["tids"])
    tids = np.array(blob["tids"])
    out, meta = np.isin(tids, blob["mod-out"]), np.isin(tids, blob["meta-tids"])
    keep = np.zeros(votes.n_people, dtype=bool)
    keep[blob["in-conv"]] = True
    result = polis.analyse(votes, moderated_out=out, meta=meta, keep=keep)
    groups, base = labels(blob)
    return Reference(blob, votes, result, groups, base, out | meta, meta)


def current_votes(path: Path, tids: list[int]) -> polis.Votes:
    cast = pl.read_csv(path).with_row_index()
    last = cast.sort("timestamp", "index").unique(
        ["voter-id", "comment-id"], keep="last"
    )
    return polis.Votes(
        person=last["voter-id"].to_numpy().astype(np.int32),
        statement=np.searchsorted(tids, last["comment-id"].to_numpy()).astype(np.int32),
        vote=last["vote"].to_numpy().astype(np.int8),
        n_people=cast["voter-id"].n_unique(),
        n_statements=len(tids),
    )


def labels(blob: dict[str, Any]) -> tuple[np.ndarray, np.ndarray]:
    groups, base = (np.full(blob["n"], -1, dtype=np.int32) for _ in range(2))
    members = dict(
        zip(blob["base-clusters"]["id"], blob["base-clusters"]["members"], strict=True)
    )
    for group in blob["group-clusters"]:
        for name in group["members"]:
            groups[members[name]] = group["id"]
            base[members[name]] = name
    return groups, base


def adjusted_rand(one: np.ndarray, other: np.ndarray) -> float:
    """Return how alike two groupings are: 1 the same, 0 by chance."""
    table = np.zeros((one.max() + 1, other.max() + 1))
    np.add.at(table, (one, other), 1)

    def pairs(counts: np.ndarray) -> float:
        return float((counts * (counts - 1) / 2).sum())

    rows, columns = pairs(table.sum(axis=1)), pairs(table.sum(axis=0))
    chance = rows * columns / pairs(np.array([len(one)]))
    return (pairs(table) - chance) / ((rows + columns) / 2 - chance)


def test_the_means_are_equal(reference: Reference) -> None:
    ours = reference.result.statements["center"].to_numpy()

    assert -ours == pytest.approx(reference.blob["pca"]["center"], abs=1e-12)


@pytest.mark.parametrize("number", [0, 1])
def test_the_components_are_the_same_line(reference: Reference, number: int) -> None:
    theirs = np.array(reference.blob["pca"]["comps"][number])

    cosine = reference.result.components.vectors[number] @ theirs

    assert abs(cosine) >= 0.99999


def test_the_extremity_of_statements_is_equal(reference: Reference) -> None:
    ours = reference.result.statements["extremity"].to_numpy()

    assert ours == pytest.approx(reference.blob["pca"]["comment-extremity"], abs=1e-12)


def test_the_same_people_are_clustered(reference: Reference) -> None:
    assert np.array_equal(reference.result.clustered, reference.groups >= 0)


def test_rows_stand_in_the_order_of_the_production_matrix(
    reference: Reference,
) -> None:
    # Members of a base cluster are listed in the order of their rows.
    from vestibule.understand.polis import matrices

    everybody = np.ones(reference.votes.n_people, dtype=bool)
    rows = matrices.rows(reference.votes, everybody, order="loaded")
    place = np.argsort(rows)

    for members in reference.blob["base-clusters"]["members"]:
        assert np.all(np.diff(place[members]) > 0)


def test_our_groups_are_theirs(reference: Reference) -> None:
    inside = reference.groups >= 0

    alike = adjusted_rand(reference.groups[inside], reference.result.group[inside])

    # Not 1: production went on from base clusters of earlier votes.
    assert reference.result.k == 2
    assert alike >= 0.98


def test_our_groups_are_theirs_without_being_told_who_was_in(
    reference: Reference,
) -> None:
    cold = polis.analyse(
        reference.votes, moderated_out=reference.zeroed, meta=reference.meta
    )
    inside = (reference.groups >= 0) & cold.clustered

    assert adjusted_rand(reference.groups[inside], cold.group[inside]) >= 0.95


def test_group_aware_consensus_is_equal_given_their_groups(
    reference: Reference,
) -> None:
    ours = consensus.group_aware_consensus(reference.raw)

    theirs = reference.by_statement("group-aware-consensus")
    assert np.abs(ours - theirs).max() <= 1e-12


def test_priorities_are_equal_given_their_groups(reference: Reference) -> None:
    ours = routing.priorities(
        reference.raw,
        reference.result.statements["extremity"].to_numpy(),
        meta=reference.meta,
        meta_priority=SETTINGS.meta_priority,
    )

    theirs = reference.by_statement("comment-priorities")
    assert np.abs(ours - theirs).max() <= 1e-12


@pytest.mark.parametrize("direction", ["agree", "disagree"])
def test_the_consensus_lists_are_equal(reference: Reference, direction: str) -> None:
    tids = reference.blob["tids"]
    ours = reference.result.consensus.filter(pl.col("direction") == direction)

    theirs = reference.blob["consensus"][direction]
    assert [tids[s] for s in ours["statement"]] == [row["tid"] for row in theirs]
    for name in ("n-success", "n-trials", "p-success", "p-test"):
        column = ours[name.replace("-", "_")].to_list()
        assert column == pytest.approx([row[name] for row in theirs], abs=1e-12)


@pytest.mark.parametrize("group", [0, 1])
def test_representative_statements_are_equal_given_their_groups(
    reference: Reference, group: int
) -> None:
    sizes = np.bincount(reference.groups[reference.groups >= 0]).astype(np.int32)
    tests = statistics.group_statistics(
        statistics.with_zeroed(reference.raw, reference.zeroed, sizes)
    )
    ours = representative.representative(
        tests, allowed=~reference.zeroed, settings=SETTINGS
    ).filter(pl.col("group") == group)

    tids = reference.blob["tids"]
    theirs = reference.blob["repness"][str(group)]
    assert [tids[s] for s in ours["statement"]] == [row["tid"] for row in theirs]
    assert ours["direction"].to_list() == [row["repful-for"] for row in theirs]
    assert ours["best_agree"].to_list() == [bool(r.get("best-agree")) for r in theirs]
    for name in ("n-success", "n-trials", "p-success", "p-test", "repness"):
        column = ours[name.replace("-", "_")].to_list()
        assert column == pytest.approx([row[name] for row in theirs], abs=1e-12)
    # Production stores this one as a 32-bit number.
    assert ours["repness_test"].to_list() == pytest.approx(
        [row["repness-test"] for row in theirs], rel=1e-6
    )
