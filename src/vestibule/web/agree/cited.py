"""What is cited for and against a finding, in the words of who said it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from vestibule.agree.validation import evidence
from vestibule.dossier import lineage
from vestibule.dossier.records import Dossier
from vestibule.web.agree import reading
from vestibule.web.agree.reading import Names, Said
from vestibule.web.records import access
from vestibule.web.records.access import Person, Right
from vestibule.web.records.among import Among
from vestibule.web.records.models import Excerpt

QUOTED = 3
"""Excerpts shown on each side before someone asks for all."""

STANCES = ("for", "against")
CITED = ("code", "claim", "statement")


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """An excerpt, in the words of who said it."""

    id: str
    called: str
    said: Said
    who: str
    protected: bool
    listeners: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """Something else that is cited: a code, a claim, a statement."""

    id: str
    kind: str
    said: Said
    n: int
    opens: bool
    """Whether its thread may be opened by who asks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """What speaks on one side."""

    stance: str
    records: int
    gatherings: int
    places: int
    quotes: tuple[Quoted, ...]
    more: int
    cited: tuple[Cited, ...]


def sides(
    dossier: Dossier,
    settled: Dossier,
    finding: str,
    person: Person,
    names: Names,
    *,
    all_: bool,
) -> Iterator[Side]:
    """Yield what speaks for a finding and what against it, as far as someone may see."""
    mine = settled.with_tables(
        supports=settled.table("supports").filter(finding=finding)
    )
    cited = evidence.cited(mine)
    where = names.gatherings
    spoken = cited.filter(pl.col("kind").is_in(["excerpt", "code"]))
    said = {
        stance: spoken.filter(pl.col("stance") == stance)["record"]
        .unique()
        .sort()
        .to_list()
        for stance in STANCES
    }
    most = None if all_ else QUOTED
    quoted = _quoted(dossier, settled, said, person, names, most=most)
    seen = _seen(dossier, person, mine.table("supports"))
    for stance in STANCES:
        rows = cited.filter(pl.col("stance") == stance)
        met = set(rows["gathering"].drop_nulls())
        yield Side(
            stance=stance,
            records=rows["record"].n_unique(),
            gatherings=len(met),
            places=len({where[one]["place"] for one in met if one in where} - {None}),
            quotes=quoted[stance],
            more=max(0, len(said[stance]) - len(quoted[stance])),
            cited=tuple(_cited(mine, stance, names, seen)),
        )


def _quoted(
    dossier: Dossier,
    settled: Dossier,
    said: Mapping[str, list[str]],
    person: Person,
    names: Names,
    *,
    most: int | None,
) -> dict[str, tuple[Quoted, ...]]:
    """Return excerpts that someone may read, by side; each reading is written down."""
    both = {one for ids in said.values() for one in ids}
    if not person.may(Right.SEE_EXCERPTS) or not both:
        return dict.fromkeys(said, ())
    firsts = lineage.roots(dossier.table("excerpts"))
    wanted = both | {pk for pk, first in firsts.items() if first in both}
    rows = access.visible(Excerpt, person).order_by("pk")
    seen = {firsts.get(pk, pk): pk for pk in _ids(rows, wanted)}
    chosen = {
        side: [one for one in ids if one in seen][:most] for side, ids in said.items()
    }
    shown = {seen[one] for ids in chosen.values() for one in ids}
    read = {
        firsts.get(one.pk, one.pk): one
        for one in access.read(rows.filter(pk__in=shown), person)
    }
    return {
        side: tuple(
            _quote(read[one], firsts, settled, names) for one in ids if one in read
        )
        for side, ids in chosen.items()
    }


def _ids(rows: Any, wanted: set[str]) -> list[str]:
    # the wanted are many where a theme is cited: they are one parameter
    return [*rows.filter(Among("pk", wanted)).values_list("pk", flat=True)]


def _quote(
    row: Any, firsts: Mapping[str, str], settled: Dossier, names: Names
) -> Quoted:
    gathering = next(iter(reading.first_ids(settled, "gatherings", [row.gathering_id])))
    held = names.gatherings.get(gathering, {})
    told = [one for one in str(held.get("listeners") or "").split() if one != "nobody"]
    return Quoted(
        id=firsts.get(row.pk, row.pk),
        called=names.excerpt(gathering, row.position),
        said=names.said(row.words, row.lang),
        who=names.group(gathering),
        protected=row.sensitivity == "sensitive",
        listeners=names.words.joined(
            [names.words(f"web_agree.listeners.{one}") for one in told]
        ),
    )


def _seen(dossier: Dossier, person: Person, supports: pl.DataFrame) -> frozenset[str]:
    """Return what is cited, other than excerpts, as far as someone may open it."""
    found = set(supports["code"].drop_nulls())  # the codebook is everyone's
    for kind, table in (("claim", "claims"), ("statement", "statements")):
        wanted = supports[kind].drop_nulls()
        found |= reading.seen(dossier, table, person, among=wanted)
    return frozenset(found)


def _cited(
    settled: Dossier, stance: str, names: Names, seen: frozenset[str]
) -> Iterator[Cited]:
    rows = settled.table("supports").filter(pl.col("stance") == stance)
    named = {kind: rows[kind].drop_nulls().unique().sort() for kind in CITED}
    for kind, told in (
        ("code", _codes(settled, named["code"])),
        ("claim", _claims(settled, named["claim"], names)),
        ("statement", _statements(settled, named["statement"])),
    ):
        for one in named[kind]:
            # a claim is what someone told: seen as far as they agreed to
            if one in told and (kind != "claim" or one in seen):
                words, lang, n = told[one]
                said, opens = names.said(words, lang), one in seen
                yield Cited(id=one, kind=kind, said=said, n=n, opens=opens)


def _codes(
    settled: Dossier, wanted: pl.Series
) -> dict[str, tuple[str, str | None, int]]:
    put = settled.table("codings").filter(pl.col("code").is_in(wanted.implode()))
    coded = put.group_by("code").agg(n=pl.col("excerpt").n_unique())
    codes = _among(settled, "codes", wanted)
    rows = codes.join(coded, left_on="id", right_on="code", how="left")
    listed = rows.select("id", "name", pl.col("n").fill_null(0)).iter_rows()
    return {id_: (name, None, n) for id_, name, n in listed}


def _claims(
    settled: Dossier, wanted: pl.Series, names: Names
) -> dict[str, tuple[str, str | None, int]]:
    called = dict(settled.table("factors").select("id", "name").iter_rows())
    rows = _among(settled, "claims", wanted).select(
        "id", "cause", "effect", "direction"
    )
    return {
        id_: (
            names.words(
                f"web_agree.claims.{direction}",
                cause=called.get(cause, "?"),
                effect=called.get(effect, "?"),
            ),
            None,
            0,
        )
        for id_, cause, effect, direction in rows.iter_rows()
    }


def _statements(
    settled: Dossier, wanted: pl.Series
) -> dict[str, tuple[str, str | None, int]]:
    rows = _among(settled, "statements", wanted).select("id", "words", "lang")
    return {id_: (words, lang, 0) for id_, words, lang in rows.iter_rows()}


def _among(settled: Dossier, table: str, wanted: pl.Series) -> pl.DataFrame:
    return settled.table(table).filter(pl.col("id").is_in(wanted.implode()))
