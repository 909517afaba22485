"""What action groups try and how local conflicts go, in the words of the reader."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

import polars as pl

from vestibule.act import cases, research
from vestibule.act.cases import Cases, Duration
from vestibule.act.research import Research
from vestibule.api import naming
from vestibule.api.gaps import profile_names
from vestibule.dossier import lineage
from vestibule.dossier.records import Dossier
from vestibule.understand.maps import merging
from vestibule.words import Catalogue


@dataclass(frozen=True, slots=True, kw_only=True)
class Groups:
    """Action research groups, to be told; for the team.

    Parameters
    ----------
    found : Research
        What they suppose and saw.
    settled : Dossier
        The records, for the names of factors.
    """

    found: Research
    settled: Dossier

    def to_dict(self, lang: str) -> dict[str, Any]:
        """Return everything as plain values; what was written down of a visit is not."""
        factors = naming.spoken(self.settled, "factors", "name", lang)
        link = [pl.col(end).replace(factors) for end in ("cause", "effect")]
        return {
            "groups": self.found.groups.drop("place").to_dicts(),
            "hypotheses": self.found.hypotheses.with_columns(*link).to_dicts(),
            "gaps": self.found.gaps.to_dicts(),
        }

    def lines(self, lang: str) -> Iterator[str]:
        """Yield each group, its hypotheses, and what is missing."""
        words = Catalogue(lang)
        if self.found.groups.is_empty():
            yield words("working.no_groups")
        for group in self.found.groups.to_dicts():
            yield words("working.group", n=group["hypotheses"], name=group["name"])
            own = self.found.hypotheses.filter(group=group["group"])
            for row in own.sort("hypothesis", "version").to_dicts():
                yield "  " + words(
                    "working.hypothesis" if row["stands"] else "working.earlier",
                    words=row["words"],
                    standing=words(f"working.standings.{row['standing']}"),
                )
                yield "    " + words(
                    "working.seen", **{k: row[k] for k in research.OUTCOMES}
                )
                yield "    " + words(
                    "working.told", n=row["told_by"], against=row["contradicted_by"]
                )
            gaps = self.found.gaps.filter(group=group["group"])["kind"]
            for kind in gaps.unique(maintain_order=True):
                yield "  " + words(f"working.gaps.{kind}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflicts:
    """Local conflicts, to be told; for the team.

    Parameters
    ----------
    found : Cases
        The counts.
    settled : Dossier
        The records, for the names of profiles and places.
    """

    found: Cases
    settled: Dossier

    def to_dict(self, lang: str) -> dict[str, Any]:
        """Return everything as plain values; no case alone."""
        regions = self.found.regions.rename({"region": "place"})
        return {
            "today": self.found.today.isoformat(),
            "outcomes": self.found.outcomes.to_dicts(),
            "paths": self.found.paths.to_dicts(),
            "parties": self.found.parties.to_dicts(),
            "lasting": {
                kind or "all": asdict(one) for kind, one in self.found.lasting.items()
            },
            "unreadable": self.found.unreadable,
            "regions": naming.named(regions, self.settled, lang).to_dicts(),
        }

    def lines(self, lang: str) -> Iterator[str]:
        """Yield how cases stand, how long they last, which paths they take."""
        words = Catalogue(lang)
        everything = self.found.outcomes.filter(pl.col("kind").is_null())
        if everything.is_empty():
            yield words("working.no_cases")
            return
        counted = dict.fromkeys(cases.OUTCOMES, 0) | dict(
            everything.select("outcome", "cases").rows()
        )
        yield words("working.cases", n=int(everything["cases"].sum()), **counted)
        for kind, lasted in self.found.lasting.items():
            yield "  " + _lasting(words, kind or words("working.every_kind"), lasted)
        if self.found.unreadable:
            yield "  " + words("working.unreadable", n=self.found.unreadable)
        for row in self.found.paths.to_dicts():
            yield "  " + _path(words, row)
        names = {
            key: profile_names(self.settled, words)[id_]
            for id_, key in self.settled.table("profiles").select("id", "key").rows()
        }
        for row in self.found.parties.to_dicts():
            pair = [names.get(row[end], row[end]) for end in ("party", "other")]
            key = "within" if pair[0] == pair[1] else "between"
            yield "  " + words(
                f"working.{key}", n=row["cases"], party=pair[0], other=pair[1]
            )


def _lasting(words: Catalogue, kind: str, lasted: Duration) -> str:
    if lasted.median is None or lasted.low is None:
        return words("working.too_few", n=lasted.cases, kind=kind)
    key = "working.lasting" if lasted.high is not None else "working.lasting_long"
    ends = {"median": lasted.median, "low": lasted.low, "high": lasted.high or 0.0}
    told = {name: round(end) for name, end in ends.items()}
    return words(key, n=lasted.cases, kind=kind, **told)


def _path(words: Catalogue, row: dict[str, Any]) -> str:
    told = {"n": row["cases"], "agreed": row["agreed"], "broken": row["broken"]}
    said = words("working.path", path=words(f"working.paths.{row['path']}"), **told)
    if row["impartial"] is None:
        return said
    return said + words("working.impartial", score=words.number(row["impartial"], 1))


def groups(dossier: Dossier) -> Groups:
    """Return what action research groups suppose and saw.

    Parameters
    ----------
    dossier : Dossier
        The records, with their versions.

    Returns
    -------
    Groups
        For the team.
    """
    settled = lineage.settled(dossier)
    merged = merging.together(merging.in_force(settled.table("merges")))
    return Groups(found=research.research(dossier, merged=merged), settled=settled)


def conflicts(dossier: Dossier, *, today: dt.date) -> Conflicts:
    """Return how local conflicts go, as of a day.

    Parameters
    ----------
    dossier : Dossier
        The records.
    today : date
        Until when open cases were watched.

    Returns
    -------
    Conflicts
        For the team.
    """
    settled = lineage.settled(dossier)
    return Conflicts(found=cases.cases(settled, today=today), settled=settled)
