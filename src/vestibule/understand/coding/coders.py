"""How alike do coders read the excerpts, code by code and coder by coder?

Only what at least two coders have read counts, and only what coders read before an
adjudicator settled it. Of each code a coder's reading of an excerpt is one of three:
it is there, it is denied, it is not there.

A reading nobody checked is one person's reading. Agreement does not make it true:
coders trained together can be wrong alike.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from vestibule.dossier.records import Dossier
from vestibule.understand.coding import alpha, limits, readings
from vestibule.understand.coding.alpha import Floats

DRAWS = 1000
"""How often gatherings are drawn again."""

FOUND = 0.95
"""Share of the draws in which alpha must exist for its interval to be given."""

VALUES = ("there", "denied", "absent")
"""What a coder can read of a code in an excerpt."""

MEASURED = {
    "units": pl.Int64,
    "put": pl.Int64,
    "gatherings": pl.Int64,
    "agreement": pl.Float64,
    "alpha": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "limit": pl.String,
}
"""Columns of every row that measures agreement."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reliability:
    """How alike coders read.

    Coders are numbered in the order of their pseudonyms, which are not told.
    Measured are ``units`` (excerpts read by two or more), ``put`` (of them, those on
    which any coder put the code), ``gatherings``, ``agreement`` (share of pairs of
    readings that agree, 0 to 1), ``alpha`` (at most 1) with ``low`` and ``high``, and
    ``limit`` (code of `limits.LIMITS` where a number is missing, else missing).

    Parameters
    ----------
    overall : pl.DataFrame
        One row: all codes together, each measured against its own chance.
    codes : pl.DataFrame
        One row per code, by ``key``: ``code``, ``key`` and what is measured.
    pairs : pl.DataFrame
        One row per two coders who read excerpts in common and code, and one without a
        code for all codes together: ``first``, ``second``, ``code``, ``key`` and what
        is measured.
    coders : pl.DataFrame
        ``coder`` (number), ``excerpts`` read, ``shared`` with another coder.
    disputed : pl.DataFrame
        ``excerpt``, ``gathering``: read apart, and nobody has settled it.
    adjudicated : int
        Excerpts that an adjudicator settled.
    limits : tuple of str
        Codes of `limits.LIMITS` that hold of the whole.
    level : float
        Of the intervals.
    draws, seed : int
        Of the gatherings drawn again.
    """

    overall: pl.DataFrame
    codes: pl.DataFrame
    pairs: pl.DataFrame
    coders: pl.DataFrame
    disputed: pl.DataFrame
    adjudicated: int
    limits: tuple[str, ...]
    level: float
    draws: int
    seed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Book:
    """Readings as arrays.

    Parameters
    ----------
    value : np.ndarray of int, shape (codes, excerpts, coders)
        Place in `VALUES`; -1: not read.
    cluster : np.ndarray of int, shape (excerpts,)
        The gathering of each excerpt, from 0.
    codes, excerpts : pl.DataFrame
        Which they are, in order.
    taken : np.ndarray, shape (draws, gatherings)
        How often each gathering is taken in each draw.
    level : float
        Of the intervals.
    """

    value: NDArray[np.int8]
    cluster: NDArray[np.int64]
    codes: pl.DataFrame
    excerpts: pl.DataFrame
    taken: Floats
    level: float


def reliability(
    dossier: Dossier, *, seed: int = 0, draws: int = DRAWS, level: float = 0.95
) -> Reliability:
    """Return how alike coders read.

    Parameters
    ----------
    dossier : Dossier
        The records, settled.
    seed : int
        Of the gatherings drawn again.
    draws : int
        How often.
    level : float
        Of the intervals, 0 to 1.

    Returns
    -------
    Reliability
        Where too little was read by two, a limit and no number.

    Notes
    -----
    Nominal alpha [1]_. All codes together: one less the sum over codes of the
    disagreement seen, divided by the sum of the one expected of each code by itself, so
    that a rare code and a common one are not mixed. Intervals draw gatherings again
    with replacement, all their excerpts with them (percentiles): excerpts of one
    gathering resemble one another and do not count as independent. Not for ranking
    coders.

    References
    ----------
    .. [1] Krippendorff, K. (2011), Computing Krippendorff's Alpha-Reliability.
    """
    read = readings.readings(dossier)
    book = _book(dossier, read.filter(~pl.col("adjudicates")), seed, draws, level)
    whole = _measured(book, slice(None))
    judged = read.filter("adjudicates")["excerpt"].unique()
    disputed = _disputed(book, judged)
    return Reliability(
        overall=whole.head(1).select(list(MEASURED)),
        codes=whole[1:].sort("key", "code"),
        pairs=_pairs(book),
        coders=_coders(book),
        disputed=disputed,
        adjudicated=judged.len(),
        limits=_limits(read, book, disputed),
        level=level,
        draws=draws,
        seed=seed,
    )


