"""Who makes false claims of common ground, and do intervals hold the truth?

`python -m benchmarks.ground [--replicates 40] [--intervals 1000]` measures the model
of `vestibule.understand.ground` and three published rules on the same answers.
"""

from __future__ import annotations

import argparse
import importlib
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from benchmarks import planted, report
from benchmarks.planted import Floats, World
from vestibule.understand import ground
from vestibule.understand.ground import fitting
from vestibule.understand.ground.settings import GroundSettings

BAR = 0.6

WORLDS = {
    "as the model assumes": World(),
    "heavy tails (t, 3 degrees)": World(tails=3),
    "very heavy tails (t, 2 degrees)": World(tails=2),
    "gatherings, likeness 0.02": World(rho=0.02),
    "gatherings, likeness 0.15": World(rho=0.15),
    "gatherings, likeness 0.15 in log-odds": World(rho=0.15, odds=True),
    "votes missing with activity (0.4)": World(activity=0.4),
    "votes missing with activity (0.8)": World(activity=0.8),
    "2 % hostile": World(hostile=0.02),
}
"""What is simulated."""

GATHERED = {
    "2 % hostile, all in the smallest segment": World(intruding=0.02),
    "2 % imitating the largest, all in the smallest": World(
        intruding=0.02, imitating=True
    ),
}
"""Where hostile answers are not spread: the error is stated for claims that stand."""

RULES = ("model", "stands", "raw min", "Laplace min", "product (GAC)")
"""What is compared: claims of the model, those of them that stand if all spoilt answers
sat in one small group, and the rules of Remesh, Jigsaw and Polis as
described in the notes."""


@dataclass(slots=True)
class Tally:
    """Sums over replicates."""

    claims: dict[str, int] = field(default_factory=lambda: dict.fromkeys(RULES, 0))
    wrong: dict[str, int] = field(default_factory=lambda: dict.fromkeys(RULES, 0))
    true: int = 0
    expected: float = 0.0
    sure: list[Floats] = field(default_factory=list)
    held: list[Floats] = field(default_factory=list)
    in_band: list[float] = field(default_factory=list)
    in_gathered: list[float] = field(default_factory=list)
    unlike: list[float] = field(default_factory=list)

    def false(self, rule: str) -> float:
        """Return the share of claims that are false."""
        return self.wrong[rule] / max(self.claims[rule], 1)

    def recall(self, rule: str) -> float:
        """Return the share of what is true that is claimed."""
        return (self.claims[rule] - self.wrong[rule]) / max(self.true, 1)

    def worst(self) -> tuple[float, int]:
        """Return the largest calibration error over fifths of the stated probability."""
        sure, held = np.concatenate(self.sure), np.concatenate(self.held)
        off = 0.0
        for low in np.arange(0, 1, 0.2):
            here = (sure >= low) & (sure <= low + 0.2)
            if here.sum() >= 100:
                off = max(off, abs(sure[here].mean() - held[here].mean()))
        return off, int(sure.size)


def rules(yes: Floats, n: Floats) -> dict[str, Floats]:
    """Return what the published rules claim, shape (statements,) each."""
    raw = np.divide(yes, n, out=np.zeros_like(yes), where=n > 0)
    smooth = (yes + 1) / (n + 2)
    return {
        "raw min": raw.min(axis=1) > BAR,
        "Laplace min": (smooth.min(axis=1) > BAR) & (n.sum(axis=1) >= 20),
        "product (GAC)": smooth.prod(axis=1) > BAR ** n.shape[1],
    }


def measured(world: World, segments: int, replicates: int) -> Tally:
    """Return the sums over replicates of one world."""
    settings, found = GroundSettings(draws=1), Tally()
    for seed in range(replicates):
        given = planted.planted(world, planted.SIZES[segments], seed=seed)
        fitted = fitting.fit(given.counted, bar=BAR, settings=settings)
        held = (given.truth > BAR).all(axis=1)
        sure = fitted.posterior.sure
        claims = {
            "model": sure >= 1 - settings.error,
            "stands": np.minimum(sure, fitted.gathered.sure) >= 1 - settings.error,
            **rules(given.yes, given.n),
        }
        for rule, claimed in claims.items():
            found.claims[rule] += int(claimed.sum())
            found.wrong[rule] += int((claimed & ~held).sum())
        found.true += int(held.sum())
        found.expected += float((1 - sure[claims["model"]]).sum())
        found.sure.append(sure)
        found.held.append(held)
        lowest = given.truth.min(axis=1)
        inside = (lowest >= fitted.band.low) & (lowest <= fitted.band.high)
        found.in_band.append(float(inside.mean()))
        low, high = fitted.posterior.interval(settings.level)
        low, high = (
            np.minimum(low, fitted.gathered.low),
            np.maximum(high, fitted.gathered.high),
        )
        found.in_gathered.append(float(((lowest >= low) & (lowest <= high)).mean()))
        if fitted.rho is not None:
            found.unlike.append(fitted.rho)
    return found


