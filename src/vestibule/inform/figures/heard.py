"""Who was heard, against who should be: a dumbbell for each place (G1)."""

from __future__ import annotations

from collections.abc import Sequence

from vestibule.inform.figures import cells, marks
from vestibule.inform.figures.figure import Entry, Figure
from vestibule.inform.figures.setting import Setting
from vestibule.inform.markup import Html, aloud, join, say, tag
from vestibule.inform.material import PlaceHeard

WIDEST = 2.0
"""A place heard more than twice its target is drawn at the edge."""


FEWEST = 0.005
"""Below this share of the inhabitants a place is said to have fewer than 1 in 100."""


def draw(setting: Setting, number: int, places: Sequence[PlaceHeard]) -> Figure | None:
    """Return attendances beside targets by place; None where no target is set.

    Parameters
    ----------
    setting : Setting
        Of the page.
    number : int
        Of the figure.
    places : sequence of PlaceHeard
        Places with a target; others are left out.

    Returns
    -------
    Figure or None
        From most to least heard for its target, places without anyone last.
    """
    rows = sorted((place for place in places if place.target), key=_falling)
    if not rows:
        return None
    widest = max(1.25, min(WIDEST, max(map(ratio, rows))))
    words = setting.words
    return Figure(
        kind="heard",
        number=number,
        lang=words.lang,
        headline=_headline(setting, rows),
        says=_says(setting, rows),
        how_to_read=_how(setting),
        body=_table(setting, rows, widest),
        base=words("figures.heard.counted", n=len(rows)),
        source=setting.source("gatherings"),
        caveat=words("figures.heard.limit"),
        spoken=aloud(_headline(setting, rows), _says(setting, rows)),
        header=tuple(
            words(f"figures.heard.{key}") for key in ("place", "attendances", "target")
        ),
        rows=tuple(_row_data(setting, row) for row in rows),
        fictitious=setting.fictitious,
    )


def ratio(place: PlaceHeard) -> float:
    """Return attendances over target; 0 where nobody was heard or it is hidden."""
    counted = cells.value(place.attendances)
    return (counted or 0) / place.target if place.target else 0.0


def _falling(place: PlaceHeard) -> tuple[bool, bool, float]:
    hidden = cells.value(place.attendances) is None
    return (place.nobody, hidden, -ratio(place))


def _sorted_out(rows: Sequence[PlaceHeard]) -> dict[str, list[PlaceHeard]]:
    found: dict[str, list[PlaceHeard]] = {
        "enough": [],
        "fewer": [],
        "hidden": [],
        "nobody": [],
    }
    for row in rows:
        if row.nobody:
            key = "nobody"
        elif cells.value(row.attendances) is None:
            key = "hidden"
        else:
            key = "enough" if ratio(row) >= 1 else "fewer"
        found[key].append(row)
    return found


def _headline(setting: Setting, rows: Sequence[PlaceHeard]) -> str:
    words = setting.words
    parts = [
        words(f"figures.heard.parts.{key}", n=len(found))
        for key, found in _sorted_out(rows).items()
        if found
    ]
    return words("figures.heard.headline", n=len(rows), parts=words.joined(parts))


def _says(setting: Setting, rows: Sequence[PlaceHeard]) -> str:
    words = setting.words
    missing = [setting.name(row.place) for row in rows if row.nobody]
    if missing:
        return words(
            "figures.heard.nobody", n=len(missing), names=words.joined(missing)
        )
    least = rows[-1]
    if cells.value(least.attendances) is None:
        return ""
    return words(
        "figures.heard.least",
        name=setting.name(least.place),
        heard=cells.number(least.attendances, words),
        target=least.target or 0,
    )


def _how(setting: Setting) -> Html:
    square = marks.svg(
        marks.path(
            marks.SHAPE_PATHS["square"], fill=marks.PAPER, stroke=marks.INK, width=1.6
        )
    )
    disc = marks.svg(marks.dot(marks.INDIGO, marks.INDIGO))
    return say(setting.words, "figures.heard.how", square=square, disc=disc)


def _table(setting: Setting, rows: Sequence[PlaceHeard], widest: float) -> Html:
    words = setting.words
    context = any(row.population_share is not None for row in rows)
    head = tag(
        "tr",
        tag("th", words("figures.heard.place"), scope="col"),
        tag("th", words("figures.heard.against"), scope="col", class_="wide"),
        tag("th", words("figures.heard.attendances"), scope="col", class_="end"),
        tag("th", words("figures.heard.target"), scope="col", class_="end"),
    )
    body = join(*(_row(setting, row, widest, context) for row in rows))
    return tag("table", tag("thead", head), tag("tbody", body), class_="bells")


def _row(setting: Setting, row: PlaceHeard, widest: float, context: bool) -> Html:
    words = setting.words
    inhabitants = None
    if context and row.population_share is not None:
        few = "" if row.population_share >= FEWEST else "_few"
        inhabitants = tag(
            "small",
            words(f"figures.heard.inhabitants{few}", share=row.population_share),
        )
    counted = tag(
        "a", cells.shown(row.attendances, words), href=f"#lieu-{row.place.key}"
    )
    if row.nobody:
        counted = tag("span", words("figures.nobody"), class_="owed")
    return tag(
        "tr",
        tag("th", setting.marked(row.place), inhabitants, scope="row"),
        tag("td", _bell(row, widest), class_="wide"),
        tag("td", tag("b", counted), class_="end"),
        tag("td", words.number(row.target or 0), class_="end"),
    )


def _bell(row: PlaceHeard, widest: float) -> Html:
    """Return the dumbbell: positions in percent of the cell's width."""
    goal, heard = 3 + 94 / widest, 3 + 94 * min(ratio(row), widest) / widest
    pieces = [_line(3, 97, marks.LINE, 1.2)]
    if row.nobody:
        pieces.append(
            _at(3, marks.path("M-4-4 4 4M4-4-4 4", stroke=marks.TERRACOTTA, width=2))
        )
    elif cells.value(row.attendances) is not None:
        over = heard >= goal
        pieces.append(
            _line(goal, heard, marks.INDIGO, 4)
            if over
            else _line(heard, goal, marks.TERRACOTTA, 8, "2 2.5")
        )
    pieces.append(
        _at(
            goal,
            marks.path(
                "M-5-5h10v10h-10z", fill=marks.PAPER, stroke=marks.INK, width=1.6
            ),
        )
    )
    if not row.nobody and cells.value(row.attendances) is not None:
        pieces.append(_at(heard, tag("circle", cx=0, cy=0, r=6, fill=marks.INDIGO)))
    return tag("svg", *pieces, class_="flip bell", aria_hidden="true")


def _line(
    begin: float, end: float, ink: str, width: float, dashes: str | None = None
) -> Html:
    return tag(
        "line", x1=f"{begin:.1f}%", x2=f"{end:.1f}%", y1="50%", y2="50%",
        stroke=ink, stroke_width=width, stroke_dasharray=dashes,
    )  # fmt: skip


def _at(x: float, piece: Html) -> Html:
    return tag("svg", piece, x=f"{x:.1f}%", y="50%", overflow="visible")


def _row_data(setting: Setting, row: PlaceHeard) -> tuple[Entry, ...]:
    heard: Entry = setting.words("figures.nobody") if row.nobody else row.attendances
    return (setting.name(row.place), heard, str(row.target or 0))
