"""In which order do people want things settled, and how firm is that order?

The outcome follows from the ballots alone, in whatever order they are read. Ties are
named, never broken. Beside the order stand: the ranks each finding takes when
gatherings (or, of fewer than three, ballots) are drawn again; the orders that remain
when any one region or gathering is left out; and what other rules would have given.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from vestibule.agree import ballots, rules
from vestibule.agree.rules import Floats
from vestibule.dossier.records import Dossier
from vestibule.understand import ranks
from vestibule.understand.ranks import Ints

LEAST_GATHERINGS = 3
"""From this many on, gatherings are what is drawn again; below it, ballots."""

BY_KIND = {"approval": "approval", "points": "points"}
"""The rule of a kind of question, whatever the process says of rankings."""

FINDING = {"finding": pl.String(), "key": pl.String()}
SCORED = {"score": pl.Float64(), "rank": pl.Int64()}
PLACED = {"region": pl.String(), "region_key": pl.String()}

ORDER = pl.Schema(
    {
        **FINDING,
        **SCORED,
        "tied": pl.Boolean(),
        "rank_low": pl.Int64(),
        "rank_high": pl.Int64(),
        "first": pl.Int64(),
        "top_two": pl.Int64(),
        "ballots": pl.Int64(),
    }
)

BY_REGION = pl.Schema(
    {
        **PLACED,
        **FINDING,
        **SCORED,
        "top_two": pl.Int64(),
        "ballots": pl.Int64(),
        "gatherings": pl.Int64(),
        "places": pl.Int64(),
    }
)

BY_RULE = pl.Schema({"rule": pl.String(), **FINDING, **SCORED})

DROPPED = pl.Schema(
    {
        "kind": pl.String(),
        "left_out": pl.String(),
        "changed": pl.Boolean(),
        "first": pl.String(),
        "order": pl.String(),
    }
)

ROWS = pl.Schema(
    {
        "finding": pl.String(),
        "gathering": pl.String(),
        "place": pl.String(),
        "region_key": pl.String(),
        "top_two": pl.Int64(),
        "n": pl.Int64(),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PriorityResult:
    """The order that ballots give to findings.

    Parameters
    ----------
    question, kind, rule : str or None
        The question's id and kind, the rule that decided; None without ballots.
    order : pl.DataFrame
        One row per finding, by ``rank``, ``key``: ``finding``, ``key``, ``score``,
        ``rank`` (from 1; equal scores share it), ``tied`` (whether another has the
        same score), ``rank_low``, ``rank_high``, ``first`` (ballots that put it
        first), ``top_two`` (first or second, or approved), ``ballots`` (that say
        anything of it).
    by_region : pl.DataFrame
        One row per region and finding: ``region``, ``region_key``, ``finding``,
        ``key``, ``score``, ``rank``, ``top_two``, ``ballots``, ``gatherings``,
        ``places``. Missing region: a conference whose delegates noted no place.
    dropped : pl.DataFrame
        One row per region or gathering left out: ``kind``, ``left_out`` (region key
        or gathering id), ``changed`` (whether any rank differs), ``first`` (keys in
        first place then, space separated), ``order`` (keys by rank, ties joined
        by ``=``).
    by_rule : pl.DataFrame
        One row per rule and finding: ``rule``, ``finding``, ``key``, ``score``,
        ``rank``.
    rows : pl.DataFrame
        For clearing, one row per finding and gathering: ``finding``, ``gathering``,
        ``place``, ``region_key``, ``top_two``, ``n`` (ballots).
    ballots, gatherings : int
        How many ballots, in how many gatherings.
    unit : str
        What was drawn again: ``gathering``, ``ballot``, or ``none``.
    level : float
        Of the rank ranges.
    draws, seed : int
        Of the rank ranges.
    """

    question: str | None
    kind: str | None
    rule: str | None
    order: pl.DataFrame
    by_region: pl.DataFrame
    dropped: pl.DataFrame
    by_rule: pl.DataFrame
    rows: pl.DataFrame
    ballots: int
    gatherings: int
    unit: str
    level: float
    draws: int
    seed: int


def priorities(
    dossier: Dossier,
    *,
    question: str | None = None,
    seed: int = 0,
    draws: int = 2000,
    level: float = 0.95,
) -> PriorityResult:
    """Return the order of findings by the ballots on one question.

    Parameters
    ----------
    dossier : Dossier
        The records; `consent.published` of them where the result is to be shown.
    question : str or None
        Its id; None: the one with the most ballots, then the smallest key.
    seed : int
        Of the draws.
    draws : int
        How often gatherings or ballots are drawn again.
    level : float
        Of the rank ranges, 0 to 1.

    Returns
    -------
    PriorityResult
        Empty if there are no ballots.

    Raises
    ------
    UnevenBallot
        If rows of one ballot disagree on how many ballots it stands for.

    Notes
    -----
    The rule is the question's own if it names one, else that of its kind, else the
    process's. What the ballots cannot answer (approvals under a ranking rule) is
    decided by the rule they can answer.
    """
    rows = ballots.rows_of(dossier, question)
    held = ballots.Held.of(dossier, rows)
    if held is None:
        return _empty(seed=seed, draws=draws, level=level)
    named, kind = rows["question"][0], rows["kind"][0]
    rule = _rule(dossier, rows)
    given = rules.RULES[rule](held.ballots)
    unit, low, high = _ranges(held, given, seed=seed, draws=draws, level=level)
    return PriorityResult(
        question=named,
        kind=kind,
        rule=rule,
        order=_order(held, given, low, high),
        by_region=_by_region(held, given),
        dropped=_dropped(held, given),
        by_rule=_by_rule(held, rule),
        rows=_clearable(held),
        ballots=int(held.times.sum()),
        gatherings=held.sheets["gathering"].n_unique(),
        unit=unit,
        level=level,
        draws=draws,
        seed=seed,
    )


def _rule(dossier: Dossier, rows: pl.DataFrame) -> str:
    """Return the rule agreed on, or the one that these ballots can answer."""
    answered = {
        "borda": rows["rank"].count(),
        "approval": rows["approved"].count(),
        "points": rows["points"].count(),
    }
    kind, named = rows["kind"][0], rows["rule"][0]
    wanted = (named, BY_KIND.get(kind), dossier.process.decisions.priority_rule)
    for rule in (*wanted, *answered):
        if answered.get(rule):
            return str(rule)
    return "borda"


def _order(held: ballots.Held, given: Floats, low: Ints, high: Ints) -> pl.DataFrame:
    times = held.times
    score = times @ given
    rank = ranks.ranked(score)
    _, place, count = np.unique(rank, return_inverse=True, return_counts=True)
    columns = {
        "score": score,
        "rank": rank,
        "tied": count[place] > 1,
        "rank_low": low,
        "rank_high": high,
        "first": (times @ rules.first(held.ballots)).astype(np.int64),
        "top_two": (times @ held.top_two()).astype(np.int64),
        "ballots": (times @ held.spoken).astype(np.int64),
    }
    return held.frame(columns).cast(ORDER).sort("rank", "key", "finding")


def _ranges(
    held: ballots.Held, given: Floats, *, seed: int, draws: int, level: float
) -> tuple[str, Ints, Ints]:
    """Return what was drawn again, and the rank range of each finding."""
    rng = np.random.default_rng(seed)
    met_in = held.sheets["gathering"].to_list()
    names = sorted(set(met_in))
    times = held.times
    if len(names) >= LEAST_GATHERINGS:
        column = {name: number for number, name in enumerate(names)}
        scores = np.zeros((len(names), given.shape[1]))
        np.add.at(scores, [column[name] for name in met_in], times[:, None] * given)
        region = dict(held.sheets.select("gathering", "region").iter_rows())
        taken = ranks.redrawn([region[name] for name in names], draws, rng)
        return ("gathering", *ranks.rank_range(taken @ scores, level))
    if times.sum() < 2:
        return ("none", *ranks.rank_range((times @ given)[None, :], level))
    shares = times / times.sum()
    drawn = rng.multinomial(int(times.sum()), shares, size=draws).astype(np.float64)
    return ("ballot", *ranks.rank_range(drawn @ given, level))


def _by_region(held: ballots.Held, given: Floats) -> pl.DataFrame:
    parts = []
    sheets = held.sheets.with_row_index("row")
    keys = ["region", "region_key"]
    for (region, key), part in sheets.sort("row").group_by(keys, maintain_order=True):
        row = part["row"].to_numpy()
        times = held.times[row]
        score = times @ given[row]
        columns = {
            "score": score,
            "rank": ranks.ranked(score),
            "top_two": (times @ held.top_two()[row]).astype(np.int64),
            "ballots": (times @ held.spoken[row]).astype(np.int64),
        }
        parts.append(
            held.frame(columns).with_columns(
                region=pl.lit(region, dtype=pl.String),
                region_key=pl.lit(key, dtype=pl.String),
                gatherings=pl.lit(part["gathering"].n_unique()),
                places=pl.lit(part["place"].n_unique()),
            )
        )
    whole = pl.concat(parts).select(list(BY_REGION)).cast(BY_REGION)
    return whole.sort("region_key", "rank", "key", "finding")


def _dropped(held: ballots.Held, given: Floats) -> pl.DataFrame:
    """Return the order that remains without each region, and each gathering."""
    whole = ranks.ranked(held.times @ given)
    found = []
    for kind, column in (("region", "region_key"), ("gathering", "gathering")):
        names = held.sheets[column].drop_nulls().unique().sort().to_list()
        for name in names if len(names) > 1 else []:
            kept = (held.sheets[column] != name).fill_null(value=True).to_numpy()
            rank = ranks.ranked((held.times * kept) @ given)
            found.append((kind, name, bool((rank != whole).any()), *_told(held, rank)))
    return pl.DataFrame(found, schema=DROPPED, orient="row")


def _told(held: ballots.Held, rank: Ints) -> tuple[str, str]:
    """Return the keys in first place, and all keys in order."""
    places: dict[int, list[str]] = {}
    for key, one in zip(held.findings["key"], rank.tolist(), strict=True):
        places.setdefault(one, []).append(key)
    told = [sorted(places[one]) for one in sorted(places)]
    return " ".join(told[0]), " ".join("=".join(keys) for keys in told)


def _by_rule(held: ballots.Held, decided: str) -> pl.DataFrame:
    """Return the outcome of the rule that decided, and of others as a check."""
    scores = {decided: held.times @ rules.RULES[decided](held.ballots)}
    if np.isfinite(held.ballots.rank).any():
        scores["borda"] = held.times @ rules.borda(held.ballots)
        scores["first"] = held.times @ rules.first(held.ballots)
        scores["pairs"] = rules.pairs(held.ballots, held.times)
    whole = pl.concat(
        held.frame({"score": score, "rank": ranks.ranked(score)}).select(
            pl.lit(rule).alias("rule"), "finding", "key", "score", "rank"
        )
        for rule, score in scores.items()
    )
    return whole.cast(BY_RULE)


def _clearable(held: ballots.Held) -> pl.DataFrame:
    top = held.top_two()
    parts = [
        held.sheets.select("gathering", "place", "region_key", "n").with_columns(
            finding=pl.lit(finding), top_two=pl.Series(top[:, column] * held.times)
        )
        for column, finding in enumerate(held.findings["finding"])
    ]
    keys = ["finding", "gathering", "place", "region_key"]
    summed = pl.concat(parts).group_by(keys).agg(pl.col("top_two", "n").sum())
    return summed.select(list(ROWS)).cast(ROWS).sort(keys)


def _empty(*, seed: int, draws: int, level: float) -> PriorityResult:
    return PriorityResult(
        question=None,
        kind=None,
        rule=None,
        order=pl.DataFrame(schema=ORDER),
        by_region=pl.DataFrame(schema=BY_REGION),
        dropped=pl.DataFrame(schema=DROPPED),
        by_rule=pl.DataFrame(schema=BY_RULE),
        rows=pl.DataFrame(schema=ROWS),
        ballots=0,
        gatherings=0,
        unit="none",
        level=level,
        draws=draws,
        seed=seed,
    )
