"""How can a panel be drawn so that the quotas hold and everyone's chance is fair?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from vestibule.errors import DataError
from vestibule.plan.lotteries import conflicts, drawing, fairness, pool
from vestibule.plan.lotteries.conflicts import QuotasImpossible
from vestibule.plan.lotteries.drawing import Drawn
from vestibule.plan.lotteries.pool import PanelQuota, Pool

RULES = ("leximin", "maximin")

LIMITS = {
    "no-volunteers": "Nobody volunteered: there is no one to draw.",
    "everyone-chosen": "As many places as volunteers: everyone is on the panel.",
    "no-quotas": "No quota was given: everyone has the same chance.",
    "one-kind": "All volunteers are alike in what the quotas ask.",
    "not-answered": "Some volunteers did not answer what a quota asks; they count"
    " for none of its values.",
    "out-of-reach": "Some volunteers cannot be on any panel that meets the quotas;"
    " their chance is none. Wider quotas would give them one.",
    "one-panel": "The quotas leave one way to fill the panel only; who is drawn within"
    " a type is still chance.",
}
"""What a lottery cannot do, or does with care: code and English sentence."""

LEAST_SHOWN = 10
"""Volunteers of a type below which its chance is not printed by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lottery:
    """A fair lottery over panels that meet the quotas.

    Parameters
    ----------
    rule : str
        ``leximin`` or ``maximin``: what was really run.
    size : int
        People on the panel.
    volunteers : int
        People in the pool.
    types : pl.DataFrame
        One row per type of people: ``type``, the features, ``people``, ``chance`` (of
        each of them, 0 to 1). For the team: small types can point to a person.
    panels : pl.DataFrame
        One row per panel that can be drawn: ``panel`` from 0, ``tickets`` (of
        `drawing.TICKETS`), ``seats`` (how many of each type, in their order).
    least : float or None
        The least chance of anyone who can be on a panel at all.
    gap : float
        How far, at most, a chance that was raised lies below what is possible; at
        most 1e-6, else the lottery is refused.
    fingerprint : str
        Commits to pool and lottery: to be published before the seed is made. Empty
        where there is nothing to draw.
    limits : tuple of str
        Codes of `LIMITS`.
    pool : Pool
        The volunteers by type.
    """

    rule: str
    size: int
    volunteers: int
    types: pl.DataFrame
    panels: pl.DataFrame
    least: float | None
    gap: float
    fingerprint: str
    limits: tuple[str, ...]
    pool: Pool

    def sentences(self) -> tuple[str, ...]:
        """Return what it cannot do, or does with care, in English."""
        return tuple(LIMITS[code] for code in self.limits)

    def draw(self, seed: str) -> Drawn:
        """Draw the panel with a seed made in public: see `drawing`.

        Parameters
        ----------
        seed : str
            Not empty; as it was said.

        Returns
        -------
        Drawn
            The same for everyone who knows pool and seed.

        Raises
        ------
        DataError
            If nobody volunteered or the seed is empty.
        """
        if self.panels.is_empty():
            raise DataError(LIMITS["no-volunteers"])
        panel = drawing.panel_of(seed, tuple(self.panels["tickets"].to_list()))
        seats = np.array(self.panels["seats"][panel].to_list(), dtype=np.int64)
        return Drawn(
            people=drawing.seated(seed, self.pool, seats),
            panel=panel,
            seed=seed,
            fingerprint=self.fingerprint,
        )

    def printed(self, *, least: int = LEAST_SHOWN) -> pl.DataFrame:
        """Return the chances as they may be published: by type, never by person.

        Parameters
        ----------
        least : int
            Volunteers of a type from which it has a row of its own.

        Returns
        -------
        pl.DataFrame
            The features as text, ``people``, ``lowest`` and ``highest`` chance. Types
            with fewer people share the last row, with missing features; if they are
            too few together, the next smallest types join them. Empty where all
            volunteers are too few.
        """
        features = list(dict.fromkeys(quota.feature for quota in self.pool.quotas))
        by_size = self.types.sort("people", "type", descending=[True, False])
        # So that the small ones together are many enough too.
        after = pl.col("people").cum_sum(reverse=True)
        rest = after - pl.col("people")
        own = (pl.col("people") >= least) & ((rest == 0) | (rest >= least))
        marked = by_size.with_columns(own=own.cast(pl.Int8).cum_min() == 1)
        shown = marked.filter("own").sort("type")
        ends = {
            "people": pl.col("people").sum(),
            "lowest": pl.col("chance").min(),
            "highest": pl.col("chance").max(),
        }
        others = marked.filter(~pl.col("own")).select(**ends)
        alone = shown.select(*features, "people", lowest="chance", highest="chance")
        return pl.concat(
            [alone, others.filter(pl.col("people") >= least)], how="diagonal"
        )


