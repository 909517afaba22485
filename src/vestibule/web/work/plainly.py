"""How does a result become values that a column of JSON holds? Nothing of one person.

Rows for clearing, single claims and what tells coders apart stay out: pages of the
whole team read results.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

import numpy as np
import polars as pl

from vestibule.protect.cleared import Count, Hidden

DIGITS = 9
"""Decimals of every number that is kept."""

UNSAID = frozenset(
    {"rows", "earlier", "claims", "coders", "dossier", "settled", "material"}
)
"""Parts of results that are about single records."""


def plain(value: Any) -> Any:
    """Return a result as plain values: a frame as a list of rows."""
    if isinstance(value, Hidden):
        return {"hidden": value.reason}
    if isinstance(value, Count):
        return {"n": value.value, "of": value.of}
    if isinstance(value, pl.DataFrame):
        return rows(value)
    if is_dataclass(value) and not isinstance(value, type):
        named = [f.name for f in fields(value) if f.name not in UNSAID]
        return {name: plain(getattr(value, name)) for name in named}
    return _container(value)


def rows(frame: pl.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a frame."""
    return [{k: plain(v) for k, v in row.items()} for row in frame.to_dicts()]


def _container(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {_key(k): plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(one) for one in value]
    if isinstance(value, pl.Series | np.ndarray):
        return [plain(one) for one in value]
    return _single(value)


def _single(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, np.generic):
        return _single(value.item())
    if isinstance(value, float):
        return round(value, DIGITS) if np.isfinite(value) else None
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat()
    if isinstance(value, str | int | bool | None):
        return value
    return str(value)


def _key(key: Any) -> str:
    return ", ".join(map(str, key)) if isinstance(key, tuple) else str(key)
