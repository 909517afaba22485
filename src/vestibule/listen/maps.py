"""How does a map made elsewhere become factors, merges and claims?"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from vestibule import errors
from vestibule.dossier import ids
from vestibule.dossier.records import Dossier
from vestibule.dossier.tables import TABLES
from vestibule.listen import arrivals, known, map_formats
from vestibule.listen.problems import problem, refuse

MORE = frozenset({"more", "plus", "+", "positive", "positif", "same", "1", "s"})
LESS = frozenset(
    {"less", "moins", "-", "−", "negative", "negatif", "opposite", "-1", "o"}
)
"""What the type of a connection may say, in small letters."""

SOURCES = {
    "excerpt": "excerpts",
    "voice": "voices",
    "gathering": "gatherings",
    "teller": "people",
}
"""What a claim may name as its source, and the table that must hold it."""

LONGEST = 2000
"""Letters of a name."""


@dataclass(slots=True)
class _Read:
    name: str
    dossier: Dossier
    factors: list[dict[str, Any]] = field(default_factory=list)
    merges: list[dict[str, Any]] = field(default_factory=list)
    claims: list[dict[str, Any]] = field(default_factory=list)
    problems: list[errors.Problem] = field(default_factory=list)

    def wrong(self, code: str, entry: Mapping[str, Any], **params: object) -> None:
        """Note a problem, with the line of a table that it stands on."""
        line = entry.get("line")
        self.problems.append(
            problem(code, file=self.name, line=line, column=None, **params)  # type: ignore[arg-type]
        )


def read(path: Path, dossier: Dossier) -> arrivals.Incoming:
    """Read a map: a Kumu blueprint, GraphML, or CSV.

    Parameters
    ----------
    path : Path
        As for `map_formats.blueprint`.
    dossier : Dossier
        Where it is to go; it must hold every voice, excerpt, gathering and teller that
        the file names.

    Returns
    -------
    Incoming
        ``factors``, ``merges`` (decided) and ``claims`` under an import's origin, or
        every problem found. A connection without claims of its own is one claim of
        nobody known. What the dossier holds word for word is not repeated.
    """
    try:
        name, told = map_formats.blueprint(path)
        if not told["connections"]:
            raise refuse("map-empty", file=name)
    except errors.ProblemsFound as refused:
        return _refused(refused.problems, "")
    source = _source(told)
    found = _Read(name, dossier)
    called = _factors(told["elements"], found)
    for link in told["connections"]:
        _link(link, called, found)
    if found.problems:
        return _refused(found.problems, source)
    return _accepted(found, source)


def _source(told: Mapping[str, Any]) -> str:
    """Return a hash of what is told, whatever the form of the file."""
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _refused(problems: Iterable[errors.Problem], source: str) -> arrivals.Incoming:
    return arrivals.Incoming(
        tables={},
        problems=tuple(problems),
        origin=arrivals.origin_of(source),
        source_hash=source,
    )


def _factors(elements: Iterable[Mapping[str, Any]], found: _Read) -> dict[str, str]:
    """Note factors and merges, and return what each element is called by."""
    called: dict[str, str] = {}
    for element in elements:
        own = _factor(element, called, found)
        for member in _dicts(element.get("members")):
            merged = _factor(member, called, found)
            found.merges.append(
                {
                    "key": f"{merged} {own}",
                    "factor": merged,
                    "into": own,
                    "reason": _text(member.get("reason")),
                    "state": "decided",
                }
            )
    labels = Counter(row["name"] for row in found.factors)
    by_label = {
        row["name"]: row["key"] for row in found.factors if labels[row["name"]] == 1
    }
    return by_label | called


def _factor(entry: Mapping[str, Any], called: dict[str, str], found: _Read) -> str:
    key = _text(entry.get("id")) or _text(entry.get("label")) or ""
    label = _text(entry.get("label")) or key
    finding = _text(entry.get("finding"))
    if not key or key in called:
        found.wrong("map-element-twice", entry, value=label)
        return key
    if finding is not None and not _holds(found.dossier, "findings", finding):
        found.wrong("map-source-unknown", entry, table="findings")
    called[key] = key
    found.factors.append(
        {
            "key": key,
            "name": label,
            "lang": _text(entry.get("lang")),
            "finding": finding,
        }
    )
    return key


def _text(value: object) -> str | None:
    """Return what an entry says as text without signs nobody sees; None if nothing."""
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        return None
    shown = ((" " if sign.isspace() else sign) for sign in str(value))
    said = "".join(sign for sign in shown if sign.isprintable())
    said = said.encode("utf-8", "ignore").decode()
    return said.strip()[:LONGEST] or None


def _holds(dossier: Dossier, table: str, id_: str) -> bool:
    return not dossier.table(table).filter(pl.col("id") == id_).is_empty()


def _link(link: Mapping[str, Any], called: Mapping[str, str], found: _Read) -> None:
    told = _dicts(link.get("claims"))
    way = (_text(link.get("direction")) or "directed").lower()
    if way == "undirected":
        found.wrong("map-undirected", link)
        return
    for claim in told or [{}]:
        entry = {**link, **claim}
        _claim(entry, called, found)
        if way == "mutual" and not told:
            _claim({**entry, "from": link["to"], "to": link["from"]}, called, found)


def _dicts(value: object) -> list[dict[str, Any]]:
    listed = value if isinstance(value, list) else []
    return [one for one in listed if isinstance(one, dict)]


def _claim(entry: Mapping[str, Any], called: Mapping[str, str], found: _Read) -> None:
    ends = [_text(entry.get(end)) or "" for end in ("from", "to")]
    sign = _sign(entry)
    for end in ends:
        if end not in called:
            found.wrong("map-end-unknown", entry, value=end)
    if sign is None:
        found.wrong("map-direction", entry, value=_text(entry.get("type")) or "")
    told = {name: _text(entry.get(name)) for name in (*SOURCES, "coder")}
    cause, effect = (called.get(end, end) for end in ends)
    found.claims.append({"cause": cause, "effect": effect, "direction": sign, **told})


def _sign(entry: Mapping[str, Any]) -> str | None:
    said = (_text(entry.get("type")) or "").lower()
    return "more" if said in MORE else "less" if said in LESS else None


def _unknown_sources(found: _Read) -> Iterator[errors.Problem]:
    for column, table in SOURCES.items():
        named = {claim[column] for claim in found.claims} - {None}
        held = set(found.dossier.table(table)["id"])
        if named - held:
            yield problem("map-source-unknown", file=found.name, table=table)


def _accepted(found: _Read, source: str) -> arrivals.Incoming:
    unknown = list(_unknown_sources(found))
    if unknown:
        return _refused(unknown, source)
    process = found.dossier.process.key
    frames = _frames(found, process, source)
    split = known.split(frames, found.dossier)
    origin = arrivals.origin_of(source)
    new = split.new
    if split.held:
        # what is left of a file known in part is a source of its own
        left = hashlib.sha256("\n".join([source, *sorted(split.held)]).encode())
        origin = arrivals.origin_of(left.hexdigest())
        new = _renamed(new, process, left.hexdigest())
    return arrivals.Incoming(
        tables=arrivals.recorded(new, origin=origin),
        problems=(),
        origin=origin,
        source_hash=source,
        counts={table: frame.height for table, frame in frames.items()},
        known=split.counts,
    )


def _frames(found: _Read, process: str, source: str) -> dict[str, pl.DataFrame]:
    """Return rows with ids that derive from the file, and references to them."""
    factor = {
        row["key"]: ids.derived_id(process, source, "factors", row["key"])
        for row in found.factors
    }
    ends = ("factor", "into", "cause", "effect")
    frames = {}
    for table in ("factors", "merges", "claims"):
        rows: list[dict[str, Any]] = getattr(found, table)
        keys = [row.get("key", str(number)) for number, row in enumerate(rows)]
        own = [column.name for column in TABLES[table].own]
        frame = pl.DataFrame(rows, schema=dict.fromkeys(own, pl.String()), strict=False)
        named = [
            pl.col(end).replace_strict(factor, return_dtype=pl.String)
            for end in ends
            if end in own
        ]
        derived = ids.derived_ids(process, source, table, keys)
        frames[table] = frame.with_columns(*named, derived.alias("id"))
    return frames


def _renamed(
    new: Mapping[str, pl.DataFrame], process: str, source: str
) -> dict[str, pl.DataFrame]:
    fresh = {
        id_: ids.derived_id(process, source, table, id_)
        for table, rows in new.items()
        for id_ in rows["id"]
    }
    return {
        table: known.redirected(rows, table, fresh).with_columns(
            pl.col("id").replace(fresh)
        )
        for table, rows in new.items()
    }
