"""What were families of opinion called before? Their numbers stay with their people."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping

import polars as pl

from vestibule.dossier import cuts
from vestibule.dossier.records import Dossier
from vestibule.errors import DataError
from vestibule.understand import groups
from vestibule.understand.groups import GroupResult
from vestibule.understand.polis import Conversation


def last_cut(settled: Dossier) -> dict[str, int] | None:
    """Return the cut of the last edition, from which families keep their numbers.

    Parameters
    ----------
    settled : Dossier
        Each record in its current version.

    Returns
    -------
    dict of str to int, or None
        Origin to highest seq, as the edition stores it; None before the first
        edition. An edition that was taken down counts: its numbers were read.

    Raises
    ------
    DataError
        If what the edition stores is not a cut.
    """
    editions = settled.table("releases").filter(pl.col("cut").is_not_null())
    if editions.is_empty():
        return None
    last = editions.sort("edition", "origin", "seq", "id").row(-1, named=True)
    try:
        cut: Mapping[str, int] = json.loads(last["cut"])
        return {origin: int(seq) for origin, seq in cut.items()}
    except (ValueError, TypeError, AttributeError):
        raise DataError(
            f"the cut of edition {last['edition']} is not a mapping of each origin to"
            " its highest number, written as JSON",
            edition=last["edition"],
        ) from None


def known(
    dossier: Dossier,
    settled: Dossier,
    earlier: Mapping[str, int] | dt.date | None,
) -> Dossier | None:
    """Return what was known when families were last given their numbers.

    Parameters
    ----------
    dossier : Dossier
        All that is known.
    settled : Dossier
        The same, each record in its current version.
    earlier : mapping of str to int, date or None
        The cut, or day, that was asked for; None: that of the last edition.

    Returns
    -------
    Dossier or None
        None where nothing was known before.
    """
    records = cuts.n_records(dossier)
    for when in (earlier, last_cut(settled)):
        if when is None:
            continue
        before = cuts.as_of(dossier, when)
        if cuts.n_records(before) < records:  # an edition does not know itself
            return before
    return None


def named(
    now: GroupResult,
    talk: Conversation,
    before: GroupResult | None,
    talk_before: Conversation | None,
) -> GroupResult:
    """Return the same groups under the names they had, where there was anything before.

    Parameters
    ----------
    now : GroupResult
        Of ``talk``.
    talk : Conversation
        Who is who.
    before : GroupResult or None
        Of ``talk_before``, already named; None: nobody had voted.
    talk_before : Conversation or None
        The votes as they were known then.

    Returns
    -------
    GroupResult
        With names.
    """
    if before is None or talk_before is None:
        return now
    return groups.named(
        now, talk.people, before=before, people_before=talk_before.people
    )
