"""What must be known before the tables of a pack are read, in French and English?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from vestibule.inform.material import Material
from vestibule.inform.pack.sheets import NUMBERS, Column, Sheet, withheld, written
from vestibule.protect.editions import ClearedEdition
from vestibule.words import LANGUAGES, Catalogue

LIMITS = ("heard", "attendances", "missing", "causes", "order", "sex", "join")
"""What every reader must know, in this order."""

TITLES = ("file", "column", "hxl", "meaning", "unit", "withheld")
"""Columns of the dictionary, the last three in each language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """An edition before this one.

    Parameters
    ----------
    edition : int
        Its number.
    month : str or None
        ``YYYY-MM`` when it was published.
    withdrawn : int
        Records that were taken back since its cut.
    """

    edition: int
    month: str | None
    withdrawn: int


def readme(
    told: Material,
    edition: ClearedEdition,
    sheets: Sequence[Sheet],
    earlier: Sequence[Earlier],
) -> str:
    """Return the text that stands beside the tables, in one language after another.

    Parameters
    ----------
    told : Material
        Of the portrait.
    edition : ClearedEdition
        Its number, and what must be said of it.
    sheets : sequence of Sheet
        The tables.
    earlier : sequence of Earlier
        Editions before it.

    Returns
    -------
    str
        What it is, its base, its limits, what is withheld, how it is found again.
    """
    parts = [
        "\n".join(_lines(Catalogue(lang), told, edition, sheets, earlier))
        for lang in LANGUAGES
    ]
    return "\n\n".join(parts) + "\n"


def _lines(
    words: Catalogue,
    told: Material,
    edition: ClearedEdition,
    sheets: Sequence[Sheet],
    earlier: Sequence[Earlier],
) -> Iterator[str]:
    trace = told.trace
    yield words("pack.title", name=words.chosen(told.process.titles)[0])
    if told.process.fictitious:
        yield words("figures.fictitious_spoken")
    yield words(
        "pack.edition", number=str(edition.number), month=words.month(trace.month)
    )
    yield from ("", words("pack.base"), "", words("pack.limits_title"))
    yield from (f"- {words(f'pack.limits.{one}')}" for one in LIMITS)
    yield from (
        "",
        words("pack.withheld_title"),
        words("pack.withheld", said=withheld()),
    )
    yield from (words(f"pack.cleared.{one}") for one in edition.sentences)
    if edition.kept:
        yield words("pack.kept", n=len(edition.kept))
    yield from ("", words("pack.files_title"))
    yield from (f"- {one.file}: {words(f'pack.sheets.{one.name}')}" for one in sheets)
    yield f"- dictionary.csv: {words('pack.sheets.dictionary')}"
    yield f"- portrait-*: {words('pack.sheets.portrait')}"
    yield from ("", words("pack.again_title"))
    yield words(
        "pack.again", n=trace.records, seed=str(trace.seed), version=trace.version
    )
    yield words("pack.hash", sha256=trace.content_hash)
    yield words("pack.ledger", sha256=edition.ledger.sha256)
    if earlier:
        yield from ("", words("pack.earlier_title"))
        yield from (f"- {_earlier(words, one)}" for one in earlier)
    licence = told.process.licence
    yield from ("", words("pack.licence_title"))
    yield words.chosen(licence)[0] if licence else words("pack.no_licence")
    yield words("pack.undertaking")


def _earlier(words: Catalogue, one: Earlier) -> str:
    month = words.month(one.month) if one.month else words("pack.no_month")
    return words("pack.earlier", number=str(one.edition), month=month, n=one.withdrawn)


def dictionary(sheets: Sequence[Sheet]) -> str:
    """Return what each column of each file means, as CSV.

    Parameters
    ----------
    sheets : sequence of Sheet
        The tables.

    Returns
    -------
    str
        One line per file and column: hashtag, then meaning, unit and what a withheld
        cell says, each in both languages.
    """
    langs = [f"{name}_{lang}" for name in TITLES[3:] for lang in LANGUAGES]
    rows = [[*TITLES[:3], *langs]]
    for sheet in sheets:
        for column in sheet.every_column:
            rows.append(
                [sheet.file, column.title, column.hashtag, *_told(sheet, column)]
            )
    return written(rows)


def _told(sheet: Sheet, column: Column) -> Iterator[str]:
    is_number = column.name in NUMBERS
    for lang in LANGUAGES:
        yield _meaning(Catalogue(lang), sheet, column)
    for lang in LANGUAGES:
        kind = column.name if is_number else "words"
        unit = f"{kind}.{sheet.name}" if kind in ("count", "out_of") else kind
        yield Catalogue(lang)(f"pack.units.{unit}")
    for lang in LANGUAGES:
        can = sheet.tag is not None and column.name in NUMBERS[:2]
        yield Catalogue(lang)("style.hidden" if can else "pack.never_withheld")


def _meaning(words: Catalogue, sheet: Sheet, column: Column) -> str:
    own = f"pack.columns.{column.name}_in.{sheet.name}"
    key = own if own in words else f"pack.columns.{column.name}"
    lang = words(f"pack.langs.{column.lang}") if column.lang else ""
    return words("pack.in_language", said=words(key), lang=lang) if lang else words(key)
