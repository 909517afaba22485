"""What is a system map: factors, links, loops, and everyone behind them?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from vestibule.understand.maps.settings import MapSettings

Pair = tuple[str, str]
"""A link: cause and effect."""

KINDS = {1: "reinforcing", -1: "balancing", 0: "unclear"}
"""What a loop does, by the product of its signs; unclear where a sign is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """Links one after another: a loop (its end is its start) or a path.

    Parameters
    ----------
    factors : tuple of str
        Ids, from cause to effect; a loop begins with its smallest id, named once.
    signs : tuple of int
        Of each link: 1 more likely, -1 less, 0 as many tell it either way.
    sources : tuple of int
        Distinct sources that told each link in that direction.
    tellers : tuple of str
        Sources that told all of its links in those directions. Personal.
    """

    factors: tuple[str, ...]
    signs: tuple[int, ...]
    sources: tuple[int, ...]
    tellers: tuple[str, ...]

    @property
    def sign(self) -> int:
        """The product of its signs."""
        product = 1
        for sign in self.signs:
            product *= sign
        return product

    @property
    def kind(self) -> str:
        """Of a loop: reinforcing, balancing, or unclear."""
        return KINDS[self.sign]

    @property
    def assembled(self) -> bool:
        """Whether no one source told it whole: it was put together from several."""
        return not self.tellers

    @property
    def weakest(self) -> int:
        """How many sources told the link that fewest told."""
        return min(self.sources)

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """Its links."""
        after = self.factors[1:]
        if len(self.signs) == len(self.factors):
            after = (*after, self.factors[0])
        return tuple(zip(self.factors, after, strict=False))


@dataclass(frozen=True, kw_only=True)
class SystemMap:
    """What people told as making what more or less likely; never proven causes.

    For the team: counts are not cleared, and sources are personal.

    Parameters
    ----------
    settings : MapSettings
        The bounds.
    claims : pl.DataFrame
        `told.COLUMNS`: every claim, with what stands behind it.
    factors : pl.DataFrame
        One row per factor after merging, by id: ``factor``, ``name``, ``lang``,
        ``finding``, ``members`` (ids of what was merged, itself included),
        ``citations``, ``sources``, ``as_cause`` and ``as_effect`` (sources that told
        it so), ``gatherings``, ``places``, ``causes`` and ``effects`` (links in, links
        out), ``role`` (``driver``, ``outcome``, ``between``, ``alone``), ``part``
        (factors of one number lead back to each other; missing: none does), ``level``
        (trophic level: causes lie low).
    links : pl.DataFrame
        One row per cause and effect: ``cause``, ``effect``, ``citations``,
        ``sources``, ``gatherings``, ``places``, ``coders``; ``more`` and ``less``:
        sources that told it each way; ``sign`` 1, -1, or 0 where as many told both;
        ``contested``: somebody told the contrary.
    loops : tuple of Chain
        Told whole by most first.
    loop_floor : int
        Loops were looked for among links that at least so many sources told.
    kinds : mapping of str to int
        Claims whose source is a ``teller``, a ``voice``, a ``gathering``, ``nobody``.
    folded : int
        Claims whose cause and effect were merged into one factor: in no link.
    incoherence : float or None
        Trophic incoherence, 0 (causes flow one way) to 1 (all is loops).
    limits : tuple of str
        Codes of what cannot be said, and why: ``nothing-told``, ``sources-unknown``,
        ``tellers-unknown``, ``loops-cut``, ``loops-more``, ``no-loops``, ``folded``.
    sha256 : str
        Of factors, links and the claims behind them: equal maps, equal hash.
    """

    settings: MapSettings
    claims: pl.DataFrame
    factors: pl.DataFrame
    links: pl.DataFrame
    loops: tuple[Chain, ...]
    loop_floor: int
    kinds: Mapping[str, int]
    folded: int
    incoherence: float | None
    limits: tuple[str, ...]
    sha256: str

    @cached_property
    def stands(self) -> dict[str, str]:
        """Factor as coded to the one that stands for it."""
        rows = self.factors.select("factor", "members").iter_rows()
        return {str(one): str(factor) for factor, members in rows for one in members}

    @cached_property
    def signs(self) -> dict[Pair, int]:
        """Link to its sign."""
        rows = self.links.select("cause", "effect", "sign").iter_rows()
        return {(cause, effect): sign for cause, effect, sign in rows}

    @cached_property
    def tellers(self) -> dict[Pair, frozenset[str]]:
        """Link to the sources that told it in the direction that most told."""
        return tellers_of(self.claims, self.links)

    def minimap(self, story: str) -> pl.DataFrame:
        """Return the links of one story: ``cause``, ``effect``, ``sign``, ``claims``.

        Parameters
        ----------
        story : str
            A voice; where none is noted, a source.

        Returns
        -------
        pl.DataFrame
            ``claims`` are ids. Empty where the story told no link.
        """
        rows = self.claims.filter(pl.col("cause") != pl.col("effect"), story=story)
        return (
            rows.group_by("cause", "effect", "sign")
            .agg(pl.col("claim").sort().alias("claims"))
            .sort("cause", "effect", "sign")
        )


def tellers_of(claims: pl.DataFrame, links: pl.DataFrame) -> dict[Pair, frozenset[str]]:
    """Return link to the sources that told it in the direction that most told.

    Parameters
    ----------
    claims : pl.DataFrame
        `told.COLUMNS`.
    links : pl.DataFrame
        With ``cause``, ``effect``, ``sign``; of a link of sign 0 all sources count.

    Returns
    -------
    dict of (str, str) to frozenset of str
        Every link; the set is empty where no source is known.
    """
    along = (
        claims.drop_nulls("source")
        .join(links.select("cause", "effect", link_sign="sign"), on=["cause", "effect"])
        .filter((pl.col("link_sign") == 0) | (pl.col("link_sign") == pl.col("sign")))
        .group_by("cause", "effect")
        .agg(pl.col("source").unique())
    )
    found: dict[Pair, frozenset[str]] = {
        (cause, effect): frozenset()
        for cause, effect in links.select("cause", "effect").iter_rows()
    }
    for cause, effect, sources in along.iter_rows():
        found[cause, effect] = frozenset(sources)
    return found
