"""From what is most shared to what splits most: one row per sentence."""

from __future__ import annotations

from collections.abc import Sequence

from vestibule.inform.figures import bases, cells, lanes, marks, sureness
from vestibule.inform.figures.figure import Entry, Figure
from vestibule.inform.figures.lanes import MOST_SHAPES, Mark
from vestibule.inform.figures.setting import Setting
from vestibule.inform.markup import Html, aloud, escape, join, plain, say, tag
from vestibule.inform.meeting import Ground, Standing, StatementGround
from vestibule.words import numbers

MOST_ROWS = 12
"""A figure holds at most this many rows of marks."""

STANDINGS: tuple[Standing, ...] = ("shared", "undecided", "unshared", "divides")
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
        body=join(_table(setting, ground, rows), _thin(setting, ground)),
        base=bases.of_ground(setting, ground),
        source=setting.source("answers"),
        caveat=_caveat(setting, ground, left_out),
        spoken=_spoken(setting, ground, headline, says),
        header=_header(setting, ground),
        rows=tuple(_data(setting, ground, row) for row in ground.statements),
        fictitious=setting.fictitious,
    )


def chosen(statements: Sequence[StatementGround]) -> list[StatementGround]:
    """Return at most twelve statements: the most shared, the most split, in order."""
    if len(statements) <= MOST_ROWS:
        return list(statements)
    shared = [row for row in statements if row.standing == "shared"][:5]
    divides = [row for row in statements if row.standing == "divides"][-5:]
    room = MOST_ROWS - len(shared) - len(divides)
    between = [row for row in statements if row.standing in {"undecided", "unshared"}]
    return [*shared, *between[:room], *divides]


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


def _caveat(setting: Setting, ground: Ground, left_out: int) -> str:
    words = setting.words
    parts = [
        words(
            "figures.ladder.limit",
            sure=numbers.per_hundred(1 - ground.error),
            threshold=numbers.per_hundred(ground.threshold),
        ),
        sureness.errors(setting, _counted(ground, "shared"), ground.expected_false),
        words("figures.ladder.left_out", n=left_out) if left_out else "",
    ]
    return " ".join(filter(None, parts))


def _thin(setting: Setting, ground: Ground) -> Html | None:
    """Return which groups were not heard enough, by their names alone."""
    said = _unheard(setting, ground)
    return tag("p", said, class_="small thin") if said else None


def _unheard(setting: Setting, ground: Ground) -> str:
    if not ground.thin:
        return ""
    names = setting.words.joined(setting.name(names) for names in ground.thin)
    return setting.words("figures.ladder.thin", names=names)


def _spoken(setting: Setting, ground: Ground, headline: str, says: str) -> str:
    return aloud(
        plain(headline),
        _steadiest(setting, ground),
        plain(says),
        _unheard(setting, ground),
    )


def _steadiest(setting: Setting, ground: Ground) -> str:
    """Return what is shared most, and how surely."""
    for row in ground.statements:
        if row.stability is not None:
            sentence = plain(setting.quoted(row.words))
            said = setting.words("figures.ladder.most", sentence=sentence)
            return f"{said} {sureness.aloud(setting, ground, row.stability)}"
    return ""


def _how(setting: Setting, ground: Ground) -> Html:
    threshold = numbers.per_hundred(ground.threshold)
    if len(ground.groups) > MOST_SHAPES:
        return say(setting.words, "figures.ladder.how_many", threshold=threshold)
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
    return say(setting.words, "figures.ladder.how", groups=legend, threshold=threshold)


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
    steady = row.stability
    sentence = tag(
        "th",
        form.opening,
        setting.marked(row.words),
        form.closing,
        tag("small", sureness.line(setting, ground, steady)) if steady else None,
        colspan=span,
        scope="rowgroup",
    )
    given = [_mark(row, position) for position in range(len(row.answers))]
    if len(given) <= MOST_SHAPES:
        written = [_value(setting, row, i, mark) for i, mark in enumerate(given)]
    else:
        written = _extremes(setting, given, ground)
    axis = lanes.draw(given, threshold=numbers.per_hundred(ground.threshold))
    return join(
        tag("tr", sentence, class_="q"),
        tag("tr", tag("td", axis, class_="wide"), *written, class_="v"),
    )


def _mark(row: StatementGround, position: int) -> Mark | None:
    """Return where a group stands: as estimated, else as counted."""
    answers, found = row.answers[position], row.estimate(position)
    if found is not None:
        return Mark(middle=found.middle, low=found.low, high=found.high)
    part = None if answers is None else cells.hundred(answers.agree)
    return None if part is None else Mark(middle=part)


def _value(
    setting: Setting, row: StatementGround, position: int, mark: Mark | None
) -> Html:
    if mark is None:
        asked = row.answers[position] is not None
        text = setting.words("style.hidden_short" if asked else "figures.not_asked")
        return tag("td", tag("span", text, class_="hid"), class_="c")
    return tag("td", marks.group(position), *_told(setting, mark), class_="c")


def _told(setting: Setting, mark: Mark) -> list[Html]:
    """Return the number of a mark, and below it the ends of its interval."""
    number = join(" ", setting.words.number(mark.middle))
    if mark.low is None or mark.high is None:
        return [number]
    ends = setting.words("figures.ladder.ends", low=mark.low, high=mark.high)
    return [number, tag("small", ends, class_="nb", dir="ltr")]


def _extremes(
    setting: Setting, given: Sequence[Mark | None], ground: Ground
) -> list[Html]:
    known = sorted(
        (
            (mark, setting.name(group.names))
            for mark, group in zip(given, ground.groups, strict=True)
            if mark is not None
        ),
        key=lambda one: (one[0].middle, one[1]),
    )
    if not known:
        hidden = tag("span", setting.words("style.hidden_short"), class_="hid")
        return [tag("td", hidden, class_="c"), tag("td", hidden, class_="c")]
    return [
        tag("td", *_told(setting, mark), tag("small", name), class_="c")
        for mark, name in (known[0], known[-1])
    ]


def _header(setting: Setting, ground: Ground) -> tuple[str, ...]:
    words = setting.words
    names = [setting.name(group.names) for group in ground.groups]
    return (
        words("figures.ladder.sentence"),
        words("figures.ladder.standing"),
        *names,
        *(words("figures.ladder.estimate", name=name) for name in names),
        words("figures.ladder.sure"),
    )


def _data(setting: Setting, ground: Ground, row: StatementGround) -> tuple[Entry, ...]:
    standing = setting.words(f"figures.ladder.standings.{row.standing}")
    asked = (
        setting.words("figures.not_asked") if answers is None else answers.agree
        for answers in row.answers
    )
    estimates = (row.estimate(i) or "" for i in range(len(row.answers)))
    steady = row.stability
    sure = sureness.line(setting, ground, steady) if steady else ""
    return (setting.name(row.words), standing, *asked, *estimates, sure)
