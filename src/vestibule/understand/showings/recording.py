"""How do the statements that were put become records?"""

from __future__ import annotations

from datetime import datetime

import polars as pl

from vestibule.dossier import cuts, ids, writing
from vestibule.dossier.records import Dossier
from vestibule.errors import DataError
from vestibule.understand.showings.result import NextStatements


def record(
    dossier: Dossier,
    asked: NextStatements,
    *,
    origin: str,
    at: datetime | None = None,
    by: str | None = None,
) -> Dossier:
    """Add a showing for each statement drawn, with its probability.

    Parameters
    ----------
    dossier : Dossier
        The records.
    asked : NextStatements
        Statements drawn for a person or a gathering of the dossier.
    origin : str
        Where it is recorded; showings take the origin's next numbers.
    at : datetime or None
        When, with time zone.
    by : str or None
        Who recorded it: a pseudonym.

    Returns
    -------
    Dossier
        With one row more in ``showings`` for each statement drawn.

    Raises
    ------
    DataError
        If it is not known to whom they are put.

    Notes
    -----
    Record them when it is settled that they will be put: a showing that is recorded
    and was never put makes people look as if they had not wanted to answer.
    """
    whom = asked.whom
    if whom.person is None and whom.gathering is None:
        raise DataError(
            "Showings are recorded of a person or of a gathering: name the one to"
            " whom the statements are put.",
            reason="nobody-named",
        )
    first = cuts.next_seq(dossier, origin)
    rows = asked.statements.select(
        "statement",
        "probability",
        person=pl.lit(whom.person, pl.String),
        gathering=pl.lit(whom.gathering, pl.String),
    )
    numbers = [str(first + place) for place in range(rows.height)]
    named = ids.derived_ids(dossier.process.key, origin, "showings", numbers)
    fresh = writing.as_records(
        rows, "showings", ids=named, origin=origin, first_seq=first, at=at, by=by
    )
    return writing.append(dossier, {"showings": fresh})
