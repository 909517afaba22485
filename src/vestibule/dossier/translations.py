"""Which translations may be read? Those that a second person has checked."""

from __future__ import annotations

import polars as pl

from vestibule.dossier.records import Dossier


def checked(dossier: Dossier) -> pl.DataFrame:
    """Return the texts that someone checked; drafts are left out.

    Parameters
    ----------
    dossier : Dossier
        The records.

    Returns
    -------
    pl.DataFrame
        Rows of ``texts``, those that were validated after those that were only
        checked: who takes the last of several takes the one that people agreed to.
    """
    texts = dossier.current("texts")
    return texts.filter(pl.col("state") != "draft").sort("state", "id")
