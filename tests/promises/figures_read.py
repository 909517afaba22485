"""The data of each figure, read from its CSV with what its layout gives away."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass

from tests.promises import followed_read, map_read
from tests.promises.page import Node, plain, whole
from tests.promises.reading import (
    HIDDEN,
    Cell,
    Key,
    Reading,
    Shown,
    cell,
    counted,
    spans,
    written_months,
)
from tests.promises.truth import Truth

from vestibule.words import Catalogue

STEPS = {"validation": "validation_meeting", "conference": "national_conference"}
"""Steps of the road that are gatherings of a kind."""


def read_figure(found: Reading, kind: str, text: str, at: At) -> None:
    """Note everything that the data of one figure says."""
    said = Catalogue(found.lang)
    rows = [row for row in csv.reader(io.StringIO(text)) if row]
    header, *body = (row for row in rows if not row[0].startswith("# "))
    for row in body:
        line = Line(plain(row[0]), row, header, _cells(said, row, header))
        READERS[kind](found, said, line, at)
    if kind == "ladder":
        _bases(found, said, at)


@dataclass(slots=True)
class At:
    """Where a figure stands: in which finding or comparison, in which page."""

    owner: str
    figure: Node | None
    truth: Truth

    @property
    def comparison(self) -> str:
        return self.owner.removeprefix("entente-")


@dataclass(slots=True)
class Line:
    """One line of a figure's data."""

    name: str
    row: list[str]
    header: list[str]
    cells: Mapping[str, Cell | None]

    @property
    def second(self) -> Cell | None:
        return self.cells[self.header[1]]


def _heard(found: Reading, said: Catalogue, line: Line, at: At) -> None:
    found.put(("heard", found.names.regions[line.name]), line.second)


def _gridded(found: Reading, said: Catalogue, line: Line, at: At) -> None:
    region = found.names.regions[line.name]
    for column, state in zip(line.header[1:], line.row[1:], strict=True):
        found.grid[region, plain(column)] = _state(said, state)


def _tiled(found: Reading, said: Catalogue, line: Line, at: At) -> None:
    named = ("named", finding_of(at.truth, at.owner)) if at.owner else None
    key = named or ("gatherings", "region")
    found.put((*key, found.names.regions[line.name]), line.second)


def _votes(found: Reading, said: Catalogue, line: Line, at: At) -> None:
    statement = found.names.statements[line.name]
    _answers(found, said, ("overall", statement, "individual"), line.cells)


def _hundred(found: Reading, said: Catalogue, line: Line, at: At) -> None:
    group = _group(at.truth, at.comparison, line.name, said)
    key = ("answer", at.comparison, _sentence(found, at), group)
    _answers(found, said, key, line.cells)


def _split(found: Reading, said: Catalogue, line: Line, at: At) -> None:
    is_public = line.name == plain(said("figures.split.public"))
    way = "public" if is_public else "secret"
    _answers(found, said, ("overall", _sentence(found, at), way), line.cells)


def _sentence(found: Reading, at: At) -> str:
    sentence = at.figure.first("p", "sentence") if at.figure else None
    return found.names.statements[_unquoted(sentence.text if sentence else "")]


def _order(found: Reading, said: Catalogue, line: Line, at: At) -> None:
    finding = found.names.findings[line.name]
    found.put(("ranked", finding), Shown(0))
    found.put(("support", finding), line.cells.get(said("figures.order.support")))
    _named(found, said, line, at)


def _named(found: Reading, said: Catalogue, line: Line, at: At) -> None:
    finding = found.names.findings[line.name]
    found.put(("named", finding), line.cells.get(said("figures.order.named")))


def _owed(found: Reading, said: Catalogue, line: Line, at: At) -> None:
    if line.name == plain(said("figures.doors.listen")):
        found.put(("gatherings",), line.second)
    for state in ("answered", "told", "due", "deferred"):
        if line.name == plain(said(f"figures.debt.states.{state}", n=2)):
            found.put(("owed", state), line.second)


def _road(found: Reading, said: Catalogue, line: Line, at: At) -> None:
    held = line.cells[line.header[3]]
    month = written_months(found.lang).get(plain(line.row[2]))
    if month is not None:
        found.put(("gatherings", "month", month), held)
        return
    numbers = counted(found.lang, "figures.road.counted")
    for step, kind in STEPS.items():
        bare = plain(said(f"figures.road.steps.{step}"))
        if line.name != bare and (step, line.name) not in numbers:
            continue
        found.put(("gatherings", "kind", kind), held or HIDDEN)
        span = spans(found.lang).get(plain(line.row[1]))
        if span is not None:
            found.kinds[kind] = span
        # "A conference" may be any number of them: in French as in English.
        if line.name != bare:
            told = Shown(numbers[step, line.name])
            found.put(("gatherings", "kind", kind), told)


