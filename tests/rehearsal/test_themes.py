"""What is planted among themes is found again, by the analysis alone."""

from __future__ import annotations

import polars as pl
import pytest
from tests import invented

from vestibule.dossier import corrections, lineage
from vestibule.dossier.records import Dossier
from vestibule.rehearsal import SHAPES, Rehearsal, Shape, rehearse
from vestibule.understand import coding, resemblance, saturation, themes
from vestibule.understand.coding import readings


@pytest.fixture(scope="module")
def settled(usual: Rehearsal) -> Dossier:
    return lineage.settled(usual.dossier)


def test_the_codebook_tells_what_its_last_version_merged_and_renamed(
    usual: Rehearsal,
) -> None:
    book = coding.codebook(usual.dossier)
    planted = usual.truth.themes

    assert book.problems == ()
    assert corrections.conflicts(usual.dossier).filter(table="codes").is_empty()
    last = book.changes.filter(version="3 (fictif)")
    merged, renamed = (
        last.filter(change=change).row(0, named=True)
        for change in ("merged", "renamed")
    )
    assert (merged["key"], *merged["before"]) == planted.merged
    assert renamed["key"] == planted.renamed


def test_what_two_codes_held_is_one_theme_after_the_merge(
    usual: Rehearsal, settled: Dossier
) -> None:
    heard = saturation.heard(settled, kind="other").named
    keys = settled.table("codes").select("key", code="id")
    named = heard.join(keys, on="code")["key"].unique().to_list()

    rare = set(named) - {usual.truth.themes.companion[1]}
    assert rare <= set(usual.truth.themes.heard)
    # an aside is lost only if both coders missed it: 1 in 400
    assert len(rare) >= len(usual.truth.themes.heard) - 1


def test_what_coders_read_apart_was_settled_and_is_counted_as_it_was_said(
    usual: Rehearsal, settled: Dossier
) -> None:
    found = coding.reliability(settled)

    assert found.disputed.is_empty()
    assert found.adjudicated == usual.truth.themes.disputed
    counts = themes.themes(settled, draws=10).counts
    shares = dict(counts.filter(kind="obstacle").select("key", "share").iter_rows())
    for key, planted in usual.truth.mention_shares.items():
        assert shares[f"o_{key}"] == pytest.approx(planted, abs=0.03)


def test_how_alike_coders_read_is_what_their_stated_errors_give(
    usual: Rehearsal, settled: Dossier
) -> None:
    found = coding.reliability(settled)
    missed, added = usual.truth.themes.missed, usual.truth.themes.added

    # Read apart if just one of two misses it; what is added in error is rare.
    apart = 2 * missed * (1 - missed)
    plain = readings.readings(settled).filter(~pl.col("adjudicates"))
    per_theme = found.codes.filter(pl.col("key").str.starts_with("r_"))
    weights = per_theme["put"].to_numpy()
    seen = (1 - per_theme["agreement"].to_numpy()) * per_theme["units"].to_numpy()
    assert seen.sum() / weights.sum() == pytest.approx(apart, abs=0.05)
    assert found.coders["excerpts"].to_list() == [plain["excerpt"].n_unique()] * 2
    assert 0.8 < found.overall["alpha"][0] < 1
    assert added < missed


@pytest.mark.parametrize("seed", [1, 2])
def test_what_was_never_heard_lies_in_the_interval(seed: int) -> None:
    made = invented.country(seed)
    found = saturation.saturation(lineage.settled(made.dossier), kind="other")

    row = found.rows.row(0, named=True)
    assert made.truth.themes.unheard > 0
    assert row["unheard_low"] <= made.truth.themes.unheard
    assert row["unheard_high"] is None or (
        made.truth.themes.unheard <= row["unheard_high"]
    )
    assert found.unnamed["key"].to_list() == [made.truth.themes.near_duplicate[1]]


def test_the_theme_that_goes_with_another_is_found_in_the_same_words(
    usual: Rehearsal, settled: Dossier
) -> None:
    found = coding.together(settled).in_excerpts.filter("together")

    pairs = [set(pair) for pair in found.select("first_key", "second_key").rows()]
    assert pairs == [set(usual.truth.themes.companion)]


def test_the_near_duplicate_is_the_most_alike_of_all_codes(
    usual: Rehearsal, settled: Dossier
) -> None:
    found = resemblance.codes(settled)

    first = found.select("first_key", "second_key").row(0)
    assert set(first) == set(usual.truth.themes.near_duplicate)
    assert len(found) <= 2


def test_nine_in_ten_excerpts_said_to_be_alike_bear_a_theme_in_common(
    settled: Dossier,
) -> None:
    found = resemblance.excerpts(settled)

    assert len(found) > 100
    assert found["shared"].mean() > 0.9  # type: ignore[operator]
    reviewed = settled.table("excerpts").filter(
        pl.col("review").is_in(["redacted", "cleared"])
    )["id"]
    assert set(found["first"]) | set(found["second"]) <= set(reviewed)


def test_without_gatherings_to_speak_at_nothing_rare_is_heard() -> None:
    made = rehearse(
        seed=5,
        shape=Shape(
            **{
                **{
                    name: getattr(SHAPES["small"], name)
                    for name in SHAPES["small"].__slots__
                },
                "focus_groups": 2,
                "interviews": 0,
                "focus_attendances": 20,
                "interview_attendances": 0,
                "excerpts": 0,
            }
        ),
    )

    assert len(made.truth.themes.merged) in (0, 3)
    assert made.truth.themes.unheard + len(made.truth.themes.heard) == 24


@pytest.mark.proof
def test_what_was_never_heard_lies_in_the_interval_of_most_rehearsals() -> None:
    """Whole dossiers, coders' errors and an adjudicator included."""
    holds = []
    for seed in range(40):
        made = invented.country(seed, "small")
        settled = lineage.settled(made.dossier)
        row = saturation.saturation(settled, kind="other").rows.row(0, named=True)
        high = row["unheard_high"]
        truth = made.truth.themes.unheard
        holds.append(row["unheard_low"] <= truth and (high is None or truth <= high))

    # of 40 at 95 %, fewer than 34 would be a wonder
    assert sum(holds) >= 34
