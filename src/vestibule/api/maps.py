"""The system map of a dossier: told to the team, drawn for everyone, carried elsewhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl

from vestibule.api import files, naming
from vestibule.dossier import folding, lineage, packages, translations
from vestibule.dossier.records import Dossier
from vestibule.errors import DataError
from vestibule.inform import causal_page, preparation, writing
from vestibule.inform import maps as leaving
from vestibule.inform.causal_page import MapPage
from vestibule.listen import maps as arriving
from vestibule.understand import maps
from vestibule.understand.maps import Chain, Differences, SystemMap, Trace, merging

DIGITS = 9
"""Decimals of what leaves this room."""


@dataclass(frozen=True, kw_only=True)
class MapWork:
    """The map of one dossier, and what can be asked of it; for the team.

    Parameters
    ----------
    settled : Dossier
        The records, settled.
    lang : str
        Language of names.

    Examples
    --------
    >>> from vestibule import api
    >>> work = MapWork(settled=api.rehearsed(shape="small").analysis.settled)
    >>> work.system.loops[0].kind
    'reinforcing'
    """

    settled: Dossier
    lang: str = "en"

    @cached_property
    def system(self) -> SystemMap:
        """Factors, links and loops; not cleared."""
        return maps.system_map(self.settled)

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Factor, place or profile to its name in the language of this work."""
        places = self.settled.table("places").select(group="id")
        profiles = self.settled.table("profiles").select(group="id")
        said = {
            id_: naming.named(
                pl.DataFrame({column: [id_]}), self.settled, self.lang
            ).item()
            for column, rows in (("place", places), ("profile", profiles))
            for id_ in rows["group"]
        }
        return said | naming.spoken(self.settled, "factors", "name", self.lang)

    @cached_property
    def merges(self) -> pl.DataFrame:
        """Factors that may be one, by their names: proposals."""
        return maps.merges(self.system, self.settled)

    @cached_property
    def disputed(self) -> pl.DataFrame:
        """Merges that some decided and others undid, with reasons."""
        return merging.disputed(self.settled.table("merges"))

    @cached_property
    def leverage(self) -> pl.DataFrame:
        """Where one could act: proposals, until people decide."""
        return maps.leverage(self.system, self.settled)

    @cached_property
    def differences(self) -> tuple[Differences, Differences]:
        """What is told more in one region, or by one profile, than elsewhere."""
        people = (
            self.settled.table("attendances")
            .group_by("gathering")
            .agg(people=pl.col("n").sum())
        )
        disclosure = self.settled.process.disclosure
        return (
            maps.differences(self.system, people, disclosure, by="region"),
            maps.differences(self.system, people, disclosure, by="profile"),
        )

    def factor(self, said: str) -> str:
        """Return the factor that a name means.

        Parameters
        ----------
        said : str
            Its name in any language it has, or its id; accents and case do not count.

        Returns
        -------
        str
            The id of the factor it stands for after merging.

        Raises
        ------
        DataError
            If no factor, or more than one, is called so.
        """
        stands = self.system.stands
        if said in stands:
            return stands[said]
        texts = translations.checked(self.settled).drop_nulls("factor")
        called = [
            *self.settled.table("factors").select("id", "name").iter_rows(),
            *texts.select("factor", "words").iter_rows(),
        ]
        wanted = folding.fold(said)
        found = {
            stands[id_]
            for id_, name in called
            if id_ in stands and folding.fold(name) == wanted
        }
        if len(found) != 1:
            reason = "map-factor-twice" if found else "map-no-factor"
            many = "More than one factor" if found else "No factor"
            raise DataError(
                f"{many} of the map is called “{said}”: give its name as the map "
                "prints it, or its id.",
                reason=reason,
                name=said,
            )
        return found.pop()

    def trace(self, start: str, end: str, *, bound: int | None = None) -> Trace:
        """Return every way from one factor to another, called by their names."""
        return maps.trace(
            self.system, [self.factor(start)], [self.factor(end)], bound=bound
        )

    def page(self, *, today: dt.date, month: str | None = None) -> MapPage:
        """Return what may be published of the map, as a page that shows itself.

        Parameters
        ----------
        today : date
            The day it is; consent that has run out by then is refusal.
        month : str or None
            ``YYYY-MM`` that the page names; None: that of `today`.

        Returns
        -------
        MapPage
            Cleared.
        """
        # Cleared with the whole portrait: the page says what its chapter says.
        told = preparation.prepared(self.settled, today=today).system_map
        return causal_page.drawn(
            self.settled.process, told, lang=self.lang, month=month or f"{today:%Y-%m}"
        )

    def export(self, path: Path) -> tuple[Path, ...]:
        """Write the map for another program; its owner alone can read the files.

        Parameters
        ----------
        path : Path
            ``….graphml``, ``….json`` (a Kumu blueprint), or a folder, for
            ``elements.csv`` and ``connections.csv``.

        Returns
        -------
        tuple of Path
            What was written.

        Raises
        ------
        DataError
            If the name ends in anything else.
        """
        told = leaving.blueprint(self.system, self.settled)
        forms = {".graphml": leaving.graphml, ".json": leaving.kumu}
        suffix = path.suffix.lower()
        if suffix in forms:
            contents = {path: forms[suffix](told)}
        elif suffix == "":
            tables = leaving.spreadsheets(told)
            contents = {path / name: text for name, text in tables.items()}
        else:
            raise DataError(
                f"A map is not written as “{suffix}”: choose .graphml, .json, or a "
                "folder.",
                reason="map-form",
                suffix=suffix,
            )
        for file, text in contents.items():
            writing.write_for_team(file, text)
        return tuple(contents)

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain values, without a teller's id."""
        found, name = self.system, self.names
        links = found.links.with_columns(pl.col("cause", "effect").replace(dict(name)))
        return {
            "sha256": found.sha256,
            "limits": list(found.limits),
            "sources": dict(found.kinds),
            "folded": found.folded,
            "incoherence": found.incoherence,
            "loop_bound": found.settings.loop_bound,
            "loop_floor": found.loop_floor,
            "factors": _rows(
                found.factors.with_columns(
                    pl.col("factor").replace(dict(name)).alias("name"),
                    merged=pl.col("members").list.len() - 1,
                ).drop("factor", "finding", "members")
            ),
            "links": _rows(links),
            "loops": [self._chain(one) for one in found.loops],
            "leverage": _rows(self._named(self.leverage.drop("finding"), "factor")),
            "merges_proposed": _rows(self._named(self.merges, "factor", "into")),
            "merges_disputed": _rows(self._named(self.disputed, "factor", "into")),
            "differences": [self._difference(one) for one in self.differences],
        }

    def traced(self, found: Trace) -> dict[str, Any]:
        """Return a trace as plain values, without a teller's id."""
        return {
            "from": [self.names[one] for one in found.starts],
            "to": [self.names[one] for one in found.ends],
            "bound": found.bound,
            "told_whole_by": len(found.threads),
            "assembled": found.assembled,
            "at_most": found.at_most,
            "exact": found.exact,
            "limits": list(found.limits),
            "paths": [self._chain(one) for one in found.paths],
        }

    def _chain(self, one: Chain) -> dict[str, Any]:
        return {
            "factors": [self.names[factor] for factor in one.factors],
            "signs": list(one.signs),
            "kind": one.kind,
            "sources": list(one.sources),
            "told_whole_by": len(one.tellers),
            "assembled": one.assembled,
        }

    def _difference(self, one: Differences) -> dict[str, Any]:
        return {
            "by": one.by,
            "error": one.error,
            "level": one.level,
            "rows": _rows(self._named(one.rows, "cause", "effect", "group")),
            "too_few": [self.names[group] for group in one.too_few],
            "unplaced": one.unplaced,
            "limits": list(one.limits),
        }

    def _named(self, rows: pl.DataFrame, *columns: str) -> pl.DataFrame:
        return rows.with_columns(pl.col(columns).replace(dict(self.names)))


def _rows(frame: pl.DataFrame) -> list[dict[str, Any]]:
    return frame.with_columns(pl.selectors.float().round(DIGITS)).to_dicts()


def opened(path: Path, *, lang: str = "en") -> MapWork:
    """Open the map of a dossier on disk."""
    return MapWork(settled=lineage.settled(packages.read(path)), lang=lang)


def import_map(path: Path, *, into: Path) -> files.Arrived:
    """Bring a map made elsewhere into a dossier; all of it or nothing.

    Parameters
    ----------
    path : Path
        As for `listen.maps.read`.
    into : Path
        The dossier.

    Returns
    -------
    Arrived
        Factors, merges and claims that came in. The same map again brings none.
    """
    dossier = packages.read(into)
    return files.store(dossier, arriving.read(path, dossier), into)
