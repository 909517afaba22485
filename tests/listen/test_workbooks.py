"""Templates are filled in and come back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from tests.by_hand import called
from tests.listen import field

from vestibule.dossier import hashing, packaged
from vestibule.listen import arrivals, headers, records, workbooks
from vestibule.listen.linking import Names


def fill(path: Path, sheet: str, *rows: dict[str, Any]) -> None:
    """Fill rows of a template by the names of its columns."""
    book = openpyxl.load_workbook(path)
    names = [cell.value for cell in book[sheet][1]]
    for line, row in enumerate(rows, start=3):
        for name, value in row.items():
            book[sheet].cell(row=line, column=names.index(name) + 1, value=value)
    book.save(path)


@pytest.mark.parametrize("lang", headers.LANGUAGES)
def test_an_empty_template_brings_nothing_and_is_not_wrong(
    tmp_path: Path, lang: str
) -> None:
    dossier = field.dossier()
    workbooks.write(dossier, tmp_path, lang=lang)

    incoming = records.read(tmp_path, dossier, today=field.TODAY)

    assert incoming.problems == ()
    assert incoming.tables == {}
    assert arrivals.bring_in(dossier, incoming) is dossier


def test_a_filled_template_comes_in(tmp_path: Path) -> None:
    dossier = field.dossier()
    meetings, _, opinions, _ = workbooks.write(dossier, tmp_path, lang="fr")
    fill(
        meetings,
        "Rencontres",
        {
            "Code": "T-01",
            "Lieu": "Téla",
            "Date": field.TODAY,
            "Type": "groupe de discussion",
            "Composition": "homogène",
            "Profil": "Éleveurs",
            "Langue": "zalien",
            "Présents": 9,
            "Consentement": "4 citation sans nom",
        },
    )
    fill(
        meetings,
        "Présences",
        {"Rencontre": "T-01", "Nombre": 9, "Sexe": "femme", "Déplacé": "non"},
    )
    fill(
        opinions,
        "Énoncés",
        {"Clé": 1, "Énoncé": "Une phrase", "Sensibilité": "sensible"},
    )
    fill(
        opinions,
        "Décomptes",
        {
            "Rencontre": "T-01",
            "Énoncé": "1",
            "Méthode": "pots couverts",
            "D'accord": 5,
            "Pas d'accord": 3,
            "Passent": 1,
        },
    )

    after = arrivals.bring_in(
        dossier, records.read(tmp_path, dossier, today=field.TODAY)
    )

    meeting = after.table("gatherings").to_dicts()[0]
    assert (meeting["place"], meeting["profile"]) == (called("tela"), called("herders"))
    assert (meeting["held_on"], meeting["consent"]) == (field.TODAY, 4)
    assert after.table("attendances")["displaced"].to_list() == [False]
    assert after.table("statements")["key"].to_list() == ["1"]
    assert after.table("tallies")["method"].to_list() == ["pots"]


def test_templates_offer_what_the_process_knows(tmp_path: Path) -> None:
    path = workbooks.write(field.dossier(), tmp_path, lang="en")[0]

    book = openpyxl.load_workbook(path)
    sheet = book["Gatherings"]

    assert sheet.freeze_panes == "A3"
    assert all(cell.value.startswith(headers.HELP_SIGN) for cell in sheet[2])
    offered = {
        value
        for column in book["Lists"].iter_cols(values_only=True)
        for value in column
        if value is not None
    }
    assert {"Téla", "Boro", "Kunu", "Herders", "Zalian", "covered pots"} - offered == {
        "covered pots"
    }
    assert "Zalia" not in offered
    lists = {str(v.sqref): v for v in sheet.data_validations.dataValidation}
    assert lists["B3:B2000"].showErrorMessage is False
    assert lists["D3:D2000"].showErrorMessage is True
    assert book["Lists"].sheet_state == "hidden"


def test_without_declared_profiles_those_of_the_dossier_are_offered(
    tmp_path: Path,
) -> None:
    bare = field.dossier()
    process = type(bare.process)(key="k", titles={"en": "T"}, question={"en": "?"})
    dossier = type(bare)(process=process, tables=bare.tables)

    path = workbooks.write(dossier, tmp_path, lang="xx")[0]

    values = openpyxl.load_workbook(path)["Lists"].iter_cols(values_only=True)
    assert any("Éleveurs" in column for column in values)


def test_templates_are_the_same_bytes_and_never_overwritten(tmp_path: Path) -> None:
    one = workbooks.write(field.dossier(), tmp_path / "a", lang="fr")
    other = workbooks.write(field.dossier(), tmp_path / "b", lang="fr")
    assert [p.read_bytes() for p in one] == [p.read_bytes() for p in other]

    one[0].write_bytes(b"filled")
    workbooks.write(field.dossier(), tmp_path / "a", lang="fr")

    assert one[0].read_bytes() == b"filled"


def test_a_sheet_without_a_name_of_its_own_is_told_by_the_file(tmp_path: Path) -> None:
    path = field.book(
        tmp_path / "codes.xlsx",
        Feuil1=[
            ["Clé", "Nom", "Type"],
            ["eau", "L'eau", "obstacle"],
            [None, None, None],
        ],
        Aide=[["Lisez ceci"]],
    )
    dossier = field.dossier()

    after = arrivals.bring_in(dossier, records.read(path, dossier, today=field.TODAY))

    assert after.table("codes")["key"].to_list() == ["eau"]
    assert hashing.content_hash(after) != hashing.content_hash(dossier)


def test_an_empty_workbook_says_so(tmp_path: Path) -> None:
    path = field.book(tmp_path / "codes.xlsx", Codes=[])

    found = records.read(path, field.dossier(), today=field.TODAY).problems

    assert [p.code for p in found] == ["file-empty"]


@pytest.mark.parametrize("lang", headers.LANGUAGES)
def test_the_codebook_stands_in_its_sheet_and_comes_back_unchanged(
    tmp_path: Path, lang: str
) -> None:
    folder = tmp_path / "own"
    dossier = packaged.create("own", source="self-portrait", folder=folder)
    _, words, opinions, _ = workbooks.write(dossier, tmp_path, lang=lang)

    shown = openpyxl.load_workbook(words)[headers.sheet_name("codes", lang)]
    asked = openpyxl.load_workbook(opinions)[headers.sheet_name("statements", lang)]
    incoming = records.read(words, dossier, today=field.TODAY)

    assert shown.cell(row=3, column=1).value == "values"
    assert shown.cell(row=4, column=5).value == "values"
    assert asked.cell(row=3, column=1).value == "s01"
    assert (incoming.problems, incoming.known["codes"]) == ((), 23)


def test_a_theme_may_be_called_by_its_name_in_any_language(tmp_path: Path) -> None:
    folder = tmp_path / "own"
    dossier = packaged.create("own", source="self-portrait", folder=folder)
    names = Names.of(dossier)
    young = names.known("codes", "youth-work")

    assert names.record("codes", "Des jeunes sans travail") == young
    assert names.record("codes", "YOUNG PEOPLE WITHOUT WORK") == young
    assert names.record("codes", "L’accès à la terre et au crédit") == names.known(
        "codes", "youth-work.land"
    )


def test_words_that_two_themes_share_call_neither() -> None:
    rows = [
        {"id": f"{n}" * 32, "key": f"k{n}", "name": "Water", "kind": "need"}
        for n in (1, 2)
    ]
    names = Names.of(field.dossier(codes=rows))

    assert names.known("codes", "Water") is None
    assert names.known("codes", "k1") is not None
