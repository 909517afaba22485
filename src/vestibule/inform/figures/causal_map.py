"""What makes what more or less likely, as people told it: a map, one loop at a time."""

from __future__ import annotations

from collections.abc import Iterator

from vestibule.inform.figures import arrows, cells, layers, marks
from vestibule.inform.figures.arrows import Arrow
from vestibule.inform.figures.figure import Entry, Figure
from vestibule.inform.figures.setting import Setting
from vestibule.inform.mapped import MapLever, MapLink, MapStory, MapTold
from vestibule.inform.markup import Html, aloud, join, tag
from vestibule.protect.cleared import Count, Hidden
from vestibule.words import Catalogue, numbers

INKS = {"more": marks.TERRACOTTA, "less": marks.INDIGO, "unclear": marks.INK}
DASHES = {"more": None, "less": "7 4", "unclear": "2 4"}
"""A link never differs by its ink alone: solid, dashed, dotted."""

WIDTHS = (1.6, 2.4, 3.4, 4.6)
"""Of lines, in pixels, by quarters of the link that most gatherings told."""


def draw(setting: Setting, number: int, told: MapTold) -> Figure:
    """Return the map of what people told.

    Parameters
    ----------
    setting : Setting
        Of the page.
    number : int
        Of the figure.
    told : MapTold
        Cleared.

    Returns
    -------
    Figure
        Boxes with words in HTML over arrows in SVG; a list of loops, each of which
        darkens its part of the map without a script; a list of links that says all of
        it again. Where nothing may be shown, the sentence that says so.

    Raises
    ------
    NotCleared
        If a number was not cleared.
    """
    words = setting.words
    headline = _headline(setting, told)
    says = [
        f"{words(f'map.turn.{one.turn}')} {whole(words, one)}"
        for one in told.stories[:1]
    ]
    return Figure(
        kind="causal-map",
        number=number,
        lang=words.lang,
        headline=headline,
        says=" ".join(says),
        how_to_read=_how(words) if told.links else "",
        body=_body(setting, number, told),
        base=_base(words, told),
        source=words("map.source", month=setting.month),
        caveat=_caveat(words, told),
        spoken=aloud(headline, *says, words("map.claims")),
        header=tuple(
            words(f"map.columns.{name}")
            for name in ("cause", "does", "effect", "told", "contrary")
        ),
        rows=tuple(_row(setting, told, link) for link in told.links),
        fictitious=setting.fictitious,
    )


def _headline(setting: Setting, told: MapTold) -> str:
    words = setting.words
    if not told.links:
        return words("map.nothing")
    if not told.stories:
        return words("map.no_loop", n=len(told.links))
    names = [_quoted(setting, told, one) for one in told.stories[0].factors]
    key = f"map.headline.{told.stories[0].turn}"
    return words(key, first=names[0], rest=words.joined(names[1:]))


def _name(setting: Setting, told: MapTold, factor: int) -> str:
    return setting.name(told.factors[factor].names)


def _quoted(setting: Setting, told: MapTold, factor: int) -> str:
    return setting.words.quoted(_name(setting, told, factor))


def story(setting: Setting, told: MapTold, one: MapStory) -> str:
    """Return a loop in words: each link, what it does, and whether anyone told it whole.

    Parameters
    ----------
    setting : Setting
        Of the page.
    told : MapTold
        The map.
    one : MapStory
        Of its stories.

    Returns
    -------
    str
        Three sentences.
    """
    words = setting.words
    names = [_quoted(setting, told, at) for at in (*one.factors, one.factors[0])]
    chain = words(f"map.chain.{one.directions[0]}", cause=names[0], effect=names[1])
    for direction, name in zip(one.directions[1:], names[2:], strict=True):
        chain += words(f"map.chain.then_{direction}", effect=name)
    return f"{chain}. {words(f'map.turn.{one.turn}')} {whole(words, one)}"


def whole(words: Catalogue, one: MapStory) -> str:
    """Return in how many gatherings a loop was told whole, or that it is assembled."""
    cell = cells.required(one.whole)
    if isinstance(cell, Hidden):
        return words("map.whole_few")
    if cell.value == 0:
        return words("map.assembled_there")
    return words("map.whole", n=cell.value)


