"""100,000 people, 300 statements, 3 million votes in half a gigabyte."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[3]


def said(*arguments: str) -> str:
    command = [sys.executable, "-m", *arguments]
    return subprocess.run(
        command, check=True, capture_output=True, text=True, cwd=CHECKOUT
    ).stdout


@pytest.mark.proof
def test_a_hundred_thousand_people_are_analysed_in_half_a_gigabyte(
    tmp_path: Path,
) -> None:
    votes = str(tmp_path / "votes.npz")
    said("benchmarks.crowd", votes, "100000", "300", "3000000", "1")

    figures = json.loads(said("benchmarks.compatible_layer", votes))

    assert figures["votes"] >= 2_900_000
    assert figures["peak_mb"] <= 500