def covered(rho: float, replicates: int, *, odds: bool, met: int = 40) -> float:
    """Return how often intervals of 95 % hold the share of a segment.

    Each replicate is a comparison of two segments of `met` gatherings of 12, with 20
    statements; every share of it is looked at.
    """
    world = World(rho=rho, odds=odds, gathered=12)
    settings, held = GroundSettings(draws=1), []
    for seed in range(replicates):
        given = planted.planted(world, (12 * met, 12 * met), seed=seed, statements=20)
        fitted = fitting.fit(given.counted, bar=BAR, settings=settings)
        low, high = fitted.posterior.segment_interval(0.95)
        held.append(float(((low <= given.truth) & (given.truth <= high)).mean()))
    return float(np.mean(held))


def seconds() -> tuple[float, float]:
    """Return seconds for 100,000 people, 300 statements, 5 segments: counting, rest."""
    crowd = importlib.import_module("vestibule.rehearsal.crowd").crowd()
    groups = crowd.groups.astype(np.int64)
    segment = np.where((groups == 0) & (np.arange(groups.size) % 3 == 0), 4, groups)
    start = time.perf_counter()
    rows = ground.of_book(crowd.book, segment, list("abcde"))
    counted = time.perf_counter()
    ground.of_rows(rows, list("abcde"))
    return counted - start, time.perf_counter() - counted


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, print the tables, and write the section."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--replicates", type=int, default=40)
    parser.add_argument("--intervals", type=int, default=1000)
    asked = parser.parse_args(arguments)
    counting_took, rest = seconds()
    text = "\n\n".join(
        [
            "## Common ground (`benchmarks/ground.py`)",
            f"{asked.replicates} replicates of 200 statements for each line, as in"
            " `notes/opinions.md` 8.6; a claim says that more than 60 % agree in every"
            " segment; nominal error 10 %. Rules are given as claims per replicate /"
            " false share / recall. *Calibration* is the largest difference, over"
            " fifths of the stated probability, from how often it held; *band* is how"
            " often the sensitivity band (2 % spoilt) held the true lowest share,"
            " *gathered* the same if all spoilt answers sat in one small group;"
            " *stands* are claims that would stand even then.",
            _claims(asked.replicates),
            "How often intervals of 95 % hold the share of a segment heard in 40"
            f" gatherings of 12: {asked.intervals:,} replicates of 20 statements and 2"
            " segments for each figure.",
            _intervals(asked.intervals),
            f"100,000 people, 3 million votes, 300 statements, 5 segments:"
            f" {counting_took:.1f} s to count the votes, {rest:.1f} s for everything"
            f" else ({report.machine()}).",
        ]
    )
    print(text)
    report.write_section("ground", text)


def _claims(replicates: int) -> str:
    rows = []
    for name, world in (WORLDS | GATHERED).items():
        for segments in planted.SIZES:
            found = measured(world, segments, replicates)
            cells = [
                f"{found.claims[rule] / replicates:.0f} / {found.false(rule):.1%} /"
                f" {found.recall(rule):.0%}"
                for rule in RULES
            ]
            expected = found.expected / max(found.claims["model"], 1)
            more = [
                f"{expected:.1%}",
                f"{found.worst()[0]:.3f}",
                f"{np.mean(found.in_band):.1%}",
                f"{np.mean(found.in_gathered):.1%}",
            ]
            rows.append([name, str(segments), *cells, *more])
            print(rows[-1], flush=True)
    head = [
        "world",
        "segments",
        *RULES,
        "model expected",
        "calibration",
        "band",
        "gathered",
    ]
    return report.table(head, rows)


def _intervals(replicates: int) -> str:
    rows = []
    for rho in (0.02, 0.05, 0.10, 0.15):
        held = [covered(rho, replicates, odds=odds) for odds in (False, True)]
        rows.append([f"{rho:.2f}", *(f"{one:.1%}" for one in held)])
        print(rows[-1], flush=True)
    return report.table(["likeness", "beta", "log-odds"], rows)


if __name__ == "__main__":
    main()
