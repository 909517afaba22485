"""Wrong input: each kind is a sentence with place and remedy, and changes nothing."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from tests.listen import field

from vestibule import errors
from vestibule.dossier import hashing
from vestibule.listen import arrivals, notes, polis, records

HEAD = field.MEETINGS.splitlines()[0]


@dataclass(frozen=True)
class Wrong:
    """A kind of wrong input: what writes it, and what is said of it."""

    name: str
    write: Callable[[Path], object]
    code: str
    file: str
    line: int | None = None
    column: str | None = None
    suggestion: str | None = None
    reader: str = "records"


def csvs(**files: str) -> Callable[[Path], object]:
    return lambda folder: field.csv(folder, **files)


def raw(name: str, content: bytes) -> Callable[[Path], object]:
    return lambda folder: (folder / name).write_bytes(content)


def with_meetings(**files: str) -> Callable[[Path], object]:
    return lambda folder: field.meetings(folder, **files)


def meeting(row: str) -> Callable[[Path], object]:
    return csvs(rencontres=f"{HEAD}\n{row}\n")


def long_line(folder: Path) -> None:
    with (folder / "votes.csv").open("wb") as file:
        file.write(b"Person,Statement,Vote")
        file.truncate(2**30)


def huge(folder: Path) -> None:
    with (folder / "votes.csv").open("wb") as file:
        file.truncate(2**40)


def packed(name: str, parts: dict[str, bytes]) -> Callable[[Path], object]:
    def write(folder: Path) -> None:
        with zipfile.ZipFile(folder / name, "w", zipfile.ZIP_DEFLATED) as archive:
            for part, content in parts.items():
                archive.writestr(part, content)

    return write


ENTITIES = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><x>&b;</x>"""


def bomb(folder: Path) -> None:
    packed("bomb.xlsx", {"xl/worksheets/sheet1.xml": b" " * 50_000_000})(folder)


def lying_bomb(folder: Path) -> None:
    """Write an archive whose directory says it is small."""
    bomb(folder)
    path = folder / "bomb.xlsx"
    content = bytearray(path.read_bytes())
    directory = content.rindex(b"PK\x01\x02")
    content[directory + 24 : directory + 28] = struct.pack("<I", 1000)
    path.write_bytes(bytes(content))


def formula(folder: Path) -> None:
    field.book(
        folder / "field.xlsx",
        Tallies=[
            ["Gathering", "Statement", "Method", "Agree", "Disagree", "Passed"],
            ["T-01", "s1", "hands", "=2+2", 3, 0],
        ],
    )


def locked(folder: Path) -> None:
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)
    (folder / "field.xlsx").write_bytes(head + "EncryptedPackage".encode("utf-16-le"))


