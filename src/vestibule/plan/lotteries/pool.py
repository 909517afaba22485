"""Who volunteered, and which of them are alike in all that the quotas look at?

People with the same answers to what the quotas ask are of one *type*: to a fair
lottery they are interchangeable, so it looks at types, of which there are few, and
not at people. What a volunteer did not answer meets no quota, and makes a type of
its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from vestibule.errors import ColumnError, DataError

Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelQuota:
    """How many of the panel must be of one kind.

    Parameters
    ----------
    feature : str
        A column of the volunteers: ``sex``.
    value : str
        What stands there, as text: ``woman``.
    least, most : int
        How many of them the panel must and may hold.

    Raises
    ------
    DataError
        If `least` is negative or above `most`.
    """

    feature: str
    value: str
    least: int
    most: int

    def __post_init__(self) -> None:
        if not 0 <= self.least <= self.most:
            raise DataError(
                f"The quota for {self.label} asks for at least {self.least} and at"
                f" most {self.most}: the first must lie between 0 and the second.",
                feature=self.feature,
                value=self.value,
            )

    @property
    def label(self) -> str:
        """How sentences call it: ``sex = woman``."""
        return f"{self.feature} = {self.value}"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pool:
    """Volunteers by type.

    Parameters
    ----------
    people : pl.DataFrame
        One row per volunteer, by ``person``: ``person``, ``type``.
    types : pl.DataFrame
        One row per type, by its values: ``type`` from 0, the features as text
        (missing: not answered), ``people``.
    counts : np.ndarray of int, shape (types,)
        Volunteers of each type, at least 1.
    inside : np.ndarray of int, shape (quotas, types)
        1 where the type counts for the quota.
    quotas : tuple of PanelQuota
        By feature and value.
    """

    people: pl.DataFrame
    types: pl.DataFrame
    counts: Counts
    inside: Counts
    quotas: tuple[PanelQuota, ...]

    @property
    def n(self) -> int:
        """Volunteers."""
        return int(self.counts.sum())


def of_volunteers(volunteers: pl.DataFrame, quotas: Sequence[PanelQuota]) -> Pool:
    """Return volunteers by type.

    Parameters
    ----------
    volunteers : pl.DataFrame
        One row per volunteer: ``person``, distinct and never missing, and a column
        for each feature of the quotas.
    quotas : sequence of PanelQuota
        At most one per feature and value.

    Returns
    -------
    Pool
        The same for any order of rows and quotas.

    Raises
    ------
    ColumnError
        If a column is absent.
    DataError
        If a person stands twice or has no id, or a quota is given twice.
    """
    ordered = tuple(sorted(quotas, key=lambda quota: (quota.feature, quota.value)))
    _check(volunteers, ordered)
    features = list(dict.fromkeys(quota.feature for quota in ordered))
    # A key that is always there: without quotas everyone is of one type.
    known = volunteers.select(
        pl.col("person").cast(pl.String),
        *(pl.col(name).cast(pl.String) for name in features),
    ).with_columns(everyone=pl.lit(0))
    keys = ["everyone", *features]
    types = known.group_by(keys).agg(people=pl.len().cast(pl.Int64))
    types = types.sort(keys, nulls_last=True).with_row_index("type")
    people = known.join(types, on=keys, nulls_equal=True).select("person", "type")
    rows = [
        (types[quota.feature] == quota.value).fill_null(value=False).to_numpy()
        for quota in ordered
    ]
    return Pool(
        people=people.sort("person"),
        types=types.drop("everyone"),
        counts=types["people"].to_numpy(),
        inside=np.array(rows, dtype=np.int64).reshape(len(ordered), types.height),
        quotas=ordered,
    )


def _check(volunteers: pl.DataFrame, quotas: tuple[PanelQuota, ...]) -> None:
    for name in ("person", *(quota.feature for quota in quotas)):
        if name not in volunteers.columns:
            raise ColumnError(f"The volunteers lack the column {name}.", column=name)
    person = volunteers["person"]
    if person.null_count() or person.n_unique() < len(person):
        raise DataError("Each volunteer needs an id of their own.")
    kinds = [(quota.feature, quota.value) for quota in quotas]
    twice = [kind for kind in kinds if kinds.count(kind) > 1]
    if twice:
        raise DataError(f"There are two quotas for {' = '.join(twice[0])}: keep one.")
