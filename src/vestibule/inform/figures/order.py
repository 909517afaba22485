"""What people want settled first, with what is said most beside it (G4)."""

from __future__ import annotations

import math
from collections.abc import Sequence

from vestibule.inform.figures import cells, marks
from vestibule.inform.figures.figure import Entry, Figure
from vestibule.inform.figures.setting import Setting
from vestibule.inform.markup import Html, aloud, raised, tag
from vestibule.inform.material import FindingTold, Priorities
from vestibule.words import catalogue


def draw(
    setting: Setting,
    number: int,
    findings: Sequence[FindingTold],
    priorities: Priorities,
) -> Figure:
    """Return the people's order, joined by lines to the order of mention.

    Parameters
    ----------
    setting : Setting
        Of the page.
    number : int
        Of the figure.
    findings : sequence of FindingTold
        Ranked by the people, in their order.
    priorities : Priorities
        How the order was set.

    Returns
    -------
    Figure
        The wanted order leads; frequency never stands in its place.
    """
    words = setting.words
    headline = _headline(setting, findings)
    ballots = cells.number(priorities.ballots, words)
    return Figure(
        kind="order",
        number=number,
        lang=words.lang,
        headline=headline,
        says=words("figures.order.says"),
        how_to_read=words("figures.order.how"),
        body=_slope(setting, findings, priorities),
        base=words("figures.order.base", ballots=ballots),
        source=words(f"figures.order.rules.{priorities.rule}"),
        caveat=words("figures.order.limit"),
        spoken=_spoken(setting, findings),
        header=tuple(
            words(f"figures.order.{key}")
            for key in ("finding", "wanted", "support", "named_rank", "named")
        ),
        rows=tuple(_data(setting, finding) for finding in findings),
        fictitious=setting.fictitious,
    )


def unranked(
    setting: Setting, number: int, findings: Sequence[FindingTold]
) -> Figure | None:
    """Return how many gatherings named each finding, by alphabet: not an order."""
    counted = [finding for finding in findings if finding.named is not None]
    if not counted:
        return None
    words = setting.words
    known = [cells.value(f.named) for f in counted if cells.value(f.named) is not None]
    least = min((value for value in known if value is not None), default=None)
    headline = (
        words("figures.named_all.hidden")
        if least is None
        else words("figures.named_all.headline", n=least)
    )
    return Figure(
        kind="named",
        number=number,
        lang=words.lang,
        headline=headline,
        says=words("figures.named_all.says"),
        how_to_read=words("figures.named_all.how"),
        body=_bars(setting, counted),
        base=words("figures.named_all.base"),
        source=setting.source("codings"),
        caveat=words("figures.named_all.limit"),
        spoken=aloud(headline, words("figures.named_all.says")),
        header=(words("figures.order.finding"), words("figures.order.named")),
        rows=tuple((label(setting, f), f.named or "") for f in counted),
        fictitious=setting.fictitious,
    )


def label(setting: Setting, finding: FindingTold) -> str:
    """Return the shortest words for a finding: its short name, else its sentence."""
    return setting.name(finding.short) or setting.name(finding.words)


def most_named(findings: Sequence[FindingTold]) -> list[FindingTold]:
    """Return the findings that may be the one most gatherings named.

    Ranks are ranges: where two may be first, neither is said to be.

    Returns
    -------
    list of FindingTold
        In the order in which they are spoken of; empty where no rank may be told.
    """
    return [
        finding
        for finding in said_order(findings)
        if finding.named_rank is not None and finding.named_rank[0] == 1
    ]


def _headline(setting: Setting, findings: Sequence[FindingTold]) -> str:
    words = setting.words
    moved = max(findings, key=_climb)
    if _climb(moved) <= 0 or moved.named_rank is None or moved.wanted_rank is None:
        if [one.key for one in most_named(findings)] != [findings[0].key]:
            return words("figures.order.near")
        return words(
            "figures.order.same", wanted=catalogue.lowered(label(setting, findings[0]))
        )
    return words(
        "figures.order.headline",
        name=label(setting, moved),
        said=words.rank(*moved.named_rank),
        wanted=words.rank(*moved.wanted_rank),
    )


def _climb(finding: FindingTold) -> int:
    """Return by how many places a finding is wanted more than it is said."""
    if finding.named_rank is None or finding.wanted_rank is None:
        return 0
    return finding.named_rank[0] - finding.wanted_rank[0]


def said_order(findings: Sequence[FindingTold]) -> list[FindingTold]:
    """Return the findings by how many gatherings named them, ties by key."""
    known = [finding for finding in findings if finding.named_rank is not None]
    return sorted(
        known,
        key=lambda f: (
            f.named_rank or (99, 99),
            -(cells.share(f.named) or 0.0) if f.named else 0.0,
            f.key,
        ),
    )


def _slope(
    setting: Setting, findings: Sequence[FindingTold], priorities: Priorities
) -> Html:
    words = setting.words
    said = said_order(findings)
    longest = max(len(label(setting, finding)) for finding in findings)
    narrow, wide = (
        1.9 + 1.25 * math.ceil(longest / 11),
        2.9 + 1.35 * math.ceil(longest / 24),
    )
    ballots = cells.value(priorities.ballots)
    heads = (
        tag(
            "p",
            words("figures.order.wanted_head", n=ballots)
            if ballots
            else words("figures.order.wanted"),
        ),
        tag("p", words("figures.order.said_head")),
    )
    return tag(
        "div",
        tag(
            "div",
            heads[0],
            tag("ol", *(_wanted(setting, f) for f in findings)),
            class_="slope-a",
        ),
        _lines(findings, said),
        tag(
            "div",
            heads[1],
            tag("ol", *(_said(setting, f) for f in said)),
            class_="slope-b",
        ),
        class_="slope",
        style=f"--n:{len(findings)};--narrow:{narrow:.2f}rem;--wide:{wide:.2f}rem",
    )


