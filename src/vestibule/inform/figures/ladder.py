"""From what is most shared to what splits most: one row per sentence."""

from __future__ import annotations

from collections.abc import Sequence

from vestibule.inform.figures import bases, cells, marks
from vestibule.inform.figures.figure import Entry, Figure
from vestibule.inform.figures.setting import Setting
from vestibule.inform.markup import Html, aloud, escape, join, plain, say, tag
from vestibule.inform.material import Ground, Standing, StatementGround
from vestibule.protect.cleared import Cell
from vestibule.words import numbers

MOST_ROWS = 12
"""A figure holds at most this many rows of marks."""

MOST_SHAPES = len(marks.SHAPES)
"""Groups that can be told apart by shape; above, rows name the lowest and highest."""

CLOSE = 5.0
"""Marks nearer than this, in hundredths of the axis, take another lane."""

STANDINGS: tuple[Standing, ...] = ("shared", "undecided", "divides")
"""From the top of the ladder to the bottom."""


def draw(setting: Setting, number: int, ground: Ground) -> Figure:
    """Return the ladder of one comparison.

    Parameters
    ----------
    setting : Setting
        Of the page.
    number : int
        Of the figure.
    ground : Ground
        The comparison with its statements, from most shared to most split.

    Returns
    -------
    Figure
        At most twelve statements: the ends of the ladder are kept.
    """
    words = setting.words
    rows = chosen(ground.statements)
    headline, says = _headline(setting, ground)
    left_out = len(ground.statements) - len(rows)
    return Figure(
        kind="ladder",
        number=number,
        lang=words.lang,
        headline=headline,
        says=says,
        how_to_read=_how(setting, ground),
        body=_table(setting, ground, rows),
        base=bases.of_ground(setting, ground),
        source=setting.source("answers"),
        caveat=words("figures.ladder.limit", error=numbers.per_hundred(ground.error))
        + (f" {words('figures.ladder.left_out', n=left_out)}" if left_out else ""),
        spoken=aloud(plain(headline), plain(says)),
        header=(
            words("figures.ladder.sentence"),
            words("figures.ladder.standing"),
            *(setting.name(group.names) for group in ground.groups),
        ),
        rows=tuple(_data(setting, row) for row in ground.statements),
        fictitious=setting.fictitious,
    )


def chosen(statements: Sequence[StatementGround]) -> list[StatementGround]:
    """Return at most twelve statements: the most shared, the most split, in order."""
    if len(statements) <= MOST_ROWS:
        return list(statements)
    shared = [row for row in statements if row.standing == "shared"][:5]
    divides = [row for row in statements if row.standing == "divides"][-5:]
    room = MOST_ROWS - len(shared) - len(divides)
    undecided = [row for row in statements if row.standing == "undecided"][:room]
    return [*shared, *undecided, *divides]


def _counted(ground: Ground, standing: Standing) -> int:
    return sum(row.standing == standing for row in ground.statements)


def _headline(setting: Setting, ground: Ground) -> tuple[str, str]:
    words = setting.words
    shared, split = _counted(ground, "shared"), _counted(ground, "divides")
    if shared and split:
        headline = words(
            "figures.ladder.both",
            n=shared,
            split=words("figures.ladder.split", n=split),
        )
    elif shared:
        headline = words("figures.ladder.shared_only", n=shared)
    elif split:
        headline = words("figures.ladder.split_only", n=split)
    else:
        return words("figures.ladder.neither"), ""
    most = [row for row in ground.statements if row.standing == "divides"]
    if not most:
        return headline, ""
    return headline, say(
        words, "figures.ladder.says", sentence=setting.quoted(most[-1].words)
    )


def _how(setting: Setting, ground: Ground) -> Html:
    if len(ground.groups) > MOST_SHAPES:
        return say(setting.words, "figures.ladder.how_many")
    legend = join(
        *(
            join(
                " " if i else "",
                marks.group(i),
                " ",
                setting.marked(group.names),
                "," if i < len(ground.groups) - 1 else "",
            )
            for i, group in enumerate(ground.groups)
        )
    )
    return say(setting.words, "figures.ladder.how", groups=legend)


def _table(setting: Setting, ground: Ground, rows: Sequence[StatementGround]) -> Html:
    words = setting.words
    few = len(ground.groups) <= MOST_SHAPES
    named = [
        join(marks.group(i), tag("span", setting.marked(group.names)))
        for i, group in enumerate(ground.groups)
    ]
    names = (
        named
        if few
        else [escape(words("figures.ladder.low")), escape(words("figures.ladder.high"))]
    )
    axis = tag(
        "span",
        *(tag("span", words.number(tick)) for tick in (0, 50, 100)),
        class_="axis",
    )
    head = tag(
        "tr",
        tag(
            "th",
            tag("span", words("figures.ladder.axis"), class_="vh"),
            axis,
            scope="col",
            class_="wide",
        ),
        *(tag("th", name, scope="col", class_="c") for name in names),
    )
    groups = [
        _section(
            setting,
            standing,
            [row for row in rows if row.standing == standing],
            ground,
            len(names) + 1,
        )
        for standing in STANDINGS
    ]
    return tag(
        "table",
        tag("thead", head),
        *(group for group in groups if group),
        class_="ladder",
    )


