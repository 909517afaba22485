"""Which gatherings and excerpts do notes hold, kept as DOCX or TXT?

Each file begins with a cover sheet, lines such as ``Lieu : …`` or a first table
of two columns; every paragraph after it is an excerpt that nobody has reviewed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docx
from docx.opc.exceptions import OpcError
from docx.table import Table
from docx.text.paragraph import Paragraph

from vestibule import errors
from vestibule.dossier.records import Dossier
from vestibule.listen import (
    archives,
    arrivals,
    cells,
    covers,
    guards,
    headers,
    records,
    sheets,
)
from vestibule.listen.covers import Line
from vestibule.listen.problems import problem, refuse
from vestibule.listen.rows import Row

KINDS = (".docx", ".txt")
"""Files that hold notes."""

OTHER_NOTES = (".doc", ".docm", ".odt", ".rtf", ".pdf", ".pages")
"""Files that a person may take for readable: refused, never passed over."""

BROKEN_DOCUMENT = (OpcError, ValueError, KeyError, AttributeError, SyntaxError, OSError)
"""What the document library raises on parts that contradict each other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notes:
    """One file of notes.

    Parameters
    ----------
    file : str
        Its name.
    cover : dict of str to Line
        What the cover sheet says, by what is meant.
    paragraphs : list of (int, str)
        Line (TXT) or paragraph (DOCX) number, and text.
    """

    file: str
    cover: dict[str, Line]
    paragraphs: list[tuple[int, str]]


def read(folder: Path, dossier: Dossier, *, today: dt.date) -> arrivals.Incoming:
    """Read notes as they are really kept.

    Parameters
    ----------
    folder : Path
        A folder of ``.docx`` and ``.txt``, one file per gathering, or one file.
    dossier : Dossier
        Where they are to go: its places and profiles may be named.
    today : datetime.date
        The last day that can lie in the past.

    Returns
    -------
    Incoming
        Rows of gatherings, attendances and excerpts, or every problem found.

    Notes
    -----
    Every excerpt arrives with the review state ``unreviewed`` and the consent of
    its gathering. A gathering is called by the cover sheet's code, else by the
    file's name. Where the cover sheet names no kind, it is a focus group.
    """
    found = records.Found()
    try:
        for file in sheets.files_of(folder, KINDS, OTHER_NOTES):
            _read_file(file, found)
    except errors.ProblemsFound as refused:
        found.problems += refused.problems
    return records.incoming_of(found, dossier, today=today)


def _read_file(file: Path, found: records.Found) -> None:
    try:
        notes = _notes(file)
    except errors.ProblemsFound as refused:
        found.problems += refused.problems
        return
    source = records.content_hash(file)
    if source in found.hashes:
        return
    found.hashes.append(source)
    found.problems += _missing(notes)
    rows, wrong = _rows(notes, file.stem, source)
    found.rows += rows
    found.problems += wrong


def _notes(file: Path) -> Notes:
    """Return the cover sheet and the paragraphs of a file, once it is safe."""
    if file.suffix.lower() == ".docx":
        archives.check_archive(file)
        cover, paragraphs = _document(file)
    else:
        lines = [*enumerate(guards.text_of(file).splitlines(), start=1)]
        cover, lines = covers.cover(lines, file.name)
        covers.refuse_second(lines, file.name)
        paragraphs = [*_blocks(lines)]
    if not cover:
        raise refuse("no-cover", file=file.name, line=1)
    if not paragraphs:
        raise refuse("no-notes", file=file.name)
    return Notes(file=file.name, cover=cover, paragraphs=paragraphs)


def _document(file: Path) -> tuple[dict[str, Line], list[tuple[int, str]]]:
    """Return the cover sheet of a DOCX, a table or lines, and its paragraphs."""
    try:
        document = docx.Document(str(file))
        parts = [*enumerate(document.iter_inner_content(), start=1)]
        written = [(n, _texts(part)) for n, part in parts]
    except BROKEN_DOCUMENT:
        raise refuse("broken-xml", file=file.name, part="word/document.xml") from None
    body = [(n, text) for n, texts in written for text in texts]
    cover, rest = covers.cover(body, file.name)
    covers.refuse_second(rest, file.name)
    return cover, [(n, text.strip()) for n, text in rest if text.strip()]


