"""What does one cell say? Read as its column declares, in French or English."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

from vestibule.dossier import conform, folding
from vestibule.dossier.schema import Column
from vestibule.listen import headers, signs
from vestibule.listen.problems import nearest

Cell = str | int | float | bool | dt.date | dt.datetime | None
"""What a file holds: text in a CSV, typed values in a workbook."""

Value = str | int | float | bool | dt.date | None
"""What a record holds."""

MONTHS = {
    folding.fold(name): number
    for number, names in enumerate(
        (
            "janvier january janv jan",
            "février february févr feb fev",
            "mars march mar",
            "avril april avr apr",
            "mai may",
            "juin june jun",
            "juillet july juil jul",
            "août august aug aout",
            "septembre september sept sep",
            "octobre october oct",
            "novembre november nov",
            "décembre december déc dec",
        ),
        start=1,
    )
    for name in names.split()
}
"""Folded names of months, French and English, to their number."""

MISSING = frozenset({"", "-", "–", "—", "n/a", "?"})
"""What people write in a cell where they know nothing."""

PSEUDONYMS = (
    "pseudonym",
    "person",
    "author",
    "facilitator",
    "coder",
    "teller",
    "household",
    "by",
    "reviewed_by",
    "second_reviewed_by",
)
"""Columns in which someone is called by a pseudonym."""

LIKE_A_NAME = re.compile(
    r"[^\W\d_]{2,}\s+[^\W\d_]"  # two words
    r"|^\+?[\d\s.()/-]{7,}$"  # the digits of a telephone
    r"|@"  # an address
    r"|[A-ZÀ-ÖØ-Þ][^\W\d_]+[._]+[A-ZÀ-ÖØ-Þ][^\W\d_]"  # two words held together
)
"""What looks like the name, the address or the telephone of someone."""

RUNNING = frozenset(
    {
        "words",
        "translation",
        "meaning",
        "definition",
        "objection",
        "amendment",
        "reason",
        "decision",
        "sign",
        "harm",
        "evidence",
        "deferred_reason",
        "told",
        "reply",
    }
)
"""Columns of running text; all others are names, keys, numbers."""

EARLIEST = dt.date(1950, 1, 1)
"""No record of a dossier can tell of an earlier day: hardly anyone who could speak of
it lives. Spreadsheets turn an empty or broken date into 1899, 1900 or 1904."""

ARTICLES = (("le",), ("la",), ("les",), ("l",), ("un",), ("une",), ("the",), ("a",))
"""What may stand before a noun of a list."""

NOBODY = frozenset({"aucun", "aucune", "personne", "nobody", "none"})
"""Said in a list of several: nothing to list."""


class Unreadable(Exception):
    """A cell does not say what its column holds: a code and its parameters."""

    def __init__(
        self, code: str, suggestion: str | None = None, **params: object
    ) -> None:
        super().__init__(code)
        self.code = code
        self.suggestion = suggestion
        self.params = params


def text_of(cell: Cell) -> str:
    """Return a cell as trimmed text; empty where nothing is known.

    >>> text_of(12.0), text_of("  a  b "), text_of("n/a")
    ('12', 'a  b', '')

    Returns
    -------
    str
        A cell as trimmed text; empty where nothing is known.
    """
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat()
    text = str(cell).replace("\u00a0", " ").strip()
    return "" if text.casefold() in MISSING else text


def value_of(cell: Cell, table: str, column: Column) -> Value:
    """Return what a cell says, as its column declares.

    Parameters
    ----------
    cell : Cell
        What the file holds.
    table : str
        The table, for the names of its words.
    column : Column
        What may stand there. A reference is returned as the text written.

    Returns
    -------
    Value
        None where the cell is empty.

    Raises
    ------
    Unreadable
        If it says something else.
    """
    if isinstance(cell, str):
        readable(cell, running=column.name in RUNNING)
    text = text_of(cell)
    if not text:
        return None
    if headers.terms_of(table, column.name):
        return _term(text, table, column)
    if isinstance(cell, dt.date) and column.kind != "date" and column.ref is None:
        return text
    return READERS[column.kind](text, column)


def key_in(cell: Cell) -> str | None:
    """Return a key that is no column of its own; raises Unreadable."""
    readable(str(cell or ""), running=False)
    return text_of(cell) or None


def _term(text: str, table: str, column: Column) -> Value:
    if column.many:
        return _terms(text, table, column)
    term = _one_term(text, table, column)
    return int(term) if column.kind == "int" else term


def _terms(text: str, table: str, column: Column) -> str | None:
    if folding.fold(text) in NOBODY and not {"nobody", "none"} & {*column.terms}:
        return None
    said = [part for part in re.split(r"[,;/+\n]", text) if part.strip()]
    words = text.split()
    if all(word in column.terms for word in words):
        said = words
    return " ".join(sorted({_one_term(part, table, column) for part in said}))


def _one_term(text: str, table: str, column: Column) -> str:
    known = headers.terms_by_name(table, column.name)
    number = re.match(r"^(-?\d)\b", text) if column.kind == "int" else None
    if number and number[1] in headers.terms_of(table, column.name):
        return number[1]
    term = known.get(folding.fold(text)) or known.get(_without_article(text))
    if number is None and term is not None:
        return term
    if column.name == "vote":
        raise Unreadable("not-a-vote", value=text)
    raise _not_a_term(text, table, column)


def _without_article(text: str) -> str:
    """Return folded text without the article that stands before a noun."""
    words = folding.words(text)
    return "".join(words[1:] if words[:1] in ARTICLES else words)


def _not_a_term(text: str, table: str, column: Column) -> Unreadable:
    labels = headers.terms_of(table, column.name).values()
    names = [
        name for label in labels for said in label.values() for name in said.split("|")
    ]
    shown = [
        label[lang].split("|")[0] for label in labels for lang in headers.LANGUAGES
    ]
    if column.kind == "int":  # a level is as good as its name
        shown = [*headers.terms_of(table, column.name), *shown]
    return Unreadable(
        "not-a-term",
        suggestion=nearest(text, names),
        value=text,
        allowed=", ".join(dict.fromkeys(shown)),
    )


def _text(text: str, column: Column) -> str:
    if column.name in PSEUDONYMS and LIKE_A_NAME.search(text):
        raise Unreadable("looks-like-a-name")
    return within_length(text)


def readable(text: str, *, running: bool) -> None:
    """Refuse text with signs that nobody sees, or that was encoded twice.

    Parameters
    ----------
    text : str
        As it stands, spaces not trimmed.
    running : bool
        Whether it is running text: see `signs.hidden_in`.

    Raises
    ------
    Unreadable
        ``hidden-sign`` or ``encoded-twice``.
    """
    if doubled := signs.doubled_in(text):
        raise Unreadable("encoded-twice", seen=doubled[0], meant=doubled[1])
    if hidden := signs.hidden_in(text, running=running):
        raise Unreadable("hidden-sign", sign=hidden)


def within_length(text: str) -> str:
    """Return the text if a record may hold it; raises Unreadable."""
    if len(text.encode()) > conform.LONGEST_TEXT:
        raise Unreadable("too-long", limit=conform.LONGEST_TEXT)
    return text


def _int(text: str, column: Column) -> int:
    digits = re.sub(r"(?<=\d)[ \u202f'](?=\d{3}\b)", "", text)
    if re.fullmatch(r"[+-]?\d{1,15}(\.0+)?", digits) is None:
        code = "not-whole" if _is_number(digits) else "not-a-number"
        raise Unreadable(code, value=text)
    return int(_within(int(digits.split(".")[0]), column))


def _number(text: str, column: Column) -> float:
    digits = re.sub(r"(?<=\d)[ \u202f'](?=\d{3}\b)", "", text)
    if not _is_number(digits):
        raise Unreadable("not-a-number", value=text)
    return _within(float(digits.replace(",", ".")), column)


def _is_number(text: str) -> bool:
    return re.fullmatch(r"[+-]?\d{1,15}([.,]\d+)?", text) is not None


def _within(number: float, column: Column) -> float:
    if column.low is not None and number < column.low:
        raise Unreadable("too-low", value=f"{number:g}", low=f"{column.low:g}")
    if column.high is not None and number > column.high:
        raise Unreadable("too-high", value=f"{number:g}", high=f"{column.high:g}")
    return number


def _bool(text: str, column: Column) -> bool:
    answer = headers.yes_or_no().get(folding.fold(text))
    if answer is None:
        raise Unreadable("not-yes-or-no", value=text)
    return answer


def _date(text: str, column: Column) -> dt.date:
    day = day_of(text)
    if day is None:
        raise Unreadable("not-a-date", value=text)
    if day < EARLIEST:
        first = EARLIEST.isoformat()
        raise Unreadable("too-early-date", value=day.isoformat(), first=first)
    return day


def day_of(text: str) -> dt.date | None:
    """Return the day a text names, or None. The day stands before the month.

    >>> day_of("31/03/2024") == day_of("2024-03-31") == day_of("31 mars 2024")
    True
    >>> day_of("31/02/2024") is None
    True

    Returns
    -------
    dt.date | None
        The day a text names, or None. The day stands before the month.
    """
    if found := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ][\d:.]+)?", text):
        return _day(found[1], found[2], found[3])
    if found := re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", text):
        return _day(found[3], found[2], found[1])
    # "lundi 31 mars 2024", "March 31, 2024", "1er avril 2024"
    month = next((MONTHS[w] for w in folding.words(text) if w in MONTHS), None)
    numbers = re.findall(r"\d+", text)
    if month is None or len(numbers) != 2 or len(numbers[1]) != 4:
        return None
    return _day(numbers[1], str(month), numbers[0])


def _day(year: str, month: str, day: str) -> dt.date | None:
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None


READERS: dict[str, Callable[[str, Column], Value]] = {
    "id": _text,
    "text": _text,
    "term": _text,
    "int": _int,
    "number": _number,
    "bool": _bool,
    "date": _date,
}
"""How each kind is read, once it is known not to be empty."""
