"""How do ballots become an order? Rules, each stated before anyone votes.

A rule says what it reads on ballots, and gives an order in which ties are named. Its
sums are of whole numbers and fractions: the order in which ballots come never
matters, and two options are level only if they are exactly so.

| rule | reads | in a sentence |
|---|---|---|
| borda | rankings | a point for each option that stands behind, half for each level |
| schulze | rankings, pairs | beats by the widest chain of victories |
| stv | rankings | a ballot moves on where it is not needed; half the options have a place |
| approval | approvals | who is approved most |
| pav | approvals | approved by those who have got least so far (sequential) |
| shares | approvals | those who approve pay together, each with an equal purse |
| points | points | the sum of points |
| consensus | support, objections | fewest objections among those who spoke |

Checks, by which nothing is decided: *first* (ballots that put it alone in front) and
*pairs* (options it beats one against one, Copeland).
"""

from __future__ import annotations

from collections.abc import Mapping

from vestibule.agree.rules import approvals, consent, pairs, scores, stv
from vestibule.agree.rules.cast import Ballots, Cast, Kinds, Order, Rule

__all__ = ["CHECKS", "DECIDING", "RULES", "Ballots", "Cast", "Kinds", "Order", "Rule"]

RULES: Mapping[str, Rule] = {
    rule.name: rule
    for rule in (
        Rule(name="borda", reads="rank", order=scores.borda),
        Rule(name="schulze", reads="pairs", order=pairs.schulze),
        Rule(name="stv", reads="rank", order=stv.half, is_proportional=True),
        Rule(name="approval", reads="approved", order=scores.approval),
        Rule(name="pav", reads="approved", order=approvals.pav, is_proportional=True),
        Rule(
            name="shares",
            reads="approved",
            order=approvals.shares,
            is_proportional=True,
        ),
        Rule(name="points", reads="points", order=scores.points),
        Rule(name="consensus", reads="objected", order=consent.consensus),
        Rule(name="first", reads="rank", order=scores.first),
        Rule(name="pairs", reads="pairs", order=pairs.copeland),
    )
}
"""Every rule, by its name."""

CHECKS = ("first", "pairs")
"""Rules that stand beside the others; nothing is decided by them."""

DECIDING = tuple(name for name in RULES if name not in CHECKS)
"""The rules that may decide."""
