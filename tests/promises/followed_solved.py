"""Trust and promises, looked up, and subtracted from one another."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import permutations

import polars as pl
from tests.promises import followed_truth
from tests.promises.dossiers import TODAY
from tests.promises.followed_truth import Asked
from tests.promises.grid_solved import GridSolved
from tests.promises.page import plain
from tests.promises.reading import HIDDEN, NOBODY, Shown
from tests.promises.truth import Fact

from vestibule.dossier import lineage
from vestibule.dossier.process import Barometer
from vestibule.dossier.records import Dossier
from vestibule.protect import consent
from vestibule.understand import trust


class FollowedSolved(GridSolved):
    """A reader who minds what is asked again, and what communities say of promises."""

    def look_at_trust(self) -> None:
        """Compare each wave with the records, and barometers with one another."""
        text = self.seen.page.text
        declared = self.truth.dossier.process.barometers
        asked = {}
        for one in declared:
            if one.place is not None:
                names = {plain(name) for name in one.names.values()}
                if any(name in text for name in names):
                    self.leak("local", f"the sign of one community: {one.key}")
                continue
            asked[one.key] = followed_truth.asked(self.truth, self.truth.given, one)
            self._waves(one, asked[one.key])
        for whole, part in permutations([d for d in declared if d.key in asked], 2):
            if (whole.instrument, whole.question) == (part.instrument, part.question):
                self._part_taken(whole, part, asked[whole.key], asked[part.key])

    def _waves(self, one: Barometer, asked: dict[int, Asked]) -> None:
        whole = followed_truth.asked(self.truth, self.truth.whole, one)
        shown = set()
        for key, cell in self.seen.cells.items():
            if key[:2] != ("trust", one.key):
                continue
            wave = int(key[2])
            if cell == NOBODY and wave in whole:
                self.leak("refusal", f"{one.key} {wave} was asked")
            if isinstance(cell, Shown):
                shown.add(wave)
                self._wave(one, wave, cell, asked.get(wave, Asked()))
        if (
            self.seen.verdicts.get(one.key, "cannot-say") != "cannot-say"
            and len(shown) < 2
        ):
            self.leak("verdict", f"{one.key} out of {len(shown)} waves")
        if shown and any(
            key[:2] == ("trust", one.key) and cell == HIDDEN
            for key, cell in self.seen.cells.items()
        ):
            self._banded(one, shown)

    def _wave(self, one: Barometer, wave: int, cell: Shown, held: Asked) -> None:
        if (cell.value, cell.of) != (held.fact.value, held.fact.of):
            self.leak("not what was published", f"{one.key} {wave} {cell} {held.fact}")
        if not self.is_enough(held.fact):
            self.leak("under the threshold", f"{one.key} {wave} {cell}")
        if self._is_sensitive(one) and self._are_few(held.yes, held.no):
            self.leak("few answers", f"{one.key} {wave} {cell}")

    def _is_sensitive(self, one: Barometer) -> bool:
        same = (one.instrument, one.question)
        declared = self.truth.dossier.process.barometers
        return any(d.sensitive and (d.instrument, d.question) == same for d in declared)

    def _are_few(self, *some: set[str]) -> bool:
        return any(0 < len(one) < self.rules.people for one in some)

    def _part_taken(
        self, whole: Barometer, part: Barometer, outer: dict[int, Asked], inner: dict[int, Asked]
    ) -> None:  # fmt: skip
        for wave in outer.keys() & inner.keys():
            keys = [("trust", one.key, str(wave)) for one in (whole, part)]
            if not all(isinstance(self.seen.cells.get(key), Shown) for key in keys):
                continue
            more, less = outer[wave], inner[wave]
            for answer in ("yes", "no"):
                left = getattr(more, answer) - getattr(less, answer)
                if not getattr(less, answer) <= getattr(more, answer) or not left:
                    continue
                behind = more.who - less.who or more.who
                held = Fact(value=len(left), of=len(behind), people=len(behind))
                is_few = self._is_sensitive(whole) and self._are_few(left)
                if not self.is_enough(held) or is_few:
                    self.leak("recoverable", f"{whole.key} but {part.key} {wave}")

    def _banded(self, one: Barometer, shown: set[int]) -> None:
        """Find intervals and verdicts that hidden waves have a part in."""
        alone = _only(self.made.dossier, one, shown)
        found = trust.trust(alone)
        for row in found.waves.iter_rows(named=True):
            band = self.seen.bands.get((one.key, row["wave"]))
            if band is None or row["low"] is None:
                continue
            ends = tuple(int(100 * row[n] + 0.5) for n in ("share", "low", "high"))
            if band != (ends[0], min(ends[:2]), max(ends[0], ends[2])):
                self.leak("estimate", f"{one.key} {row['wave']} {band} {ends}")
        verdict = found.changes.filter("whole")["verdict"]
        if len(verdict) and verdict[0] != self.seen.verdicts[one.key]:
            self.leak("estimate", f"{one.key} {self.seen.verdicts[one.key]}")

    # Promises

    def look_at_promises(self) -> None:
        """Find words of too few people, and standings that lean on what is hidden."""
        counted: Counter[str] = Counter()
        rows = {}
        for row in self.truth.given.get("commitments", ()):
            rows[plain(row["words"]), plain(row["owner"])] = row
        for key, (told, standing) in self.seen.promises.items():
            row = rows[key]
            counted[standing] += 1
            truth = followed_truth.said(self.truth, row)
            held = truth["community"].fact
            for side, said in told.items():
                if said is not None and said != truth[side].state:
                    self.leak("not what was published", f"{side} on {key}: {said}")
            if told["community"] is not None and (
                held is None or not self.is_enough(held)
            ):
                self.leak("under the threshold", f"communities on {key}: {held}")
            if standing != followed_truth.standing(told):
                self.leak("verdict", f"{key} is {standing}, by {told}")
        if self.seen.board and self.seen.board != dict(counted):
            self.leak("not what was published", f"{self.seen.board} {counted}")


def _only(dossier: Dossier, one: Barometer, waves: set[int]) -> Dossier:
    given = consent.published(lineage.settled(dossier), on=TODAY)
    answers = given.table("answers").filter(pl.col("wave").is_in(sorted(waves)))
    kept = given.with_tables(answers=answers)
    return replace(kept, process=replace(kept.process, barometers=(one,)))
