"""Which few statements, together, represent everyone who was heard?

Two rules: ``pav`` (sequential, then exchange) and ``shares`` (equal shares, completed
by sequential PAV). Each list comes with its audit, with what was level and lost by
its id, and with what it stands on: only votes, or also given probabilities.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from vestibule.agree.proportional import justified, pav, quotas, shares, standing
from vestibule.agree.proportional.approvals import Approvals
from vestibule.agree.proportional.justified import Audit
from vestibule.agree.proportional.quotas import Quota
from vestibule.errors import DataError

LIMITS = {
    "no-votes": "Nobody voted: no list can be said to represent anyone.",
    "one-person": "Only one person voted: a list would show that person's votes.",
    "nobody-agrees": "Nobody agrees with any statement: no list represents anyone.",
    "everyone-agrees": "Everyone agrees with every statement: any list represents"
    " everyone, so votes cannot choose between them.",
    "nothing-to-choose": "No more statements find agreement than there are places:"
    " all of them are on the list.",
    "never-seen": "Some statements were shown to nobody: they were not chosen, and"
    " nothing is known of them.",
    "observed-only": "Only votes that were cast count; a statement someone was not"
    " shown counts as not approved, so statements shown to few are at a disadvantage.",
    "cells-open": "For some people and statements there is neither a vote nor a"
    " probability; they count as not approved.",
    "expected": "Missing votes were filled by probabilities: numbers of people are"
    " expectations.",
    "quotas-bind": "The list obeys quotas; what proportionality alone would choose may"
    " differ, and the audit says what that cost.",
    "not-settled": "Exchange was stopped before the list settled.",
}
"""What cannot be said, or holds only with care: code and English sentence."""

NOTHING = ("no-votes", "one-person", "nobody-agrees", "everyone-agrees")
"""Limits under which there is no list."""

RULES = ("pav", "shares")

CHOSEN = pl.Schema(
    {
        "place": pl.Int64(),
        "statement": pl.String(),
        "step": pl.String(),
        "approved": pl.Float64(),
        "reached": pl.Float64(),
        "tied": pl.List(pl.String()),
    }
)

OBEYED = pl.Schema(
    {
        "comparison": pl.String(),
        "group": pl.String(),
        "least": pl.Int64(),
        "reached": pl.Int64(),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortList:
    """A list of statements and what can be said of it.

    Parameters
    ----------
    rule : str
        ``pav`` or ``shares``.
    size : int
        Places that were open, k.
    people : int
        People who voted, or of whom probabilities were given.
    chosen : pl.DataFrame
        One row per statement, in order: ``place`` from 1, ``statement``, ``step``
        (``pav``, ``exchange``, ``shares``: what put it there), ``approved`` (people
        who approve it; an expectation where probabilities fill), ``reached`` (share
        of people, 0 to 1, who approve it or one above it), ``tied`` (ids that were
        level with it when it was chosen and stood behind by id). Empty where there
        is nothing to say. Counts are to be cleared before they are shown.
    score : float or None
        PAV score: higher represents more.
    swaps : int
        Exchanges made.
    audit : Audit or None
        Of the list as it stands.
    quotas : pl.DataFrame
        ``comparison``, ``group``, ``least``, ``reached``.
    observed, filled, unknown : float
        Shares of all pairs of person and statement, 0 to 1, that are a vote, a given
        probability, neither; 0 where there are none.
    limits : tuple of str
        Codes of `LIMITS`.
    """

    rule: str
    size: int
    people: int
    chosen: pl.DataFrame
    score: float | None
    swaps: int
    audit: Audit | None
    quotas: pl.DataFrame
    observed: float
    filled: float
    unknown: float
    limits: tuple[str, ...]

    def sentences(self) -> tuple[str, ...]:
        """Return what it cannot say, or says only with care, in English."""
        return tuple(LIMITS[code] for code in self.limits)


def short_list(
    approvals: Approvals,
    *,
    size: int,
    rule: str = "pav",
    asked: Sequence[Quota] = (),
    exchange: bool = True,
) -> ShortList:
    """Return a short list of statements that represents everyone.

    Parameters
    ----------
    approvals : Approvals
        Who agrees with what, of all statements that may be chosen.
    size : int
        Places, at least 1.
    rule : str
        ``pav`` or ``shares``.
    asked : sequence of Quota
        What each group of a comparison must find on the list.
    exchange : bool
        For ``pav``: whether to swap until no swap helps.

    Returns
    -------
    ShortList
        Fewer statements than places where fewer find any agreement.

    Raises
    ------
    DataError
        If `size` or `rule` is none. `ListImpossible` if the quotas cannot be met.

    Notes
    -----
    Assumes that statements are to be chosen for those who were heard. It must not be
    used to rank statements by support, to decide for people, or to tell which person
    agrees with what. Settled PAV and the bought part of equal shares satisfy EJR+
    where approvals are sure and no quota binds; the audit tells in all cases.

    Examples
    --------
    >>> from vestibule.agree.proportional import of_matrix
    >>> given = of_matrix([[1, 1, 0]] * 3 + [[0, 0, 1]] * 3, ["a", "b", "c"])
    >>> short_list(given, size=2).chosen["statement"].to_list()
    ['a', 'c']
    """
    if size < 1 or rule not in RULES:
        raise DataError(f"A list has at least one place, and a rule of {RULES}.")
    limits = _limits(approvals, size, asked)
    if limits[:1] and limits[0] in NOTHING:
        return _result(approvals, size, rule, asked=asked, limits=limits)
    eligible = approvals.approved() > 0
    fits = quotas.Fit(asked, approvals.statements, eligible, size)
    done = _picked(approvals, size, rule, fits=fits, exchange=exchange)
    if not done.settled:
        limits = (*limits, "not-settled")
    return _result(
        approvals, size, rule, asked=asked, limits=limits, done=done, fits=fits
    )


def _picked(
    approvals: Approvals, size: int, rule: str, *, fits: quotas.Fit, exchange: bool
) -> pav.Exchanged:
    if rule == "shares":
        bought = shares.equal_shares(approvals, size, fits=fits)
        picks = pav.sequential(approvals, size, fits=fits, before=bought)
    else:
        picks = pav.sequential(approvals, size, fits=fits)
        if exchange:
            return pav.exchanged(approvals, picks, fits=fits)
    return pav.Exchanged(picks=picks, swaps=0, settled=True)


def _limits(approvals: Approvals, size: int, asked: Sequence[Quota]) -> tuple[str, ...]:
    """Return the one reason why there is no list, or all that need care."""
    approved = approvals.approved()
    full = approvals.cells * approvals.unit
    unheard = int(((approvals.seen == 0) & (approved == 0)).sum())
    none = {
        "no-votes": approvals.cells == 0,
        "one-person": approvals.people == 1,
        "nobody-agrees": not approved.any(),
        "everyone-agrees": int(approved.sum()) == full,
    }
    for code in NOTHING:
        if none[code]:
            return (code,)
    gaps = int(approvals.seen.sum()) + approvals.filled < approvals.cells
    care = {
        "nothing-to-choose": int((approved > 0).sum()) <= size,
        "never-seen": unheard > 0,
        "observed-only": gaps and not approvals.filled,
        "cells-open": gaps and approvals.filled > 0,
        "expected": approvals.filled > 0,
        "quotas-bind": any(quota.least for quota in asked),
    }
    return tuple(code for code, holds in care.items() if holds)


def _result(
    approvals: Approvals,
    size: int,
    rule: str,
    *,
    asked: Sequence[Quota],
    limits: tuple[str, ...],
    done: pav.Exchanged | None = None,
    fits: quotas.Fit | None = None,
) -> ShortList:
    picks = done.picks if done else ()
    columns = [pick.statement for pick in picks]
    ids = [approvals.statements[column] for column in columns]
    known = (int(approvals.seen.sum()), approvals.filled)
    parts = [n / max(approvals.cells, 1) for n in known]
    reached = fits.reached(columns) if fits else [0] * len(asked)
    return ShortList(
        rule=rule,
        size=size,
        people=approvals.people,
        chosen=_chosen(approvals, picks),
        score=standing.score(approvals, columns) if picks else None,
        swaps=done.swaps if done else 0,
        audit=justified.audit(approvals, ids) if picks else None,
        quotas=pl.DataFrame(
            [
                (quota.comparison, quota.group, quota.least, n)
                for quota, n in zip(asked, reached, strict=True)
            ],
            schema=OBEYED,
            orient="row",
        ),
        observed=parts[0],
        filled=parts[1],
        unknown=max(0.0, 1 - sum(parts)) if approvals.cells else 0.0,
        limits=limits,
    )


def _chosen(approvals: Approvals, picks: Sequence[pav.Pick]) -> pl.DataFrame:
    at = standing.of(approvals)
    approved = approvals.approved()
    whole = standing.SCALE * max(approvals.people, 1)
    rows = []
    for place, pick in enumerate(picks, start=1):
        at.add(pick.statement)
        rows.append(
            (
                place,
                approvals.statements[pick.statement],
                pick.step,
                float(np.round(approved[pick.statement] / approvals.unit, 3)),
                round(1 - int(at.below(1).sum()) / whole, 9),
                [approvals.statements[column] for column in pick.tied],
            )
        )
    return pl.DataFrame(rows, schema=CHOSEN, orient="row")
