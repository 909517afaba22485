"""What a stranger reads on the map of what people told: lists, loops, proposals."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.promises.map_seen import Circle, Lever
from tests.promises.page import Node, plain, whole
from tests.promises.reading import HIDDEN, Cell, Reading, Shown, sought

from vestibule.words import Catalogue

if TYPE_CHECKING:
    from tests.promises.figures_read import At, Line

DIRECTIONS = ("more", "less", "unclear")
TURNS = ("reinforcing", "balancing", "unclear")


def row(found: Reading, said: Catalogue, line: Line, at: At) -> None:
    """Note one line of the map's data."""
    names = found.names.factors
    cause, effect = (names[plain(line.row[i]).casefold()] for i in (0, 2))
    does = _one(said, "map.does", DIRECTIONS, line.row[1])
    found.map.does[cause, effect] = does
    first, second = _ways(does)
    found.put(("told", cause, effect, first), line.cells[said("map.columns.told")])
    contrary = line.header.index(said("map.columns.contrary"))
    if plain(line.row[contrary]) != plain(said("map.none")):
        told = line.cells[said("map.columns.contrary")]
        found.put(("told", cause, effect, second), told)


def page(found: Reading, said: Catalogue) -> None:
    """Note what the figure says beside its data."""
    figure = found.page.first("figure", "fig-causal-map")
    if figure is None:
        return
    names = found.names.factors
    found.map.boxes = {
        names[box.text.removeprefix("⚑").strip().casefold()]
        for box in figure.all("div", "box")
    }
    found.map.circles = [
        _circle(found, said, label.text) for label in list(figure.all("label"))[1:]
    ]
    for item in _items(figure, "causal-list"):
        _listed(found, said, item)
    found.map.levers = [_lever(found, said, item) for item in _items(figure, "levers")]
    base = figure.first("div", "base")
    text = base.text if base else ""
    n = sought(said, "map.base", text)
    found.put(("linked",), HIDDEN if n is None else Shown(n))
    found.map.bound = sought(said, "map.bound", text) or 0


def _items(figure: Node, class_: str) -> list[Node]:
    listed = figure.first("ul", class_)
    return list(listed.all("li")) if listed else []


def _ways(does: str) -> tuple[str, str]:
    return ("less", "more") if does == "less" else ("more", "less")


def _one(said: Catalogue, key: str, names: tuple[str, ...], text: str) -> str:
    return next(n for n in names if plain(said(f"{key}.{n}")) == plain(text))


def _circle(found: Reading, said: Catalogue, text: str) -> Circle:
    opening, closing = (plain(mark) for mark in said.quoted("\n").split("\n"))
    named = re.findall(
        rf"{re.escape(opening)} ?(.*?) ?{re.escape(closing)}", plain(text)
    )
    factors = [found.names.factors[name.casefold()] for name in named]
    if factors[0] != factors[-1]:
        raise AssertionError(f"a loop that does not end where it began: {text}")
    return Circle(
        factors=tuple(factors[:-1]),
        does=_directions(said, plain(text), named),
        turn=next(t for t in TURNS if plain(said(f"map.turn.{t}")) in plain(text)),
        whole=_whole(said, plain(text)),
    )


def _directions(said: Catalogue, text: str, named: list[str]) -> tuple[str, ...]:
    """Return what each link of a loop does, from its sentence."""
    names = [plain(said.quoted(name)) for name in named]
    first = [
        d
        for d in DIRECTIONS
        if text.startswith(
            plain(said(f"map.chain.{d}", cause=names[0], effect=names[1]))
        )
    ]
    told = [first[0]]
    left = text[len(plain(said(f"map.chain.{told[0]}", cause=names[0], effect=names[1]))) :]  # fmt: skip
    for name in names[2:]:
        forms = {d: plain(f"x{said(f'map.chain.then_{d}', effect=name)}")[1:] for d in DIRECTIONS}  # fmt: skip
        told.append(next(d for d, form in forms.items() if left.startswith(form)))
        left = left[len(forms[told[-1]]) :]
    return tuple(told)


def _whole(said: Catalogue, text: str) -> Cell:
    n = sought(said, "map.whole", text)
    if n is not None:
        return Shown(n)
    if plain(said("map.whole_few")) in text:
        return HIDDEN
    if plain(said("map.assembled_there")) not in text:
        raise AssertionError(f"a loop that is not said to be assembled: {text}")
    return Shown(0)


def _listed(found: Reading, said: Catalogue, item: Node) -> None:
    small, arrow = item.first("small"), item.first("b")
    if small is None or arrow is None:
        raise AssertionError(f"a link without words: {item.text}")
    parts = item.text.removesuffix(small.text).split(" → ")
    cause, effect = (found.names.factors[plain(parts[i]).casefold()] for i in (0, 2))
    does = _one(said, "map.does", DIRECTIONS, arrow.text)
    found.map.listed[cause, effect] = does
    first, second = _ways(does)
    told, _, contrary = small.text.partition(";")
    n = sought(said, "map.told", told)
    found.put(("told", cause, effect, first), None if n is None else Shown(n))
    if contrary:
        n = whole(contrary.split()[-1])
        found.put(("told", cause, effect, second), HIDDEN if n is None else Shown(n))


def _lever(found: Reading, said: Catalogue, item: Node) -> Lever:
    name, small = item.first("b"), item.first("small")
    label, text = name.text if name else "", small.text if small else ""
    stated = [s for s in ("decided", "proposed") if plain(said(f"map.lever.{s}")) in text]  # fmt: skip
    if len(stated) != 1:
        raise AssertionError(f"neither proposed nor decided: {text}")
    return Lever(
        factor=found.names.factors[label.removeprefix("⚑").strip().casefold()],
        loops=sought(said, "map.lever.loops", text) or 0,
        acts_on=sought(said, "map.lever.acts_on", text) or 0,
        decided=stated == ["decided"],
        contested=plain(said("map.lever.contested")) in text,
    )
