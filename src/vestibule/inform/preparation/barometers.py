"""Trust, cleared: each wave of each barometer as a share of those who answered.

Barometers of one community stay with it. Intervals and verdicts are worked out again
from the waves that are shown: what is hidden leaves no trace in them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import permutations
from typing import Any

import polars as pl

from vestibule.dossier.gazetteer import Gazetteer
from vestibule.dossier.process import Barometer as Declared
from vestibule.dossier.records import Dossier
from vestibule.inform.followed import Barometer, Wave
from vestibule.inform.preparation.sources import Cells, Sources, clear_or_hide
from vestibule.protect import clearing, estimates
from vestibule.protect.cleared import Count
from vestibule.protect.thresholds import Key, Sum, Uncleared
from vestibule.understand import trust
from vestibule.understand.trust import TrustResult, reading

ANSWERS = ("yes", "no")
"""What a reader can tell apart: positive answers, and all others of the scale."""

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Held:
    """Who gave which kind of answer in one wave of a barometer."""

    yes: frozenset[str]
    no: frozenset[str]

    @property
    def who(self) -> frozenset[str]:
        return self.yes | self.no


def key(barometer: str, wave: int, answer: str = "yes") -> Key:
    """Return the key of those who gave one kind of answer in one wave."""
    return (f"trust:{answer}", barometer, f"wave={wave}")


def public(sources: Sources) -> tuple[Declared, ...]:
    """Return the barometers that are not one community's own."""
    return tuple(one for one in sources.whole.process.barometers if one.place is None)


def tables(sources: Sources, found: TrustResult) -> Iterator[clearing.Table]:
    """Yield the answers of each wave, and what one barometer leaves of another.

    A wave in which people answered, none of whom agreed to be counted, is withheld as a
    small one is: else it would read as not asked.

    Yields
    ------
    clearing.Table
        One for each barometer, and one for each that holds another within it.
    """
    declared = public(sources)
    if not declared:
        return
    sensitive = {(one.instrument, one.question) for one in declared if one.sensitive}
    asked = _asked(sources.whole, declared)
    for one in declared:
        rows = {row["wave"]: row for row in _waves(found, one.key)}
        cells: dict[Key, Uncleared] = {}
        for wave in asked[one.key]:
            row = rows.get(wave)
            cells |= _cells(
                one,
                wave,
                row if row and row["people"] else None,
                is_sensitive=(one.instrument, one.question) in sensitive,
            )
        yield clearing.Table(cells=cells)
    held = _held(sources.given, declared)
    for whole, part in permutations(declared, 2):
        if (whole.instrument, whole.question) == (part.instrument, part.question):
            is_sensitive = (whole.instrument, whole.question) in sensitive
            yield from _beside(found, whole, part, held, is_sensitive=is_sensitive)


def _cells(
    one: Declared, wave: int, row: Row | None, *, is_sensitive: bool
) -> dict[Key, Uncleared]:
    if row is None:
        none = Uncleared(value=0, people=0, barred="too_few_people")
        return dict.fromkeys((key(one.key, wave, answer) for answer in ANSWERS), none)
    n = row["people"]
    values = {"yes": row["positive"], "no": n - row["positive"]}
    return {
        key(one.key, wave, answer): Uncleared(
            value=values[answer],
            of=n,
            people=n,
            gatherings=row["gatherings"],
            places=row["places"],
            bundle="|".join(key(one.key, wave, "")),
            sensitive=is_sensitive,
        )
        for answer in ANSWERS
    }


def _beside(
    found: TrustResult,
    whole: Declared,
    part: Declared,
    held: dict[tuple[str, int], _Held],
    *,
    is_sensitive: bool,
) -> Iterator[clearing.Table]:
    """Yield what is left of a barometer where another one is subtracted from it."""
    for row in _waves(found, whole.key):
        wave = row["wave"]
        outer, inner = (held.get((one.key, wave)) for one in (whole, part))
        if outer is None or inner is None:
            continue
        for answer in ANSWERS:
            more, less = getattr(outer, answer), getattr(inner, answer)
            left = more - less
            if not less <= more or not left:
                continue
            behind = outer.who - inner.who or outer.who
            rest = ("trust:beside", whole.key, part.key, answer, f"wave={wave}")
            cells = {
                key(whole.key, wave, answer): Uncleared(
                    value=len(more), of=len(outer.who), people=len(outer.who)
                ),
                key(part.key, wave, answer): Uncleared(
                    value=len(less), of=len(inner.who), people=len(inner.who)
                ),
                rest: Uncleared(
                    value=len(left),
                    of=len(behind),
                    people=len(behind),
                    printed=False,
                    sensitive=is_sensitive,
                ),
            }
            total, some = key(whole.key, wave, answer), key(part.key, wave, answer)
            yield clearing.Table(
                cells=cells, sums=(Sum(total=total, parts=(some, rest)),)
            )


