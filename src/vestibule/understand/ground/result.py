"""What is returned of common ground, and which columns does it have?"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from vestibule.understand.ground import explain
from vestibule.understand.ground.settings import GroundSettings

STATEMENTS = pl.Schema(
    {
        "comparison": pl.String(),
        "statement": pl.String(),
        "key": pl.String(),
        "rank": pl.Int64(),
        "verdict": pl.String(),
        "claimed": pl.Boolean(),
        "sure": pl.Float64(),
        "sure_low": pl.Float64(),
        "sure_high": pl.Float64(),
        "lowest": pl.Float64(),
        "low": pl.Float64(),
        "high": pl.Float64(),
        "band_low": pl.Float64(),
        "band_high": pl.Float64(),
        "sure_gathered": pl.Float64(),
        "gathered_low": pl.Float64(),
        "gathered_high": pl.Float64(),
        "gathered_in": pl.String(),
        "stands": pl.Boolean(),
        "weakest": pl.String(),
        "weakest_sure": pl.Float64(),
        "gap": pl.Float64(),
        "gap_low": pl.Float64(),
        "gap_high": pl.Float64(),
        "gap_sure": pl.Float64(),
        "thin": pl.String(),
        "extra": pl.Int64(),
        "extra_in": pl.String(),
        "sure_unheard": pl.Float64(),
        "lowest_unheard": pl.Float64(),
        "rests_on_overheard": pl.Boolean(),
    }
)
"""One row per comparison and statement."""

SEGMENTS = pl.Schema(
    {
        "comparison": pl.String(),
        "statement": pl.String(),
        "key": pl.String(),
        "group": pl.String(),
        "agree": pl.Int64(),
        "n": pl.Int64(),
        "gatherings": pl.Int64(),
        "overheard": pl.Int64(),
        "enough": pl.Boolean(),
        "why": pl.String(),
        "mean": pl.Float64(),
        "low": pl.Float64(),
        "high": pl.Float64(),
        "sure": pl.Float64(),
    }
)
"""One row per comparison, statement and group, heard or not."""

APART = pl.Schema(
    {
        "comparison": pl.String(),
        "statement": pl.String(),
        "key": pl.String(),
        "first": pl.String(),
        "second": pl.String(),
        "gap": pl.Float64(),
        "low": pl.Float64(),
        "high": pl.Float64(),
        "sure": pl.Float64(),
    }
)
"""One row per comparison, statement and pair of groups that were heard enough."""

PAIRS = pl.Schema(
    {
        "first": pl.String(),
        "second": pl.String(),
        "statement": pl.String(),
        "key": pl.String(),
        "sure_low": pl.Float64(),
        "sure_high": pl.Float64(),
        "claimed": pl.Boolean(),
        "weakest_in": pl.String(),
        "weakest": pl.String(),
        "lowest": pl.Float64(),
    }
)
"""One row per pair of comparisons and statement heard enough in both."""

MODELS = pl.Schema(
    {
        "comparison": pl.String(),
        "statements": pl.Int64(),
        "answers": pl.Int64(),
        "claims": pl.Int64(),
        "expected_false": pl.Float64(),
        "mean": pl.Float64(),
        "spread": pl.Float64(),
        "apart": pl.Float64(),
        "rho": pl.Float64(),
        "heavy": pl.Float64(),
        "reference": pl.String(),
        "gatherings_overheard": pl.Int64(),
    }
)
"""One row per comparison of which anything could be said."""

SHIFTS = pl.Schema(
    {
        "comparison": pl.String(),
        "method": pl.String(),
        "shift": pl.Float64(),
        "deviation": pl.Float64(),
    }
)
"""One row per comparison and counting method but the reference."""

NEEDS = pl.Schema(
    {
        "comparison": pl.String(),
        "group": pl.String(),
        "statement": pl.String(),
        "key": pl.String(),
        "why": pl.String(),
        "gatherings": pl.Int64(),
        "settles": pl.Boolean(),
    }
)
"""One row per comparison, group and statement that further gatherings would settle."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroundResult:
    """Common ground in declared comparisons, with its error.

    Nothing in it is cleared for publication.

    Parameters
    ----------
    statements : pl.DataFrame
        `STATEMENTS`, by comparison and ``rank`` (falling ``lowest``; missing where
        it cannot be said). ``sure``: probability that every group is above the bar;
        ``sure_low``, ``sure_high``: the same if `GroundSettings.hostile` of all
        answers were spoilt. ``lowest``, ``low``, ``high``: mean and interval of the
        lowest share; ``band_low``, ``band_high``: the interval with answers spoilt.
        ``sure_gathered``, ``gathered_low``, ``gathered_high``: the same if as many
        answers were spoilt and all of them in one small group, ``gathered_in``:
        that in which they matter most; ``stands``: claimed even then.
        ``weakest``: the group most probably lowest, ``weakest_sure``: how probably.
        ``gap``…: between the highest and the lowest share; ``gap_sure``: probability
        that it is above `GroundSettings.gap`. ``thin``: groups not heard enough,
        separated by ``"; "``. ``extra``: so few further answers against it in
        ``extra_in`` undo the claim. ``sure_unheard``, ``lowest_unheard``: without
        overheard gatherings; ``rests_on_overheard``: claimed only with them.
        Where a group was not heard enough, probabilities are missing, never a number.
    segments : pl.DataFrame
        `SEGMENTS`; ``why`` a group was not heard enough: ``never_asked``,
        ``counted_in_public``, ``too_few``, ``took_no_side``, or empty.
    apart : pl.DataFrame
        `APART`: share of the first less that of the second, -1 to 1, and the
        probability that they differ by more than `GroundSettings.gap`.
    pairs : pl.DataFrame
        `PAIRS`: statements that hold in every group of two comparisons. The same
        people stand in both, so the probability is bounded, not multiplied.
    models : pl.DataFrame
        `MODELS`: what was estimated; ``expected_false``: of the claims.
    shifts : pl.DataFrame
        `SHIFTS`: log-odds by which a counting method moves answers.
    needs : pl.DataFrame
        `NEEDS`: further gatherings of a group; ``settles``: whether so many are
        expected to, else the number is the most that is worth asking for now.
    sentences : tuple of str
        What cannot be said, and why; in English.
    bar : float
        The share that every group must pass, 0 to 1.
    settings : GroundSettings
        With them, and the same records, everything comes out the same.
    """

    statements: pl.DataFrame
    segments: pl.DataFrame
    apart: pl.DataFrame
    pairs: pl.DataFrame
    models: pl.DataFrame
    shifts: pl.DataFrame
    needs: pl.DataFrame
    sentences: tuple[str, ...]
    bar: float
    settings: GroundSettings

    @property
    def claims(self) -> pl.DataFrame:
        """Return the statements claimed as common ground, best first."""
        return self.statements.filter("claimed")

    def explain(self) -> str:
        """Return in English how the claims were made, and what cannot be said."""
        said = explain.explain(
            bar=self.bar,
            error=self.settings.error,
            rule=self.settings.rule,
            claims=self.claims.height,
            false=self.expected_false,
            hostile=self.settings.hostile,
            stands=self.standing,
        )
        parts = [said] if self.models.height else []
        return "\n".join([*parts, *self.sentences])

    @property
    def standing(self) -> int:
        """Return how many claims stand if all spoilt answers sat in one small group."""
        return self.statements.filter("stands").height

    @property
    def expected_false(self) -> float:
        """Return how many of all claims are expected to be false."""
        return float(self.models["expected_false"].sum())
