"""Which elements and connections does a map file hold: JSON, GraphML, CSV?"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import defusedxml
from defusedxml.ElementTree import fromstring

from vestibule.dossier import folding
from vestibule.listen import guards
from vestibule.listen.problems import refuse

Blueprint = dict[str, list[dict[str, Any]]]
"""``elements`` and ``connections`` of a Kumu blueprint."""

LIMITS = replace(guards.LIMITS, file_bytes=64 * guards.MB, line_bytes=64 * guards.MB)
"""A map is small; some programs write it as one line."""

MOST = 200_000
"""Elements and connections of one file, together."""

NAMESPACE = "{http://graphml.graphdrawing.org/xmlns}"

HEADERS = {
    "label": "label name nom element libelle",
    "id": "id",
    "type": "type sens sign polarity",
    "lang": "lang langue",
    "merged_into": "mergedinto fusionavec",
    "reason": "reason raison",
    "finding": "finding",
    "from": "from de source cause",
    "to": "to vers target effect effet",
    "from_id": "fromid",
    "to_id": "toid",
    "direction": "direction",
    "excerpt": "excerpt",
    "voice": "voice",
    "gathering": "gathering",
    "teller": "teller",
    "coder": "coder",
}
"""What a column is called, folded; others are left unread."""

UNSEEN = " \ufeff\u200b\u200c\u200d\u200e\u200f\u00a0\u202f"
"""What some programs leave out before they look at a cell."""

GUARDED = (*"=+-@＝＋－＠\t\r\n'",)
"""Before these an apostrophe only keeps a spreadsheet from reading a formula."""

INSIDE = re.compile(rf"([;\t\n])'([{UNSEEN}\"']*[=+\-@＝＋－＠])")
"""The same where something else than a comma parts cells."""

CLAIM = ("type", "excerpt", "voice", "gathering", "teller", "coder")


def blueprint(path: Path) -> tuple[str, Blueprint]:
    """Return what a map file holds.

    Parameters
    ----------
    path : Path
        A Kumu blueprint (``.json``), ``.graphml``, a ``.csv`` of connections, or a
        folder with ``elements.csv`` and ``connections.csv``.

    Returns
    -------
    tuple of (str, dict)
        The name of the file and its elements and connections, not yet judged.

    Raises
    ------
    ProblemsFound
        If it is absent, hostile, of another kind, or not what its name says.
    """
    if path.is_dir():
        return _of_folder(path)
    suffix = path.suffix.lower()
    readers = {".json": _json, ".graphml": _graphml, ".csv": _connections_alone}
    if suffix not in readers:
        if not path.exists():
            raise refuse("file-missing", file=path.name)
        raise refuse(
            "file-kind", file=path.name, suffix=suffix, allowed=", ".join(readers)
        )
    text = guards.text_of(path, limits=LIMITS)
    return path.name, _bounded(path.name, readers[suffix](path.name, text))


def _bounded(name: str, found: Blueprint) -> Blueprint:
    if len(found["elements"]) + len(found["connections"]) > MOST:
        raise refuse("map-too-large", file=name, limit=MOST)
    return found


def _json(name: str, text: str) -> Blueprint:
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        raise refuse("map-unreadable", file=name, kind="JSON") from None
    if not isinstance(told, dict):
        raise refuse("map-unreadable", file=name, kind="JSON")
    parts = {}
    for part in ("elements", "connections"):
        rows = told.get(part, [])
        if not isinstance(rows, list) or not all(isinstance(r, dict) for r in rows):
            raise refuse("map-unreadable", file=name, kind="Kumu")
        parts[part] = [_flat(row) for row in rows]
    return parts


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    """Return an entry of a blueprint or of a whole Kumu project, its keys in one row."""
    inner = row.get("attributes")
    own = {str(name).lower(): value for name, value in row.items()}
    if isinstance(inner, dict):
        own |= {str(name).lower(): value for name, value in inner.items()}
    own.setdefault("id", own.get("_id", own.get("label")))
    return own


def _graphml(name: str, text: str) -> Blueprint:
    try:
        root = fromstring(text, forbid_dtd=True)
    except defusedxml.DefusedXmlException:
        raise refuse("map-hostile", file=name) from None
    except (ElementTree.ParseError, RecursionError, ValueError):
        raise refuse("map-unreadable", file=name, kind="GraphML") from None
    graph = root.find(f"{NAMESPACE}graph")
    if graph is None:
        raise refuse("map-unreadable", file=name, kind="GraphML")
    keys = {
        one.get("id", ""): one.get("attr.name", one.get("id", ""))
        for one in root.iter(f"{NAMESPACE}key")
    }
    one_way = graph.get("edgedefault") != "undirected"
    return {
        "elements": [
            {"id": node.get("id")} | _data(node, keys)
            for node in graph.iter(f"{NAMESPACE}node")
        ],
        "connections": [
            {
                "from": edge.get("source"),
                "to": edge.get("target"),
                "direction": "directed" if one_way else "undirected",
            }
            | _data(edge, keys)
            for edge in graph.iter(f"{NAMESPACE}edge")
        ],
    }


def _data(node: ElementTree.Element, keys: dict[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for one in node.findall(f"{NAMESPACE}data"):
        name = keys.get(one.get("key", ""), "")
        text = "".join(one.itertext())
        found[name] = _listed(text) if name in ("members", "claims") else text
    return found


def _listed(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _of_folder(path: Path) -> tuple[str, Blueprint]:
    elements, links = path / "elements.csv", path / "connections.csv"
    if not links.is_file():
        raise refuse("file-missing", file=f"{path.name}/{links.name}")
    found = _connections_alone(links.name, guards.text_of(links, limits=LIMITS))
    if elements.is_file():
        text = guards.text_of(elements, limits=LIMITS)
        found["elements"] = _nested(list(_rows(elements.name, text, ("label",))))
    return links.name, _bounded(links.name, found)


def _nested(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return elements with what was merged into each."""
    whole = {row.get("id", row["label"]): row for row in rows}
    for row in rows:
        into = whole.get(row.get("merged_into", ""))
        if into is not None and into is not row:
            into.setdefault("members", []).append(row)
    return [
        {"id": row.get("id", row["label"]), **row}
        for row in rows
        if row.get("merged_into", "") not in whole
    ]


