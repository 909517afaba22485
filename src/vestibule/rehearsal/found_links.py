"""How much of a planted causal structure did a map find?"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from vestibule.rehearsal.storytelling import StoryTruth
from vestibule.understand.maps import SystemMap


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What was found of what was planted; shares from 0 to 1.

    Parameters
    ----------
    least : int
        Sources a link must have to count as found.
    factor_precision, factor_recall : float
        Of pairs of coded factors that the map holds to be one, those that mean one
        planted factor; of pairs that mean one, those that the map holds to be one.
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


def found(system: SystemMap, truth: StoryTruth, *, share: float = 0.05) -> Found:
    """Return how much of a planted structure a map holds.

    Parameters
    ----------
    system : SystemMap
        Of the dossier, or of one team's.
    truth : StoryTruth
        What was planted.
    share : float
        Of all sources, how many must have told a link for it to count as found, 0 to
        1: one in twenty leaves out what single coders misread.

    Returns
    -------
    Found
        A factor of the map is the planted one that most of its claims mean.
    """
    means = _meaning(system, truth)
    everyone = system.claims["source"].drop_nulls().n_unique()
    least = max(2, math.ceil(share * everyone))
    precision, recall = _pairs(system, truth)
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
        factor_precision=precision,
        factor_recall=recall,
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
        one: min(counts, key=lambda number: (-counts[number], number))
        for one, counts in votes.items()
    }


def _pairs(system: SystemMap, truth: StoryTruth) -> tuple[float, float]:
    together = Counter(truth.means.values())
    merged, both = 0, 0
    for members in system.factors["members"]:
        merged += math.comb(len(members), 2)
        parts = Counter(truth.means[one] for one in members)
        both += sum(math.comb(n, 2) for n in parts.values())
    meant = sum(math.comb(n, 2) for n in together.values())
    return both / max(1, merged), both / max(1, meant)


def _turned(circle: list[int]) -> tuple[int, ...]:
    start = circle.index(min(circle))
    return (*circle[start:], *circle[:start])
