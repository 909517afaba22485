"""Which gatherings and excerpts do notes hold, kept as DOCX or TXT?

Each file begins with a cover sheet, lines such as ``Lieu : …`` or a first table
of two columns; every paragraph after it is an excerpt that nobody has reviewed.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docx
from docx.opc.exceptions import OpcError
from docx.table import Table
from docx.text.paragraph import Paragraph

from vestibule import errors
from vestibule.dossier import folding
from vestibule.dossier.records import Dossier
from vestibule.dossier.tables import TABLES
from vestibule.listen import archives, arrivals, cells, guards, headers, records, sheets
from vestibule.listen.problems import nearest, problem, refuse
from vestibule.listen.rows import Row

KINDS = (".docx", ".txt")
"""Files that hold notes."""

OTHER_NOTES = (".doc", ".docm", ".odt", ".rtf", ".pdf", ".pages")
"""Files that a person may take for readable: refused, never passed over."""

NEEDED = ("place", "held_on", "present", "consent")
"""What every cover sheet must say."""

OTHER_LINES = ("code", "kind", "profile", "lang", "interpreter", "listeners")
"""What a cover sheet may say besides."""

TITLE_LINES = 3
"""Lines of a title that may stand above a cover sheet."""

COVER_LINE = re.compile(r"^\s*([^:：]{1,40}?)\s*[:：]\s*(.*)$")
"""A line of a cover sheet: a short name, a colon, what it says."""

BROKEN_DOCUMENT = (OpcError, ValueError, KeyError, AttributeError, SyntaxError, OSError)
"""What the document library raises on parts that contradict each other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a cover sheet: where it stands, its name, what it says."""

    line: int
    label: str
    said: str


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
        cover, lines = _cover(lines, file.name)
        _refuse_second(lines, file.name)
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
    cover, rest = _cover(body, file.name)
    _refuse_second(rest, file.name)
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


def _cover(
    lines: list[tuple[int, str]], file: str
) -> tuple[dict[str, Line], list[tuple[int, str]]]:
    """Return the lines that name something of a cover sheet, and what follows.

    A title may stand above, blank lines between; the first line that is nothing
    of the kind ends it, unless the cover sheet visibly goes on.

    Returns
    -------
    tuple[dict[str, Line], list[tuple[int, str]]]
        The lines that name something of a cover sheet, and what follows.
    """
    cover: dict[str, Line] = {}
    above = 0
    for at, (number, text) in enumerate(lines):
        name, said = _named(text)
        if name:
            label = text.split(":")[0].split("：")[0].strip()
            cover.setdefault(name, Line(line=number, label=label, said=said))
        elif text.strip() and not cover:
            above += 1
        elif text.strip() and cover:
            _refuse_stray(lines[at : at + 3], file)
            return cover, lines[at:]
        if above > TITLE_LINES:
            break
    return cover, []


def _named(text: str) -> tuple[str | None, str]:
    """Return what a line of a cover sheet is about, and what it says."""
    found = COVER_LINE.match(text)
    if found is None:
        return None, ""
    return headers.cover_by_name().get(folding.fold(found[1])), found[2].strip()


def _refuse_stray(lines: list[tuple[int, str]], file: str) -> None:
    """Refuse an unknown line in the middle of a cover sheet: it is no excerpt."""
    number, text = lines[0]
    found = COVER_LINE.match(text)
    if found and any(_named(later)[0] for _, later in lines[1:]):
        names = [
            headers.cover_name(n, lang)
            for n in (*NEEDED, *OTHER_LINES)
            for lang in headers.LANGUAGES
        ]
        raise refuse(
            "unknown-cover-line",
            file=file,
            line=number,
            suggestion=nearest(found[1], names),
            name=found[1],
        )


def _refuse_second(lines: list[tuple[int, str]], file: str) -> None:
    """Refuse notes in which another cover sheet stands: two of its lines, near."""
    named = [(n, _named(text)[0]) for n, text in lines if text.strip()]
    for at, (number, name) in enumerate(named):
        near = {later for _, later in named[at : at + len(NEEDED)]}
        if name in NEEDED and len(near & {*NEEDED}) > 1:
            raise refuse("second-cover", file=file, line=number)


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
    for name in NEEDED:
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
            meeting.values |= _told(name, line.said)
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


def _told(name: str, said: str) -> dict[str, cells.Value]:
    """Return what one line of a cover sheet says of the gathering."""
    if not cells.text_of(said):
        return {}
    cells.readable(said, running=False)
    if name == "profile":
        return _profiles(said)
    if name == "present":
        return {"present": sum(n for n, _ in counts_of(said))}
    column = TABLES["gatherings"][name]
    try:
        return {name: cells.value_of(said, "gatherings", column)}
    except cells.Unreadable:
        if name != "consent":
            raise
        shown = [
            choice
            for lang in headers.LANGUAGES
            for choice in headers.term_choices("gatherings", "consent", lang)
        ]
        allowed = ", ".join(shown)
        raise cells.Unreadable("not-a-consent", value=said, allowed=allowed) from None


def _profiles(said: str) -> dict[str, cells.Value]:
    """Return the composition, and the profile of a homogeneous gathering."""
    named = [part.strip() for part in re.split(r"[,;/\n]", said) if part.strip()]
    if len(named) == 1:
        return {"composition": "homogeneous", "profile": named[0]}
    return {"composition": "mixed"}


COUNTED = re.compile(r"(\d+)\s*([^\W\d_]*)")
"""A number, and the word after it."""


def counts_of(said: str) -> list[tuple[int, str | None]]:
    """Return how many were present, by sex where that is told.

    >>> counts_of("20 (12 femmes, 8 hommes)")
    [(12, 'female'), (8, 'male')]
    >>> counts_of("environ 20")
    [(20, None)]

    Returns
    -------
    list[tuple[int, str | None]]
        How many were present, by sex where that is told.

    Raises
    ------
    Unreadable
        ``not-a-count``: no number, or parts that do not add up to the total.
    """
    sexes = headers.terms_by_name("attendances", "sex")
    parts = [
        (int(number), sexes.get(folding.fold(word)))
        for number, word in COUNTED.findall(said)
    ]
    by_sex: list[tuple[int, str | None]] = [
        (n, sex) for n, sex in parts if sex is not None
    ]
    others: list[tuple[int, str | None]] = [(n, sex) for n, sex in parts if sex is None]
    total = [(sum(n for n, _ in by_sex), None)]
    if len(others) > 1 or not parts or (by_sex and others and others != total):
        raise cells.Unreadable("not-a-count", value=said)
    return by_sex or others


def _attendances(meeting: Row, said: str) -> Iterator[Row]:
    """Give one counted attendance per sex told; none where no count was read."""
    if meeting.values.get("present") is None:
        return
    for n, sex in counts_of(said):
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
