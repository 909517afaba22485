"""Which codes of a project are new here, and what are they called?"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from vestibule import errors
from vestibule.dossier.tables import TABLES
from vestibule.listen import cells, signs
from vestibule.listen.linking import key_of
from vestibule.listen.problems import problem
from vestibule.listen.refi.project import Code, Project
from vestibule.listen.refi.standing import Standing

SET = "Vestibule"
"""The set of codes in whose description we write what REFI-QDA has no place for."""

FIELDS = ("guid", "key", "kind", "codebook", "sensitivity", "place_level")
"""What stands in a line of that description, with tabs between."""

OTHER = "other"
"""The kind of a code of which nobody says it."""

MANY_ALIKE = 100
"""Codes of one name from which their numbers leave gaps."""

Own = dict[str, str | int | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCode:
    """A code that the dossier does not hold.

    Parameters
    ----------
    guid : str
        Its GUID in the project.
    row : dict
        Its own columns, without ``parent``.
    parent : str or None
        GUID of the code above it.
    """

    guid: str
    row: Own
    parent: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """The codes of a project, sorted.

    Parameters
    ----------
    known : dict of str to str
        GUID to the code of the dossier that it means.
    new : dict of str to NewCode
        GUID to a code that it does not hold, a parent before what is below it.
    gone : frozenset of str
        GUIDs of codes that were taken back.
    problems : tuple of Problem
        What is wrong with their names.
    """

    known: dict[str, str]
    new: dict[str, NewCode]
    gone: frozenset[str]
    problems: tuple[errors.Problem, ...]


def sorted_out(project: Project, standing: Standing, file: str) -> Book:
    """Sort the codes of a project into known, new and taken back.

    A code is known by its GUID, where the project was written here; else by the
    key that we wrote beside it; else by its name below the same parent.

    Parameters
    ----------
    project : Project
        What a file says.
    standing : Standing
        What the dossier holds.
    file : str
        What a problem calls the file.

    Returns
    -------
    Book
        Every code of the project in one of three places.
    """
    book = Book(known={}, new={}, gone=frozenset(), problems=())
    told = _told(project)
    taken = set(standing.keys)
    gone: set[str] = set()
    problems: list[errors.Problem] = []
    for code in project.codes:
        problems += _unreadable(code, file)
        own = told.get(code.guid, {})
        found = _known(code, own, book, standing)
        if found is not None:
            book.known[code.guid] = found
            continue
        parent = code.parent if code.parent not in gone else None
        new = _new(code, own, parent, book, taken, standing)
        if standing.was_taken_back("codes", code.guid, str(new.row["key"])):
            gone.add(code.guid)
            continue
        taken.add(key_of(str(new.row["key"])))
        book.new[code.guid] = new
    return Book(
        known=book.known, new=book.new, gone=frozenset(gone), problems=(*problems,)
    )


def _known(
    code: Code, own: Mapping[str, str], book: Book, standing: Standing
) -> str | None:
    by_id = standing.has("codes", code.guid)
    if by_id is not None:
        return by_id
    if own.get("key"):
        return standing.keys.get(key_of(own["key"]))
    if code.parent is None:
        return standing.codes.get((None, key_of(code.name)))
    above = book.known.get(code.parent)
    return standing.codes.get((above, key_of(code.name))) if above else None


def _new(
    code: Code,
    own: Mapping[str, str],
    parent: str | None,
    book: Book,
    taken: set[str],
    standing: Standing,
) -> NewCode:
    """Return a code as a row; its key is its way through the codebook."""
    above = book.new.get(parent or "")
    kind = own.get("kind") or OTHER
    if not own.get("kind") and above is not None:
        kind = str(above.row["kind"])
    elif not own.get("kind") and parent in book.known:
        kind = standing.kinds[book.known[parent]]
    called = standing.called.get(book.known.get(parent or "", ""))
    called = str(above.row["key"]) if above is not None else called
    start = f"{called}." if called else ""
    level = own.get("place_level", "")
    return NewCode(
        guid=code.guid,
        parent=parent,
        row={
            "key": own.get("key") or _free(start + key_from(code.name), taken),
            "name": code.name,
            "definition": code.definition or None,
            "kind": kind,
            "codebook": own.get("codebook") or None,
            "sensitivity": own.get("sensitivity") or None,
            "place_level": int(level) if level else None,
        },
    )


def key_from(name: str) -> str:
    """Return a name as a key, in its own letters: Adlam and N'Ko stay what they are.

    >>> key_from("Accès à l'eau, puits"), key_from("ߖߌ߫ ߓߏ߲")
    ('accès-à-l-eau-puits', 'ߖߌ߫-ߓߏ߲')

    Returns
    -------
    str
        Letters, their marks, digits and hyphens; ``code`` where there is none.
    """
    shown = unicodedata.normalize("NFC", name).casefold()
    kept = "".join(c if unicodedata.category(c)[0] in "LMN" else " " for c in shown)
    return "-".join(kept.split())[:120] or "code"


def _free(key: str, taken: set[str]) -> str:
    """Return a key that no code has: the key itself, or with the next free number."""
    number = 1
    free = key
    while key_of(free) in taken:
        # a thousand codes of one name are numbered without counting anew each time
        number += 1 if number < MANY_ALIKE else len(taken)
        free = f"{key}-{number}"
    return free


def _told(project: Project) -> dict[str, dict[str, str]]:
    """Return what our own set of codes says of each, where it is there."""
    found: dict[str, dict[str, str]] = {}
    for line in project.sets.get(SET, "").splitlines():
        parts = [part.strip() for part in line.split("\t")]
        if len(parts) == len(FIELDS) and _sound(parts):
            found[parts[0]] = dict(zip(FIELDS, parts, strict=True))
    return found


def _sound(parts: list[str]) -> bool:
    """Tell whether a line says what a code may say: someone may have changed it."""
    said = dict(zip(FIELDS, parts, strict=True))
    columns = TABLES["codes"]
    return (
        said["key"] != ""
        and signs.hidden_in(said["key"], running=True) is None
        and said["kind"] in columns["kind"].terms
        and said["sensitivity"] in {"", *columns["sensitivity"].terms}
        and said["place_level"] in {"", *map(str, range(7))}
    )


def _unreadable(code: Code, file: str) -> Iterator[errors.Problem]:
    """Name a code whose name or definition no record may hold."""
    for words in (code.name, code.definition):
        try:
            cells.readable(words, running=True)
            cells.within_length(words)
        except cells.Unreadable as wrong:
            told: dict[str, Any] = {**wrong.params}
            yield problem(wrong.code, file=file, column="Code", **told)
