"""Files that are broken, or made to harm, are refused with a sentence."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.listen import field
from tests.listen.refi import programs
from tests.listen.refi.conftest import MEETINGS
from tests.listen.refi.programs import PROGRAMS, Told

from vestibule.dossier.records import Dossier
from vestibule.errors import ProblemsFound
from vestibule.listen import guards
from vestibule.listen.refi import elements, parcels, project, reading

GOOD = programs.xml(PROGRAMS["qualcoder"], Told(inline=True))
HEAD = '<Project xmlns="urn:QDA-XML:project:1.0" name="p">'
G = programs.guid("x")


def said(path: Path, dossier: Dossier) -> list[str]:
    coded = reading.read(path, dossier)
    assert coded.incoming.tables == {}
    return [problem.code for problem in coded.incoming.problems]


BILLION = (
    '<?xml version="1.0"?><!DOCTYPE p [<!ENTITY a "aaaaaaaaaa">'
    '<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>' + HEAD + "&b;</Project>"
)
OUTSIDE = (
    '<?xml version="1.0"?><!DOCTYPE p [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    + HEAD
    + "<Description>&a;</Description></Project>"
)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (BILLION, "xml-entities"),
        (OUTSIDE, "xml-entities"),
        ("<Project", "broken-xml"),
        ("", "broken-xml"),
        ('<?xml version="1.0" encoding="klingon"?><a/>', "broken-xml"),
        ("<svg/>", "qda-not-refi"),
        ("<Project/>", "qda-not-refi"),
        (HEAD + "<Users><User/></Users></Project>", "qda-broken"),
        (
            HEAD + "<CodeBook><Codes>" + f'<Code guid="{G}" name=" "/>'
            "</Codes></CodeBook></Project>",
            "qda-nameless",
        ),
        (
            HEAD + "<CodeBook><Codes>" + f'<Code guid="{G}" name="a"/>' * 2
            + "</Codes></CodeBook></Project>",
            "qda-twice",
        ),
        (HEAD + "<a>" * 200 + "</a>" * 200 + "</Project>", "qda-deep"),
        (GOOD.replace('startPosition="', 'startPosition="x'), "qda-broken"),
        (GOOD.replace('endPosition="', 'endPosition="9999999'), "qda-broken"),
        (GOOD.replace('startPosition="', 'startPosition="-'), "qda-off"),
        (GOOD.replace("<CodeRef", "<Other"), "qda-broken"),
        (
            GOOD.replace(programs.guid("code", "eau"), G, 1),
            "qda-code-gone",
        ),
    ],
)  # fmt: skip
def test_a_project_that_cannot_be_is_refused(
    content: str, code: str, tmp_path: Path, dossier: Dossier
) -> None:
    assert said(programs.packed(tmp_path / "p.qdpx", content), dossier) == [code]


def test_an_archive_that_swells_is_refused(tmp_path: Path, dossier: Dossier) -> None:
    bomb = programs.packed(tmp_path / "p.qdpx", GOOD, **{"a.txt": b"0" * 20_000_000})

    assert said(bomb, dossier) == ["zip-bomb"]


def test_an_archive_that_is_too_much_in_all_is_refused(tmp_path: Path) -> None:
    path = programs.packed(tmp_path / "p.qdpx", GOOD, **{"a.txt": b"01" * 3000})
    few = guards.Limits(inflated_bytes=2000)

    with pytest.raises(ProblemsFound) as raised:
        parcels.opened(path, limits=few)
    assert raised.value.problems[0].code == "zip-bomb"


def test_what_is_not_read_may_be_as_large_as_it_likes(
    tmp_path: Path, dossier: Dossier
) -> None:
    """Pictures, sound and styled texts are never opened."""
    parts = {"Sources/a.mp4": b"0" * 20_000_000, "Sources/a.docx": b"PK\x03\x04"}
    path = programs.packed(tmp_path / "p.qdpx", GOOD, **parts)

    assert not reading.read(path, dossier).incoming.problems


@pytest.mark.parametrize(
    "name", ["../evil.txt", "/etc/evil.txt", "a\\..\\..\\evil.txt", "C:/evil.txt"]
)
def test_a_path_that_leads_outside_is_refused(
    name: str, tmp_path: Path, dossier: Dossier
) -> None:
    path = programs.packed(tmp_path / "p.qdpx", GOOD, **{name: b"x"})

    assert said(path, dossier) == ["qda-path"]
    assert [each.name for each in tmp_path.iterdir()] == ["p.qdpx"]


def test_a_source_that_points_outside_is_not_read(
    tmp_path: Path, dossier: Dossier
) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text(programs.DAWN, "utf-8")
    content = programs.xml(PROGRAMS["qualcoder"], Told())
    inside = f"internal://{programs.guid('source', 'T-01').upper()}.txt"
    for path in (f"absolute://{secret}", f"internal://../{secret.name}", ""):
        packed = programs.packed(tmp_path / "p.qdpx", content.replace(inside, path))
        assert said(packed, dossier) == ["qda-no-text"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\xff\xfea\0", "utf-16-text"),
        (b"a\nb\0", "nul-bytes"),
        (b"a\n\xe9t\xe9", "not-utf-8-text"),
    ],
)
def test_a_text_that_is_no_text_is_refused(
    data: bytes, code: str, tmp_path: Path, dossier: Dossier
) -> None:
    content = programs.xml(PROGRAMS["qualcoder"], Told())
    name = f"sources/{programs.guid('source', 'T-01')}.txt"

    assert said(
        programs.packed(tmp_path / "p.qdpx", content, **{name: data}), dossier
    ) == [code]


def test_what_is_no_archive_or_holds_no_project_is_refused(
    tmp_path: Path, dossier: Dossier
) -> None:
    plain, empty = tmp_path / "a.qdpx", tmp_path / "b.qdpx"
    plain.write_text("PK?")
    with zipfile.ZipFile(empty, "w") as archive:
        archive.writestr("readme.txt", "x")
    broken = programs.packed(tmp_path / "c.qdpx", GOOD)
    data = bytearray(broken.read_bytes())
    data[60:90] = b"\0" * 30
    broken.write_bytes(bytes(data))

    assert said(plain, dossier) == ["not-a-zip"]
    assert said(empty, dossier) == ["qda-no-project"]
    assert said(broken, dossier) == ["broken-zip"]
    assert said(tmp_path / "none.qdpx", dossier) == ["file-missing"]
    assert said(tmp_path / "none.docx", dossier) == ["file-kind"]


def test_an_archive_with_a_password_is_refused(
    tmp_path: Path, dossier: Dossier
) -> None:
    path = programs.packed(tmp_path / "p.qdpx", GOOD)
    data = bytearray(path.read_bytes())
    central = data.index(b"PK\x01\x02")
    data[central + 8] |= 1
    path.write_bytes(bytes(data))

    assert said(path, dossier) == ["encrypted"]


def test_an_archive_of_too_many_parts_is_refused(tmp_path: Path) -> None:
    path = programs.packed(
        tmp_path / "p.qdpx", GOOD, **{f"{n}": b"" for n in range(20)}
    )

    with pytest.raises(ProblemsFound) as raised:
        parcels.opened(path, limits=guards.Limits(parts=2))
    assert raised.value.problems[0].code == "too-many-parts"


def test_a_project_in_the_root_comes_before_others(tmp_path: Path) -> None:
    path = programs.packed(tmp_path / "p.qdpx", GOOD, **{"a/other.qde": b"<x/>"})

    assert parcels.opened(path).project == GOOD.encode()


def test_a_comment_is_no_element() -> None:
    root = elements.root_of(f"{HEAD}<!-- hi --></Project>".encode(), "f", "p")

    assert project.read(root, "f").codes == []


@given(st.binary(max_size=300), st.integers(0, len(GOOD) - 1), st.integers(0, 60))
@settings(max_examples=30, deadline=None)
def test_no_damage_ends_in_anything_but_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, noise: bytes, at: int, cut: int
) -> None:
    whole = GOOD.encode()
    damaged = whole[:at] + noise + whole[at + cut :]
    path = tmp_path_factory.mktemp("damaged") / "p.qdc"
    path.write_bytes(damaged)

    coded = reading.read(path, field.dossier(gatherings=MEETINGS))

    assert coded.incoming.problems or coded.incoming.tables
