"""What came of a voice, what stands behind a promise: a record's chain, by any name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import polars as pl

from vestibule import __version__
from vestibule.act import chain
from vestibule.act.chain import Trace
from vestibule.act.chain.gaps import KINDS
from vestibule.act.chain.links import SHOWN, STAGES
from vestibule.api import files, naming
from vestibule.dossier import cuts, folding, lineage
from vestibule.dossier.records import Dossier
from vestibule.errors import DataError
from vestibule.listen.linking import KEY_COLUMNS, Names

TRANSLATED = (
    "codes",
    "factors",
    "statements",
    "findings",
    "recommendations",
    "commitments",
    "actions",
)
"""Tables whose words are kept in several languages."""

LEAST = 6
"""Signs of an id that are enough where no other begins so."""


@dataclass(frozen=True, kw_only=True)
class Traced:
    """A record's chain, with the words of a language; for the team.

    Parameters
    ----------
    dossier : Dossier
        Settled, at the day that was asked for.
    found : Trace
        What it follows from, what followed, where the chain is broken.
    """

    dossier: Dossier
    found: Trace

    def nodes(self, direction: str, lang: str) -> list[dict[str, Any]]:
        """Return the records of one direction.

        Parameters
        ----------
        direction : {'record', 'upstream', 'downstream'}
            The record itself, what it follows from, what followed.
        lang : str
            Of words.

        Returns
        -------
        list of dict
            ``table``, ``id``, ``words``, ``mark``, in the order of the chain.
        """
        frame: pl.DataFrame = getattr(self.found, direction)
        said: dict[str, str] = {}
        for table in TRANSLATED:
            column = SHOWN[table][0]
            if column is not None and table in frame["table"]:
                said |= naming.spoken(self.dossier, table, column, lang)
        return [
            {**row, "words": said.get(row["id"], row["words"])}
            for row in frame.iter_rows(named=True)
        ]

    def to_dict(self, lang: str = "en") -> dict[str, Any]:
        """Return everything as plain values, as ``trace --json`` prints it."""
        found = self.found
        return {
            "record": self.nodes("record", lang)[0],
            "today": found.today.isoformat(),
            "upstream": self.nodes("upstream", lang),
            "downstream": self.nodes("downstream", lang),
            "told": found.told.to_dicts(),
            "gaps": [
                {
                    "kind": gap.kind,
                    "message": KINDS[gap.kind],
                    "table": gap.table,
                    "ids": list(gap.ids),
                }
                for gap in found.gaps
            ],
            "people": found.people,
            "places": found.places,
            "version": __version__,
        }


def trace(
    dossier: Dossier, name: str, *, today: dt.date, as_of: dt.date | None = None
) -> Traced:
    """Walk the chain from a record, in both directions.

    Parameters
    ----------
    dossier : Dossier
        The records.
    name : str
        An id or its first signs (`LEAST`); a key or what the record says; the code of
        a gathering; ``GATHERING/3`` for an excerpt. ``findings:KEY`` where records of
        two tables are called so. Never a person.
    today : date
        The day it is.
    as_of : date or None
        Of that day, as known now.

    Returns
    -------
    Traced
        For the team: ids and public words only.

    Raises
    ------
    DataError
        If no record of the chain is called so, or several are.
    """
    at = dossier if as_of is None else cuts.as_of(dossier, as_of)
    table, id_ = one_called(at, name)
    found = chain.trace(at, table, id_, today=as_of or today)
    return Traced(dossier=lineage.settled(at), found=found)


def one_called(dossier: Dossier, name: str) -> tuple[str, str]:
    """Return table and id of the one record of the chain that a name means.

    Returns
    -------
    tuple of str
        Table and id.

    Raises
    ------
    DataError
        ``no-trace`` where there is none, ``many-traces`` where there are several.
    """
    table, colon, rest = name.partition(":")
    wanted, said = (
        ((table,), rest.strip())
        if colon and table in STAGES
        else (STAGES, name.strip())
    )
    found = sorted(set(_called(dossier, wanted, said)))
    if len(found) == 1:
        return found[0]
    if not found:
        raise DataError(
            f"Nothing in the chain is called “{name}”: give an id, a key, or the code of"
            " a gathering.",
            reason="no-trace",
            record=name,
        )
    choices = [f"{table}:{id_}" for table, id_ in found]
    raise DataError(
        f"“{name}” can be {len(found)} records: {', '.join(choices[:6])}. Name one of"
        " them.",
        reason="many-traces",
        record=name,
        choices=choices[:6],
    )


def _called(
    dossier: Dossier, wanted: tuple[str, ...], said: str
) -> Iterator[tuple[str, str]]:
    if _is_start_of_id(said):
        starting = pl.col("id").str.starts_with(said.lower())
        for table in wanted:
            rows = dossier.table(table)
            firsts = lineage.roots(rows)
            for id_ in rows.filter(starting)["id"]:
                yield table, firsts.get(id_, id_)
    if files.ID.fullmatch(said):
        return
    names = Names.of(dossier)
    for table in set(wanted) & {*KEY_COLUMNS, "excerpts"}:
        id_ = names.known(table, said)
        if id_ is not None:
            yield table, lineage.roots(dossier.table(table)).get(id_, id_)
    yield from _saying(dossier, wanted, said)


def _saying(
    dossier: Dossier, wanted: tuple[str, ...], said: str
) -> Iterator[tuple[str, str]]:
    """Yield recommendations, actions and commitments whose words these are."""
    settled, folded = lineage.settled(dossier), folding.fold(said)
    for table in set(wanted) & {"recommendations", "actions", "commitments"}:
        for id_, words in settled.table(table).select("id", "words").iter_rows():
            if folding.fold(words) == folded:
                yield table, id_


def _is_start_of_id(said: str) -> bool:
    return len(said) >= LEAST and set(said.lower()) <= set("0123456789abcdef")
