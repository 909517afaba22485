"""One page a finding: words first, for and against in the same size, then the rest."""

from __future__ import annotations

from collections.abc import Iterator

from vestibule.inform.chapters import asks, evidence, parts
from vestibule.inform.chapters.minute import naming
from vestibule.inform.markup import Html, Piece, join, raised, tag
from vestibule.inform.material import FindingTold, Voice
from vestibule.inform.site import data, paths, pieces, views
from vestibule.inform.site.pages import Page
from vestibule.inform.site.telling import Telling

MOST_VOICES = 3
"""Voices printed on each side; all are in the voices of the finding."""

MOST_ANSWERS = 40
"""Things that protect, or are proposed, on the page of their finding."""


def pages(telling: Telling) -> Iterator[Page]:
    """Yield the page of each finding.

    Parameters
    ----------
    telling : Telling
        Of the language.

    Yields
    ------
    Page
        In the order of the portrait, with its numbers and voices beside it.
    """
    for finding in telling.story.material.findings:
        yield _page(telling, finding)


def _page(telling: Telling, finding: FindingTold) -> Page:
    path = paths.finding(telling.findings[finding.key])
    counts = tuple(views.of_finding(finding))
    voices = [one for one in telling.made.voices if one.stance(finding.key)]
    about = {"finding": finding.key}
    return Page(
        path=path,
        title=telling.label(finding),
        description=telling.story.setting.name(finding.words),
        main=join(_head(telling, finding), _chapters(telling, finding, path)),
        files={
            paths.beside(path, ".csv"): data.as_csv(telling, counts, voices),
            paths.beside(path, ".json"): data.as_json(telling, about, counts, voices),
        },
        door="listen",
    )


def _head(telling: Telling, finding: FindingTold) -> Html:
    words, story = telling.words, telling.story
    number = telling.number(finding)
    kind = words(f"portrait.finding.kinds.{finding.kind}")
    kicker = (
        words("portrait.finding.kicker", number=number, kind=kind) if number else kind
    )
    title = tag(
        "div",
        tag("p", kicker, class_="kicker"),
        tag("h1", story.setting.marked(finding.words)),
    )
    lead = tag("p", raised(naming(story, finding)), class_="lead")
    flag = parts.flag(story) if story.draft else None
    sign = (
        tag("span", number, class_="num", aria_hidden="true")
        if number
        else tag("span", class_="vh")
    )
    head = tag("div", sign, title, class_="numbered")
    return tag("div", tag("div", head, lead, flag, class_="in"), class_="cover")


def _chapters(telling: Telling, finding: FindingTold, path: str) -> Html:
    story = telling.story
    meaning = story.setting.marked(finding.meaning, "p") if finding.meaning else None
    told = tag(
        "article",
        _words(telling, finding),
        meaning,
        evidence.facts(story, finding),
        evidence.where(story, finding),
        evidence.causes(story, finding),
        evidence.ways(story, finding, MOST_ANSWERS),
        evidence.validation(story, finding),
        id=f"constat-{finding.key}",
        class_="finding",
    )
    return pieces.body(
        told, _followed(telling, finding), _onwards(telling, finding, path)
    )


def _words(telling: Telling, finding: FindingTold) -> Html:
    """Return the words for a finding beside the words against it, in one size."""
    words = telling.words
    dissent = (*finding.against, *finding.objections)[:MOST_VOICES]
    for_ = _side(
        telling,
        "for",
        finding.voices[:MOST_VOICES],
        parts.paragraph(words("portrait.voice.none")),
    )
    none = join(
        tag("p", tag("b", words("portrait.voice.no_against"))),
        parts.paragraph(words("portrait.voice.no_against_means")),
    )
    against = _side(telling, "against", dissent, none)
    return tag("div", for_, against, class_="both")


def _side(
    telling: Telling, key: str, voices: tuple[Voice, ...], nothing: Piece
) -> Html:
    said: list[Piece] = [parts.voice(telling.story, one) for one in voices]
    return tag(
        "section",
        tag("h2", telling.words(f"site.finding.{key}")),
        *(said or [nothing]),
        class_=f"side {key}",
    )


def _followed(telling: Telling, finding: FindingTold) -> Html | None:
    """Return what was asked because of a finding, and how it was answered."""
    words, story = telling.words, telling.story
    followed = story.material.followed
    asked = [
        one for one in (followed.asks if followed else ()) if one.finding == finding.key
    ]
    if not asked:
        return pieces.chapter(
            "suite",
            words("site.finding.followed"),
            parts.paragraph(words("site.finding.nothing")),
        )
    return pieces.chapter(
        "suite",
        words("site.finding.asked", n=len(asked)),
        parts.paragraph(words("followed.board.text")),
        tag("div", asks.listed(story, asked), class_="asks"),
    )


def _onwards(telling: Telling, finding: FindingTold, path: str) -> Html:
    words = telling.words
    name = f"constat-{telling.findings[finding.key]}"
    links = [
        (words("site.finding.voices"), paths.relative(path, paths.view(name))),
        (words("site.finding.board"), paths.relative(path, paths.FOLLOWED)),
        (words("site.foot.contest"), paths.relative(path, paths.CONTEST)),
    ]
    return tag("p", *(pieces.link(*one) for one in links), class_="ends")
