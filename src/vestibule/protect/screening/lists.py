"""Which words make a reviewer look twice? They are data, by language and by process.

Each list of ``fr.toml``, ``en.toml`` and ``world.toml`` beside this file is a *tag*: the
words under ``kin`` bear the tag *kin*, and the rules speak of tags only. What belongs to
one country (names, particles that join names, titles, local offices) stands under
``[screening]`` in its `process.toml` and adds to the list of the same name. ``fr.words``
and ``en.words`` hold what the language is made of: any other word may be a name.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from vestibule.dossier import folding
from vestibule.dossier.process import Process
from vestibule.protect.screening.tokens import Token

LANGUAGES = ("fr", "en")
"""Languages whose words are known; a quote in another is always put to a person."""

PLURAL = frozenset("sx")
"""A word with one of these at its end is known where it is known without."""

Row = tuple[str, ...]
"""Folded words in a row."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Lists:
    """The words of one language and of one process.

    Parameters
    ----------
    rows : mapping of str to list
        First word to the phrases that begin with it, the longest first, each with
        its tags.
    singles : mapping of str to frozenset of str
        The tags of single words.
    common : frozenset of str
        All other words of the language; none: it is not known which words it has.
    seldom : frozenset of str
        Those of them that are not of every day and in no list.
    lang : str or None
        The language; None: any.
    """

    rows: Mapping[str, Sequence[tuple[Row, frozenset[str]]]]
    singles: Mapping[str, frozenset[str]]
    common: frozenset[str]
    seldom: frozenset[str]
    lang: str | None

    def at(self, words: Sequence[Token], place: int) -> tuple[int, frozenset[str]]:
        """Return the length and the tags of the longest phrase at a place; or 0, none."""
        rows = self.rows.get(words[place].folded, ())
        after = words[place + 1].folded if place + 1 < len(words) else ""
        for row, tags in rows:
            size = len(row)
            if size == 1:
                return 1, tags
            if row[1] == after and _is_row(words[place : place + size], row):
                return size, tags
        return 0, _NONE

    def knows(self, word: str) -> bool:
        """Return whether a folded word is one of the language, as far as is known."""
        return (
            not self.common
            or word in self.common
            or (word[-1:] in PLURAL and word[:-1] in self.common)
        )

    def tags(self, word: str) -> frozenset[str]:
        """Return the tags of a single folded word."""
        return self.singles.get(word, _NONE)


_NONE: frozenset[str] = frozenset()


def _is_row(there: Sequence[Token], row: Row) -> bool:
    """Return whether words stand in a row, in one sentence."""
    return len(there) == len(row) and all(
        one.folded == word and not one.apart
        for one, word in zip(there[1:], row[1:], strict=True)
    )


def of(process: Process, lang: str | None) -> Lists:
    """Return the words to look for in a text of one language.

    Parameters
    ----------
    process : Process
        What it adds under ``[screening]``; its own names (country, languages,
        partners, demonyms) are capitals that point at nobody.
    lang : str or None
        Language of the text; None, or one that is not known: all of them at once.

    Returns
    -------
    Lists
        General words and those of the process.
    """
    given = dict(process.screening)
    given["plain"] = (*given.get("plain", ()), *_own(process))
    rows = tuple(sorted((name, tuple(words)) for name, words in given.items()))
    return _made(lang if lang in LANGUAGES else None, rows)


@cache
def _made(lang: str | None, given: tuple[tuple[str, tuple[str, ...]], ...]) -> Lists:
    tags: dict[Row, set[str]] = {}
    files = ((lang,) if lang else LANGUAGES) + ("world",)
    for name, words in [*(one for file in files for one in told(file).items()), *given]:
        for word in words:
            tags.setdefault(folding.words(word), set()).add(name)
    rows: dict[str, list[tuple[Row, frozenset[str]]]] = {}
    for row in sorted((row for row in tags if row), key=len, reverse=True):
        rows.setdefault(row[0], []).append((row, frozenset(tags[row])))
    listed = {word for row in tags for word in row}
    everyday, others = vocabulary(lang) if lang else (_NONE, _NONE)
    common = everyday | others | listed if lang else _NONE
    singles = {row[0]: frozenset(tags[row]) for row in tags if len(row) == 1}
    return Lists(
        rows=rows,
        singles=singles,
        common=common,
        seldom=others - everyday - listed,
        lang=lang,
    )


@cache
def told(name: str) -> Mapping[str, Sequence[str]]:
    """Return the lists of one packaged file, by tag."""
    return tomllib.loads(_text(f"{name}.toml"))


@cache
def vocabulary(lang: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the common words of a language, folded: of every day, and the others."""
    _, everyday, others = re.split(
        r"(?m)^# (?:everyday|others).*\n", _text(f"{lang}.words")
    )
    return frozenset(everyday.split()), frozenset(others.split())


def _text(file: str) -> str:
    held = resources.files(__package__).joinpath(file)
    return held.read_text(encoding="utf-8")


def _own(process: Process) -> Iterator[str]:
    """Yield the names that the process declares of itself, word by word."""
    names = [
        *process.country_names.values(),
        *process.demonyms,
        *(name for one in process.languages for name in one.names.values()),
        *(partner.name for partner in process.partners),
    ]
    for name in names:
        yield from (name, *name.split())
