"""The database says of consent what `protect.consent` says."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest
from tests.web import cast
from tests.web.cast import TODAY, excerpt, gathering, record, voice

from vestibule.dossier.process import Process
from vestibule.dossier.records import Dossier
from vestibule.dossier.tables import TABLES
from vestibule.protect import consent
from vestibule.web.records import versions
from vestibule.web.records.consented import Consented
from vestibule.web.records.frames import table_frame
from vestibule.web.records.tables import MODELS

pytestmark = pytest.mark.django_db


def level(rng: Any) -> int | None:
    return (None, 0, 1, 2, 3, 4)[rng.integers(6)]


def high(rng: Any) -> int | None:
    """Return a level that is more often high, so that some agree everywhere."""
    return (None, None, 1, 2, 3, 4, 4)[rng.integers(7)]


def told(rng: Any) -> dict[str, list[str]]:
    """Write gatherings, people, voices, excerpts, consents; some are corrected."""
    place = cast.place("land", 0)
    made: dict[str, list[str]] = {
        name: [] for name in ("gatherings", "people", "voices", "excerpts", "consents")
    }

    def any_of(table: str) -> str | None:
        return made[table][rng.integers(len(made[table]))] if made[table] else None

    def corrected(table: str) -> dict[str, Any]:
        return {"supersedes": any_of(table)} if rng.random() < 0.25 else {}

    for _ in range(4):
        made["gatherings"].append(
            gathering(place, consent=high(rng), **corrected("gatherings"))
        )
        made["people"].append(record("people", pseudonym="p", **corrected("people")))
    for _ in range(6):
        speaker = any_of("people") if rng.random() < 0.6 else None
        made["voices"].append(
            voice(
                any_of("gatherings") or "",
                person=speaker,
                consent=high(rng),
                **corrected("voices"),
            )
        )
    for _ in range(12):
        said = any_of("voices") if rng.random() < 0.7 else None
        made["excerpts"].append(
            excerpt(
                any_of("gatherings") or "",
                voice=said,
                consent=high(rng),
                **corrected("excerpts"),
            )
        )
    for _ in range(8):
        about = ("gathering", "person", "voice")[rng.integers(3)]
        table = {"gathering": "gatherings", "person": "people", "voice": "voices"}[
            about
        ]
        days = (None, -1, 0, 1)[rng.integers(4)]
        ends = None if days is None else TODAY + dt.timedelta(days=days)
        made["consents"].append(
            record(
                "consents",
                **{about: any_of(table)},
                level=level(rng) or 2,
                expires_on=ends,
                **corrected("consents"),
            )
        )
    return made


def dossier() -> Dossier:
    process = Process(key="try", titles={}, question={})
    return Dossier(process=process, tables={n: table_frame(n) for n in TABLES})


def compared(seed: int) -> int:
    told(np.random.default_rng(seed))
    records = dossier()
    agreed = 0
    for table in ("voices", "excerpts"):
        found = consent.levels(records, table, on=TODAY).select("id", "level")
        expected = dict(found.iter_rows())
        asked = Consented(today=TODAY, roots=versions.all_roots(dict(MODELS)))
        for least in (1, 2, 3, 4):
            rows = versions.standing(MODELS[table]).filter(asked.at_least(table, least))
            seen = set(rows.values_list("pk", flat=True))
            wanted = {i for i, n in expected.items() if n is not None and n >= least}
            assert seen == wanted, (seed, table, least)
            agreed += len(seen)
    return agreed


@pytest.mark.parametrize("seed", range(12))
def test_the_database_and_the_room_agree_on_every_level(seed: int) -> None:
    compared(seed)


def test_the_comparison_meets_words_that_may_be_read() -> None:
    assert sum(compared(100 + seed) for seed in range(1)) > 0


@pytest.mark.proof
@pytest.mark.parametrize("seed", range(1_000, 1_300))
def test_they_agree_on_three_hundred_dossiers(seed: int) -> None:
    compared(seed)