def _connections_alone(name: str, text: str) -> Blueprint:
    links: list[dict[str, Any]] = []
    for row in _rows(name, text, ("from", "to")):
        ends = {end: row.get(f"{end}_id") or row.get(end, "") for end in ("from", "to")}
        claim = {part: row[part] for part in CLAIM if part in row}
        links.append({**row, **ends, "claims": [{**ends, **claim}]})
    names = dict.fromkeys(link[end] for link in links for end in ("from", "to"))
    return {
        "elements": [{"id": one, "label": one} for one in names],
        "connections": links,
    }


def _rows(name: str, text: str, needed: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    """Yield rows of a CSV by the names we know of its columns; empty cells are left."""
    try:
        lines = list(csv.reader(io.StringIO(text), strict=True))
    except csv.Error:
        raise refuse("map-unreadable", file=name, kind="CSV") from None
    columns = [_column(cell) for cell in lines[0]]
    for one in needed:
        if one not in columns:
            raise refuse("map-column", file=name, line=1, name=one)
    for number, line in enumerate(lines[1:], start=2):
        cells = zip(columns, line, strict=False)
        row = {column: _bare(cell) for column, cell in cells if column and cell}
        if row:
            yield {"line": number, **dict.fromkeys(needed, ""), **row}


def _column(header: str) -> str:
    said = folding.fold(header)
    return next((name for name, known in HEADERS.items() if said in known.split()), "")


def _bare(cell: str) -> str:
    guards = cell[:1] == "'" and cell[1:].lstrip(UNSEEN).startswith(GUARDED)
    return INSIDE.sub(r"\1\2", cell[1:] if guards else cell)
