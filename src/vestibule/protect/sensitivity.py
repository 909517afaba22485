"""How fine may a place be, beside this? No finer than its most sensitive source.

Armed actors, forces, authorities and survivors (restricted profiles), and whatever
is marked sensitive, are never shown finer than region. Occupation, language and
displacement are never crossed with a place below region. Nothing is shown finer
than the process's ``public_level``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import polars as pl

from vestibule.dossier.process import Disclosure
from vestibule.dossier.records import Dossier
from vestibule.dossier.tables.statements import UNDECIDED
from vestibule.protect.cleared import Reason

REGION = 1
"""The level of a region, or a camp; 0 is the country, above 1 is finer."""

UNCROSSED = frozenset({"profile", "lang", "displaced"})
"""What is never crossed with a place below region: together they point at people."""


def finest_level(
    disclosure: Disclosure,
    *,
    sensitive: bool = False,
    restricted: bool = False,
    place_level: int | None = None,
) -> int:
    """Return the finest level of place that may stand beside something.

    Parameters
    ----------
    disclosure : Disclosure
        The process's thresholds; `public_level` bounds everything.
    sensitive, restricted : bool
        Whether it is sensitive, or of a restricted profile: region at finest.
    place_level : int or None
        What was decided for it alone, 0 (country) to 6; None: nothing.

    Returns
    -------
    int
        0 to 6.

    Examples
    --------
    >>> finest_level(Disclosure(public_level=3), sensitive=True)
    1
    """
    bounds = [disclosure.public_level]
    if sensitive or restricted:
        bounds.append(REGION)
    if place_level is not None:
        bounds.append(place_level)
    return min(bounds)


def why_not_crossed(
    bases: Iterable[str],
    level: int,
    *,
    restricted: bool = False,
    sensitive: bool = False,
) -> Reason | None:
    """Return why a cell may not be shown at a level of place, whatever its size.

    Parameters
    ----------
    bases : iterable of str
        What the cell is broken down by: ``profile``, ``lang``, ``sex``, …
    level : int
        The finest level of place among them, 0 to 6; 0 if there is none.
    restricted, sensitive : bool
        Whether someone of a restricted profile, or something sensitive, is in it.

    Returns
    -------
    Reason or None
        None: it may, as far as its place is concerned.
    """
    if level <= REGION:
        return None
    if restricted:
        return "restricted_below_region"
    if sensitive:
        return "sensitive"
    return "crossed_below_region" if UNCROSSED.intersection(bases) else None


def levels(dossier: Dossier, table: str) -> pl.DataFrame:
    """Return the finest level of place that may stand beside each record.

    An excerpt takes the lowest level of itself, its profile, its voice's and its
    gathering's profile and the codes put on it; a finding that of itself and its
    code.

    Parameters
    ----------
    dossier : Dossier
        The records.
    table : str
        ``profiles``, ``codes``, ``statements``, ``excerpts`` or ``findings``.

    Returns
    -------
    pl.DataFrame
        One row per record, by ``id``: ``level`` (0 to 6).

    Raises
    ------
    KeyError
        If the table carries no sensitivity.
    """
    parts = {
        "profiles": _profiles,
        "codes": lambda given: _marked(given, "codes"),
        "statements": lambda given: _marked(given, "statements"),
        "excerpts": _excerpts,
        "findings": _findings,
    }[table](dossier)
    return parts.group_by("id").agg(pl.col("level").min()).sort("id")


def is_restricted(dossier: Dossier) -> Mapping[str, bool]:
    """Return whether each profile is never shown finer than region, by its id.

    What the process declares and what the table says: either is enough.

    Returns
    -------
    Mapping[str, bool]
        Whether each profile is never shown finer than region, by its id.
    """
    declared = {one.key for one in dossier.process.profiles if one.restricted}
    rows = dossier.current("profiles").select("id", "key", "restricted")
    return {one: held or key in declared for one, key, held in rows.iter_rows()}


def _profiles(dossier: Dossier) -> pl.DataFrame:
    held = is_restricted(dossier)
    given = dossier.process.disclosure
    return pl.DataFrame(
        {
            "id": list(held),
            "level": [finest_level(given, restricted=one) for one in held.values()],
        },
        schema={"id": pl.String, "level": pl.Int64},
    )


def _marked(dossier: Dossier, table: str) -> pl.DataFrame:
    is_sensitive = pl.col("sensitivity").is_in(("sensitive", UNDECIDED))
    coarse = pl.when(is_sensitive).then(REGION)
    public = pl.lit(dossier.process.disclosure.public_level)
    return dossier.current(table).select(
        "id",
        pl.min_horizontal(public, coarse, "place_level").cast(pl.Int64).alias("level"),
    )


def _through(rows: pl.DataFrame, column: str, given: pl.DataFrame) -> pl.DataFrame:
    return rows.select("id", column).join(
        given.rename({"id": column}), on=column, how="inner"
    )


def _excerpts(dossier: Dossier) -> pl.DataFrame:
    profiles = _profiles(dossier)
    rows = dossier.current("excerpts")
    parts = [_marked(dossier, "excerpts"), _through(rows, "profile", profiles)]
    for table, reference in (("voices", "voice"), ("gatherings", "gathering")):
        given = _through(dossier.current(table), "profile", profiles)
        parts.append(_through(rows, reference, given.select("id", "level")))
    coded = dossier.current("codings").select(pl.col("excerpt").alias("id"), "code")
    parts.append(_through(coded, "code", _marked(dossier, "codes")))
    return pl.concat(part.select("id", "level") for part in parts)


def _findings(dossier: Dossier) -> pl.DataFrame:
    rows = dossier.current("findings")
    through = _through(rows, "code", _marked(dossier, "codes"))
    return pl.concat([_marked(dossier, "findings"), through.select("id", "level")])
