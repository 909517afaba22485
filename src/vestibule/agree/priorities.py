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
from vestibule.agree.rules import Order, Rule, scores
from vestibule.dossier.records import Dossier
from vestibule.understand import ranks
from vestibule.understand.ranks import Floats, Ints

LEAST_GATHERINGS = 3
"""From this many on, gatherings are what is drawn again; below it, ballots."""

MOST_DRAWS = 200
"""Draws under a rule that is not a sum over ballots: it is counted anew each time."""

BY_KIND = {
    "approval": "approval",
    "points": "points",
    "pairwise": "schulze",
    "consensus": "consensus",
}
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
        ``rank`` (from 1; those level share it), ``tied`` (whether another stands
        level), ``rank_low``, ``rank_high``, ``first`` (ballots that put it
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
        Its id; None: the one whose outcome was proclaimed, then the one with the most
        ballots, then the smallest key.
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
    rule = deciding(dossier, rows, held)
    unit, low, high, drawn = _ranges(held, rule, seed=seed, draws=draws, level=level)
    return PriorityResult(
        question=named,
        kind=kind,
        rule=rule.name,
        order=_order(held, rule.order(held.cast()), low, high),
        by_region=_by_region(held, rule),
        dropped=_dropped(held, rule),
        by_rule=_by_rule(held, rule),
        rows=clearable(held),
        ballots=int(held.times.sum()),
        gatherings=held.sheets["gathering"].n_unique(),
        unit=unit,
        level=level,
        draws=drawn,
        seed=seed,
    )


def deciding(dossier: Dossier, rows: pl.DataFrame, held: ballots.Held) -> Rule:
    """Return the rule agreed on, or the first that these ballots can answer.

    Parameters
    ----------
    dossier : Dossier
        The records.
    rows : pl.DataFrame
        Of `ballots.rows_of`, at least one.
    held : Held
        The same as numbers.

    Returns
    -------
    Rule
        The question's own, else that of its kind, else the process's, else the first
        of `rules.DECIDING` that the ballots can answer; *borda* where they say nothing.
    """
    kind, named = rows["kind"][0], rows["rule"][0]
    wanted = (named, BY_KIND.get(kind), dossier.process.decisions.priority_rule)
    for name in (*wanted, *rules.DECIDING):
        if name in rules.DECIDING and rules.RULES[name].reads in held.ballots.says:
            return rules.RULES[name]
    return rules.RULES["borda"]


def answered(held: ballots.Held, first: Rule) -> list[Rule]:
    """Return the rules that these ballots can answer, `first` in front."""
    others = [
        rule
        for rule in rules.RULES.values()
        if rule.reads in held.ballots.says and rule.name != first.name
    ]
    return [first, *others]


def scored(order: Order) -> pl.Series:
    """Return scores as numbers, missing where the rule counted nothing."""
    numbers = [None if one is None else float(one) for one in order.score]
    return pl.Series("score", numbers, dtype=pl.Float64)


def _order(held: ballots.Held, given: Order, low: Ints, high: Ints) -> pl.DataFrame:
    times = held.times
    rank = np.array(given.ranks, dtype=np.int64)
    _, place, count = np.unique(rank, return_inverse=True, return_counts=True)
    columns: ballots.Columns = {
        "score": scored(given),
        "rank": rank,
        "tied": count[place] > 1,
        "rank_low": low,
        "rank_high": high,
        "first": (times @ scores.alone_first(held.ballots.rank)).astype(np.int64),
        "top_two": (times @ held.top_two()).astype(np.int64),
        "ballots": (times @ held.ballots.spoken).astype(np.int64),
    }
    found = held.frame(columns).select(list(ORDER)).cast(ORDER)
    return found.sort("rank", "key", "finding")


def _ranges(
    held: ballots.Held, rule: Rule, *, seed: int, draws: int, level: float
) -> tuple[str, Ints, Ints, int]:
    """Return what was drawn again, the rank range of each finding, and the draws."""
    rng = np.random.default_rng(seed)
    met_in = held.sheets["gathering"].to_list()
    names = sorted(set(met_in))
    of = [names.index(name) for name in met_in]
    n, times = int(held.times.sum()), held.times
    count = draws if rule.name in scores.ADDING else min(draws, MOST_DRAWS)
    if len(names) >= LEAST_GATHERINGS:
        region = dict(held.sheets.select("gathering", "region").iter_rows())
        taken = ranks.redrawn([region[name] for name in names], count, rng)
        unit, drawn = "gathering", taken[:, of] * times
    elif n >= 2:
        drawn = rng.multinomial(n, times / n, size=count).astype(np.float64)
        unit = "ballot"
    else:
        unit, drawn, count = "none", times[None, :], 1
    low, high = _redone(held, rule, drawn, level)
    return unit, low, high, draws if unit == "none" else count


def _redone(
    held: ballots.Held, rule: Rule, drawn: Floats, level: float
) -> tuple[Ints, Ints]:
    """Return the range of ranks over draws, each a number of each sheet."""
    if rule.name in scores.ADDING:
        return ranks.rank_range(drawn @ scores.each(held.ballots, rule.name), level)
    each = [
        rule.order(held.kinds.weighed([int(n) for n in one])).ranks for one in drawn
    ]
    return ranks.rank_range(-np.array(each, dtype=np.float64), level)


def _by_region(held: ballots.Held, rule: Rule) -> pl.DataFrame:
    parts = []
    sheets = held.sheets.with_row_index("row")
    keys = ["region", "region_key"]
    for (region, key), part in sheets.sort("row").group_by(keys, maintain_order=True):
        row = part["row"].to_numpy()
        kept = np.zeros(held.sheets.height, dtype=np.bool_)
        kept[row] = True
        given, times = rule.order(held.cast(kept=kept)), held.times[row]
        columns: ballots.Columns = {
            "score": scored(given),
            "rank": np.array(given.ranks),
            "top_two": (times @ held.top_two()[row]).astype(np.int64),
            "ballots": (times @ held.ballots.spoken[row]).astype(np.int64),
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


def _dropped(held: ballots.Held, rule: Rule) -> pl.DataFrame:
    """Return the order that remains without each region, and each gathering."""
    whole = rule.order(held.cast()).levels
    found = [
        (
            kind,
            name,
            (given := rule.order(held.cast(kept=kept))).levels != whole,
            *told(held, given),
        )
        for kind, name, kept in held.without()
    ]
    return pl.DataFrame(found, schema=DROPPED, orient="row")


def told(held: ballots.Held, given: Order) -> tuple[str, str]:
    """Return the keys in first place, and all keys in order, ties joined by ``=``."""
    keys = held.options["key"].to_list()
    named = [sorted(keys[one] for one in level) for level in given.levels]
    return " ".join(named[0]), " ".join("=".join(level) for level in named)


def _by_rule(held: ballots.Held, decided: Rule) -> pl.DataFrame:
    """Return the outcome of the rule that decided, and of others beside it."""
    cast = held.cast()
    parts = []
    for rule in answered(held, decided):
        given = rule.order(cast)
        columns: ballots.Columns = {
            "score": scored(given),
            "rank": np.array(given.ranks),
        }
        frame = held.frame(columns).with_columns(rule=pl.lit(rule.name))
        parts.append(frame.select(list(BY_RULE)).cast(BY_RULE))
    return pl.concat(parts)


def clearable(held: ballots.Held) -> pl.DataFrame:
    """Return ballots by option and gathering, as `PriorityResult.rows`."""
    top = held.top_two()
    parts = [
        held.sheets.select("gathering", "place", "region_key", "n").with_columns(
            finding=pl.lit(option), top_two=pl.Series(top[:, column] * held.times)
        )
        for column, option in enumerate(held.options["option"])
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
