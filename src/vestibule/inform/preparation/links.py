"""Which links did people tell, in which gatherings? One source for causes and for the map."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

import polars as pl

from vestibule.inform.mapped import Direction
from vestibule.inform.preparation.sources import Sources
from vestibule.protect import clearing, thresholds
from vestibule.protect.thresholds import Key, Uncleared
from vestibule.understand.maps import Chain, MapSettings, loops, merging
from vestibule.understand.maps import told as told_links

Way = Literal["more", "less"]
"""How one telling has it."""

Link = tuple[str, str]
"""Cause and effect, after merging."""

BASE: Key = ("linked",)
"""The gatherings that told any link."""

MOST_CIRCLES = 40
"""Loops whose tellers are counted: those whose links most gatherings told."""

SIGNS: Mapping[Direction, int] = {"more": 1, "less": -1, "unclear": 0}

SETTINGS = MapSettings()
"""How far loops are looked for: printed with the map."""


def key(link: Link, way: Way) -> Key:
    """Return what the number of a link in one direction is called."""
    return ("told", *link, way)


def whole_key(factors: Iterable[str]) -> Key:
    """Return what the number of gatherings that told a whole loop is called."""
    return ("whole", *factors)


def direction(more: int, less: int) -> Direction:
    """Return what a link does, as more gatherings told it; 0: none, or not shown."""
    return "more" if more > less else "less" if less > more else "unclear"


@dataclass(frozen=True, kw_only=True)
class Tellings:
    """Who told which link in which gatherings.

    Parameters
    ----------
    sources : Sources
        Of the portrait.
    base : pl.DataFrame
        Rows of `Sources.meetings`: the gatherings that told any link.
    by : mapping of (Link, Way) to mapping of str to set of str
        Each source that told a link so, with the gatherings where it did.
    """

    sources: Sources
    base: pl.DataFrame
    by: Mapping[tuple[Link, Way], Mapping[str, set[str]]] = field(default_factory=dict)

    def met(self, link: Link, way: Way) -> set[str]:
        """Return the gatherings that told a link so."""
        return set().union(*self.by.get((link, way), {}).values())

    def uncleared(self, met: Collection[str]) -> Uncleared:
        """Return some of the gatherings, judged by themselves and by all that told any.

        A number that tells what was told is shown where those who told it are many
        enough themselves, not only those who were asked.

        Returns
        -------
        Uncleared
            Their number, out of all that told any link.
        """
        said = pl.Series("gathering", sorted(met), dtype=pl.String)
        rows = self.base.filter(pl.col("gathering").is_in(said.implode()))
        alone = self.sources.shared(rows["gathering"], rows)
        rules = self.sources.whole.process.disclosure
        return replace(
            self.sources.shared(rows["gathering"], self.base),
            barred=thresholds.why_not(alone, rules) if rows.height else None,
        )


def tellings(sources: Sources) -> Tellings:
    """Return who told which link in which gatherings, as far as it may be counted.

    Factors that people decided are one are one; what then links a factor to itself is
    no link. A claim without a gathering of its own takes that of its excerpt, then of
    its voice; one without any is left out.

    Returns
    -------
    Tellings
        Of the records that may stand behind published numbers.
    """
    met = sources.meetings["gathering"].implode()
    rows = told_links.told(sources.given, merged(sources)).filter(
        pl.col("cause") != pl.col("effect"), pl.col("gathering").is_in(met)
    )
    by: dict[tuple[Link, Way], dict[str, set[str]]] = defaultdict(
        lambda: defaultdict(set)
    )
    wanted = ("cause", "effect", "sign", "source", "gathering")
    for cause, effect, sign, source, gathering in rows.select(wanted).iter_rows():
        way: Way = "more" if sign > 0 else "less"
        by[(cause, effect), way][source].add(gathering)
    there = pl.col("gathering").is_in(rows["gathering"].implode())
    return Tellings(sources=sources, base=sources.meetings.filter(there), by=dict(by))


def merged(sources: Sources) -> dict[str, str]:
    """Return each factor that was decided to be another one, with that one."""
    return merging.together(merging.in_force(sources.given.table("merges")))


def tables(sources: Sources) -> Iterator[clearing.Table]:
    """Yield the gatherings that told each link and each loop, of all that told any."""
    told = tellings(sources)
    if told.base.is_empty():
        return
    everyone = told.base["gathering"].to_list()
    cells = {BASE: told.uncleared(everyone)}
    for link, way in sorted(told.by):
        cells[key(link, way)] = told.uncleared(told.met(link, way))
    does = shown({one: cell.value for one, cell in cells.items() if not cell.barred})
    for circle in _circles(told, cells, does):
        cells[whole_key(circle.factors)] = _whole(told, circle, does)
    yield clearing.Table(cells=cells)


def shown(numbers: Mapping[Key, int]) -> dict[Link, Direction]:
    """Return the links of which a number is shown, with what they do by it.

    Parameters
    ----------
    numbers : mapping of Key to int
        Shown numbers; those of links are looked at.

    Returns
    -------
    dict of Link to Direction
        By cause and effect. What is hidden has no part in it.
    """
    links = sorted({(one[1], one[2]) for one in numbers if one[0] == "told"})
    return {
        link: direction(
            numbers.get(key(link, "more"), 0), numbers.get(key(link, "less"), 0)
        )
        for link in links
    }


def _circles(
    told: Tellings, cells: Mapping[Key, Uncleared], does: Mapping[Link, Direction]
) -> tuple[Chain, ...]:
    """Return loops of links that will be shown, those told by most gatherings first."""
    most = {
        link: max(cells[key(link, way)].value for way in _ways(does[link]))
        for link in does
    }
    rows = pl.DataFrame(
        [(*link, most[link], SIGNS[does[link]]) for link in does],
        schema={"cause": pl.String, "effect": pl.String, "sources": pl.Int64, "sign": pl.Int64},
        orient="row",
    )  # fmt: skip
    found, _, _ = loops.loops(rows, dict.fromkeys(does, frozenset()), SETTINGS)
    ranked = sorted(
        found,
        key=lambda one: (
            -min(most[pair] for pair in one.pairs),
            len(one.factors),
            one.factors,
        ),
    )
    return tuple(ranked[:MOST_CIRCLES])


def _ways(does: Direction) -> tuple[Way, ...]:
    return ("more", "less") if does == "unclear" else (does,)


def _whole(told: Tellings, circle: Chain, does: Mapping[Link, Direction]) -> Uncleared:
    """Return the gatherings where somebody told all of a loop, as it is shown.

    They are among those that told each of its links: where only a few are left, the
    number is withheld, for it would tell theirs.

    Returns
    -------
    Uncleared
        Zero where nobody told it whole.
    """
    met = _told_whole(told, circle, does)
    found = told.uncleared(met)
    if not met or found.barred is not None:
        return found
    left = [
        told.met(pair, way) - met
        for pair in circle.pairs
        for way in _ways(does[pair])
        if does[pair] != "unclear"
    ]
    reasons = (told.uncleared(rest).barred for rest in left)
    return replace(found, barred=next(filter(None, reasons), None))


def _told_whole(
    told: Tellings, circle: Chain, does: Mapping[Link, Direction]
) -> set[str]:
    """Return the gatherings where one source told every link of a loop."""
    there = [
        {
            (source, gathering)
            for way in _ways(does[pair])
            for source, met in told.by.get((pair, way), {}).items()
            for gathering in met
        }
        for pair in circle.pairs
    ]
    return {gathering for _, gathering in set.intersection(*there)}
