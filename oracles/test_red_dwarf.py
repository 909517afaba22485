"""Does red-dwarf compute the same statistics from the same votes and groups?

Its groups are not compared: it has no base clusters and starts k-means from
other points, so above a hundred people it is no reference for Polis' groups.
"""

from __future__ import annotations

import importlib
import warnings
from pathlib import Path
from types import ModuleType

import numpy as np
import polars as pl
import pytest

from vestibule.understand import polis
from vestibule.understand.polis import consensus, statistics

pytestmark = pytest.mark.filterwarnings("ignore")

SIDES = {
    "pa": ("agree", "p"),
    "pd": ("disagree", "p"),
    "pat": ("agree", "p_test"),
    "pdt": ("disagree", "p_test"),
    "ra": ("agree", "repness"),
    "rd": ("disagree", "repness"),
    "rat": ("agree", "repness_test"),
    "rdt": ("disagree", "repness_test"),
}
"""Their names of the numbers, and ours."""


@pytest.fixture(scope="module")
def red_dwarf() -> ModuleType:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return importlib.import_module("reddwarf.utils.stats")


def invented(seed: int) -> polis.Votes:
    """Return 120 people in two camps on 18 statements, a third unseen."""
    rng = np.random.default_rng(seed)
    lean = rng.choice([-1, 1], (120, 1)) * rng.normal(0, 1, 18) + rng.normal(0, 1, 18)
    person, statement = np.nonzero(rng.random(lean.shape) < 0.7)
    tilt = lean[person, statement] + rng.normal(0, 1, len(person))
    return polis.Votes(
        person=person.astype(np.int32),
        statement=statement.astype(np.int32),
        vote=np.select([tilt > 0.3, tilt < -0.3], [1, -1], 0).astype(np.int8),
        n_people=120,
        n_statements=18,
    )


def exported(folder: Path) -> polis.Votes:
    """Return the last votes of an export."""
    cast = pl.read_csv(folder / "votes.csv").with_row_index()
    last = cast.sort("timestamp", "index").unique(
        ["voter-id", "comment-id"], keep="last"
    )
    people, statements = (
        last[name].unique().sort() for name in ("voter-id", "comment-id")
    )
    return polis.Votes(
        person=people.search_sorted(last["voter-id"]).to_numpy().astype(np.int32),
        statement=statements.search_sorted(last["comment-id"])
        .to_numpy()
        .astype(np.int32),
        vote=last["vote"].to_numpy().astype(np.int8),
        n_people=len(people),
        n_statements=len(statements),
    )


def check(red_dwarf: ModuleType, votes: polis.Votes) -> None:
    """Compare every number of every clustered group and statement."""
    pandas = importlib.import_module("pandas")
    result = polis.analyse(votes)
    raw = statistics.tallies(votes, result.group, result.k)
    ours = statistics.group_statistics(raw)
    matrix = np.full((votes.n_people, votes.n_statements), np.nan)
    matrix[votes.person, votes.statement] = votes.vote
    inside = result.clustered
    theirs, scores = red_dwarf.calculate_comment_statistics_dataframes(
        vote_matrix=pandas.DataFrame(matrix[inside]),
        cluster_labels=result.group[inside],
    )
    for name, (side, field) in SIDES.items():
        cells = theirs[name].to_numpy().reshape(result.k, -1)
        assert getattr(getattr(ours, side), field) == pytest.approx(cells, abs=1e-12)
    assert consensus.group_aware_consensus(raw) == pytest.approx(
        scores["group-aware-consensus"].to_numpy(), abs=1e-12
    )


@pytest.mark.parametrize("seed", range(5))
def test_invented_votes_give_equal_statistics(red_dwarf: ModuleType, seed: int) -> None:
    check(red_dwarf, invented(seed))


@pytest.mark.parametrize("name", ["brexit-consensus", "vtaiwan.uberx"])
def test_real_votes_give_equal_statistics(
    red_dwarf: ModuleType, real_data: Path, name: str
) -> None:
    check(red_dwarf, exported(real_data / "opinions" / name))
