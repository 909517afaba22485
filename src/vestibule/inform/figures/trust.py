"""Trust wave by wave (G8): one small chart a barometer, all on one scale."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from vestibule.inform.figures import cells, marks
from vestibule.inform.figures.figure import Entry, Figure
from vestibule.inform.figures.setting import Setting
from vestibule.inform.followed import Barometer, Verdict, Wave
from vestibule.inform.markup import Html, direction, join, say, tag
from vestibule.protect.cleared import Hidden
from vestibule.words import catalogue

MOST = 12
"""Barometers drawn; the others are in the data."""

MOST_ALOUD = 3
"""Barometers told aloud: some seconds each."""

WIDE, HIGH, EDGE = 240.0, 84.0, 8.0
"""The box of a chart, and what is left free around the marks."""

VERDICTS: tuple[Verdict, ...] = ("rising", "falling", "no-clear-change", "cannot-say")
"""What may be said of a change."""


def draw(setting: Setting, number: int, told: Sequence[Barometer]) -> Figure:
    """Return one small chart for each barometer, in the order of the process.

    Parameters
    ----------
    setting : Setting
        Of the page.
    number : int
        Of the figure.
    told : sequence of Barometer
        One at least.

    Returns
    -------
    Figure
        No ranking: directions of a relation stand apart.
    """
    words = setting.words
    shown = told[:MOST]
    left = len(told) - len(shown)
    headline = title(setting, told)
    lines = " ".join(_aloud(setting, one) for one in shown[:MOST_ALOUD])
    return Figure(
        kind="trust",
        number=number,
        lang=words.lang,
        headline=headline,
        says=words("followed.trust.more", n=left) if left else "",
        how_to_read=say(
            words, "followed.trust.how", dot=_legend("dot"), gap=_legend("gap"), band=_legend("band")
        ),
        body=tag("ul", *(_card(setting, one) for one in shown), class_="trust"),
        base=words("followed.trust.base"),
        source=words("followed.trust.source", month=setting.month),
        caveat=words("followed.trust.limit"),
        spoken=f"{headline}. {lines}",
        header=tuple(
            words(f"followed.trust.columns.{one}")
            for one in ("barometer", "wave", "yes", "share", "verdict")
        ),
        rows=tuple(row for one in told for row in _data(setting, one)),
        fictitious=setting.fictitious,
    )  # fmt: skip


def title(setting: Setting, told: Sequence[Barometer]) -> str:
    """Return what moved, as a sentence without its end."""
    words = setting.words
    parts = []
    for verdict in ("rising", "falling"):
        names = [setting.name(one.names) for one in told if one.verdict == verdict]
        if names:
            parts.append(
                words(f"followed.trust.titles.{verdict}", names=words.some(names, 2))
            )
    if parts:
        first, *others = parts
        lowered = (catalogue.lowered(one) for one in others)
        return words("followed.trust.titles.joined").join([first, *lowered])
    sure = any(one.verdict == "no-clear-change" for one in told)
    return words(f"followed.trust.titles.{'none' if sure else 'unsure'}")


def verdict(setting: Setting, one: Barometer) -> str:
    """Return the word for what happened to a barometer."""
    return setting.words(f"followed.trust.verdicts.{one.verdict}")


def _shown(one: Barometer) -> list[Wave]:
    return [
        wave
        for wave in one.waves
        if wave.said is not None and cells.value(wave.said) is not None
    ]


def _card(setting: Setting, one: Barometer) -> Html:
    words, shown = setting.words, _shown(one)
    name = _upper(setting.name(one.names))
    pieces = [
        tag("p", name, class_="what"),
        tag("p", arrow(one.verdict), " ", tag("b", verdict(setting, one)), class_="verdict"),
    ]  # fmt: skip
    if shown:
        ends = tag(
            "p", *_ends(setting, shown), tag("small", words("followed.trust.of_hundred")), class_="ends-of"
        )  # fmt: skip
        pieces.append(tag("div", chart(one), ends, class_="chart"))
    listed = (tag("li", _wave(setting, wave)) for wave in one.waves)
    pieces.append(tag("ul", *listed, class_="waves"))
    if one.reworded:
        pieces.append(tag("p", words("followed.trust.reworded"), class_="small"))
    return tag("li", *pieces)


def _ends(setting: Setting, shown: Sequence[Wave]) -> Iterator[Html]:
    """Yield the first and the last value; time runs as in the line, left to right."""
    first, last = (cells.hundred(shown[at].said) or 0 for at in (0, -1))
    number, pieces = setting.words.number, list[Html]()
    if len(shown) > 1:
        then = setting.words("followed.trust.then")
        pieces += [
            tag("span", number(first), class_="nb"),
            tag("span", " → ", aria_hidden="true"),
            tag("span", f" {then} ", class_="vh"),
        ]
    pieces.append(tag("b", number(last), class_="nb"))
    against = direction(setting.words.lang) == "rtl"
    yield tag("span", *pieces, dir="ltr") if against else join(*pieces)
    yield Html(" ")


def _wave(setting: Setting, wave: Wave) -> Html:
    words = setting.words
    head = tag("b", words("followed.trust.wave", number=wave.number))
    if wave.said is None:
        return join(head, " ", words("figures.not_asked"))
    known = cells.value(wave.said)
    if known is None:
        return join(head, " ", cells.shown(wave.said, words))
    told = words("style.of", n=known, of=cells.base(wave.said) or 0)
    if wave.between is None:
        return join(head, " ", told)
    ends = {"low": wave.between.low, "high": wave.between.high}
    return join(
        head, " ", told, " ", tag("small", words("followed.trust.between", **ends))
    )


# The chart


def chart(one: Barometer) -> Html:
    """Return the line of a barometer: dashed over gaps, hatched where hidden."""
    at = _places(one.waves)
    shown = _shown(one)
    pieces = [marks.path(f"M0 {_y(p):g}H{WIDE:g}", stroke=marks.LINE, width=1) for p in (0, 50, 100)]  # fmt: skip
    pieces += [
        _band(first, last, at)
        for first, last in pairwise(shown)
        if last.number == first.number + 1 and first.between and last.between
    ]
    pieces += [_bar(wave, at) for wave in shown if wave.between]
    pieces += [_line(first, last, at) for first, last in pairwise(shown)]
    pieces += [
        tag(
            "circle", cx=f"{at[wave.number]:g}", cy=f"{_height(wave):g}", r=4.5,
            fill=marks.INDIGO, stroke=marks.PAPER, stroke_width=1.5,
        )
        for wave in shown
    ]  # fmt: skip
    pieces += [
        _hatched(at[wave.number]) for wave in one.waves if isinstance(wave.said, Hidden)
    ]
    return marks.svg(*pieces, box=f"0 0 {WIDE:g} {HIGH:g}", class_="trust-line")


def _places(waves: Sequence[Wave]) -> dict[int, float]:
    first, last = waves[0].number, waves[-1].number
    room = WIDE - 2 * EDGE
    return {
        wave.number: EDGE + room * (wave.number - first) / ((last - first) or 1)
        for wave in waves
    }


def _y(hundred: float) -> float:
    return round(EDGE + (100 - hundred) / 100 * (HIGH - 2 * EDGE), 1)


def _height(wave: Wave) -> float:
    return _y(cells.hundred(wave.said) or 0)


def _line(first: Wave, last: Wave, at: dict[int, float]) -> Html:
    is_gap = last.number > first.number + 1
    return tag(
        "path",
        d=f"M{at[first.number]:g} {_height(first):g}L{at[last.number]:g} {_height(last):g}",
        fill="none",
        stroke=marks.LINE_2 if is_gap else marks.INDIGO,
        stroke_width=1.6 if is_gap else 2.4,
        stroke_dasharray="4 4" if is_gap else None,
    )


def _band(first: Wave, last: Wave, at: dict[int, float]) -> Html:
    one, two = first.between, last.between
    if one is None or two is None:
        return Html("")
    x1, x2 = at[first.number], at[last.number]
    d = f"M{x1:g} {_y(one.low):g}L{x2:g} {_y(two.low):g}L{x2:g} {_y(two.high):g}L{x1:g} {_y(one.high):g}z"
    return marks.path(d, fill="#c3d1e4")


def _bar(wave: Wave, at: dict[int, float]) -> Html:
    if wave.between is None:
        return Html("")
    x, low, high = at[wave.number], _y(wave.between.low), _y(wave.between.high)
    d = f"M{x:g} {low:g}V{high:g}M{x - 4:g} {low:g}h8M{x - 4:g} {high:g}h8"
    return marks.path(d, stroke=marks.INK, width=1)


def _hatched(x: float) -> Html:
    y = _y(50) - 6
    box = marks.path(f"M{x - 6:g} {y:g}h12v12h-12z", fill=marks.PAPER, stroke=marks.INK, width=1.2)  # fmt: skip
    lines = marks.path(f"M{x - 5:g} {y + 7:g}l6-6m-4 10 9-9", stroke=marks.INK, width=1)
    return join(box, lines)


ARROWS = {
    "rising": "M2 9.5 9.5 2M4.5 2h5v5",
    "falling": "M2 2.5 9.5 10M4.5 10h5V5",
    "no-clear-change": "M1 6h9.5M7.5 3l3 3-3 3",
    "cannot-say": "M2 6h1.5m2 0H7m2 0h1.5",
}
"""What was told of a change, as a stroke in a 12 x 12 box."""


def arrow(name: Verdict) -> Html:
    """Return the mark of a verdict: up, down, level, dots."""
    return marks.svg(marks.path(ARROWS[name], stroke="currentColor", width=2))


def _legend(name: str) -> Html:
    """Return the marks that the sentence above the charts names."""
    drawn = {
        "dot": (marks.dot(marks.INDIGO, marks.INDIGO),),
        "gap": (
            tag("path", d="M0 6h12", fill="none", stroke=marks.LINE_2, stroke_width=2, stroke_dasharray="3 2"),
        ),
        "band": (marks.path("M0 2h12v8H0z", fill="#c3d1e4"),),
    }  # fmt: skip
    return marks.svg(*drawn[name])


# Words and data


def _aloud(setting: Setting, one: Barometer) -> str:
    words, shown = setting.words, _shown(one)
    name, said = _upper(setting.name(one.names)), verdict(setting, one)
    if len(shown) < 2:
        return words("followed.trust.aloud_short", name=name, verdict=said)
    first, last = (cells.share(shown[at].said) or 0.0 for at in (0, -1))
    return words(
        "followed.trust.aloud", name=name, first=first, last=last, verdict=said
    )


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _data(setting: Setting, one: Barometer) -> list[tuple[Entry, ...]]:
    words = setting.words
    return [
        (
            setting.name(one.names),
            words("followed.trust.wave", number=wave.number),
            words("figures.not_asked") if wave.said is None else wave.said,
            wave.between if wave.between is not None else "",
            verdict(setting, one),
        )
        for wave in one.waves
    ]
