"""Scoring says what was found and what was missed."""

from __future__ import annotations

from vestibule.rehearsal import Rehearsal, scoring


def test_a_perfect_answer_misses_nothing(small: Rehearsal) -> None:
    truth = small.truth

    perfect = scoring.score(
        truth,
        mention_order=["bridge", "young", "word", "neighbours"],
        priority_order=["neighbours", "word", "bridge", "young"],
        unheard_groups=[("farmers", "xn.sablonde"), ("judges", "xo.tilmare")],
        unreached_places=["xp.bessoval"],
        shared=["s01", "s04"],
        dividing=["s02"],
        people=(truth.people - 10, truth.people),
    )

    assert perfect.missed == ()
    assert len(perfect.found) == 8


def test_a_wrong_answer_is_named(small: Rehearsal) -> None:
    wrong = scoring.score(
        small.truth,
        priority_order=["bridge", "young", "word", "neighbours"],
        shared=["s03"],
        people=(0, 3),
    )

    assert wrong.missed == (
        "priority_order",
        "shared_statement",
        "hands_pots_kept_out",
        "people",
    )
    assert wrong.found == ()


def test_what_was_not_handed_in_is_not_judged(small: Rehearsal) -> None:
    nothing = scoring.score(small.truth)

    assert nothing == scoring.Score()
    assert nothing.found == nothing.missed == ()


def test_precision_and_recall_by_hand() -> None:
    assert scoring.precision_and_recall(["a", "b", "c", "d"], ["a", "b", "x"]) == (
        0.5,
        2 / 3,
    )
    assert scoring.precision_and_recall([], []) == (None, None)


def test_the_largest_error_looks_at_what_both_know() -> None:
    assert scoring.largest_error({"a": 0.5, "b": 0.1}, {"a": 0.4, "c": 9.0}) == (
        0.5 - 0.4
    )
    assert scoring.largest_error({}, {"a": 1.0}) is None
