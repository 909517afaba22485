"""How often is an honest conversation accused, and something planted missed?"""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from tests.understand.audits import invented
from tests.understand.audits.test_waves import with_wave

from vestibule import rehearsal
from vestibule.dossier import lineage
from vestibule.dossier.records import Dossier
from vestibule.understand import audits, ground
from vestibule.understand.audits import copies, left_out, waves
from vestibule.understand.audits.given import Given
from vestibule.understand.audits.settings import AuditSettings
from vestibule.understand.ground import GroundSettings
from vestibule.understand.positions import PositionSettings, positions

USUAL = AuditSettings()
TRIES = 100


def pointed_at(given: Given) -> bool:
    place = positions(given.votes, settings=PositionSettings(dimensions=1))
    return bool(copies.copies(given, place, settings=USUAL)["flagged"].any())


@pytest.mark.proof
@pytest.mark.parametrize("alike", [0.5, 1.0, 2.0])
def test_honest_gatherings_are_accused_in_one_of_a_hundred_at_most(
    alike: float,
) -> None:
    accused = [pointed_at(invented.field(n, alike=alike)[0]) for n in range(TRIES)]

    # At a rate of 1 %, more than 4 of 100 come about in 3 of 1,000 proofs.
    assert sum(accused) <= 4


@pytest.mark.proof
def test_copies_are_found() -> None:
    spread, inside = [], []
    for number in range(TRIES):
        given, unit = invented.field(number)
        matrix = invented.answers(given)
        four, twelve = matrix.copy(), matrix.copy()
        four[[50, 130, 260]] = matrix[3]
        twelve[12:24] = matrix[12]
        spread.append(pointed_at(invented.together(four, unit)))
        inside.append(pointed_at(invented.together(twelve, unit)))

    assert np.mean(spread) >= 0.95
    # Where a whole gathering is copied, its own copies make it expected: 92 of 100.
    assert np.mean(inside) >= 0.85


@pytest.mark.proof
def test_ordinary_days_make_no_wave_and_planted_ones_are_found() -> None:
    clean = [
        bool(waves.waves(invented.online(n), settings=USUAL)["flagged"].any())
        for n in range(TRIES)
    ]
    link = [
        bool(waves.waves(with_wave(n, alike=0.0), settings=USUAL)["flagged"].any())
        for n in range(TRIES)
    ]
    planted = [
        bool(waves.waves(with_wave(n, alike=0.85), settings=USUAL)["flagged"].any())
        for n in range(TRIES)
    ]

    assert sum(clean) <= 4
    # All sorts of people who come at once: one in twenty is as alike by chance.
    assert np.mean(link) <= 0.12
    assert np.mean(planted) >= 0.95


@pytest.mark.proof
def test_in_the_invented_country_what_is_shared_hangs_on_no_gathering() -> None:
    made = rehearsal.rehearse(seed=1)
    settled = lineage.settled(made.dossier)
    common = ground.common_ground(settled, settings=GroundSettings(draws=100))

    found = audits.audit(made.dossier, derived=audits.Derived(ground=common))

    shared = set(made.truth.shared_statements)
    claimed = set(common.claims["key"])
    assert shared <= claimed
    assert not shared & set(found.carriers["key"])
    # s05 is claimed for women and men and is not shared by all: that shows.
    assert set(found.carriers["key"]) == claimed - shared == {"s05"}
    assert set(found.flips.filter("fragile")["key"]) == {"s05"}
    assert_refit(settled, common, found)


def assert_refit(
    settled: Dossier, common: ground.GroundResult, found: audits.AuditResult
) -> None:
    """Fit the model anew without the facilitator that carries a claim."""
    carrier = found.carriers.row(0, named=True)
    known = left_out.units(settled).filter(pl.col("facilitator") == carrier["unit"])
    (side,) = (s for s in left_out.sides(settled) if s.key == carrier["comparison"])
    rows = side.rows.filter(~pl.col("gathering").is_in(known["gathering"].implode()))

    again = ground.of_rows(
        rows.with_columns(overheard=pl.lit(value=False)),
        side.groups,
        bar=common.bar,
        least=side.least,
        settings=GroundSettings(draws=100),
    )

    both = found.influence.filter(
        comparison=side.key, kind="facilitator", unit=carrier["unit"]
    ).join(again.statements.select("statement", refit="sure"), on="statement")
    off = (both["sure_without"] - both["refit"]).drop_nulls().abs()
    assert len(off) > 10
    assert off.max() < 0.02
