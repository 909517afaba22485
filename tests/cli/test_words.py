"""`vestibule words`, and pages in a language that a dossier brings."""

from __future__ import annotations

from pathlib import Path

import openpyxl
from tests.cli.conftest import Run


def translate(path: Path, lang: str, **targets: str) -> None:
    book = openpyxl.load_workbook(path)
    for row in book.worksheets[0].iter_rows(min_row=2):
        row[5].value = targets.get(str(row[0].value).replace(".", "_"))
    book.save(path)


def test_sentences_go_out_and_come_back_and_a_page_is_written_in_them(
    run: Run, filled: Path, tmp_path: Path
) -> None:
    out = tmp_path / "bm.xlsx"

    gone = run("words", "export", "--out", out, "--lang", "bm")
    translate(out, "bm", portrait_contents="Ja in kono", style_or="wala")
    back = run("words", "import", out, "--lang", "bm", "--into", filled)
    page = tmp_path / "page.html"
    drawn = run("portrait", filled, "--out", page, "--lang", "bm")

    assert (gone.code, back.code, drawn.code) == (0, 0, 0)
    assert "rows to translate, 0 translated already." in gone.out
    assert "2 sentences in “bm”" in back.out
    assert "are missing: they will be said in French." in back.out
    assert '<html lang="bm" dir="ltr">' in page.read_text("utf-8")
    assert "Ja in kono" in page.read_text("utf-8")


def test_a_page_in_arabic_runs_from_right_to_left_and_the_terminal_speaks_on(
    run: Run, filled: Path, tmp_path: Path
) -> None:
    page = tmp_path / "page.html"

    said = run("portrait", filled, "--out", page, "--lang", "ar")

    assert said.code == 0
    assert "Written:" in said.out
    assert '<html lang="ar" dir="rtl">' in page.read_text("utf-8")
    assert (tmp_path / "page-iqra.txt").exists()


def test_a_language_that_nobody_brought_is_refused_with_the_way_out(run: Run) -> None:
    said = run("portrait", "x", "--out", "y.html", "--lang", "bm")

    assert said.code == 2
    assert said.err.splitlines()[0] == (
        "--lang: “bm” is neither one of our languages (fr, en, ar) nor one that the "
        "dossier brings sentences in. Bring them: vestibule words import."
    )


def test_a_translation_needs_its_language_and_a_workbook(run: Run) -> None:
    no_language = run("words", "export", "--out", "x.xlsx", lang="fr")
    no_workbook = run("words", "export", "--out", "x.csv", "--lang", "bm", lang="fr")

    assert no_language.code == no_workbook.code == 2
    assert no_language.err.splitlines()[0] == "Il manque --lang."
    assert "n’est pas le nom d’un classeur" in no_workbook.err


def test_what_is_wrong_is_said_cell_by_cell_in_the_readers_language(
    run: Run, filled: Path, tmp_path: Path
) -> None:
    out = tmp_path / "bm.xlsx"
    run("words", "export", "--out", out, "--lang", "bm")
    translate(out, "bm", portrait_minute_shared="Min ka ca")

    said = run("words", "import", out, "--lang", "bm", "--into", filled, lang="fr")

    assert said.code == 3
    assert "il manque {sentence}." in said.err
    assert not (filled / "words").exists()
