"""The listening shelf: what can be read aloud, by language, and what is not recorded."""

from __future__ import annotations

from collections.abc import Iterator

from vestibule.dossier.process import Language
from vestibule.inform.markup import Html, Piece, direction, join, tag
from vestibule.inform.site import paths, pieces
from vestibule.inform.site.pages import Page
from vestibule.inform.site.telling import Telling
from vestibule.inform.writing import SCRIPT_ENDINGS

WORDS_A_MINUTE = 130
"""How fast someone reads aloud who wants to be understood."""


def page(telling: Telling, texts: dict[str, str]) -> Page:
    """Return the shelf of one language.

    Parameters
    ----------
    telling : Telling
        Of the language.
    texts : dict of str to str
        Every text to be read aloud of this language, by its path.

    Returns
    -------
    Page
        It names the languages of the dialogue that have no text yet.
    """
    words = telling.words
    main = join(
        pieces.cover(
            telling,
            words("site.ways.shelf"),
            words("site.shelf.title", n=len(texts)),
            words("site.shelf.lead"),
        ),
        pieces.body(
            pieces.chapter(
                "textes",
                words("site.shelf.texts"),
                pieces.rows(_texts(telling, texts)),
            ),
            pieces.chapter(
                "langues", words("site.shelf.others"), _languages(telling)
            ),
            pieces.chapter(
                "sons",
                words("site.shelf.recordings"),
                pieces.paragraph(words("site.shelf.no_recording")),
                pieces.paragraph(words("site.shelf.readers")),
            ),
        ),
    )  # fmt: skip
    return Page(
        path=paths.SHELF, title=words("site.ways.shelf"), main=main, door="listen"
    )


def is_script(path: str) -> bool:
    """Return whether a file is a text to be read aloud."""
    return path.endswith(tuple(SCRIPT_ENDINGS.values()))


def _texts(telling: Telling, texts: dict[str, str]) -> Iterator[tuple[Piece, Piece]]:
    names = {
        file: telling.story.setting.marked(telling.place(key).place)
        for key, file in telling.places.items()
    }
    for path, text in texts.items():
        stem = path.rpartition("/")[2]
        for ending in SCRIPT_ENDINGS.values():
            stem = stem.removesuffix(ending)
        name = names.get(stem) if path.startswith("lieux/") else None
        title = name or telling.words("site.ways.portrait")
        minutes = max(1, round(len(text.split()) / WORDS_A_MINUTE))
        told = telling.words("site.shelf.minutes", n=minutes)
        yield pieces.link(title, paths.relative(paths.SHELF, path)), told


def _languages(telling: Telling) -> Html:
    """Return the languages that have texts, then those of the dialogue that have none."""
    words = telling.words
    ready = (
        tag(
            "li",
            tag(
                "a",
                telling.own_name(lang),
                href=f"../{lang}/{paths.SHELF}",
                lang=lang,
                hreflang=lang,
                dir=direction(lang),
            ),
            tag("span", words("site.shelf.ready")),
        )
        for lang in telling.tongues
    )
    waiting = (
        tag(
            "li",
            tag("b", telling.story.setting.name(one.names)),
            tag("span", words("site.shelf.waiting")),
        )
        for one in telling.story.material.process.languages
        if not _has_texts(telling, one)
    )
    return tag("ul", *ready, *waiting, class_="shelf")


def _has_texts(telling: Telling, language: Language) -> bool:
    return bool({language.key, language.iso} & {*telling.tongues})