def _asked(
    dossier: Dossier, declared: tuple[Declared, ...]
) -> dict[str, tuple[int, ...]]:
    """Return the waves in which anyone answered each barometer."""
    rows, gazetteer = reading.told(dossier), Gazetteer.of(dossier)
    found = {}
    for one in declared:
        own = reading.of_barometer(rows, one, gazetteer).drop_nulls(["level", "wave"])
        found[one.key] = tuple(sorted(own["wave"].unique()))
    return found


def _held(
    given: Dossier, declared: tuple[Declared, ...]
) -> dict[tuple[str, int], _Held]:
    rows, gazetteer = reading.told(given), Gazetteer.of(given)
    found: dict[tuple[str, int], _Held] = {}
    for one in declared:
        positive = [one.scale.index(answer) for answer in one.positive]
        own = reading.of_barometer(rows, one, gazetteer).drop_nulls(["level", "wave"])
        for (wave,), there in own.group_by("wave"):
            is_yes = pl.col("level").is_in(positive)
            found[one.key, int(str(wave))] = _Held(
                frozenset(there.filter(is_yes)["who"]),
                frozenset(there.filter(~is_yes)["who"]),
            )
    return found


def _waves(found: TrustResult, barometer: str) -> list[Row]:
    return found.waves.filter(barometer=barometer).to_dicts()


def told(sources: Sources, cells: Cells, found: TrustResult) -> tuple[Barometer, ...]:
    """Return every barometer that was asked, in the order of the process.

    Parameters
    ----------
    sources : Sources
        Of the portrait.
    cells : Cells
        Cleared.
    found : TrustResult
        Of what is given.

    Returns
    -------
    tuple of Barometer
        Those that nobody was ever asked are left out, and those of one community.
    """
    declared = public(sources)
    asked = _asked(sources.whole, declared) if declared else {}
    spans = {
        one.instrument: sorted(
            {wave for other in declared if other.instrument == one.instrument for wave in asked[other.key]}
        )
        for one in declared
    }  # fmt: skip
    return tuple(
        _barometer(sources, cells, found, one, asked[one.key], spans[one.instrument])
        for one in declared
        if asked[one.key]
    )


def _barometer(
    sources: Sources,
    cells: Cells,
    found: TrustResult,
    one: Declared,
    asked: tuple[int, ...],
    span: list[int],
) -> Barometer:
    said = {wave: clear_or_hide(cells, key(one.key, wave)) for wave in asked}
    hidden = [
        wave
        for wave, cell in said.items()
        if not isinstance(cell, Count) or cell.is_kept
    ]
    known = _without(sources.given, one, hidden) if hidden else found
    rows = {row["wave"]: row for row in _waves(known, one.key)}
    waves = []
    for number in range(span[0], span[-1] + 1):
        row = rows.get(number, {})
        ends = [row.get(name) for name in ("share", "low", "high")]
        cell = said.get(number)
        waves.append(
            Wave(number=number, said=cell, between=estimates.cleared(cell, *ends))
        )
    changed = known.changes.filter(barometer=one.key)
    whole = changed.filter("whole")
    return Barometer(
        names=one.names,
        waves=tuple(waves),
        verdict=whole["verdict"][0] if whole.height else "cannot-say",
        reworded=bool(changed["versions_differ"].any()),
    )


def _without(given: Dossier, one: Declared, waves: list[int]) -> TrustResult:
    """Return what is known of a barometer where these waves were never asked."""
    forms = given.table("instruments").filter(key=one.instrument)["id"]
    is_hidden = (
        pl.col("instrument").is_in(forms.implode())
        & (pl.col("question") == one.question)
        & pl.col("wave").is_in(waves).fill_null(value=False)
    )
    left = given.with_tables(answers=given.table("answers").filter(~is_hidden))
    alone = replace(left.process, barometers=(one,))
    return trust.trust(replace(left, process=alone))
