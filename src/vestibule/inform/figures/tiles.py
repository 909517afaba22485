"""Where: one tile per place, at about its place (G2). Never mirrored."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from vestibule.inform.figures import cells
from vestibule.inform.figures.figure import Entry, Figure
from vestibule.inform.figures.setting import Setting
from vestibule.inform.markup import Html, aloud, join, say, tag
from vestibule.inform.material import Place
from vestibule.protect.cleared import Cell, Count, Hidden

Tile = tuple[Place, Cell | None]
"""A place and its cell; None where nobody was heard."""

LOOSE = 3
"""Tiles in a row for places that have no position of their own."""


def named(
    setting: Setting, number: int, tiles: Sequence[Tile], *, named_in: Cell
) -> Figure:
    """Return in which share of each place's gatherings a finding was named."""
    words = setting.words
    said, where = _contrast(setting, tiles)
    return Figure(
        kind="tiles",
        number=number,
        lang=words.lang,
        headline=said,
        says=where,
        how_to_read=say(
            words, "figures.named.how", hidden=_swatch("hid"), nobody=_swatch("none")
        ),
        body=_map(setting, tiles, _share_step, _share_words),
        base=words("figures.named.base", named=cells.out_of(named_in, words)),
        source=setting.source("codings"),
        caveat=_caveat(setting, tiles, "named"),
        spoken=aloud(said, where),
        header=(words("figures.heard.place"), words("figures.named.column")),
        rows=tuple(_data(setting, tile) for tile in tiles),
        fictitious=setting.fictitious,
    )


def held(setting: Setting, number: int, tiles: Sequence[Tile]) -> Figure:
    """Return how many gatherings were held in each place."""
    words = setting.words
    missing = [setting.name(place) for place, cell in tiles if cell is None]
    shown = [
        (cells.value(cell) or 0, place)
        for place, cell in tiles
        if isinstance(cell, Count)
    ]
    highest, most = max(shown, key=lambda one: one[0], default=(1, None))
    reached = len(tiles) - len(missing)
    headline = words("figures.held.headline", n=reached, of=len(tiles))
    says = ""
    if most is not None:
        says = words("figures.held.says", name=setting.name(most), n=highest)
    if missing:
        gone = words(
            "figures.heard.nobody", n=len(missing), names=words.joined(missing)
        )
        says = f"{says} {gone}".strip()
    return Figure(
        kind="tiles",
        number=number,
        lang=words.lang,
        headline=headline,
        says=says,
        how_to_read=say(
            words, "figures.held.how", hidden=_swatch("hid"), nobody=_swatch("none")
        ),
        body=_map(
            setting,
            tiles,
            lambda cell: _step((cells.value(cell) or 0) / max(highest, 1)),
            _count_words,
        ),
        base=words("figures.held.base", n=len(tiles)),
        source=setting.source("gatherings"),
        caveat=_caveat(setting, tiles, "held"),
        spoken=aloud(headline, says),
        header=(words("figures.heard.place"), words("figures.held.column")),
        rows=tuple(_data(setting, tile) for tile in tiles),
        fictitious=setting.fictitious,
    )


def _contrast(setting: Setting, tiles: Sequence[Tile]) -> tuple[str, str]:
    """Return the headline and its sentence: where it is named most and least."""
    words = setting.words
    known = [
        (cells.share(cell) or 0.0, place, cell)
        for place, cell in tiles
        if isinstance(cell, Count)
    ]
    if len(known) < 2:
        return words("figures.named.unknown"), ""
    known.sort(key=lambda item: (-item[0], item[1].key))
    (high, most, top), (low, least, bottom) = known[0], known[-1]
    key = "everywhere" if low >= 0.5 else "contrast" if high - low >= 0.15 else "alike"
    names = {"most": setting.name(most), "least": setting.name(least)}
    headline = words(f"figures.named.{key}", **names, n=len(known))
    says = words(
        "figures.named.says",
        top=cells.out_of(top, words),
        bottom=cells.out_of(bottom, words),
        **names,
    )
    return headline, says


