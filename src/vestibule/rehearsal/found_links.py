"""How much of a planted causal structure did a map find?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from vestibule.rehearsal.stories import StoryTruth
from vestibule.understand.maps import SystemMap


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What was found of what was planted; shares from 0 to 1.

    Parameters
    ----------
    least : int
        Sources a factor or a link must have to count as found.
    factor_precision, factor_recall : float
        Of the map's factors, those that are one planted factor and no other's double;
        of the planted ones, those found.
    link_precision, link_recall : float
        The same for links, a double of a planted link being right.
    sign_precision, sign_recall : float
        The same for links with their signs.
    loops : float
        Share of the planted loops found, with their sign.
    untold_assembled : bool or None
        Whether the loop nobody told whole is found and marked assembled; None: it is
        not listed.
    """

    least: int
    factor_precision: float
    factor_recall: float
    link_precision: float
    link_recall: float
    sign_precision: float
    sign_recall: float
    loops: float
    untold_assembled: bool | None


def found(system: SystemMap, truth: StoryTruth, *, least: int = 4) -> Found:
    """Return how much of a planted structure a map holds.

    Parameters
    ----------
    system : SystemMap
        Of the dossier, or of one team's.
    truth : StoryTruth
        What was planted.
    least : int
        Sources a factor or a link must have.

    Returns
    -------
    Found
        A factor of the map is the planted one that most of its claims mean.
    """
    means = _meaning(system, truth)
    kept = system.factors.filter(pl.col("sources") >= least)["factor"]
    matched = {means[one] for one in kept}
    links = system.links.filter(pl.col("sources") >= least)
    told = [
        ((means[cause], means[effect]), sign)
        for cause, effect, sign in links.select("cause", "effect", "sign").iter_rows()
    ]
    signs = truth.graph.signs
    right = [pair for pair, _ in told if pair in signs]
    signed = [pair for pair, sign in told if signs.get(pair) == sign]
    loops = {
        _turned([means[one] for one in chain.factors]): chain for chain in system.loops
    }
    planted = truth.graph.loops
    same = [
        one for one, sign in planted.items() if one in loops and loops[one].sign == sign
    ]
    untold = loops.get(truth.untold)
    return Found(
        least=least,
        factor_precision=len(matched) / max(1, len(kept)),
        factor_recall=len(matched) / truth.graph.factors,
        link_precision=len(right) / max(1, len(told)),
        link_recall=len(set(right)) / len(signs),
        sign_precision=len(signed) / max(1, len(told)),
        sign_recall=len(set(signed)) / len(signs),
        loops=len(same) / max(1, len(planted)),
        untold_assembled=None if untold is None else untold.assembled,
    )


def _meaning(system: SystemMap, truth: StoryTruth) -> Mapping[str, int]:
    votes: dict[str, Counter[int]] = {}
    rows = system.claims.select("cause", "told_cause", "effect", "told_effect")
    for cause, told_cause, effect, told_effect in rows.iter_rows():
        votes.setdefault(cause, Counter())[truth.means[told_cause]] += 1
        votes.setdefault(effect, Counter())[truth.means[told_effect]] += 1
    own = {one: truth.means[one] for one in system.factors["factor"]}
    return own | {
        one: min(counts, key=lambda number: (-counts[number], number))  # noqa: B023
        for one, counts in votes.items()
    }


def _turned(circle: list[int]) -> tuple[int, ...]:
    start = circle.index(min(circle))
    return (*circle[start:], *circle[:start])
