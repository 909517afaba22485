"""Which sentence says this, in this language?"""

from __future__ import annotations

import string
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any

from vestibule.words import numbers

LANGUAGES = ("fr", "en")
"""Languages with every sentence, the one to fall back to first."""

PAGES = (*LANGUAGES, "ar")
"""Languages with every sentence of the public pages."""

PLURALS = frozenset(numbers.FORMS)
"""Keys that make a table of the file one sentence in several forms."""

Sentence = str | dict[str, str]


def flatten(tree: Mapping[str, Any], prefix: str) -> dict[str, Sentence]:
    """Return the leaves of nested tables under dotted keys; plurals are leaves."""
    leaves: dict[str, Sentence] = {}
    for name, branch in tree.items():
        key = f"{prefix}.{name}"
        if isinstance(branch, Mapping) and not PLURALS.issuperset(branch):
            leaves |= flatten(branch, key)
        else:
            leaves[key] = branch if isinstance(branch, str) else dict(branch)
    return leaves


@cache
def sentences(lang: str) -> dict[str, Sentence]:
    """Return every sentence of a language: ``file.section.key`` to its forms."""
    found: dict[str, Sentence] = {}
    folder = resources.files("vestibule.words") / lang
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".toml"):
            tree = tomllib.loads(file.read_text("utf-8"))
            found |= flatten(tree, file.name.removesuffix(".toml"))
    return found


class Tongue(str):
    """A language tag that brings sentences of its own, before those we ship.

    It goes wherever a tag goes: a page in a language we have no catalogue of is
    written like any other.

    Parameters
    ----------
    tag : str
        Language tag.
    own : mapping of str to str or dict
        Key to its sentence, or to its plural forms.
    """

    __slots__ = ("own",)
    own: Mapping[str, Sentence]

    def __new__(cls, tag: str, own: Mapping[str, Sentence]) -> Tongue:
        """Return the tag with its sentences."""
        made = super().__new__(cls, tag)
        made.own = own
        return made


