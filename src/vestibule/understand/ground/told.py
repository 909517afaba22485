"""What is believed of every statement of one comparison, and on whom does it rest?"""

from __future__ import annotations

import numpy as np
import polars as pl

from vestibule.understand.ground import fitting, heard
from vestibule.understand.ground.asked import Asked
from vestibule.understand.ground.fitting import Fit, Flags


def statements(
    asked: Asked, fitted: Fit, names: pl.Series, enough: Flags
) -> pl.DataFrame:
    """Return what is believed of each statement; missing where a group is thin."""
    settings, believed = asked.settings, fitted.posterior
    whole = enough.all(axis=1)
    free = whole & ~names.is_in(list(asked.split)).to_numpy()
    claims = fitting.claimed(
        believed.sure, error=settings.error, rule=settings.rule, open_to=free
    )
    rows = np.flatnonzero(claims)
    extra, where = fitting.undoing(fitted, rows, settings.error)
    low, high = believed.interval(settings.level)
    measured = {
        "sure": believed.sure,
        "sure_low": np.minimum(fitted.band.sure_low, believed.sure),
        "sure_high": np.maximum(fitted.band.sure_high, believed.sure),
        "lowest": believed.mean,
        "low": low,
        "high": high,
        "band_low": np.minimum(fitted.band.low, low),
        "band_high": np.maximum(fitted.band.high, high),
        "sure_gathered": np.minimum(fitted.gathered.sure, believed.sure),
        "gathered_low": np.minimum(fitted.gathered.low, low),
        "gathered_high": np.maximum(fitted.gathered.high, high),
    }
    below = (believed.segment_sure <= settings.error) & enough
    frame = pl.DataFrame(
        {
            "statement": names,
            "claimed": claims,
            "stands": claims & (measured["sure_gathered"] >= 1 - settings.error),
            "gathered_in": [
                asked.groups[one] if all(heard) else None
                for one, heard in zip(
                    fitted.gathered.segment.tolist(), enough.tolist(), strict=True
                )
            ],
            "refused": below.any(axis=1) | (whole & (believed.sure <= settings.error)),
            **{name: np.where(whole, of, np.nan) for name, of in measured.items()},
            **_draws(asked, fitted, enough),
        }
    )
    undone = pl.DataFrame(
        {
            "statement": names.gather(rows),
            "extra": np.where(np.isfinite(extra), extra, np.nan),
            "extra_in": [asked.groups[one] for one in where],
        },
        schema_overrides={"extra_in": pl.String},
    )
    return (
        frame.fill_nan(None)
        .join(undone.fill_nan(None), on="statement", how="left", maintain_order="left")
        .with_columns(rank=pl.col("lowest").rank("ordinal", descending=True))
    )


def _draws(asked: Asked, fitted: Fit, enough: Flags) -> dict[str, object]:
    """Return which group is the weakest, and how far groups are apart."""
    settings = asked.settings
    drawn = np.where(enough, fitted.posterior.draws, np.nan)
    two = enough.sum(axis=1) > 1
    low = np.where(enough, drawn, np.inf)
    gap = np.where(enough, drawn, -np.inf).max(axis=2) - low.min(axis=2)
    lowest = low.argmin(axis=2)
    votes = np.stack([(lowest == one).mean(axis=0) for one in range(enough.shape[1])])
    weakest = votes.argmax(axis=0)
    gap = np.where(two, gap, 0.0)
    tails = [(1 - settings.level) / 2, (1 + settings.level) / 2]
    ends = np.quantile(gap, tails, axis=0)
    sure = (gap > settings.gap).mean(axis=0)
    names = np.array([*asked.groups], dtype=object)[weakest]
    numbers = {
        "weakest_sure": votes.max(axis=0),
        "gap": gap.mean(axis=0),
        "gap_low": ends[0],
        "gap_high": ends[1],
        "gap_sure": sure,
    }
    return {
        "weakest": [
            name if one else None for name, one in zip(names, two, strict=True)
        ],
        "divided": two & (sure >= 1 - settings.error),
        **{name: np.where(two, of, np.nan) for name, of in numbers.items()},
    }


def without_overheard(
    asked: Asked, told: pl.DataFrame, evident: pl.DataFrame, cells: pl.DataFrame
) -> pl.DataFrame:
    """Return the same with what it would be without overheard gatherings."""
    left = evident.filter(~pl.col("overheard"))
    if left.height == evident.height:
        return told.with_columns(rests_on_overheard=pl.lit(value=False))
    still = heard.cells(left, asked.statements, asked.groups, asked.least)
    names = pl.Series("statement", [], dtype=pl.String)
    sure = lowest = np.zeros(0)
    if heard.why_nothing(still, left) is None:
        heard_alone = asked.counted(left)
        believed = fitting.believed(heard_alone, bar=asked.bar)
        names = pl.Series("statement", heard_alone.statements)
        sure, lowest = believed.sure, believed.mean
    whole = still.group_by("statement").agg(pl.col("enough").all())
    alone = pl.DataFrame(
        {"statement": names, "sure_unheard": sure, "lowest_unheard": lowest}
    ).join(whole.filter("enough"), on="statement", how="semi")
    without = pl.col("sure_unheard") >= 1 - asked.settings.error
    return told.join(
        alone, on="statement", how="left", maintain_order="left"
    ).with_columns(
        rests_on_overheard=pl.col("claimed") & ~without.fill_null(value=False)
    )
