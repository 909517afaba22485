"""How is a cell read? Strictly: what cannot be read is marked, never guessed."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from vestibule.dossier.schema import POLARS_TYPES, Kind

MOMENT_FORMAT = "%Y-%m-%dT%H:%M:%S%.3fZ"
"""How a moment is written: ``2030-01-02T03:04:05.678Z``."""

OTHER_MOMENT_FORMATS = ("%Y-%m-%dT%H:%M:%S%.fZ", "%Y-%m-%dT%H:%M:%S%.f%:z")
"""How else a moment may be written, with its offset from UTC."""

LAST_YEAR = 9999
"""The last year that fits in four digits."""


def cast(values: pl.Series, kind: Kind) -> tuple[pl.Series, pl.Series]:
    """Read a column as a kind.

    Empty text is missing, in every kind. Text is read as numbers, days, moments
    and flags; nothing else changes its nature (a number is not a text).

    Parameters
    ----------
    values : pl.Series, shape (rows,)
        What came in, of any type.
    kind : Kind
        What the column should hold.

    Returns
    -------
    values : pl.Series, shape (rows,)
        Of the Polars type of `kind`; missing where nothing could be read.
    unread : pl.Series of bool, shape (rows,)
        Where something stood that could not be read.
    """
    if values.null_count() == len(values):
        return _nothing(values, kind), pl.repeat(False, len(values), eager=True)
    given = _without_empty(values)
    if given.dtype == pl.Null:
        read = given.cast(POLARS_TYPES[kind])
    else:
        read = READERS[kind](given)
    return read, given.is_not_null() & read.is_null()


def _without_empty(values: pl.Series) -> pl.Series:
    if values.dtype != pl.String or not (values == "").any():
        return values
    return values.set(values == "", None)


def _nothing(values: pl.Series, kind: Kind) -> pl.Series:
    return pl.Series(values.name, [], dtype=POLARS_TYPES[kind]).clear(len(values))


def _text(values: pl.Series) -> pl.Series:
    if values.dtype in (pl.String, pl.Categorical, pl.Enum):
        return values.cast(pl.String)
    return _nothing(values, "text")


def _int(values: pl.Series) -> pl.Series:
    if values.dtype.is_float():
        whole = values.is_finite() & (values == values.floor())
        return values.set(~whole, None).cast(pl.Int64, strict=False)
    if values.dtype.is_integer() or values.dtype == pl.String:
        return values.cast(pl.Int64, strict=False)
    return _nothing(values, "int")


def _number(values: pl.Series) -> pl.Series:
    if not (values.dtype.is_numeric() or values.dtype == pl.String):
        return _nothing(values, "number")
    numbers = values.cast(pl.Float64, strict=False)
    # -0.0 becomes 0.0: one number, one spelling, one hash.
    return numbers.set(numbers == 0, 0.0).set(~numbers.is_finite(), None)


def _bool(values: pl.Series) -> pl.Series:
    if values.dtype == pl.Boolean:
        return values
    if values.dtype != pl.String:
        return _nothing(values, "bool")
    said = values.str.to_lowercase()
    return (said == "true").set(~said.is_in(["true", "false"]), None)


def _date(values: pl.Series) -> pl.Series:
    if values.dtype == pl.Date:
        return _of_four_digits(values)
    if values.dtype != pl.String:
        return _nothing(values, "date")
    return _of_four_digits(values.str.to_date("%Y-%m-%d", strict=False))


def _moment(values: pl.Series) -> pl.Series:
    kind = POLARS_TYPES["moment"]
    if isinstance(values.dtype, pl.Datetime) and values.dtype.time_zone is not None:
        return _of_four_digits(values.dt.convert_time_zone("UTC").cast(kind))
    if values.dtype != pl.String:
        return _nothing(values, "moment")
    return _of_four_digits(_read_moments(values))


def _read_moments(values: pl.Series) -> pl.Series:
    read = _in_format(values, MOMENT_FORMAT)
    for other in OTHER_MOMENT_FORMATS:
        if read.null_count() == values.null_count():
            break
        read = read.zip_with(read.is_not_null(), _in_format(values, other))
    return read


def _in_format(values: pl.Series, form: str) -> pl.Series:
    read = values.str.to_datetime(form, time_unit="ms", strict=False)
    if not isinstance(read.dtype, pl.Datetime) or read.dtype.time_zone is None:
        return read.dt.replace_time_zone("UTC")
    return read.dt.convert_time_zone("UTC")


def _of_four_digits(values: pl.Series) -> pl.Series:
    return values.set(~values.dt.year().is_between(1, LAST_YEAR), None)


READERS: dict[Kind, Callable[[pl.Series], pl.Series]] = {
    "id": _text,
    "text": _text,
    "term": _text,
    "int": _int,
    "number": _number,
    "bool": _bool,
    "date": _date,
    "moment": _moment,
}
"""How each kind is read; missing where it cannot be."""
