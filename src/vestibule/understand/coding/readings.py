"""Who read which excerpt, what did each find there, and which reading holds?

- A coder has *read* an excerpt if a coding of theirs says anything of it: a theme,
  or, with no code, that there is none.
- A reading that its coder has not finished (`unfinished`) is not read yet: themes that
  are still missing from it would count as not found.
- Coders read blind to each other. Where an adjudicator has read an excerpt, that
  reading holds, whatever the coders put; else an excerpt *bears* a theme that more
  than half of its coders put on it.
- Naming a theme names the themes above it in the codebook.
- Words that deny a theme do not bear it.
"""

from __future__ import annotations

import polars as pl

from vestibule.dossier.records import Dossier

DEPTH = 20
"""How many levels of codes may lie above one another."""

ADJUDICATOR = "adjudicator"
"""The role of who settles what coders read apart."""

BY = ["excerpt", "coder", "adjudicates"]
"""What makes a reading: of what, whose, in which role."""


def above(dossier: Dossier) -> pl.DataFrame:
    """Return each code with itself and the codes above it.

    Parameters
    ----------
    dossier : Dossier
        The records.

    Returns
    -------
    pl.DataFrame
        ``code``, ``above``: one row per pair, in no order. Codes that lie above one
        another in a circle each name all of the circle; `codebook` tells of it.
    """
    codes = dossier.current("codes").select(code="id", parent="parent")
    step = codes.select("code", above="code")
    found = [step]
    for _ in range(DEPTH):
        step = (
            step.join(codes, left_on="above", right_on="code")
            .drop_nulls("parent")
            .select("code", above="parent")
        )
        found.append(step)
    return pl.concat(found).unique()


def unfinished(dossier: Dossier) -> pl.DataFrame:
    """Return the readings that were begun and are not finished.

    Parameters
    ----------
    dossier : Dossier
        The records.

    Returns
    -------
    pl.DataFrame
        ``excerpt``, ``coder``, ``adjudicates`` (bool): one row per reading with a coding
        that was put while the coder still read, and none that says they have finished.
        A reading that came in whole says neither, and is finished.
    """
    said = pl.col("reading")
    return (
        _put(dossier)
        .group_by(BY)
        .agg(begun=said.eq_missing("open").any(), done=said.eq_missing("closed").any())
        .filter(pl.col("begun") & ~pl.col("done"))
        .select(BY)
        .sort(BY)
    )


def _put(dossier: Dossier) -> pl.DataFrame:
    adjudicates = pl.col("role").eq_missing(ADJUDICATOR)
    return dossier.current("codings").with_columns(adjudicates=adjudicates)


def readings(dossier: Dossier) -> pl.DataFrame:
    """Return what each reader found in each excerpt they read.

    Parameters
    ----------
    dossier : Dossier
        The records.

    Returns
    -------
    pl.DataFrame
        One row per excerpt, coder, role and code, themes above included: ``excerpt``,
        ``gathering``, ``coder``, ``adjudicates`` (bool), ``code`` (missing: read, and
        no theme found), ``denied`` (true only where the reader put it as denied and
        not also as borne out).
    """
    finished = _put(dossier).join(unfinished(dossier), on=BY, how="anti")
    put = finished.select(
        *BY, code="code", denied=pl.col("stance").eq_missing("against")
    )
    whole = (
        put.join(above(dossier), on="code")
        .group_by(*BY, pl.col("above").alias("code"))
        .agg(pl.col("denied").all())
    )
    # who put no theme, or one that is no longer there, has read all the same
    nothing = (
        put.select(BY)
        .unique()
        .join(whole, on=BY, how="anti")
        .with_columns(code=pl.lit(None, dtype=pl.String), denied=pl.lit(value=False))
    )
    excerpts = dossier.current("excerpts").select("gathering", excerpt="id")
    return (
        pl.concat([whole, nothing.select(whole.columns)])
        .join(excerpts, on="excerpt")
        .select("excerpt", "gathering", "coder", "adjudicates", "code", "denied")
        .sort("excerpt", "adjudicates", "coder", "code")
    )


def borne(dossier: Dossier) -> pl.DataFrame:
    """Return which themes each excerpt bears, by the reading that holds.

    Parameters
    ----------
    dossier : Dossier
        The records.

    Returns
    -------
    pl.DataFrame
        One row per excerpt and code that anyone put, and one without a code per
        excerpt in which nobody found any: ``excerpt``, ``gathering``, ``code``,
        ``put``, ``denied`` (by how many of the readers that count), ``readers`` (how
        many count: adjudicators, else coders), ``any`` (coders and adjudicators who
        put it), ``adjudicated``, ``bears``.
    """
    read = readings(dossier)
    judged = read.filter("adjudicates").select("excerpt").unique()
    counted = read.join(
        judged.with_columns(adjudicated=True), on="excerpt", how="left"
    ).with_columns(pl.col("adjudicated").fill_null(value=False))
    counts = pl.col("adjudicates") == pl.col("adjudicated")
    readers = (
        counted.filter(counts)
        .group_by("excerpt")
        .agg(readers=pl.col("coder").n_unique())
    )
    who = pl.col("coder")
    return (
        counted.group_by("excerpt", "gathering", "code", "adjudicated")
        .agg(
            put=who.filter(counts & ~pl.col("denied")).n_unique(),
            denied=who.filter(counts & pl.col("denied")).n_unique(),
            any=who.filter(~pl.col("denied")).n_unique(),
        )
        .join(readers, on="excerpt")
        .with_columns(
            bears=pl.col("code").is_not_null() & (pl.col("put") * 2 > pl.col("readers"))
        )
        .sort("excerpt", "code")
    )


def finest(dossier: Dossier, found: pl.DataFrame) -> pl.DataFrame:
    """Return the themes that excerpts bear themselves, not through one below them.

    Parameters
    ----------
    dossier : Dossier
        The records.
    found : pl.DataFrame
        As `borne` returns it.

    Returns
    -------
    pl.DataFrame
        ``excerpt``, ``gathering``, ``code``: one row per theme that an excerpt bears
        while it bears none of the themes below it.
    """
    bearing = found.filter("bears").select("excerpt", "gathering", "code")
    upward = above(dossier).filter(pl.col("code") != pl.col("above"))
    implied = bearing.join(upward, on="code").select("excerpt", code="above").unique()
    return bearing.join(implied, on=["excerpt", "code"], how="anti").sort(
        "excerpt", "code"
    )
