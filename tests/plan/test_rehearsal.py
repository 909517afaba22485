"""A rehearsal shaped like a national dialogue: what was planted is found again."""

from __future__ import annotations

import pytest
from tests import invented

from vestibule import rehearsal
from vestibule.dossier import cuts
from vestibule.dossier.gazetteer import Gazetteer
from vestibule.plan import coverage, frame


@pytest.fixture(scope="module")
def rehearsed() -> rehearsal.Rehearsal:
    return invented.country(1, "autoportrait")


def test_three_counts_at_three_cuts_are_reproduced(
    rehearsed: rehearsal.Rehearsal,
) -> None:
    for then in rehearsed.truth.counts:
        found = coverage.coverage(cuts.as_of(rehearsed.dossier, then.cut))
        kinds = dict(found.kinds.select("kind", "gatherings").rows())

        assert found.total.attendances == then.attendances
        assert found.total.gatherings == then.gatherings
        assert kinds["focus_group"] == then.focus_groups
        assert kinds["interview"] == then.interviews


@pytest.mark.parametrize("one_key", [False, True])
def test_the_people_that_exist_lie_inside_the_interval(
    rehearsed: rehearsal.Rehearsal, one_key: bool
) -> None:
    total = coverage.coverage(rehearsed.dossier, one_key=one_key).total

    assert total.people_low <= rehearsed.truth.people <= total.people_high
    assert total.people is None


def test_places_not_consulted_are_named(rehearsed: rehearsal.Rehearsal) -> None:
    found = coverage.coverage(rehearsed.dossier)
    keys = {place: key for key, place in Gazetteer.of(rehearsed.dossier).keys.items()}
    gaps = {(gap.kind, keys.get(gap.params.get("place", ""))) for gap in found.gaps}

    for key in rehearsed.truth.represented_places:
        assert ("place_represented_only", key) in gaps
    for key in rehearsed.truth.unreached_places:
        assert ("place_never_reached", key) in gaps


def test_the_planted_difference_of_the_population_is_reported(
    rehearsed: rehearsal.Rehearsal,
) -> None:
    dossier = rehearsed.dossier
    reported = frame.totals(dossier.current("frame"), dossier.current("places"))

    differences = {-(one.difference or 0) for one in reported}
    assert rehearsed.truth.frame_difference in differences