def _how(words: Catalogue) -> Html:
    line = {name: _line(name) for name in INKS}
    text = words("map.how")
    pieces: list[str | Html] = []
    for part in text.split("|"):
        pieces.append(line.get(part, part))
    return join(*pieces)


def _line(direction: str) -> Html:
    drawn = tag(
        "path",
        d="M1 6h34",
        fill="none",
        stroke=INKS[direction],
        stroke_width=3,
        stroke_dasharray=DASHES[direction],
    )
    return marks.svg(drawn, box="0 0 36 12", class_="mk dash")


def _caveat(words: Catalogue, told: MapTold) -> str:
    said = [words("map.claims"), words("map.bound", n=told.bound)]
    if told.more:
        said.append(words("map.more"))
    return " ".join(said)


def _base(words: Catalogue, told: MapTold) -> str:
    """Return who told anything, what a link needs to be shown, and what is counted."""
    n = cells.value(told.gatherings)
    lines = [] if n is None else [words("map.base", n=n)]
    if told.links:
        lines += [_needs(words, told), words("map.once")]
    return " ".join(lines)


def _needs(words: Catalogue, told: MapTold) -> str:
    return words("map.needs", n=told.least, people=told.people, places=told.places)


def _body(setting: Setting, number: int, told: MapTold) -> Html:
    if not told.links:
        return tag("p", _needs(setting.words, told), class_="small")
    picks = _picks(setting, number, told) if told.stories else ()
    whole_map = tag("fieldset", *picks, _drawing(setting, told), class_="causal")
    return join(whole_map, _levers(setting, told), _list(setting, told))


def _picks(setting: Setting, number: int, told: MapTold) -> Iterator[Html]:
    """Yield the choices above the map: all of it, or one loop."""
    words = setting.words
    yield tag("legend", words("map.stories"))
    texts = [words("map.whole_map")]
    texts += [story(setting, told, one) for one in told.stories]
    for at, text in enumerate(texts):
        name = f"fig-{number}-pick-{at}"
        yield tag(
            "input",
            type="radio",
            name=f"fig-{number}-pick",
            id=name,
            class_=f"pick pick-{at}",
            checked=at == 0,
        )
        yield tag("label", text, for_=name)


def _drawing(setting: Setting, told: MapTold) -> Html:
    pairs = [(link.cause, link.effect) for link in told.links]
    weight = [float(cells.value(link.told) or 1) for link in told.links]
    laid = layers.laid_out(len(told.factors), dict(zip(pairs, weight, strict=True)))
    found = arrows.arrows(laid, pairs)
    most = max(weight)
    high = arrows.height(laid)
    lines, heads = [], []
    for link, n in zip(told.links, weight, strict=True):
        where = found[link.cause, link.effect]
        in_ = _in(told, (link.cause, link.effect))
        lines.append(_stroke(link, where, WIDTHS[min(3, int(4 * n / most))], in_))
        heads.append(_head(link, where, in_))
    drawn = tag(
        "svg",
        *lines,
        viewBox=f"0 0 100 {high:.2f}",
        preserveAspectRatio="none",
        aria_hidden="true",
    )
    boxes = [_box(setting, told, laid, at) for at in range(len(told.factors))]
    return tag(
        "div",
        drawn,
        *heads,
        *boxes,
        class_="drawn",
        style=f"block-size:{high:.2f}rem",
    )


def _in(told: MapTold, pair: tuple[int, int]) -> str:
    """Return the classes of the stories that a link belongs to."""
    found = []
    for at, one in enumerate(told.stories, start=1):
        after = (*one.factors[1:], one.factors[0])
        if pair in zip(one.factors, after, strict=True):
            found.append(f"in-{at}")
    return " ".join(found)


def _stroke(link: MapLink, where: Arrow, width: float, in_: str) -> Html:
    return tag(
        "path",
        d=where.path,
        fill="none",
        stroke=INKS[link.direction],
        stroke_width=width,
        stroke_dasharray=DASHES[link.direction],
        vector_effect="non-scaling-stroke",
        class_=f"part {in_}".strip(),
    )


