"""Who was not heard, said in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from vestibule.dossier.gazetteer import Gazetteer
from vestibule.dossier.process import Process, Words
from vestibule.dossier.records import Dossier
from vestibule.plan.gaps import Gap
from vestibule.words import Catalogue


class Sentences:
    """Gaps as sentences of one language, with the names of places and profiles.

    Parameters
    ----------
    dossier : Dossier
        Where the names are found.
    lang : str
        Language tag.
    """

    def __init__(self, dossier: Dossier, lang: str) -> None:
        self.words = Catalogue(lang)
        self.gazetteer = Gazetteer.of(dossier)
        self.profiles = profile_names(dossier, self.words)
        self.groups = group_names(dossier.process, self.words)

    def __call__(self, gap: Gap) -> str:
        """Return a gap as a sentence."""
        params = gap.params
        told: dict[str, Any] = {
            "n": params.get("represented", params.get("gatherings", 2)),
            "place": self._place(params.get("place")),
            "places": self.words.joined(map(self._place, params.get("places", ()))),
            "profile": self.profiles.get(params.get("profile", ""), ""),
            "sex": self._word(params.get("sex")),
            "age_band": params.get("age_band", ""),
            "group": self.groups.get((params.get("comparison"), params.get("group"))),
            "measure": self._word(params.get("measure")),
            "asked": params.get("asked", 0),
            "reached": params.get("reached") or 0,
            "where": self._whom(params),
        }
        return self.words(f"gaps.{gap.kind}", **told)

    def _place(self, place: str | None) -> str:
        return "" if place is None else self.gazetteer.name(place, self.words.lang)

    def _word(self, key: str | None) -> str:
        return "" if key is None else self.words(f"gaps.{key}")

    def _whom(self, params: Mapping[str, Any]) -> str:
        named = [
            self._place(params.get("place")),
            self.profiles.get(params.get("profile", ""), ""),
            self._word(params.get("sex")),
            str(params.get("age_band", "")),
        ]
        return ", ".join(filter(None, named)) or self.words("gaps.everyone")


def profile_names(dossier: Dossier, words: Catalogue) -> dict[str, str]:
    """Return id to name of each profile, in the catalogue's language."""
    declared = {profile.key: profile.names for profile in dossier.process.profiles}
    return {
        row["id"]: said(declared.get(row["key"], {}), words, row["name"])
        for row in dossier.current("profiles").iter_rows(named=True)
    }


def group_names(process: Process, words: Catalogue) -> dict[tuple[Any, Any], str]:
    """Return (comparison, group) to name, in the catalogue's language."""
    return {
        (comparison.key, group.key): said(group.names, words, group.key)
        for comparison in process.comparisons
        for group in comparison.groups
    }


def said(names: Words, words: Catalogue, otherwise: str) -> str:
    """Return a name in the catalogue's language, or `otherwise`."""
    name, _ = words.chosen(names)
    return name or otherwise
