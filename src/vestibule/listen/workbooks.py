"""Which workbooks does a team fill in? Templates that come back in as records."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import polars as pl
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from vestibule.dossier import gazetteer
from vestibule.dossier.process import Words
from vestibule.dossier.records import Dossier
from vestibule.listen import headers, rows

BOOKS: tuple[tuple[Mapping[str, str], tuple[str, ...]], ...] = (
    (
        {"fr": "1-rencontres", "en": "1-gatherings"},
        ("gatherings", "attendances", "people", "consents"),
    ),
    ({"fr": "2-paroles", "en": "2-words"}, ("excerpts", "codes", "codings")),
    ({"fr": "3-avis", "en": "3-opinions"}, ("statements", "tallies", "votes")),
    (
        {"fr": "4-constats", "en": "4-findings"},
        ("findings", "supports", "validations", "questions", "ballots", "priorities"),
    ),
)
"""One workbook per activity: its name in each language, and its sheets."""

LATER: tuple[tuple[Mapping[str, str], tuple[str, ...]], ...] = (
    (
        {"fr": "5-suivi", "en": "5-follow-up"},
        (
            "recommendations",
            "responses",
            "actions",
            "commitments",
            "verifications",
            "obligations",
            "restitutions",
        ),
    ),
    (
        {"fr": "6-recherche-et-carte", "en": "6-research-and-map"},
        (
            "factors",
            "claims",
            "merges",
            "groups",
            "hypotheses",
            "observations",
            "reflections",
            "cases",
            "instruments",
            "answers",
        ),
    ),
)
"""Workbooks of what follows, which a team needs later: not among the first."""

LISTS = {"fr": "Listes", "en": "Lists"}
"""The sheet that feeds the drop-down lists."""

FIRST_ROW, LAST_ROW = 3, 2000
"""Rows that a template prepares for filling: header and help row stand above."""

WIDE = (
    "words",
    "definition",
    "meaning",
    "objection",
    "amendment",
    "translation",
    "harm",
    "told",
    "reply",
    "evidence",
)
"""Columns of long text."""

LOOSE = ("consent", "level")
"""Columns whose list may be passed over: the number alone is enough."""

KEY_SHEETS = {
    "gathering": ("gatherings", "code"),
    "statement": ("statements", "key"),
    "finding": ("findings", "key"),
    "question": ("questions", "key"),
    "code": ("codes", "key"),
    "excerpt": ("excerpts", "key"),
    "person": ("people", "pseudonym"),
    "cause": ("factors", "name"),
    "effect": ("factors", "name"),
    "factor": ("factors", "name"),
    "into": ("factors", "name"),
    "instrument": ("instruments", "key"),
    "group": ("groups", "key"),
    "hypothesis": ("hypotheses", "key"),
    "claim": ("claims", "key"),
    "action": ("actions", "key"),
    "recommendation": ("recommendations", "key"),
    "response": ("recommendations", "key"),
    "commitment": ("commitments", "key"),
    "obligation": ("obligations", "gathering"),
}
"""Columns whose list is another sheet of the same workbook."""

STANDING = ("codes", "statements")
"""Tables whose records, where the process has some, stand in their sheet already:
so that lists offer them and everyone sees what is meant. Brought in again word for
word, they change nothing."""

MADE_ON = dt.datetime(2000, 1, 1, tzinfo=dt.UTC).replace(tzinfo=None)
"""The moment written into every template: equal templates are equal bytes."""


_STAMPED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")


def write(
    dossier: Dossier,
    folder: Path,
    *,
    lang: str,
    books: tuple[tuple[Mapping[str, str], tuple[str, ...]], ...] = BOOKS,
) -> tuple[Path, ...]:
    """Write the workbooks of a process, ready to be filled in.

    Each sheet has a frozen header and a help row; drop-down lists offer the
    places, profiles, languages and words that the process knows. Places may be
    written otherwise than listed, since a gazetteer knows more names.

    Parameters
    ----------
    dossier : Dossier
        Its process, places and profiles feed the lists.
    folder : Path
        Where to write; made where absent. Workbooks there are not overwritten.
    lang : {'fr', 'en'}
        Language of headers, help and lists.
    books : tuple
        `BOOKS`, or `LATER`.

    Returns
    -------
    tuple of Path
        The workbooks, in order.
    """
    lang = lang if lang in headers.LANGUAGES else "en"
    folder.mkdir(parents=True, exist_ok=True)
    choices = _choices(dossier, lang)
    written = []
    for names, tables in books:
        path = folder / f"{names[lang]}.xlsx"
        if not path.exists():
            book = _book(tables, choices, lang)
            for table in (name for name in STANDING if name in tables):
                _stand(book[headers.sheet_name(table, lang)], dossier, table, lang)
            path.write_bytes(_bytes(book))
        written.append(path)
    return tuple(written)


def _choices(dossier: Dossier, lang: str) -> dict[str, tuple[str, ...]]:
    """Return what the process offers: places, profiles, languages, age bands."""
    process = dossier.process
    places = gazetteer.Gazetteer.of(dossier)
    home = places.places.get(places.keys.get(process.country or "", ""), {})
    standing = sorted(
        (row["country"] != home.get("country"), row["level"], row["key"], id_)
        for id_, row in places.places.items()
        if row["valid_to"] is None and row["level"] > 0
    )
    profiles = [_said(profile.names, lang) for profile in process.profiles]
    if not profiles:
        profiles = dossier.current("profiles")["name"].to_list()
    return {
        "place": tuple(places.label(row[-1], lang) for row in standing),
        "profile": tuple(profiles),
        "lang": tuple(_said(language.names, lang) for language in process.languages),
        "age_band": process.age_bands,
    }


def _said(names: Words, lang: str) -> str:
    return names.get(lang) or next(iter(names.values()))


def _book(
    tables: tuple[str, ...], choices: Mapping[str, tuple[str, ...]], lang: str
) -> Workbook:
    book = Workbook()
    book.remove(book.active)
    for table in tables:
        book.create_sheet(headers.sheet_name(table, lang))
    lists = book.create_sheet(LISTS[lang])
    lists.sheet_state = "hidden"
    for table in tables:
        _fill(book, table, tables, choices, lang)
    book.properties.created = book.properties.modified = MADE_ON
    book.properties.creator = "Vestibule"
    return book


def _fill(
    book: Workbook,
    table: str,
    tables: tuple[str, ...],
    choices: Mapping[str, tuple[str, ...]],
    lang: str,
) -> None:
    sheet = book[headers.sheet_name(table, lang)]
    for at, column in enumerate(headers.OFFERED[table], start=1):
        _head(sheet, at, table, column, lang)
        offered = _offered(table, column, choices, lang)
        if offered:
            strict = column not in (*choices, *LOOSE)
            _list(sheet, at, _listed(book[LISTS[lang]], offered), strict=strict)
        elif column in KEY_SHEETS and KEY_SHEETS[column][0] in tables:
            _list(sheet, at, _keys(*KEY_SHEETS[column], lang), strict=False)
    sheet.freeze_panes = f"A{FIRST_ROW}"
    sheet.row_dimensions[2].height = 60


def _head(sheet: Any, at: int, table: str, column: str, lang: str) -> None:
    """Write the name of a column and the help below it; set how its cells look."""
    head = sheet.cell(row=1, column=at, value=headers.column_name(table, column, lang))
    must = column in rows.required(table)
    head.font = Font(bold=True, underline="single" if must else None)
    head.fill = PatternFill("solid", fgColor="DDDDDD")
    told = headers.column_help(table, column, lang) or _kind_help(table, column, lang)
    below = sheet.cell(row=2, column=at, value=f"{headers.HELP_SIGN} {told}".strip())
    below.font = Font(italic=True, size=9)
    below.alignment = Alignment(wrap_text=True, vertical="top")
    letter = get_column_letter(at)
    sheet.column_dimensions[letter].width = 60 if column in WIDE else 18
    declared = headers.table_column(table, column)
    kind = "text" if declared is None else declared.kind
    style = {"date": "yyyy-mm-dd", "int": "0", "number": "General"}.get(kind, "@")
    sheet.column_dimensions[letter].number_format = style
    for row in range(FIRST_ROW, FIRST_ROW + 50):
        sheet.cell(row=row, column=at).number_format = style


def _kind_help(table: str, column: str, lang: str) -> str:
    """Return the words of a short list, where nothing better is said."""
    return ", ".join(headers.term_choices(table, column, lang)[:6])


def _stand(sheet: Any, dossier: Dossier, table: str, lang: str) -> None:
    """Write what the process has of a table into its sheet, as a person would."""
    keys = dict(dossier.current(table).select("id", "key").iter_rows())
    spoken = {
        language.key: _said(language.names, lang)
        for language in dossier.process.languages
    }
    # what a gathering or a person said is for the sheets that they fill
    rows = dossier.current(table).filter(
        pl.all_horizontal(pl.col(OF_PEOPLE.get(table, [])).is_null())
    )
    for line, row in enumerate(rows.sort("seq").to_dicts(), start=FIRST_ROW):
        for at, column in enumerate(headers.OFFERED[table], start=1):
            value = row[column]
            if column == "lang":
                value = spoken.get(value, value)
            if column == "parent":
                value = keys.get(value)
            said = headers.terms_of(table, column).get(str(value), {}).get(lang, value)
            sheet.cell(
                row=line, column=at, value=str(said).split("|")[0] if value else None
            )


OF_PEOPLE = {"statements": ["gathering", "author"]}
"""Columns that are filled where people made a record, not the process."""


def _offered(
    table: str, column: str, choices: Mapping[str, tuple[str, ...]], lang: str
) -> tuple[str, ...]:
    """Return what a drop-down list offers; several at once cannot be listed."""
    declared = headers.table_column(table, column)
    if declared is None or declared.many:
        return ()
    if declared.kind == "bool":
        return headers.yes_no_choices(lang)
    terms = headers.term_choices(table, column, lang)
    if declared.kind == "int" and column in ("level", "consent"):
        return tuple(f"{n} {name}" for n, name in enumerate(terms))
    name = "lang" if column in rows.LANGUAGE_COLUMNS else column
    return terms or choices.get(name, ())


def _listed(lists: Any, offered: tuple[str, ...]) -> str:
    """Write the offered words into the sheet of lists, once, and say where."""
    for at in range(1, lists.max_column + 1):
        stood = tuple(lists.cell(row=row, column=at).value for row in (1, 2))
        if stood == (*offered, None)[:2] and _length(lists, at) == len(offered):
            break
    else:
        at = lists.max_column + (1 if lists.cell(row=1, column=1).value else 0)
        for row, word in enumerate(offered, start=1):
            lists.cell(row=row, column=at, value=word)
    letter = get_column_letter(at)
    return f"'{lists.title}'!${letter}$1:${letter}${len(offered)}"


def _length(lists: Any, at: int) -> int:
    return sum(
        1
        for (value,) in lists.iter_rows(min_col=at, max_col=at, values_only=True)
        if value
    )


def _keys(table: str, column: str, lang: str) -> str:
    """Return where the keys of another sheet stand."""
    letter = get_column_letter(headers.OFFERED[table].index(column) + 1)
    name = headers.sheet_name(table, lang)
    return f"'{name}'!${letter}${FIRST_ROW}:${letter}${LAST_ROW}"


def _list(sheet: Any, at: int, source: str, *, strict: bool) -> None:
    """Give a column a drop-down list; a loose one accepts other words too."""
    validation = DataValidation(type="list", formula1=source, allow_blank=True)
    validation.showErrorMessage = strict
    letter = get_column_letter(at)
    validation.add(f"{letter}{FIRST_ROW}:{letter}{LAST_ROW}")
    sheet.add_data_validation(validation)


def _bytes(book: Workbook) -> bytes:
    """Return the workbook as bytes that depend on its content alone."""
    saved = io.BytesIO()
    book.save(saved)
    again = io.BytesIO()
    with zipfile.ZipFile(saved) as packed, zipfile.ZipFile(again, "w") as fresh:
        for name, content in _parts(packed):
            fresh.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return again.getvalue()


def _parts(packed: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    stamp = f"{MADE_ON:%Y-%m-%dT%H:%M:%SZ}".encode()
    for part in packed.infolist():
        content = packed.read(part)
        if part.filename == "docProps/core.xml":
            # the library writes the present moment whatever it is told
            content = _STAMPED.sub(rb"\g<1>" + stamp + rb"\g<2>", content)
        yield part.filename, content
