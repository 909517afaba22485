"""What a stranger reads in a portrait: its words, its numbers, what stands hidden.

Everything is taken out of the files alone: the page, the CSV files, the text to be
read aloud. The records are asked only for what things are called.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache

from tests.promises.map_seen import MapSeen
from tests.promises.page import Node, plain, whole
from tests.promises.truth import Truth

from vestibule.dossier.gazetteer import Gazetteer
from vestibule.words import Catalogue

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A number that is printed, and what it is out of."""

    value: int
    of: int | None = None


HIDDEN = "hidden"
NOBODY = "nobody"

Cell = Shown | str


@dataclass(slots=True)
class Names:
    """What things are called: words to ids."""

    regions: dict[str, str]
    findings: dict[str, str]
    statements: dict[str, str]
    factors: dict[str, str]

    @classmethod
    def of(cls, truth: Truth) -> Names:
        gazetteer, rows = Gazetteer.of(truth.dossier), truth.whole
        regions = {}
        for row in rows.get("places", ()):
            if row["level"] == 1:
                names = {
                    row["name"],
                    *(gazetteer.name(row["id"], lang) for lang in ("fr", "en")),
                }
                regions |= {plain(name): row["id"] for name in names}
        said: dict[tuple[str, str, str], list[str]] = defaultdict(list)
        for row in rows.get("texts", ()):
            for kind in ("finding", "statement", "code", "factor"):
                if row[kind] is not None:
                    said[kind, row[kind], row["field"]].append(row["words"])
        findings = {}
        by_code = {row["id"]: row for row in rows.get("codes", ())}
        for row in rows.get("findings", ()):
            code = by_code.get(row["code"] or "")
            labels = [row["words"], *said["finding", row["id"], "words"]]
            if code:
                labels += [code["name"], *said["code", code["id"], "name"]]
            findings |= {plain(label): row["id"] for label in labels}
        statements = {
            plain(words): row["id"]
            for row in rows.get("statements", ())
            for words in (row["words"], *said["statement", row["id"], "words"])
        }
        factors = {
            plain(words).casefold(): row["id"]
            for row in rows.get("factors", ())
            for words in (row["name"], *said["factor", row["id"], "name"])
        }
        return cls(regions, findings, statements, factors)


@dataclass(slots=True)
class Quoted:
    """Someone's words as printed, and the line below them."""

    words: str
    line: str


@dataclass(slots=True)
class Reading:
    """All that was found in one portrait.

    Parameters
    ----------
    cells : dict of Key to Shown, HIDDEN or NOBODY
        Numbers by what they count.
    months : dict of str to (str, str)
        Region to the months of its first and last gathering.
    kinds : dict of str to (str, str)
        Kind of gathering to the same.
    listed : dict of str to dict of str to set of str
        Finding to what stands in its validation to regions.
    grid : dict of (str, str) to str
        Region and name of a profile to its state.
    standings : list of (str, str, bool)
        Comparison, statement and whether something is said of it beside hidden cells.
    sure : dict of (str, str) to str
        Comparison and statement to how sure it is said to be.
    thin : list of str
        What is said of groups that were not heard enough.
    bands, verdicts : dict
        Of a wave of a barometer its interval, of a barometer what is said of it.
    promises : dict of (str, str) to (dict, str)
        Words and owner to what each side says, and how the promise stands.
    board : dict of str to int
        How many promises are said to stand how.
    map : MapSeen
        The map of what people told.
    objected : set of str
        Findings beside which objections are printed.
    apart : set of Key
        Numbers that are hidden in one place and printed in another.
    """

    names: Names
    lang: str
    page: Node
    cells: dict[Key, Cell] = field(default_factory=dict)
    months: dict[str, tuple[str, str]] = field(default_factory=dict)
    kinds: dict[str, tuple[str, str]] = field(default_factory=dict)
    listed: dict[str, dict[str, set[str]]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    grid: dict[tuple[str, str], str] = field(default_factory=dict)
    standings: list[tuple[str, str, bool]] = field(default_factory=list)
    sure: dict[tuple[str, str], str] = field(default_factory=dict)
    thin: list[str] = field(default_factory=list)
    quotes: list[Quoted] = field(default_factory=list)
    scopes: set[str] = field(default_factory=set)
    women: int | None = None
    bands: dict[tuple[str, int], tuple[int, ...]] = field(default_factory=dict)
    verdicts: dict[str, str] = field(default_factory=dict)
    promises: dict[tuple[str, str], tuple[dict[str, str | None], str]] = field(
        default_factory=dict
    )
    board: dict[str, int] = field(default_factory=dict)
    map: MapSeen = field(default_factory=MapSeen)
    objected: set[str] = field(default_factory=set)
    apart: set[Key] = field(default_factory=set)

    def put(self, key: Key, cell: Cell | None) -> None:
        """Note a cell; the same number everywhere, or the portrait contradicts itself."""
        if cell is None:
            return
        known = self.cells.setdefault(key, cell)
        if isinstance(known, Shown) and isinstance(cell, Shown):
            if known.value != cell.value or (
                cell.of and known.of and cell.of != known.of
            ):
                raise AssertionError(f"{key} is printed as {known} and as {cell}")
            if cell.of and not known.of:
                self.cells[key] = cell
        elif known != cell:
            # What is hidden here and printed there is printed.
            self.apart.add(key)
            self.cells[key] = known if isinstance(known, Shown) else cell


@cache
def written_months(lang: str) -> dict[str, str]:
    said = Catalogue(lang)
    months = [f"{y}-{m:02d}" for y in range(2022, 2027) for m in range(1, 13)]
    return {plain(said.month(month)): month for month in months}


@cache
def spans(lang: str) -> dict[str, tuple[str, str]]:
    said = Catalogue(lang)
    months = sorted(written_months(lang).values())
    return {
        plain(said.months(a, b)): (a, b)
        for i, a in enumerate(months)
        for b in months[i:]
    }


@cache
def _patterns(lang: str, key: str) -> tuple[re.Pattern[str], ...]:
    said, large = Catalogue(lang), 9_999_999
    forms = {plain(said(key, n=1)), plain(said(key, n=large))}
    return tuple(
        re.compile(
            re.escape(form).replace(re.escape(plain(said.number(n))), r"(\d[\d ,]*)")
        )
        for form in forms
        for n in (1, large)
        if plain(said.number(n)) in form
    )


def sought(said: Catalogue, key: str, text: str) -> int | None:
    """Return the number in a sentence of the catalogue that a text holds, if it does."""
    for pattern in _patterns(said.lang, key):
        match = pattern.search(text)
        if match:
            return whole(match[1])
    return None


@cache
def counted(lang: str, key: str) -> dict[tuple[str, str], int]:
    """Return sentences that hold a number, with the number."""
    said = Catalogue(lang)
    found = {}
    for kind in (
        "gatherings",
        "validation",
        "conference",
        "confirmed",
        "amended",
        "rejected",
    ):
        if f"{key}.{kind}" in said:
            for n in range(400):
                found.setdefault((kind, plain(said(f"{key}.{kind}", n=n))), n)
    return found


def cell(said: Catalogue, text: str) -> Cell | None:
    if plain(text) in {plain(said("style.hidden")), plain(said("style.hidden_short"))}:
        return HIDDEN
    if plain(text) in {
        plain(said("figures.nobody")),
        plain(said("figures.nobody_heard")),
    }:
        return NOBODY
    number = whole(text)
    return None if number is None else Shown(number)