def encrypted_zip(folder: Path) -> None:
    packed("field.xlsx", {"xl/workbook.xml": b"<x/>"})(folder)
    path = folder / "field.xlsx"
    content = bytearray(path.read_bytes())
    content[content.rindex(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(bytes(content))


def error_value(folder: Path) -> None:
    field.book(
        folder / "field.xlsx",
        Codes=[["Key", "Name", "Kind"], ["a", "#REF!", "obstacle"]],
    )


def merged(folder: Path, *ranges: str) -> None:
    """Write three gatherings on one day in one place, said once for all of them."""
    path = field.book(
        folder / "field.xlsx",
        Rencontres=[
            ["Code", "Lieu", "Date", "Type"],
            ["▸ a code", "▸", "▸", "▸"],
            ["A", "Téla", "2030-01-01", "entretien"],
            ["B", None, None, "entretien"],
            ["C", None, None, "entretien"],
        ],
    )
    made = load_workbook(path)
    for ref in ranges or ("B3:B5", "C3:C5"):
        made["Rencontres"].merge_cells(ref)
    made.save(path)


def long_sheet(folder: Path) -> None:
    made = Workbook()
    sheet = made.active
    sheet.title = "Votes"
    sheet.append(["Person", "Statement", "Vote"])
    sheet["A1048576"] = "x"
    saved = io.BytesIO()
    made.save(saved)
    text = zipfile.ZipFile(saved).read("xl/worksheets/sheet1.xml")
    parts = {
        part.filename: zipfile.ZipFile(saved).read(part)
        for part in zipfile.ZipFile(saved).infolist()
    }
    parts["xl/worksheets/sheet1.xml"] = text.replace(b"1048576", b"99999999999")
    packed("field.xlsx", parts)(folder)


def export(folder: Path, **changed: str) -> Path:
    """Write a small Polis export with some of its files changed."""
    files = {
        "summary": "topic,Water\nurl,https://example.org/abc\n",
        "comments": "timestamp,datetime,comment-id,author-id,agrees,disagrees,"
        "moderated,comment-body\n1500000000000,x,0,1,1,0,1,We need wells\n",
        "votes": "timestamp,datetime,comment-id,voter-id,vote\n1500000000000,x,0,1,1\n",
    }
    return field.csv(folder, **{**files, **changed})


def exported(**changed: str) -> Callable[[Path], object]:
    return lambda folder: export(folder, **changed)


TALLY = "Rencontre,Énoncé,Méthode,D'accord,Pas d'accord,Passent\n"
ONE = "Clé,Énoncé\ns1,Une phrase\n"
COMMENTS = "timestamp,comment-id,author-id,moderated,comment-body\n"
VOTES = "timestamp,comment-id,voter-id,vote\n"

KINDS = (
    # what stands in a table
    Wrong("missing column", csvs(rencontres="Lieu,Date,Type\nTéla,2030-01-01,entretien\n"), "missing-column", "rencontres.csv", 1),
    Wrong("unknown column", csvs(rencontres="Code,Type,Lieux\nA,entretien,Téla\n"), "unknown-column", "rencontres.csv", 1, "Lieux", "Lieu"),
    Wrong("doubled header", csvs(rencontres="Code,Type,code\nA,entretien,B\n"), "duplicate-column", "rencontres.csv", 1, "code"),
    Wrong("unknown table", csvs(rencontrs="Code,Type\nA,entretien\n"), "unknown-sheet", "rencontrs.csv", suggestion="Rencontres"),
    Wrong("unknown place", meeting("A,Tella,2030-01-01,entretien"), "unknown-place", "rencontres.csv", 2, "Lieu", "Téla"),
    Wrong("unknown profile", meeting("A,,2030-01-01,entretien,,éleveuses"), "unknown-profile", "rencontres.csv", 2, "Profil", "Éleveurs"),
    Wrong("unknown language", meeting("A,,2030-01-01,entretien,,,zalienne"), "unknown-language", "rencontres.csv", 2, "Langue", "zalien"),
    Wrong("unknown word", meeting("A,,2030-01-01,entretient"), "not-a-term", "rencontres.csv", 2, "Type", "entretien"),
    Wrong("unknown gathering", with_meetings(presences="Rencontre,Nombre\nT-03,4\n"), "unknown-gathering", "presences.csv", 2, "Rencontre", "T-02"),
    Wrong("unknown statement", with_meetings(decomptes=TALLY + "T-01,s1x,mains,1,1,1\n", enonces=ONE), "unknown-statement", "decomptes.csv", 2, "Énoncé", "s1"),
    Wrong("unknown person", with_meetings(enonces=ONE, votes="Personne,Énoncé,Vote\nk1,s1,1\n"), "unknown-person", "votes.csv", 2, "Personne"),
    Wrong("unknown age band", with_meetings(presences="Rencontre,Nombre,Âge\nT-01,4,12-17\n"), "unknown-age-band", "presences.csv", 2, "Âge"),
    Wrong("vote of 2", with_meetings(enonces=ONE, presences="Rencontre,Personne\nT-01,k1\n", votes="Personne,Énoncé,Vote\nk1,s1,2\n"), "not-a-vote", "votes.csv", 2, "Vote"),
    Wrong("date in the future", meeting("A,Téla,2031-01-01,entretien"), "future-date", "rencontres.csv", 2, "Date"),
    Wrong("a year with a digit too few", meeting("A,Téla,0024-03-01,entretien"), "too-early-date", "rencontres.csv", 2, "Date"),
    Wrong("the day that spreadsheets put for none", meeting("A,Téla,1900-01-01,entretien"), "too-early-date", "rencontres.csv", 2, "Date"),
    Wrong("no date", meeting("A,Téla,31/02/2030,entretien"), "not-a-date", "rencontres.csv", 2, "Date"),
    Wrong("missing value", meeting(",Téla,2030-01-01,entretien"), "missing-value", "rencontres.csv", 2, "Code"),
    Wrong("negative count", with_meetings(presences="Rencontre,Nombre\nT-01,-4\n"), "too-low", "presences.csv", 2, "Nombre"),
    Wrong("count in words", with_meetings(presences="Rencontre,Nombre\nT-01,douze\n"), "not-a-number", "presences.csv", 2, "Nombre"),
    Wrong("half a person", with_meetings(presences="Rencontre,Nombre\nT-01,\"4,5\"\n"), "not-whole", "presences.csv", 2, "Nombre"),
    Wrong("consent of 7", meeting("A,Téla,2030-01-01,entretien,,,,,,,7"), "not-a-term", "rencontres.csv", 2, "Consentement"),
    Wrong("duplicate key", meeting("A,,,entretien\nB,,,entretien\nA,,,entretien"), "duplicate-key", "rencontres.csv", 4, "Code"),
    Wrong("known key", meeting("OLD,Boro,2030-01-01,entretien"), "known-differently", "rencontres.csv", 2, "Code"),
    Wrong("two references", with_meetings(consentements="Rencontre,Personne,Niveau\nT-01,k1,3\n", presences="Rencontre,Personne\nT-01,k1\n"), "one-reference", "consentements.csv", 2, "Rencontre"),
    Wrong("a name for a pseudonym", with_meetings(presences="Rencontre,Personne\nT-01,Prénom Nom\n"), "looks-like-a-name", "presences.csv", 2, "Personne"),
    Wrong("an address for a pseudonym", with_meetings(presences="Rencontre,Personne\nT-01,prenom.nom@example.org\n"), "looks-like-a-name", "presences.csv", 2, "Personne"),
    Wrong("a name with an underscore", with_meetings(presences="Rencontre,Personne\nT-01,Prénom_Nom\n"), "looks-like-a-name", "presences.csv", 2, "Personne"),
    Wrong("a name with a dot", with_meetings(presences="Rencontre,Personne\nT-01,Prénom.Nom\n"), "looks-like-a-name", "presences.csv", 2, "Personne"),
    Wrong("a sign without width in a key", meeting("A-07,,,entretien\nA-07\u200b,,,entretien"), "hidden-sign", "rencontres.csv", 3, "Code"),
    Wrong("a sign that turns words round", csvs(codes="Key,Name,Kind\na,ab\u202ecd,obstacle\n"), "hidden-sign", "codes.csv", 2, "Name"),
    Wrong("a bell in words", csvs(enonces="Clé,Énoncé\ns1,Une\u0007 phrase\n"), "hidden-sign", "enonces.csv", 2, "Énoncé"),
    Wrong("a hidden sign in the key of an excerpt", with_meetings(extraits="Rencontre,Clé,Extrait\nT-01,e\u200b1,Mots\n"), "hidden-sign", "extraits.csv", 2, "Clé"),
    Wrong("letters of another script in a key", meeting("A-07,,,entretien\n\u0410-07,,,entretien"), "look-alike-key", "rencontres.csv", 3, "Code"),
    Wrong("letters that look like a known key", meeting("\u041eLD,,,entretien"), "look-alike-key", "rencontres.csv", 2, "Code"),
    Wrong("text encoded twice", csvs(codes="Key,Name,Kind\na,L’Ã©tÃ©,obstacle\n"), "encoded-twice", "codes.csv", 2, "Name"),
    Wrong("a telephone for a pseudonym", csvs(personnes="Pseudonyme\n+00 11 22 33\n"), "looks-like-a-name", "personnes.csv", 2, "Pseudonyme"),
    Wrong("one person counted thrice", with_meetings(presences="Rencontre,Personne,Nombre\nT-01,k1,3\n"), "more-than-one-person", "presences.csv", 2, "Nombre"),
    Wrong("words without end", csvs(codes="Key,Name,Kind\na," + "é" * 500_001 + ",obstacle\n"), "line-too-long", "codes.csv", 2),
    # rows that do not go together
    Wrong("tally above the number present", with_meetings(enonces=ONE, decomptes=TALLY + "T-01,s1,mains,18,2,1\n"), "tally-above-present", "decomptes.csv", 2, "D'accord"),
    Wrong("attendances above the number present", with_meetings(presences="Rencontre,Nombre\nT-02,4\nT-02,2\n"), "attendances-above-present", "presences.csv", 3, "Nombre"),
    Wrong("a gathering of nobody", meeting("A,Téla,2030-01-01,entretien,,,,,,0"), "nobody-present", "rencontres.csv", 2, "Présents"),
    Wrong("a person in two places at once", csvs(rencontres=f"{HEAD}\nA,Téla,2030-01-01,entretien\nB,Boro,2030-01-01,entretien\n", presences="Rencontre,Personne\nA,k1\nB,k1\n"), "two-places", "presences.csv", 3, "Personne"),
    Wrong("one count twice", with_meetings(enonces=ONE, decomptes=TALLY + "T-01,s1,mains,1,2,1\nT-01,s1,mains,2,2,1\n"), "duplicate-row", "decomptes.csv", 3),
    # text files
    Wrong("empty file", raw("votes.csv", b""), "file-empty", "votes.csv"),
    Wrong("blank file", raw("votes.csv", b" \n\n \n"), "file-empty", "votes.csv"),
    Wrong("broken UTF-8", raw("votes.csv", b"Personne,Vote\nk\xff\xfe\x81,1\n"), "not-utf-8", "votes.csv", 2),
    Wrong("old Windows text", raw("codes.csv", "Clé,Nom,Type\na,L’été,obstacle\n".encode("cp1252")), "windows-1252", "codes.csv", 1),
    Wrong("UTF-16 text", raw("codes.csv", "Clé,Nom\n".encode("utf-16")), "utf-16", "codes.csv", 1),
    Wrong("UTF-16 text without mark", raw("codes.csv", b"K\0e\0y\0,\0N\0a\0m\0e\0\n\0"), "utf-16", "codes.csv", 1),
    Wrong("NUL bytes", raw("codes.csv", b"Key,Name\na,b\0c\n"), "nul-bytes", "codes.csv", 2),
    Wrong("a line of a gigabyte", long_line, "line-too-long", "votes.csv", 1),
    Wrong("a file of a terabyte", huge, "file-too-big", "votes.csv"),
    Wrong("an open quote", csvs(codes="Key,Name,Kind\na,\"b,obstacle\n"), "broken-quotes", "codes.csv", 2),
    Wrong("a stray comma", csvs(codes="Key,Name,Kind\na,b,obstacle,wells\n"), "extra-cells", "codes.csv", 2),
    Wrong("a formula in a CSV", csvs(codes="Key,Name,Kind\na,=HYPERLINK(1),obstacle\n"), "formula", "codes.csv", 2, "2"),
    # workbooks
    Wrong("formula cells", formula, "formula", "field.xlsx#Tallies", 2, "D"),
    Wrong("an error in a cell", error_value, "error-value", "field.xlsx#Codes", 2, "B"),
    Wrong("merged cells", merged, "merged-cells", "field.xlsx#Rencontres", 3, "B"),
    Wrong("a zip bomb as XLSX", bomb, "zip-bomb", "bomb.xlsx"),
    Wrong("a zip bomb that lies about its size", lying_bomb, "broken-zip", "bomb.xlsx"),
    Wrong("an archive in the archive", packed("field.xlsx", {"xl/a.zip": b"x"}), "nested-archive", "field.xlsx"),
    Wrong("a disguised archive in the archive", packed("field.xlsx", {"xl/a.bin": b"PK\x03\x04"}), "nested-archive", "field.xlsx"),
    Wrong("an entity bomb in XLSX", packed("field.xlsx", {"xl/workbook.xml": ENTITIES}), "xml-entities", "field.xlsx"),
    Wrong("macros", packed("field.xlsx", {"xl/vbaProject.bin": b"x"}), "macros", "field.xlsx"),
    Wrong("broken XML", packed("field.xlsx", {"xl/workbook.xml": b"<x>"}), "broken-xml", "field.xlsx"),
    Wrong("no workbook inside", packed("field.xlsx", {"xl/workbook.xml": b"<x/>"}), "broken-xml", "field.xlsx"),
    Wrong("too many parts", packed("field.xlsx", {f"p{n}.xml": b"<x/>" for n in range(2001)}), "too-many-parts", "field.xlsx"),
    Wrong("a password", locked, "encrypted", "field.xlsx"),
    Wrong("a zip with a password", encrypted_zip, "encrypted", "field.xlsx"),
    Wrong("an old workbook under a new name", raw("field.xlsx", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)), "old-office", "field.xlsx"),
    Wrong("an old workbook", raw("field.xls", b"x"), "file-kind", "field.xls"),
    Wrong("no zip at all", raw("field.xlsx", b"Key,Name\n"), "not-a-zip", "field.xlsx"),
    Wrong("a zip cut off", raw("field.xlsx", b"PK\x03\x04abc"), "broken-zip", "field.xlsx"),
    Wrong("a row beyond all rows", long_sheet, "too-many-cells", "field.xlsx#Votes"),
    Wrong("an empty folder", lambda folder: None, "folder-empty", "incoming"),
    # notes
    Wrong("an entity bomb in DOCX", packed("a.docx", {"word/document.xml": ENTITIES}), "xml-entities", "a.docx", reader="notes"),
    Wrong("a zip bomb as DOCX", packed("a.docx", {"word/document.xml": b" " * 50_000_000}), "zip-bomb", "a.docx", reader="notes"),
    Wrong("no document inside", packed("a.docx", {"word/document.xml": b"<x/>"}), "broken-xml", "a.docx", reader="notes"),
    Wrong("no cover sheet", raw("a.txt", b"Only words.\n"), "no-cover", "a.txt", 1, reader="notes"),
    Wrong("no notes", raw("a.txt", field.COVER.encode()), "no-notes", "a.txt", reader="notes"),
    Wrong("a cover sheet without consent", raw("a.txt", b"Lieu: Boro\nDate: 2030-01-01\nPresents: 3\n\nA word.\n"), "missing-cover-line", "a.txt", 1, reader="notes"),
    Wrong("an unknown place on the cover", raw("a.txt", (field.COVER.replace("Téla", "Tella") + "\nMots.\n").encode()), "unknown-place", "a.txt", 3, "Lieu", "Téla", reader="notes"),
    Wrong("numbers that do not add up", raw("a.txt", (field.COVER.replace("12 femmes", "30 : 12 femmes") + "\nMots.\n").encode()), "not-a-count", "a.txt", 6, "Présents", reader="notes"),
    Wrong("no level of consent", raw("a.txt", (field.COVER.replace("citation sans nom", "bof") + "\nMots.\n").encode()), "not-a-consent", "a.txt", 8, "Consentement", reader="notes"),
    Wrong("a foreign line on the cover", raw("a.txt", (field.COVER.replace("Langue", "Lange") + "\nMots.\n").encode()), "unknown-cover-line", "a.txt", 7, suggestion="Langue", reader="notes"),
    Wrong("old Windows text in notes", raw("a.txt", (field.COVER + "\nL’été.\n").encode("cp1252")), "windows-1252-text", "a.txt", reader="notes"),
    Wrong("UTF-16 notes", raw("a.txt", (field.COVER + "\nMots.\n").encode("utf-16")), "utf-16-text", "a.txt", reader="notes"),
    Wrong("two cover sheets in one file", raw("a.txt", (field.COVER + "\nMots.\n\n" + field.COVER + "\nD'autres.\n").encode()), "second-cover", "a.txt", 14, reader="notes"),
    Wrong("notes of nobody", raw("a.txt", (field.COVER.replace("12 femmes, 8 hommes", "0") + "\nMots.\n").encode()), "nobody-present", "a.txt", 6, "Présents", reader="notes"),
    Wrong("notes encoded twice", raw("a.txt", (field.COVER + "\nL’Ã©tÃ©.\n").encode()), "encoded-twice", "a.txt", 10, reader="notes"),
    Wrong("a cover sheet encoded twice", raw("a.txt", (field.COVER.replace("Téla", "TÃ©la") + "\nMots.\n").encode()), "encoded-twice", "a.txt", 3, "Lieu", reader="notes"),
    Wrong("a hidden sign in notes", raw("a.txt", (field.COVER + "\nab\u202ecd\n").encode()), "hidden-sign", "a.txt", 10, reader="notes"),
    Wrong("a hidden sign in the name of notes", raw("a\u200b.txt", (field.COVER + "\nMots.\n").encode()), "hidden-sign", "a\u200b.txt", reader="notes"),
    Wrong("an old document", raw("a.doc", b"x"), "file-kind", "a.doc", reader="notes"),
    Wrong("a paragraph without end", raw("a.txt", (field.COVER + "\n" + "\n".join(["x" * 900_000] * 2 + ["", "Fin."])).encode()), "too-long", "a.txt", 10, reader="notes"),
    # Polis
    Wrong("a Polis vote of 2", exported(votes=VOTES + "1500000000,0,1,1\n1500000000,0,2,2\n"), "not-a-vote", "votes.csv", 3, "vote", reader="polis"),
    Wrong("a Polis moment in words", exported(votes=VOTES + "noon,0,1,1\n"), "not-a-moment", "votes.csv", 2, "timestamp", reader="polis"),
    Wrong("a Polis vote without a voter", exported(votes=VOTES + "1500000000,0,,1\n"), "missing-value", "votes.csv", 2, "voter-id", reader="polis"),
    Wrong("a Polis statement twice", exported(comments=COMMENTS + '1500000000,0,1,1,"a\nb"\n1500000000,0,1,1,c\n'), "duplicate-key", "comments.csv", 4, "comment-id", reader="polis"),
    Wrong("a Polis column missing", exported(comments="timestamp,comment-id\n1,0\n"), "missing-column", "comments.csv", 1, reader="polis"),
    Wrong("a Polis column twice", exported(votes="vote,timestamp,comment-id,voter-id,vote\n1,1,0,1,1\n"), "duplicate-column", "votes.csv", 1, reader="polis"),
    Wrong("a Polis row too long", exported(votes=VOTES + "1500000000,0,1,1,7,8\n"), "broken-quotes", "votes.csv", reader="polis"),
    Wrong("no summary", lambda folder: (export(folder) / "summary.csv").unlink(), "file-missing", "summary.csv", reader="polis"),
    Wrong("a summary of one column", exported(summary="topic\n"), "missing-column", "summary.csv", reader="polis"),
    Wrong("no votes", lambda folder: (export(folder) / "votes.csv").unlink(), "file-missing", "participants-votes.csv", reader="polis"),
)  # fmt: skip


def read(kind: str, folder: Path) -> arrivals.Incoming:
    if kind == "polis":
        return polis.read(folder, process_key=field.PROCESS.key)
    reader = {"records": records, "notes": notes}[kind]
    return reader.read(folder, known(), today=field.TODAY)


def known():
    return field.dossier(gatherings=[{"id": "old", "code": "OLD", "place": "tela"}])


@pytest.mark.parametrize("wrong", KINDS, ids=lambda wrong: wrong.name.replace(" ", "-"))
def test_wrong_input_is_a_sentence_and_changes_nothing(
    wrong: Wrong, tmp_path: Path
) -> None:
    folder = tmp_path / "incoming"
    folder.mkdir()
    wrong.write(folder)
    dossier = known()
    before = hashing.content_hash(dossier)

    incoming = read(wrong.reader, folder)
    with pytest.raises(errors.ProblemsFound) as refused:
        arrivals.bring_in(dossier, incoming)

    assert refused.value.exit_code == 3
    assert hashing.content_hash(dossier) == before
    assert not incoming.tables
    first = refused.value.problems[0]
    assert (first.code, first.file) == (wrong.code, wrong.file)
    assert wrong.line in (None, first.line)
    assert wrong.column in (None, first.column)
    assert wrong.suggestion in (None, first.suggestion)
    for said in (first.message, first.remedy):
        assert said.rstrip("”").endswith((".", "…")), said
        assert "{" not in said


def test_more_than_thirty_kinds_are_tried() -> None:
    assert len({wrong.name for wrong in KINDS}) == len(KINDS) >= 60


def test_a_line_of_a_gigabyte_is_refused_in_little_memory(
    tmp_path: Path,
) -> None:
    long_line(tmp_path)
    tracemalloc.start()

    incoming = read("records", tmp_path)

    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [problem.code for problem in incoming.problems] == ["line-too-long"]
    assert peak < 100e6


def test_merged_cells_that_reach_no_row_of_data_are_read(tmp_path: Path) -> None:
    merged(tmp_path, "A2:B2", "C7:D9", "A3:A3")

    incoming = read("records", tmp_path)

    # B and C stand without place and day: so they were written, cell by cell
    assert incoming.tables["gatherings"].height == 3


def test_every_merged_range_is_named_with_what_to_do(tmp_path: Path) -> None:
    merged(tmp_path)

    first, second = read("records", tmp_path).problems

    assert first.message == (
        "the cells B3:B5 are merged: only the first of them holds a value."
    )
    assert first.remedy.startswith("Unmerge them")
    assert second.params == {"range": "C3:C5"}


def test_running_text_keeps_the_joiners_its_script_needs(tmp_path: Path) -> None:
    field.csv(tmp_path, enonces="Clé,Énoncé\ns1,می\u200cخواهم la\u00adver\n")

    incoming = read("records", tmp_path)

    assert not incoming.problems
    assert incoming.tables["statements"]["words"].to_list() == [
        "می\u200cخواهم la\u00adver"
    ]


def test_a_pseudonym_that_looks_like_another_is_not_repeated(tmp_path: Path) -> None:
    field.meetings(tmp_path, presences="Rencontre,Personne\nT-01,ka7\nT-01,k\u04307\n")

    (found,) = read("records", tmp_path).problems

    assert (found.code, found.params["value"]) == ("look-alike-key", "…")
    assert "ka7" not in repr(found)


def test_every_problem_is_named_not_only_the_first(tmp_path: Path) -> None:
    field.csv(
        tmp_path,
        rencontres=f"{HEAD}\nA,Tella,2030-01-01,entretien\nB,Téla,hier,entretient\n",
        codes="",
    )

    incoming = read("records", tmp_path)

    assert [(p.file, p.line, p.code) for p in incoming.problems] == [
        ("codes.csv", None, "file-empty"),
        ("rencontres.csv", 3, "not-a-date"),
        ("rencontres.csv", 3, "not-a-term"),
        ("rencontres.csv", 2, "unknown-place"),
    ]


def test_a_pseudonym_is_never_repeated_in_a_message(tmp_path: Path) -> None:
    field.meetings(
        tmp_path,
        enonces=ONE,
        personnes="Pseudonyme\nsecret1\nsecret1\n",
        votes="Personne,Énoncé,Vote\nsecret2,s1,1\n",
    )

    incoming = read("records", tmp_path)

    assert {p.code for p in incoming.problems} == {"duplicate-key", "unknown-person"}
    assert "secret" not in repr(incoming.problems)