def lottery(
    volunteers: pl.DataFrame,
    quotas: Sequence[PanelQuota],
    *,
    size: int,
    rule: str = "leximin",
) -> Lottery:
    """Return a fair lottery over the panels that meet the quotas.

    Parameters
    ----------
    volunteers : pl.DataFrame
        One row per volunteer: ``person`` (distinct) and a column per feature that a
        quota asks for; missing is not answered.
    quotas : sequence of PanelQuota
        How many of each kind the panel must and may hold.
    size : int
        People on the panel, at least 1.
    rule : str
        ``leximin``, or ``maximin``: quicker, and fair to the worst off only.

    Returns
    -------
    Lottery
        The same for any order of volunteers and quotas.

    Raises
    ------
    DataError
        If `size` or `rule` is none, or the optimum was not proved to 1e-6.
    reason
        `QuotasImpossible` if no panel meets the quotas: which conflict, and the nearest change.

    Notes
    -----
    Assumes that those drawn come: replace who declines by a new lottery among those
    left, not by hand. A quota makes a panel resemble a population in what it asks
    and in nothing else: volunteers are not a sample, and a panel's votes must not be
    read as a people's. Two people of one household: see `households.one_of_each`.

    Examples
    --------
    >>> people = pl.DataFrame({"person": list("abcde"), "sex": ["w", *"mmmm"]})
    >>> asked = [PanelQuota(feature="sex", value="w", least=1, most=1)]
    >>> lottery(people, asked, size=2).types["chance"].to_list()
    [0.25, 1.0]
    """
    if size < 1 or rule not in RULES:
        raise DataError(f"A panel has at least one place, and a rule of {RULES}.")
    given = pool.of_volunteers(volunteers, quotas)
    if given.n == 0:
        return _nothing(given, size, rule)
    found = fairness.fair(given, size, rule=rule)
    if found is None:
        reason: QuotasImpossible = conflicts.explained(given, size)
        raise reason
    if found.gap > PROVED:
        raise DataError(
            f"The fairest lottery was found to {found.gap:.1e} only, not to"
            f" {PROVED:.0e}: use the rule maximin, or fewer features.",
            gap=found.gap,
        )
    return _result(given, size, rule, found)


PROVED = 1e-6
"""How near to the optimum a lottery must be proved to be."""


def _result(given: Pool, size: int, rule: str, found: fairness.Fair) -> Lottery:
    order = np.lexsort(found.panels.T[::-1])
    held = found.panels[order]
    tickets = drawing.shared_out(found.chance[order])
    chance = np.array(tickets) @ held / given.counts / drawing.TICKETS
    chance = np.round(chance, 9)
    reachable = chance[chance > 0]
    return Lottery(
        rule=rule,
        size=size,
        volunteers=given.n,
        types=given.types.with_columns(chance=pl.Series(chance)),
        panels=_panels(tickets, held.tolist()),
        least=float(reachable.min()),
        gap=found.gap,
        fingerprint=drawing.fingerprint(given, size, held, tickets),
        limits=_limits(given, size, len(tickets), out=bool((chance == 0).any())),
        pool=given,
    )


def _panels(tickets: Sequence[int], seats: Sequence[Sequence[int]]) -> pl.DataFrame:
    return pl.DataFrame(
        {"panel": range(len(tickets)), "tickets": tickets, "seats": seats},
        schema={"panel": pl.Int64, "tickets": pl.Int64, "seats": pl.List(pl.Int64)},
    )


def _limits(given: Pool, size: int, panels: int, *, out: bool) -> tuple[str, ...]:
    features = {quota.feature for quota in given.quotas}
    unknown = any(given.types[name].null_count() for name in features)
    holds = {
        "everyone-chosen": size == given.n,
        "no-quotas": not given.quotas,
        "one-kind": bool(given.quotas) and len(given.counts) == 1,
        "not-answered": unknown,
        "out-of-reach": out,
        "one-panel": panels == 1 and len(given.counts) > 1,
    }
    return tuple(code for code, true in holds.items() if true)


def _nothing(given: Pool, size: int, rule: str) -> Lottery:
    return Lottery(
        rule=rule,
        size=size,
        volunteers=0,
        types=given.types.with_columns(chance=pl.lit(None, dtype=pl.Float64)),
        panels=_panels([], []),
        least=None,
        gap=0.0,
        fingerprint="",
        limits=("no-volunteers",),
        pool=given,
    )
