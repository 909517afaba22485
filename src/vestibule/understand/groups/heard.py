"""With whom was each person heard? People heard together are drawn together."""

from __future__ import annotations

import numpy as np
import polars as pl

from vestibule.dossier import versions
from vestibule.dossier.records import Dossier
from vestibule.understand.polis.votes import Ints

ALONE = "online"
"""Kind of gathering in which nobody hears another."""


def gatherings(dossier: Dossier, people: pl.Series) -> Ints:
    """Return the gathering each person answered in.

    Parameters
    ----------
    dossier : Dossier
        Its votes and gatherings.
    people : pl.Series of str, shape (n_people,)
        Personal. Ids, in the order of their codes.

    Returns
    -------
    ndarray of int32, shape (n_people,)
        A code for each gathering; -1 for who answered online, outside any gathering,
        or not at all. Who answered in several counts where most of their answers
        were given; between equals where more people answered, then by the code.

    Notes
    -----
    An answer that was changed later counts where the last one was given.
    """
    met = (
        dossier.current("gatherings")
        .filter(pl.col("kind") != ALONE)
        .sort("origin", "seq", "id")
        .select(gathering="id")
        .with_row_index("code")
    )
    given = (
        dossier.current("votes")
        .sort(*versions.BY_TIME, "id", nulls_last=False)
        .unique(["person", "statement"], keep="last")
        .join(met, on="gathering")
        .group_by("person", "code")
        .len()
        .with_columns(others=pl.len().over("code"))
        .sort("len", "others", "code", descending=[True, True, False])
        .unique("person", keep="first", maintain_order=True)
    )
    coded = pl.DataFrame({"person": people}).join(
        given, on="person", how="left", maintain_order="left"
    )
    codes = coded["code"].cast(pl.Int32).fill_null(-1)
    return codes.to_numpy().astype(np.int32)
