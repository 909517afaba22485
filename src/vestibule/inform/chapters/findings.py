"""The findings: words first, then what they mean, what stands behind, who contested."""

from __future__ import annotations

from vestibule.inform.chapters import evidence, parts
from vestibule.inform.chapters.minute import naming
from vestibule.inform.markup import Html, join, raised, tag
from vestibule.inform.material import FindingTold, Voice
from vestibule.inform.story import Story

MOST_VOICES = 3
"""Excerpts printed with a finding, at most."""


def html(story: Story) -> Html:
    """Return the chapter of the order, then each finding."""
    if not story.material.findings:
        return Html("")
    told = (
        _finding(story, i, finding) for i, finding in enumerate(story.material.findings)
    )
    return join(_order(story), *told)


def _order(story: Story) -> Html:
    words = story.words
    n = len(story.material.findings)
    return parts.chapter(
        "ordre",
        words("portrait.order.kicker", n=n),
        order_title(story),
        parts.flag(story) if story.draft else None,
        parts.paragraph(words(f"portrait.order.{_key(story)}.text")),
        parts.figures(story, "order", "named"),
    )


def _key(story: Story) -> str:
    return "ranked" if story.ranked else "draft" if story.draft else "unranked"


def order_title(story: Story) -> str:
    """Return the title of the chapter of the order."""
    figure = story.figures.get("order")
    moved = figure is not None and any(row[1] != row[3] for row in figure.rows)
    key = "same" if story.ranked and not moved else "title"
    return story.words(f"portrait.order.{_key(story)}.{key}")


def _finding(story: Story, position: int, finding: FindingTold) -> Html:
    words = story.words
    number = str(position + 1) if story.ranked else ""
    kind = words(f"portrait.finding.kinds.{finding.kind}")
    kicker = (
        words("portrait.finding.kicker", number=number, kind=kind) if number else kind
    )
    header = tag(
        "header",
        tag("span", number, class_="num", aria_hidden="true"),
        tag(
            "div",
            tag("p", kicker, class_="kicker"),
            tag("h2", story.setting.marked(finding.words)),
        ),
    )
    return tag(
        "article",
        header,
        tag("p", raised(naming(story, finding)), class_="lead"),
        *_voices(story, finding),
        evidence.facts(story, finding),
        evidence.where(story, finding),
        evidence.causes(story, finding),
        evidence.ways(story, finding),
        evidence.validation(story, finding),
        tag(
            "p",
            _link(story, "#rencontres", "gatherings"),
            _link(story, "#methode", "contest"),
            class_="ends",
        ),
        id=f"constat-{finding.key}",
        class_="finding fresh",
    )


def _link(story: Story, href: str, key: str) -> Html:
    return tag("a", story.words(f"portrait.finding.links.{key}"), href=href)


def _voices(story: Story, finding: FindingTold) -> list[Html]:
    words = story.words
    voices = finding.voices[:MOST_VOICES]
    told: list[Html] = []
    if voices:
        told.append(parts.voice(story, voices[0], leading=True))
    else:
        told.append(parts.paragraph(words("portrait.voice.none"), "note"))
    if finding.meaning:
        told.append(story.setting.marked(finding.meaning, "p"))
    told += [parts.voice(story, said) for said in voices[1:]]
    told += [
        parts.voice(story, said, title=words("portrait.voice.against"))
        for said in finding.against
    ]
    told += [
        parts.voice(story, said, title=words("portrait.voice.objection"))
        for said in finding.objections
    ]
    if not finding.against and not finding.objections:
        lines = (
            tag("b", words("portrait.voice.no_against"), class_="tag"),
            words("portrait.voice.no_against_means"),
        )
        told.append(tag("p", *lines, class_="voice against none"))
    return told


def spoken(story: Story) -> list[str]:
    """Return what is said aloud: the sentence, the leading words, the dissent."""
    if not story.material.findings:
        return []
    lines = [order_title(story)]
    lines += [
        story.figures[name].spoken
        for name in ("order", "named")
        if name in story.figures
    ]
    for position, finding in enumerate(story.material.findings):
        lines += _spoken(story, position, finding)
    return lines


def _spoken(story: Story, position: int, finding: FindingTold) -> list[str]:
    words = story.words
    sentence = story.setting.name(finding.words)
    opening = (
        words("portrait.script.finding", number=position + 1, sentence=sentence)
        if story.ranked
        else sentence
    )
    lines = ["", opening, naming(story, finding)]
    if finding.voices:
        lines.append(words.quoted(_heard(story, finding.voices[0])))
    if finding.meaning:
        lines.append(story.setting.name(finding.meaning))
    dissent = (*finding.against, *finding.objections)
    if dissent:
        lines.append(
            words(
                "portrait.script.against", words=words.quoted(_heard(story, dissent[0]))
            )
        )
    else:
        lines.append(words("portrait.voice.no_against"))
    return [*lines, *evidence.spoken(story, finding)]


def _heard(story: Story, voice: Voice) -> str:
    quote = parts.quote(story, voice)
    return parts.translation(quote, story.words.lang) or quote.words
