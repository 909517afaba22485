"""All answers to each statement of a conversation: one bar a statement."""

from __future__ import annotations

from collections.abc import Sequence

from vestibule.inform.figures import cells, marks
from vestibule.inform.figures.figure import Entry, Figure
from vestibule.inform.figures.hundred import KINDS
from vestibule.inform.figures.setting import Setting
from vestibule.inform.markup import Html, aloud, plain, say, tag
from vestibule.inform.material import Conversation, StatementVotes
from vestibule.inform.meeting import Answers
from vestibule.protect.cleared import Hidden
from vestibule.words import numbers

MOST_ROWS = 12
"""Statements a figure holds; the file of data holds them all."""

MOST = 0.6
"""From this share of those who answered on, the word scale says "most"."""

EVEN = 0.3
"""Both sides have at least this share of a statement that divides."""


def draw(
    setting: Setting, number: int, conversation: Conversation, *, agreed: bool
) -> Figure | None:
    """Return the statements that most agree with, or on which people are divided.

    Parameters
    ----------
    setting : Setting
        Of the page.
    number : int
        Of the figure.
    conversation : Conversation
        Its statements with their cleared answers.
    agreed : bool
        Whether to show the most agreed with; else the most evenly divided.

    Returns
    -------
    Figure or None
        None where no statement may be shown.
    """
    rows = most_agreed(conversation.rows) if agreed else most_divided(conversation.rows)
    if not rows:
        return None
    words, key = setting.words, "agreed" if agreed else "divided"
    top = rows[0]
    headline = say(
        words,
        f"figures.votes.{key}.headline",
        n=len(rows),
        sentence=setting.quoted(top.words),
    )
    says = words(f"figures.votes.{key}.says", n=cells.hundred(top.answers.agree) or 0)
    return Figure(
        kind="votes",
        number=number,
        lang=words.lang,
        headline=headline,
        says=says,
        how_to_read=say(
            words, "figures.votes.how", **{kind: _swatch(kind) for kind in KINDS}
        ),
        body=_table(setting, rows),
        base=words(
            "figures.votes.base",
            people=cells.number(conversation.participants, words),
            votes=cells.number(conversation.votes, words),
        ),
        source=setting.source("votes"),
        caveat=" ".join(
            [
                *([words("figures.votes.agreed.order")] if agreed else []),
                words("figures.votes.limit"),
            ]
        ),
        spoken=aloud(plain(headline), says),
        header=tuple(words(f"figures.hundred.{name}") for name in ("sentence", *KINDS)),
        rows=tuple(
            _data(setting, row) for row in (conversation.rows if agreed else rows)
        ),
        fictitious=setting.fictitious,
    )


def shown(rows: Sequence[StatementVotes]) -> list[StatementVotes]:
    """Return the statements whose answers may be shown."""
    return [row for row in rows if cells.share(row.answers.agree) is not None]


def most_agreed(rows: Sequence[StatementVotes]) -> list[StatementVotes]:
    """Return the statements with which most of those who voted on them surely agree.

    By the lower end of their interval: a statement that ten people saw and nine
    liked does not stand above one that hundreds weighed.

    Returns
    -------
    list of StatementVotes
        At most `MOST_ROWS`, the surest first.
    """
    return agreed(rows)[:MOST_ROWS]


def agreed(rows: Sequence[StatementVotes]) -> list[StatementVotes]:
    """Return all statements whose interval lies above the word "most", in order."""
    known = [row for row in shown(rows) if row.low >= MOST]
    return sorted(known, key=lambda row: (-row.low, -_voters(row.answers)))


def most_divided(rows: Sequence[StatementVotes]) -> list[StatementVotes]:
    """Return the statements on which those for and those against balance.

    Those on which the balance is best among the half that most people answered.

    Returns
    -------
    list of StatementVotes
        The most evenly divided first.
    """
    known = shown(rows)
    voters = sorted(_voters(row.answers) for row in known)
    middle = voters[len(voters) // 2] if voters else 0
    weighed = [
        row
        for row in known
        if balance(row.answers) >= EVEN and _voters(row.answers) >= middle
    ]
    weighed.sort(key=lambda row: (-balance(row.answers), -_voters(row.answers)))
    return weighed[: MOST_ROWS // 2]


def balance(answers: Answers) -> float:
    """Return the smaller of the shares for and against (0 to 0.5)."""
    return min(cells.share(answers.agree) or 0.0, cells.share(answers.disagree) or 0.0)


def _voters(answers: Answers) -> int:
    return getattr(answers.agree, "of", None) or 0


def _swatch(kind: str) -> Html:
    return marks.svg(*_segment(kind, "0", "100%"), box="0 0 12 12")


def _segment(kind: str, x: str, width: str) -> tuple[Html, ...]:
    ink = {"agree": (marks.INDIGO, marks.INDIGO), "passed": (marks.PAPER, marks.LINE_2)}
    fill, stroke = ink.get(kind, (marks.PAPER, marks.INK))
    box = tag(
        "rect",
        x=x,
        y="1",
        width=width,
        height="10",
        fill=fill,
        stroke=stroke,
        stroke_width=1,
    )
    if kind != "disagree":
        return (box,)
    return (box, tag("rect", x=x, y="3.5", width=width, height="5", fill=marks.CLAY))


def _table(setting: Setting, rows: Sequence[StatementVotes]) -> Html:
    words = setting.words
    head = tag(
        "tr",
        tag("th", words("figures.hundred.sentence"), scope="col"),
        *(
            tag("th", words(f"figures.hundred.{kind}"), scope="col", class_="c")
            for kind in KINDS
        ),
    )
    return tag(
        "table",
        tag("thead", head),
        *(_row(setting, row) for row in rows),
        class_="votes",
    )


def _row(setting: Setting, row: StatementVotes) -> Html:
    form = numbers.style(setting.words.lang)
    values = [_value(setting, getattr(row.answers, kind)) for kind in KINDS]
    return tag(
        "tbody",
        tag(
            "tr",
            tag(
                "th",
                form.opening,
                setting.marked(row.words),
                form.closing,
                scope="rowgroup",
                colspan=4,
            ),
            class_="q",
        ),
        tag("tr", tag("td", _bar(row.answers)), *values, class_="v"),
    )


def _value(setting: Setting, cell: object) -> Html:
    part = cells.hundred(cell)
    if part is None:
        return tag(
            "td",
            tag("span", setting.words("style.hidden_short"), class_="hid"),
            class_="c",
        )
    return tag("td", setting.words.number(part), class_="c")


def _bar(answers: Answers) -> Html:
    drawn: list[Html] = []
    begin = 0.0
    for kind in KINDS:
        cell = getattr(answers, kind)
        if isinstance(cells.required(cell), Hidden):
            continue
        width = (cells.share(cell) or 0.0) * 100
        if width:
            drawn += _segment(kind, f"{begin:.1f}%", f"{width:.1f}%")
        begin += width
    return tag("svg", *drawn, class_="flip votes-bar", aria_hidden="true")


def _data(setting: Setting, row: StatementVotes) -> tuple[Entry, ...]:
    answers = row.answers
    return (setting.name(row.words), answers.agree, answers.passed, answers.disagree)
