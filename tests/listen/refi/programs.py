"""Coded projects laid out as each program writes them, made here sign by sign."""

from __future__ import annotations

import uuid
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import quoteattr

BOM = "\ufeff"


@dataclass(frozen=True)
class Program:
    """How one program writes texts and positions.

    `line_end` is what a line's end counts, whatever stands in the file.
    """

    origin: str
    folder: str = "sources"
    utf16: bool = False
    crlf: bool = False
    line_end: int = 1
    bom: bool = False
    braces: bool = False
    inclusive: bool = False
    version: str = "1.0"


PROGRAMS = {
    "nvivo-windows": Program(
        "NVivo 12.6 Windows", "Sources", utf16=True, crlf=True, line_end=2, bom=True
    ),
    "nvivo-mac": Program("NVivo for Mac", utf16=True),
    "atlas-points": Program("ATLAS.ti Windows", crlf=True, braces=True),
    "atlas-units": Program("ATLAS.ti Windows", utf16=True, crlf=True, braces=True),
    "qualcoder": Program("QualCoder-3.7", bom=True),
    "maxqda": Program("MAXQDA 2022", crlf=True, version="0:4"),
}

DAWN = (
    "Le puits 💧 est loin. Les femmes s’y lèvent à l’aube 🌅🌅.\n"
    "𞤆𞤵𞤤𞤢𞤪 𞤫 𞤬𞤵𞤤𞤬𞤵𞤤𞤣𞤫: 𞤲𞤣𞤭𞤴𞤢𞤥 𞤥𞤢𞤲𞤭\n"
    "\n"
    "ߒߞߏ ߘߐ߫: ߖߌ ߕߍ߫ ߦߋ߲߬\n"
    "e\u0301leveurs, cultivateurs : « on partage » 👩🏾‍🌾.\n"
    "An ka ji tɛ yan, ɲɛ bɛ ŋɔni kɔ.\n"
)
"""French, Adlam, N'Ko, Bambara, marks that combine, emoji of several signs."""

SEGMENTS = (
    ("Les femmes s’y lèvent à l’aube", "eau", "K1"),
    ("𞤲𞤣𞤭𞤴𞤢𞤥 𞤥𞤢𞤲𞤭", "eau", "K1"),
    ("𞤲𞤣𞤭𞤴𞤢𞤥 𞤥𞤢𞤲𞤭", "eau", "K2"),
    ("ߖߌ ߕߍ߫ ߦߋ߲߬", "eau", "K2"),
    ("e\u0301leveurs, cultivateurs", "terre", "K1"),
    ("on partage", "terre", "K2"),
    ("ɲɛ bɛ ŋɔni kɔ", "terre", "K1"),
)
"""Words, code, coder."""


def guid(*parts: object) -> str:
    """Return the GUID of something, the same each time."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, "/".join(map(str, parts))))


def position(text: str, index: int, program: Program) -> int:
    """Return where a program says that the sign at `index` of a text stands."""
    before = text[:index]
    units = len(before.encode("utf-16-le")) // 2 if program.utf16 else len(before)
    return units + before.count("\n") * (program.line_end - 1)


@dataclass
class Told:
    """A project to write: texts by the name of their source, and what was coded."""

    texts: Mapping[str, str] = field(default_factory=lambda: {"T-01": DAWN})
    segments: Mapping[str, Sequence[tuple[str, str, str]]] = field(
        default_factory=lambda: {"T-01": SEGMENTS}
    )
    codes: str = ""
    extra: str = ""
    inside: Mapping[str, str] = field(default_factory=dict)
    inline: bool = False


def codes_of(told: Told, g: str) -> str:
    """Return the codebook: as given, else a flat one of the codes used."""
    if told.codes:
        return told.codes
    names = sorted({code for rows in told.segments.values() for _, code, _ in rows})
    return "".join(
        f'<Code guid="{g % guid("code", name)}" name={quoteattr(name)} '
        'isCodable="true"/>'
        for name in names
    )


def xml(program: Program, told: Told) -> str:
    """Return the project as a program would write it."""
    g = "{%s}" if program.braces else "%s"
    users = sorted({who for rows in told.segments.values() for _, _, who in rows})
    sources = "".join(_source(program, told, name, g) for name in told.texts)
    people = "".join(
        f'<User guid="{g % guid("user", who)}" name={quoteattr(who)}/>' for who in users
    )
    codes = codes_of(told, g)
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n'
        f'<Project xmlns="urn:QDA-XML:project:{program.version}" name="p" '
        f"origin={quoteattr(program.origin)}>"
        + (f"<Users>{people}</Users>" if people else "")
        + (f"<CodeBook><Codes>{codes}</Codes></CodeBook>" if codes else "")
        + f"{told.extra}<Sources>{sources}</Sources></Project>"
    )


def _source(program: Program, told: Told, name: str, g: str) -> str:
    text = told.texts[name]
    rows = "".join(
        _segment(program, text, name, number, row, g)
        for number, row in enumerate(told.segments.get(name, ()))
    )
    mine = guid("source", name)
    path = f' plainTextPath="internal://{mine.upper()}.txt"'
    if told.inline:
        path, body = "", f"<PlainTextContent>{text}</PlainTextContent>"
    else:
        body = ""
    return (
        f'<TextSource guid="{g % mine}" name={quoteattr(name)}{path} '
        f'richTextPath="internal://{mine}.docx">{body}{rows}'
        f"{told.inside.get(name, '')}</TextSource>"
    )


def _segment(
    program: Program,
    text: str,
    source: str,
    number: int,
    row: tuple[str, str, str],
    g: str,
) -> str:
    words, code, who = row
    first = text.index(words)
    start = position(text, first, program)
    end = position(text, first + len(words), program) - int(program.inclusive)
    coding = (
        f'<Coding guid="{g % guid("coding", source, number)}" '
        f'creatingUser="{g % guid("user", who)}" '
        'creationDateTime="2030-03-02T10:00:00Z">'
        f'<CodeRef targetGUID="{g % guid("code", code)}"/></Coding>'
    )
    return (
        f'<PlainTextSelection guid="{g % guid("segment", source, number)}" name="" '
        f'startPosition="{start}" endPosition="{end}">{coding if code else ""}'
        "</PlainTextSelection>"
    )


def write(path: Path, program: Program, told: Told | None = None) -> Path:
    """Write a project as a program would, pictures and styled texts beside it."""
    told = told or Told()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("project.qde", xml(program, told))
        for name, text in told.texts.items():
            shown = text.replace("\n", "\r\n") if program.crlf else text
            content = (BOM if program.bom else "") + shown
            mine = guid("source", name)
            archive.writestr(f"{program.folder}/{mine}.txt", content.encode())
            archive.writestr(f"{program.folder}/{mine}.docx", b"PK\x03\x04 styled")
    return path


def packed(path: Path, content: str, **parts: bytes) -> Path:
    """Write an archive with this project in it, and other parts."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("project.qde", content)
        for name, data in parts.items():
            archive.writestr(name, data)
    return path
