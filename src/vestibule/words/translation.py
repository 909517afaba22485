"""How do sentences leave for a translator, and may what comes back be said?"""

from __future__ import annotations

import json
import re
import string
from collections.abc import Mapping
from dataclasses import dataclass

from vestibule.words import numbers, public
from vestibule.words.catalogue import LANGUAGES, Sentence, sentences

MARK = re.compile(r"\|(\w+)\|")
"""Where a figure puts a mark of its own into a sentence."""

HOW = frozenset(
    {"", "ordinal", "month", "hundred", "words", "counted", "upwords", "upcounted"}
)
"""What may follow the colon of a parameter."""

FORMULA = ("=", "+", "@", "-", "\t")
"""What a spreadsheet takes for the beginning of a formula."""

HUNDREDTHS = re.compile(r"[%٪‰]")
"""Signs that no sentence uses: numbers are said out of a hundred."""

LONGEST = 2000
"""Characters of one sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One sentence, or one plural form of it, as a translator sees it.

    Parameters
    ----------
    key : str
        ``subject.section.key``.
    form : str
        One of `numbers.FORMS`; empty for a sentence with no forms.
    french, english : str
        The sentence in both.
    target : str
        In the language asked for; empty: not yet.
    """

    key: str
    form: str
    french: str
    english: str
    target: str

    @property
    def used(self) -> str:
        """Where it stands: the subject and the section."""
        return " / ".join(self.key.split(".")[:-1])


def rows(lang: str, own: Mapping[str, Sentence]) -> tuple[Row, ...]:
    """Return every sentence of the public pages, for a translator.

    Parameters
    ----------
    lang : str
        Language tag of the target.
    own : mapping of str to str or dict
        What is there in it already, by key.

    Returns
    -------
    tuple of Row
        A sentence that depends on a number has a row for each form the language
        needs.
    """
    french, english = sentences(LANGUAGES[0]), sentences("en")
    return tuple(
        Row(
            key=key,
            form=form,
            french=said(french[key], form),
            english=said(english[key], form),
            target=said(own[key], form, exact=True) if key in own else "",
        )
        for key in public.every_key()
        for form in forms(french[key], lang)
    )


def forms(sentence: Sentence, lang: str) -> tuple[str, ...]:
    """Return the forms a sentence takes in a language; one empty name for one form.

    ``zero`` is asked for only where the original has it: it then says something else.

    Returns
    -------
    tuple of str
        Names of forms.
    """
    if isinstance(sentence, str):
        return ("",)
    wanted = numbers.forms_of(lang)
    return tuple(form for form in wanted if form != "zero" or "zero" in sentence)


def said(sentence: Sentence, form: str, *, exact: bool = False) -> str:
    """Return one form of a sentence; unless `exact`, its other one where it lacks it."""
    if isinstance(sentence, str):
        return sentence
    return sentence.get(form, "" if exact else sentence["other"])


def named(sentence: Sentence) -> dict[str, str]:
    """Return the forms of a sentence by name; one that has no forms is ``other``."""
    return {"other": sentence} if isinstance(sentence, str) else dict(sentence)


def why_not(key: str, text: str, form: str = "") -> tuple[str, dict[str, str]] | None:
    """Return why a translated sentence cannot be said, or None if it can.

    Parameters
    ----------
    key : str
        Of a sentence we have.
    text : str
        The translation, or one plural form of it.
    form : str
        Which one; empty for a sentence with no forms.

    Returns
    -------
    (str, dict) or None
        The code of a problem and what its sentence needs.
    """
    if text.startswith(FORMULA):
        return "translation-formula", {"sign": text[0]}
    if found := HUNDREDTHS.search(text):
        return "translation-hundredths", {"sign": found[0]}
    if len(text) > LONGEST:
        return "translation-long", {"limit": str(LONGEST)}
    return _why_not_placed(sentences(LANGUAGES[0])[key], text, form)


def _why_not_placed(
    original: Sentence, text: str, form: str
) -> tuple[str, dict[str, str]] | None:
    try:
        there = placed(text)
    except ValueError:
        return "translation-braces", {}
    may = frozenset[str]().union(*map(placed, every(original)))
    must = placed(said(original, form))
    if isinstance(original, dict):
        must -= {"{n}"}  # "one gathering" names no number
    if strange := sorted(there - may):
        return "translation-strange", {"names": ", ".join(strange)}
    if lost := sorted(must - there):
        return "translation-lost", {"names": ", ".join(lost)}
    return None


def every(sentence: Sentence) -> tuple[str, ...]:
    """Return all forms of a sentence."""
    return (sentence,) if isinstance(sentence, str) else tuple(sentence.values())


def placed(text: str) -> frozenset[str]:
    """Return what is put into a sentence when it is said: ``{name}`` and ``|mark|``.

    Returns
    -------
    frozenset of str
        Each once, with its braces or bars.

    Raises
    ------
    ValueError
        If a brace is not closed, or something is asked of a parameter that none has.
    """
    found = {f"|{mark}|" for mark in MARK.findall(text)}
    for _, name, how, conversion in string.Formatter().parse(text):
        if name is None:
            continue
        if conversion or how not in HOW or not name.isidentifier():
            raise ValueError(name)
        found.add(f"{{{name}}}")
    return frozenset(found)


def files(own: Mapping[str, Sentence]) -> dict[str, str]:
    """Return sentences as the files of a catalogue: subject to TOML.

    Parameters
    ----------
    own : mapping of str to str or dict
        By key.

    Returns
    -------
    dict of str to str
        They read back as they were.
    """
    lines: dict[str, list[str]] = {}
    for key in sorted(own):
        subject, _, rest = key.partition(".")
        lines.setdefault(subject, []).append(f"{rest} = {_written(own[key])}")
    return {subject: "\n".join(found) + "\n" for subject, found in lines.items()}


def _written(sentence: Sentence) -> str:
    if isinstance(sentence, str):
        return json.dumps(sentence, ensure_ascii=False).replace("\x7f", "\\u007f")
    inside = (f"{form} = {_written(text)}" for form, text in sentence.items())
    return f"{{ {', '.join(inside)} }}"
