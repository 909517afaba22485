"""Notes come in as they are kept: a cover sheet, then paragraphs."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from tests.by_hand import called
from tests.listen import field

from vestibule.dossier import hashing
from vestibule.dossier.records import Dossier
from vestibule.listen import arrivals, notes

BODY = ["Une éleveuse : l'eau manque.", "", "Le puits est loin."]
TABLE = [
    ("Place:", "Boro"),
    ("Date", "2030-03-02"),
    ("Profiles", "herders, farmers"),
    ("Present", "20"),
    ("Language", "Zalian"),
    ("Consent", "2"),
    ("Code", "B-09"),
    ("Kind", "interview"),
    ("Who listened", "village chief"),
]


def bring(folder: Path, dossier: Dossier | None = None) -> Dossier:
    dossier = dossier or field.dossier()
    return arrivals.bring_in(dossier, notes.read(folder, dossier, today=field.TODAY))


def test_a_text_with_a_cover_becomes_a_gathering_and_excerpts(tmp_path: Path) -> None:
    (tmp_path / "T-01.txt").write_text(
        field.COVER + "\nUne éleveuse :\nl'eau manque.\n\nLe puits est loin.\n"
    )

    after = bring(tmp_path)

    meeting = after.table("gatherings").to_dicts()[0]
    assert (meeting["code"], meeting["kind"]) == ("T-01", "focus_group")
    assert (meeting["place"], meeting["held_on"]) == (
        called("tela"),
        dt.date(2030, 3, 1),
    )
    assert (meeting["composition"], meeting["profile"]) == (
        "homogeneous",
        called("herders"),
    )
    assert (meeting["present"], meeting["lang"], meeting["consent"]) == (20, "zal", 4)
    counted = after.table("attendances").sort("n")
    assert counted.select("n", "sex").rows() == [(8, "male"), (12, "female")]
    excerpts = after.table("excerpts").sort("position")
    assert excerpts["words"].to_list() == [
        "Une éleveuse : l'eau manque.",
        "Le puits est loin.",
    ]
    assert set(excerpts["review"]) == {"unreviewed"}
    assert set(excerpts["consent"]) == {4}
    assert set(excerpts["profile"]) == {called("herders")}


def test_lines_are_paragraphs_where_no_line_is_blank(tmp_path: Path) -> None:
    cover = "Place: Boro\nDate: 1 March 2030\nPresent: 3\nConsent: 3\n"
    (tmp_path / "a.txt").write_text(cover + "One.\nTwo.\n")

    assert sorted(bring(tmp_path).table("excerpts")["words"]) == ["One.", "Two."]


def test_a_document_may_have_its_cover_in_a_table(tmp_path: Path) -> None:
    field.document(tmp_path / "x.docx", BODY, TABLE)

    after = bring(tmp_path)

    meeting = after.table("gatherings").to_dicts()[0]
    assert (meeting["code"], meeting["kind"]) == ("B-09", "interview")
    assert (meeting["composition"], meeting["profile"]) == ("mixed", None)
    assert (meeting["listeners"], meeting["consent"]) == ("chief", 2)
    assert after.table("attendances").select("n", "sex").rows() == [(20, None)]
    assert after.table("excerpts").sort("position")["words"].to_list() == [
        BODY[0],
        BODY[2],
    ]


def test_a_document_may_have_its_cover_in_lines(tmp_path: Path) -> None:
    field.document(tmp_path / "x.docx", [*field.COVER.splitlines(), *BODY])

    after = bring(tmp_path)

    assert after.table("gatherings")["present"].to_list() == [20]
    assert after.table("excerpts").height == 2


def test_words_in_later_tables_are_not_lost(tmp_path: Path) -> None:
    import docx

    path = field.document(tmp_path / "x.docx", ["Premier."], TABLE)
    document = docx.Document(str(path))
    grid = document.add_table(rows=1, cols=3)
    for cell, text in zip(grid.rows[0].cells, ("Un", "Deux", "Trois"), strict=True):
        cell.text = text
    document.save(str(path))

    words = bring(tmp_path).table("excerpts").sort("position")["words"].to_list()

    assert words == ["Premier.", "Un", "Deux", "Trois"]


def test_bringing_notes_in_twice_changes_nothing(tmp_path: Path) -> None:
    field.document(tmp_path / "x.docx", BODY, TABLE)
    once = bring(tmp_path)
    assert hashing.content_hash(bring(tmp_path, once)) == hashing.content_hash(once)

    (tmp_path / "copy.txt").write_text(field.COVER + "\nMots.\n")
    (tmp_path / "copy-of-copy.txt").write_text(field.COVER + "\nMots.\n")
    twice = bring(tmp_path, once)

    assert twice.table("gatherings").height == 2
    assert twice.table("excerpts").height == 3


def test_a_folder_needs_notes(tmp_path: Path) -> None:
    codes = [
        p.code
        for p in notes.read(tmp_path, field.dossier(), today=field.TODAY).problems
    ]

    assert codes == ["folder-empty"]


def test_a_cover_far_below_is_no_cover(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "One.\nTwo.\nThree.\nFour.\n" + field.COVER + "\nMots.\n"
    )

    found = notes.read(tmp_path, field.dossier(), today=field.TODAY).problems

    assert [p.code for p in found] == ["no-cover"]
