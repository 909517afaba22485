"""Sentences go to a translator as a workbook, and come back into a dossier."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from vestibule.api.own_words import folder_of, told, unknown, wrong_in
from vestibule.errors import FileError, Problem, ProblemsFound
from vestibule.inform import writing
from vestibule.listen import grids
from vestibule.listen.cells import text_of
from vestibule.listen.problems import problem, refuse
from vestibule.words import LANGUAGES, PAGES, public, translation
from vestibule.words.catalogue import Sentence, sentences

COLUMNS = ("key", "form", "used in", "fr", "en")
"""Of the workbook, before the column of the target."""

WIDTHS = (34, 8, 26, 60, 60, 60)
"""Of the columns, in characters."""

PAINT = PatternFill("solid", fgColor="FFF3ECDD")


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What left for a translator.

    Parameters
    ----------
    path : Path
        The workbook.
    rows, done : int
        Sentences and plural forms in it, and how many are translated already.
    """

    path: Path
    rows: int
    done: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """What came back.

    Parameters
    ----------
    folder : Path
        Where the sentences lie now.
    sentences, missing : int
        Sentences translated, and sentences of the public pages that are not.
    """

    folder: Path
    sentences: int
    missing: int


class Line(NamedTuple):
    """What a translator wrote in one row: which row, which sentence, the words."""

    line: int
    key: str
    form: str
    text: str


def export(path: Path, *, lang: str, dossier: Path | None = None) -> Exported:
    """Write the sentences of the public pages as a workbook, for a translator.

    Parameters
    ----------
    path : Path
        A ``.xlsx``.
    lang : str
        Language of the target.
    dossier : Path or None
        Whose own sentences are there already.

    Returns
    -------
    Exported
        Every cell is text; none is a formula.

    Raises
    ------
    FileError
        If `lang` is no language tag.
    """
    ours = sentences(lang) if lang in PAGES else {}
    folder_of(dossier or Path(), lang)
    own = told(dossier, lang) if dossier else {}
    rows = translation.rows(lang, {**ours, **own})
    book = Workbook(write_only=True)
    sheet = book.create_sheet(lang)
    for letter, width in zip("ABCDEF", WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"
    sheet.append(_cells(sheet, (*COLUMNS, lang), bold=True))
    for row in rows:
        texts = (row.key, row.form, row.used, row.french, row.english, row.target)
        sheet.append(_cells(sheet, texts))
    _save(book, path)
    done = sum(bool(row.target) for row in rows)
    return Exported(path=path, rows=len(rows), done=done)


def _cells(
    sheet: WriteOnlyWorksheet, texts: Iterable[str], *, bold: bool = False
) -> list[WriteOnlyCell]:
    made = []
    for text in texts:
        cell = WriteOnlyCell(sheet, value=text)
        cell.data_type = "s"  # whatever it begins with, it is no formula
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        if bold:
            cell.font, cell.fill = Font(bold=True), PAINT
        made.append(cell)
    return made


def _save(book: Workbook, path: Path) -> None:
    held = io.BytesIO()
    book.save(held)
    path.parent.mkdir(parents=True, exist_ok=True)
    writing.write_bytes(path, held.getvalue())


def bring(path: Path, *, lang: str, into: Path) -> Brought:
    """Bring a translator's workbook into a dossier: all of it, or nothing.

    Parameters
    ----------
    path : Path
        As exported, its last column filled in; an empty cell is not translated yet.
    lang : str
        Language of the target: the name of its column.
    into : Path
        The dossier's folder.

    Returns
    -------
    Brought
        What the folder holds now; sentences brought earlier and empty here are gone.

    Raises
    ------
    ProblemsFound
        Every cell that cannot be said, and why.
    FileError
        If there is no such dossier.
    """
    if not (into / "process.toml").is_file():
        raise FileError(
            f"There is no dossier folder {into}: check the path.",
            reason="no-dossier",
            file=str(into),
        )
    folder = folder_of(into, lang)
    own = _read(path, lang)
    folder.mkdir(parents=True, exist_ok=True)
    written = translation.files(own)
    for subject, text in written.items():
        writing.write_text(folder / f"{subject}.toml", text)
    for file in folder.glob("*.toml"):
        if file.stem not in written:
            file.unlink()
    lacking = [key for key in public.required() if key not in own]
    return Brought(folder=folder, sentences=len(own), missing=len(lacking))


def _read(path: Path, lang: str) -> dict[str, Sentence]:
    raw = grids.raw_sheets(path)[0]
    header = [text_of(cell) for cell in raw.rows[0][1]]
    for name in ("key", "form", lang):
        if name not in header:
            raise refuse("missing-column", file=raw.file, name=name)
    # the target stands last: it may be French too, in a team's own words
    places = [len(header) - 1 - header[::-1].index(n) for n in ("key", "form", lang)]
    told = [
        Line(line, *(text_of(_at(cells, place)) for place in places))
        for line, cells in raw.rows[1:]
    ]
    filled = [row for row in told if row.text]
    if not filled:
        raise refuse("translation-empty", file=raw.file)
    wrong = list(_problems(filled, raw.file, lang))
    if wrong:
        raise ProblemsFound(wrong)
    return _gathered(filled)


def _at(cells: list[Any], place: int) -> Any:
    return cells[place] if place < len(cells) else None


def _problems(rows: Iterable[Line], file: str, lang: str) -> Iterator[Problem]:
    known, met = sentences(LANGUAGES[0]), set[tuple[str, str]]()
    told = list(rows)
    for line, key, form, text in told:
        if key not in known or form not in translation.forms(known[key], lang):
            yield unknown(file, " / ".join(filter(None, (key, form))), line)
        elif (key, form) in met:
            yield problem("translation-twice", file=file, line=line, name=key)
        else:
            yield from wrong_in(key, form, text, file=file, line=line, column=lang)
        met.add((key, form))
    for line, key, form, _ in told:
        if form and (key, "other") not in met:
            yield problem("translation-other", file=file, line=line, name=key)
            met.add((key, "other"))


def _gathered(rows: Iterable[Line]) -> dict[str, Sentence]:
    found: dict[str, Any] = {}
    for _, key, form, text in rows:
        if form:
            found.setdefault(key, {})[form] = text
        else:
            found[key] = text
    return found
