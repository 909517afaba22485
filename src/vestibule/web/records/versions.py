"""Which versions of a record stand, and which record does an old id mean now?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from vestibule.web.records.among import Among
from vestibule.web.records.record import Record

Roots = Mapping[str, frozenset[str]]
"""Id of a corrected record to the ids of the versions that stand for it."""


def standing(model: type[Record]) -> QuerySet[Any]:
    """Return the records that no other supersedes."""
    newer = model.objects.filter(supersedes=OuterRef("pk"))
    rows = model.objects.filter(~Exists(newer))
    # a record that settles a double correction names several: few, read one by one
    several = model.objects.filter(supersedes__contains=" ")
    named = {
        i for ids in several.values_list("supersedes", flat=True) for i in ids.split()
    }
    return rows.exclude(Among("pk", named)) if named else rows


def roots(model: type[Record]) -> Roots:
    """Return what stands for each corrected record; nothing where they go round."""
    corrected = model.objects.filter(supersedes__isnull=False)
    return follow(corrected.values_list("pk", "supersedes"))


def follow(corrections: Iterable[tuple[str, str]]) -> Roots:
    """Return old id to the ids at the end of its corrections.

    >>> follow([("c", "b"), ("b", "a")])["a"]
    frozenset({'c'})
    """
    newer: dict[str, set[str]] = {}
    for new, olds in corrections:
        for old in olds.split():
            newer.setdefault(old, set()).add(new)
    return {old: _ends(old, newer) for old in newer}


def _ends(old: str, newer: Mapping[str, set[str]]) -> frozenset[str]:
    seen, ends, ahead = {old}, set(), [*newer[old]]
    while ahead:
        one = ahead.pop()
        if one in seen:
            continue
        seen.add(one)
        if one in newer:
            ahead.extend(newer[one])
        else:
            ends.add(one)
    return frozenset(ends)
