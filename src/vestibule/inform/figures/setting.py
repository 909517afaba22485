"""What do all figures of one page share?"""

from __future__ import annotations

import re
from dataclasses import dataclass

from vestibule.dossier.process import Language, Words
from vestibule.inform.markup import Html, direction, escape, join, tag
from vestibule.inform.material import Place
from vestibule.words import PAGES, Catalogue, numbers

TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
"""What browsers and readers accept as a language."""

UNKNOWN = "und"
"""The language tag of words whose language has no code of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """The language of a page, whether it is invented, and when it was cut.

    Parameters
    ----------
    words : Catalogue
        Of the page's language.
    fictitious : bool
        Whether everything is invented.
    month : str
        ``YYYY-MM`` of the cut that the figures come from.
    languages : tuple of Language
        Those of the process: their names, codes and directions.
    """

    words: Catalogue
    fictitious: bool
    month: str
    languages: tuple[Language, ...] = ()

    def name(self, said: Place | Words) -> str:
        """Return the name of a place, or words, in the page's language or theirs.

        They are kept apart where they run against the page.

        Returns
        -------
        str
            Empty where there are no words.
        """
        text, _ = self.words.chosen(said.names if isinstance(said, Place) else said)
        return numbers.apart(text, self.words.lang)

    def marked(self, said: Place | Words, element: str = "span") -> Html:
        """Return the same as markup that says in which language it is."""
        text, lang = self.words.chosen(said.names if isinstance(said, Place) else said)
        return self.spoken(text, lang, element)

    def spoken(
        self, text: str, lang: str | None, element: str = "span", **more: str
    ) -> Html:
        """Return words with the ``lang`` and ``dir`` of their own language."""
        marks = self.tongue(lang)
        if not marks and not more and element == "span":
            return escape(text)
        return tag(element, text, **marks, **more)

    def quoted(self, said: Words) -> Html:
        """Return a sentence between quotation marks, marked with its own language."""
        text, lang = self.words.chosen(said)
        opening, closing = self.words.quoted("\n").split("\n")
        inside = self.words.quoted(text).removeprefix(opening).removesuffix(closing)
        return join(opening, self.spoken(inside, lang), closing)

    def tongue(self, lang: str | None) -> dict[str, str]:
        """Return the attributes of content in a language; none if it is the page's."""
        if lang == self.words.lang:
            return {}
        known = self._language(lang)
        if known is not None:
            code = known.iso or (known.key if TAG.fullmatch(known.key) else UNKNOWN)
            return {"lang": code, "dir": "rtl" if known.rtl else direction(code)}
        if lang is None or lang == UNKNOWN or not TAG.fullmatch(lang):
            return {"lang": UNKNOWN, "dir": "auto"}
        return {"lang": lang, "dir": direction(lang)}

    def language_name(self, lang: str | None) -> str:
        """Return the name of a language in the page's, or nothing."""
        known = self._language(lang)
        if known is not None:
            return self.name(known.names)
        return self.words(f"portrait.languages.{lang}") if lang in PAGES else ""

    def source(self, key: str) -> str:
        """Return where a figure comes from, with the month of the cut."""
        return self.words(f"figures.sources.{key}", month=self.month)

    def _language(self, lang: str | None) -> Language | None:
        return next((known for known in self.languages if known.key == lang), None)
