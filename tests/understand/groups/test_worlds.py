"""Simulated crowds: camps are found where there are camps, and where not, a spectrum.

In the small sample each world is asked once or twice; the proofs assert rates.
"""

from __future__ import annotations

import pytest
from tests.understand.groups.worlds import SPECTRA, camps, three, world

from vestibule.understand.groups import GroupSettings, analysis, groups
from vestibule.understand.groups import representative as telling
from vestibule.understand.positions import positions

FEW = GroupSettings(replicates=30, most=3)
"""For the small sample."""

PROOF = GroupSettings(replicates=60, most=4)
"""For the proofs."""


@pytest.fixture(autouse=True)
def _no_statements(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look for groups only: what tells them apart takes most of the time."""
    monkeypatch.setattr(analysis, "_representative", lambda *_: telling.NONE)


def ks(
    name: str, times: int, people: int, each: int, statements: int | None = None
) -> list[int]:
    """Return how many groups are found in each of some worlds."""
    shape = {"camps": camps(6), "close": camps(4), "three": three(6)} | SPECTRA
    drawn = [
        world(shape[name], s, people=people, each=each, statements=statements)
        for s in range(times)
    ]
    return [groups(votes, positions(votes), settings=PROOF).k for votes in drawn]


def test_two_camps_six_deviations_apart_are_found_behind_25_votes_each() -> None:
    votes = world(camps(6), 0, each=25)

    found = groups(votes, positions(votes), settings=FEW)

    assert found.k == 2
    assert found.n_looked <= 500
    assert found.divisions["covered"][0] > 0.8
    assert found.divisions["apart"][0] >= 0.9


def test_two_clear_camps_of_a_hundred_people_are_found() -> None:
    votes = world(camps(6), 0, people=100, each=60, statements=60)

    assert groups(votes, positions(votes), settings=FEW).k == 2


@pytest.mark.parametrize("name", ["bell", "even", "even, two ways"])
def test_a_crowd_without_camps_is_a_spectrum(name: str) -> None:
    votes = world(SPECTRA[name], 1, people=300, each=25)

    found = groups(votes, positions(votes), settings=FEW)

    assert found.is_spectrum
    assert not found.divisions.filter("holds", "gap").height


@pytest.mark.proof
@pytest.mark.parametrize(("people", "each", "times"), [(500, 25, 25), (150, 25, 25)])
def test_in_one_spectrum_of_twenty_at_most_groups_are_found(
    people: int, each: int, times: int
) -> None:
    found = [k for name in SPECTRA for k in ks(name, times, people, each)]

    assert sum(k > 1 for k in found) <= 0.05 * len(found)


@pytest.mark.proof
@pytest.mark.parametrize("name", ["even", "even, two ways"])
def test_in_one_even_crowd_of_twenty_at_most_groups_are_found(name: str) -> None:
    assert sum(k > 1 for k in ks(name, 120, 500, 25)) <= 0.05 * 120


@pytest.mark.proof
def test_in_one_small_even_crowd_of_twenty_at_most_groups_are_found() -> None:
    found = [k for name in SPECTRA for k in ks(name, 15, 100, 60, statements=60)]

    assert sum(k > 1 for k in found) <= 0.05 * len(found)


@pytest.mark.proof
def test_two_clear_camps_of_a_hundred_people_are_found_mostly() -> None:
    assert ks("camps", 20, 100, 60, statements=60).count(2) >= 14


@pytest.mark.proof
@pytest.mark.parametrize(("people", "each", "times"), [(500, 60, 8), (2_000, 25, 8)])
def test_more_votes_or_people_make_no_groups_of_a_spectrum(
    people: int, each: int, times: int
) -> None:
    found = [k for name in SPECTRA for k in ks(name, times, people, each)]

    assert sum(k > 1 for k in found) <= 0.05 * len(found)


@pytest.mark.proof
def test_two_camps_six_deviations_apart_are_found_nearly_always() -> None:
    assert ks("camps", 20, 500, 25).count(2) >= 16


@pytest.mark.proof
def test_three_camps_six_deviations_apart_are_found_nearly_always() -> None:
    found = ks("three", 20, 500, 25)

    assert found.count(3) >= 14
    assert found.count(1) <= 3


@pytest.mark.proof
def test_two_camps_four_deviations_apart_are_found_mostly_behind_60_votes() -> None:
    assert ks("close", 8, 500, 60).count(2) >= 5
