"""Families of opinion keep the numbers that the last edition gave them."""

from __future__ import annotations

import datetime as dt
import json

import numpy as np
import polars as pl
import pytest
from tests import by_hand
from tests.inform import camps

from vestibule.api import analysis, families, opinions
from vestibule.dossier import cuts
from vestibule.dossier.records import Dossier
from vestibule.errors import DataError

PEOPLE = 100
VOTES = PEOPLE * camps.EACH


@pytest.fixture(scope="module")
def dossier() -> Dossier:
    return camps.dossier(2, PEOPLE)


def with_edition(dossier: Dossier, cut: object, *, seq: int = VOTES + 1) -> Dossier:
    rows = [
        {
            "seq": seq,
            "edition": 1,
            "cut": json.dumps(cut) if not isinstance(cut, str) else cut,
            "sha256": "0" * 64,
            "published_on": dt.date(2030, 1, 1),
        }
    ]
    return dossier.with_tables(releases=by_hand.frame("releases", rows))


def test_before_the_first_edition_there_is_no_cut(dossier: Dossier) -> None:
    assert families.last_cut(dossier) is None


def test_the_last_edition_counts(dossier: Dossier) -> None:
    known = with_edition(dossier, {"hand": 7})

    assert families.last_cut(known) == {"hand": 7}


@pytest.mark.parametrize("cut", ["[1]", "{", '{"hand": "x"}'])
def test_what_is_no_cut_is_named(dossier: Dossier, cut: str) -> None:
    with pytest.raises(DataError, match="cut of edition 1"):
        families.last_cut(with_edition(dossier, cut))


def test_without_votes_before_groups_keep_their_own_order(dossier: Dossier) -> None:
    found = analysis.analyse(dossier, earlier={"nobody": 3})

    assert found.groups is not None
    assert found.groups.names == (0, 1)


def test_an_edition_that_knows_itself_is_not_followed(dossier: Dossier) -> None:
    found = analysis.analyse(with_edition(dossier, {"hand": VOTES}, seq=1))

    assert found._before is None


def test_families_keep_their_numbers_from_the_last_edition(dossier: Dossier) -> None:
    cut = {"hand": VOTES * 95 // 100}
    first = analysis.Analysis(dossier=cuts.as_of(dossier, cut))
    found = analysis.analyse(with_edition(dossier, cut))
    assert first.groups is not None
    assert first.conversation is not None
    assert found.groups is not None
    assert found.conversation is not None

    was = pl.DataFrame(
        {
            "person": first.conversation.people,
            "was": np.array([*first.groups.names, -1])[first.groups.group],
        }
    )
    now = pl.DataFrame(
        {
            "person": found.conversation.people,
            "now": np.array([*found.groups.names, -1])[found.groups.group],
        }
    )
    both = was.join(now, on="person").filter(pl.col("was") >= 0, pl.col("now") >= 0)

    assert sorted(found.groups.names) == [0, 1]
    assert both.height > 80
    assert (both["was"] == both["now"]).all()
    told = opinions.groups(found.landscape)
    assert [one["number"] for one in told["families"]] == [
        name + 1 for name in found.groups.names
    ]
    asked = analysis.analyse(dossier, earlier=cut)
    assert asked.groups is not None
    assert asked.groups.names == found.groups.names
