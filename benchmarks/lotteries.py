"""How long does a fair lottery take, and how near to the optimum is it proved to be?"""

from __future__ import annotations

import math
import time

import numpy as np
import polars as pl

from benchmarks import report
from vestibule.plan import lotteries
from vestibule.plan.lotteries import PanelQuota

POOLS = ((300, 40, "maximin"), (300, 40, "leximin"), (1000, 100, "maximin"))
"""Volunteers, places, rule."""

KINDS = {
    "stratum": ((0.1,) * 10, (0.2, 0.2, 0.15, 0.1, 0.1, 0.08, 0.07, 0.05, 0.03, 0.02)),
    "sex": ((0.5, 0.5), (0.3, 0.7)),
    "age": ((0.4, 0.4, 0.2), (0.3, 0.5, 0.2)),
    "milieu": ((0.65, 0.25, 0.1), (0.35, 0.6, 0.05)),
    "schooling": ((0.6, 0.4), (0.2, 0.8)),
}
"""Shares in the population, and among volunteers: towns, men and schools lead."""


def invented(people: int, size: int) -> tuple[pl.DataFrame, list[PanelQuota]]:
    """Return volunteers and quotas within one of the population's shares."""
    rng = np.random.default_rng(1)
    pool = pl.DataFrame({"person": [f"p{i:05d}" for i in range(people)]})
    quotas = []
    for feature, (population, volunteered) in KINDS.items():
        drawn = rng.choice(len(population), people, p=volunteered)
        pool = pool.with_columns(pl.Series(feature, drawn.astype(str)))
        for value, share in enumerate(population):
            least = min(
                max(math.floor(size * share) - 1, 0), int((drawn == value).sum())
            )
            most = math.ceil(size * share) + 1
            quotas.append(
                PanelQuota(feature=feature, value=str(value), least=least, most=most)
            )
    return pool, quotas


def main(_: list[str] | None = None) -> None:
    """Measure and write the section."""
    rows = []
    for people, size, rule in POOLS:
        pool, quotas = invented(people, size)
        start = time.perf_counter()
        found = lotteries.lottery(pool, quotas, size=size, rule=rule)
        took = time.perf_counter() - start
        rows.append(
            [
                f"{people} volunteers, {found.types.height} types, panel of {size}",
                rule,
                f"{took:.1f}",
                f"{found.least:.5f}",
                f"{found.gap:.0e}",
            ]
        )
    text = "\n\n".join(
        [
            "## Fair lotteries by quota (`benchmarks/lotteries.py`)",
            f"Invented, seed 1; {report.machine()}. The gap is to the proved bound.",
            report.table(["pool", "rule", "seconds", "least chance", "gap"], rows),
        ]
    )
    report.write_section("lotteries", text)


if __name__ == "__main__":
    main()
