"""Workbooks of what followed, filled as a team does, in French."""

from __future__ import annotations

from pathlib import Path

from tests.cli.field import add

BAROMETER = """
[[barometers]]
key = "forces"
name.fr = "confiance envers les forces"
name.en = "trust in the forces"
instrument = "confiance"
question = "q1"
scale = ["pas du tout", "un peu", "beaucoup"]
positive = ["beaucoup"]
"""


def fill_follow_up(folder: Path) -> Path:
    """Fill the workbook of what was asked, answered, promised, seen and told."""
    book = folder / "workbooks-later" / "5-suivi.xlsx"
    add(book, "Recommandations", [
        {"Clé": "R1", "Constat": "c1", "Rencontre": "SEG-01",
         "Recommandation": "Former trente jeunes par an.", "Langue": "français",
         "Destinataire": "Mairie de Ségou", "Côté du destinataire": "autorité",
         "Faite le": "2025-04-01", "Réponse attendue le": "01/06/2025"},
        {"Clé": "R2", "Constat": "c2", "Recommandation": "Ouvrir la route la nuit.",
         "Destinataire": "Gendarmerie", "Côté du destinataire": "forces",
         "Faite le": "2025-04-01", "Réponse attendue le": "2025-06-01"},
    ])  # fmt: skip
    add(book, "Réponses", [
        {"Recommandation": "R1", "Réponse": "acceptée", "Donnée le": "2025-05-10"},
    ])  # fmt: skip
    add(book, "Actions", [
        {"Clé": "A1", "Constat": "c2", "Action": "Une soirée de parole par mois.",
         "Responsable": "Comité du quartier", "Lieu": "Bamako", "Prévoit": "moins",
         "État": "proposée"},
    ])  # fmt: skip
    add(book, "Engagements", [
        {"Clé": "E1", "Réponse à": "R1", "Engagement": "Trente places par an.",
         "Qui s'engage": "Mairie de Ségou", "Côté de qui s'engage": "autorité",
         "Pris le": "2025-05-10", "Pour le": "2025-12-31"},
    ])  # fmt: skip
    add(book, "Vérifications", [
        {"Engagement": "E1", "Côté": "côté officiel", "État": "fait",
         "Vu le": "2026-01-10"},
        {"Engagement": "E1", "Côté": "communauté", "État": "en partie",
         "Niveau": "2 en partie, en retard", "Vu le": "2026-01-12"},
    ])  # fmt: skip
    add(book, "Réponses dues", [
        {"Rencontre": "MOP-01", "Due le": "2025-06-30", "Reportée au": "2040-01-01",
         "Raison du report": "La route n'est pas sûre."},
    ])  # fmt: skip
    add(book, "Restitutions", [
        {"Groupe entendu": "SEG-01", "Moyen": "réunion", "Date": "2025-07-01",
         "Langue": "bambara", "Ce qui a été dit": "Les trois constats.",
         "Ce qu'ils ont répondu": "Ils demandent la suite."},
        {"Groupe entendu": "BKO-01", "Moyen": "radio", "Date": "2025-07-02"},
    ])  # fmt: skip
    return book


def fill_research(folder: Path) -> Path:
    """Fill the workbook of the map, groups, cases and questionnaires."""
    book = folder / "workbooks-later" / "6-recherche-et-carte.xlsx"
    add(book, "Facteurs", [
        {"Nom": "le travail des jeunes", "Constat": "c1"}, {"Nom": "les départs"},
        {"Nom": "l'exode"},
    ])  # fmt: skip
    add(book, "Liens racontés", [
        {"N°": 1, "Cause": "le travail des jeunes", "Effet": "les départs",
         "Sens": "moins", "Extrait": "SEG-01/1", "Codeur": "C1"},
        {"N°": 2, "Cause": "Le travail des jeunes", "Effet": "l’exode",
         "Sens": "moins", "Rencontre": "SEG-02", "Raconté par": "SEG-02-1"},
    ])  # fmt: skip
    add(book, "Fusions", [
        {"Facteur": "l'exode", "Dans": "les départs", "État": "décidée",
         "Décidé par": "equipe-1"},
    ])  # fmt: skip
    add(book, "Groupes", [
        {"Clé": "G1", "Nom": "Les métiers", "Lieu": "Bamako", "Constat": "c1"},
    ])  # fmt: skip
    add(book, "Hypothèses", [
        {"Clé": "H1", "Groupe": "G1", "Hypothèse": "Si on forme, alors on reste.",
         "Cause": "le travail des jeunes", "Effet": "les départs", "Prévoit": "moins",
         "Signe": "Moins de départs au carrefour."},
    ])  # fmt: skip
    add(book, "Observations", [
        {"Hypothèse": "H1", "Résultat": "confirme", "Vu le": "2025-09-01"},
    ])  # fmt: skip
    add(book, "Bilans", [
        {"Groupe": "G1", "Bilan": "On continue.", "Date": "2025-10-01"},
    ])  # fmt: skip
    add(book, "Cas", [
        {"Clé": "K1", "Lieu": "Bamako", "Type": "parcelle",
         "Parties": "Agriculteurs et agricultrices, Éleveurs et éleveuses",
         "Voies": "coutumier, médiateur", "Impartialité": 4,
         "Ouvert le": "2025-02-01", "Issue": "ouvert"},
    ])  # fmt: skip
    add(book, "Questionnaires", [
        {"Clé": "confiance", "Nom": "Confiance", "Type": "enquête", "Version": "1"},
    ])  # fmt: skip
    add(book, "Réponses au questionnaire", [
        {"Questionnaire": "confiance", "Question": "q1",
         "Personne": f"SEG-02-{i}", "Rencontre": "SEG-02", "Vague": 1,
         "Réponse": "beaucoup" if i % 2 else "un peu"}
        for i in range(13)
    ])  # fmt: skip
    return book
