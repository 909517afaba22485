"""What may someone who brings records in name? What their own role reaches.

Seen where a role that brings records in reaches, or collected there by their partner:
of what is missing and of what is another's the answer is the same, nothing. Ids are
asked for in sets: as many questions for one as for thousands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

import polars as pl
from django.db.models import Q, QuerySet
from django.utils import timezone

from vestibule.dossier.records import Dossier
from vestibule.web.records import access, frames, paths, versions
from vestibule.web.records.access import READS, Person, Right
from vestibule.web.records.among import Among
from vestibule.web.records.person import Reach
from vestibule.web.records.rights import SENSITIVE
from vestibule.web.records.sight import Sight
from vestibule.web.records.tables import model_of

Ids = set[str]

Asked = Callable[[str, Iterable[str], Person], Ids]

SCOPED = paths.PLACED | set(paths.CHAINS)
"""Tables whose records lie somewhere; all others are of the whole process."""

LIGHT = frozenset({"gatherings", "people", "groups", "resources"})
"""Whoever holds everywhere reaches all that hangs on nothing else."""

OWN = frozenset({"people", "consents"})
"""Tables of which nobody names another partner's, whatever else they may see."""

JUDGED = SENSITIVE | OWN
"""Tables of which each record is judged, whoever holds everywhere."""


def nameable(
    table: str, ids: Iterable[str], by: Person, *, right: Right = Right.IMPORT
) -> Ids:
    """Return those of some records that someone may name, old versions too.

    ``right``: by what; to bring records in, unless it is said.
    """
    return _with_old(table, set(ids), by, partial(standing, right=right))


def _with_old(table: str, wanted: Ids, by: Person, asked: Asked) -> Ids:
    """Return what is found of some records; an old one counts as what stands for it."""
    found = asked(table, wanted, by)
    if wanted <= found:
        return found
    ends = versions.roots(model_of(table))
    old = {one: ends[one] for one in wanted - found if ends.get(one)}
    now = asked(table, {end for several in old.values() for end in several}, by)
    return found | {one for one, several in old.items() if several <= now}


def standing(
    table: str, ids: Iterable[str], by: Person, *, right: Right = Right.IMPORT
) -> Ids:
    """Return those that stand and that someone may name, as `nameable` says."""
    wanted = set(ids)
    if not wanted or table in OWN:
        return collected(table, wanted, by, right=right)
    seen = access.visible(model_of(table), by, right=right)
    found = {*seen.filter(Among("pk", wanted)).values_list("pk", flat=True)}
    if found == wanted:
        return found
    return found | collected(table, wanted - found, by, right=right)


def collected(
    table: str, ids: Iterable[str], by: Person, *, right: Right = Right.IMPORT
) -> Ids:
    """Return those that stand and that someone's partner collected within reach."""
    wanted = set(ids)
    if not wanted or table not in SCOPED:
        return set()
    rows = _collected(table, by, right)
    return {*rows.filter(Among("pk", wanted)).values_list("pk", flat=True)}


def ours(table: str, ids: Iterable[str], by: Person) -> Ids:
    """Return those that someone's partner collected within reach, old versions too."""
    return _with_old(table, set(ids), by, collected)


def _collected(table: str, by: Person, right: Right) -> QuerySet[Any]:
    if table == "people":
        return _people(by, right)
    return _sight(by).collected(table, by.reaches(right))


def _people(by: Person, right: Right) -> QuerySet[Any]:
    """Return the partner's people within reach; who lives nowhere is beyond none."""
    sight, reaches = _sight(by), by.reaches(right)
    everywhere = [Reach(regions=None, own_partner=True, words=True)]
    own = sight.collected("people", everywhere if reaches else ())
    places = sight.places_in(reaches)
    if places is None:
        return own
    here = Q(Among("place_id", places)) | Q(place__isnull=True)
    # the displaced live elsewhere: whoever was present here is known here
    for table in ("attendances", "voices"):
        met = sight.collected(table, reaches).filter(person__isnull=False)
        here |= Q(pk__in=met.values("person_id"))
    return own.filter(here | Q(by=by.pseudonym))


def heard_elsewhere(people: Iterable[str], by: Person) -> Ids:
    """Return those of some people who spoke where someone does not reach."""
    if not (people := set(people)):
        return set()
    chains = versions.chains(versions.roots(model_of("people")))
    of = {one: several for several in chains for one in several}
    named = {one: of.get(one, {one}) for one in people}
    voices = versions.standing(model_of("voices"))
    spoken = voices.filter(Among("person_id", set().union(*named.values())))
    told = dict(spoken.values_list("pk", "person_id"))
    beyond = {told[one] for one in told.keys() - collected("voices", told, by)}
    return {one for one, several in named.items() if several & beyond}


def places_in(by: Person, *, right: Right = Right.IMPORT) -> frozenset[str] | None:
    """Return the places where someone may bring records in; None: everywhere.

    ``right``: another right, to say where that one reaches.
    """
    return _sight(by).places_in(by.reaches(right))


def dossier(by: Person) -> Dossier:
    """Return the dossier as far as someone who brings files in may name it."""
    whole = frames.dossier_of()
    named = {name: _named(name, rows, by) for name, rows in whole.tables.items()}
    held = {name: rows for name, rows in named.items() if not rows.is_empty()}
    return Dossier(process=whole.process, tables=held)


def _named(table: str, rows: pl.DataFrame, by: Person) -> pl.DataFrame:
    if _is_open(table, by):
        return rows
    known = nameable(table, rows["id"], by)
    return rows.filter(pl.col("id").is_in(list(known)))


def _is_open(table: str, by: Person) -> bool:
    """Return whether all of a table is reached, so that no record is looked at."""
    if table not in SCOPED:
        return True
    hangs_on = {target for _, target in paths.CHAINS.get(table, ())}
    far = places_in(by) is None and by.may(READS[table])
    return far and table not in JUDGED and hangs_on <= LIGHT


def _sight(by: Person) -> Sight:
    return access.sight_of(by, timezone.now().date())
