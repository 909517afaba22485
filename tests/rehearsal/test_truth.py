"""What is planted can be found in the dossier by plain counting."""

from __future__ import annotations

import json

import polars as pl
import pytest
from tests import invented

from vestibule.dossier import cuts
from vestibule.plan import coverage
from vestibule.rehearsal import Rehearsal
from vestibule.understand import ground, themes

MENTIONED = ("bridge", "young", "word", "neighbours")
WANTED = ("neighbours", "word", "bridge", "young")


def keyed(made: Rehearsal, table: str, column: str) -> pl.DataFrame:
    """Return the ids of a table, named `column`, beside their keys."""
    return made.dossier.current(table).select(pl.col("id").alias(column), "key")


def test_the_people_want_another_order_than_the_one_of_mention(
    usual: Rehearsal,
) -> None:
    assert usual.truth.mention_order == MENTIONED
    assert usual.truth.priority_order == WANTED


@pytest.mark.parametrize("seed", range(1, 7))
def test_whatever_the_seed_both_orders_can_be_counted(seed: int) -> None:
    made = invented.country(seed)
    excerpts = made.dossier.table("excerpts").select(
        pl.col("id").alias("excerpt"), "gathering"
    )
    named = (
        made.dossier.table("codings")
        .join(excerpts, on="excerpt")
        .join(keyed(made, "codes", "code"), on="code")
        .filter(pl.col("key").str.starts_with("o_"))
        .group_by("key")
        .agg(pl.col("gathering").n_unique())
        .sort("gathering", descending=True)
    )
    ballots = made.dossier.table("ballots").join(
        keyed(made, "findings", "finding"), on="finding"
    )
    ballots = ballots.filter(pl.col("key").is_in(WANTED))
    by_rank = ballots.group_by("key").agg(pl.col("rank").sum()).sort("rank")
    approved = ballots.group_by("key").agg(pl.col("approved").sum())

    assert tuple(named["key"].str.strip_prefix("o_")) == MENTIONED
    assert tuple(by_rank["key"]) == WANTED
    assert tuple(approved.sort("approved", descending=True)["key"]) == WANTED


def test_what_was_proclaimed_is_what_the_ballots_say(usual: Rehearsal) -> None:
    proclaimed = (
        usual.dossier.table("priorities")
        .join(keyed(usual, "findings", "finding"), on="finding")
        .sort("rank")
    )

    assert tuple(proclaimed["key"]) == WANTED


def test_the_shares_of_mention_are_those_of_the_shape(usual: Rehearsal) -> None:
    # 78 focus groups and 28 interviews: 0.84 of 106 is 89.04, 89 gatherings.
    assert usual.truth.mention_shares["bridge"] == round(89 / 106, 4)
    assert usual.truth.mention_shares["neighbours"] == round(32 / 106, 4)


def test_counts_are_reproduced_at_the_three_cuts(autoportrait: Rehearsal) -> None:
    for count in autoportrait.truth.counts:
        then = cuts.as_of(autoportrait.dossier, count.cut)
        kinds = then.current("gatherings")["kind"].to_list()

        assert len(kinds) == count.gatherings
        assert kinds.count("focus_group") == count.focus_groups
        assert kinds.count("interview") == count.interviews
        assert then.current("attendances")["n"].sum() == count.attendances


def test_the_autoportrait_has_its_size(autoportrait: Rehearsal) -> None:
    first, second, third = (count.attendances for count in autoportrait.truth.counts)

    assert third == 3_760 + 150 + 494 + 96 + 200 - 3  # three counts were corrected
    assert 3_500 < first < 3_800
    assert 4_400 < second < 4_600
    last = autoportrait.truth.counts[-1]
    assert (last.focus_groups, last.interviews) == (123, 60)
    assert autoportrait.truth.attendances > third


def test_a_correction_changes_the_count_only_after_it_was_written(
    usual: Rehearsal,
) -> None:
    first = usual.truth.counts[0]
    then = cuts.as_of(usual.dossier, first.cut).current("attendances")
    wrong = usual.dossier.table("attendances").filter(
        pl.col("supersedes").is_not_null()
    )

    assert len(wrong) == 3
    early = then.filter(pl.col("id").is_in(wrong["supersedes"].to_list()))
    assert early["n"].sum() == wrong["n"].sum() + 3


def test_distinct_people_lie_inside_the_stated_interval(
    usual: Rehearsal, autoportrait: Rehearsal
) -> None:
    for made in (usual, autoportrait):
        total = coverage.coverage(made.dossier).total

        assert total.attendances == made.truth.attendances
        assert total.people_low <= made.truth.people <= total.people_high
        assert made.truth.known_people <= made.truth.people < total.attendances


def test_the_planted_gaps_are_the_ones_that_coverage_names(usual: Rehearsal) -> None:
    names = {
        key: record
        for table in ("places", "profiles")
        for record, key in keyed(usual, table, "id").iter_rows()
    }
    gaps = coverage.coverage(usual.dossier).gaps
    of = {
        kind: [gap.params for gap in gaps if gap.kind == kind]
        for kind in ("place_never_reached", "place_represented_only")
    }
    unheard = {
        (gap.params["profile"], place)
        for gap in gaps
        if gap.kind == "profile_not_heard_in"
        for place in gap.params["places"]
    }

    assert [gap["place"] for gap in of["place_never_reached"]] == [
        names[key] for key in usual.truth.unreached_places
    ]
    assert [gap["place"] for gap in of["place_represented_only"]] == [
        names[key] for key in usual.truth.represented_places
    ]
    (group,) = usual.truth.unheard_groups
    assert (names[group["profile"]], names[group["place"]]) in unheard


