"""How alike do coders read? As it was worked out: alpha by theme, with its interval."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from vestibule.web.records.access import Person, Right, visible
from vestibule.web.records.models import Excerpt
from vestibule.web.understand import intervals, stored
from vestibule.web.understand.stored import Foot
from vestibule.words import Catalogue

TENTATIVE, SOLID = 0.667, 0.8
"""Below the first nothing is concluded, from the second on readings are relied on [1].

[1] Krippendorff, K. (2004), Content Analysis, second edition, chapter 11.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """One theme: how often two read it, how alike."""

    name: str
    put: int
    alpha: float | None
    low: float | None
    high: float | None
    state: str
    word: str
    drawing: SafeString


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """All themes together, then each, those read least alike first."""

    units: int
    overall: Agreed
    rows: tuple[Agreed, ...]
    rare: tuple[Agreed, ...]
    disputed: tuple[str, ...]
    adjudicated: int
    foot: Foot


def told(words: Catalogue) -> Agreement | None:
    """Return how alike coders read, None before it was worked out: one query."""
    content, foot = stored.part("coding")
    if content is None or foot is None:
        return None
    mine = content[words.lang]
    found = mine["reliability"]
    names = {one["key"]: one["name"] for one in mine["themes"]}
    rows = [
        _agreed(row, names.get(row["key"], row["key"]), words) for row in found["codes"]
    ]
    told_ = [row for row in rows if row.alpha is not None]
    return Agreement(
        units=found["overall"]["units"],
        overall=_agreed(found["overall"], words("web_understand.all_themes"), words),
        rows=tuple(sorted(told_, key=lambda row: (row.alpha or 0, row.name))),
        rare=tuple(row for row in rows if row.alpha is None and row.put),
        disputed=tuple(found["disputed"]),
        adjudicated=found["adjudicated"],
        foot=foot,
    )


def disputed(person: Person, called: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return id and name of excerpts read apart, of those someone may read: a query."""
    wanted = set(called)
    places = {name.rpartition("/")[0] for name in called}
    rows = visible(Excerpt, person, right=Right.CODE).filter(gathering__code__in=places)
    listed = rows.values_list("pk", "gathering__code", "position")
    found = [(pk, f"{code}/{position}") for pk, code, position in listed]
    return sorted((one for one in found if one[1] in wanted), key=lambda one: one[1])


def _agreed(row: Mapping[str, Any], name: str, words: Catalogue) -> Agreed:
    alpha, low, high = row["alpha"], row["low"], row["high"]
    found = state(alpha, low)
    return Agreed(
        name=name,
        put=row["put"],
        alpha=alpha,
        low=low,
        high=high,
        state=found,
        word=words(f"web_understand.agree.{found}"),
        drawing=intervals.alpha(alpha, low, high, (TENTATIVE, SOLID)),
    )


def state(alpha: float | None, low: float | None) -> str:
    """Return the state of an agreement: its mark, and the key of its word."""
    if alpha is None:
        return "unknown"
    if alpha >= SOLID and (low is None or low >= TENTATIVE):
        return "enough"
    return "fragile" if alpha >= TENTATIVE else "differs"
