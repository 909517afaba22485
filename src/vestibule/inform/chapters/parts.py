"""What chapters are built of: a chapter's frame, a voice, a list."""

from __future__ import annotations

from collections.abc import Iterable

from vestibule.inform.figures import cells, marks
from vestibule.inform.figures.figure import badge
from vestibule.inform.markup import Html, Piece, join, raised, tag
from vestibule.inform.material import Voice
from vestibule.inform.story import Story
from vestibule.protect.cleared import Quote
from vestibule.words import LANGUAGES, numbers


def chapter(
    anchor: str, kicker: str, title: Piece, *pieces: Piece, fresh: bool = True
) -> Html:
    """Return a chapter: its title is a finding; `fresh` begins a sheet of paper."""
    return tag(
        "section",
        tag("p", kicker, class_="kicker") if kicker else None,
        tag(
            "h2",
            raised(title)
            if isinstance(title, str) and not isinstance(title, Html)
            else title,
        ),
        *pieces,
        id=anchor,
        class_="chapter fresh" if fresh else "chapter",
    )


def paragraph(text: str, class_: str | None = None) -> Html:
    """Return a paragraph, the endings of ranks raised."""
    return tag("p", raised(text), class_=class_)


def listed(items: Iterable[Piece], class_: str = "plain") -> Html:
    """Return a list."""
    return tag("ul", *(tag("li", item) for item in items), class_=class_)


def figures(story: Story, *names: str) -> Html:
    """Return those of the named figures that this portrait has."""
    return join(
        *(story.figures[name].html() for name in names if name in story.figures)
    )


def quote(story: Story, voice: Voice) -> Quote:
    """Return the words as cleared for readers of the page, else those best translated."""
    lang = story.words.lang
    cleared = {tag: required(one) for tag, one in voice.items()}
    ranked = sorted(cleared, key=lambda tag: (tag != lang, tag != LANGUAGES[0], tag))
    readable = [tag for tag in ranked if lang in _tongues(cleared[tag])]
    translated = [tag for tag in ranked if cleared[tag].translation]
    return cleared[(readable or translated or ranked)[0]]


def translation(quote: Quote, page: str) -> str | None:
    """Return what a reader of a page needs beside the words of a quote, or nothing.

    Words "translated" into the language they are in would only be said twice.

    Returns
    -------
    str or None
        In `translation_lang`.
    """
    own = quote.lang
    said_already = own is not None and own in {page, quote.translation_lang}
    return None if said_already else quote.translation


def _tongues(quote: Quote) -> set[str | None]:
    return {quote.lang, quote.translation_lang}


def required(quote: object) -> Quote:
    """Return a cleared quote; bare words are refused."""
    if isinstance(quote, Quote):
        return quote
    raise cells.NotCleared(
        f"a page accepts Quote, not {type(quote).__name__}: clear it with vestibule.protect first",
        kind=type(quote).__name__,
    )


def voice(story: Story, said: Voice, *, leading: bool = False, title: str = "") -> Html:
    """Return someone's words: in their language, then in the page's, then who.

    Parameters
    ----------
    story : Story
        Of the page.
    said : Voice
        Cleared.
    leading : bool
        Whether these words lead a finding.
    title : str
        Above the words, for a dissenting voice.

    Returns
    -------
    Html
        A figure: the words, their translation, the attribution.
    """
    shown = quote(story, said)
    kind = "voice first" if leading else "voice against" if title else "voice"
    return tag(
        "figure",
        tag("p", title, class_="tag") if title else None,
        tag("blockquote", *_said(story, shown)),
        tag("figcaption", attribution(story, shown)),
        class_=kind,
    )


def _said(story: Story, quote: Quote) -> list[Html]:
    page = story.words.lang
    lines = [(quote.words, quote.lang)]
    if translated := translation(quote, page):
        lines.append((translated, quote.translation_lang))
    written: list[Html] = []
    for position, (text, lang) in enumerate(lines):
        form = numbers.style(lang or page)
        quoted = f"{form.opening}{text}{form.closing}"
        more = {"class_": "orig"} if position == 0 and len(lines) > 1 else {}
        written.append(story.setting.spoken(quoted, lang, "p", **more))
    return written


def attribution(story: Story, quote: Quote) -> Html:
    """Return who spoke, coarsely: a profile, a place no finer than allowed, a month."""
    words = story.words
    who = [speaker(story, quote)]
    place = story.places.get(quote.place) if quote.place else None
    if place is not None:
        who.append(story.setting.name(place))
    told = [f"{words.listed(who)}."]
    language = story.setting.language_name(quote.lang)
    when = words.month(quote.month) if quote.month else ""
    spoken = [words("portrait.voice.said_in", language=language)] if language else []
    if spoken or when:
        line = words.listed([*spoken, *([when] if when else [])])
        told.append(f"{line[:1].upper()}{line[1:]}.")
    text = " ".join(told)
    if not story.setting.fictitious:
        return join(text)
    return join(text, " ", tag("span", words("portrait.voice.invented"), class_="nb"))


def speaker(story: Story, quote: Quote) -> str:
    """Return the name of the profile that speaks, or "someone"."""
    for profile in story.material.process.profiles:
        if profile.key == quote.speaker:
            name = story.setting.name(profile.names)
            return f"{name[:1].upper()}{name[1:]}"
    return story.words("portrait.voice.someone")


def flag(story: Story) -> Html:
    """Return the band of a working draft."""
    triangle = marks.svg(marks.path("M6 .8 11.5 11H.5z", fill=marks.TERRACOTTA))
    return tag(
        "p", triangle, tag("b", story.words("portrait.draft.flag")), class_="draft-flag"
    )


def label(story: Story) -> Html | None:
    """Return the label of an invented country, or nothing."""
    return badge(story.words) if story.setting.fictitious else None
