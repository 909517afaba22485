"""How is a map written as GraphML, which most graph programs read?"""

from __future__ import annotations

import json
from typing import Any
from xml.sax import saxutils

from vestibule.inform.maps.blueprint import Blueprint

NODE_KEYS = (
    "label",
    "lang",
    "finding",
    "type",
    "role",
    "sources",
    "citations",
    "members",
)
EDGE_KEYS = ("type", "sources", "citations", "claims")
WHOLE = {"sources", "citations"}
"""Keys that hold whole numbers; lists are written as JSON."""

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
)


def graphml(told: Blueprint) -> str:
    """Return a map as GraphML.

    Parameters
    ----------
    told : dict
        Of `blueprint`.

    Returns
    -------
    str
        A directed graph; every key is declared. Signs that XML cannot hold are left
        out of names.
    """
    keys = [
        f' <key id="{end}_{name}" for="{end}" attr.name="{name}"'
        f' attr.type="{"int" if name in WHOLE else "string"}"/>'
        for end, names in (("node", NODE_KEYS), ("edge", EDGE_KEYS))
        for name in names
    ]
    nodes = [
        f"  <node id={_quoted(one['id'])}>{_data('node', one, NODE_KEYS)}</node>"
        for one in told["elements"]
    ]
    edges = [
        f"  <edge source={_quoted(one['from'])} target={_quoted(one['to'])}>"
        f"{_data('edge', one, EDGE_KEYS)}</edge>"
        for one in told["connections"]
    ]
    lines = [*keys, ' <graph edgedefault="directed">', *nodes, *edges, " </graph>"]
    return HEAD + "\n".join(lines) + "\n</graphml>\n"


def _data(end: str, entry: dict[str, Any], names: tuple[str, ...]) -> str:
    return "".join(
        f'<data key="{end}_{name}">{saxutils.escape(_text(entry[name]))}</data>'
        for name in names
        if name in entry
    )


def _text(value: object) -> str:
    text = (
        json.dumps(value, ensure_ascii=False) if isinstance(value, list) else str(value)
    )
    return "".join(sign for sign in text if sign >= " " or sign in "\t\n")


def _quoted(text: str) -> str:
    return saxutils.quoteattr(text)
