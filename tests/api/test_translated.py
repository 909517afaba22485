"""Sentences go to a translator as a workbook, and come back into a dossier or not at all."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from vestibule.api import own_words, translated
from vestibule.errors import FileError, ProblemsFound
from vestibule.words import Catalogue, Tongue, public

KEY = "portrait.minute.shared"
COUNTED = "figures.doors.heard"


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    folder = tmp_path / "land"
    folder.mkdir()
    (folder / "process.toml").write_text('key = "land"\n', "utf-8")
    return folder


def workbook(path: Path, *rows: tuple[object, ...], target: str = "bm") -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(("key", "form", "used in", "fr", "en", target))
    for key, form, text in rows:
        sheet.append((key, form, "", "", "", text))
    book.save(path)
    return path


def refused(path: Path, into: Path) -> list[tuple[str, int | None]]:
    with pytest.raises(ProblemsFound) as found:
        translated.bring(path, lang="bm", into=into)
    return [(one.code, one.line) for one in found.value.problems]


def test_a_workbook_goes_out_is_filled_in_and_comes_back(tmp_path, dossier):
    out = tmp_path / "bm.xlsx"
    gone = translated.export(out, lang="bm")
    book = openpyxl.load_workbook(out)
    sheet = book.worksheets[0]
    rows = {(row[0].value, row[1].value or ""): row for row in sheet.iter_rows()}
    rows[KEY, ""][5].value = "Min ka ca: {sentence}."
    rows[COUNTED, "other"][5].value = "{n} ye kuma"
    rows[COUNTED, "one"][5].value = "Kelen ye kuma"
    book.save(out)

    back = translated.bring(out, lang="bm", into=dossier)

    assert (gone.rows, gone.done) == (len(rows) - 1, 0)
    assert (back.sentences, back.missing) == (2, len(public.required()) - 2)
    lang = own_words.tongue(dossier, "bm")
    assert isinstance(lang, Tongue)
    words = Catalogue(lang)
    assert words(KEY, sentence="a") == "Min ka ca: a."
    assert words(COUNTED, n=1) == "Kelen ye kuma"
    assert words(COUNTED, n=3) == "3 ye kuma"


def test_what_was_brought_goes_out_again_and_what_is_emptied_is_gone(tmp_path, dossier):
    first = workbook(
        tmp_path / "a.xlsx", (KEY, "", "{sentence} X"), ("style.or", "", "wala")
    )
    translated.bring(first, lang="bm", into=dossier)
    again = translated.export(tmp_path / "b.xlsx", lang="bm", dossier=dossier)
    second = workbook(tmp_path / "c.xlsx", ("style.or", "", "wala"))
    translated.bring(second, lang="bm", into=dossier)

    assert again.done == 2
    assert own_words.told(dossier, "bm") == {"style.or": "wala"}
    assert not (dossier / "words" / "bm" / "portrait.toml").exists()


def test_our_own_languages_go_out_translated_already(tmp_path):
    gone = translated.export(tmp_path / "ar.xlsx", lang="ar")

    left = gone.rows - gone.done
    assert gone.done > 900
    assert left < 60  # small numbers as words, and forms that are like their other one


def test_no_cell_that_goes_out_is_a_formula(tmp_path):
    translated.export(tmp_path / "bm.xlsx", lang="bm")

    sheet = openpyxl.load_workbook(tmp_path / "bm.xlsx").worksheets[0]
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr"}
    assert {type(cell.value) for cell in cells} <= {str, type(None)}


def test_every_cell_that_cannot_be_said_is_named_and_nothing_is_written(
    tmp_path, dossier
):
    path = workbook(
        tmp_path / "bm.xlsx",
        (KEY, "", "Min ka ca"),
        ("portrait.nothing", "", "x"),
        ("figures.border", "", "dan\u202ecba"),
        ("figures.border", "", "dan"),
        ("figures.source", "", "\ue000name\ue001"),
        (COUNTED, "one", "Kelen"),
        (COUNTED, "few", "{n}"),
        ("style.and", "", "5 %"),
    )

    assert refused(path, dossier) == [
        ("translation-lost", 2),
        ("translation-unknown", 3),
        ("hidden-sign", 4),
        ("translation-twice", 5),
        ("hidden-sign", 6),
        ("translation-unknown", 8),
        ("translation-hundredths", 9),
        ("translation-other", 7),
    ]
    assert not (dossier / "words").exists()


def test_a_real_formula_is_refused(tmp_path, dossier):
    path = workbook(tmp_path / "bm.xlsx", (KEY, "", '=HYPERLINK("http://x")'))

    assert refused(path, dossier) == [("formula", 2)]


def test_a_file_without_the_column_or_without_sentences_is_refused(tmp_path, dossier):
    other = workbook(tmp_path / "ff.xlsx", (KEY, "", "{sentence}"), target="ff")
    empty = workbook(tmp_path / "bm.xlsx", (KEY, "", ""))

    assert refused(other, dossier) == [("missing-column", None)]
    assert refused(empty, dossier) == [("translation-empty", None)]


def test_a_csv_comes_back_too(tmp_path, dossier):
    path = tmp_path / "bm.csv"
    path.write_text("key,form,bm\nfigures.border,,dan\nstyle.or\n", "utf-8")

    assert translated.bring(path, lang="bm", into=dossier).sentences == 1


def test_sentences_go_nowhere_but_into_a_dossier(tmp_path):
    path = workbook(tmp_path / "bm.xlsx", ("figures.border", "", "dan"))

    with pytest.raises(FileError, match="no dossier"):
        translated.bring(path, lang="bm", into=tmp_path / "none")


@pytest.mark.parametrize("lang", ["../../etc", "BM", "b", "bm/x", ""])
def test_a_language_is_a_tag_and_never_a_path(tmp_path, dossier, lang):
    with pytest.raises(FileError, match="language tag"):
        translated.export(tmp_path / "x.xlsx", lang=lang)
    with pytest.raises(FileError, match="language tag"):
        own_words.told(dossier, lang)
