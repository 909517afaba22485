"""The rehearsals that the tests look at: drawn once."""

from __future__ import annotations

import pytest

from vestibule.rehearsal import AUTOPORTRAIT, SHAPES, Rehearsal, rehearse


@pytest.fixture(scope="session")
def usual() -> Rehearsal:
    return rehearse()


@pytest.fixture(scope="session")
def small() -> Rehearsal:
    return rehearse(seed=3, shape=SHAPES["small"])


@pytest.fixture(scope="session")
def autoportrait() -> Rehearsal:
    return rehearse(shape=AUTOPORTRAIT)
