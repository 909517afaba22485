"""One rehearsal, opened once."""

from __future__ import annotations

import pytest

from vestibule import api


@pytest.fixture(scope="session")
def work() -> api.Work:
    """Return a small invented country."""
    return api.rehearsed(seed=1, shape="small")
