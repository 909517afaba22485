"""What stands behind one finding: ranks, places, causes told, answers, validation."""

from __future__ import annotations

from collections.abc import Sequence

from vestibule.inform.chapters import parts
from vestibule.inform.figures import cells, marks
from vestibule.inform.markup import Html, Piece, escape, raised, say, tag
from vestibule.inform.material import Answer, Cause, FindingTold, Validation
from vestibule.inform.story import Story
from vestibule.protect.cleared import Hidden
from vestibule.words import catalogue

MOST_ANSWERS = 5
"""Things that protect, or are proposed, printed beside a finding."""

BALLOTS = ("ranking", "approval")
"""Kinds of ballots of which a sentence tells what was counted."""

OUTCOMES = ("confirmed", "amended", "rejected")
"""What a gathering may say of a finding."""


def facts(story: Story, finding: FindingTold) -> Html | None:
    """Return the wanted place, the place among mentions, the validation."""
    entries = [
        _wanted(story, finding),
        _named(story, finding),
        _validated(story, finding),
    ]
    return tag("dl", *(entry for entry in entries if entry), class_="facts")


def _fact(story: Story, key: str, strong: str, more: Piece) -> Html:
    return tag(
        "div",
        tag("dt", story.words(f"portrait.facts.{key}")),
        tag("dd", tag("b", raised(strong)), more),
    )


def _wanted(story: Story, finding: FindingTold) -> Html | None:
    words = story.words
    if finding.wanted_rank is None:
        return None
    strong = words.rank(*finding.wanted_rank, feminine=words.lang == "fr")
    support = finding.support
    if support is None or getattr(support, "of", None) is None:
        return _fact(story, "wanted", strong, words("portrait.facts.ballots_unknown"))
    order = story.material.priorities
    kind = order.kind if order and order.kind in BALLOTS else "other"
    share = cells.out_of(support, words)
    return _fact(
        story, "wanted", strong, words(f"portrait.facts.ballots.{kind}", share=share)
    )


def _named(story: Story, finding: FindingTold) -> Html | None:
    words = story.words
    if finding.named is None:
        return None
    told = words("portrait.facts.gatherings", share=cells.out_of(finding.named, words))
    if cells.value(finding.named) is None:
        told = words("style.hidden")
    elif finding.named_between:
        low, high = finding.named_between
        told += " " + words("portrait.facts.between", low=low, high=high)
    figure = story.figures.get(f"named:{finding.key}")
    more: Piece = tag("a", told, href=f"#{figure.anchor}") if figure else told
    if finding.named_rank is None:
        return _fact(
            story, "named_plain", words.scale(cells.share(finding.named)), more
        )
    return _fact(
        story,
        "named",
        words.rank(*finding.named_rank, feminine=words.lang == "fr"),
        more,
    )


def _validated(story: Story, finding: FindingTold) -> Html:
    words, given = story.words, finding.validation
    if given is None:
        return _fact(
            story,
            "validation",
            words("portrait.validation.none"),
            words("portrait.validation.none_more"),
        )
    return _fact(
        story,
        "validation",
        words(f"portrait.validation.verdict.{verdict(given)}"),
        _upper(counts(story, given)),
    )


def verdict(given: Validation) -> str:
    """Return the outcome that most validation gatherings gave, or ``hidden``."""
    known = [(cells.value(getattr(given, outcome)), outcome) for outcome in OUTCOMES]
    shown = [
        (n, -OUTCOMES.index(outcome), outcome) for n, outcome in known if n is not None
    ]
    return max(shown)[2] if shown and max(shown)[0] else "hidden"


def counts(story: Story, given: Validation) -> str:
    """Return how many gatherings gave each outcome, as a sentence."""
    words = story.words
    told = []
    for outcome in OUTCOMES:
        n = cells.value(getattr(given, outcome))
        if n is None:
            told.append(words(f"portrait.validation.hidden.{outcome}"))
        elif n or outcome == "confirmed":
            told.append(words(f"portrait.validation.counts.{outcome}", n=n))
    return f"{words.joined(told)}."


def where(story: Story, finding: FindingTold) -> Html | None:
    """Return the tile map of a finding; folded on a phone, open on a desk."""
    figure = story.figures.get(f"named:{finding.key}")
    if figure is None:
        return None
    summary = tag(
        "summary", story.words("portrait.finding.where", number=figure.number)
    )
    return tag("details", summary, figure.html(), class_="fold")


def causes(story: Story, finding: FindingTold) -> Html | None:
    """Return the causes people tell: told links, never proven ones."""
    if not finding.causes:
        return None
    words = story.words
    return tag(
        "section",
        tag("h3", words("portrait.causes.title")),
        tag("p", words("portrait.causes.limit"), class_="small"),
        tag("ul", *(_cause(story, cause) for cause in finding.causes), class_="links"),
        class_="causes",
    )


