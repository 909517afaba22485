"""Where the product and the real data are, in the environment of the peers."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[1]
# The product is read from here, not installed beside the programs it is held against.
sys.path.insert(0, str(CHECKOUT / "src"))


@pytest.fixture(scope="session")
def real_data() -> Path:
    """Return the folder of real data, or skip with a clear message."""
    default = CHECKOUT.parent / "shared" / "data"
    folder = Path(os.environ.get("VESTIBULE_DATA", default))
    if not folder.is_dir():
        pytest.skip(f"no real data at {folder}: set VESTIBULE_DATA to run this test")
    return folder
