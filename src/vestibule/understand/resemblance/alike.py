"""Which excerpts and which themes may be the same thing twice?"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from vestibule.dossier.records import Dossier
from vestibule.understand.coding import readings
from vestibule.understand.resemblance import grams

EXCERPTS_FROM = 0.50
"""Likeness from which two excerpts are suggested as similar.

In three rehearsals 91 to 95 of 100 such pairs bear a theme in common, at 0.4 still 75
to 82, at 0.6 nearly all. Real words vary more: fewer pairs, and other shares.
"""

CODES_FROM = 0.60
"""Likeness from which two themes are suggested as one.

In the rehearsals this finds the planted pair and, of some 1,100, one more that is near
without being the same.
"""

REVIEWED = ("redacted", "cleared")
"""States of review in which an excerpt may be compared with others."""

MOST = 5
"""Excerpts suggested for one, the most alike."""

LIMITS = {
    "suggestion": (
        "Suggestions from letters alone: they do not know what words mean. Nothing is"
        " counted or merged by them; a person reads both, and decides."
    ),
    "unreviewed": (
        "Excerpts that nobody has reviewed, or that review refused, were left out."
    ),
    "language-unknown": (
        "Excerpts whose language nobody noted were left out: one language is never"
        " compared with another."
    ),
}
"""Code to plain sentence."""

PAIRS = {
    "first": pl.String,
    "second": pl.String,
    "lang": pl.String,
    "likeness": pl.Float64,
}
"""Columns of every suggestion; `likeness` is a cosine, 0 to 1, of no other meaning."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestions:
    """What looks alike, for people to judge; never a result.

    Parameters
    ----------
    excerpts : pl.DataFrame
        ``first``, ``second`` (ids of excerpts), ``lang``, ``likeness``, ``shared``
        (whether both bear a theme in common; missing where one was not read), by
        falling likeness. At most `MOST` for each.
    codes : pl.DataFrame
        ``first``, ``second`` (ids of codes), ``first_key``, ``second_key``, ``lang``
        (missing: the codebook's own names), ``likeness``, by falling likeness.
    compared, left_out : int
        Excerpts compared; left out since nobody reviewed them, review refused them, or
        nobody noted their language.
    limits : tuple of str
        Codes of `LIMITS`; always with ``suggestion``.
    """

    excerpts: pl.DataFrame
    codes: pl.DataFrame
    compared: int
    left_out: int
    limits: tuple[str, ...]


def suggestions(
    dossier: Dossier,
    *,
    excerpts_from: float = EXCERPTS_FROM,
    codes_from: float = CODES_FROM,
) -> Suggestions:
    """Return what looks alike.

    Parameters
    ----------
    dossier : Dossier
        The records, settled; of what was withdrawn nothing is left in it.
    excerpts_from, codes_from : float
        Likeness, above 0 to 1, from which something is suggested.

    Returns
    -------
    Suggestions
        For the team.
    """
    rows = dossier.current("excerpts")
    reviewed = pl.col("review").is_in(REVIEWED)
    unknown = rows.filter(reviewed & pl.col("lang").is_null())
    compared = rows.filter(reviewed & pl.col("lang").is_not_null()).height
    unread = rows.filter(~reviewed)
    limits = ["suggestion"]
    limits += ["unreviewed"] if len(unread) else []
    limits += ["language-unknown"] if len(unknown) else []
    return Suggestions(
        excerpts=excerpts(dossier, least=excerpts_from),
        codes=codes(dossier, least=codes_from),
        compared=compared,
        left_out=len(rows) - compared,
        limits=tuple(limits),
    )


def excerpts(dossier: Dossier, *, least: float = EXCERPTS_FROM) -> pl.DataFrame:
    """Return pairs of reviewed excerpts of one language that look alike.

    Parameters
    ----------
    dossier : Dossier
        The records, settled.
    least : float
        Likeness, above 0 to 1.

    Returns
    -------
    pl.DataFrame
        See `Suggestions.excerpts`.
    """
    given = (
        dossier.current("excerpts")
        .filter(pl.col("review").is_in(REVIEWED))
        .drop_nulls("lang")
        .select("lang", "words", one="id")
    )
    pairs = _alike(given, least)
    turned = pairs.select("likeness", one="second", other="first")
    both = pl.concat([pairs.select("likeness", one="first", other="second"), turned])
    near = (
        both.sort("likeness", "other", descending=[True, False])
        .with_columns(place=pl.int_range(pl.len()).over("one"))
        .filter(pl.col("place") < MOST)
        .select(
            first=pl.min_horizontal("one", "other"),
            second=pl.max_horizontal("one", "other"),
        )
        .unique()
    )
    kept = pairs.join(near, on=["first", "second"], how="semi")
    return _with_themes(kept, dossier).sort(
        "likeness", "first", "second", descending=[True, False, False]
    )


def _with_themes(pairs: pl.DataFrame, dossier: Dossier) -> pl.DataFrame:
    found = readings.borne(dossier)
    themes = (
        found.group_by("excerpt")
        .agg(pl.col("code").filter("bears").alias("codes"))
        .select("excerpt", "codes")
    )
    ends = pairs.join(themes, left_on="first", right_on="excerpt", how="left").join(
        themes, left_on="second", right_on="excerpt", how="left", suffix="_other"
    )
    common = pl.col("codes").list.set_intersection("codes_other").list.len() > 0
    return ends.with_columns(shared=common).drop("codes", "codes_other")


def codes(dossier: Dossier, *, least: float = CODES_FROM) -> pl.DataFrame:
    """Return pairs of themes whose names and definitions look alike.

    Parameters
    ----------
    dossier : Dossier
        The records, settled.
    least : float
        Likeness, above 0 to 1.

    Returns
    -------
    pl.DataFrame
        See `Suggestions.codes`. Never a theme and one above it.
    """
    own = dossier.current("codes")
    keys = own.select("key", code="id")
    texts = dossier.current("texts").drop_nulls("code").filter(field="name")
    given = pl.concat(
        [
            own.select(lang=pl.lit(None, dtype=pl.String), words="name", one="id"),
            texts.select("lang", "words", one="code"),
        ]
    )
    upward = readings.above(dossier).select(first="code", second="above")
    downward = upward.select(first="second", second="first")
    return (
        _alike(given, least)
        .join(upward, on=["first", "second"], how="anti")
        .join(downward, on=["first", "second"], how="anti")
        .sort("likeness", "lang", descending=[True, False])
        .unique(["first", "second"], keep="first", maintain_order=True)
        .join(keys.rename({"key": "first_key"}), left_on="first", right_on="code")
        .join(keys.rename({"key": "second_key"}), left_on="second", right_on="code")
        .select("first", "second", "first_key", "second_key", "lang", "likeness")
        .sort(*("likeness", "first_key", "second_key"), descending=[True, False, False])
    )


def _alike(given: pl.DataFrame, least: float) -> pl.DataFrame:
    """Return the pairs that look alike, language by language."""
    found = [pl.DataFrame(schema=PAIRS)]
    for (lang,), rows in given.sort("lang", "one").group_by(
        "lang", maintain_order=True
    ):
        first, second, likeness = grams.alike(
            grams.weighted(rows["words"].to_list()), least
        )
        ids = rows["one"]
        pairs = pl.DataFrame(
            {
                "first": ids.gather(first),
                "second": ids.gather(second),
                "lang": pl.Series([lang] * len(first), dtype=pl.String),
                "likeness": likeness.round(9),
            },
            schema=PAIRS,
        )
        found.append(pairs)
    return pl.concat(found)
