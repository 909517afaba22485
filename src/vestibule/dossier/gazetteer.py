"""Which place does a name mean, on which day?"""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import polars as pl

from vestibule.dossier import place_words, versions
from vestibule.dossier.folding import fold
from vestibule.dossier.records import Dossier

__all__ = ["Found", "Gazetteer", "NotFound", "fold"]

Row = Mapping[str, Any]

SUGGESTIONS = 3
"""How many near names are offered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The place a name means.

    Parameters
    ----------
    place : str
        Its id.
    key : str
        Its key.
    name : str
        The name that matched, as the gazetteer writes it.
    timely : bool
        Whether that name was in use on the day asked for: people use old names
        for long, and new ones for what happened before.
    """

    place: str
    key: str
    name: str
    timely: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class NotFound:
    """No single place has that name.

    Parameters
    ----------
    name : str
        As it was asked for.
    reason : {'unknown', 'ambiguous', 'not-valid'}
        No such name; several places have it; no place with it on that day.
    suggestions : tuple of str
        Nearest names first; for an ambiguous name, words that tell the places
        apart. `Gazetteer.find` understands each of them.
    places : tuple of str
        Ids of the places that were considered.
    """

    name: str
    reason: Literal["unknown", "ambiguous", "not-valid"]
    suggestions: tuple[str, ...] = ()
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Gazetteer:
    """The places of a dossier, by id, by key and by all their names.

    Parameters
    ----------
    places : mapping of str to row
        Id to the current row of `places`.
    names : mapping of str to tuple of rows
        Folded name to rows with place, name, lang, kind, valid_from, valid_to.
    called : mapping of str to tuple of rows
        Id to the same rows, variants left out.
    keys : mapping of str to str
        Key to id.
    roots : mapping of str to str
        Id of a corrected place to the id that stands for it now.
    lang : str
        The process's first language: suggestions are in it.
    """

    places: Mapping[str, Row]
    names: Mapping[str, tuple[Row, ...]]
    called: Mapping[str, tuple[Row, ...]]
    keys: Mapping[str, str]
    roots: Mapping[str, str]
    lang: str = "fr"

    @classmethod
    def of(cls, dossier: Dossier) -> Gazetteer:
        """Return the gazetteer of a dossier, corrections applied."""
        return dossier.once(_gazetteer)

    def find(
        self,
        name: str,
        *,
        on: dt.date | None = None,
        level: int | None = None,
        kind: str | None = None,
    ) -> Found | NotFound:
        """Return the place that a name means.

        Accents, apostrophes, case, hyphens, spaces and special letters do not
        count. A key of a place, or its kind beside the name ("region of …",
        "… (camp)"), is understood too.

        Parameters
        ----------
        name : str
            As someone wrote it.
        on : datetime.date or None
            The day that is spoken of; None prefers places that are still valid.
        level : int or None
            Only places of this level.
        kind : str or None
            Only places of this kind.

        Returns
        -------
        Found or NotFound
            A name that two places share is ambiguous, never guessed.
        """
        keyed = self.keys.get(name.strip())
        if keyed is not None:
            return self._found(keyed, self.places[keyed]["name"], timely=True)
        plain = name
        if fold(name) not in self.names:
            plain, kind = place_words.without_kind(name, kind)
        rows = [
            row
            for row in self.names.get(fold(plain), ())
            if self._is(row["place"], level=level, kind=kind)
        ]
        if not rows:
            return self._unknown(name, plain, level=level, kind=kind)
        return self._choose(name, rows, on)

    def label(self, place: str, lang: str | None = None) -> str:
        """Return a name of a place that `find` takes for this place alone.

        Its kind stands behind the name where other places share it; its key is
        used where even that is not enough.

        Returns
        -------
        str
            A name of a place that `find` takes for this place alone.
        """
        row = self.places[self.current(place)]
        name = self.name(row["id"], lang)
        for label in (name, _with_kind(name, row, lang or self.lang)):
            found = self.find(label)
            if isinstance(found, Found) and found.place == row["id"]:
                return label
        return str(row["key"])

    def name(
        self, place: str, lang: str | None = None, *, on: dt.date | None = None
    ) -> str:
        """Return what a place is called in a language, on a day.

        Parameters
        ----------
        place : str
            Its id; that of a corrected record is understood.
        lang : str or None
            None means the process's first language.
        on : datetime.date or None
            None means the present name.

        Returns
        -------
        str
            Its own name where nothing better is known.

        Raises
        ------
        KeyError
            If there is no such place.
        """
        own = self.places[self.current(place)]
        rows = self.called.get(own["id"], ())
        spoken = [row for row in rows if lang is not None and row["lang"] == lang]
        for row in (*spoken, *(rows if on else ())):
            if _valid(row, on):
                return str(row["name"])
        return str(own["name"])

    def current(self, place: str) -> str:
        """Return the id that stands for a place now; raises KeyError."""
        found = self.roots.get(place, place)
        if found not in self.places:
            raise KeyError(place)
        return found

    def at_level(self, place: str, level: int) -> str | None:
        """Return the place itself or its ancestor at a level, or None.

        Parameters
        ----------
        place : str
            Id of a place.
        level : int
            0 country, 1 region or camp, 2 cercle or province, …

        Returns
        -------
        str or None
            None where the place is coarser than that, or nothing is known.

        Raises
        ------
        KeyError
            If there is no such place.
        """
        for here in self.lies_in(place):
            if self.places[here]["level"] == level:
                return here
        return None

    def lies_in(self, place: str) -> tuple[str, ...]:
        """Return a place and all it lies in, from fine to coarse; raises KeyError."""
        chain: list[str] = []
        here = self.current(place)
        while here in self.places and here not in chain:
            chain.append(here)
            parent = self.places[here]["parent"]
            here = self.roots.get(parent, parent)
        return tuple(chain)

    def region_of(self, place: str) -> str | None:
        """Return the region or camp that a place lies in, or None."""
        return self.at_level(place, 1)

    def ancestors_frame(self, level: int) -> pl.DataFrame:
        """Return every id ever used and its ancestor at a level.

        Returns
        -------
        pl.DataFrame
            ``place``, ``ancestor`` (missing where there is none).
        """
        ids = sorted({*self.places, *self.roots})
        return pl.DataFrame(
            {"place": ids, "ancestor": [self.at_level(id_, level) for id_ in ids]},
            schema={"place": pl.String, "ancestor": pl.String},
        )

    def _is(self, place: str, *, level: int | None, kind: str | None) -> bool:
        row = self.places[place]
        return level in (None, row["level"]) and kind in (None, row["kind"])

    def _found(self, place: str, name: str, *, timely: bool) -> Found:
        return Found(
            place=place, key=self.places[place]["key"], name=name, timely=timely
        )

    def _choose(
        self, name: str, rows: Iterable[Row], on: dt.date | None
    ) -> Found | NotFound:
        """Return the one place of `rows` that is valid on a day."""
        rows = [*rows]
        valid = [row for row in rows if _valid(self.places[row["place"]], on)]
        if not valid and on is None:
            valid = rows  # all of them are past: better an old place than none
        timely = [row for row in valid if _valid(row, on)]
        places = sorted({row["place"] for row in timely or valid})
        if len(places) == 1:
            chosen = (timely or valid)[0]
            return self._found(places[0], chosen["name"], timely=bool(timely))
        considered = places or sorted({row["place"] for row in rows})
        return NotFound(
            name=name,
            reason="ambiguous" if places else "not-valid",
            suggestions=self._told_apart(considered) if places else (),
            places=tuple(considered),
        )

    def _told_apart(self, places: Iterable[str]) -> tuple[str, ...]:
        rows = [self.places[place] for place in places]
        rows.sort(key=lambda row: (row["level"], row["key"]))
        labels = [_with_kind(row["name"], row, self.lang) for row in rows]
        if len(set(labels)) == len(labels):
            return tuple(labels)
        return tuple(row["key"] for row in rows)

    def _unknown(
        self, name: str, plain: str, *, level: int | None, kind: str | None
    ) -> NotFound:
        known = [
            folded
            for folded, rows in self.names.items()
            if any(self._is(row["place"], level=level, kind=kind) for row in rows)
        ]
        near = difflib.get_close_matches(fold(plain), known, SUGGESTIONS)
        rows = [self.names[folded][0] for folded in near]
        return NotFound(
            name=name,
            reason="unknown",
            suggestions=tuple(row["name"] for row in rows),
            places=tuple(row["place"] for row in rows),
        )