def _wanted(setting: Setting, finding: FindingTold) -> Html:
    words = setting.words
    low, high = finding.wanted_rank or (0, 0)
    support = finding.support
    return tag(
        "li",
        tag(
            "i",
            raised(words.rank(low, low)),
            tag("small", raised(words("figures.order.to", rank=high)))
            if high != low
            else None,
        ),
        tag(
            "span",
            tag("a", label(setting, finding), href=f"#constat-{finding.key}"),
            tag("small", words("figures.order.ballots", n=cells.value(support)))
            if support is not None and cells.value(support) is not None
            else None,
        ),
    )


def _said(setting: Setting, finding: FindingTold) -> Html:
    words = setting.words
    low, high = finding.named_rank or (0, 0)
    named = finding.named
    counted = None
    if named is not None:
        known = cells.value(named)
        counted = (
            words("style.hidden_short")
            if known is None
            else words("figures.order.gatherings", n=known)
        )
    return tag(
        "li",
        tag(
            "span",
            tag("b", raised(words.rank(low, high)), " ", label(setting, finding)),
            tag("small", counted) if counted else None,
        ),
    )


def _lines(findings: Sequence[FindingTold], said: Sequence[FindingTold]) -> Html:
    """Return a line from each finding's wanted place to its place among mentions."""
    places = {finding.key: position for position, finding in enumerate(said)}
    n = len(findings)
    pieces: list[Html] = []
    moved = [places.get(f.key, i) - i for i, f in enumerate(findings)]
    strongest = moved.index(max(moved)) if max(moved) > 0 else -1
    for position, finding in enumerate(findings):
        if finding.key not in places:
            continue
        begin, end = (position + 0.5) / n * 100, (places[finding.key] + 0.5) / n * 100
        bold = position == strongest
        ink, width = (marks.INDIGO, 4) if bold else (marks.LINE_2, 1.6)
        line = tag(
            "line",
            x1="12%",
            x2="88%",
            y1=f"{begin:.2f}%",
            y2=f"{end:.2f}%",
            stroke=ink,
            stroke_width=width,
        )
        ends = (_end("12%", begin, bold), _end("88%", end, bold))
        pieces += [line, *ends]
    return tag("svg", *pieces, class_="flip slope-lines", aria_hidden="true")


def _end(x: str, y: float, bold: bool) -> Html:
    ink = (marks.INDIGO, marks.INDIGO) if bold else (marks.PAPER, marks.INK)
    return tag(
        "circle",
        cx=x,
        cy=f"{y:.2f}%",
        r=5,
        fill=ink[0],
        stroke=ink[1],
        stroke_width=1.5,
    )


def _bars(setting: Setting, findings: Sequence[FindingTold]) -> Html:
    rows = [
        tag(
            "tr",
            tag(
                "th", tag("a", label(setting, f), href=f"#constat-{f.key}"), scope="row"
            ),
            tag(
                "td",
                _bar(f),
                tag("span", cells.out_of(f.named, setting.words), class_="small"),
            ),
        )
        for f in findings
    ]
    head = tag(
        "tr",
        tag("th", setting.words("figures.order.finding"), scope="col"),
        tag("th", setting.words("figures.order.named"), scope="col"),
    )
    return tag("table", tag("thead", head), tag("tbody", *rows), class_="bars")


def _bar(finding: FindingTold) -> Html:
    part = cells.share(finding.named) or 0.0
    pieces = [
        tag(
            "rect",
            x="0",
            y="35%",
            width="100%",
            height="30%",
            fill=marks.PAPER,
            stroke=marks.LINE_2,
            stroke_width=1,
        ),
        tag(
            "rect",
            x="0",
            y="35%",
            width=f"{part * 100:.1f}%",
            height="30%",
            fill=marks.INK,
        ),
    ]
    if finding.named_between:
        low, high = finding.named_between
        pieces.append(
            tag(
                "line",
                x1=f"{low}%",
                x2=f"{high}%",
                y1="50%",
                y2="50%",
                stroke=marks.CLAY,
                stroke_width=2,
            )
        )
        pieces += [
            tag(
                "line",
                x1=f"{x}%",
                x2=f"{x}%",
                y1="18%",
                y2="82%",
                stroke=marks.CLAY,
                stroke_width=2,
            )
            for x in (low, high)
        ]
    return tag("svg", *pieces, class_="flip bar", aria_hidden="true")


def _spoken(setting: Setting, findings: Sequence[FindingTold]) -> str:
    names = [catalogue.lowered(label(setting, finding)) for finding in findings]
    order = setting.words(
        "figures.order.spoken", names=setting.words.joined(names, "then")
    )
    return aloud(_headline(setting, findings), order)


def _data(setting: Setting, finding: FindingTold) -> tuple[Entry, ...]:
    words = setting.words
    wanted = words.rank(*finding.wanted_rank) if finding.wanted_rank else ""
    said = words.rank(*finding.named_rank) if finding.named_rank else ""
    return (
        label(setting, finding),
        wanted,
        finding.support or "",
        said,
        finding.named or "",
    )
