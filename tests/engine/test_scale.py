"""One million people: a cluster that loses a worker, and a thousand new votes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]


def told(*arguments: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.out_of_core", *arguments]
    ran = subprocess.run(
        command, check=True, capture_output=True, text=True, cwd=CHECKOUT
    )
    figures: dict[str, Any] = json.loads(ran.stdout.splitlines()[-1])
    return figures


@pytest.fixture(scope="module")
def million(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = str(tmp_path_factory.mktemp("votes") / "million")
    assert told("make", folder, "1000000")["votes"] == 30_000_000
    return folder


@pytest.mark.proof
def test_a_thousand_votes_on_a_million_people_are_told_as_by_a_cold_run(
    million: str,
) -> None:
    figures = told("update", million)

    assert figures["apart"] <= 1e-9


@pytest.mark.proof
def test_a_million_people_have_the_same_digits_wherever_they_are_counted(
    million: str,
) -> None:
    pytest.importorskip("distributed", reason="needs vestibule[cluster]")

    here = told("analyse", million)
    there = told("analyse", million, "local:2")
    killed = told("analyse", million, "local:2", "kill")

    assert killed["killed"] == 1
    assert here["digits"] == there["digits"] == killed["digits"]
    assert here["peak_mb"] <= 1_000
