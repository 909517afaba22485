"""Would another rule, other weights, or one place less have given another order?

Every rule that the ballots can answer is applied to all of them, to all but one
region, and to all but one gathering; and once with each gathering, once with each
region weighing the same. What changes is named. An order that holds whatever one
does is firm; one that does not is the choice of a rule or the voice of one place.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from vestibule.agree import ballots, objections, priorities, rules
from vestibule.agree.ballots import Held
from vestibule.agree.objections import Objections
from vestibule.agree.rules import Order, Rule
from vestibule.dossier.records import Dossier

MOST = 150_000
"""Kinds of ballots times gatherings up to which gatherings are left out under every rule;
beyond it only under the one that decided, and this is said."""

ORDERS = pl.Schema(
    {
        "rule": pl.String(),
        "decided": pl.Boolean(),
        "proportional": pl.Boolean(),
        "finding": pl.String(),
        "key": pl.String(),
        "score": pl.Float64(),
        "rank": pl.Int64(),
        "tied": pl.Boolean(),
    }
)

CHANGES = pl.Schema(
    {
        "rule": pl.String(),
        "kind": pl.String(),
        "what": pl.String(),
        "largest": pl.Boolean(),
        "changed": pl.Boolean(),
        "first_changed": pl.Boolean(),
        "first": pl.String(),
        "order": pl.String(),
    }
)

SAID = pl.Schema({"rule": pl.String(), "code": pl.String()})

UNREAD = pl.Schema({"rule": pl.String(), "reads": pl.String()})


@dataclass(frozen=True, slots=True, kw_only=True)
class PriorityRules:
    """One question under every rule; for the team, before any clearing.

    Parameters
    ----------
    question, key, kind : str or None
        The question's id, key and kind; None without ballots.
    decided : str or None
        The rule agreed on.
    orders : pl.DataFrame
        One row per rule and finding, the deciding rule first, then by ``rank``,
        ``key``: ``rule``, ``decided``, ``proportional``, ``finding``, ``key``,
        ``score`` (missing where the rule counted nothing), ``rank``, ``tied``.
    changes : pl.DataFrame
        One row per rule and what was done: ``rule``, ``kind`` (``region`` or
        ``gathering`` left out, ``weights``), ``what`` (key of the region, id of the
        gathering; ``gathering`` or ``region``: what weighs the same), ``largest``
        (the region with the most ballots), ``changed``, ``first_changed``, ``first``
        (keys, space separated), ``order`` (keys, ties joined by ``=``).
    said : pl.DataFrame
        ``rule``, ``code``: what must be said beside an order; see `rules.Order`, and
        ``gatherings-kept``: there are so many ballots and gatherings (`MOST`) that no
        gathering was left out under this rule.
    unread : pl.DataFrame
        Rules that these ballots cannot answer: ``rule``, ``reads``.
    objections : Objections or None
        Of a consensus round.
    largest : tuple of str
        Key of the region with the most ballots; several where they have as many.
    by_region : pl.DataFrame
        ``region_key``, ``ballots``, ``gatherings``, ``places``.
    rows : pl.DataFrame
        For clearing, as `PriorityResult.rows`.
    ballots, gatherings : int
        How many.

    Notes
    -----
    Orders are the exact outcome of the ballots cast by those present. They are no
    estimate of what a population would choose.
    """

    question: str | None
    key: str | None
    kind: str | None
    decided: str | None
    orders: pl.DataFrame
    changes: pl.DataFrame
    said: pl.DataFrame
    unread: pl.DataFrame
    objections: Objections | None
    largest: tuple[str, ...]
    by_region: pl.DataFrame
    rows: pl.DataFrame
    ballots: int
    gatherings: int

    def first(self, rule: str) -> list[str]:
        """Return the keys in first place under a rule; none if it was not applied."""
        led = self.orders.filter((pl.col("rule") == rule) & (pl.col("rank") == 1))
        return led["key"].to_list()

    @property
    def agreed_first(self) -> list[str]:
        """The keys that stand in first place, alone or not, under every rule."""
        names = set(self.orders["rule"]) - set(rules.CHECKS)
        led = [set(self.first(name)) for name in names]
        return sorted(set.intersection(*led)) if led else []


def under_rules(dossier: Dossier, *, question: str | None = None) -> PriorityRules:
    """Return the order of findings under every rule, and what would change it.

    Parameters
    ----------
    dossier : Dossier
        The records, settled.
    question : str or None
        Its id; None: as `ballots.rows_of` chooses.

    Returns
    -------
    PriorityRules
        Empty where nobody cast a ballot on findings.

    Raises
    ------
    UnevenBallot
        If rows of one ballot disagree on how many ballots it stands for.
    """
    rows = ballots.rows_of(dossier, question)
    held = Held.of(dossier, rows)
    if held is None:
        return _empty()
    decided = priorities.deciding(dossier, rows, held)
    among = priorities.answered(held, decided)
    orders = {rule.name: rule.order(held.cast()) for rule in among}
    read = {rule.name for rule in among}
    partly = [rule.name for rule in among if rule != decided and _is_large(held)]
    said = [(name, code) for name, order in orders.items() for code in order.said]
    said += [(name, "gatherings-kept") for name in partly]
    return PriorityRules(
        question=rows["question"][0],
        key=rows["question_key"][0],
        kind=rows["kind"][0],
        decided=decided.name,
        orders=pl.concat(
            _order(held, rule, orders[rule.name], decided) for rule in among
        ),
        changes=pl.concat(
            _changes(
                held, rule, orders[rule.name], by_gathering=rule.name not in partly
            )
            for rule in among
        ),
        said=pl.DataFrame(said, schema=SAID, orient="row"),
        unread=pl.DataFrame(
            [(n, rule.reads) for n, rule in rules.RULES.items() if n not in read],
            schema=UNREAD,
            orient="row",
        ),
        objections=objections.objections(held, dossier.process.decisions.consensus),
        largest=held.largest,
        by_region=held.by_region(),
        rows=priorities.clearable(held),
        ballots=int(held.times.sum()),
        gatherings=held.sheets["gathering"].n_unique(),
    )


def _order(held: Held, rule: Rule, given: Order, decided: Rule) -> pl.DataFrame:
    at = {option: len(level) > 1 for level in given.levels for option in level}
    frame = held.options.select(
        pl.lit(rule.name).alias("rule"),
        pl.lit(rule.name == decided.name).alias("decided"),
        pl.lit(rule.is_proportional).alias("proportional"),
        pl.col("option").alias("finding"),
        "key",
        priorities.scored(given),
        pl.Series("rank", given.ranks),
        pl.Series("tied", [at[one] for one in range(held.options.height)]),
    )
    return frame.cast(ORDERS).sort("rank", "key", "finding")


def _is_large(held: Held) -> bool:
    gatherings = held.sheets["gathering"].n_unique()
    return len(held.kinds.cast.weight) * gatherings > MOST


def _changes(
    held: Held, rule: Rule, whole: Order, *, by_gathering: bool
) -> pl.DataFrame:
    done = [
        (kind, name, kind == "region" and name in held.largest, held.cast(kept=kept))
        for kind, name, kept in held.without()
        if by_gathering or kind == "region"
    ]
    for by, column in (("gathering", "gathering"), ("region", "region_key")):
        if held.sheets[column].n_unique() > 1:
            done.append(("weights", by, False, held.cast(by)))
    found = []
    for kind, what, is_largest, cast in done:
        given = rule.order(cast)
        is_first = given.levels[0] != whole.levels[0]
        found.append(
            (
                rule.name,
                kind,
                what,
                is_largest,
                given.levels != whole.levels,
                is_first,
                *priorities.told(held, given),
            )
        )
    return pl.DataFrame(found, schema=CHANGES, orient="row")


def _empty() -> PriorityRules:
    return PriorityRules(
        question=None,
        key=None,
        kind=None,
        decided=None,
        orders=ORDERS.to_frame(),
        changes=CHANGES.to_frame(),
        said=SAID.to_frame(),
        unread=UNREAD.to_frame(),
        objections=None,
        largest=(),
        by_region=pl.DataFrame(
            schema={
                "region_key": pl.String,
                "ballots": pl.Int64,
                "gatherings": pl.UInt32,
                "places": pl.UInt32,
            }
        ),
        rows=priorities.ROWS.to_frame(),
        ballots=0,
        gatherings=0,
    )
