"""How is an edition published? Signed by two, and written into the ledger."""

from __future__ import annotations

import datetime as dt
import json
from contextlib import ExitStack
from pathlib import Path

import polars as pl

from vestibule.api import files, packs, sites
from vestibule.api.analysis import SEED
from vestibule.dossier import cuts, hashing, ids, packages, writing
from vestibule.dossier.disk import folders
from vestibule.dossier.records import Dossier
from vestibule.errors import DataError, Refused
from vestibule.inform.pack import Pack
from vestibule.protect.editions import ledger


class OneSignature(Refused):
    """An edition needs two people who answer for it."""

    code = "one-signature"


def release(
    path: Path,
    *,
    signed_by: str,
    second: str,
    origin: str,
    at: dt.datetime,
    key: bytes,
    out: Path | None = None,
    pages: Path | None = None,
    seed: int = SEED,
) -> packs.Written:
    """Publish an edition: write its release and its ledger into the dossier.

    Parameters
    ----------
    path : Path
        The dossier.
    signed_by, second : str
        Pseudonyms of two different people who answer for it.
    origin : str
        Device or site where this is done; it takes the origin's next numbers.
    at : datetime
        When, with time zone; its day is the day it is.
    key : bytes
        As for `packs.packed`.
    out : Path or None
        Folder of the pack of this very edition; None: the pack is not written.
    pages : Path or None
        Folder of the public pages of this very edition; None: they are not written.
    seed : int
        As for `packs.packed`.

    Returns
    -------
    Written
        With ``released`` true.

    Raises
    ------
    OneSignature
        If one person signs twice.
    DataError
        If a signature looks like a person's name.
    NotCleared, Recoverable, TwoEditions
        If the gate stays shut: the dossier is as before, and nothing is written.

    Notes
    -----
    All or nothing: where the dossier cannot be written there is no pack. The next
    edition is cleared against what this one prints, and families of opinion keep
    the numbers they have at its cut.
    """
    return published(
        packages.read(path),
        path,
        signed_by=signed_by,
        second=second,
        origin=origin,
        at=at,
        key=key,
        out=out,
        pages=pages,
        seed=seed,
    )


def published(
    dossier: Dossier,
    path: Path,
    *,
    signed_by: str,
    second: str,
    origin: str,
    at: dt.datetime,
    key: bytes,
    out: Path | None = None,
    pages: Path | None = None,
    seed: int = SEED,
) -> packs.Written:
    """Publish an edition of a dossier that was read already, as `release` does.

    Parameters
    ----------
    dossier : Dossier
        What lies at `path`: what was worked out of it is not worked out again.
    path, signed_by, second, origin, at, key, out, pages, seed
        As for `release`.

    Returns
    -------
    Written
        With ``released`` true.

    Raises
    ------
    OneSignature, DataError, NotCleared, Recoverable, TwoEditions
        As `release`.
    """
    _refuse_signatures(signed_by, second)
    for folder in (out, pages):
        if folder is not None:
            packs.refuse_taken(folder)
    made = packs.packed(dossier, today=at.date(), key=key, seed=seed)
    after = recorded(
        dossier, made, signed_by=signed_by, second=second, origin=origin, at=at
    )
    with ExitStack() as stack:
        written = _filled(stack, made, out, pages)
        # before the folders appear: what readers may hold, the ledger must hold
        packages.write(after, path)
    return packs.told(made, written, released=True)


def _filled(
    stack: ExitStack, made: Pack, out: Path | None, pages: Path | None
) -> tuple[Path, ...]:
    """Fill the folders that will appear when `stack` closes; the files they will hold."""
    written: list[Path] = []
    if out is not None:
        names = packs.fill(made, stack.enter_context(folders.replaced(out)))
        written += [out / name for name in names]
    if pages is not None:
        fresh = stack.enter_context(folders.replaced(pages))
        sites.fill(made, fresh, signed=True)
        written.append(pages / "index.html")
    return tuple(written)


def recorded(
    dossier: Dossier,
    made: Pack,
    *,
    signed_by: str,
    second: str,
    origin: str,
    at: dt.datetime,
) -> Dossier:
    """Return a dossier that holds an edition as published.

    Parameters
    ----------
    dossier : Dossier
        The one that the edition was made of.
    made : Pack
        The edition.
    signed_by, second : str
        Pseudonyms.
    origin : str
        Where this is done.
    at : datetime
        When, with time zone.

    Returns
    -------
    Dossier
        With one row more in ``releases``, and one in ``published`` for each cell.
    """
    released = pl.DataFrame(
        {
            "edition": [made.edition.number],
            "cut": [json.dumps(cuts.cut(dossier), sort_keys=True)],
            "sha256": [hashing.content_hash(dossier)],
            "records": [cuts.n_records(dossier)],
            "published_on": [at.date()],
            "signed_by": [signed_by],
            "second_signed_by": [second],
        }
    )
    rows = {"releases": released, "published": ledger.rows(made.edition.edition)}
    fresh: dict[str, pl.DataFrame] = {}
    number = cuts.next_seq(dossier, origin)
    for table, part in rows.items():
        names = [
            ids.derived_id(dossier.process.key, origin, table, str(number + i))
            for i in range(part.height)
        ]
        fresh[table] = writing.as_records(
            part, table, ids=names, origin=origin, first_seq=number, at=at, by=signed_by
        )
        number += part.height
    return writing.append(dossier, fresh)


def _refuse_signatures(first: str, second: str) -> None:
    for one in (first, second):
        if not one.strip():
            raise DataError(
                "A signature is empty: write a pseudonym without a space, as K7.",
                reason="not-a-pseudonym",
            )
        files.pseudonym(one)
    if first.strip().casefold() == second.strip().casefold():
        raise OneSignature(
            "An edition is signed by two different people: give --second another "
            "pseudonym. Nothing was published."
        )