class Catalogue(string.Formatter):
    """The sentences of one language, and how it writes numbers.

    ``catalogue("figures.heard.says", n=1896)`` finds the sentence, chooses the
    plural form by ``n`` and writes the parameters as the language does: numbers
    grouped, sequences joined, ``{rank:ordinal}``, ``{month:month}``,
    ``{share:hundred}``, ``{n:words}`` and ``{n:counted}`` (feminine), with ``up``
    before them at the head of a sentence.

    Parameters
    ----------
    lang : str
        Language tag, or a `Tongue`. A language without a catalogue, or a sentence it
        lacks, falls back to French, numbers and all.
    """

    def __init__(self, lang: str) -> None:
        known = isinstance(lang, Tongue) or lang in PAGES
        self.lang = lang if known else LANGUAGES[0]
        self.wanted = lang

    def __call__(self, key: str, /, **params: object) -> str:
        """Return the sentence `key`; raises KeyError if no language has it."""
        sentence = self._own(key)
        if sentence is None:
            return self._fallen_back(key, **params)
        if not isinstance(sentence, str):
            sentence = self._form(sentence, params.get("n"))
        return self.vformat(numbers.typeset(sentence, self.lang), (), params)

    def __contains__(self, key: object) -> bool:
        return self._own(str(key)) is not None or key in sentences(LANGUAGES[0])

    def _own(self, key: str) -> Sentence | None:
        """Return a sentence in this very language, a team's own before ours."""
        own = self.lang.own.get(key) if isinstance(self.lang, Tongue) else None
        if own is None and self.lang in PAGES:
            own = sentences(str(self.lang)).get(key)
        return own

    def _fallen_back(self, key: str, **params: object) -> str:
        if self.lang == LANGUAGES[0]:
            raise KeyError(key)
        return Catalogue(LANGUAGES[0])(key, **params)

    def _form(self, forms: dict[str, str], n: object) -> str:
        value = n if isinstance(n, int | float) else 2
        if value == 0 and "zero" in forms:
            return forms["zero"]
        return forms.get(numbers.plural_form(value, self.lang), forms["other"])

    def format_field(self, value: Any, format_spec: str) -> str:
        """Write one parameter; see the class for what may follow the colon."""
        return numbers.apart(self._written(value, format_spec), self.lang)

    def _written(self, value: Any, format_spec: str) -> str:
        if format_spec:
            return str(getattr(self, f"_{format_spec}")(value))
        if isinstance(value, bool | str):
            return str(value)
        if isinstance(value, int | float):
            return self.number(value)
        return self.joined(value)

    def number(self, value: float, digits: int = 0) -> str:
        """Return a number as the language writes it."""
        return numbers.number(value, self.lang, digits=digits)

    def joined(self, items: Iterable[str], last: str = "and") -> str:
        """Return ``a, b et c``; `last` is ``and`` or ``or``."""
        listed = [str(item) for item in items]
        if len(listed) < 2:
            return "".join(listed)
        form, ending = numbers.style(self.lang), self(f"style.{last}")
        *before, end = (numbers.apart(item, self.lang) for item in listed)
        clings = ending == form.clinging and not end.startswith(numbers.OPEN)
        glue = "" if clings else " "
        return f"{form.comma.join(before)} {ending}{glue}{end}"

    def listed(self, items: Iterable[str]) -> str:
        """Return parts one after another, as the language sets them apart."""
        comma = numbers.style(self.lang).comma
        return comma.join(numbers.apart(item, self.lang) for item in items)

    def some(self, items: Sequence[str], at_most: int = 4) -> str:
        """Return a joined list, cut after `at_most` with the number left out."""
        rest = len(items) - at_most
        if rest < 2:
            return self.joined(items)
        return self.joined([*items[:at_most], self("style.others", n=rest)])

    def rank(self, low: int, high: int, *, feminine: bool = False) -> str:
        """Return ``1er``, ``2e ou 3e``, ``2e à 5e``: a rank with its uncertainty."""
        first = numbers.ordinal(low, self.lang, feminine=feminine)
        if low == high:
            return first
        last = numbers.ordinal(high, self.lang, feminine=feminine)
        key = "style.rank_or" if high == low + 1 else "style.rank_to"
        return self(key, first=first, last=last)

    def month(self, month: str) -> str:
        """Return ``mars 2030`` for ``2030-03``."""
        year, _, number = month.partition("-")
        return f"{self(f'style.months.m{number}')}{numbers.HARD}{year}"

    def months(self, first: str, last: str) -> str:
        """Return ``mars à juin 2030``, or one month, or two with their years."""
        if first == last:
            return self.month(first)
        begin = self.month(first)
        if first[:4] == last[:4]:
            begin = self(f"style.months.m{first[5:7]}")
        return self("style.span", first=begin, last=self.month(last))

    def scale(self, share: float | None) -> str:
        """Return the word of the fixed scale for a share (0 to 1) of those heard.

        One scale in every text, figure and voice: nearly all from 90 in 100,
        most from 60, divided from 40, some from 10, very few below; None is too
        few to say.

        Returns
        -------
        str
            In the words of the language.
        """
        return self(f"style.scale.{scale_word(share)}")

    def quoted(self, words: str) -> str:
        """Return words between the quotation marks of the page's language.

        The full stop of a whole sentence is left out: the sentence around goes on.

        Returns
        -------
        str
            The words, quoted.
        """
        form = numbers.style(self.lang)
        shown = words if words.endswith("..") else words.removesuffix(".")
        return f"{form.opening}{shown}{form.closing}"

    def chosen(self, words: Mapping[str, str]) -> tuple[str, str]:
        """Return the words in the wanted language, else the first, and their tag.

        Parameters
        ----------
        words : mapping of str to str
            Language tag to words.

        Returns
        -------
        tuple of str
            The words and the language they are in; two empty strings if none.
        """
        for lang in (self.wanted, self.lang, LANGUAGES[0], *words):
            if words.get(lang):
                return words[lang], lang
        return "", ""

    def _ordinal(self, rank: int) -> str:
        return numbers.ordinal(rank, self.lang)

    def _month(self, month: str) -> str:
        return self.month(month)

    def _hundred(self, share: float) -> str:
        return self.number(numbers.per_hundred(share))

    def _words(self, n: int) -> str:
        # a language without words for small numbers writes digits, not French ones
        key = f"style.numbers.n{n}"
        return self.number(n) if self._own(key) is None else self(key)

    def _counted(self, n: int) -> str:
        key = f"style.feminine.n{n}"
        return self._words(n) if self._own(key) is None else self(key)

    def _upwords(self, n: int) -> str:
        return self._upper(self._words(n))

    def _upcounted(self, n: int) -> str:
        return self._upper(self._counted(n))

    def _upper(self, text: str) -> str:
        return text[:1].upper() + text[1:]


def interface(lang: str) -> str:
    """Return the language in which a team is spoken to: its own, else French."""
    return lang if lang in LANGUAGES else LANGUAGES[0]


def lowered(text: str) -> str:
    """Return a sentence that no longer begins one; acronyms keep their capitals."""
    head, second = text[:1], text[1:2]
    return text if second.isupper() else head.lower() + text[1:]


def scale_word(share: float | None) -> str:
    """Return the key of the fixed word scale for a share, or ``unknown``."""
    if share is None:
        return "unknown"
    hundred = numbers.per_hundred(share)
    for floor, word in (
        (90, "nearly_all"),
        (60, "most"),
        (40, "divided"),
        (10, "some"),
    ):
        if hundred >= floor:
            return word
    return "very_few"
