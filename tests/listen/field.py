"""A small invented country, and files as people would fill them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import docx
from openpyxl import Workbook
from tests import by_hand

from vestibule.dossier.process import Language, Process, Profile
from vestibule.dossier.records import Dossier

TODAY = dt.date(2030, 6, 30)
"""The day on which these tests happen."""

PROCESS = Process(
    key="essai",
    titles={"fr": "Essai", "en": "Trial"},
    question={"fr": "?", "en": "?"},
    age_bands=("18-34", "35+"),
    languages=(
        Language(key="zal", names={"fr": "zalien", "en": "Zalian"}),
        Language(key="fra", names={"fr": "français", "en": "French"}, iso="fr"),
    ),
    profiles=(
        Profile(key="herders", names={"fr": "Éleveurs", "en": "Herders"}),
        Profile(key="farmers", names={"fr": "Agriculteurs", "en": "Farmers"}),
    ),
    text='key = "essai"\ntitle.fr = "Essai"\nquestion.fr = "?"\n',
)

PLACES = (
    {"id": "zalia", "key": "za", "name": "Zalia", "kind": "country", "level": 0},
    {"id": "tela", "key": "za.tela", "name": "Téla", "kind": "region", "level": 1},
    {"id": "boro", "key": "za.boro", "name": "Boro", "kind": "region", "level": 1},
    {"id": "kunu", "key": "za.kunu", "name": "Kunu", "kind": "commune", "level": 3},
)


def dossier(**tables: Sequence[Mapping[str, Any]]) -> Dossier:
    """Return a dossier with places and profiles, and what a test adds."""
    parents = {"tela": "zalia", "boro": "zalia", "kunu": "tela"}
    places = [{**place, "parent": parents.get(place["id"])} for place in PLACES]
    profiles = [
        {"id": "herders", "key": "herders", "name": "Éleveurs"},
        {"id": "farmers", "key": "farmers", "name": "Agriculteurs"},
    ]
    given = {"places": places, "profiles": profiles, **tables}
    return by_hand.dossier(PROCESS, **given)


MEETINGS = """Code,Lieu,Date,Type,Composition,Profil,Langue,Interprète,Qui écoutait,Présents,Consentement
T-01,tela,2030-03-01,groupe de discussion,homogène,éleveurs,zalien,aucun,"chef, conjoint",20,4
T-02,Boro,02/03/2030,entretien,mixte,,français,de l'extérieur,,5,3
"""
"""Two gatherings, as a CSV in French."""


def csv(folder: Path, **files: str) -> Path:
    """Write CSV files into a folder, by name; return the folder."""
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, "utf-8")
    return folder


def meetings(folder: Path, **files: str) -> Path:
    """Write the two gatherings and other CSV files; return the folder."""
    return csv(folder, rencontres=MEETINGS, **files)


def book(path: Path, **sheets: Sequence[Sequence[Any]]) -> Path:
    """Write a workbook, one sheet per name; return its path."""
    made = Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append([*row])
    made.save(path)
    return path


COVER = """Compte rendu

Lieu : Téla
Date : 1er mars 2030
Profils : éleveurs
Présents : 12 femmes, 8 hommes
Langue : zalien
Consentement : citation sans nom
"""
"""A cover sheet in French."""


def document(
    path: Path,
    paragraphs: Sequence[str],
    table: Sequence[tuple[str, str]] = (),
) -> Path:
    """Write a DOCX with an optional first table; return its path."""
    made = docx.Document()
    if table:
        grid = made.add_table(rows=0, cols=2)
        for name, said in table:
            cells = grid.add_row().cells
            cells[0].text, cells[1].text = name, said
    for text in paragraphs:
        made.add_paragraph(text)
    made.save(str(path))
    return path