def _ladder(found: Reading, said: Catalogue, line: Line, at: At) -> None:
    statement = found.names.statements[line.name]
    declared = {
        said.chosen(group.names)[0]: group.key
        for one in at.truth.dossier.process.comparisons
        if one.key == at.comparison
        for group in one.groups
    }
    columns = [name for name in line.header[2:] if name in declared]
    for name in columns:
        key = (at.comparison, statement, declared[name])
        found.put(("answer", *key, "agree"), line.cells[name])
        _estimated(found, said, line, key, name)
    sure = line.row[line.header.index(said("figures.ladder.sure"))]
    if sure:
        found.sure[at.comparison, statement] = sure
    undecided = plain(said("figures.ladder.standings.undecided"))
    is_told = plain(line.row[1]) != undecided
    is_partly = HIDDEN in map(line.cells.get, columns)
    found.standings.append((at.comparison, statement, is_told and is_partly))


def _estimated(
    found: Reading, said: Catalogue, line: Line, key: Key, name: str
) -> None:
    """Note an estimate and its ends, and that the page says the same."""
    column = said("figures.ladder.estimate", name=name)
    columns = [
        column,
        *(said(f"figures.at_{end}", name=column) for end in ("least", "most")),
    ]
    for end, one in zip(("middle", "low", "high"), columns, strict=True):
        found.put(("estimate", *key, end), line.cells.get(one))


def _bases(found: Reading, said: Catalogue, at: At) -> None:
    """Read the line below a ladder: the largest base of each group that is shown.

    It tells nothing of what is hidden: only rows that are shown make it up.
    """
    base = at.figure.first("div", "base") if at.figure else None
    if at.figure:
        found.thin += [node.text for node in at.figure.all("p", "thin")]
    declared = at.truth.dossier.process.comparisons
    (comparison,) = (one for one in declared if one.key == at.comparison)
    for group in comparison.groups:
        name = said.chosen(group.names)[0]
        pattern = plain(said("figures.ladder.group", name=name, people="@"))
        head, _, tail = (re.escape(part) for part in pattern.partition("@"))
        match = re.search(
            rf"(?<!\w){head}(?:[\d ,]+ (?:to|à) )?([\d ,]+?){tail}",
            base.text if base else "",
        )
        if match and whole(match[1]) is not None:
            found.put(
                ("answered", comparison.key, group.key), Shown(whole(match[1]) or 0)
            )


def _cells(
    said: Catalogue, row: list[str], header: list[str]
) -> dict[str, Cell | None]:
    """Return the cells of a row by column; shares take two columns."""
    beside = {said("figures.out_of", name=name): name for name in header}
    found: dict[str, Cell | None] = {}
    for name, text in zip(header, row, strict=True):
        if name in beside and beside[name] in found:
            of, held = whole(text), found[beside[name]]
            if of is not None and isinstance(held, Shown):
                found[beside[name]] = Shown(held.value, of)
        else:
            found[name] = cell(said, text)
    return found


def finding_of(truth: Truth, owner: str) -> str:
    key = owner.removeprefix("constat-")
    return next(
        r["id"]
        for r in truth.given["findings"]
        if r["key"] == key and r["parent"] is None
    )


def _unquoted(text: str) -> str:
    return plain(re.sub(r"^[«“\s]+|[»”\s]+$", "", plain(text)))


def _state(said: Catalogue, text: str) -> str:
    states = ("enough", "few", "nobody", "hidden", "outside")
    return next(
        s for s in states if plain(said(f"figures.grid.states.{s}")) == plain(text)
    )


def _answers(
    found: Reading, said: Catalogue, key: Key, cells: Mapping[str, Cell | None]
) -> None:
    for answer in ("agree", "passed", "disagree"):
        found.put((*key, answer), cells.get(said(f"figures.hundred.{answer}")))


def _group(truth: Truth, comparison: str, name: str, said: Catalogue) -> str:
    declared = next(c for c in truth.dossier.process.comparisons if c.key == comparison)
    return next(
        g.key for g in declared.groups if plain(said.chosen(g.names)[0]) == name
    )


READERS = {
    "heard": _heard, "grid": _gridded, "tiles": _tiled, "order": _order, "named": _named,
    "doors": _owed, "debt": _owed, "road": _road, "votes": _votes, "ladder": _ladder,
    "hundred": _hundred, "split": _split,
    "trust": followed_read.trust, "board": followed_read.board,
    "causal-map": map_read.row,
}  # fmt: skip
"""What reads a line of the data of each kind of figure."""
