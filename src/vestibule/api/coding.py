"""Themes as a team works on them: codebook, readings, what is new, what looks alike."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import polars as pl

from vestibule import __version__
from vestibule.api import gaps, naming
from vestibule.dossier import hashing, lineage
from vestibule.dossier.gazetteer import Gazetteer
from vestibule.dossier.records import Dossier
from vestibule.understand import coding, resemblance, saturation, themes
from vestibule.understand.coding import Codebook, Reliability, Together
from vestibule.understand.resemblance import Suggestions
from vestibule.understand.saturation import Saturation
from vestibule.understand.themes import ThemeCounts
from vestibule.words import Catalogue

DIGITS = 9
"""Decimals of every number that leaves this room."""


@dataclass(frozen=True, kw_only=True)
class Coding:
    """What was read in excerpts, how surely, and what is still missing; for the team.

    Each part is worked out when it is first asked for. Nothing of it is cleared.

    Parameters
    ----------
    dossier : Dossier
        With every version of its records, at the day or cut that was asked for.
    seed : int
        Of what is drawn again.
    kind : str or None
        Kind of themes of which `saturation` speaks; None: all.
    as_of : date or None
        The day it tells of; None: all that is known.
    """

    dossier: Dossier
    seed: int
    kind: str | None = None
    as_of: dt.date | None = None

    @cached_property
    def settled(self) -> Dossier:
        """Each record in its current version, under its first id."""
        return lineage.settled(self.dossier)

    @cached_property
    def codebook(self) -> Codebook:
        """The themes, and how they changed from version to version."""
        return coding.codebook(self.dossier)

    @cached_property
    def counts(self) -> ThemeCounts:
        """Which themes gatherings named."""
        return themes.themes(self.settled, seed=self.seed)

    @cached_property
    def reliability(self) -> Reliability:
        """How alike coders read."""
        return coding.reliability(self.settled, seed=self.seed)

    @cached_property
    def together(self) -> Together:
        """Which themes come up together more often than by chance."""
        return coding.together(self.settled)

    @cached_property
    def saturation(self) -> Saturation:
        """Whether anything new still comes up, and how much at least is unheard."""
        return saturation.saturation(self.settled, kind=self.kind)

    @cached_property
    def suggestions(self) -> Suggestions:
        """What looks alike, for people to judge."""
        return resemblance.suggestions(self.settled)

    def references(self) -> dict[str, str]:
        """Return what the team calls each excerpt: its gathering, and its number."""
        codes = self.settled.table("gatherings").select("code", gathering="id")
        rows = self.settled.table("excerpts").join(codes, on="gathering", how="left")
        said = pl.format("{}/{}", "code", pl.col("position").cast(pl.String))
        called = said.fill_null(pl.col("id"))
        return dict(rows.select("id", called.alias("said")).iter_rows())

    def heard(self, lang: str) -> list[dict[str, Any]]:
        """Return the rows of `saturation`, with the names of places and profiles.

        Parameters
        ----------
        lang : str
            Of names.

        Returns
        -------
        list of dict
            Over all first; ``name`` is missing there.
        """
        gazetteer, names = Gazetteer.of(self.settled), {}
        for key, id_ in gazetteer.keys.items():
            names["region", key] = gazetteer.name(id_, lang)
        told = gaps.profile_names(self.settled, Catalogue(lang))
        for id_, key in self.settled.table("profiles").select("id", "key").iter_rows():
            names["profile", key] = told.get(id_, key)
        return [
            {"name": names.get((row["by"], row["key"]), row["key"]), **row}
            for row in plain(self.saturation.rows)
        ]

    def to_dict(self, lang: str = "en") -> dict[str, Any]:
        """Return everything as plain values, as ``themes --json`` prints it.

        Parameters
        ----------
        lang : str
            Of the names of themes, places and profiles.

        Returns
        -------
        dict
            No pseudonym of a coder, no words of an excerpt.
        """
        names = naming.spoken(self.settled, "codes", "name", lang)
        told = {row["code"]: names[row["code"]] for row in plain(self.codebook.codes)}
        counts = self.counts
        return {
            "process": self.dossier.process.key,
            "as_of": None if self.as_of is None else self.as_of.isoformat(),
            "sha256": hashing.content_hash(self.dossier),
            "version": __version__,
            "seed": self.seed,
            "gatherings_heard": counts.gatherings_heard,
            "gatherings_unread": counts.gatherings_unread,
            "themes": [
                {"name": told[row["code"]], **_without(row, "code", "parent")}
                for row in plain(counts.counts)
            ],
            "codebook": self._codebook(),
            "reliability": self._reliability(),
            "saturation": self._saturation(lang),
            "together": self._together(),
            "suggestions": self._suggestions(),
        }

    def _codebook(self) -> dict[str, Any]:
        found = self.codebook
        return {
            "codes": plain(found.codes.drop("code", "parent")),
            "versions": plain(found.versions),
            "changes": plain(found.changes),
            "problems": [{"code": c, "message": said} for c, said in found.problems],
        }

    def _reliability(self) -> dict[str, Any]:
        found = self.reliability
        called = self.references()
        return {
            "overall": plain(found.overall)[0],
            "codes": plain(found.codes.drop("code")),
            "pairs": plain(found.pairs.drop("code")),
            "coders": plain(found.coders),
            "disputed": sorted(called[one] for one in found.disputed["excerpt"]),
            "adjudicated": found.adjudicated,
            "level": found.level,
            "draws": found.draws,
            "limits": limits(found.limits, coding.LIMITS),
        }

    def _saturation(self, lang: str) -> dict[str, Any]:
        found = self.saturation
        return {
            "kind": found.kind,
            "rows": self.heard(lang),
            "curve": plain(found.curve),
            "unnamed": found.unnamed["key"].to_list(),
            "level": found.level,
            "limits": limits(found.limits, saturation.LIMITS),
        }

    def _together(self) -> dict[str, Any]:
        found = self.together
        return {
            "false": found.false,
            "in_excerpts": plain(found.in_excerpts.drop("first", "second")),
            "in_gatherings": plain(found.in_gatherings.drop("first", "second")),
            "pairs_in_excerpts": found.pairs_in_excerpts,
            "pairs_in_gatherings": found.pairs_in_gatherings,
        }

    def _suggestions(self) -> dict[str, Any]:
        found, called = self.suggestions, self.references()
        return {
            "only_suggestions": True,
            "codes": plain(found.codes.drop("first", "second")),
            "excerpts": [
                {**row, "first": called[row["first"]], "second": called[row["second"]]}
                for row in plain(found.excerpts)
            ],
            "compared": found.compared,
            "left_out": found.left_out,
            "limits": limits(found.limits, resemblance.LIMITS),
        }


def plain(frame: pl.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a frame as plain values, numbers rounded to `DIGITS`."""
    return frame.with_columns(pl.selectors.float().round(DIGITS)).to_dicts()


def limits(codes: tuple[str, ...], messages: dict[str, str]) -> list[dict[str, str]]:
    """Return limits with their sentences."""
    return [{"code": code, "message": messages[code]} for code in codes]


def _without(row: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in names}
