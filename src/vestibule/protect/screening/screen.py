"""Which words of a quote may point at someone, so that two people must look?

No model and no clearance: a text without a flag still needs its two reviewers, and
one with a flag needs both of them to say, flag by flag, that it points at nobody.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from vestibule.dossier import folding
from vestibule.dossier.gazetteer import Gazetteer
from vestibule.dossier.process import Process
from vestibule.dossier.records import Dossier
from vestibule.protect import sensitivity
from vestibule.protect.screening import flags, lists, rules, signs, units
from vestibule.protect.screening.flags import Flag, Kind
from vestibule.protect.screening.lists import Lists
from vestibule.protect.screening.tokens import Token, tokens

LEAST_LOWER = 4
"""A place written without a capital is recognised from so many letters."""

MOSTLY = 0.6
"""A text with more capitals than this is written in capitals."""

LEAST_LETTERS = 12
"""Of a shorter text it cannot be said that it is written in capitals."""


@dataclass(frozen=True, kw_only=True)
class Screen:
    """What a text is held against.

    Parameters
    ----------
    process : Process
        Its words under ``[screening]``.
    places : mapping of tuple of str to int
        Folded name of each place to the coarsest level that bears it.
    spelt : frozenset of str
        Names of places in lower case, with their accents: a single word without a
        capital is a place only if it is spelt like one, for in some language it is
        an ordinary word without its accent.
    """

    process: Process
    places: Mapping[tuple[str, ...], int]
    spelt: frozenset[str] = frozenset()

    @classmethod
    def of(cls, dossier: Dossier) -> Screen:
        """Return the screen of a dossier: its process and the names of its places."""
        gazetteer = Gazetteer.of(dossier)
        found: dict[tuple[str, ...], int] = {}
        spelt: set[str] = set()
        for rows in gazetteer.names.values():
            for row in rows:
                name = folding.words(row["name"])
                level = gazetteer.places[row["place"]]["level"]
                if name:
                    found[name] = min(level, found.get(name, level))
                    spelt.add(row["name"].casefold())
        return cls(process=dossier.process, places=found, spelt=frozenset(spelt))

    @cached_property
    def firsts(self) -> frozenset[str]:
        """The first words of places."""
        return frozenset(name[0] for name in self.places)

    def flags(
        self, text: str, lang: str | None, *, level: int | None = None
    ) -> tuple[Flag, ...]:
        """Return what in a text may point at someone.

        Parameters
        ----------
        text : str
            The words of a quote, or of its translation.
        lang : str or None
            Their language; one whose words are not known is flagged as ``unread``.
        level : int or None
            The finest level of place that may be told, 0 to 6; None: region, or
            the process's own level where that is coarser.

        Returns
        -------
        tuple of Flag
            In the order of the text. None is no clearance: local knowledge that no
            list has must come from a reader of the same region.

        Notes
        -----
        It finds shapes, listed words and words that are none of the language. It
        cannot find a nickname that is an ordinary word and that nothing introduces,
        nor a person whom a described scene alone gives away; it flags much that is
        harmless.
        """
        words = tokens(text)
        given = lists.of(self.process, lang)
        finest = min(self.process.disclosure.public_level, sensitivity.REGION)
        coarse = self._known(
            words, given, finest if level is None else min(level, finest)
        )
        spans: set[tuple[Kind, int, int]] = set(signs.in_text(text))
        for kind, start, end in rules.found(units.units(words, given)):
            spans.update(_beside(kind, start, end, words, coarse))
        for first, last, is_fine in coarse:
            if is_fine:
                spans.add(("place", words[first].start, words[last - 1].end))
        if self._is_unread(text, lang):
            spans.add(("unread", 0, len(text)))
        return tuple(
            sorted(flags.flag(text, kind, start, end) for kind, start, end in spans)
        )

    def _known(
        self, told: tuple[Token, ...], given: Lists, level: int
    ) -> list[tuple[int, int, bool]]:
        """Return the declared places of a text, and whether each is too fine."""
        longest = max(map(len, self.places), default=0)
        found: list[tuple[int, int, bool]] = []
        place = 0
        while place < len(told):
            known = told[place].folded in self.firsts
            size = self._named(told, place, longest) if known else 0
            if size == 1 and _is_word(told[place], given):
                size = 0
            if size:
                row = tuple(one.folded for one in told[place : place + size])
                found.append((place, place + size, self.places[row] > level))
            place += size or 1
        return found

    def _named(self, told: tuple[Token, ...], place: int, longest: int) -> int:
        for size in range(min(longest, len(told) - place), 0, -1):
            there = told[place : place + size]
            row = tuple(one.folded for one in there)
            if row in self.places and (there[0].is_capital or self._is_spelt(there)):
                return size
        return 0

    def _is_spelt(self, there: tuple[Token, ...]) -> bool:
        """Return whether words without a capital are a place all the same."""
        if sum(len(one.folded) for one in there) < LEAST_LOWER:
            return False
        return len(there) > 1 or there[0].text.casefold() in self.spelt

    def _is_unread(self, text: str, lang: str | None) -> bool:
        """Return whether the lists can say little about a text."""
        letters = [sign for sign in text if sign.isalpha()]
        if not letters:
            return False
        latin = sum(sign < "\u0250" or sign in folding_letters() for sign in letters)
        capitals = sum(sign.isupper() for sign in letters)
        shouted = len(letters) >= LEAST_LETTERS and capitals > MOSTLY * len(letters)
        known = lang in lists.LANGUAGES
        return not known or shouted or latin < MOSTLY * len(letters)


def _is_word(one: Token, given: Lists) -> bool:
    """Return whether a place's name in lower case is a word of the language."""
    return not one.is_capital and "place_but" in given.tags(one.folded)


def _beside(
    kind: Kind,
    start: int,
    end: int,
    words: tuple[Token, ...],
    declared: list[tuple[int, int, bool]],
) -> set[tuple[Kind, int, int]]:
    """Return a flag without the declared places in it, where it is on a name."""
    if kind != "name":
        return {(kind, start, end)}
    held = {n for first, last, _ in declared for n in range(first, last)}
    left = [
        one for n, one in enumerate(words) if start <= one.start < end and n not in held
    ]
    return {(kind, left[0].start, left[-1].end)} if left else set()


def folding_letters() -> frozenset[str]:
    """Return Latin letters beyond the first two hundred that names are written in."""
    return frozenset("ɛəǝɔɩıʋŋɲɓɗɖƙƴɣ")
