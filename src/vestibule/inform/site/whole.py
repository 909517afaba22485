"""How does an edition become a folder of pages that any host can serve?

Everything in it comes from one `Pack`, whose numbers were cleared in one call: portrait,
mirror pages, views, CSV and JSON are read side by side, and tell no more together than
that call let through. The pages need no script, ask for nothing, and open from a memory
card: their links are relative and name their files.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from vestibule.inform.pack import Pack
from vestibule.inform.site import (
    anchors,
    answering,
    contest,
    data,
    editions,
    findings,
    frame,
    front,
    listening,
    method,
    paths,
    places,
    root,
    shelf,
    voices,
)
from vestibule.inform.site.pages import Page
from vestibule.inform.site.telling import Telling, telling
from vestibule.words import PAGES

SUMS = "SHA256SUMS"
"""The hash of every other file, as ``sha256sum`` reads it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The public pages of one edition, in every language with a catalogue.

    Parameters
    ----------
    made : Pack
        The edition.
    signed : bool
        Whether two people answer for it.
    tongues : tuple of str
        Its languages; a `Tongue` brings sentences of its own, and what it lacks is said
        in French.
    """

    made: Pack
    signed: bool = False
    tongues: tuple[str, ...] = PAGES

    def files(self) -> dict[str, str]:
        """Return every file of the folder.

        Returns
        -------
        dict of str to str
            Path, with ``/``, to text; the hashes of all of them stand in the last.
        """
        tellings = {
            lang: telling(self.made, lang, signed=self.signed, tongues=self.tongues)
            for lang in self.tongues
        }
        written = {"index.html": root.html(tellings), "edition.json": self._edition()}
        for lang, one in tellings.items():
            written |= {f"{lang}/{path}": text for path, text in in_one(one).items()}
        written |= {f"{paths.DATA}/{name}": text for name, text in self.made.files().items()}  # fmt: skip
        return {**written, SUMS: sums(written)}

    def _edition(self) -> str:
        trace = self.made.material.trace
        return data.written(
            {
                "edition": self.made.edition.number,
                "signed": self.signed,
                "month": trace.month,
                "sha256": trace.content_hash,
                "languages": list(self.tongues),
                "invented": self.made.material.process.fictitious,
                "version": trace.version,
            }
        )


def site(made: Pack, *, signed: bool = False, tongues: tuple[str, ...] = PAGES) -> Site:
    """Return the public pages of an edition.

    Parameters
    ----------
    made : Pack
        As `pack.packed` returns it: cleared, and attacked, in one call.
    signed : bool
        Whether it is published; else every page says that it is a draft.
    tongues : tuple of str
        Its languages.

    Returns
    -------
    Site
        Nothing of it is on any disk.
    """
    return Site(made=made, signed=signed, tongues=tongues)


def in_one(telling: Telling) -> dict[str, str]:
    """Return every file of one language, by its path in the language's folder.

    Parameters
    ----------
    telling : Telling
        Of the language.

    Returns
    -------
    dict of str to str
        Pages first, then what lies beside them.
    """
    pages = list(_pages(telling))
    beside = {path: text for page in pages for path, text in page.files.items()}
    # the whole portrait first, then its places
    spoken = sorted(filter(shelf.is_script, beside), key=lambda path: "/" in path)
    pages.append(shelf.page(telling, {path: beside[path] for path in spoken}))
    known, has = anchors.held(pages), {page.path for page in pages}
    framed = {page.path: frame.framed(telling, page, known, has) for page in pages}
    figures = telling.story.figures.values()
    drawn = data.tables(one for one in figures if one.number)
    tables = {f"{paths.TABLES}/{name}": text for name, text in drawn.items()}
    return framed | beside | tables  # fmt: skip


def _pages(telling: Telling) -> Iterator[Page]:
    """Yield every page but the shelf, in the order in which anchors look for theirs."""
    yield front.page(telling)
    yield from findings.pages(telling)
    yield from places.pages(telling)
    yield from answering.pages(telling)
    yield method.page(telling)
    yield contest.page(telling)
    yield editions.page(telling)
    yield from voices.pages(telling)
    # the portrait holds every anchor: it comes last
    yield from listening.pages(telling)


def sums(files: dict[str, str]) -> str:
    """Return the SHA-256 of each file, a line each, by path."""
    lines = (
        f"{hashlib.sha256(text.encode()).hexdigest()}  {path}\n"
        for path, text in sorted(files.items())
    )
    return "".join(lines)