def test_nobody_of_the_group_not_heard_is_anywhere(usual: Rehearsal) -> None:
    (group,) = usual.truth.unheard_groups
    places = usual.dossier.table("places")
    region = places.filter(pl.col("key") == group["place"])["id"].item()
    inside = places.filter((pl.col("parent") == region) | (pl.col("id") == region))
    profile = usual.dossier.table("profiles").filter(pl.col("key") == group["profile"])
    held = usual.dossier.table("gatherings").select(
        pl.col("id").alias("gathering"), pl.col("place").alias("held")
    )
    came = usual.dossier.table("attendances").join(held, on="gathering")

    there = came.filter(
        pl.coalesce("place", "held").is_in(inside["id"].to_list())
        & (pl.col("profile") == profile["id"].item())
    )

    assert there.is_empty()
    targets = usual.dossier.table("targets").filter(
        (pl.col("place") == region) & (pl.col("profile") == profile["id"].item())
    )
    assert targets["attendances"].item() == 25


def test_themes_and_agreement_find_what_was_planted(usual: Rehearsal) -> None:
    counts = themes.themes(usual.dossier).counts.filter(pl.col("kind") == "obstacle")
    sides = [one for one in usual.dossier.process.comparisons if one.key == "sides"]
    verdicts = ground.common_ground(usual.dossier, comparisons=sides).statements
    of = dict(verdicts.select("key", "verdict").iter_rows())

    ranked = counts.sort("share", descending=True)["key"].str.strip_prefix("o_")
    assert tuple(ranked) == MENTIONED
    assert of[usual.truth.shared_statement] == "common_ground"
    assert of[usual.truth.dividing_statement] == "dividing"
    assert of[usual.truth.hands_pots_statement] != "common_ground"
    widest = verdicts.sort("gap", descending=True, nulls_last=True)["key"][0]
    assert widest == usual.truth.dividing_statement


def test_hands_are_unanimous_and_pots_are_split(usual: Rehearsal) -> None:
    tallies = usual.dossier.table("tallies").join(
        keyed(usual, "statements", "statement"), on="statement"
    )
    counted = tallies.filter(pl.col("key") == usual.truth.hands_pots_statement)
    by = {
        str(method): rows.select(pl.col("agree", "disagree", "passed").sum()).row(0)
        for (method,), rows in counted.group_by("method")
    }

    agree, disagree, passed = by["hands"]
    assert (disagree, passed) == (0, 0)
    assert agree > 100
    agree, disagree, passed = by["pots"]
    assert 0.3 < agree / (agree + disagree + passed) < 0.6
    votes = usual.dossier.table("votes").join(
        keyed(usual, "statements", "statement"), on="statement"
    )
    assert usual.truth.hands_pots_statement not in votes["key"].to_list()


def test_no_tally_counts_more_than_were_present(usual: Rehearsal) -> None:
    present = usual.dossier.table("gatherings").select(
        pl.col("id").alias("gathering"), "present"
    )
    tallies = usual.dossier.table("tallies").join(present, on="gathering")

    counted = pl.sum_horizontal("agree", "disagree", "passed")
    assert tallies.select((counted <= pl.col("present")).all()).item()


def test_the_last_vote_of_a_person_is_the_one_that_counts(usual: Rehearsal) -> None:
    votes = usual.dossier.table("votes")

    assert len(votes) == usual.truth.votes
    assert votes.select("person", "statement").n_unique() == usual.truth.current_votes
    assert usual.truth.current_votes == 11_500
    twice = votes.filter(pl.len().over("person", "statement") > 1)
    assert (
        twice.select(pl.col("vote").n_unique().over("person", "statement"))
        .min()["vote"]
        .item()
        == 2
    )


def test_every_vote_was_shown_and_some_statements_were_left_unanswered(
    usual: Rehearsal,
) -> None:
    shown = usual.dossier.table("showings").select("person", "statement")
    voted = usual.dossier.table("votes").select("person", "statement").unique()

    assert voted.join(shown, on=["person", "statement"], how="anti").is_empty()
    assert len(voted) < len(shown)


def test_hidden_groups_are_known_for_everyone_who_voted(usual: Rehearsal) -> None:
    assert set(usual.truth.hidden_groups) == set(usual.dossier.table("votes")["person"])
    assert set(usual.truth.hidden_groups.values()) == {0, 1, 2}


def test_contestations_are_written_as_planted(usual: Rehearsal) -> None:
    gatherings = usual.dossier.table("gatherings").select(
        pl.col("id").alias("gathering"), "place"
    )
    parents = usual.dossier.table("places").select(
        pl.col("id").alias("place"), pl.col("parent").alias("region")
    )
    contested = (
        usual.dossier.table("validations")
        .filter(pl.col("outcome") != "confirmed")
        .join(gatherings, on="gathering")
        .join(parents, on="place")
        .join(keyed(usual, "findings", "finding"), on="finding")
        .join(keyed(usual, "places", "region").rename({"key": "where"}), on="region")
    )

    reworded = usual.truth.decided["reworded_finding"]
    contested = contested.filter(pl.col("key") != reworded)
    found = set(contested.select("key", "where", "outcome").iter_rows())
    assert found == {
        (entry["finding"], entry["region"], entry["outcome"])
        for entry in usual.truth.contested
    }
    assert (contested["review"] == "cleared").all()
    assert (contested["reviewed_by"] != contested["second_reviewed_by"]).all()


def test_truth_is_written_as_json(small: Rehearsal) -> None:
    read = json.loads(small.truth.to_json())

    assert read["fictitious"] is True
    assert tuple(read["priority_order"]) == WANTED
    assert read["counts"][0]["on"] == "2023-08-28"


def test_the_small_shape_bears_the_same_truths() -> None:
    made = invented.country(9, "small")

    assert made.truth.mention_order == MENTIONED
    assert made.truth.priority_order == WANTED
