"""The versions of a finding, each marked against the one before: nothing is erased."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from dataclasses import dataclass

import polars as pl

from vestibule.agree.validation.wording import Wordings
from vestibule.dossier import lineage, versions
from vestibule.dossier.records import Dossier
from vestibule.web.agree.reading import Said, said

PIECES = re.compile(r"\s+|\w+|[^\w\s]")
"""What is compared: words, signs and the space between them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Some words, and whether they came in, went out or stayed."""

    words: str
    change: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version of the words, with what changed since the one before."""

    number: int
    said: Said
    pieces: tuple[Piece, ...]
    at: dt.datetime | None
    by: str
    gatherings: int


def versions_of(
    dossier: Dossier, finding: str, worded: Wordings
) -> tuple[Version, ...]:
    """Return the wordings of a finding by its first id, the latest first."""
    rows = dossier.table("findings")
    firsts = lineage.roots(rows)
    mine = rows.filter(pl.col("id").replace(firsts) == finding).sort(
        *versions.BY_TIME, "id", nulls_last=False
    )
    met = worded.seen.filter(finding=finding).group_by("version").agg(n=pl.len())
    spoken = dict(met.select("version", "n").iter_rows())
    found: list[Version] = []
    for one in mine.iter_rows(named=True):
        before = found[-1].said.words if found else None
        if before is not None and " ".join(before.split()) == " ".join(
            one["words"].split()
        ):
            continue
        number = len(found) + 1
        found.append(
            Version(
                number=number,
                said=said(dossier.process, one["words"], one["lang"]),
                pieces=pieces(before, one["words"]),
                at=one["at"],
                by=one["by"] or "",
                gatherings=int(spoken.get(number, 0)),
            )
        )
    return tuple(reversed(found))


def pieces(before: str | None, after: str) -> tuple[Piece, ...]:
    """Return a text as pieces: kept, ``ins`` and ``del``, what went out first.

    >>> [p.change for p in pieces("peur dehors", "peur dedans")]
    ['', 'del', 'ins']
    """
    if before is None:
        return (Piece(words=after, change=""),)
    old, new = PIECES.findall(before), PIECES.findall(after)
    found: list[Piece] = []
    for kind, i, j, k, m in difflib.SequenceMatcher(
        a=old, b=new, autojunk=False
    ).get_opcodes():
        if kind == "equal":
            found.append(Piece(words="".join(old[i:j]), change=""))
            continue
        gone, come = "".join(old[i:j]), "".join(new[k:m])
        found += [Piece(words=gone, change="del")] if gone else []
        found += [Piece(words=come, change="ins")] if come else []
    return tuple(found)