def _book(
    dossier: Dossier, read: pl.DataFrame, seed: int, draws: int, level: float
) -> _Book:
    excerpts = read.select("excerpt", "gathering").unique().sort("excerpt")
    codes = dossier.current("codes").select("key", code="id").sort("key", "code")
    coders = read.select("coder").unique().sort("coder")
    placed = (
        read.join(excerpts.with_row_index("e"), on=["excerpt", "gathering"])
        .join(coders.with_row_index("r"), on="coder")
        .join(codes.with_row_index("c"), on="code", how="left")
    )
    value = np.full((len(codes), len(excerpts), len(coders)), -1, dtype=np.int8)
    value[:, placed["e"].to_numpy(), placed["r"].to_numpy()] = VALUES.index("absent")
    found = placed.drop_nulls("c")
    at = tuple(found[name].to_numpy() for name in ("c", "e", "r"))
    value[at] = found["denied"].to_numpy().astype(np.int8)
    met = excerpts["gathering"].unique().sort()
    cluster = excerpts["gathering"].replace_strict(
        met, range(len(met)), return_dtype=pl.Int64
    )
    even = np.full(len(met), 1 / max(len(met), 1))
    rng = np.random.default_rng(seed)
    taken = rng.multinomial(len(met), even, size=draws) if len(met) else even[None]
    return _Book(
        value=value,
        cluster=cluster.to_numpy().astype(np.int64),
        codes=codes,
        excerpts=excerpts,
        taken=np.asarray(taken, dtype=np.float64),
        level=level,
    )


def _shared(book: _Book, coders: slice | list[int]) -> NDArray[np.bool_]:
    """Return which excerpts two or more of these coders have read."""
    if not len(book.codes):
        return np.zeros(len(book.excerpts), dtype=bool)
    return np.asarray((book.value[0][:, coders] >= 0).sum(axis=1) > 1)


def _measured(book: _Book, coders: slice | list[int]) -> pl.DataFrame:
    """Return agreement over all codes, in the first row, then code by code."""
    shared = _shared(book, coders)
    value, cluster = book.value[:, shared][:, :, coders], book.cluster[shared]
    clusters = book.taken.shape[1]
    parts = np.zeros((len(book.codes), clusters, 1 + len(VALUES)))
    put = np.zeros(len(book.codes), dtype=np.int64)
    for n, one in enumerate(value):
        counts = (one[:, :, None] == np.arange(len(VALUES))).sum(axis=1)
        parts[n] = alpha.sums(counts.astype(np.float64), cluster, clusters)
        put[n] = (counts[:, 0] > 0).sum()
    any_put = (value == 0).any(axis=(0, 2)).sum() if len(value) else 0
    rows = _rows(parts, book, len(np.unique(cluster)))
    units = int(shared.sum())
    head = {"code": None, "key": None, "put": int(any_put)}
    names = [head, *book.codes.with_columns(put=pl.Series(put)).iter_rows(named=True)]
    told = [
        _told({**name, "units": units, **row})
        for name, row in zip(names, rows, strict=True)
    ]
    schema = {"code": pl.String, "key": pl.String, **MEASURED}
    return pl.DataFrame(told, schema=schema)