def _caveat(setting: Setting, tiles: Sequence[Tile], key: str) -> str:
    hidden = [cell for _, cell in tiles if isinstance(cell, Hidden)]
    if not hidden:
        return setting.words(f"figures.{key}.limit")
    return setting.words("figures.named.hidden", n=len(hidden))


def _step(part: float) -> int:
    return min(5, 1 + int(part * 5))


def _share_step(cell: Cell) -> int:
    return _step(cells.share(cell) or 0.0)


def _share_words(setting: Setting, cell: Cell) -> Html:
    of = getattr(cell, "of", None)
    return tag(
        "b",
        cells.number(cell, setting.words),
        " ",
        tag("small", setting.words("figures.named.of", of=of))
        if of is not None
        else None,
    )


def _count_words(setting: Setting, cell: Cell) -> Html:
    return tag("b", cells.number(cell, setting.words))


def _swatch(kind: str) -> Html:
    return tag("span", class_=f"swatch {kind}", aria_hidden="true")


def _map(
    setting: Setting,
    tiles: Sequence[Tile],
    step: Callable[[Cell], int],
    written: Callable[[Setting, Cell], Html],
) -> Html:
    inside = [tile for tile in tiles if not tile[0].outside]
    outside = [tile for tile in tiles if tile[0].outside]

    columns = columns_of(tiles)

    def rows(some: Sequence[Tile]) -> Html:
        return join(
            *(_row(setting, row, step, written) for row in arranged(some, columns))
        )

    border = (
        tag("p", setting.words("figures.border"), class_="border")
        if outside and inside
        else None
    )
    return tag(
        "div", rows(inside), border, rows(outside),
        class_="tiles" + (" many" if len(columns) > 4 else " four" if len(columns) == 4 else ""), dir="ltr",
    )  # fmt: skip


def columns_of(tiles: Sequence[Tile]) -> range:
    """Return the columns of a map, those of places abroad too."""
    found = [place.col for place, _ in tiles if place.col is not None]
    return range(min(found), max(found) + 1) if found else range(LOOSE)


def arranged(tiles: Sequence[Tile], columns: range) -> list[list[Tile | None]]:
    """Return rows of tiles at their places, None where there is a hole.

    Places without a position follow, a few to a row.

    Returns
    -------
    list of list
        Rows from north to south.
    """
    placed = {
        (tile[0].row, tile[0].col): tile
        for tile in tiles
        if tile[0].row is not None and tile[0].col is not None
    }
    lines = sorted({row for row, _ in placed})
    rows = [[placed.get((row, col)) for col in columns] for row in lines]
    loose = [tile for tile in tiles if tile[0].row is None or tile[0].col is None]
    width = max(LOOSE, len(columns))
    for begin in range(0, len(loose), width):
        chunk: list[Tile | None] = list(loose[begin : begin + width])
        rows.append(chunk + [None] * (width - len(chunk)))
    return rows


def _row(
    setting: Setting,
    row: Sequence[Tile | None],
    step: Callable[[Cell], int],
    written: Callable[[Setting, Cell], Html],
) -> Html:
    drawn = (
        _tile(setting, tile, step, written) if tile else tag("span", class_="tile hole")
        for tile in row
    )
    return tag("div", *drawn, class_="tile-row")


def _tile(
    setting: Setting,
    tile: Tile,
    step: Callable[[Cell], int],
    written: Callable[[Setting, Cell], Html],
) -> Html:
    place, cell = tile
    name = setting.marked(place)
    if cell is None:
        return tag(
            "div",
            name,
            tag("i", setting.words("figures.nobody_heard")),
            class_="tile none",
        )
    if isinstance(cells.required(cell), Hidden):
        return tag(
            "div",
            name,
            tag("i", setting.words("style.hidden_short")),
            class_="tile hid",
        )
    return tag("div", name, written(setting, cell), class_=f"tile t{step(cell)}")


def _data(setting: Setting, tile: Tile) -> tuple[Entry, ...]:
    place, cell = tile
    return (
        setting.name(place),
        setting.words("figures.nobody_heard") if cell is None else cell,
    )
