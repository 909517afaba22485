"""Maps typed by hand: ``"a+b"`` is "a makes b more likely", ``"a-b"`` less."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import Any

from tests import by_hand

from vestibule.dossier import lineage
from vestibule.dossier.records import Dossier

Told = Mapping[str, str | Sequence[str]]
"""Teller to the links they told, space separated."""


def dossier(told: Told, **tables: Sequence[by_hand.Row]) -> Dossier:
    """Return a settled dossier: a gathering of its own for each teller."""
    claims: list[dict[str, Any]] = []
    for teller, links in told.items():
        for link in links.split() if isinstance(links, str) else links:
            cause, sign, effect = re.split(r"([+-])", link)
            claims.append(
                {
                    "cause": cause,
                    "effect": effect,
                    "direction": "more" if sign == "+" else "less",
                    "teller": teller,
                    "gathering": f"g-{teller}",
                }
            )
    named = {row[end] for row in claims for end in ("cause", "effect")}
    factors = [{"id": one, "name": one, "lang": "en"} for one in sorted(named)]
    given: dict[str, Sequence[by_hand.Row]] = {
        "factors": factors,
        "claims": claims,
        "people": [{"id": one, "pseudonym": one} for one in told],
        "gatherings": [{"id": f"g-{one}", "code": one} for one in told],
        "merges": [],
        **tables,
    }
    return lineage.settled(by_hand.dossier(**given))


def merge(factor: str, into: str, state: str = "decided", **more: Any) -> by_hand.Row:
    """Return a merge."""
    return {"factor": factor, "into": into, "state": state, **more}


def ids(*names: str) -> tuple[str, ...]:
    """Return the ids of factors."""
    return tuple(map(by_hand.called, names))


MOMENT = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)
