"""Which themes are there, which lie above which, and how did the codebook change?

A code is corrected like every record: the new row names what it supersedes and the
version of the codebook it belongs to. One that supersedes several *merges* them. A
code is *split* by giving it codes below it: what was coded under it before stays
readable, and still names it. So codings of every version can be counted together.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from vestibule.dossier import corrections, lineage, versions
from vestibule.dossier.records import Dossier
from vestibule.understand.coding import readings

PROBLEMS = {
    "circle": "Themes lie above one another in a circle: {keys}. Take one out of it.",
    "orphan": "“{keys}” lies below a theme that is not in the codebook. Name another.",
    "twice": "Two themes have the same key, “{keys}”: give one of them another.",
    "corrected-twice": (
        "“{keys}” was corrected twice, apart: choose one, and correct again."
    ),
    "deep": f"“{{keys}}” lies more than {readings.DEPTH} levels deep: bring it up.",
}
"""Code to plain sentence; ``keys`` are the codes it speaks of."""

CHANGES = {"version": pl.String(), "change": pl.String(), "key": pl.String()} | {
    "before": pl.List(pl.String()),
    "after": pl.List(pl.String()),
}
"""Columns of `Codebook.changes`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Codebook:
    """The themes as they stand, and how they came to.

    Parameters
    ----------
    codes : pl.DataFrame
        One row per code that stands, by ``path``: ``code`` (the id it had first),
        ``key``, ``name``, ``kind``, ``parent``, ``parent_key``, ``depth`` (0: nothing
        above it), ``path`` (keys from the top, joined by `` > ``), ``below`` (codes
        directly below), ``version``.
    versions : pl.DataFrame
        One row per version, the first first: ``version`` (empty where none was
        noted), ``codes`` (that stood then), ``codings`` (written under its rows).
    changes : pl.DataFrame
        One row per change: ``version`` that brought it, ``change`` (``added``,
        ``renamed``, ``merged``, ``split``, ``moved``, ``redefined``), ``key``,
        ``before``, ``after`` (keys, names or parents; empty lists where none).
    named_problems : tuple of (str, str)
        Code of `PROBLEMS` and the keys it speaks of.
    """

    codes: pl.DataFrame
    versions: pl.DataFrame
    changes: pl.DataFrame
    named_problems: tuple[tuple[str, str], ...]

    @property
    def problems(self) -> tuple[tuple[str, str], ...]:
        """Code of `PROBLEMS` and plain sentence, for each problem."""
        return tuple(
            (code, PROBLEMS[code].format(keys=keys))
            for code, keys in self.named_problems
        )


def codebook(dossier: Dossier) -> Codebook:
    """Return the codebook with its history.

    Parameters
    ----------
    dossier : Dossier
        With every version of its codes: not settled.

    Returns
    -------
    Codebook
        Empty frames where there is no code.

    Notes
    -----
    Versions are ordered by their label, numbers as numbers (``2`` before ``10``): the
    clocks of devices are not trusted for order.
    """
    rows = dossier.table("codes").with_columns(pl.col("codebook").fill_null(""))
    labels = sorted(rows["codebook"].unique(), key=in_order)
    settled = lineage.settled(dossier).table("codes").sort("id")
    states = [_state(rows, labels[: n + 1]) for n in range(len(labels))]
    return Codebook(
        codes=_codes(settled),
        versions=_versions(dossier, rows, labels, states),
        changes=_changes(rows, labels, states),
        named_problems=tuple(sorted(_problems(dossier, settled))),
    )


def in_order(label: str) -> tuple[tuple[int, str], ...]:
    """Return what sorts labels of versions, numbers as numbers.

    Parameters
    ----------
    label : str
        As `codes.codebook` holds it.

    Returns
    -------
    tuple of (int, str)
        To be compared with those of other labels.

    Examples
    --------
    >>> sorted(["v10", "v2", ""], key=in_order)
    ['', 'v2', 'v10']
    """
    parts = re.findall(r"[0-9]+|[^0-9]+", label)
    return tuple((int(p), "") if p.isdecimal() else (-1, p) for p in parts)


def _state(rows: pl.DataFrame, labels: list[str]) -> dict[str, dict[str, Any]]:
    """Return the rows that stood once the versions `labels` were there, by id."""
    standing = versions.standing_rows(rows.filter(pl.col("codebook").is_in(labels)))
    return {row["id"]: row for row in standing.sort("id").iter_rows(named=True)}


def _codes(settled: pl.DataFrame) -> pl.DataFrame:
    parents = dict(settled.select("id", "parent").iter_rows())
    keys = dict(settled.select("id", "key").iter_rows())
    paths = [[*reversed(_upward(code, parents)), code] for code in settled["id"]]
    below = [sum(up == code for up in parents.values()) for code in settled["id"]]
    named = [" > ".join(keys[code] for code in path) for path in paths]
    return (
        settled.with_columns(
            code="id",
            version="codebook",
            parent_key=pl.col("parent").replace_strict(
                keys, default=None, return_dtype=pl.String
            ),
            depth=pl.Series([len(path) - 1 for path in paths], dtype=pl.Int64),
            path=pl.Series(named, dtype=pl.String),
            below=pl.Series(below, dtype=pl.Int64),
        )
        .select(
            *("code", "key", "name", "kind", "parent", "parent_key", "depth", "path"),
            *("below", "version"),
        )
        .sort("path", "code")
    )


