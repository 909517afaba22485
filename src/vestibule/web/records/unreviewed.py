"""May these records come in as they are? Not with a review that was made elsewhere.

Words of people go out once two protection officers of this site have read them. What a
file or a program brings is read here, whoever is said to have reviewed it; and what the
desk of editions writes is written by nobody else.
"""

from __future__ import annotations

import polars as pl
from django.db.models import Q

from vestibule.errors import DataError
from vestibule.web.records import versions
from vestibule.web.records.among import Among
from vestibule.web.records.tables import model_of

REVIEWED = ("excerpts", "validations")
"""Tables with words that two people review."""

HERE = frozenset({"screenings", "releases", "published"})
"""Tables that are written by acts of this site alone: reviews and editions."""


def check(table: str, given: pl.DataFrame) -> None:
    """Raise DataError where records come with a review, or are one."""
    if table in HERE and not given.is_empty():
        raise DataError(
            f"Records of {table} are written at this site, by those who review and sign: "
            "none is brought in.",
            reason="written-here",
            table=table,
        )
    if table in REVIEWED and not _reviewed(given).is_empty():
        raise DataError(
            f"Some {table} say that they were reviewed elsewhere. Words are reviewed at "
            "this site, by two people: leave review, reviewed_by and second_reviewed_by "
            "empty.",
            reason="reviewed-elsewhere",
            table=table,
        )


def check_translations(texts: pl.DataFrame) -> None:
    """Raise DataError where a translation would go out beside words without a review.

    Whoever reviews reads all that is said of the words: what comes later is read by
    nobody, unless it waits as a draft.
    """
    ready = texts.filter(pl.col("state") != "draft")
    for table in REVIEWED:
        if _begun(table, {*ready[table.removesuffix("s")].drop_nulls()}):
            raise DataError(
                "A translation is of words whose review has begun here: who reviewed "
                "them has not read it. Bring translations in before the review, or as "
                "drafts.",
                reason="translated-after-review",
                table=table,
            )


def _begun(table: str, ids: set[str]) -> bool:
    """Return whether someone has reviewed one of some records, in any version."""
    if not ids:
        return False
    model = model_of(table)
    ends = versions.roots(model)
    now = ids.union(*(ends.get(one, ()) for one in ids))
    read = Q(review="cleared") | Q(reviewed_by__isnull=False)
    return bool(model.objects.filter(read, Among("pk", now)).exists())


def _reviewed(given: pl.DataFrame) -> pl.DataFrame:
    named = [
        pl.col(name).is_not_null() for name in ("reviewed_by", "second_reviewed_by")
    ]
    return given.filter((pl.col("review") == "cleared") | pl.any_horizontal(named))
