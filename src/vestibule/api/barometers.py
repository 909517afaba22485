"""How trust moved, in the words of the reader."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from vestibule.dossier.gazetteer import Gazetteer
from vestibule.dossier.process import Barometer
from vestibule.dossier.records import Dossier
from vestibule.understand.trust import TrustResult
from vestibule.words import Catalogue


@dataclass(frozen=True, slots=True, kw_only=True)
class Barometers:
    """Every barometer of a process, to be told; for the team.

    Parameters
    ----------
    found : TrustResult
        What was answered.
    settled : Dossier
        The records, for their names.
    """

    found: TrustResult
    settled: Dossier

    def to_dict(self, lang: str) -> dict[str, Any]:
        """Return everything as plain values; nothing about one person."""
        declared = {one.key: one for one in self.settled.process.barometers}
        words = Catalogue(lang)
        return {
            "level": self.found.settings.level,
            "barometers": [
                {
                    "key": key,
                    "name": words.chosen(one.names)[0],
                    "asked": list(one.asked),
                    "place": one.place,
                    "sensitive": one.sensitive,
                    "unread": self.found.unread.get(key, 0),
                    "unplaced": self.found.unplaced.get(key, 0),
                    "waves": _own(self.found.waves, key),
                    "levels": _own(self.found.levels, key),
                    "changes": _own(self.found.changes, key),
                }
                for key, one in declared.items()
            ],
            "explain": self.found.explain(),
        }

    def lines(self, lang: str) -> Iterator[str]:
        """Yield each barometer with its verdict, its waves, what nobody could read."""
        words = Catalogue(lang)
        if not self.settled.process.barometers:
            yield words("trust.undeclared")
            return
        if self.found.waves.is_empty():
            yield words("trust.nobody")
            return
        for one in self.settled.process.barometers:
            yield from self._told(words, one)
        yield words("trust.care", level=round(self.found.settings.level * 100))

    def _told(self, words: Catalogue, one: Barometer) -> Iterator[str]:
        waves, changes = (
            _own(self.found.waves, one.key),
            _own(self.found.changes, one.key),
        )
        verdict = next((c["verdict"] for c in changes if c["whole"]), "cannot-say")
        name = words.chosen(one.names)[0]
        yield words("trust.name", name=name, verdict=words(f"trust.verdicts.{verdict}"))
        if one.place is not None:
            yield "  " + words("trust.local", place=self._place(one.place, words))
        for wave in waves:
            yield "  " + _wave(words, wave)
        for kind, counts in (
            ("unread", self.found.unread),
            ("unplaced", self.found.unplaced),
        ):
            if one.key in counts:
                yield "  " + words(f"trust.{kind}", n=counts[one.key])
        if any(change["versions_differ"] for change in changes):
            yield "  " + words("trust.versions")

    def _place(self, key: str, words: Catalogue) -> str:
        gazetteer = Gazetteer.of(self.settled)
        return (
            gazetteer.name(gazetteer.keys[key], words.wanted)
            if key in gazetteer.keys
            else key
        )


def _own(rows: pl.DataFrame, key: str) -> list[dict[str, Any]]:
    return rows.filter(barometer=key).drop("barometer").to_dicts()


def _wave(words: Catalogue, wave: Mapping[str, Any]) -> str:
    """Return one wave: its share and interval, or why there is none."""
    told: dict[str, Any] = {"wave": wave["wave"], "n": wave["people"]}
    if wave["share"] is None:
        return words(f"trust.reasons.{wave['reason']}", **told)
    key = "trust.wave" if wave["reason"] is None else "trust.wave_unsure"
    shares = {part: wave[part] or 0.0 for part in ("share", "low", "high")}
    return words(key, **told, **{k: round(100 * v) for k, v in shares.items()})
