"""What may be said of a list of statements: whom each stands for, who is left out."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from vestibule import __version__
from vestibule.agree import proportional
from vestibule.agree.proportional import Approvals, Audit, Expected
from vestibule.api import gaps, naming
from vestibule.dossier.records import Dossier
from vestibule.protect.cleared import Cell, Count, Hidden
from vestibule.protect.thresholds import Key
from vestibule.words import Catalogue

DIGITS = 9
"""Decimals of every number that leaves this room."""

NO_COMPARISON = "The process declares no comparison: no group could be asked for."
"""Limit ``no-comparison``."""

MESSAGES = {
    **proportional.LIMITS,
    "no-comparison": NO_COMPARISON,
    "not-placed": "Only votes that were cast count: to place so many people takes"
    " minutes; --positions does it.",
}
"""Code to plain sentence."""


@dataclass(frozen=True, kw_only=True)
class Basis:
    """What a list stands on: which approvals were cast, and which are expected.

    Parameters
    ----------
    cast, placed, grouped, counted, open : float
        Shares, 0 to 1, of all pairs of a person and a statement: a vote; expected
        from where the person stands among those who voted; expected from what their
        group answered; the share of a counted gathering; not known, not approved.
    people_counted : int
        People who were only counted, not asked one by one.
    cast_for : mapping of str to (int, int)
        Statement to those who agree, of those who voted on it.
    why : str or None
        Why only votes count: ``asked``, or ``not-asked``: placing everyone takes
        long. None: the rest is expected.
    """

    cast: float
    placed: float = 0.0
    grouped: float = 0.0
    counted: float = 0.0
    open: float
    people_counted: int = 0
    cast_for: Mapping[str, tuple[int, int]] = field(repr=False)
    why: str | None = None

    @staticmethod
    def of_votes(given: Approvals, why: str) -> Basis:
        """Return the basis of a list on votes that were cast alone."""
        whole, seen = max(given.cells, 1), given.seen
        pairs = zip(given.approved().tolist(), seen.tolist(), strict=True)
        return Basis(
            cast=int(seen.sum()) / whole,
            open=1 - int(seen.sum()) / whole if given.cells else 0.0,
            cast_for=dict(zip(given.statements, pairs, strict=True)),
            why=why,
        )

    @staticmethod
    def of_expected(told: Expected) -> Basis:
        """Return the basis of a list on votes and expectations."""
        whole = max(told.approvals.cells, 1)
        return Basis(
            cast=told.cast / whole,
            placed=told.placed / whole,
            grouped=told.grouped / whole,
            counted=told.counted / whole,
            open=told.open / whole,
            people_counted=told.people_counted,
            cast_for=told.cast_for,
        )

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain values: nothing of one statement or person."""
        names = ("cast", "placed", "grouped", "counted", "open")
        shares = {name: round(getattr(self, name), DIGITS) for name in names}
        return {"expected": self.why is None, "why": self.why} | shares


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How a list came about.

    Parameters
    ----------
    limits : tuple of str
        Codes of `MESSAGES`.
    quotas : pl.DataFrame
        ``comparison``, ``group``, ``least``, ``reached``.
    tied : mapping of str to list of str
        Statement to those that were level with it and stood behind by their id.
    rule : str or None
        None: people chose it.
    least : int
        Statements that each group was to pass.
    """

    limits: tuple[str, ...]
    quotas: pl.DataFrame
    tied: Mapping[str, list[str]]
    rule: str | None
    least: int


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A list of statements, and whether it represents everyone who was heard.

    For the team; sizes of groups are cleared by the process's threshold.

    Parameters
    ----------
    dossier : Dossier
        Settled, at the day that was asked for.
    sha256 : str
        Content hash of the dossier at that day.
    statements : tuple of str
        Ids, in order; none where nothing can be said.
    people : int
        People who voted one by one and, where the rest is expected, those counted.
    open : float
        Share of all pairs of person and statement, 0 to 1, of which nothing is known.
    basis : Basis
        Which approvals were cast, and which are expected.
    audit : Audit or None
        None where votes cannot tell.
    worst : pl.DataFrame
        One row per statement on which a group that is left out agrees: see
        `Audit.unrepresented`. Not cleared.
    passing : pl.DataFrame
        ``comparison``, ``group``, ``statement``, ``passes``.
    standing : Standing
        How the list came about.
    cells : dict of Key to Count or Hidden
        ``("agree", statement)`` of votes that were cast; ``("expected", statement)``,
        ``("reached",)``, ``("left_out", statement)`` in expectation, where the rest is
        expected.
    """

    dossier: Dossier
    sha256: str
    statements: tuple[str, ...]
    people: int
    open: float
    basis: Basis
    audit: Audit | None
    worst: pl.DataFrame = field(repr=False)
    passing: pl.DataFrame = field(repr=False)
    standing: Standing
    cells: dict[Key, Cell] = field(repr=False)

    def lines(self, lang: str) -> list[dict[str, Any]]:
        """Return each statement of the list and whom it stands for.

        Parameters
        ----------
        lang : str
            Of words and names.

        Returns
        -------
        list of dict
            ``number``, ``key``, ``words``, ``agree`` (``n``, ``of`` of votes cast;
            missing: not shown), ``expected`` (the same of everyone, in expectation;
            missing where only votes count), ``groups`` (``comparison``, ``group``: names of those that surely
            pass it; missing where no group was heard enough), ``tied`` (keys).
        """
        words, keys = self._words(lang), self._keys()
        return [
            {
                "number": number,
                "key": keys[id_],
                "words": words[id_],
                "agree": _part(self.cells[("agree", id_)]),
                "expected": _part(self.cells.get(("expected", id_))),
                "groups": self._groups(id_, lang),
                "tied": [keys[one] for one in self.standing.tied.get(id_, [])],
            }
            for number, id_ in enumerate(self.statements, start=1)
        ]

    def left_out(self, lang: str) -> list[dict[str, Any]]:
        """Return the groups of people that the list leaves out, the worst first.

        Parameters
        ----------
        lang : str
            Of words.

        Returns
        -------
        list of dict
            ``key`` and ``words`` of the statement that they agree on, ``people`` (how
            many they are), ``entitled`` (to so many of the list; each of them agrees
            with fewer), ``needed`` (people entitled to so many). Groups too small to
            be told are only counted: see `small`.
        """
        words, keys = self._words(lang), self._keys()
        told = []
        for row in self.worst.iter_rows(named=True):
            cell = self.cells["left_out", row["statement"]]
            if isinstance(cell, Count):
                told.append(
                    {
                        "key": keys[row["statement"]],
                        "words": words[row["statement"]],
                        "people": cell.value,
                        "entitled": row["entitled"],
                        "needed": math.ceil(row["needed"]),
                    }
                )
        return told

    @property
    def small(self) -> int:
        """How many groups are left out that are too small to be told."""
        return sum(
            key[0] == "left_out" and isinstance(cell, Hidden)
            for key, cell in self.cells.items()
        )

    def quotas(self, lang: str) -> list[dict[str, Any]]:
        """Return each group of a comparison, and what it finds on the list.

        Parameters
        ----------
        lang : str
            Of names.

        Returns
        -------
        list of dict
            ``comparison``, ``group``, ``least``, ``reached``; the last two missing
            where a group surely passes no statement, so that none was asked for.
            Nothing where no quota was asked for.
        """
        asked = {
            (row["comparison"], row["group"]): (row["least"], row["reached"])
            for row in self.standing.quotas.iter_rows(named=True)
        }
        if not self.standing.least or not self.statements:
            return []
        return [
            {
                **names,
                "least": asked.get(pair, (None, None))[0],
                "reached": asked.get(pair, (None, None))[1],
            }
            for pair, names in self._names(lang).items()
        ]

    def to_dict(self, lang: str = "en") -> dict[str, Any]:
        """Return everything as plain values, as ``short-list --json`` prints it."""
        audit = self.audit
        return {
            "rule": self.standing.rule,
            "people": self.people,
            "open": round(self.open, DIGITS),
            "basis": self.basis.to_dict(),
            "statements": self.lines(lang),
            "quotas": self.quotas(lang),
            "audit": None
            if audit is None
            else {
                "jr": audit.jr,
                "ejr_plus": audit.ejr_plus,
                "expected": audit.expected,
                "reached": _part(self.cells[("reached",)]),
                "left_out": self.left_out(lang),
                "left_out_small": self.small,
            },
            "limits": [
                {"code": code, "message": MESSAGES[code]}
                for code in self.standing.limits
            ],
            "sha256": self.sha256,
            "version": __version__,
        }

    def _words(self, lang: str) -> dict[str, str]:
        return naming.spoken(self.dossier, "statements", "words", lang)

    def _keys(self) -> dict[str, str]:
        return dict(self.dossier.table("statements").select("id", "key").iter_rows())

    def _names(self, lang: str) -> dict[tuple[Any, Any], dict[str, str]]:
        """Return (comparison, group) to the names of both."""
        catalogue = Catalogue(lang)
        groups = gaps.group_names(self.dossier.process, catalogue)
        comparisons = {
            one.key: gaps.said(one.names, catalogue, one.key)
            for one in self.dossier.process.comparisons
        }
        return {
            pair: {"comparison": comparisons[pair[0]], "group": name}
            for pair, name in groups.items()
        }

    def _groups(self, statement: str, lang: str) -> list[dict[str, str]] | None:
        names = self._names(lang)
        heard = self.passing.filter(statement=statement)
        if heard.is_empty():
            return None
        passed = heard.filter("passes").select("comparison", "group").rows()
        return [named for pair, named in names.items() if pair in passed]


def _part(cell: Cell | None) -> dict[str, int | None] | None:
    return {"n": cell.value, "of": cell.of} if isinstance(cell, Count) else None
