"""What does common ground mean here, and what can not be said, in plain words?"""

from __future__ import annotations

import polars as pl

SILENT = {
    "nobody_answered": "In the comparison “{key}”, nobody whose group is known answered "
    "in a way that counts: nothing can be said of common ground.",
    "one_group": "In the comparison “{key}”, only the group “{group}” answered: common "
    "ground between groups cannot be spoken of with one of them.",
    "no_two_groups": "In the comparison “{key}”, no statement was heard enough in two "
    "groups: fewer than {people} people or {gatherings} gatherings answered, and "
    "neither agreement nor difference can be told from chance.",
    "all_agreed": "In the comparison “{key}”, everyone agreed with everything: how far "
    "gatherings and groups differ cannot be told from answers that do not, so no "
    "error can be stated and nothing is claimed.",
}
"""Why nothing is said of a comparison."""

UNSEEN = "{n} statements were put to nobody: nothing can be said of them."
ONE_UNSEEN = "One statement was put to nobody: nothing can be said of it."
NO_SIDE = (
    "On {n} statements everyone who answered passed: it is not known what they think."
)
ONE_NO_SIDE = (
    "On one statement everyone who answered passed: it is not known what they think."
)
NO_COMPARISON = (
    "The process declares no comparison: there are no groups between which common "
    "ground could be sought."
)
NO_STATEMENT = "The process has no statement: there is nothing to agree with."

METHOD = """Common ground is what holds in every group of a comparison.

For each group we estimate which share agrees, of all who answered, passes too. What
one group answers tells a little of the others, and people heard in one gathering are
not counted as if each had been asked alone. A statement is claimed if the probability
that every group lies above {bar:.0%} is at least {sure:.0%}{rule}. Of the {claims}
claimed, {false:.1f} are expected to be false. Statements are ranked by what is expected
of the group that agrees least; that group is named.

It assumes that who answers does not depend on the answer, given the group. The band
beside each interval is the interval if {hostile:.0%} of the answers of every group were
spoilt, in the worst way. Were all of them in one small group, {stands} of
the {claims} claims would stand: of the others the stated error does not hold if people
join a small group in order to mislead. It speaks of the people heard and of others heard in the same way, never of
everyone.
"""
"""How claims are made; `explain` fills it in."""


def explain(
    *,
    bar: float,
    error: float,
    rule: str,
    claims: int,
    false: float,
    hostile: float,
    stands: int,
) -> str:
    """Return how the claims were made, with their numbers, in English."""
    more = "" if rule == "each" else ", or if so few of a whole list are expected false"
    return METHOD.format(
        bar=bar,
        sure=1 - error,
        rule=more,
        claims=claims,
        false=false,
        hostile=hostile,
        stands=stands,
    )


def silence(why: str, **given: object) -> str:
    """Return the sentence that says why a comparison is silent."""
    return SILENT[why].format(**given)


def of_statements(statements: pl.DataFrame, answered: pl.DataFrame) -> list[str]:
    """Return sentences on statements of which nothing can be said.

    Parameters
    ----------
    statements : pl.DataFrame
        ``statement``: all of them.
    answered : pl.DataFrame
        Rows of `answers.answers`.

    Returns
    -------
    list[str]
        Sentences on statements of which nothing can be said.
    """
    sides = answered.group_by("statement").agg(
        (pl.col("agree").sum() + pl.col("disagree").sum()).alias("sides")
    )
    unseen = (
        statements.height - statements.join(sides, on="statement", how="semi").height
    )
    passed = sides.filter(pl.col("sides") == 0).height
    pairs = ((unseen, ONE_UNSEEN, UNSEEN), (passed, ONE_NO_SIDE, NO_SIDE))
    return [one if n == 1 else many.format(n=n) for n, one, many in pairs if n]
