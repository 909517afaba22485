"""Can somebody else, with the same dossier, come to the same result?

A receipt names what went in (the content of the dossier, the process, the settings,
the version) and what came out, each by its SHA-256. Whoever has the dossier derives
everything again and compares.

References
----------
.. [1] Stodden et al. (2016), Enhancing reproducibility for computational methods,
   Science 354: share data, settings and version, and let others run it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

import polars as pl

from vestibule.dossier import declaration, hashing
from vestibule.dossier.records import Dossier
from vestibule.errors import DataError

DIGITS = 6
"""Decimals that enter a hash: more would differ between machines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What went in and what came out, as hashes.

    Parameters
    ----------
    data : str
        `hashing.content_hash` of the dossier.
    process : str
        SHA-256 of the process as it is declared.
    version : str
        Of the program.
    settings : mapping of str to mapping
        Part to its settings.
    results : mapping of str to str
        Part to the SHA-256 of its result.
    """

    data: str
    process: str
    version: str
    settings: Mapping[str, Mapping[str, Any]]
    results: Mapping[str, str]

    @property
    def sha256(self) -> str:
        """Return one hash over all of it: what is printed and cited."""
        return of_values(asdict(self))

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain values, its own hash with them."""
        return {"sha256": self.sha256, **asdict(self)}

    @classmethod
    def from_dict(cls, given: Mapping[str, Any]) -> Receipt:
        """Return a receipt from what `to_dict` gave.

        Parameters
        ----------
        given : mapping
            As read from JSON.

        Returns
        -------
        Receipt
            The same.

        Raises
        ------
        DataError
            If a part is missing, or its hash is not that of its content.
        """
        names = ("data", "process", "version", "settings", "results")
        missing = [name for name in names if name not in given]
        if missing:
            raise DataError(
                f"The receipt lacks {', '.join(missing)}: give it whole.",
                missing=missing,
            )
        made = cls(**{name: given[name] for name in names})
        if given.get("sha256", made.sha256) != made.sha256:
            raise DataError(
                "The receipt was changed: its hash is not that of its content.",
                sha256=made.sha256,
            )
        return made


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Whether a result was derived again.

    Parameters
    ----------
    receipt, again : Receipt
        The one given, and the one that came out.
    differs : tuple of str
        ``data``, ``process``, ``version``, ``settings``, and the parts whose results
        differ.
    """

    receipt: Receipt
    again: Receipt
    differs: tuple[str, ...]

    @property
    def same(self) -> bool:
        """Return whether every result is the same."""
        return self.receipt.results == self.again.results

    def explain(self) -> str:
        """Return in English what came out again, and what did not."""
        if self.same:
            return SAME.format(parts=", ".join(self.receipt.results))
        causes = [WHY[name] for name in WHY if name in self.differs]
        results = [name for name in self.differs if name not in WHY]
        return " ".join(
            [DIFFERENT.format(parts=", ".join(results)), *(causes or [NONE])]
        )


SAME = "Everything came out again, to the last digit that is hashed: {parts}."
DIFFERENT = "Not everything came out again: {parts}."
NONE = (
    "Dossier, process, settings and version are the same: another machine may round"
    " differently; else it is an error, please tell us."
)
WHY = {
    "data": "The dossier holds other records than the one the result was made from.",
    "process": "The process is declared otherwise.",
    "version": "Another version of the program was used.",
    "settings": "Other settings were used.",
}
"""Why a result may differ, in the order in which it is told."""


def of_values(values: object) -> str:
    """Return the SHA-256 of plain values, numbers rounded.

    Parameters
    ----------
    values : object
        Mappings with keys that are text, sequences, text, numbers, truth values,
        None, and frames.

    Returns
    -------
    str
        64 hexadecimal digits; the order of a mapping does not matter.
    """
    plain = json.dumps(_plain(values), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(plain.encode()).hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, pl.DataFrame):
        return _plain(value.to_dicts())
    if isinstance(value, Mapping):
        return {str(name): _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, float):
        # A zero that lost its sign is the same zero; nan is no number.
        return None if value != value else round(value, DIGITS) + 0.0
    return value


def receipt(
    dossier: Dossier,
    *,
    version: str,
    settings: Mapping[str, Mapping[str, Any]],
    results: Mapping[str, object],
) -> Receipt:
    """Return the receipt of some results.

    Parameters
    ----------
    dossier : Dossier
        What they were derived from, all versions of its records.
    version : str
        Of the program.
    settings : mapping of str to mapping
        Part to its settings, as plain values.
    results : mapping of str to object
        Part to what came out, as plain values or frames.

    Returns
    -------
    Receipt
        No result can be read from it.
    """
    declared = declaration.to_text(dossier.process)
    return Receipt(
        data=hashing.content_hash(dossier),
        process=hashlib.sha256(declared.encode()).hexdigest(),
        version=version,
        settings={part: dict(given) for part, given in settings.items()},
        results={part: of_values(given) for part, given in results.items()},
    )


def compared(
    given: Receipt,
    dossier: Dossier,
    derive: Callable[[Dossier, Mapping[str, Mapping[str, Any]]], Receipt],
) -> Compared:
    """Derive a result again, with the settings it was made with, and compare.

    Parameters
    ----------
    given : Receipt
        What somebody published.
    dossier : Dossier
        What they say it was derived from.
    derive : callable
        From a dossier and the settings to a receipt: `chain.derived`.

    Returns
    -------
    Compared
        Names everything that differs.
    """
    again = derive(dossier, given.settings)
    names = ("data", "process", "version")
    differs = [name for name in names if getattr(given, name) != getattr(again, name)]
    if of_values(given.settings) != of_values(again.settings):
        differs.append("settings")
    parts = {*given.results, *again.results}
    differs += sorted(
        part for part in parts if given.results.get(part) != again.results.get(part)
    )
    return Compared(receipt=given, again=again, differs=tuple(differs))
