"""What of a map travels: elements, connections, and every claim behind them?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl

from vestibule.dossier.records import Dossier
from vestibule.understand.maps import SystemMap, merging

Blueprint = dict[str, list[dict[str, Any]]]
"""``elements`` and ``connections``, as Kumu names them, with keys of ours."""

REFERENCES = ("excerpt", "voice", "gathering", "teller", "coder")
"""What a claim says of its source."""

TYPES = {1: "more", -1: "less", 0: "unclear"}
"""What a connection does, by its sign."""


def blueprint(system: SystemMap, settled: Dossier) -> Blueprint:
    """Return a map as elements and connections.

    Parameters
    ----------
    system : SystemMap
        The map.
    settled : Dossier
        The records it was made from.

    Returns
    -------
    dict
        ``elements``: factors by name, each with ``id`` (``e1``…), ``label``, ``lang``,
        ``sources``, ``citations``, ``role``, and ``members``: what was merged into it.
        ``connections``: one for each link, with ``type`` (more, less, unclear),
        ``sources``, ``citations``, and ``claims``: each with the factors as coded.
        Numbers depend on names, not on ids: a map that comes back gives equal files.
        Claims inside one merged factor are kept, as a connection to itself.
    """
    elements, called = _elements(system, settled)
    return {
        "elements": elements,
        "connections": _connections(system, settled, called),
    }


def _elements(
    system: SystemMap, settled: Dossier
) -> tuple[list[dict[str, Any]], dict[str, str]]:
    coded = {row["id"]: row for row in settled.table("factors").iter_rows(named=True)}
    reasons = _reasons(settled)

    def order(id_: str) -> tuple[str, str, str]:
        return coded[id_]["name"], coded[id_]["lang"] or "", id_

    called: dict[str, str] = {}
    elements = []
    rows = {row["factor"]: row for row in system.factors.iter_rows(named=True)}
    for number, factor in enumerate(sorted(rows, key=order), start=1):
        row, called[factor] = rows[factor], f"e{number}"
        members = sorted((one for one in row["members"] if one != factor), key=order)
        listed = []
        for place, member in enumerate(members, start=1):
            called[member] = f"e{number}.{place}"
            own = _own(coded[member], called[member])
            listed.append(_kept(own | {"reason": reasons.get(member)}))
        found = _own(coded[factor], called[factor]) | {
            "type": "factor",
            "role": row["role"],
            "sources": row["sources"],
            "citations": row["citations"],
            "members": listed or None,
        }
        elements.append(_kept(found))
    return elements, called


def _own(row: Mapping[str, Any], name: str) -> dict[str, Any]:
    told = {"label": row["name"], "lang": row["lang"], "finding": row["finding"]}
    return {"id": name, **told}


def _reasons(settled: Dossier) -> dict[str, str]:
    """Return why each factor was merged; of several reasons the first by alphabet."""
    pairs = set(merging.in_force(settled.table("merges")))
    rows = settled.table("merges").filter(state="decided").drop_nulls("reason")
    found = rows.select("factor", "into", "reason").sort("reason", descending=True)
    return {
        factor: reason
        for factor, into, reason in found.iter_rows()
        if (factor, into) in pairs
    }


def _kept(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in entry.items() if value is not None}


def _connections(
    system: SystemMap, settled: Dossier, called: Mapping[str, str]
) -> list[dict[str, Any]]:
    own = settled.table("claims").select(*REFERENCES, claim="id")
    told = system.claims.select(
        "claim", "cause", "effect", "told_cause", "told_effect", "sign"
    ).join(own, on="claim")
    counted = {
        (row["cause"], row["effect"]): row for row in system.links.iter_rows(named=True)
    }
    found = []
    for (cause, effect), rows in told.group_by("cause", "effect"):
        link = counted.get((str(cause), str(effect)), {})
        found.append(
            {
                "from": called[str(cause)],
                "to": called[str(effect)],
                "direction": "directed",
                "type": TYPES[link.get("sign", 0)],
                "sources": link.get("sources", 0),
                "citations": link.get("citations", rows.height),
                "claims": _claims(rows, called),
            }
        )
    return sorted(found, key=lambda one: _by_number(one["from"], one["to"]))


def _claims(rows: pl.DataFrame, called: Mapping[str, str]) -> list[dict[str, Any]]:
    listed = (
        _kept(
            {
                "from": called[row["told_cause"]],
                "to": called[row["told_effect"]],
                "type": TYPES[row["sign"]],
                **{name: row[name] for name in REFERENCES},
            }
        )
        for row in rows.iter_rows(named=True)
    )
    return sorted(listed, key=_by_content)


def _by_content(claim: Mapping[str, Any]) -> tuple[object, ...]:
    rest = tuple(str(claim.get(name, "")) for name in ("type", *REFERENCES))
    return *_by_number(claim["from"], claim["to"]), *rest


def _by_number(*names: str) -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(map(int, name[1:].split("."))) for name in names)


def members(elements: Iterable[Mapping[str, Any]]) -> Iterable[dict[str, Any]]:
    """Yield every coded factor: each element, then what was merged into it."""
    for element in elements:
        yield {name: value for name, value in element.items() if name != "members"}
        for member in element.get("members", ()):
            yield {**member, "merged_into": element["id"]}
