"""What was asked, what was promised, what was done (G9): counts, never one number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from vestibule.inform.figures import marks
from vestibule.inform.figures.figure import Entry, Figure
from vestibule.inform.figures.setting import Setting
from vestibule.inform.followed import (
    REPLIES,
    STANDINGS,
    Followed,
    Promise,
    Standing,
)
from vestibule.inform.markup import Html, tag

MOST_MARKS = 40
"""Marks in one row of the board; the number says the rest."""

SIDES = ("official", "community", "observer")
"""Who can say how far a promise is kept, side by side."""


def draw(setting: Setting, number: int, followed: Followed) -> Figure:
    """Return how what was asked was answered, and how promises stand.

    Parameters
    ----------
    setting : Setting
        Of the page.
    number : int
        Of the figure.
    followed : Followed
        Something asked or promised at least.

    Returns
    -------
    Figure
        Its data holds every promise, with what each side says.
    """
    words = setting.words
    headline = title(setting, followed)
    columns = [_asked(setting, followed), _promised(setting, followed)]
    late = sum(one.is_overdue for one in followed.promises)
    says = words("followed.board.late", n=late) if late else ""
    return Figure(
        kind="board",
        number=number,
        lang=words.lang,
        headline=headline,
        says=says,
        how_to_read=words("followed.board.how"),
        body=tag("div", *(one for one in columns if one), class_="board"),
        base=_base(setting, followed),
        source=words("followed.board.source", month=setting.month),
        caveat=words("followed.board.limit"),
        spoken=" ".join([f"{headline}.", *([says] if says else [])]),
        header=tuple(
            words(f"followed.board.columns.{one}")
            for one in ("what", "who", "made", "due", *SIDES, "standing", "late")
        ),
        rows=tuple(_row(setting, one) for one in followed.promises),
        fictitious=setting.fictitious,
    )


def title(setting: Setting, followed: Followed) -> str:
    """Return what became of what was asked, as a sentence without its end."""
    words = setting.words
    asked, promised = len(followed.asks), len(followed.promises)
    kept = standings(followed)["kept"]
    if not promised:
        return words("followed.board.titles.nothing", n=asked)
    told = words("followed.board.titles.kept", n=kept)
    if not asked:
        return words("followed.board.titles.promised", n=promised, kept=told)
    return words("followed.board.titles.both", n=asked, promised=promised, kept=told)


def standings(followed: Followed) -> Counter[Standing]:
    """Return how many promises stand how."""
    return Counter(one.standing for one in followed.promises)


def replies(followed: Followed) -> Counter[str]:
    """Return how many things asked were answered how."""
    return Counter(one.state for one in followed.asks)


def _base(setting: Setting, followed: Followed) -> str:
    words = setting.words
    parts = []
    if followed.asks:
        parts.append(words("followed.board.asked", n=len(followed.asks)))
    if followed.promises:
        parts.append(words("followed.board.promised", n=len(followed.promises)))
    return f"{words.joined(parts)}."


def _asked(setting: Setting, followed: Followed) -> Html | None:
    if not followed.asks:
        return None
    counts = replies(followed)
    rows = ((f"followed.replies.{one}", counts[one], reply(one)) for one in REPLIES)
    return _column(setting, "followed.board.asks", rows)


def _promised(setting: Setting, followed: Followed) -> Html | None:
    if not followed.promises:
        return None
    counts = standings(followed)
    rows = ((f"followed.standings.{one}", counts[one], mark(one)) for one in STANDINGS)
    return _column(setting, "followed.board.promises", rows)


def _column(setting: Setting, name: str, rows: Iterable[tuple[str, int, Html]]) -> Html:
    words = setting.words
    items = [
        tag(
            "li",
            tag("b", words.number(n), class_="nb"),
            tag("span", words(key)),
            tag("i", *([drawn] * min(n, MOST_MARKS)), aria_hidden="true"),
        )
        for key, n, drawn in rows
        if n
    ]
    return tag("div", tag("p", words(name), class_="what"), tag("ul", *items))


def mark(name: Standing) -> Html:
    """Return the mark of a standing; each differs without colour."""
    square, diamond = "M1 1h10v10H1z", marks.SHAPE_PATHS["diamond"]
    tick = "M3 6.2 5.2 8.5 9.2 3.7"
    drawn = {
        "contested": (
            marks.path(diamond, fill=marks.PAPER, stroke=marks.PLUM, width=1.4),
            marks.path("M3.6 8.4 8.4 3.6M3.6 3.6l4.8 4.8", stroke=marks.PLUM, width=1.2),
        ),
        "kept": (
            marks.path(square, fill=marks.INK, stroke=marks.INK, width=1.2),
            marks.path(tick, stroke=marks.PAPER, width=1.7),
        ),
        "claimed": (
            marks.path(square, fill=marks.PAPER, stroke=marks.INK, width=1.2),
            marks.path(tick, stroke=marks.INK, width=1.5),
        ),
        "under_way": (
            marks.path(square, fill=marks.PAPER, stroke=marks.INK, width=1.2),
            marks.path("M1 1h10L1 11z", fill=marks.INK),
        ),
        "not_begun": (
            marks.path(square, fill=marks.PAPER, stroke=marks.TERRACOTTA, width=1.5),
        ),
        "undone": (
            marks.path(square, fill=marks.PAPER, stroke=marks.TERRACOTTA, width=1.2),
            marks.path("M3 3l6 6M9 3l-6 6", stroke=marks.TERRACOTTA, width=1.5),
        ),
        "unseen": (marks.dot(marks.PAPER, marks.LINE_2),),
    }  # fmt: skip
    return marks.svg(*drawn[name])


def reply(name: str) -> Html:
    """Return the mark of an answer, or of silence."""
    same: dict[str, Standing] = {
        "accepted": "kept",
        "amended": "under_way",
        "refused": "contested",
        "asked": "unseen",
    }
    if name in same:
        return mark(same[name])
    return marks.svg(marks.dot(marks.PAPER, marks.TERRACOTTA, 1.7))


def side(setting: Setting, one: Promise, name: str) -> str:
    """Return what one side says of a promise, or that nothing of it is shown."""
    return setting.words(f"followed.states.{getattr(one, name) or 'nothing'}")


def late(setting: Setting, one: Promise) -> str:
    """Return for how long a promise is awaited, in plain words; empty if it is not."""
    if not one.is_overdue or one.due is None:
        return ""
    if one.is_ended:
        return setting.words("followed.late.ended")
    return since(setting, "followed.late", one.due)


def since(setting: Setting, key: str, month: str) -> str:
    """Return a sentence about the months, or years, since one: whole months of both."""
    words = setting.words
    months = _months(setting.month) - _months(month)
    if months < 1:
        return words(f"{key}.now")
    if months < 24:
        return words(f"{key}.months", n=months)
    return words(f"{key}.years", n=months // 12)


def _months(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:7])


def month(setting: Setting, one: str | None) -> str:
    """Return a month, or that it is not noted."""
    return setting.words.month(one) if one else setting.words("style.missing")


def _row(setting: Setting, one: Promise) -> tuple[Entry, ...]:
    words = setting.words
    return (
        setting.name(one.words),
        setting.name(one.owner),
        month(setting, one.made),
        month(setting, one.due),
        *(side(setting, one, name) for name in SIDES),
        words(f"followed.standings.{one.standing}"),
        late(setting, one),
    )
