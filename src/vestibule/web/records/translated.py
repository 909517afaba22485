"""May these translations come in? As drafts of one thing each, in the place of drafts.

What is published in another language was checked here by a second person; a program or
a file that says so itself is not believed, nor does it take the place of what was checked.
"""

from __future__ import annotations

import polars as pl

from vestibule.dossier.tables import TABLES
from vestibule.errors import DataError
from vestibule.web.records.among import Among
from vestibule.web.records.tables import model_of

SUBJECTS = tuple(column.name for column in TABLES["texts"].references)
"""What a text may be of: exactly one of them is named."""


def check(texts: pl.DataFrame) -> None:
    """Raise DataError where translations say more of themselves than they may."""
    named = pl.sum_horizontal(pl.col(name).is_not_null() for name in SUBJECTS)
    if not texts.filter(named != 1).is_empty():
        raise DataError(
            "A translation is of exactly one thing: name one of "
            f"{', '.join(SUBJECTS)}.",
            reason="translated-twice",
            columns=list(SUBJECTS),
        )
    if not texts.filter(pl.col("state") != "draft").is_empty() or _replaced(texts):
        raise DataError(
            "Translations are checked at this site, by other people than those who "
            "wrote them: bring them in as drafts, and in the place of drafts only.",
            reason="checked-elsewhere",
        )


def _replaced(texts: pl.DataFrame) -> bool:
    """Return whether something that was checked here would be replaced."""
    old = {*texts["supersedes"].drop_nulls().str.split(" ").explode()}
    here = model_of("texts").objects.filter(Among("pk", old))
    return bool(old) and here.exclude(state="draft").exists()
