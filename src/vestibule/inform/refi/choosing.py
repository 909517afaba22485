"""Which excerpts may leave for the team's coding program, and who coded them?"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from vestibule.dossier import ids, lineage, withdrawals
from vestibule.dossier.records import Dossier
from vestibule.listen.cells import LIKE_A_NAME
from vestibule.listen.refi.coders import derived
from vestibule.protect import consent

PARTNERS, COLLECTING = 2, 1
"""Consent levels: read by all partners, read by the partner who collected."""

HEX = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What goes into a project.

    Parameters
    ----------
    process_key : str
        Key of the process.
    codes : pl.DataFrame
        All codes, each in its current version under its first id.
    excerpts : pl.DataFrame
        Excerpts that may be read, by gathering and position: own columns, ``code``
        of the gathering as ``meeting``, key of the profile as ``speaks``.
    codings : pl.DataFrame
        Codings of these, ``coder`` a pseudonym.
    left : mapping of str to int
        Excerpts that stay: ``consent`` (refused, or not asked), ``refused`` (by a
        reviewer).
    """

    process_key: str
    codes: pl.DataFrame
    excerpts: pl.DataFrame
    codings: pl.DataFrame
    left: Mapping[str, int]

    def guid(self, table: str, id_: str) -> str:
        """Return a record's id as a GUID: the same 32 digits, with hyphens."""
        return guid(self.process_key, table, id_)


def guid(process_key: str, table: str, id_: str) -> str:
    """Return a GUID for a record: its own digits where it has 32 of them.

    >>> guid("p", "codes", "0123456789abcdef0123456789abcdef")
    '01234567-89ab-cdef-0123-456789abcdef'

    Returns
    -------
    str
        36 signs; read back, it means the record again.
    """
    digits = id_
    if HEX.fullmatch(id_) is None:
        digits = ids.derived_id(process_key, "refi-qda", table, id_)
    parts = (digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:])
    return "-".join(parts)


def chosen(dossier: Dossier, *, on: date | None, level: int = PARTNERS) -> Chosen:
    """Return what may go into a project for the team.

    Parameters
    ----------
    dossier : Dossier
        The records.
    on : datetime.date or None
        The day it is; None: consent that can run out has run out.
    level : {2, 1}
        2: only what all partners may read; 1: also what the partner who collected
        may read, for this partner alone.

    Returns
    -------
    Chosen
        Excerpts without consent, or refused by a reviewer, are counted and left.

    Notes
    -----
    A consent that is missing is a refusal. What was withdrawn is not there.
    """
    applied = dossier.with_tables(**withdrawals.apply(dossier.tables))
    allowed = consent.levels(applied, "excerpts", on=on).filter(
        pl.col("level") >= level
    )["id"]
    roots = lineage.roots(applied.table("excerpts"))
    settled = lineage.settled(applied)
    every = settled.table("excerpts")
    agreed = {roots.get(id_, id_) for id_ in allowed}
    readable = every.filter(pl.col("id").is_in(agreed))
    kept = readable.filter(pl.col("review") != "refused")
    return Chosen(
        process_key=dossier.process.key,
        codes=settled.table("codes").sort("key", "id"),
        excerpts=_told(settled, kept),
        codings=_codings(settled, kept, dossier.process.key),
        left={
            name: n
            for name, n in (
                ("consent", every.height - readable.height),
                ("refused", readable.height - kept.height),
            )
            if n
        },
    )


def _told(settled: Dossier, kept: pl.DataFrame) -> pl.DataFrame:
    """Return excerpts with the code of their gathering and the key of their profile."""
    meetings = settled.table("gatherings").select(gathering="id", meeting="code")
    profiles = settled.table("profiles").select(profile="id", speaks="key")
    return (
        kept.join(meetings, on="gathering")
        .join(profiles, on="profile", how="left")
        .sort("meeting", "gathering", "position", "id", nulls_last=True)
    )


def _codings(settled: Dossier, kept: pl.DataFrame, process_key: str) -> pl.DataFrame:
    rows = (
        settled.table("codings")
        .join(kept.select(excerpt="id"), on="excerpt", how="semi")
        .join(settled.table("codes").select(code="id"), on="code", how="semi")
        .sort("excerpt", "coder", "code", "id")
    )
    called = {coder: pseudonym(coder, process_key) for coder in rows["coder"].unique()}
    return rows.with_columns(pl.col("coder").replace(called))


def pseudonym(coder: str, process_key: str) -> str:
    """Return what a coder is called outside: never what looks like a name."""
    return derived(coder, process_key) if LIKE_A_NAME.search(coder) else coder
