"""The rehearsals that the tests look at: drawn once."""

from __future__ import annotations

import pytest
from tests import invented

from vestibule.rehearsal import Rehearsal


@pytest.fixture(scope="session")
def usual() -> Rehearsal:
    return invented.country()


@pytest.fixture(scope="session")
def small() -> Rehearsal:
    return invented.country(3, "small")


@pytest.fixture(scope="session")
def autoportrait() -> Rehearsal:
    return invented.country(1, "autoportrait")
