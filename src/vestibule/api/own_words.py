"""The sentences that a dossier brings in a language of its own.

They lie in its folder ``words/``, as files of a catalogue: ``words/bm/portrait.toml``.
They travel with it, and stand before the sentences we ship; what is missing is said in
French.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from vestibule.errors import FileError, Problem, ProblemsFound
from vestibule.inform import writing
from vestibule.listen import guards, signs
from vestibule.listen.problems import nearest, problem
from vestibule.words import LANGUAGES, PAGES, Tongue, public, translation
from vestibule.words.catalogue import Sentence, flatten, sentences

FOLDER = "words"
"""Where a dossier keeps sentences of its own, a folder for each language."""

ENOUGH = 0.8
"""Part of the sentences of public pages without which a language has none: a reader who
meets French on every other line is not spoken to."""

TAG = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
"""What a language is called; it is the name of a folder too."""


def tongue(dossier: Path, lang: str) -> str:
    """Return a language tag, with the dossier's own sentences where it has some.

    Parameters
    ----------
    dossier : Path
        Its folder.
    lang : str
        Language tag.

    Returns
    -------
    str
        A `Tongue`, or the tag as it was.

    Raises
    ------
    FileError
        If a file of sentences cannot be read.
    ProblemsFound
        If one holds what cannot be said.
    """
    own = told(dossier, lang)
    return Tongue(lang, own) if own else lang


def tongues(dossier: Path) -> tuple[str, ...]:
    """Return the languages of the public pages of a dossier.

    Parameters
    ----------
    dossier : Path
        Its folder.

    Returns
    -------
    tuple of str
        Ours, then by name each other one in which enough sentences of the pages were
        brought: `ENOUGH` of them. What we ship in Arabic gives way to the team's own.

    Raises
    ------
    FileError
        If a file of sentences cannot be read.
    ProblemsFound
        If one holds what cannot be said.
    """
    ours = tuple(one if one in LANGUAGES else tongue(dossier, one) for one in PAGES)
    brought = sorted({one.parent.name for one in dossier.glob(f"{FOLDER}/*/*.toml")})
    others = (tongue(dossier, one) for one in brought if one not in PAGES)
    return (*ours, *filter(is_ready, others))


def is_ready(lang: str) -> bool:
    """Return whether enough sentences of the public pages are there in a language."""
    wanted = public.required()
    own = lang.own if isinstance(lang, Tongue) else {}
    return sum(key in own for key in wanted) >= ENOUGH * len(wanted)


def told(dossier: Path, lang: str) -> dict[str, Sentence]:
    """Return the dossier's own sentences in a language, by key.

    Returns
    -------
    dict of str to str or dict
        Empty where it has none.

    Raises
    ------
    FileError
        If a file of sentences cannot be read.
    ProblemsFound
        If one holds what cannot be said.
    """
    found: dict[str, Sentence] = {}
    wrong: list[Problem] = []
    for file in sorted(folder_of(dossier, lang).glob("*.toml")):
        for key, sentence in _in_file(file).items():
            wrong += _wrong_with(file.name, key, sentence)
            found[key] = sentence
    if wrong:
        raise ProblemsFound(wrong)
    return found


def folder_of(dossier: Path, lang: str) -> Path:
    """Return where the sentences of a language lie in a dossier.

    Returns
    -------
    Path
        It may not be there yet.

    Raises
    ------
    FileError
        If it is no language tag: a tag becomes the name of a folder.
    """
    if not TAG.fullmatch(lang):
        raise FileError(
            f"“{lang}” is no language tag: write it like bm, ff or ff-Adlm.",
            reason="language-tag",
            file=str(dossier),
            lang=lang,
        )
    return dossier / FOLDER / lang


def _in_file(file: Path) -> dict[str, Sentence]:
    try:
        tree = tomllib.loads(guards.text_of(file))
    except tomllib.TOMLDecodeError as broken:
        raise FileError(
            f"{file.name} of the sentences in “{file.parent.name}” cannot be read: "
            "bring the workbook in again.",
            reason="sentences-broken",
            file=str(file),
            lang=file.parent.name,
            name=file.name,
        ) from broken
    return flatten(tree, file.stem)


def _wrong_with(file: str, key: str, sentence: Sentence) -> Iterator[Problem]:
    """Name what is wrong with a sentence of a file that someone may have edited."""
    if key not in sentences(LANGUAGES[0]):
        yield unknown(file, key)
        return
    whole = isinstance(sentences(LANGUAGES[0])[key], str)
    if whole != isinstance(sentence, str) or "other" not in translation.named(sentence):
        yield problem("translation-other", file=file, name=key)
        return
    for form, text in translation.named(sentence).items():
        yield from wrong_in(key, "" if whole else form, str(text), file=file)


def unknown(file: str, key: str, line: int | None = None) -> Problem:
    """Return the problem of a key that no sentence of ours has."""
    known = sentences(LANGUAGES[0])
    near = nearest(key, known)
    return problem(
        "translation-unknown", file=file, line=line, name=key, suggestion=near
    )


def wrong_in(
    key: str,
    form: str,
    text: str,
    *,
    file: str,
    line: int | None = None,
    column: str | None = None,
) -> Iterator[Problem]:
    """Yield why one form of a sentence cannot be said; nothing if it can."""
    where: dict[str, Any] = {"file": file, "line": line, "column": column}
    if sign := signs.hidden_in(text, running=True) or _private(text):
        yield problem("hidden-sign", **where, sign=sign)
    elif found := translation.why_not(key, text, form):
        code, params = found
        yield problem(code, **{**where, **params})


def _private(text: str) -> str | None:
    """Return a sign that only a program reads: one could stand for a mark of ours."""
    for sign in text:
        if unicodedata.category(sign) in {"Co", "Cs", "Cn"}:
            return f"U+{ord(sign):04X}"
    return None


def bring_along(dossier: Path, into: Path) -> None:
    """Copy the sentences of a dossier into another that lacks the same file.

    Parameters
    ----------
    dossier : Path
        Where they lie.
    into : Path
        The other dossier's folder; what is there already stays as it is.
    """
    for file in sorted((dossier / FOLDER).glob("*/*.toml")):
        target = into / file.relative_to(dossier)
        if TAG.fullmatch(file.parent.name) and not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            writing.write_bytes(target, file.read_bytes())
