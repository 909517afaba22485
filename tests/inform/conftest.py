"""The rehearsal that several tests of pages and preparation read."""

from __future__ import annotations

from datetime import date

import pytest
from tests import invented

from vestibule.inform.material import Material
from vestibule.inform.preparation import prepared
from vestibule.rehearsal import Rehearsal


@pytest.fixture(scope="session")
def rehearsal() -> Rehearsal:
    return invented.country(1)


@pytest.fixture(scope="session")
def rehearsed(rehearsal: Rehearsal) -> Material:
    return prepared(rehearsal.dossier, today=date(2024, 9, 1), seed=1)
