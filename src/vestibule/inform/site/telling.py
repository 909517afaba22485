"""What do all pages of one language share? The edition, its story, the names of files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from vestibule.inform.chapters import parts
from vestibule.inform.figures import order
from vestibule.inform.material import FindingTold, PlaceHeard
from vestibule.inform.pack import Pack
from vestibule.inform.site import paths
from vestibule.inform.story import Story, told
from vestibule.inform.voiced import Voiced
from vestibule.protect.cleared import Quote
from vestibule.words import PAGES, Catalogue, Tongue


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One edition told in one language.

    Parameters
    ----------
    made : Pack
        The edition: everything on every page comes from it.
    story : Story
        That of its portrait, in the language.
    findings, places, profiles, languages : mapping of str to str
        Key to the name of its files; the same in every language.
    signed : bool
        Whether two people answer for it; else every page calls itself a draft.
    tongues : tuple of str
        Every language of the edition; a `Tongue` brings sentences of its own.
    """

    made: Pack
    story: Story
    findings: Mapping[str, str]
    places: Mapping[str, str]
    profiles: Mapping[str, str]
    languages: Mapping[str, str]
    signed: bool = False
    tongues: tuple[str, ...] = PAGES

    @property
    def words(self) -> Catalogue:
        """The catalogue of the language."""
        return self.story.words

    @property
    def lang(self) -> str:
        """The language of the pages."""
        return self.words.lang

    @property
    def process(self) -> str:
        """The title of the process."""
        return self.story.setting.name(self.story.material.process.titles)

    def own_name(self, lang: str) -> str:
        """Return the name of a language of the edition, in that language."""
        own = lang.own if isinstance(lang, Tongue) else {}
        if lang in PAGES or "site.own_name" in own:
            return Catalogue(lang)("site.own_name")
        declared = (one for one in self.made.material.process.languages if one.key == lang)  # fmt: skip
        names = next((one.names for one in declared), {})
        return names.get(lang) or self.story.setting.name(names) or lang

    def number(self, finding: FindingTold) -> str:
        """Return the rank that the people gave a finding, or nothing."""
        if not self.story.ranked:
            return ""
        return str([one.key for one in self.story.material.findings].index(finding.key) + 1)  # fmt: skip

    def label(self, finding: FindingTold) -> str:
        """Return a finding in two or three words, else its sentence."""
        return order.label(self.story.setting, finding)

    def finding(self, key: str) -> FindingTold:
        """Return the finding of a key."""
        return next(one for one in self.story.material.findings if one.key == key)

    def place(self, key: str) -> PlaceHeard:
        """Return the place of a key, and how it was heard."""
        return next(one for one in self.story.material.places if one.place.key == key)

    def quote(self, one: Voiced) -> Quote:
        """Return cleared words as readers of this language see them."""
        return parts.quote(self.story, one.voice)


def telling(
    made: Pack, lang: str, *, signed: bool = False, tongues: tuple[str, ...] = PAGES
) -> Telling:
    """Return what the pages of one language share.

    Parameters
    ----------
    made : Pack
        The edition.
    lang : str
        A language with a catalogue, or a `Tongue`.
    signed : bool
        Whether it is published.
    tongues : tuple of str
        Every language of the edition.

    Returns
    -------
    Telling
        Its figures are drawn.
    """
    material = made.material
    quotes = [parts.required(next(iter(one.voice.values()))) for one in made.voices]
    quoted = sorted({quote.lang for quote in quotes if quote.lang})
    return Telling(
        made=made,
        story=told(material, lang),
        findings=paths.named(sorted(one.key for one in material.findings)),
        places=paths.named(sorted(one.place.key for one in material.places)),
        profiles=paths.named(sorted(one.key for one in material.process.profiles)),
        languages=paths.named(quoted),
        signed=signed,
        tongues=tongues,
    )
