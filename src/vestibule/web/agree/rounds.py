"""What gatherings said of a finding, version by version of its words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl
from django.utils import timezone

from vestibule.agree.validation.standing import FindingStanding
from vestibule.dossier.records import Dossier
from vestibule.web.agree import reading
from vestibule.web.agree.reading import Names, Said
from vestibule.web.records import audit
from vestibule.web.records.access import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """What one gathering said."""

    id: str
    gathering: str
    who: str
    code: str
    held_on: dt.date | None
    outcome: str
    state: str
    objection: Said | None
    amendment: Said | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """What was said of one version of the words."""

    version: int
    present: bool
    spoken: tuple[Spoken, ...]


def rounds(
    dossier: Dossier,
    settled: Dossier,
    standing: FindingStanding,
    finding: str,
    person: Person,
    names: Names,
) -> Iterator[Round]:
    """Yield what was said of each version, the latest first, as far as someone may see."""
    may = reading.seen(dossier, "validations", person)
    told = settled.table("validations").select(
        "objection", "amendment", "lang", validation="id", profile_said="profile"
    )
    both = pl.concat([standing.rows, standing.earlier]).filter(finding=finding)
    rows = both.filter(pl.col("validation").is_in(list(may))).join(
        told, on="validation"
    )
    words = rows.filter(
        pl.any_horizontal(pl.col("objection", "amendment").is_not_null())
    )
    audit.reading("validations", words["validation"], by=person, at=timezone.now())
    for (version, present), part in rows.sort(
        "version", "outcome", "validation", descending=[True, True, False]
    ).group_by("version", "on_current", maintain_order=True):
        yield Round(
            version=int(str(version)),
            present=bool(present),
            spoken=tuple(_spoken(one, names) for one in part.iter_rows(named=True)),
        )


def _spoken(one: Mapping[str, Any], names: Names) -> Spoken:
    said = {
        part: names.said(one[part], one["lang"]) if one[part] else None
        for part in ("objection", "amendment")
    }
    is_held = one["outcome"] != "rejected" and one["objected"]
    return Spoken(
        id=one["validation"],
        gathering=one["gathering"],
        who=names.group(one["gathering"], one["profile_said"]),
        code=names.code(one["gathering"]),
        held_on=names.held_on(one["gathering"]),
        outcome="objected"
        if is_held and one["outcome"] == "confirmed"
        else one["outcome"],
        state="contested" if is_held else one["outcome"],
        **said,
    )
