"""Workbooks of the packaged process, filled as hurried facilitators do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import openpyxl

GATHERINGS = (
    ("SEG-01", "Segou (cercle)", dt.date(2025, 3, 4), "Agriculteurs et agricultrices", 14),
    ("SEG-02", "cercle de Ségou", "05/03/2025", "Responsables d'associations de femmes", 13),
    ("MOP-01", "région de Mopti", "2025-03-11", "Éleveurs et éleveuses", 12),
    ("MOP-02", "Mopti (région)", "12 mars 2025", "Personnes déplacées", 15),
    ("BKO-01", "Bamako", "18/3/2025", "Élèves et étudiants", 16),
    ("MBE-01", "M'bera", "20/03/2025", "Personnes réfugiées", 10),
)  # fmt: skip
"""Code, place, day, profile, people present: places and days as they are really typed."""

ATTENDANCES = 80
"""All of them together: 14 + 13 + 12 + 15 + 16 + 10."""

THEMES = (
    "Des jeunes sans travail",
    "Des valeurs qui s’effritent",
    "Ceux et celles qui savent réconcilier",
    "Une justice lointaine ou chère",
)
"""Themes by their French names, the apostrophe as a word processor makes it."""

QUOTED = "Chez nous personne ne revient dire ce qui a été décidé."
"""The only words that two people reviewed and whose speaker agreed to be quoted."""


def add(path: Path, sheet: str, rows: Iterable[Mapping[str, Any]]) -> None:
    """Write rows below what stands in a sheet, by the names of its columns."""
    book = openpyxl.load_workbook(path)
    names = [cell.value for cell in book[sheet][1]]
    line = 3
    while any(cell.value is not None for cell in book[sheet][line]):
        line += 1
    for row in rows:
        for name, value in row.items():
            book[sheet].cell(row=line, column=names.index(name) + 1, value=value)
        line += 1
    book.save(path)


def fill(folder: Path) -> None:
    """Fill the French workbooks of a process with a small dialogue."""
    books = folder / "workbooks"
    add(books / "1-rencontres.xlsx", "Rencontres", map(_gathering, GATHERINGS))
    add(books / "1-rencontres.xlsx", "Présences", _attendances())
    add(books / "2-paroles.xlsx", "Extraits", map(_excerpt, range(40)))
    add(books / "2-paroles.xlsx", "Codages", map(_coding, range(40)))
    add(books / "3-avis.xlsx", "Décomptes", map(_tally, GATHERINGS))
    add(books / "4-constats.xlsx", "Constats", FINDINGS)
    add(books / "4-constats.xlsx", "Appuis", SUPPORTS)


FINDINGS = (
    {"Clé": "c1", "Nature": "obstacle", "Constat": "Les jeunes partent.",
     "Code": "youth-work"},
    {"Clé": "c2", "Nature": "obstacle", "Constat": "On ne se parle plus.",
     "Code": "Des valeurs qui s'effritent"},
    {"Clé": "c3", "Nature": "ressource", "Constat": "Des gens savent réconcilier.",
     "Obstacle concerné": "c2", "Code": "resource.mediation"},
)  # fmt: skip

SUPPORTS = ({"Constat": "c1", "Pour ou contre": "pour", "Extrait": "SEG-01/1"},)


def _gathering(row: tuple[Any, ...]) -> dict[str, Any]:
    code, place, day, profile, n = row
    return {
        "Code": code,
        "Lieu": place,
        "Date": day,
        "Type": "groupe de discussion",
        "Composition": "homogène",
        "Profil": profile,
        "Langue": "Bambara",
        "Qui écoutait": "le chef, la presse" if code == "SEG-01" else None,
        "Présents": n,
        "Animateur": "A7",
        "Consentement": "4 citation sans nom" if code != "MBE-01" else 3,
    }


def _attendances() -> Iterable[dict[str, Any]]:
    """Count most gatherings; know the people of two by pseudonym."""
    for code, _, _, profile, n in GATHERINGS:
        women = n if "femmes" in profile else n // 2
        if code in ("SEG-02", "BKO-01"):
            for i in range(n):
                sex = "femme" if i < women else "homme"
                yield {"Rencontre": code, "Personne": f"{code}-{i}", "Sexe": sex,
                       "Tranche d'âge": ("15-24", "25–34", "35 - 59")[i % 3]}  # fmt: skip
            continue
        yield {"Rencontre": code, "Nombre": women, "Sexe": "femme", "Profil": profile}
        yield {
            "Rencontre": code,
            "Nombre": n - women,
            "Sexe": "homme",
            "Profil": profile,
        }


def _excerpt(i: int) -> dict[str, Any]:
    code, _, _, profile, _ = GATHERINGS[i % 6]
    quoted = i == 0
    return {
        "Rencontre": code,
        "N°": i + 1,
        "Paroles": QUOTED if quoted else f"On a dit ceci, la fois numéro {i + 1}.",
        "Langue": "français",
        "Profil": profile,
        "Consentement": 4 if quoted else None,
        "Relecture": "validé" if quoted else None,
        "Relu par": "R1" if quoted else None,
        "Relu aussi par": "R2" if quoted else None,
    }


def _coding(i: int) -> dict[str, Any]:
    return {"Extrait": i + 1, "Code": THEMES[i % 4], "Codeur": "C1",
            "Pour ou contre": "pour"}  # fmt: skip


def _tally(row: tuple[Any, ...]) -> dict[str, Any]:
    code, _, _, _, n = row
    return {"Rencontre": code, "Énoncé": "s12", "Méthode": "mains levées",
            "D'accord": n, "Pas d'accord": 0, "Passent": 0}  # fmt: skip
