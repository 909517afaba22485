"""What was published, cell by cell, in every edition so far?

The ledger holds what any reader of the editions has: keys, numbers as printed, and
which sums tie them; of a hidden cell only that it was there. It is the table
``published`` of the dossier, so that it travels and merges with the records, and it
is itself public. What was published cannot be called back: a withdrawal does not
change it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import polars as pl

from vestibule.dossier.records import Dossier
from vestibule.dossier.tables import TABLES
from vestibule.protect.thresholds import Key, Unit

State = Literal["shown", "kept", "hidden", "unprinted"]
"""Printed; printed as an earlier edition did; withheld; never printed by anyone."""

COLUMNS = tuple(column.name for column in TABLES["published"].own)
"""Columns of the ledger, without those of every record."""

SCHEMA = {name: TABLES["published"].polars_schema[name] for name in COLUMNS}

BESIDE = "|"
"""What parts the words of a key; escaped inside them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """One cell of one edition.

    Parameters
    ----------
    state : State
        Whether and how it was printed.
    counts : Unit
        Whether it counts people or gatherings.
    n, of : int or None
        As printed; None where nothing was.
    based : bool
        Whether it is a share of a base.
    from_edition : int
        The edition whose number stands there: another than its own where kept.
    """

    state: State
    counts: Unit
    n: int | None
    of: int | None
    based: bool
    from_edition: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """A total and its parts; `bases` says whether their bases add up too."""

    total: Key
    parts: tuple[Key, ...]
    bases: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """All cells of one edition, and what ties them."""

    number: int
    cells: Mapping[Key, Printed]
    ties: tuple[Tie, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """All editions so far, the first one first."""

    editions: tuple[Edition, ...] = ()

    @classmethod
    def of(cls, dossier: Dossier) -> Ledger:
        """Return the ledger of a dossier."""
        return cls.read(dossier.current("published"))

    @classmethod
    def read(cls, rows: pl.DataFrame) -> Ledger:
        """Return a ledger from rows of ``published``, in any order.

        Parameters
        ----------
        rows : pl.DataFrame
            `COLUMNS`, one row per cell of each edition. Where one cell of an edition
            stands twice, as after a merge of two copies, the first by content counts.

        Returns
        -------
        Ledger
            Editions by number.
        """
        held = rows.select(COLUMNS).unique().sort(COLUMNS)
        return cls(
            editions=tuple(
                _edition(int(number), part)
                for (number,), part in sorted(
                    held.partition_by("edition", as_dict=True).items()
                )
            )
        )

    @property
    def next(self) -> int:
        """The number of the edition that follows."""
        return max((one.number for one in self.editions), default=0) + 1

    @property
    def sha256(self) -> str:
        """Fingerprint of everything that was published, whatever the order of rows."""
        frame = pl.concat(
            [rows(one) for one in self.editions] or [pl.DataFrame(schema=SCHEMA)]
        )
        return hashlib.sha256(frame.sort(COLUMNS).write_csv().encode()).hexdigest()

    def and_then(self, edition: Edition) -> Ledger:
        """Return the ledger with one more edition."""
        return Ledger(editions=(*self.editions, edition))


def rows(edition: Edition) -> pl.DataFrame:
    """Return an edition as rows of ``published``, without ids.

    Parameters
    ----------
    edition : Edition
        As `clear` returns it.

    Returns
    -------
    pl.DataFrame
        `COLUMNS`; `writing.as_records` makes records of them.
    """
    totals: dict[Key, list[str]] = {}
    parts: dict[Key, list[str]] = {}
    for number, tie in enumerate(edition.ties, start=1):
        called = f"{number}b" if tie.bases else str(number)
        totals.setdefault(tie.total, []).append(called)
        for key in tie.parts:
            parts.setdefault(key, []).append(called)
    entries = [
        {
            "edition": edition.number,
            "cell": written(key),
            "state": one.state,
            "counts": one.counts,
            "n": one.n,
            "of": one.of,
            "based": one.based,
            "from_edition": one.from_edition,
            "totals": " ".join(totals.get(key, [])) or None,
            "parts": " ".join(parts.get(key, [])) or None,
        }
        for key, one in edition.cells.items()
    ]
    return pl.DataFrame(entries, schema=SCHEMA)


def written(key: Key) -> str:
    """Return a key as text; `read_key` reads it.

    Returns
    -------
    str
        In one line of any ledger.

    Examples
    --------
    >>> written(("votes", "region=north"))
    'votes|region=north'
    """
    marked = (part.replace("\\", "\\\\").replace(BESIDE, "\\p") for part in key)
    return BESIDE.join(marked)


def read_key(text: str) -> Key:
    """Return the key that `written` wrote."""

    def plain(part: str) -> str:
        pieces = part.split("\\\\")
        return "\\".join(piece.replace("\\p", BESIDE) for piece in pieces)

    return tuple(plain(part) for part in text.split(BESIDE))


def _edition(number: int, frame: pl.DataFrame) -> Edition:
    cells: dict[Key, Printed] = {}
    totals: dict[str, Key] = {}
    parts: dict[str, list[Key]] = {}
    for row in frame.iter_rows(named=True):
        key = read_key(row["cell"])
        cells.setdefault(
            key,
            Printed(
                state=row["state"],
                counts=row["counts"],
                n=row["n"],
                of=row["of"],
                based=row["based"],
                from_edition=row["from_edition"],
            ),
        )
        for tie in _listed(row["totals"]):
            totals.setdefault(tie, key)
        for tie in _listed(row["parts"]):
            parts.setdefault(tie, []).append(key)
    return Edition(number=number, cells=cells, ties=tuple(_ties(totals, parts)))


def _listed(text: str | None) -> Sequence[str]:
    return text.split() if text else ()


def _ties(
    totals: Mapping[str, Key], parts: Mapping[str, Iterable[Key]]
) -> Iterator[Tie]:
    for called in sorted(totals, key=lambda one: (int(one.rstrip("b")), one)):
        if called in parts:
            yield Tie(
                total=totals[called],
                parts=tuple(dict.fromkeys(parts[called])),
                bases=called.endswith("b"),
            )