def _with_kind(name: str, row: Row, lang: str) -> str:
    return f"{name} ({place_words.kind_word(row['kind'], lang)})"


def _grouped(pairs: Iterable[tuple[str, Row]]) -> dict[str, tuple[Row, ...]]:
    groups: dict[str, list[Row]] = {}
    for key, row in pairs:
        groups.setdefault(key, []).append(row)
    return {key: tuple(rows) for key, rows in groups.items()}


def _gazetteer(dossier: Dossier) -> Gazetteer:
    moved = versions.standing_ids(dossier.table("places"))
    roots = dict(zip(moved["id"], moved["standing"], strict=True))
    places = {row["id"]: row for row in dossier.current("places").to_dicts()}
    others = [*_other_names(dossier, roots)]
    rows = [*_own_names(places, others), *others]
    return Gazetteer(
        places=places,
        names=_grouped((fold(row["name"]), row) for row in rows),
        called=_grouped(
            (row["place"], row) for row in rows if row["kind"] != "variant"
        ),
        keys={row["key"]: place for place, row in places.items()},
        roots=roots,
        lang=dossier.process.outputs[0],
    )


def _own_names(places: Mapping[str, Row], others: Iterable[Row]) -> Iterable[Row]:
    """Yield the own name of each place, unless another row says since when."""
    dated = {(row["place"], fold(row["name"])) for row in others}
    for place, row in places.items():
        if (place, fold(row["name"])) not in dated:
            yield {
                "place": place,
                "name": row["name"],
                "lang": None,
                "kind": "official",
                "valid_from": None,
                "valid_to": None,
            }


def _other_names(dossier: Dossier, roots: Mapping[str, str]) -> Iterable[Row]:
    known = set(dossier.current("places")["id"])
    for row in dossier.current("place_names").to_dicts():
        place = roots.get(row["place"], row["place"])
        if place in known:
            yield {**row, "place": place}


def _valid(row: Row, on: dt.date | None) -> bool:
    """Return whether a place or a name is valid on a day; None: until now."""
    if on is None:
        return row["valid_to"] is None
    starts, ends = row["valid_from"], row["valid_to"]
    return (starts is None or starts <= on) and (ends is None or on <= ends)
