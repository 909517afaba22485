"""Parts of an analysis are worked out, of one cut, and kept."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from vestibule import __version__
from vestibule.api.analysis import SEED, Analysis
from vestibule.errors import DataError
from vestibule.web.records import declarations, jobs, results
from vestibule.web.records.models import Job, Result
from vestibule.web.work.parts import CHEAP, PARTS

KIND = "analysis"

MOST_TIMES = 3
"""How often an analysis is begun again because records left while it ran."""

REST = 20
"""A refresh waits so many times as long as the last one took."""

LEAST_REST = timedelta(seconds=10)


@jobs.kind(KIND)
def work(progress: jobs.Progress) -> Mapping[str, Any]:
    """Work out the parts that were asked for; those known for this cut are left."""
    parts = _asked(progress.wanted.get("parts"))
    for _ in range(MOST_TIMES):
        try:
            return _worked_out(progress, parts)
        except results.Overtaken:
            continue
    raise DataError(
        "Records were withdrawn each time while this was worked out: try again when "
        "the withdrawals are done.",
        reason="overtaken",
    )


def _asked(wanted: Sequence[str] | None) -> tuple[str, ...]:
    unknown = [name for name in wanted or () if name not in PARTS]
    if unknown:
        raise DataError(
            f"There is no part {unknown[0]} of an analysis: choose among "
            f"{', '.join(PARTS)}.",
            reason="no-such-part",
            part=unknown[0],
            parts=list(PARTS),
        )
    return tuple(wanted or PARTS)


def _worked_out(progress: jobs.Progress, parts: Sequence[str]) -> Mapping[str, Any]:
    of = len(parts) + 1
    progress.step("reading", 0, of)
    today, basis = progress.now().date(), results.basis()
    found = Analysis(dossier=basis.dossier)
    settings = {"seed": SEED, "version": __version__, results.TODAY: str(today)}
    made = []
    for done, part in enumerate(parts, start=1):
        progress.step(part, done, of)
        if results.is_known(part, basis.sha256, settings):
            continue
        begun = time.perf_counter()
        content = PARTS[part](found, today)
        took = time.perf_counter() - begun
        at = progress.now()
        results.keep(
            part, content, of=basis, settings=settings, at=at, seconds=round(took, 3)
        )
        made.append(part)
    return {"parts": list(parts), "made": made, "sha256": basis.sha256}


def refresh(*, at: datetime) -> Job | None:
    """Ask for the cheap parts anew where records came since; None: nothing to do.

    Not before the last refresh has rested, so that a site that is written to all day
    is not one that counts all day.
    """
    if declarations.latest() is None or not _is_stale(at):
        return None
    if Job.objects.filter(kind=KIND, state__in=jobs.OPEN).exists():
        return None
    return jobs.ask(KIND, wanted={"parts": list(CHEAP)}, by=jobs.MACHINE, at=at)


def _is_stale(at: datetime) -> bool:
    last = results.latest(CHEAP[0])
    if last is None:
        return not _failed_since(None)
    rest = max(LEAST_REST, REST * _took())
    if at - last.made_at < rest or _failed_since(last.made_at):
        return False
    fresh = last.settings.get(results.TODAY) == str(at.date())
    return last.since > 0 or not fresh or last.settings.get("version") != __version__


def _took() -> timedelta:
    rows = Result.objects.filter(part__in=CHEAP).values_list("seconds", flat=True)
    return timedelta(seconds=sum(rows))


def _failed_since(moment: datetime | None) -> bool:
    """Return whether a refresh failed already: it is for a person to look at."""
    failed = Job.objects.filter(kind=KIND, state="failed", asked_by=jobs.MACHINE)
    if moment is not None:
        failed = failed.filter(ended_at__gte=moment)
    return failed.exists()
