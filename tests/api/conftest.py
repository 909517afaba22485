"""One rehearsal, opened once."""

from __future__ import annotations

import pytest
from tests import invented

from vestibule import api


@pytest.fixture(scope="session")
def work() -> api.Work:
    """Return a small invented country."""
    return invented.worked(1, "small")
