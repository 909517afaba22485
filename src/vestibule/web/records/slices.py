"""Which few rows of the dossier does one record's page need? Not all of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from vestibule.dossier.records import Dossier
from vestibule.dossier.tables import TABLES
from vestibule.web.records import declarations, frames, versions
from vestibule.web.records.among import Among
from vestibule.web.records.tables import model_of

GROUND = ("places", "place_names", "profiles", "codes")
"""What words are held against, whosever they are."""

Ids = set[str]


def around(table: str, record: str) -> Dossier:
    """Return the dossier of one excerpt or validation: it and what bears on its review.

    Every version of the record, its voice, gathering and speaker, with the consents
    about these, its codings, translations and screenings.
    """
    found: dict[str, QuerySet[Any]] = {
        name: model_of(name).objects.all() for name in GROUND
    }
    own = _versions(table, {record})
    rows = model_of(table).objects.filter(Among("pk", own))
    found[table] = rows
    met = _named(rows, "gathering", "gatherings")
    found["gatherings"] = _of("gatherings", met)
    one = table.removesuffix("s")
    for name in ("screenings", "texts"):
        found[name] = _about(name, one, own)
    if table == "excerpts":
        voices = _named(rows, "voice", "voices")
        spoken = _of("voices", voices)
        people = _named(spoken, "person", "people")
        found |= {"voices": spoken, "people": _of("people", people)}
        found["codings"] = _about("codings", "excerpt", own)
    else:
        voices, people = set(), set()
        found["findings"] = _of("findings", _named(rows, "finding", "findings"))
    about = (("gathering", met), ("voice", voices), ("person", people))
    wanted = Q(pk__in=[])
    for column, ids in about:
        wanted |= Q(Among(f"{column}_id", ids))
    found["consents"] = model_of("consents").objects.filter(wanted)
    tables = {n: frames.to_frame(rows, TABLES[n]) for n, rows in found.items()}
    held = {name: frame for name, frame in tables.items() if not frame.is_empty()}
    return Dossier(process=declarations.process(), tables=held)


def _of(table: str, ids: Ids) -> QuerySet[Any]:
    return model_of(table).objects.filter(Among("pk", ids))


def _about(table: str, column: str, ids: Ids) -> QuerySet[Any]:
    rows = model_of(table).objects.filter(Among(f"{column}_id", ids))
    corrected = _versions(table, rows.values_list("pk", flat=True))
    return model_of(table).objects.filter(Among("pk", corrected))


def _named(rows: QuerySet[Any], column: str, table: str) -> Ids:
    named = rows.values_list(f"{column}_id", flat=True)
    return _versions(table, {one for one in named if one})


def _versions(table: str, ids: Iterable[str]) -> Ids:
    """Return all versions of records, of which any version is named."""
    ends = versions.roots(model_of(table))
    stand = {root for one in ids for root in ends.get(one, {one})}
    return stand | {old for old, found in ends.items() if found & stand}
