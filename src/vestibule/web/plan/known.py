"""What do the records of some tables say, and how are places and profiles called?"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from vestibule.api import gaps
from vestibule.dossier.gazetteer import Gazetteer
from vestibule.dossier.process import Process
from vestibule.dossier.records import Dossier
from vestibule.web.context import current_process
from vestibule.web.records import remembered
from vestibule.words import Catalogue

PLACES = ("places", "place_names", "profiles")
"""Tables that name where and who."""


def process_here() -> Process:
    """Return the process of this site; one without any records before one is stored."""
    return current_process() or Process(key="none", titles={}, question={})


def dossier_with(*tables: str) -> Dossier:
    """Return the records of some tables alone, as they are remembered or read anew."""
    return remembered.dossier_of(process_here(), tables)


class Ground:
    """Places and profiles as the language of the page calls them."""

    def __init__(self, dossier: Dossier, words: Catalogue) -> None:
        self.dossier, self.words = dossier, words
        self.gazetteer = Gazetteer.of(dossier)

    @classmethod
    def read(cls, words: Catalogue) -> Ground:
        """Read it: three questions to the database."""
        return cls(dossier_with(*PLACES), words)

    def place(self, place: str | None) -> str:
        """Return the name of a place; of none, nothing."""
        return self.gazetteer.name(place, self.words.lang) if place else ""

    def profile(self, profile: str | None) -> str:
        """Return the name of a profile; of none, nothing."""
        return self.profiles.get(profile or "", "")

    @cached_property
    def profiles(self) -> Mapping[str, str]:
        """Id of each standing profile to its name, old ids too."""
        return gaps.profile_names(self.dossier, self.words)

    @cached_property
    def profile_keys(self) -> Mapping[str, str]:
        """Key of each profile to its id."""
        rows = self.dossier.current("profiles").sort("key")
        return dict(rows.select("key", "id").iter_rows())