def _cause(story: Story, cause: Cause) -> Html:
    words = story.words
    arrow = tag(
        "b", words(f"portrait.causes.{cause.direction}"), class_=cause.direction
    )
    told = words("portrait.causes.told", n=cells.value(cause.gatherings) or 0)
    if cells.value(cause.gatherings) is None:
        told = words("style.hidden")
    contrary = cells.value(cause.contrary) if cause.contrary is not None else None
    if contrary:
        told += " " + words("portrait.causes.contrary", n=contrary)
    elif isinstance(cause.contrary, Hidden):
        told += " " + words("map.contrary_few")
    effect = {lang: catalogue.lowered(said) for lang, said in cause.effect.items()}
    line = (
        story.setting.marked(cause.cause),
        " ",
        arrow,
        " ",
        story.setting.marked(effect),
    )
    return tag("li", *line, tag("small", told))


def ways(story: Story, finding: FindingTold, most: int = MOST_ANSWERS) -> Html | None:
    """Return what already protects, beside what is proposed; at most so many each."""
    columns = [
        _answers(story, "protects", finding.protects[:most], len(finding.protects)),
        _answers(story, "proposes", finding.proposes[:most], len(finding.proposes)),
    ]
    return tag("div", *columns, class_="ways")


def _answers(story: Story, key: str, answers: Sequence[Answer], n: int) -> Html:
    drawn = marks.arch(filled=key == "protects")
    heading = tag("h3", drawn, story.words(f"portrait.ways.{key}"))
    if not answers:
        return tag(
            "div",
            heading,
            tag("p", story.words(f"portrait.ways.no_{key}"), class_="small"),
            class_=key,
        )
    items = [
        tag("li", story.setting.marked(answer.words), _behind(story, answer))
        for answer in answers
    ]
    left = n - len(items)
    more = (
        tag("p", story.words("portrait.ways.more", n=left), class_="small")
        if left
        else None
    )
    return tag("div", heading, tag("ul", *items), more, class_=key)


def _behind(story: Story, answer: Answer) -> Html | None:
    words = story.words
    told: list[Piece] = []
    if answer.gatherings is not None:
        n = cells.value(answer.gatherings)
        if n != 0:
            told.append(
                words("style.hidden")
                if n is None
                else words("figures.order.gatherings", n=n)
            )
    if answer.addressee:
        name = story.setting.marked(answer.addressee)
        told.append(say(words, "portrait.ways.addressed", name=name))
        told.append(words(f"portrait.ways.reply.{answer.reply or 'waiting'}"))
    return tag("small", Html(" · ".join(map(escape, told)))) if told else None


def validation(story: Story, finding: FindingTold) -> Html:
    """Return who confirmed, amended and rejected a finding."""
    words, given = story.words, finding.validation
    if given is None:
        pieces: tuple[Html, ...] = (
            tag("h3", words("portrait.validation.none")),
            parts.paragraph(words("portrait.validation.none_more")),
        )
        return tag("section", *pieces, class_="valid")
    scope = words(f"portrait.validation.scope.{given.scope}") if given.scope else None
    return tag(
        "section",
        tag("h3", _upper(counts(story, given).rstrip("."))),
        parts.paragraph(scope) if scope else None,
        tag("ul", *_by_outcome(story, given)),
        class_="valid",
    )


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _by_outcome(story: Story, given: Validation) -> list[Html]:
    rows: list[Html] = []
    for outcome, places in given.places:
        if not places:
            continue
        names = ", ".join(story.setting.name(place) for place in places)
        key = "no_meeting" if outcome == "none" else outcome
        name = tag("b", story.words(f"portrait.validation.{key}"))
        rows.append(tag("li", marks.outcome(outcome), tag("span", name, " ", names)))
    return rows


def spoken(story: Story, finding: FindingTold) -> list[str]:
    """Return what is said aloud of the evidence: what protects, what is proposed."""
    words = story.words
    lines: list[str] = []
    for key, answers in (
        ("protects", finding.protects),
        ("proposes", finding.proposes),
    ):
        if answers:
            names = " ".join(
                _ended(story.setting.name(answer.words)) for answer in answers[:3]
            )
            lines.append(words(f"portrait.script.{key}", names=names))
    if finding.validation is not None:
        lines.append(_upper(counts(story, finding.validation)))
    else:
        lines.append(words("portrait.validation.none") + ".")
    return lines


def _ended(text: str) -> str:
    return text if text[-1:] in {".", "!", "?", "…"} else f"{text}."
