"""A rehearsal is a sound dossier: whole, repeatable, written and read again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vestibule.dossier import conform, corrections, cuts, hashing, packages, references
from vestibule.dossier.tables import TABLES
from vestibule.errors import DataError
from vestibule.rehearsal import SHAPES, Effects, Rehearsal, Shape, rehearse

SMALL = SHAPES["small"]
TINY = Shape(
    focus_groups=1,
    interviews=0,
    validation_meetings=0,
    restitution_meetings=0,
    focus_attendances=3,
    interview_attendances=0,
    regional_attendances=8,
    validation_attendances=0,
    conference_attendances=9,
    restitution_attendances=0,
    excerpts=0,
    votes=0,
)


def test_the_same_seed_gives_the_same_bytes(small: Rehearsal, tmp_path: Path) -> None:
    again = rehearse(seed=3, shape=SMALL)

    packages.write(small.dossier, tmp_path / "a")
    packages.write(again.dossier, tmp_path / "b")

    names = sorted(file.name for file in (tmp_path / "a").iterdir())
    assert "process.toml" in names
    for name in names:
        one, other = (tmp_path / folder / name for folder in "ab")
        assert one.read_bytes() == other.read_bytes(), name
    assert again.truth.to_json() == small.truth.to_json()


def test_another_seed_gives_another_dialogue(small: Rehearsal) -> None:
    other = rehearse(seed=4, shape=SMALL)

    assert hashing.content_hash(other.dossier) != hashing.content_hash(small.dossier)


def test_a_rehearsal_is_read_again_as_it_was_written(
    small: Rehearsal, tmp_path: Path
) -> None:
    packages.write(small.dossier, tmp_path / "dossier")

    back = packages.read(tmp_path / "dossier")

    assert back.process == small.dossier.process
    assert hashing.content_hash(back) == hashing.content_hash(small.dossier)


def test_every_table_conforms_and_every_reference_leads_somewhere(
    usual: Rehearsal,
) -> None:
    for name, rows in usual.dossier.tables.items():
        assert conform.conform(rows, TABLES[name]).equals(rows), name

    assert references.dangling(usual.dossier).is_empty()


def test_no_origin_misses_a_number_and_nothing_was_corrected_twice(
    usual: Rehearsal,
) -> None:
    assert cuts.gaps(usual.dossier) == ()
    assert corrections.conflicts(usual.dossier).is_empty()


def test_three_field_teams_the_office_and_the_reviewers_write(usual: Rehearsal) -> None:
    origins = set(cuts.cut(usual.dossier))

    teams = {"carnet-amont", "carnet-rives", "carnet-sables"}
    assert origins == {*teams, "bureau", "relecture"}


def test_numbers_of_an_origin_follow_the_order_of_time(usual: Rehearsal) -> None:
    written = pl.concat(
        rows.select("origin", "seq", "at")
        for name, rows in usual.dossier.tables.items()
        if name not in {"withdrawals", "removals"}
    ).sort("origin", "seq")

    later = written.select(
        (pl.col("at") >= pl.col("at").shift().over("origin")).all()
    ).item()

    assert later


def test_everything_lies_in_the_invented_year(usual: Rehearsal) -> None:
    held = usual.dossier.table("gatherings")["held_on"]

    assert date(2023, 2, 6) < held.min() < held.max() < date(2024, 6, 1)  # type: ignore[operator]


def test_the_first_day_is_an_option() -> None:
    moved = rehearse(seed=3, shape=replace(SMALL, start=date(2019, 1, 7)))

    held = moved.dossier.table("gatherings")["held_on"]

    assert {day.year for day in held} == {2019, 2020}


def test_the_smallest_shape_is_a_dossier_too() -> None:
    made = rehearse(shape=TINY)

    # One focus group, eight regional meetings, one conference.
    assert made.truth.gatherings == 1 + 8 + 1
    assert made.truth.attendances == 3 + 8 + 9
    assert made.truth.votes == 0
    assert "votes" not in made.dossier.tables
    assert cuts.gaps(made.dossier) == ()


def test_beyond_the_written_statements_there_are_practice_ones() -> None:
    made = rehearse(shape=replace(SMALL, statements=30))

    statements = made.dossier.table("statements")
    assert len(statements) == 30
    assert statements.sort("key")["words"][-1] == "Énoncé d’entraînement n° 30."


def test_without_consent_to_quote_nothing_can_be_quoted() -> None:
    made = rehearse(shape=SMALL, effects=Effects(quoted_share=0.0))

    assert made.truth.quotable == ()
    assert made.truth.withdrawn is None


def test_ballots_that_never_agree_by_chance_agree_all_the_same() -> None:
    made = rehearse(shape=TINY, effects=Effects(priority_step=-50.0))

    asked = made.dossier.table("questions").filter(pl.col("key") == "ordre")
    cast = made.dossier.table("ballots").filter(pl.col("question") == asked["id"][0])
    ranks = cast.group_by("finding").agg(pl.col("rank").sum())

    # Nine delegates, 96 % of them voting: nine ballots, one after the other order.
    assert sorted(ranks["rank"]) == [9, 18, 27, 36]


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("focus_groups", 0),
        ("focus_attendances", 39),
        ("conference_attendances", 8),
        ("late_share", 1.5),
    ],
)
def test_an_impossible_shape_is_refused(option: str, value: float) -> None:
    with pytest.raises(DataError) as caught:
        replace(SMALL, **{option: value})

    assert caught.value.params["option"] == option


def test_an_impossible_effect_is_refused() -> None:
    with pytest.raises(DataError, match="pots_agree is -1"):
        Effects(pots_agree=-1)


@settings(max_examples=8)
@given(
    seed=st.integers(0, 10_000),
    focus_groups=st.integers(1, 30),
    interviews=st.integers(0, 12),
    pseudonymous=st.sampled_from([0.0, 0.5, 1.0]),
)
def test_any_shape_is_drawn_exactly(
    seed: int, focus_groups: int, interviews: int, pseudonymous: float
) -> None:
    shape = Shape(
        focus_groups=focus_groups,
        interviews=interviews,
        focus_attendances=8 * focus_groups,
        interview_attendances=2 * interviews,
        excerpts=30,
        votes=400,
        pseudonymous_share=pseudonymous,
    )

    made = rehearse(seed=seed, shape=shape)

    kinds = made.dossier.table("gatherings")["kind"].to_list()
    assert kinds.count("focus_group") == focus_groups
    assert kinds.count("interview") == interviews
    first_written = made.dossier.table("attendances").filter(
        pl.col("supersedes").is_null()
    )
    asked = 8 * focus_groups + 2 * interviews + 340 + 240 + 96 + 72
    assert first_written["n"].sum() == asked
    assert references.dangling(made.dossier).is_empty()
    assert cuts.gaps(made.dossier) == ()
