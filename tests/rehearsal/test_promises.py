"""What is planted of promises is found again by the board and the chain."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from vestibule.act import chain, follow_up
from vestibule.act.follow_up import FollowUp
from vestibule.rehearsal import Rehearsal

TODAY = dt.date(2024, 6, 1)
"""After the last look at what was promised."""


@pytest.fixture(scope="module")
def board(usual: Rehearsal) -> FollowUp:
    return follow_up.follow_up(usual.dossier, TODAY)


def ids(frame: pl.DataFrame, column: str) -> tuple[str, ...]:
    return tuple(sorted(frame[column]))


def test_the_addressees_who_answered_nothing_are_found(
    usual: Rehearsal, board: FollowUp
) -> None:
    silent = board.addressees.filter(
        (pl.col("recommendations") > 0)
        & (pl.col("silent") == pl.col("recommendations"))
    )

    assert ids(silent, "addressee") == usual.truth.promises["unanswering"]
    assert usual.truth.promises["unanswering"]


def test_contested_and_kept_promises_are_found(
    usual: Rehearsal, board: FollowUp
) -> None:
    found = board.commitments

    assert (
        ids(found.filter("contested"), "commitment")
        == usual.truth.promises["contested"]
    )
    assert ids(found.filter("kept"), "commitment") == usual.truth.promises["kept"]
    assert found["counted"].all()


def test_the_action_that_questions_block_is_found(
    usual: Rehearsal, board: FollowUp
) -> None:
    blocked = board.actions.filter("blocked")

    assert ids(blocked, "action") == usual.truth.promises["blocked"]
    assert blocked["unanswered"].to_list() == [["resources", "legitimacy", "options"]]
    assert board.problems == ()


def test_what_coders_read_differently_was_settled(board: FollowUp) -> None:
    assert (board.coders.units, board.coders.same, board.coders.settled) == (1, 0, 1)
    (observed,) = board.sides.filter(side="observer").to_dicts()
    assert (observed["state"], observed["level"], observed["differ"]) == (
        "partly",
        2,
        True,
    )


def test_a_verdict_on_forces_is_public_as_its_gathering_agreed(board: FollowUp) -> None:
    on_forces = board.verdicts.filter(
        pl.col("on_forces") & (pl.col("side") == "community")
    )

    assert sorted(on_forces.drop_nulls("place")["public"].to_list()) == [True] * 4
    without = on_forces.filter(pl.col("place").is_null())
    assert without["why_not_public"].to_list() == ["no-gathering"]


@pytest.mark.parametrize(
    ("planted", "gap"),
    [("never_answered", "never-answered"), ("nothing_promised", "nothing-promised")],
)
def test_the_chain_stops_where_it_was_broken(
    usual: Rehearsal, planted: str, gap: str
) -> None:
    for record in usual.truth.promises[planted]:
        found = chain.trace(usual.dossier, "recommendations", record, today=TODAY)

        assert (gap, (record,)) in [(one.kind, one.ids) for one in found.gaps]
        assert found.count("downstream", "commitments") == 0


def test_every_commitment_leads_back_to_voices_and_gatherings(usual: Rehearsal) -> None:
    promises = usual.dossier.table("commitments")["id"].to_list()
    kept = [one for one in promises if one in usual.truth.promises["kept"]]
    for record in kept:
        back = chain.trace(usual.dossier, "commitments", record, today=TODAY)
        voice = back.upstream.filter(table="voices")["id"][0]
        forward = chain.trace(usual.dossier, "voices", voice, today=TODAY)

        assert back.count("upstream", "gatherings") > 10
        assert record in forward.downstream.filter(table="commitments")["id"].to_list()


def test_the_smallest_country_plants_them_too(small: Rehearsal) -> None:
    found = follow_up.follow_up(small.dossier, TODAY)

    assert (
        ids(found.commitments.filter("kept"), "commitment")
        == small.truth.promises["kept"]
    )
    assert (
        ids(found.actions.filter("blocked"), "action")
        == small.truth.promises["blocked"]
    )


def test_the_chain_and_the_debt_agree_on_news_that_came_at_an_assembly_only(
    usual: Rehearsal,
) -> None:
    (code,) = usual.truth.told_in_assembly
    rows = usual.dossier.current("gatherings").filter(code=code)

    found = chain.trace(
        usual.dossier, "gatherings", rows["id"][0], today=dt.date(2024, 9, 1)
    )

    assert found.told.filter(gathering=rows["id"][0])["standing"].to_list() == [
        "overdue"
    ]
    assert "never-told" in {gap.kind for gap in found.gaps}
