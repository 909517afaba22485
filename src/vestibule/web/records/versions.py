"""Which versions of a record stand, and which record does an old id mean now?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import BooleanField, Expression, F, QuerySet, Value

from vestibule.web.records.record import Record

Roots = Mapping[str, frozenset[str]]
"""Id of a corrected record to the ids of the versions that stand for it."""

Corrections = Mapping[str, tuple[str, str]]
"""Id of a record that corrects others to their ids, with spaces, and its origin."""


class Standing(Expression):
    """Whether no other record of its table supersedes this one."""

    output_field = BooleanField()
    conditional = True

    def __init__(self, model: type[Record]) -> None:
        super().__init__(output_field=BooleanField())
        self.pk: Any = F("pk")
        self.table = model._meta.db_table

    def get_source_expressions(self) -> list[Any]:
        """Return the id alone."""
        return [self.pk]

    def set_source_expressions(self, exprs: Any) -> None:
        """Take the id as the query resolved it."""
        (self.pk,) = exprs

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """Say it in one list, found by the index of the few records that correct.

        A record that settles a double correction names several ids, with spaces.
        """
        pk, params = compiler.compile(self.pk)
        table = connection.ops.quote_name(self.table)
        several = SEVERAL[connection.vendor].format(table=table)
        superseded = (
            f'SELECT "supersedes" FROM {table} '  # noqa: S608  # our table
            f'WHERE "supersedes" IS NOT NULL UNION ALL {several}'
        )
        return f"{pk} NOT IN ({superseded})", params


SEVERAL = {
    "sqlite": (
        "SELECT k.value FROM {table} s, "
        """json_each('["' || replace(s."supersedes", ' ', '","') || '"]') k """
        """WHERE s."supersedes" IS NOT NULL AND instr(s."supersedes", ' ') > 0"""
    ),
    "postgresql": (
        """SELECT unnest(string_to_array(s."supersedes", ' ')) FROM {table} s """
        """WHERE s."supersedes" IS NOT NULL AND position(' ' IN s."supersedes") > 0"""
    ),
}
"""Each id that is named among several: ids are hexadecimal, nothing is escaped."""


def standing(model: type[Record]) -> QuerySet[Any]:
    """Return the records that no other supersedes: no question is asked for it."""
    return model.objects.filter(Standing(model))


def roots(model: type[Record]) -> Roots:
    """Return what stands for each corrected record; nothing where they go round."""
    corrected = model.objects.filter(supersedes__isnull=False)
    return follow(corrected.values_list("pk", "supersedes"))


def all_roots(models: Mapping[str, type[Record]]) -> dict[str, Roots]:
    """Return the same for several tables, by their names: one question."""
    found = corrections(models)
    return {name: ends_of(of) for name, of in found.items()}


def corrections(models: Mapping[str, type[Record]]) -> dict[str, Corrections]:
    """Return the records of several tables that correct others: one question."""
    parts = [
        model.objects.filter(supersedes__isnull=False)
        .order_by()
        .values_list(Value(name), "pk", "supersedes", "origin")
        for name, model in models.items()
    ]
    found: dict[str, dict[str, tuple[str, str]]] = {name: {} for name in models}
    for name, new, olds, origin in parts[0].union(*parts[1:], all=True):
        found[name][new] = (olds, origin)
    return {**found}


def ends_of(found: Corrections) -> Roots:
    """Return old id to the ids that stand for it, by corrections that were asked."""
    return follow((new, olds) for new, (olds, _) in found.items())


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


def chains(roots: Roots) -> list[set[str]]:
    """Return the ids that are versions of one record, for each that has several.

    >>> [sorted(one) for one in chains(follow([("b", "a"), ("c", "a")]))]
    [['a', 'b', 'c']]
    """
    of: dict[str, set[str]] = {}
    for old, ends in roots.items():
        joined = {old, *ends}.union(*(of.get(one, ()) for one in (old, *ends)))
        of |= dict.fromkeys(joined, joined)
    return list({id(one): one for one in of.values()}.values())


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
