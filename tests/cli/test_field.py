"""A small dialogue from the field: workbooks filled in haste, a working draft."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest
from tests.cli import field
from tests.cli.conftest import Run, Said, run

from vestibule.dossier import hashing, packages


def read_text(page: Path) -> str:
    """Return what a page says, without marks; its spaces made plain."""
    html = re.sub(r"<(style|svg).*?</\1>", " ", page.read_text("utf-8"), flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@dataclass(frozen=True)
class Drawn:
    """A portrait of the small dialogue, its annex, and what the command said."""

    said: Said
    page: Path
    annex: Path

    @property
    def text(self) -> str:
        """What the page says."""
        return read_text(self.page).replace("\xa0", " ")


@pytest.fixture(scope="session")
def drawn(tmp_path_factory: pytest.TempPathFactory, filled_process: Path) -> Drawn:
    """Return the French portrait of the small dialogue, drawn once."""
    out = tmp_path_factory.mktemp("drawn")
    page, annex = out / "p.html", out / "team.html"
    said = run("portrait", filled_process, "--out", page, "--annex", annex, lang="fr")
    return Drawn(said, page, annex)


def test_a_process_of_ones_own_says_what_to_do_next(run: Run, tmp_path: Path) -> None:
    said = run("new", "monpays", "--in", tmp_path / "p", lang="fr")

    assert "1-rencontres.xlsx" in said.out
    assert "vestibule import records" not in said.out
    assert "vestibule import records" in said.err
    assert packages.read(tmp_path / "p").process.key == "monpays"


def test_quiet_says_nothing_beside_the_result(run: Run, tmp_path: Path) -> None:
    assert run("new", "monpays", "--in", tmp_path / "p", "--quiet").err == ""


def test_json_is_one_object_with_everything_and_nothing_beside(
    run: Run, tmp_path: Path
) -> None:
    said = run("new", "monpays", "--in", tmp_path / "p", "--json")

    assert said.err == ""
    assert said.json["folder"] == str(tmp_path / "p")
    assert len(said.json["workbooks"]) == 4
    assert len(said.json["sha256"]) == 64


def test_empty_workbooks_bring_nothing_and_change_nothing(
    run: Run, empty: Path
) -> None:
    before = hashing.content_hash(packages.read(empty))
    said = run("import", "records", empty / "workbooks", "--into", empty, lang="fr")

    assert said.code == 0
    assert "rien de nouveau" in said.out
    assert hashing.content_hash(packages.read(empty)) == before


def test_workbooks_filled_in_haste_come_in(run: Run, filled: Path) -> None:
    dossier = packages.read(filled)

    assert dossier.table("gatherings").height == 6
    assert dossier.table("attendances")["n"].sum() == field.ATTENDANCES
    assert dossier.table("excerpts").height == 40
    assert dossier.table("codings").height == 40
    assert run("check", filled, lang="fr").out.endswith("rien à reprendre.\n")


def test_bringing_the_same_workbooks_in_again_adds_nothing(
    run: Run, filled: Path
) -> None:
    before = hashing.content_hash(packages.read(filled))
    said = run("import", "records", filled / "workbooks", "--into", filled, "--json")

    assert (said.json["counts"], said.json["sha256"]) == ({}, before)


def test_what_came_in_is_told_in_the_words_of_the_workbooks(
    run: Run, empty: Path
) -> None:
    field.fill(empty)
    said = run("import", "records", empty / "workbooks", "--into", empty, lang="fr")

    said_out = said.out.replace("\u202f", " ").replace("\xa0", " ")
    assert "  rencontres : 6" in said_out
    assert "vestibule portrait" in said.err


def test_an_analysis_counts_what_was_filled_in(run: Run, filled: Path) -> None:
    found = run("analyse", filled, "--json").json

    assert found["coverage"]["gatherings"] == 6
    assert found["coverage"]["attendances"] == field.ATTENDANCES
    # 13 and 16 people known by pseudonym; the others may be new ones or the same
    assert found["coverage"]["people_low"] == 29
    assert found["coverage"]["people_high"] == field.ATTENDANCES
    named = {row["key"]: row["gatherings_named"] for row in found["themes"]["counts"]}
    assert named["youth-work"] == 3  # excerpts 1, 5, 9, …: gatherings 1, 3, 5 of 6


def test_an_analysis_says_kinds_comparisons_and_gaps_in_words(
    run: Run, filled: Path
) -> None:
    said = run("analyse", filled, lang="fr").out

    assert "Obstacles, par rencontres" in said
    assert "Des jeunes sans travail" in said
    assert "Femmes et hommes" in said
    assert re.search(r"et \d+ autres \(--json", said)
    assert "personne n’y a encore été entendu" in said
    assert "Pour l’équipe" in said


def test_without_validation_the_portrait_is_a_working_draft_that_ranks_nothing(
    drawn: Drawn,
) -> None:
    assert drawn.said.code == 0
    assert "Document de travail, pas encore validé" in drawn.text
    assert "ordre alphabétique" in drawn.text
    assert not re.search(r"\b(1er|1re|première priorité)\b", drawn.text)


def test_cells_that_could_point_to_someone_are_withheld_with_the_reason(
    drawn: Drawn,
) -> None:
    assert "non montré" in drawn.text
    assert "moins de 10 personnes" in drawn.text
    # one gathering in Bamako, one in the camp: no number of theirs is shown
    assert not re.search(r"Bamako (\d+ sur 100 habitants )?1\b", drawn.text)


def test_a_camp_that_was_heard_is_never_said_to_be_silent(drawn: Drawn) -> None:
    silent = re.findall(r"[^.]*(?:Personne n’y a|Personne n’a)[^.]*", drawn.text)

    assert silent
    assert [line for line in silent if "Mbera" in line] == []
    assert "Le plus de rencontres" not in drawn.text


def test_only_words_cleared_by_two_people_are_read(drawn: Drawn) -> None:
    assert field.QUOTED.removesuffix(".") in drawn.text
    assert "la fois numéro" not in drawn.page.read_text("utf-8")
    assert "la fois numéro" in drawn.annex.read_text("utf-8")
    assert "ne le publiez jamais" in drawn.said.err


def test_words_that_were_taken_back_leave_the_next_portrait(
    run: Run, filled: Path, tmp_path: Path
) -> None:
    page = tmp_path / "p.html"
    said = run("withdraw", filled, "excerpts", "SEG-01/1", "--by", "K1", "--json")
    run("portrait", filled, "--out", page, lang="fr")

    assert said.json["counts"] == {"excerpts": 1, "codings": 1, "supports": 1}
    assert field.QUOTED.removesuffix(".") not in read_text(page)
    assert run("check", filled).code == 0


def test_a_person_is_withdrawn_by_pseudonym(run: Run, filled: Path) -> None:
    said = run("withdraw", filled, "people", "seg-02-3", "--by", "K1", lang="fr")

    lines = said.out.replace("\xa0", " ").replace("\u202f", " ").splitlines()
    assert lines[0] == "2 fiches sont parties, et ne reviendront pas."
    assert sorted(lines[1:]) == ["  personnes : 1", "  présences : 1"]
    assert "refaites le portrait" in said.err


def test_a_withdrawal_of_something_unknown_says_so_and_is_kept(
    run: Run, filled: Path
) -> None:
    said = run("withdraw", filled, "excerpts", "0" * 32, "--by", "K1")

    assert said.code == 0
    assert said.out.startswith("No record here has that id.")
    assert packages.read(filled).table("withdrawals").height == 1


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_one_thing_wrong_on_many_lines_is_said_once(
    run: Run, empty: Path, lang: str
) -> None:
    book = empty / "workbooks" / "1-rencontres.xlsx"
    rows = [
        {"Code": f"A-{n}", "Lieu": "Ségou", "Date": "1/2/2025", "Type": "entretien"}
        for n in range(9)
    ]
    field.add(book, "Rencontres", rows)
    before = hashing.content_hash(packages.read(empty))

    said = run("import", "records", book, "--into", empty, lang=lang)

    lines = said.err.replace("\xa0", " ").replace("\u202f", " ").splitlines()
    assert said.code == 3
    assert len(lines) == 2
    assert "3, 4, 5, 6, 7, 8" in lines[0]
    assert "Ségou (région), Ségou (cercle)" in lines[0]
    assert (
        lines[1]
        == {
            "fr": "9 problèmes ; rien n’a été changé.",
            "en": "9 problems; nothing was changed.",
        }[lang]
    )
    assert hashing.content_hash(packages.read(empty)) == before


def test_json_tells_each_line_on_its_own(run: Run, empty: Path) -> None:
    book = empty / "workbooks" / "1-rencontres.xlsx"
    rows = [{"Code": f"A-{n}", "Lieu": "Atlantis", "Date": "2025-02-01",
             "Type": "entretien"} for n in range(2)]  # fmt: skip
    field.add(book, "Rencontres", rows)

    found = run("check", book, "--dossier", empty, "--json")

    assert found.code == 3
    assert [(row["line"], row["code"]) for row in found.json["problems"]] == [
        (3, "unknown-place"),
        (4, "unknown-place"),
    ]
    refused = run("import", "records", book, "--into", empty, "--json").error
    assert refused["code"] == "problems"
    assert "Atlantis" in refused["message"]


NOTES = """Notes de la rencontre

