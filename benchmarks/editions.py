"""How long does it take to clear an edition, and the one after it?"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Mapping

from benchmarks import report
from vestibule.dossier import cuts
from vestibule.dossier.process import Disclosure
from vestibule.dossier.records import Dossier
from vestibule.inform import pack, preparation
from vestibule.protect import clearing, editions
from vestibule.rehearsal import Shape
from vestibule.rehearsal.walk import rehearse

TODAY = dt.date(2026, 1, 1)

ODD = Shape(
    focus_groups=20,
    interviews=0,
    validation_meetings=0,
    restitution_meetings=0,
    focus_attendances=240,
    interview_attendances=0,
    regional_attendances=80,
    validation_attendances=0,
    conference_attendances=20,
    restitution_attendances=0,
    excerpts=60,
    statements=6,
    votes=600,
)
"""Few focus groups, nothing validated, nobody met alone: two in three cells hidden."""

LARGE = Shape(
    focus_groups=330,
    interviews=120,
    validation_meetings=40,
    restitution_meetings=10,
    focus_attendances=4_300,
    interview_attendances=260,
    regional_attendances=340,
    validation_attendances=600,
    conference_attendances=96,
    restitution_attendances=180,
    excerpts=2_400,
    statements=24,
    votes=30_000,
)
"""Five hundred gatherings."""

BEFORE = {"odd": ("3.7", "not in 300"), "large": ("11.3", "42.7")}
"""Seconds of the first edition and of the next, as one program for all numbers: measured
on 22 November 2026, before islands were solved apart, on these dossiers."""


def tables(dossier: Dossier) -> Mapping[str, clearing.Table]:
    """Return all numbers of an edition."""
    return pack.unpublished(preparation.drafted(dossier, today=TODAY, seed=1))


def measured(name: str, shape: Shape, share: float) -> list[list[str]]:
    """Return a row for each of two editions, the first at a share of the gatherings."""
    whole = rehearse(seed=1, shape=shape).dossier
    days = whole.table("gatherings")["held_on"].drop_nulls().sort()
    first = cuts.as_of(whole, days[int(len(days) * share)])
    ledger, then = editions.Ledger(), {}
    rows = []
    for number, dossier in enumerate((first, whole)):
        given = tables(dossier)
        started = time.process_time()
        now, _ = clearing.united(given.values())
        changes = {
            one.number: dict(editions.differences(now, then[one.number], one))
            for one in ledger.editions
        }
        cleared = editions.clear(given, Disclosure(), ledger, changes=changes)
        seconds = time.process_time() - started
        ledger, then = cleared.ledger, {**then, number + 1: now}
        withheld = len(cleared.suppressed) - len(cleared.kept)
        rows.append(
            [
                name,
                str(number + 1),
                str(dossier.table("gatherings").height),
                f"{len(cleared.cells):,}",
                str(withheld),
                str(len(cleared.kept)),
                cleared.rule,
                BEFORE[name][number],
                f"{seconds:.1f}",
            ]
        )
    return rows


def main(_: list[str] | None = None) -> None:
    """Measure and write the section."""
    rows = [*measured("odd", ODD, 0.97), *measured("large", LARGE, 0.9)]
    titles = ["process", "edition", "gatherings", "numbers", "withheld", "kept", "rule"]
    text = "\n\n".join(
        [
            "## Clearing an edition against the one before (`benchmarks/editions.py`)",
            "Seconds of CPU to judge, hide and attack all numbers of portrait and pack, "
            f"invented dossiers; {report.machine()}. Before: all numbers in one program, "
            "differences judged by people alone.",
            report.table([*titles, "s before", "s"], rows),
        ]
    )
    report.write_section("editions", text)


if __name__ == "__main__":
    main()
