"""What was said in one place, set beside what was said in all of them."""

from __future__ import annotations

from vestibule.inform.figures import cells, lanes, marks, order
from vestibule.inform.figures.figure import Figure
from vestibule.inform.markup import Html, aloud, say, tag
from vestibule.inform.material import FindingTold, Place
from vestibule.inform.meeting import Ground, StatementGround
from vestibule.inform.story import Story
from vestibule.protect.cleared import WITHHELD, Cell, Count

MOST_STATEMENTS = 6
"""Statements set beside the other places, the largest differences first."""

REGION = "region"
"""The basis of a comparison whose groups are places."""


def here(finding: FindingTold, place: Place) -> Cell | None:
    """Return the gatherings of a place that named a finding; None if not counted."""
    return next((cell for one, cell in finding.by_place if one.key == place.key), None)


def named(story: Story, place: Place, *, number: int) -> Figure | None:
    """Return how many gatherings named each finding, here and everywhere.

    Parameters
    ----------
    story : Story
        Of the portrait.
    place : Place
        A region or camp.
    number : int
        Of the figure on its page.

    Returns
    -------
    Figure or None
        None where no finding was counted by place. Both columns are those of the
        portrait; nothing is counted anew.
    """
    rows = [
        (finding, cell, finding.named)
        for finding in story.material.findings
        if (cell := here(finding, place)) is not None and finding.named is not None
    ]
    if not rows:
        return None
    setting, words = story.setting, story.words
    name = setting.name(place)
    headline = _headline(story, place, [(finding, cell) for finding, cell, _ in rows])
    head = [words("figures.order.finding"), words("mirror.here"), words("mirror.all")]
    return Figure(
        kind="mirror",
        number=number,
        lang=words.lang,
        headline=headline,
        how_to_read=words("mirror.how", place=name),
        body=_table(story, head, rows),
        base=words("figures.named_all.base"),
        source=setting.source("codings"),
        caveat=words("figures.named_all.limit"),
        spoken=aloud(headline, *_spoken(story, rows)),
        header=tuple(head),
        rows=tuple(
            (order.label(setting, one), cell, whole) for one, cell, whole in rows
        ),
        fictitious=setting.fictitious,
    )


def _headline(story: Story, place: Place, rows: list[tuple[FindingTold, Cell]]) -> str:
    """Return what was named most here; neither, where two were or it is not shown."""
    words, name = story.words, story.setting.name(place)
    counted = [(cell.value, one) for one, cell in rows if isinstance(cell, Count)]
    if len(counted) < len(rows):
        return words("mirror.title", place=name)
    most = max(value for value, _ in counted)
    leading = [one for value, one in counted if value == most]
    if len(leading) > 1 or most == 0:
        return words("mirror.title", place=name)
    return words(
        "mirror.most", place=name, finding=order.label(story.setting, leading[0])
    )


def _table(
    story: Story, head: list[str], rows: list[tuple[FindingTold, Cell, Cell]]
) -> Html:
    words = story.words
    body = (
        tag(
            "tr",
            tag("th", story.setting.marked(one.short or one.words), scope="row"),
            tag("td", cells.shown(cell, words, of=True)),
            tag("td", cells.shown(whole, words, of=True)),
        )
        for one, cell, whole in rows
    )
    top = tag("tr", *(tag("th", name, scope="col") for name in head))
    return tag("table", tag("thead", top), tag("tbody", *body), class_="mirror")


def _spoken(story: Story, rows: list[tuple[FindingTold, Cell, Cell]]) -> list[str]:
    words = story.words
    return [
        words(
            "mirror.named_here",
            finding=order.label(story.setting, one),
            here=cells.out_of(cell, words),
            all=cells.out_of(whole, words),
        )
        for one, cell, whole in rows
        if isinstance(cell, Count) and isinstance(whole, Count)
    ]


def answers(story: Story, place: Place) -> Figure | None:
    """Return where this place agrees with the others, and where it differs.

    Parameters
    ----------
    story : Story
        Of the portrait.
    place : Place
        A region or camp.

    Returns
    -------
    Figure or None
        None where the process compares no regions, or nothing of this one may be
        shown.
    """
    for ground in story.material.grounds:
        at = _group(story, ground, place)
        rows = [] if at is None else _differing(ground, at)
        if at is not None and rows:
            return _drawn(story, ground, at, rows)
    return None


def _group(story: Story, ground: Ground, place: Place) -> int | None:
    """Return the position of the group that is this place alone."""
    declared = {one.key: one.basis for one in story.material.process.comparisons}
    if declared.get(ground.key) != REGION:
        return None
    alone = [group.values == (place.key,) for group in ground.groups]
    return alone.index(True) if True in alone else None


def _share(row: StatementGround, at: int) -> int | None:
    answered = row.answers[at]
    return None if answered is None else cells.hundred(answered.agree)


def _others(row: StatementGround, at: int) -> list[int]:
    shares = [_share(row, i) for i in range(len(row.answers)) if i != at]
    return [share for share in shares if share is not None]


def _differing(ground: Ground, at: int) -> list[tuple[StatementGround, int, int, int]]:
    """Return statements shown here and elsewhere, the farthest from the others first."""
    found = [
        (row, own, min(others), max(others))
        for row in ground.statements
        if (own := _share(row, at)) is not None and (others := _others(row, at))
    ]
    found.sort(key=lambda one: -max(one[2] - one[1], one[1] - one[3], 0))
    return found[:MOST_STATEMENTS]


def _drawn(
    story: Story,
    ground: Ground,
    at: int,
    rows: list[tuple[StatementGround, int, int, int]],
) -> Figure:
    words, setting = story.words, story.setting
    name = setting.name(ground.groups[at].names)
    apart = [row for row, own, low, high in rows if not low <= own <= high]
    headline = words(
        "mirror.apart" if apart else "mirror.alike", n=len(apart), place=name
    )
    told = [
        tag(
            "div",
            tag("p", setting.quoted(row.words), class_="st"),
            lanes.draw(
                [
                    lanes.Mark(middle=own),
                    lanes.Mark(middle=low),
                    lanes.Mark(middle=high),
                ],
                threshold=round(100 * ground.threshold),
            ),
            tag("p", words("mirror.beside", place=name, here=own, low=low, high=high)),
            class_="row",
        )
        for row, own, low, high in rows
    ]
    return Figure(
        kind="mirror-ground",
        number=2,
        lang=words.lang,
        headline=headline,
        how_to_read=say(
            words,
            "mirror.beside_how",
            place=name,
            here=marks.group(0),
            low=marks.group(1),
            high=marks.group(2),
        ),
        body=tag("div", *told),
        base=words("mirror.ground_base"),
        source=setting.source("answers"),
        spoken=aloud(headline),
        header=(words("mirror.statement"), name),
        rows=tuple((setting.name(row.words), _cell(row, at)) for row, *_ in rows),
        fictitious=setting.fictitious,
    )


def _cell(row: StatementGround, at: int) -> Cell:
    answered = row.answers[at]
    return WITHHELD if answered is None else answered.agree