def _rows(
    parts: Floats, book: _Book, gatherings: int
) -> Iterator[dict[str, float | int | None]]:
    """Yield alpha, its interval and agreement: all codes together, then each.

    Yields
    ------
    dict
        ``gatherings``, ``agreement``, ``alpha``, ``low``, ``high``.
    """
    drawn = [alpha.disagreement(book.taken @ part) for part in parts]
    once = [alpha.disagreement(part.sum(axis=0)) for part in parts]
    whole = [np.sum([one[n] for one in drawn], axis=0) for n in range(3)]
    exact = [np.sum([one[n] for one in once], axis=0) for n in range(3)]
    for (seen, expected, readers), again in zip(
        [tuple(exact), *once], [tuple(whole), *drawn], strict=True
    ):
        low, high = _interval(again[0], again[1], book.level)
        yield {
            "gatherings": gatherings,
            "agreement": 1 - float(seen / readers) if readers else None,
            "alpha": 1 - float(seen / expected) if expected > 0 else None,
            "low": low,
            "high": high,
        }


def _interval(
    seen: Floats, expected: Floats, level: float
) -> tuple[float | None, float | None]:
    there = np.atleast_1d(expected) > 0
    if there.mean() < FOUND:
        return None, None
    found = 1 - np.atleast_1d(seen)[there] / np.atleast_1d(expected)[there]
    low, high = np.quantile(found, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)


def _told(row: dict[str, object]) -> dict[str, object]:
    """Return a row without the numbers that would rest on too little, and why."""
    limit = _limit(row)
    hidden: tuple[str, ...] = ()
    if limit == "few-gatherings":
        hidden = ("low", "high")
    elif limit is not None:
        hidden = ("alpha", "low", "high")
        hidden += () if limit in ("one-category", "rare") else ("agreement",)
    return {**row, **dict.fromkeys(hidden), "limit": limit}


def _limit(row: dict[str, object]) -> str | None:
    units, put, met = (int(str(row[name])) for name in ("units", "put", "gatherings"))
    checks = (
        (units == 0, "one-coder"),
        (units < limits.FEW_UNITS, "few-units"),
        (row["alpha"] is None, "one-category"),
        (put < limits.FEW_PUT, "rare"),
        (met < limits.FEW_CLUSTERS or row["low"] is None, "few-gatherings"),
    )
    return next((code for holds, code in checks if holds), None)


def _pairs(book: _Book) -> pl.DataFrame:
    schema = {"first": pl.Int64, "second": pl.Int64}
    found = [pl.DataFrame(schema=schema | {"code": pl.String, "key": pl.String})]
    found[0] = pl.DataFrame(schema={**found[0].schema, **MEASURED})
    for first, second in combinations(range(book.value.shape[2]), 2):
        if _shared(book, [first, second]).any():
            rows = _measured(book, [first, second]).with_columns(
                first=pl.lit(first + 1, dtype=pl.Int64),
                second=pl.lit(second + 1, dtype=pl.Int64),
            )
            found.append(rows.select(found[0].columns))
    return pl.concat(found)


def _coders(book: _Book) -> pl.DataFrame:
    n = book.value.shape[2]
    schema = {"coder": pl.Int64, "excerpts": pl.Int64, "shared": pl.Int64}
    if not len(book.codes):
        return pl.DataFrame(schema=schema)
    read = book.value[0] >= 0
    both = read & (read.sum(axis=1) > 1)[:, None]
    return pl.DataFrame(
        {
            "coder": range(1, n + 1),
            "excerpts": read.sum(axis=0).astype(np.int64),
            "shared": both.sum(axis=0).astype(np.int64),
        },
        schema=schema,
    )


def _disputed(book: _Book, judged: pl.Series) -> pl.DataFrame:
    shown = np.where(book.value < 0, -1, book.value)
    highest = shown.max(axis=2, initial=-1)
    lowest = np.where(shown < 0, len(VALUES), shown).min(axis=2, initial=len(VALUES))
    apart = (highest > lowest).any(axis=0)
    return book.excerpts.filter(pl.Series(apart)).filter(
        ~pl.col("excerpt").is_in(judged.implode())
    )


def _limits(read: pl.DataFrame, book: _Book, disputed: pl.DataFrame) -> tuple[str, ...]:
    if read.is_empty():
        return ("not-coded",)
    units = int(_shared(book, slice(None)).sum())
    met = len(np.unique(book.cluster[_shared(book, slice(None))]))
    checks = (
        (units == 0, "one-coder"),
        (0 < units < limits.FEW_UNITS, "few-units"),
        (units > 0 and met < limits.FEW_CLUSTERS, "few-gatherings"),
        (not disputed.is_empty(), "undecided"),
    )
    return tuple(code for holds, code in checks if holds)
