"""Which flags have two reviewers settled?

A flag is settled when two different reviewers have each said that it is harmless and
none says that it identifies. A verdict is about one text: change a letter of it, and
both must look again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import polars as pl

from vestibule.dossier import folding, versions
from vestibule.dossier.records import Dossier
from vestibule.protect.screening.flags import Flag

REVIEWERS = 2
"""So many different people must find a flag harmless."""

HARMLESS = "harmless"
"""The verdict that settles; the other stands against it for good."""


@dataclass(frozen=True, kw_only=True)
class Verdicts:
    """What reviewers said.

    Parameters
    ----------
    harmless : mapping of tuple of str to frozenset of str
        Record and flag to the reviewers, folded, who find it harmless.
    identifying : frozenset of tuple of str
        Record and flag that someone finds identifying.
    """

    harmless: Mapping[tuple[str, str], frozenset[str]]
    identifying: frozenset[tuple[str, str]]

    @classmethod
    def of(cls, dossier: Dossier, reference: str) -> Verdicts:
        """Return the verdicts about excerpts or validations.

        Parameters
        ----------
        dossier : Dossier
            The records.
        reference : str
            ``excerpt`` or ``validation``.

        Returns
        -------
        Verdicts
            Of current rows: a reviewer may correct a verdict.
        """
        rows = dossier.current("screenings").filter(pl.col(reference).is_not_null())
        moved = versions.standing_ids(dossier.table(f"{reference}s"))
        standing = dict(moved.iter_rows())
        said: dict[tuple[str, str], set[str]] = {}
        against: set[tuple[str, str]] = set()
        for record, flag, verdict, reviewer in rows.select(
            reference, "flag", "verdict", "reviewer"
        ).iter_rows():
            about, who = (standing.get(record, record), flag), folding.fold(reviewer)
            if verdict == HARMLESS and who:
                said.setdefault(about, set()).add(who)
            elif verdict != HARMLESS:
                against.add(about)
        return cls(
            harmless={key: frozenset(who) for key, who in said.items()},
            identifying=frozenset(against),
        )

    def unsettled(self, record: str, flags: Iterable[Flag]) -> tuple[Flag, ...]:
        """Return the flags of a record that keep it from being published.

        Returns
        -------
        tuple of Flag
            Those that fewer than two find harmless, or one finds identifying.
        """
        return tuple(
            one
            for one in flags
            if (record, one.mark) in self.identifying
            or len(self.harmless.get((record, one.mark), ())) < REVIEWERS
        )
