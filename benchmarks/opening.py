"""How long does it take to find what is open in a large dossier, and to make a list?"""

from __future__ import annotations

import time

import numpy as np
import polars as pl

from benchmarks import report
from vestibule.dossier import writing
from vestibule.dossier.process import Comparison, Group, Process
from vestibule.dossier.records import Dossier
from vestibule.understand import ground, showings

MANY = (3_000, 300, 10, 30)
"""People, statements, groups and votes of each, where seconds are measured."""


def told() -> str:
    """Return the sentence on seconds."""
    opened, listed = seconds()
    return (
        f"{MANY[1]} statements, {MANY[2]} groups, {MANY[0] * MANY[3]:,} votes:"
        f" {opened:.2f} core seconds to find what is open in a dossier whose common"
        f" ground is known, then {1000 * listed:.0f} ms for each person or gathering"
        f" ({report.machine()})."
    )


def seconds() -> tuple[float, float]:
    """Return core seconds to find what is open in a large dossier, and for a list."""
    people, statements, groups, each = MANY
    rng = np.random.default_rng(1)
    bands = [f"band-{number}" for number in range(groups)]
    comparison = Comparison(
        key="age",
        names={},
        basis="age_band",
        groups=tuple(Group(key=one, names={}, values=(one,)) for one in bands),
    )
    process = Process(key="b", titles={}, question={}, comparisons=(comparison,))
    who = [f"{number:032x}" for number in range(people)]
    what = [f"{number:032x}" for number in range(statements)]
    said = np.concatenate(
        [rng.choice(statements, each, replace=False) for _ in range(people)]
    )
    rows = {
        "people": pl.DataFrame(
            {"pseudonym": who, "age_band": [bands[n % groups] for n in range(people)]}
        ),
        "statements": pl.DataFrame({"key": what, "words": what}).with_columns(
            source=pl.lit("seed"), moderation=pl.lit("in")
        ),
        "votes": pl.DataFrame(
            {
                "person": np.repeat(who, each),
                "statement": np.array(what)[said],
                "vote": rng.integers(-1, 2, said.size),
            }
        ),
    }
    ids = {"people": who, "statements": what}
    tables = {
        name: writing.as_records(
            frame,
            name,
            ids=ids.get(name, [f"{number:032x}" for number in range(frame.height)]),
            origin=name,
            first_seq=1,
        )
        for name, frame in rows.items()
    }
    dossier = Dossier(process=process, tables=tables)
    nothing = ground.common_ground(Dossier(process=process, tables={}))
    whom = showings.speaking_from(dossier, {"age_band": bands[3]})
    start = time.process_time()
    given = showings.state(dossier, nothing)
    opened = time.process_time()
    showings.next_statements(given, whom)
    return opened - start, time.process_time() - opened
