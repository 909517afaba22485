"""The rehearsal that several tests of pages and preparation read."""

from __future__ import annotations

from datetime import date

import pytest

from vestibule.inform.material import Material
from vestibule.inform.preparation import prepared
from vestibule.rehearsal import Rehearsal, rehearse


@pytest.fixture(scope="session")
def rehearsal() -> Rehearsal:
    return rehearse(seed=1)


@pytest.fixture(scope="session")
def rehearsed(rehearsal: Rehearsal) -> Material:
    return prepared(rehearsal.dossier, today=date(2024, 9, 1), seed=1)
