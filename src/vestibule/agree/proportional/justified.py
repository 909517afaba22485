"""Does a list represent everyone? If not: how many people alike, by which statement?

Justified representation: of n people and k places, n / k people who agree on a
statement should have at least one statement on the list that some of them approve
(JR) [1]_. Its strongest form that can be checked fast (EJR+) [2]_: a list fails if
for some statement outside it and some l, at least l n / k people approve that
statement and fewer than l statements of the list each.

Where approvals are probabilities, the number of such people is an expectation, and
the audit says that the list fails *in expectation*.

References
----------
.. [1] Aziz, H. et al. (2017), Justified representation in approval-based committee
   voting, Social Choice and Welfare 48, 461-485.
.. [2] Brill, M. and Peters, J. (2023), Robust and verifiable proportionality axioms
   for multiwinner voting, EC 24.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from vestibule.agree.proportional import standing
from vestibule.agree.proportional.approvals import Approvals
from vestibule.errors import DataError

UNREPRESENTED = pl.Schema(
    {
        "statement": pl.String(),
        "entitled": pl.Int64(),
        "people": pl.Float64(),
        "needed": pl.Float64(),
    }
)
"""What `Audit.unrepresented` holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """Whether a list represents everyone.

    Parameters
    ----------
    size : int
        Statements on the list, k.
    people : int
        n.
    expected : bool
        Whether counts are expectations, for some approvals are only probable.
    jr, ejr_plus : bool
        Whether the list satisfies each.
    reached : float
        Share of people, 0 to 1, who approve at least one statement of the list.
    unrepresented : pl.DataFrame
        One row per statement outside the list and l that fails, by falling excess,
        then ``statement``, ``entitled``: ``statement`` on which people agree,
        ``entitled`` (l: fewer than so many of the list are approved by each of
        them), ``people`` (how many they are), ``needed`` (l n / k: from so many on
        they are entitled to l). Counts of people: to be cleared before they are shown.
    """

    size: int
    people: int
    expected: bool
    jr: bool
    ejr_plus: bool
    reached: float
    unrepresented: pl.DataFrame

    def sentences(self) -> tuple[str, ...]:
        """Return what the audit found, in English, the worst first."""
        if self.ejr_plus:
            return (
                f"Every group of like-minded people is represented by the"
                f" {self.size} statements as its number entitles it to"
                f"{' (in expectation)' if self.expected else ''}.",
            )
        return tuple(
            f"{'About ' if self.expected else ''}{people:,.0f} of {self.people:,} people"
            f" agree with statement {statement} and each with fewer than {entitled} of"
            f" the list: from {needed:,.1f} on, they are entitled to {entitled}."
            for statement, entitled, people, needed in self.unrepresented.iter_rows()
        )


def audit(approvals: Approvals, chosen: Sequence[str]) -> Audit:
    """Audit any list, also one that people chose otherwise.

    Parameters
    ----------
    approvals : Approvals
        The approvals, of all statements that could have been chosen.
    chosen : sequence of str
        Distinct ids of the list, at least one.

    Returns
    -------
    Audit
        With every failure.

    Raises
    ------
    DataError
        If the list is empty, holds a statement twice, or one without approvals data;
        or if there is nobody.

    Notes
    -----
    Takes one pass over the approvals per l, l from 1 to k. Assumes that the people
    heard are those to be represented; where only observed votes count, a statement
    that few were shown looks less approved than it is. It says nothing about the
    quality of statements, and must not be used to label the people it counts.

    Examples
    --------
    Three of six people agree on c, and on nothing else; two places stand open.

    >>> from vestibule.agree.proportional import of_matrix
    >>> given = of_matrix([[1, 1, 0]] * 3 + [[0, 0, 1]] * 3, ["a", "b", "c"])
    >>> audit(given, ["a", "b"]).sentences()[0]
    '3 of 6 people agree with statement c and each with fewer than 1 of the list: from 3.0 on, they are entitled to 1.'
    >>> audit(given, ["a", "c"]).ejr_plus
    True
    """
    columns = _columns(approvals, chosen)
    at = standing.of(approvals, columns)
    rows = [
        row
        for level in range(1, len(columns) + 1)
        for row in _failing(approvals, at, columns, level)
    ]
    excess = pl.col("people") / pl.col("needed")
    failing = pl.DataFrame(rows, schema=UNREPRESENTED, orient="row").sort(
        excess, "statement", "entitled", descending=[True, False, False]
    )
    none = int(at.below(1).sum()) / (standing.SCALE * approvals.people)
    return Audit(
        size=len(columns),
        people=approvals.people,
        expected=approvals.unit != 1,
        jr=not (failing["entitled"] == 1).any(),
        ejr_plus=failing.is_empty(),
        reached=round(1 - none, 9),
        unrepresented=failing,
    )


def _columns(approvals: Approvals, chosen: Sequence[str]) -> list[int]:
    place = {name: column for column, name in enumerate(approvals.statements)}
    unknown = [name for name in chosen if name not in place]
    if unknown:
        raise DataError(
            f"The list holds {unknown[0]}, on which no votes are known: leave it out"
            " or give its votes.",
            statement=unknown[0],
        )
    if not chosen or len(set(chosen)) != len(chosen):
        raise DataError("A list to audit has at least one statement, each once.")
    if not approvals.people:
        raise DataError("Nobody voted: there is no one to represent.")
    return [place[name] for name in chosen]


def _failing(
    approvals: Approvals, at: standing.Standing, columns: Sequence[int], level: int
) -> list[tuple[str, int, float, float]]:
    """Return the statements that enough people lack who have fewer than `level`."""
    below = at.below(level)
    one = standing.SCALE * approvals.unit
    n, k = approvals.people, len(columns)
    inside = set(columns)
    approved = approvals.approved()
    rows = []
    for column, name in enumerate(approvals.statements):
        enough = int(approved[column]) * k >= level * n * approvals.unit
        if column in inside or not enough:
            continue
        people = standing.weighed(approvals, column, below)
        if people * k >= level * n * one:
            rows.append((name, level, round(people / one, 6), level * n / k))
    return rows
