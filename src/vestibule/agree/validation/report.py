"""What is known of each finding: founded on what, held how far, contested by whom?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from vestibule.agree.validation import disputes, evidence, wording
from vestibule.agree.validation import standing as standings
from vestibule.agree.validation.standing import FindingStanding
from vestibule.agree.validation.wording import Wordings
from vestibule.dossier import lineage
from vestibule.dossier.process import Decisions
from vestibule.dossier.records import Dossier
from vestibule.plan import coverage
from vestibule.plan.covered import Coverage

SILENT = pl.Schema(
    {
        "finding": pl.String(),
        "key": pl.String(),
        "place": pl.String(),
        "place_key": pl.String(),
        "why": pl.String(),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ValidationReport:
    """Findings and their validation; for the team, before any clearing.

    Parameters
    ----------
    standing : FindingStanding
        How far each finding holds, by region and profile.
    wordings : Wordings
        Which words of it were validated.
    evidence : pl.DataFrame
        What is cited for and against: `evidence.evidence`.
    cited : pl.DataFrame
        The records behind it, for clearing and tracing: `evidence.cited`.
    unclear : int
        Supports that cite nothing, or more than one thing, and are not counted.
    contested : pl.DataFrame
        Who rejected or objected: `disputes.contested`. The only words in it are
        cleared ones.
    splits : pl.DataFrame
        Who stands against whom: `disputes.splits`.
    silent : pl.DataFrame
        One row per finding and region or camp that has said nothing of its present
        words: ``finding``, ``key``, ``place``, ``place_key``, ``why`` (``nobody``:
        nobody was ever heard there; ``represented``: only delegates spoke of it;
        ``not_asked``: heard, but the finding was not brought back there).
    rules : Decisions
        That the process declared.
    """

    standing: FindingStanding
    wordings: Wordings
    evidence: pl.DataFrame
    cited: pl.DataFrame
    unclear: int
    contested: pl.DataFrame
    splits: pl.DataFrame
    silent: pl.DataFrame
    rules: Decisions


def report(
    dossier: Dossier,
    *,
    heard: Coverage | None = None,
    on: date | None = None,
    lang: str | None = None,
) -> ValidationReport:
    """Return what is known of each finding and of its validation.

    Parameters
    ----------
    dossier : Dossier
        With all versions of its records: only these tell which words were validated.
    heard : Coverage or None
        Who was heard, of the settled dossier; None: worked out here.
    on : date or None
        The day it is, for consent that can run out.
    lang : str or None
        Language of cleared words.

    Returns
    -------
    ValidationReport
        Findings nobody took back to the people are there too, as working drafts.
    """
    settled = lineage.settled(dossier)
    worded = wording.wordings(dossier)
    standing = standings.standing(settled, wordings=worded)
    cited = evidence.cited(settled)
    covered = coverage.coverage(settled) if heard is None else heard
    return ValidationReport(
        standing=standing,
        wordings=worded,
        evidence=evidence.evidence(settled, cited),
        cited=cited,
        unclear=evidence.unclear(settled),
        contested=disputes.contested(settled, standing, on=on, lang=lang),
        splits=disputes.splits(settled, standing),
        silent=_silent(standing, covered),
        rules=settled.process.decisions,
    )


def _silent(standing: FindingStanding, heard: Coverage) -> pl.DataFrame:
    """Return the places that said nothing of each finding, by name, and why."""
    places = heard.places.select("place", "standing", place_key="key")
    asked = standing.by_region.select("finding", "region_key").drop_nulls()
    why = (
        pl.when(pl.col("standing").is_in(["nobody", "observed"]))
        .then(pl.lit("nobody"))
        .when(pl.col("standing") == "represented")
        .then(pl.lit("represented"))
        .otherwise(pl.lit("not_asked"))
    )
    return (
        standing.findings.select("finding", "key")
        .join(places, how="cross")
        .join(
            asked,
            left_on=["finding", "place_key"],
            right_on=["finding", "region_key"],
            how="anti",
        )
        .with_columns(why=why)
        .select(list(SILENT))
        .cast(SILENT)
        .sort("key", "finding", "place_key")
    )
