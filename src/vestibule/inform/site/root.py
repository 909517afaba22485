"""The first page of the folder: the languages, each in its own letters."""

from __future__ import annotations

from collections.abc import Mapping

from vestibule.inform import page as document
from vestibule.inform.markup import Html, direction, join, tag
from vestibule.inform.site import paths, sheets
from vestibule.inform.site.frame import SHEETS, draft
from vestibule.inform.site.telling import Telling


def html(tellings: Mapping[str, Telling]) -> str:
    """Return the page that offers the languages.

    Parameters
    ----------
    tellings : mapping of str to Telling
        By language, the one to fall back to first.

    Returns
    -------
    str
        Nothing on it needs to be read to choose: every name is in its own language.
    """
    first = next(iter(tellings.values()))
    doors = tag("ul", *(_door(one) for one in tellings.values()), class_="tongue-doors")
    title = first.story.setting.marked(first.story.material.process.titles)
    main = tag(
        "main",
        tag("h1", document.logo(), " ", title),
        doors,
        class_="in welcome",
        id="contenu",
    )
    drafts = (_draft(one) for one in tellings.values() if not one.signed)
    head = tag("header", *drafts, document.invented(first.story))
    page = document.document(
        lang=first.lang,
        title=_title(first),
        description=first.process,
        body=join(head, main),
        more=SHEETS,
    )
    return sheets.lean(page)


def _title(first: Telling) -> str:
    if not first.story.setting.fictitious:
        return first.process
    return f"{first.process} · {first.words('figures.fictitious')}"


def _draft(telling: Telling) -> Html:
    return tag("div", draft(telling), lang=telling.lang, dir=direction(telling.lang))


def _door(telling: Telling) -> Html:
    lang, words = telling.lang, telling.words
    return tag(
        "li",
        tag(
            "a",
            tag("b", telling.own_name(lang)),
            tag("span", words("site.root.enter")),
            href=f"{lang}/{paths.FRONT}",
            hreflang=lang,
        ),
        lang=lang,
        dir=direction(lang),
    )