def _section(
    setting: Setting,
    standing: Standing,
    rows: Sequence[StatementGround],
    ground: Ground,
    span: int,
) -> Html | None:
    if not rows:
        return None
    title = tag(
        "tr",
        tag(
            "th",
            setting.words(f"figures.ladder.titles.{standing}"),
            colspan=span,
            scope="colgroup",
        ),
        class_="sep",
    )
    return tag("tbody", title, *(_row(setting, row, ground, span) for row in rows))


def _row(setting: Setting, row: StatementGround, ground: Ground, span: int) -> Html:
    form = numbers.style(setting.words.lang)
    sentence = tag(
        "th",
        form.opening,
        setting.marked(row.words),
        form.closing,
        colspan=span,
        scope="rowgroup",
    )
    agrees = [None if answers is None else answers.agree for answers in row.answers]
    if len(agrees) <= MOST_SHAPES:
        written = [_value(setting, cell, i) for i, cell in enumerate(agrees)]
    else:
        written = _extremes(setting, agrees, ground)
    return join(
        tag("tr", sentence, class_="q"),
        tag("tr", tag("td", _lanes(agrees), class_="wide"), *written, class_="v"),
    )


def _value(setting: Setting, cell: Cell | None, position: int) -> Html:
    if cell is None:
        return tag(
            "td",
            tag("span", setting.words("figures.not_asked"), class_="small"),
            class_="c",
        )
    part = cells.hundred(cell)
    if part is None:
        return tag(
            "td",
            tag("span", setting.words("style.hidden_short"), class_="hid"),
            class_="c",
        )
    return tag("td", marks.group(position), " ", setting.words.number(part), class_="c")


def _extremes(
    setting: Setting, agrees: Sequence[Cell | None], ground: Ground
) -> list[Html]:
    known = [
        (part, setting.name(group.names))
        for cell, group in zip(agrees, ground.groups, strict=True)
        if cell is not None and (part := cells.hundred(cell)) is not None
    ]
    if not known:
        hidden = tag("span", setting.words("style.hidden_short"), class_="hid")
        return [tag("td", hidden, class_="c"), tag("td", hidden, class_="c")]
    return [
        tag("td", setting.words.number(part), tag("small", name), class_="c")
        for part, name in (min(known), max(known))
    ]


def lanes(parts: Sequence[float]) -> list[int]:
    """Return a lane (0, 1 or 2) for each mark, so that near ones do not overprint."""
    taken: list[int] = [0] * len(parts)
    last = [-100.0, -100.0, -100.0]
    for position in sorted(range(len(parts)), key=lambda i: parts[i]):
        free = [lane for lane in range(3) if parts[position] - last[lane] >= CLOSE]
        lane = free[0] if free else min(range(3), key=lambda candidate: last[candidate])
        taken[position], last[lane] = lane, parts[position]
    return taken


def _lanes(agrees: Sequence[Cell | None]) -> Html:
    """Return the axis, a band from the lowest to the highest, and one mark a group."""
    known = [
        (i, part)
        for i, cell in enumerate(agrees)
        if cell is not None and (part := cells.hundred(cell)) is not None
    ]
    pieces = [
        tag(
            "line",
            x1="3%",
            x2="97%",
            y1="50%",
            y2="50%",
            stroke=marks.LINE,
            stroke_width=1.2,
        )
    ]
    pieces += [
        tag(
            "line",
            x1=x,
            x2=x,
            y1="14%",
            y2="86%",
            stroke=marks.LINE_2,
            stroke_width=0.9,
        )
        for x in ("3%", "50%", "97%")
    ]
    if known:
        xs = [3 + 0.94 * part for _, part in known]
        pieces.append(
            tag(
                "rect",
                x=f"{min(xs):.1f}%",
                y="26%",
                width=f"{max(xs) - min(xs):.1f}%",
                height="48%",
                fill="#f3ecdd",
                stroke=marks.LINE_2,
                stroke_width=0.6,
            )
        )
        for (i, _), x, lane in zip(
            known, xs, lanes([part for _, part in known]), strict=True
        ):
            y = (50, 22, 78)[lane]
            pieces.append(_mark(i, x, y, plain=len(agrees) > MOST_SHAPES))
    return tag("svg", *pieces, class_="flip lanes", aria_hidden="true")


def _mark(position: int, x: float, y: int, *, plain: bool) -> Html:
    drawn = (
        (marks.dot(marks.PAPER, marks.INK),) if plain else marks.group_paths(position)
    )
    placed = tag("g", *drawn, transform="translate(-6 -6)")
    return tag("svg", placed, x=f"{x:.1f}%", y=f"{y}%", overflow="visible")


def _data(setting: Setting, row: StatementGround) -> tuple[Entry, ...]:
    standing = setting.words(f"figures.ladder.standings.{row.standing}")
    asked = (
        setting.words("figures.not_asked") if answers is None else answers.agree
        for answers in row.answers
    )
    return (setting.name(row.words), standing, *asked)
