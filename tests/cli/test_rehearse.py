"""A rehearsal is written with what was planted in it beside it."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Run

from vestibule.dossier import hashing, packages


def test_a_rehearsal_is_a_dossier_with_its_truth_beside_it(
    run: Run, tmp_path: Path
) -> None:
    out = tmp_path / "r"

    said = run("rehearse", "--seed", 3, "--shape", "small", "--out", out, lang="fr")

    truth = json.loads((out / "truth.json").read_text("utf-8"))
    dossier = packages.read(out)
    assert said.code == 0
    assert "Un pays inventé" in said.out
    assert "vestibule portrait" in said.err
    assert dossier.process.fictitious
    assert len(truth["priority_order"]) == 4


def test_the_same_seed_gives_the_same_records_and_another_gives_others(
    run: Run, tmp_path: Path
) -> None:
    one, two = (
        run("rehearse", "--seed", seed, "--shape", "small", "--out", tmp_path / f"{seed}",
            "--json").json["sha256"]
        for seed in (4, 5)
    )  # fmt: skip
    again = run(
        "rehearse", "--seed", 4, "--shape", "small", "--out", tmp_path / "5", "--json"
    ).json  # an earlier rehearsal may be written over

    assert one == again["sha256"] != two
    assert hashing.content_hash(packages.read(tmp_path / "5")) == one


def test_sizes_are_options(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "r"

    run("rehearse", "--shape", "small", "--size", "statements=12", "--out", out)

    assert packages.read(out).table("statements").height == 12
