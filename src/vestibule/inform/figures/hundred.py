"""If a hundred people: how each group answers one sentence (G5)."""

from __future__ import annotations

from collections.abc import Sequence

from vestibule.inform.figures import bases, cells, marks
from vestibule.inform.figures.figure import Entry, Figure
from vestibule.inform.figures.setting import Setting
from vestibule.inform.markup import Html, join, say, tag
from vestibule.inform.meeting import Answers, Ground, MethodSplit, StatementGround
from vestibule.protect.cleared import Hidden
from vestibule.words import numbers

ACROSS = 20
"""People in a row: five rows make a hundred, and fit a phone."""

KINDS = ("agree", "passed", "disagree")
"""Answers, in the order they are drawn."""

Box = tuple[str, Html | None, Answers]
"""Who answers, their mark, what they answer."""


def draw(
    setting: Setting, number: int, ground: Ground, statement: StatementGround
) -> Figure:
    """Return a hundred people of each group before one sentence they share.

    Parameters
    ----------
    setting : Setting
        Of the page.
    number : int
        Of the figure.
    ground : Ground
        The comparison.
    statement : StatementGround
        One of its statements; each group has its answers in the same order.

    Returns
    -------
    Figure
        The lowest group is in the headline: ground is as common as its lowest part.
    """
    words = setting.words
    boxes = [
        (setting.name(group.names), marks.group(position), answers)
        for position, (group, answers) in enumerate(
            zip(ground.groups, statement.answers, strict=True)
        )
        if answers is not None
    ]
    sentence = words.quoted(setting.name(statement.words))
    headline, lowest = _headline(setting, boxes)
    return Figure(
        kind="hundred",
        number=number,
        lang=words.lang,
        headline=headline,
        says=lowest,
        how_to_read=_how(setting, boxes),
        body=join(_sentence(setting, statement), _boxes(setting, boxes)),
        base=bases.of_statement(setting, ground, statement),
        source=setting.source("answers"),
        caveat=words("figures.hundred.limit"),
        spoken=words(
            "figures.hundred.spoken",
            sentence=sentence,
            headline=headline,
            lowest=lowest,
        ),
        header=tuple(words(f"figures.hundred.{key}") for key in ("group", *KINDS)),
        rows=tuple(_data(name, answers) for name, _, answers in boxes),
        fictitious=setting.fictitious,
    )


def split(setting: Setting, number: int, statement: MethodSplit) -> Figure:
    """Return one sentence counted by raised hands and in secret, side by side."""
    words = setting.words
    boxes: list[Box] = [
        (words("figures.split.public"), None, statement.public),
        (words("figures.split.secret"), None, statement.secret),
    ]
    public, secret = (cells.hundred(box[2].agree) for box in boxes)
    if public is None or secret is None:
        headline = words("figures.split.hidden")
    else:
        headline = words("figures.split.headline", public=public, secret=secret)
    sentence = words.quoted(setting.name(statement.words))
    says = words("figures.split.says")
    return Figure(
        kind="split",
        number=number,
        lang=words.lang,
        headline=headline,
        says=says,
        how_to_read=_how(setting, boxes),
        body=join(_sentence(setting, statement), _boxes(setting, boxes)),
        base=words(
            "figures.split.base",
            public=_of(setting, statement.public),
            secret=_of(setting, statement.secret),
        ),
        source=setting.source("answers"),
        caveat=words("figures.split.limit"),
        spoken=words(
            "figures.hundred.spoken", sentence=sentence, headline=headline, lowest=says
        ),
        header=tuple(words(f"figures.hundred.{key}") for key in ("counted", *KINDS)),
        rows=tuple(_data(name, answers) for name, _, answers in boxes),
        fictitious=setting.fictitious,
    )


def _of(setting: Setting, answers: Answers) -> str:
    of = getattr(answers.agree, "of", None)
    return (
        setting.words("style.hidden_short") if of is None else setting.words.number(of)
    )


def _sentence(setting: Setting, statement: StatementGround | MethodSplit) -> Html:
    opening, closing = _quotes(setting)
    return tag(
        "p", opening, setting.marked(statement.words), closing, class_="sentence"
    )


def _quotes(setting: Setting) -> tuple[str, str]:
    form = numbers.style(setting.words.lang)
    return form.opening, form.closing


def _headline(setting: Setting, boxes: Sequence[Box]) -> tuple[str, str]:
    words = setting.words
    known = [
        (part, name)
        for name, _, answers in boxes
        if (part := cells.share(answers.agree)) is not None
    ]
    if not known:
        return words("figures.hundred.hidden"), ""
    low, name = min(known)
    part = numbers.per_hundred(low)
    everyone = len(known) == len(boxes)
    headline = words(
        f"figures.hundred.{'headline' if everyone else 'headline_shown'}", n=part
    )
    return headline, words("figures.hundred.lowest", name=name, n=part)


def _how(setting: Setting, boxes: Sequence[Box]) -> Html:
    drawn = {kind: marks.person(kind) for kind in KINDS}
    return say(setting.words, "figures.hundred.how", **drawn)


def _boxes(setting: Setting, boxes: Sequence[Box]) -> Html:
    return tag("div", *(_box(setting, box) for box in boxes), class_="people-boxes")


def _box(setting: Setting, box: Box) -> Html:
    name, mark, answers = box
    words = setting.words
    heading = tag("p", mark, " " if mark else None, name, class_="people-name")
    part = cells.hundred(answers.agree)
    if part is None:
        return tag(
            "div",
            heading,
            tag("p", words("style.hidden"), class_="hid pad"),
            class_="people",
        )
    told = tag(
        "p",
        tag("b", words.number(part)),
        " ",
        words("figures.hundred.in_100"),
        class_="people-n",
    )
    rest = tag("p", _rest(setting, answers), class_="small")
    return tag("div", heading, told, _crowd(answers), rest, class_="people")


def _rest(setting: Setting, answers: Answers) -> str:
    words = setting.words
    passed, against = cells.hundred(answers.passed), cells.hundred(answers.disagree)
    if passed is None or against is None:
        return words("figures.hundred.rest_hidden")
    return words("figures.hundred.rest", passed=passed, against=against)


def hundred_people(answers: Answers) -> dict[str, int]:
    """Return how many of a hundred drawn people give each answer; they sum to 100.

    Where a cell is withheld, those who do not agree are drawn as one: an outline.

    Returns
    -------
    dict of str to int
        ``agree``, ``passed`` and ``disagree``.
    """
    agree = cells.hundred(answers.agree) or 0
    against = cells.hundred(answers.disagree)
    if against is None or isinstance(answers.passed, Hidden):
        return {"agree": agree, "passed": 100 - agree, "disagree": 0}
    against = min(against, 100 - agree)
    return {"agree": agree, "passed": 100 - agree - against, "disagree": against}


def _crowd(answers: Answers) -> Html:
    drawn: list[Html] = []
    begin = 0
    for kind, n in hundred_people(answers).items():
        spots = [
            (float(i % ACROSS * 10), float(i // ACROSS * 16))
            for i in range(begin, begin + n)
        ]
        drawn += marks.people_paths(spots, kind)
        begin += n
    return tag(
        "svg", *drawn, viewBox="-1 -1 200 80", class_="flip crowd", aria_hidden="true"
    )


def _data(name: str, answers: Answers) -> tuple[Entry, ...]:
    return (name, answers.agree, answers.passed, answers.disagree)
