"""How are moments read by the hundred thousand? As they are stored, not one by one.

Django makes a Python object of each moment, which takes longer than all other columns
of a vote together.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl
from django.db.models import Func, TextField

from vestibule.dossier.schema import POLARS_TYPES

SQLITE_FORMAT = "%Y-%m-%d %H:%M:%S%.f"
"""How Django writes a moment into SQLite, in UTC; the fraction may be absent."""


WHOLE_SECOND = ".000000"
"""A fraction that Django does not write."""


class AsStored(Func):
    """A moment as milliseconds since 1970, or as the text that SQLite holds."""

    template = "CAST(EXTRACT(EPOCH FROM %(expressions)s) * 1000 AS bigint)"
    # a text, whatever comes: nothing is converted on the way
    output_field = TextField()
    arity = 1

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """Return the text."""
        return super().as_sql(
            compiler, connection, template="CAST(%(expressions)s AS text)", **extra
        )


def to_series(name: str, values: Sequence[str | int | None]) -> pl.Series:
    """Return moments, read as `AsStored` gives them."""
    told = pl.Series(name, list(values))
    if told.dtype == pl.String:
        read = told.str.to_datetime(SQLITE_FORMAT, time_unit="ms", strict=True)
    else:
        read = told.cast(pl.Datetime("ms"))
    return read.dt.replace_time_zone("UTC").cast(POLARS_TYPES["moment"])


def as_stored(values: pl.Series) -> pl.Series:
    """Return days and moments as Django writes them into SQLite: texts, in UTC."""
    if values.dtype == pl.Date:
        return values.cast(pl.String)
    told = values.dt.convert_time_zone("UTC").dt.strftime("%Y-%m-%d %H:%M:%S%.6f")
    return told.str.strip_suffix(WHOLE_SECOND)
