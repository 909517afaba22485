"""Small dossiers for common ground: herders and guards, in gatherings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tests import by_hand

from vestibule.dossier.process import Comparison, Disclosure, Group
from vestibule.dossier.records import Dossier

LEAST = Disclosure(people=10, gatherings=3, places=1)


def comparison(basis: str, **groups: str) -> Comparison:
    return Comparison(
        key=basis,
        names={},
        basis=basis,  # type: ignore[arg-type]
        groups=tuple(
            Group(key=key, names={}, values=tuple(values.split()))
            for key, values in groups.items()
        ),
    )


SIDES = comparison("side", people="community", forces="forces")
SEXES = comparison("sex", women="female", men="male")

PROFILES = [
    {"id": "herder", "key": "herder", "name": "Herder", "side": "community"},
    {"id": "guard", "key": "guard", "name": "Guard", "side": "forces"},
]


def met(
    letter: str, profile: str, count: int, listeners: str | None = None
) -> list[dict[str, Any]]:
    return [
        {"id": f"{letter}{n}", "profile": profile, "listeners": listeners}
        for n in range(count)
    ]


def all_of(
    letter: str,
    statement: str,
    agree: int,
    disagree: int,
    *,
    count: int = 6,
    method: str = "hands",
    **more: Any,
) -> list[dict[str, Any]]:
    """Gatherings of one letter, each counted alike."""
    return [
        {"gathering": f"{letter}{n}", "statement": statement, "method": method}
        | {"agree": agree, "disagree": disagree}
        | more
        for n in range(count)
    ]


def dossier(
    tallies: Sequence[dict[str, Any]] = (),
    *,
    statements: Sequence[str] = ("s1", "s2", "s3", "s4"),
    sensitive: Sequence[str] = (),
    comparisons: Sequence[Comparison] = (SIDES,),
    gatherings: Sequence[dict[str, Any]] | None = None,
    **tables: Any,
) -> Dossier:
    """Six gatherings of herders (h0…), six of guards (f0…), as many again (g, k)."""
    held = gatherings or [
        *met("h", "herder", 6),
        *met("f", "guard", 6),
        *met("g", "herder", 6),
        *met("k", "guard", 6),
    ]
    rows = [
        {
            "id": name,
            "key": name,
            "sensitivity": "sensitive" if name in sensitive else None,
        }
        for name in statements
    ]
    return by_hand.dossier(
        by_hand.process(comparisons=tuple(comparisons), disclosure=LEAST),
        profiles=PROFILES,
        gatherings=list(held),
        statements=rows,
        tallies=list(tallies),
        **tables,
    )


def usual() -> list[dict[str, Any]]:
    """s1 is shared, s2 divides, s3 is refused by both, s4 is near the bar."""
    return [
        *all_of("h", "s1", 19, 1),
        *all_of("f", "s1", 18, 2),
        *all_of("h", "s2", 18, 2),
        *all_of("f", "s2", 4, 16),
        *all_of("h", "s3", 3, 17),
        *all_of("f", "s3", 4, 16),
        *all_of("h", "s4", 13, 7),
        *all_of("f", "s4", 12, 8),
    ]
