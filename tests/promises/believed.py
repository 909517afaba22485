"""What is believed of groups, printed beside their numbers: does it tell of hidden ones?"""

from __future__ import annotations

import re
from collections.abc import Mapping

import polars as pl
from tests.promises.dossiers import TODAY
from tests.promises.heard_solved import HeardSolved
from tests.promises.page import plain
from tests.promises.reading import HIDDEN, Key, Shown
from tests.promises.truth import fact

from vestibule.dossier import lineage
from vestibule.protect import consent
from vestibule.understand import ground
from vestibule.understand.ground import GroundSettings, common
from vestibule.words import Catalogue

ENDS = ("middle", "low", "high")
"""What an estimate is made of, in hundredths."""

Ends = dict[Key, tuple[int, ...]]
"""Comparison, statement and group to an estimate."""


class BelievedRead(HeardSolved):
    """A reader who minds estimates, and what is said of how sure they are."""

    def look_at_estimates(self) -> None:
        """Find estimates beside hidden numbers, and numbers that are not round."""
        for key, ends in self.estimates().items():
            cell = self.seen.cells.get(("answer", *key, "agree"))
            if not isinstance(cell, Shown):
                self.leak("estimate", f"{key} is estimated and not shown")
            middle, low, high = ends
            if not 0 <= low <= middle <= high <= 100:
                self.leak("estimate", f"{key} is {ends}")
        for comparison, statement in self.seen.sure:
            self._sure(comparison, statement)
        for sentence in self.seen.thin:
            if re.search(r"\d", self._nameless(sentence)):
                self.leak("estimate", f"a number in “{sentence}”")

    def estimates(self) -> Ends:
        """Return the estimates that are printed."""
        cells = self.seen.cells
        keys = {key[1:4] for key in cells if key[0] == "estimate"}
        found = {
            key: [cells.get(("estimate", *key, end)) for end in ENDS] for key in keys
        }
        return {
            key: tuple(end.value for end in ends if isinstance(end, Shown))
            for key, ends in found.items()
            if all(isinstance(end, Shown) for end in ends)
        }

    def _sure(self, comparison: str, statement: str) -> None:
        text = self.seen.sure[comparison, statement]
        beside = [
            cell
            for key, cell in self.seen.cells.items()
            if key[:3] == ("answer", comparison, statement) and key[-1] == "agree"
        ]
        if HIDDEN in beside:
            self.leak("verdict", f"{statement[:6]} is shared beside a hidden group")
        for number in map(int, re.findall(r"\d+", self._nameless(text))):
            if number > 10 and number % 5 and number not in range(90, 100):
                self.leak("estimate", f"{number} is not round: “{text}”")

    def _nameless(self, text: str) -> str:
        """Return a sentence without the names of groups: an age band has numbers."""
        said = Catalogue(self.seen.lang)
        names = {
            plain(said.chosen(group.names)[0])
            for one in self.truth.dossier.process.comparisons
            for group in one.groups
        }
        bare = plain(text)
        for name in sorted(names, key=len, reverse=True):
            bare = bare.replace(name, "")
        return bare

    def tell_hidden_by_estimates(self) -> None:
        """Find estimates that only come out if hidden numbers went into them."""
        printed = self.estimates()
        if not printed:
            return
        bare, all_of_it = self._believed(self._visible()), self._believed(None)
        for comparison in {key[0] for key in printed}:
            mine = {key: ends for key, ends in printed.items() if key[0] == comparison}
            if _are(mine, all_of_it) and not _are(mine, bare):
                self.leak(
                    "recoverable", f"estimates of {comparison} tell of hidden groups"
                )

    def _visible(self) -> pl.DataFrame:
        """Return the cells of groups that are printed, by every way of counting."""
        rows = [
            (comparison, group, statement, method)
            for comparison, answered in self.answered.items()
            for (statement, method, group), row in answered.items()
            if comparison
            and isinstance(
                self.seen.cells.get(("answer", comparison, statement, group, "agree")),
                Shown,
            )
            and self.is_enough(fact(row, "agree"))
        ]
        return pl.DataFrame(rows, schema=common.ONLY, orient="row")

    def _believed(self, only: pl.DataFrame | None) -> Mapping[Key, tuple[int, ...]]:
        given = consent.published(lineage.settled(self.made.dossier), on=TODAY)
        found = ground.common_ground(given, only=only, settings=GroundSettings(seed=0))
        rows = found.segments.drop_nulls("mean").select(
            "comparison", "statement", "group", "mean", "low", "high"
        )
        return {
            row[:3]: tuple(int(100 * end + 0.5) for end in row[3:])
            for row in rows.iter_rows()
        }


def _are(printed: Ends, believed: Mapping[Key, tuple[int, ...]]) -> bool:
    return all(believed.get(key) == ends for key, ends in printed.items())