def _texts(part: Paragraph | Table) -> list[str]:
    """Return the text of a paragraph, or of each row of a table."""
    if isinstance(part, Paragraph):
        return [part.text]
    rows: list[str] = []
    for row in part.rows:
        # a merged cell is given once for each column it spans
        said = [*dict.fromkeys(cell.text.strip() for cell in row.cells)]
        name = said[0].rstrip(" :")
        rows += [f"{name}: {said[1]}"] if len(said) == 2 else said
    return rows


def _blocks(lines: list[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Give paragraphs: blocks between blank lines, or lines where none is blank."""
    blank = any(not text.strip() for _, text in lines)
    block: list[str] = []
    first = 0
    for number, text in [*lines, (0, "")]:
        if text.strip():
            first = first if block else number
            block.append(text.strip())
        if block and (not blank or not text.strip()):
            yield first, " ".join(block)
            block = []


def _missing(notes: Notes) -> Iterator[errors.Problem]:
    for name in covers.NEEDED:
        if name not in notes.cover or not notes.cover[name].said:
            label = headers.cover_name(name, "en")
            yield problem("missing-cover-line", file=notes.file, line=1, name=label)


def _rows(
    notes: Notes, stem: str, source: str
) -> tuple[list[Row], list[errors.Problem]]:
    """Return the gathering, its attendances and excerpts as rows."""
    meeting = Row(
        table="gatherings",
        file=notes.file,
        line=1,
        key=f"{source[:32]}:cover",
        values={"code": stem, "kind": "focus_group"},
        labels={name: line.label for name, line in notes.cover.items()},
        lines={name: line.line for name, line in notes.cover.items()},
    )
    wrong: list[errors.Problem] = []
    wrong += _unreadable(notes, stem)
    for name, line in notes.cover.items():
        try:
            meeting.values |= covers.told(name, line.said)
        except cells.Unreadable as said:
            wrong.append(
                problem(
                    said.code,
                    file=notes.file,
                    line=line.line,
                    column=line.label,
                    suggestion=said.suggestion,
                    **said.params,
                )
            )
    counted = notes.cover.get("present")
    attendances = [*_attendances(meeting, counted.said if counted else "")]
    return [meeting, *attendances, *_excerpts(meeting, notes)], wrong


def _unreadable(notes: Notes, stem: str) -> Iterator[errors.Problem]:
    """Name paragraphs that no record may hold, and a file's name that no code may."""
    said = [] if "code" in notes.cover else [(None, stem)]
    for line, words in [*said, *notes.paragraphs]:
        try:
            cells.readable(words, running=line is not None)
            cells.within_length(words)
        except cells.Unreadable as wrong:
            told: dict[str, Any] = {"line": line, **wrong.params}
            yield problem(wrong.code, file=notes.file, **told)


def _attendances(meeting: Row, said: str) -> Iterator[Row]:
    """Give one counted attendance per sex told; none where no count was read."""
    if meeting.values.get("present") is None:
        return
    for n, sex in covers.counts_of(said):
        if n > 0:
            yield Row(
                table="attendances",
                file=meeting.file,
                line=meeting.line,
                key=f"{meeting.key}:{sex}",
                values={
                    "gathering": meeting.values["code"],
                    "n": n,
                    "sex": sex,
                    "profile": meeting.values.get("profile"),
                },
                labels=meeting.labels,
                lines=meeting.lines,
            )


def _excerpts(meeting: Row, notes: Notes) -> Iterator[Row]:
    for position, (line, words) in enumerate(notes.paragraphs, start=1):
        yield Row(
            table="excerpts",
            file=notes.file,
            line=line,
            key=f"{meeting.key}:{position}",
            values={
                "gathering": meeting.values["code"],
                "profile": meeting.values.get("profile"),
                "words": words,
                "lang": meeting.values.get("lang"),
                "consent": meeting.values.get("consent"),
                "review": "unreviewed",
                "position": position,
            },
            labels=meeting.labels,
            lines=meeting.lines,
        )