def _head(link: MapLink, where: Arrow, in_: str) -> Html:
    d = "M1 11 6 1 11 11z" if where.up else "M1 1 6 11 11 1z"
    place = "up" if where.up else "down"
    return tag(
        "svg",
        marks.path(d, fill=INKS[link.direction]),
        viewBox="0 0 12 12",
        class_=f"head {place} part {in_}".strip(),
        style=f"left:{where.x:.2f}%;top:{where.y:.2f}rem",
        aria_hidden="true",
    )


def _box(setting: Setting, told: MapTold, laid: layers.Layers, at: int) -> Html:
    stories = [
        f"in-{n}" for n, one in enumerate(told.stories, start=1) if at in one.factors
    ]
    lever = any(one.factor == at for one in told.levers)
    classes = ["box", "part", *(["lever"] if lever else []), *stories]
    inside = setting.marked(told.factors[at].names)
    style = (
        f"left:{arrows.start(laid, at):.2f}%;top:{arrows.top(laid, at):.2f}rem;"
        f"width:{arrows.BOX_WIDTH:g}%;height:{arrows.BOX_HEIGHT:g}rem"
    )
    return tag(
        "div",
        tag("span", tag("b", "⚑ ", aria_hidden="true") if lever else None, inside),
        class_=" ".join(classes),
        style=style,
    )


def _levers(setting: Setting, told: MapTold) -> Html | None:
    if not told.levers:
        return None
    words, lines = setting.words, []
    for one in told.levers:
        name = tag("b", "⚑ ", setting.marked(told.factors[one.factor].names))
        lines.append(tag("li", name, tag("small", _why(words, one))))
    return join(
        tag("h4", words("map.lever.title")), tag("ul", *lines, class_="links levers")
    )


def lever(setting: Setting, told: MapTold, one: MapLever) -> str:
    """Return where one could act, why, and that people decide.

    Parameters
    ----------
    setting : Setting
        Of the page.
    told : MapTold
        The map.
    one : MapLever
        Of its levers.

    Returns
    -------
    str
        Its name, then two or three sentences.
    """
    return f"{_quoted(setting, told, one.factor)}. {_why(setting.words, one)}"


def _why(words: Catalogue, one: MapLever) -> str:
    reasons = [words("map.lever.loops", n=one.loops)] if one.loops else []
    reasons += [words("map.lever.acts_on", n=one.acts_on)] if one.acts_on else []
    said = [
        words("map.lever.reason", why=words.joined(reasons)),
        words(f"map.lever.{'decided' if one.decided else 'proposed'}"),
    ]
    if one.contested:
        said.append(words("map.lever.contested"))
    return " ".join(said)


def _list(setting: Setting, told: MapTold) -> Html:
    words = setting.words
    arrow = f" {numbers.style(words.lang).arrow} "
    lines = []
    for link in told.links:
        does = tag("b", words(f"map.does.{link.direction}"), class_=link.direction)
        ends = [
            setting.marked(told.factors[one].names) for one in (link.cause, link.effect)
        ]
        lines.append(
            tag("li", ends[0], arrow, does, arrow, ends[1], _told(words, link))
        )
    return join(
        tag("h4", words("map.list")), tag("ul", *lines, class_="links causal-list")
    )


def _told(words: Catalogue, link: MapLink) -> Html:
    said = words("map.told", n=cells.value(link.told) or 0)
    if link.contrary is not None:
        contrary = cells.required(link.contrary)
        said += " " + (
            words("map.contrary", n=contrary.value)
            if isinstance(contrary, Count)
            else words("map.contrary_few")
        )
    return tag("small", said)


def _row(setting: Setting, told: MapTold, link: MapLink) -> tuple[Entry, ...]:
    words = setting.words
    contrary: Entry = words("map.none") if link.contrary is None else link.contrary
    return (
        _name(setting, told, link.cause),
        words(f"map.does.{link.direction}"),
        _name(setting, told, link.effect),
        link.told,
        contrary,
    )
