"""What the page of one finding reads: for and against, what was said of it, its level."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from vestibule.act import chain
from vestibule.agree.validation import disputes, evidence
from vestibule.agree.validation.standing import FindingStanding
from vestibule.dossier import lineage
from vestibule.dossier.records import Dossier
from vestibule.web.agree import level, queries, reading, thread, wordings
from vestibule.web.agree.reading import Names, Said
from vestibule.web.records import access, remembered
from vestibule.web.records.access import Person, Right
from vestibule.web.records.among import Among
from vestibule.web.records.models import Excerpt
from vestibule.words import Catalogue

TABLES = (*reading.CHAIN, "texts")

QUOTED = 3
"""Excerpts shown on each side before someone asks for all."""

STANCES = ("for", "against")
CITED = {"code": "codes", "claim": "claims", "statement": "statements"}
"""What is cited beside excerpts, and its table."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """Everything that the page of a finding says."""

    id: str
    row: queries.Row
    meaning: str
    version: int
    parent: tuple[str, Said] | None
    children: tuple[tuple[str, str, Said], ...]
    links: tuple[thread.Link, ...]
    sides: tuple[Side, ...]
    rounds: tuple[Round, ...]
    counts: Mapping[str, int]
    splits: tuple[str, ...]
    level: level.Level
    versions: tuple[wordings.Version, ...]


def record(
    person: Person,
    finding: str,
    words: Catalogue,
    *,
    today: dt.date,
    all_: bool = False,
) -> Record | None:
    """Return a finding by any of its ids; None where there is none."""
    dossier = reading.dossier_with(*TABLES)
    settled, worded, standing = queries.standing(dossier)
    first = next(iter(reading.first_ids(dossier, "findings", [finding])))
    rows = {row.id: row for row in queries.rows(settled, standing)}
    if first not in rows:
        return None
    names = Names(settled, words)
    own = settled.table("findings").filter(id=first).row(0, named=True)
    where = level.level(settled, standing, first, names)
    found = chain.trace(dossier, "findings", first, today=today)
    silent = {"validations": where.missing} if where.missing else {}
    return Record(
        id=first,
        row=rows[first],
        meaning=own["meaning"] or "",
        version=standing.findings.filter(finding=first)["version"][0] or 1,
        parent=_parent(own, rows),
        children=_children(settled, first, rows),
        links=thread.thread(found, words, more=silent),
        sides=tuple(_sides(dossier, settled, first, person, names, all_=all_)),
        rounds=tuple(_rounds(dossier, settled, standing, first, person, names)),
        counts=_counts(standing, first),
        splits=tuple(_splits(settled, standing, first, names)),
        level=where,
        versions=wordings.versions_of(dossier, first, worded),
    )


def _parent(
    own: Mapping[str, Any], rows: Mapping[str, queries.Row]
) -> tuple[str, Said] | None:
    parent = rows.get(own["parent"] or "")
    return (parent.id, parent.said) if parent else None


def _children(
    settled: Dossier, finding: str, rows: Mapping[str, queries.Row]
) -> tuple[tuple[str, str, Said], ...]:
    under = settled.table("findings").filter(parent=finding).sort("kind", "key")
    return tuple((i, rows[i].kind, rows[i].said) for i in under["id"] if i in rows)


def _sides(
    dossier: Dossier,
    settled: Dossier,
    finding: str,
    person: Person,
    names: Names,
    *,
    all_: bool,
) -> Iterator[Side]:
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
    found: set[str] = set()
    for kind, table in CITED.items():
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


def _rounds(
    dossier: Dossier,
    settled: Dossier,
    standing: FindingStanding,
    finding: str,
    person: Person,
    names: Names,
) -> Iterator[Round]:
    may = reading.seen(dossier, "validations", person)
    told = settled.table("validations").select(
        "objection", "amendment", "lang", validation="id", profile_said="profile"
    )
    both = pl.concat([standing.rows, standing.earlier]).filter(finding=finding)
    rows = both.filter(pl.col("validation").is_in(list(may))).join(
        told, on="validation"
    )
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


def _counts(standing: FindingStanding, finding: str) -> dict[str, int]:
    row = standing.findings.filter(finding=finding).row(0, named=True)
    wanted = ("gatherings", "confirmed", "amended", "rejected", "objections", "earlier")
    return {name: int(row[name] or 0) for name in wanted}


def _splits(
    settled: Dossier, standing: FindingStanding, finding: str, names: Names
) -> Iterator[str]:
    keys = {k: names.profiles.get(i, k) for i, k in _profile_keys(settled)}
    every = remembered.known(
        "splits", queries.TABLES, lambda: disputes.splits(settled, standing)
    )
    for one in every.filter(finding=finding).iter_rows(named=True):
        yield _split(one, names, keys)


def _split(one: Mapping[str, Any], names: Names, keys: Mapping[str, str]) -> str:
    called = names.region if one["kind"] == "regions" else lambda k: keys.get(k, k)
    mixed = names.words("agreed.findings.split.mixed")

    def told(side: str) -> str:
        return names.words.joined([called(k) for k in side.split()]) or mixed

    where = one["where"] or ""
    if one["kind"] == "tie":
        where = names.region(where)
    elif one["kind"] == "gathering":
        where = names.group(where)
    return names.words(
        f"agreed.findings.split.{one['kind']}",
        where=where,
        holding=told(one["holding"] or ""),
        rejecting=told(one["rejecting"] or ""),
    ).strip()


def _profile_keys(settled: Dossier) -> Iterator[tuple[str, str]]:
    yield from settled.table("profiles").select("id", "key").iter_rows()