def _upward(code: str, parents: Mapping[str, str | None]) -> list[str]:
    """Return the codes above one, the nearest first, each once."""
    found: list[str] = []
    here = parents.get(code)
    while here is not None and here in parents and here not in (code, *found):
        found.append(here)
        here = parents[here]
    return found


def _versions(
    dossier: Dossier,
    rows: pl.DataFrame,
    labels: list[str],
    states: list[dict[str, dict[str, Any]]],
) -> pl.DataFrame:
    under = (
        versions.standing_rows(dossier.table("codings"))
        .join(rows.select("codebook", code="id"), on="code")
        .group_by("codebook")
        .agg(pl.len())
    )
    written = dict(under.iter_rows())
    return pl.DataFrame(
        {
            "version": labels,
            "codes": [len(state) for state in states],
            "codings": [written.get(label, 0) for label in labels],
        },
        schema={"version": pl.String, "codes": pl.Int64, "codings": pl.Int64},
    )


def _changes(
    rows: pl.DataFrame, labels: list[str], states: list[dict[str, dict[str, Any]]]
) -> pl.DataFrame:
    told: list[tuple[str, str, str, list[str], list[str]]] = []
    prior = _prior(rows)
    keys = dict(rows.select("id", "key").iter_rows())
    for n in range(1, len(labels)):
        old, new = states[n - 1], states[n]
        came = [row for id_, row in new.items() if id_ not in old]
        divided = _split(came, old, prior)
        for row in came:
            before = sorted((prior[row["id"]] & old.keys()), key=lambda id_: keys[id_])
            told += [
                (labels[n], *change)
                for change in _change(row, [old[id_] for id_ in before], keys, divided)
            ]
        told += [
            (labels[n], "split", keys[code], [keys[code]], sorted(into))
            for code, into in divided.items()
        ]
    return pl.DataFrame(told, schema=CHANGES, orient="row").sort(
        "version", "change", "key"
    )


def _prior(rows: pl.DataFrame) -> dict[str, set[str]]:
    """Return all rows that each row supersedes, those they superseded included."""
    direct: dict[str, set[str]] = {id_: set() for id_ in rows["id"]}
    for id_, earlier in versions.links(rows).iter_rows():
        direct[id_].add(earlier)
    whole: dict[str, set[str]] = {}
    for id_ in direct:
        found: set[str] = set()
        open_ = set(direct[id_])
        while open_:
            here = open_.pop()
            if here not in found:
                found.add(here)
                open_ |= direct.get(here, set())
        whole[id_] = found
    return whole


def _split(
    came: list[dict[str, Any]],
    old: Mapping[str, Mapping[str, Any]],
    prior: Mapping[str, set[str]],
) -> dict[str, list[str]]:
    """Return the codes without any below them that now have two or more new ones."""
    parents = {row["parent"] for row in old.values()}
    into: dict[str, list[str]] = {}
    for row in came:
        if not prior[row["id"]] & old.keys() and row["parent"] in old:
            into.setdefault(row["parent"], []).append(row["key"])
    return {
        code: keys
        for code, keys in into.items()
        if len(keys) > 1 and code not in parents
    }


def _change(
    row: Mapping[str, Any],
    before: list[Mapping[str, Any]],
    keys: Mapping[str, str],
    divided: Mapping[str, list[str]],
) -> list[tuple[str, str, list[str], list[str]]]:
    if not before:
        return [] if row["parent"] in divided else [("added", row["key"], [], [])]
    if len(before) > 1:
        return [("merged", row["key"], [one["key"] for one in before], [row["key"]])]
    was = before[0]
    told = []
    if (was["key"], was["name"]) != (row["key"], row["name"]):
        told.append(("renamed", row["key"], [was["name"]], [row["name"]]))
    if was["parent"] != row["parent"]:
        ends = [_listed(one["parent"], keys) for one in (was, row)]
        told.append(("moved", row["key"], *ends))
    if any(was[column] != row[column] for column in ("definition", "kind")):
        told.append(("redefined", row["key"], [], []))
    return told


def _listed(code: str | None, keys: Mapping[str, str]) -> list[str]:
    return [] if code is None else [keys.get(code, "?")]


def _problems(dossier: Dossier, settled: pl.DataFrame) -> list[tuple[str, str]]:
    parents = dict(settled.select("id", "parent").iter_rows())
    keys = dict(settled.select("id", "key").iter_rows())
    named: list[tuple[str, str]] = []
    for circle in sorted({one for code in parents if (one := _circle(code, parents))}):
        named.append(("circle", ", ".join(sorted(keys[code] for code in circle))))
    for code, parent in parents.items():
        if parent is not None and parent not in parents:
            named.append(("orphan", keys[code]))
        if len(_upward(code, parents)) > readings.DEPTH:
            named.append(("deep", keys[code]))
    doubled = settled.filter(pl.col("key").is_duplicated())["key"].unique().sort()
    named += [("twice", key) for key in doubled]
    known = dict(dossier.table("codes").select("id", "key").iter_rows())
    for ids in corrections.conflicts(dossier).filter(table="codes")["ids"]:
        if len(ids):
            named.append(("corrected-twice", known[sorted(ids)[0]]))
    return named


def _circle(code: str, parents: Mapping[str, str | None]) -> tuple[str, ...] | None:
    """Return the codes of the circle that one lies in, sorted, or None."""
    upward = _upward(code, parents)
    last = parents[upward[-1]] if upward else parents[code]
    return tuple(sorted((code, *upward))) if last == code else None
