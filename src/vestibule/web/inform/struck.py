"""Does a draft still tell what the records say? Else every signature on it is struck out.

What came in later lies after its cut and changes nothing of it. What was taken back,
corrected, or said of consent and of words does: then the draft is made anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet, Value

from vestibule.web.records import declarations, results
from vestibule.web.records.models import Consent, Draft, Removal, Withdrawal
from vestibule.web.records.tables import MODELS

GUARDING = ("consents", "screenings", "releases")
"""Tables of which a new record alone can keep back what a draft would publish."""

OWN = frozenset({"withdrawals", "removals"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Struck:
    """Why a draft does not hold any more: ``why`` and how many records did it."""

    why: str
    n: int = 0
    table: str | None = None


def why_struck(draft: Draft, today: date) -> Struck | None:
    """Return why signatures on a draft are struck out; None: they hold."""
    left = Withdrawal.objects.count() + Removal.objects.count()
    if left != draft.left:
        return Struck(why="withdrawn", n=abs(left - draft.left))
    if not _is_last(draft):
        return Struck(why="replaced")
    holds = declarations.latest()
    if holds is None or holds.number != draft.declaration:
        return Struck(why="declared")
    ended = _ended(draft, today)
    if ended:
        return Struck(why="expired", n=ended)
    if results.known() == draft.cut:
        return None
    return _changed(draft)


def _is_last(draft: Draft) -> bool:
    return not Draft.objects.filter(pk__gt=draft.pk).exists()


def _ended(draft: Draft, today: date) -> int:
    """Return how many consents held when the draft was made and have ended since."""
    between = {"expires_on__gte": draft.drawn_on, "expires_on__lt": today}
    return Consent.objects.filter(**between).count()


def _changed(draft: Draft) -> Struck | None:
    """Return what was corrected after the cut, or said of consent and words since."""
    after = _after(draft)
    asked: list[QuerySet[Any]] = []
    for name, model in MODELS.items():
        if name in OWN:
            continue
        wanted = after if name in GUARDING else after & Q(supersedes__isnull=False)
        rows = model.objects.filter(wanted).order_by()
        asked.append(rows.values_list(Value(name)).annotate(n=Count("pk")))
    first, *others = asked
    for table, n in first.union(*others, all=True):
        why = table if table in GUARDING else "corrected"
        return Struck(why=why, n=n, table=table)
    return None


def _after(draft: Draft) -> Q:
    known = Q(origin__in=list(draft.cut))
    later = ~known
    for origin, last in draft.cut.items():
        later |= Q(origin=origin, seq__gt=last)
    return later