Lieu : Gao (région)
Date : 12/02/2025
Présents : 14 (9 femmes, 5 hommes)
Profil : Éleveurs et éleveuses
Langue : songhay
Consentement : 4 citation sans nom
Qui écoutait : le chef

On nous dit de rester, mais rester avec quoi ?

Les vieux se parlent encore.
"""


def test_notes_come_in_and_nobody_reads_them_before_they_are_reviewed(
    run: Run, filled: Path, tmp_path: Path
) -> None:
    notes, page = tmp_path / "notes", tmp_path / "p.html"
    notes.mkdir()
    (notes / "GAO-01.txt").write_text(NOTES, "utf-8")

    said = run("import", "notes", notes, "--into", filled, "--json")
    run("portrait", filled, "--out", page, lang="fr")
    told = run("analyse", filled, lang="fr").out

    assert said.json["counts"] == {"gatherings": 1, "attendances": 2, "excerpts": 2}
    assert "rester avec quoi" not in page.read_text("utf-8")
    assert "Une rencontre n’est pas encore lue" in told


def test_a_cover_sheet_is_complained_of_once_on_its_own_line(
    run: Run, empty: Path, tmp_path: Path
) -> None:
    file = tmp_path / "N-01.txt"
    file.write_text(NOTES.replace("Éleveurs et éleveuses", "Éleveurs"), "utf-8")

    said = run("check", file, "--dossier", empty, "--json")

    (problem,) = said.json["problems"]
    assert (problem["line"], problem["column"]) == (6, "Profil")
    assert problem["suggestion"] == "Éleveurs et éleveuses"


def test_workbooks_offer_the_codebook_and_the_statements(empty: Path) -> None:
    words = openpyxl.load_workbook(empty / "workbooks" / "2-paroles.xlsx")
    opinions = openpyxl.load_workbook(empty / "workbooks" / "3-avis.xlsx")

    assert words["Codes"]["B3"].value == "Des valeurs qui s'effritent"
    assert words["Codes"]["G3"].value == "ordinaire"
    assert opinions["Énoncés"]["C3"].value == "français"


def test_english_workbooks_come_back_too(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    run("new", "mine", "--in", folder, "--lang", "en")
    book = folder / "workbooks" / "1-gatherings.xlsx"
    field.add(book, "Gatherings", [
        {"Code": "A-1", "Place": "Timbuktu (region)", "Date": "3 March 2025",
         "Kind": "interview", "Present": 1, "Consent": "anonymous quote"}
    ])  # fmt: skip

    assert run("import", "records", book, "--into", folder).code == 0
    assert packages.read(folder).table("gatherings")["consent"].to_list() == [4]


def test_two_teams_in_any_order_make_one_dossier(
    run: Run, filled: Path, empty_process: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    shutil.copytree(empty_process, other)
    book = other / "workbooks" / "1-rencontres.xlsx"
    field.add(book, "Rencontres", [
        {"Code": "KAY-1", "Lieu": "Kayes (région)", "Date": "1/2/2025",
         "Type": "entretien", "Consentement": 3}
    ])  # fmt: skip
    run("import", "records", book, "--into", other)

    one = run("merge", filled, other, "--into", tmp_path / "a", "--json").json
    two = run("merge", other, filled, other, "--into", tmp_path / "b", "--json").json

    assert one["sha256"] == two["sha256"]
    assert (one["gaps"], one["conflicts"]) == ([], [])
    assert packages.read(tmp_path / "a").table("gatherings").height == 7
    assert (tmp_path / "a" / "declared" / "targets.csv").exists()
    again = run("merge", filled, "--into", tmp_path / "a", "--json").json
    assert again["sha256"] == one["sha256"]
