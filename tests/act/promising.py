"""Small dossiers of what was asked, promised and seen, typed by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from tests import by_hand

from vestibule.dossier.process import Process
from vestibule.dossier.records import Dossier

TODAY = dt.date(2030, 6, 1)
"""The day it is in these tests."""

ORDINARY: Mapping[str, Mapping[str, Any]] = {
    "recommendations": {
        "words": "R",
        "addressee": "Council",
        "made_on": dt.date(2030, 1, 1),
        "answer_by": dt.date(2030, 3, 1),
    },
    "responses": {"answer": "accepted", "given_on": dt.date(2030, 2, 1)},
    "commitments": {
        "words": "C",
        "owner": "Council",
        "made_on": dt.date(2030, 2, 1),
        "due_on": dt.date(2030, 12, 1),
    },
    "actions": {"words": "A", "state": "proposed"},
    "verifications": {
        "side": "official",
        "state": "begun",
        "seen_on": dt.date(2030, 5, 1),
    },
    "obligations": {},
    "restitutions": {"medium": "meeting"},
    "claims": {"direction": "more"},
    "factors": {"name": "N"},
    "codes": {"name": "T", "kind": "obstacle"},
    "voices": {"medium": "notes"},
    "supports": {"stance": "for"},
    "priorities": {"rank": 1, "rule": "borda"},
    "questions": {"key": "q", "words": "Q", "kind": "ranking"},
    "groups": {"name": "G"},
    "places": {"name": "P", "level": 1, "kind": "region"},
}
"""What a row says where a test has no opinion."""


def promising(declared: Process | None = None, **tables: Sequence[Any]) -> Dossier:
    """Return a dossier of these rows; ids and references are short names."""
    rows = {
        name: [{**ORDINARY.get(name, {}), **row} for row in given]
        for name, given in tables.items()
    }
    return by_hand.dossier(declared, **rows)


def accepted(n: int = 1, **verifications: Any) -> dict[str, list[dict[str, Any]]]:
    """Return n promises that were asked, accepted and made; ids ``c0``, ``c1``, …"""
    return {
        "recommendations": [{"id": f"r{i}", "words": f"R{i}"} for i in range(n)],
        "responses": [{"id": f"a{i}", "recommendation": f"r{i}"} for i in range(n)],
        "commitments": [
            {"id": f"c{i}", "response": f"a{i}", "words": f"C{i}"} for i in range(n)
        ],
        **verifications,
    }


def called(name: str) -> str:
    """Return the id of what a test calls so."""
    return by_hand.called(name)
