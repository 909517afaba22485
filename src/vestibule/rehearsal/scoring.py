"""How much of what was planted did an analysis find?"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import TypeVar

from vestibule.rehearsal.truth import Truth

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Which planted truths were found; None where nothing was handed in.

    Parameters
    ----------
    mention_order, priority_order : bool or None
        Whether the order of the obstacles is the planted one.
    unheard_groups, unreached_places : bool or None
        Whether each planted gap was named (others may be named too).
    shared_statement, dividing_statement : bool or None
        Whether it is among those found.
    hands_pots_kept_out : bool or None
        Whether the statement counted by hands is *not* common ground.
    people : bool or None
        Whether the number of distinct people lies inside the stated interval.
    regional_finding : bool or None
        Whether a finding confirmed in one big region alone is told as regional.
    trust : bool or None
        Whether each barometer is told to move as it does.
    told_in_assembly : bool or None
        Whether a group that had news at an assembly only is said to wait.
    """

    mention_order: bool | None = None
    priority_order: bool | None = None
    unheard_groups: bool | None = None
    unreached_places: bool | None = None
    shared_statement: bool | None = None
    dividing_statement: bool | None = None
    hands_pots_kept_out: bool | None = None
    people: bool | None = None
    regional_finding: bool | None = None
    trust: bool | None = None
    told_in_assembly: bool | None = None

    @property
    def missed(self) -> tuple[str, ...]:
        """What was looked for and not found."""
        names = (field.name for field in fields(self))
        return tuple(name for name in names if getattr(self, name) is False)

    @property
    def found(self) -> tuple[str, ...]:
        """What was looked for and found."""
        names = (field.name for field in fields(self))
        return tuple(name for name in names if getattr(self, name) is True)


def score(
    truth: Truth,
    *,
    mention_order: Sequence[str] | None = None,
    priority_order: Sequence[str] | None = None,
    unheard_groups: Collection[tuple[str, str]] | None = None,
    unreached_places: Collection[str] | None = None,
    shared: Collection[str] | None = None,
    dividing: Collection[str] | None = None,
    people: tuple[int, int] | None = None,
    regional: Collection[str] | None = None,
    trust: Mapping[str, str] | None = None,
    only_in_assembly: Collection[str] | None = None,
) -> Score:
    """Compare what an analysis found with what was planted.

    Parameters
    ----------
    truth : Truth
        What was planted.
    mention_order, priority_order : sequence of str or None
        Keys of obstacles in the order found.
    unheard_groups : collection of (str, str) or None
        Profile and place of each group said to be unheard.
    unreached_places : collection of str or None
        Keys of places said to be unreached.
    shared, dividing : collection of str or None
        Keys of statements said to be common ground, said to divide.
    people : (int, int) or None
        Least and most distinct people.
    regional : collection of str or None
        Keys of findings said to hold in a region and not in the nation.
    trust : mapping of str to str or None
        Barometer to what is said of it.
    only_in_assembly : collection of str or None
        Codes of gatherings whose group waits, for it had news at an assembly only.

    Returns
    -------
    Score
        None for what was not handed in.
    """
    gaps = {(gap["profile"], gap["place"]) for gap in truth.unheard_groups}
    return Score(
        mention_order=same_order(mention_order, truth.mention_order),
        priority_order=same_order(priority_order, truth.priority_order),
        unheard_groups=holds_all(unheard_groups, gaps),
        unreached_places=holds_all(unreached_places, truth.unreached_places),
        shared_statement=holds_all(shared, [truth.shared_statement]),
        dividing_statement=holds_all(dividing, [truth.dividing_statement]),
        hands_pots_kept_out=None
        if shared is None
        else truth.hands_pots_statement not in shared,
        people=None if people is None else people[0] <= truth.people <= people[1],
        regional_finding=holds_all(regional, [truth.decided["regional_finding"]]),
        trust=None if trust is None else dict(trust) == dict(truth.trust),
        told_in_assembly=holds_all(only_in_assembly, truth.told_in_assembly),
    )


def same_order(found: Sequence[str] | None, planted: Sequence[str]) -> bool | None:
    """Return whether the planted ones come in the planted order, whatever is between.

    Returns
    -------
    bool | None
        Whether the planted ones come in the planted order, whatever is between.

    Examples
    --------
    >>> same_order(["a", "x", "b"], ["a", "b"]), same_order(["b", "a"], ["a", "b"])
    (True, False)
    """
    if found is None:
        return None
    wanted = set(planted)
    return [key for key in found if key in wanted] == list(planted)


def holds_all(found: Collection[T] | None, planted: Collection[T]) -> bool | None:
    """Return whether everything planted is among what was found."""
    return None if found is None else set(planted) <= set(found)


def precision_and_recall(
    found: Collection[str], planted: Collection[str]
) -> tuple[float | None, float | None]:
    """Return which share of what was found is right, and of what is right was found.

    Parameters
    ----------
    found, planted : collection of str
        Keys.

    Returns
    -------
    (float or None, float or None)
        0 to 1; None where there is nothing to divide by.

    Examples
    --------
    >>> precision_and_recall({"a", "b"}, {"b"})
    (0.5, 1.0)
    """
    right = len(set(found) & set(planted))
    return (
        right / len(set(found)) if found else None,
        right / len(set(planted)) if planted else None,
    )


def largest_error(
    found: Mapping[str, float], planted: Mapping[str, float]
) -> float | None:
    """Return the largest distance between numbers found and planted, or None.

    Returns
    -------
    float | None
        The largest distance between numbers found and planted, or None.

    Examples
    --------
    >>> largest_error({"a": 0.5}, {"a": 0.75, "b": 1.0})
    0.25
    """
    both = found.keys() & planted.keys()
    return max((abs(found[key] - planted[key]) for key in both), default=None)
