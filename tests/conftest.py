"""How the tests run: profiles of hypothesis, where real data is."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "fast",
    max_examples=30,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.register_profile(
    "proof",
    max_examples=1000,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "fast"))

NO_BROWSER = pytest.StashKey[int]()
CHECKOUT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def real_data() -> Path:
    """Return the folder of real data, or skip with a clear message."""
    default = CHECKOUT.parent / "shared" / "data"
    folder = Path(os.environ.get("VESTIBULE_DATA", default))
    if not folder.is_dir():
        pytest.skip(f"no real data at {folder}: set VESTIBULE_DATA to run this test")
    return folder


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Remember whether page tests were skipped for want of a browser."""
    skipped = terminalreporter.stats.get("skipped", [])
    config.stash[NO_BROWSER] = sum("Chromium" in str(r.longrepr) for r in skipped)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Let the last line say that the pages were not opened."""
    count = config.stash.get(NO_BROWSER, 0)
    if count and not hasattr(config, "workerinput"):
        print(f"{count} page tests were skipped: no Chromium was found.")
