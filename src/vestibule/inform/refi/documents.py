"""How are codes, excerpts and codings written as REFI-QDA?

Order of elements, their attributes and their types are those of the two schemas of
the standard (version 1.0). Texts have one excerpt after the other, positions count
code points, lines end with one sign.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any
from xml.etree.ElementTree import (  # it writes; nothing foreign is parsed
    Element,
    SubElement,
    indent,
    tostring,
)

from vestibule.inform.refi.choosing import Chosen
from vestibule.listen.refi.codebook import FIELDS, SET
from vestibule.listen.refi.segments import NOTED
from vestibule.listen.refi.standing import plain

PROJECT, CODEBOOK = "urn:QDA-XML:project:1.0", "urn:QDA-XML:codebook:1.0"

BETWEEN = "\n\n"
"""What stands between two excerpts of a text."""

UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Signs that XML cannot hold."""

Rows = list[dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A project or a codebook, ready to be written.

    Parameters
    ----------
    xml : bytes
        UTF-8, with its declaration.
    texts : mapping of str to bytes
        Name of a text in the archive to its content; a codebook has none.
    """

    xml: bytes
    texts: Mapping[str, bytes]


def codebook(chosen: Chosen, *, origin: str) -> Document:
    """Return the codes as a codebook (`.qdc`).

    Parameters
    ----------
    chosen : Chosen
        At least one code: the schema knows no empty codebook.
    origin : str
        The program that writes.

    Returns
    -------
    Document
        Without texts.
    """
    root = Element("CodeBook", xmlns=CODEBOOK, origin=origin)
    _codes(SubElement(root, "Codes"), chosen)
    _set(SubElement(root, "Sets"), chosen, "guid")
    return Document(xml=_written(root), texts={})


def project(chosen: Chosen, *, origin: str, name: str, warning: str) -> Document:
    """Return codes, excerpts and codings as a project (`.qdpx`).

    Parameters
    ----------
    chosen : Chosen
        What goes into it.
    origin, name : str
        The program that writes, the name of the project.
    warning : str
        What a person who opens it must know.

    Returns
    -------
    Document
        One text per gathering.
    """
    root = Element("Project", xmlns=PROJECT, name=name, origin=origin)
    coders = sorted({*chosen.codings["coder"]})
    if coders:
        users = SubElement(root, "Users")
        for coder in coders:
            guid = chosen.guid("coders", f"coder {coder}")
            SubElement(users, "User", guid=guid, name=_writable(coder))
    if chosen.codes.height:
        _codes(SubElement(SubElement(root, "CodeBook"), "Codes"), chosen)
    _cases(root, chosen)
    texts = _sources(root, chosen)
    _notes(root, chosen)
    if chosen.codes.height:
        _set(SubElement(root, "Sets"), chosen, "targetGUID")
    SubElement(root, "Description").text = _writable(warning)
    return Document(xml=_written(root), texts=texts)


def _written(root: Element) -> bytes:
    indent(root)
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True))


def _writable(text: str) -> str:
    return UNWRITABLE.sub(" ", text)


def _codes(under: Element, chosen: Chosen) -> None:
    """Write codes in one another; one whose parent is not here stands on top."""
    rows = [*chosen.codes.iter_rows(named=True)]
    parents = {row["id"]: row["parent"] for row in rows}
    written: dict[str | None, Element] = {}
    for row in sorted(rows, key=lambda row: _depth(row["id"], parents)):
        above = written.get(row["parent"], under)
        code = SubElement(
            above,
            "Code",
            guid=chosen.guid("codes", row["id"]),
            name=_writable(row["name"]),
            isCodable="true",
        )
        if row["definition"]:
            SubElement(code, "Description").text = _writable(row["definition"])
        written[row["id"]] = code


def _depth(code: str, parents: Mapping[str, str | None]) -> int:
    """Return how many codes stand above one; those of a circle stand on top."""
    seen = {code}
    above = parents.get(code)
    while above in parents and above not in seen and above is not None:
        seen.add(above)
        above = parents[above]
    return len(seen) - 1


def _set(under: Element, chosen: Chosen, attribute: str) -> None:
    """Write the set of all codes: in its description, what the standard lacks."""
    guid = chosen.guid("sets", "set of all codes")
    ours = SubElement(under, "Set", guid=guid, name=SET)
    lines = []
    members = []
    for row in chosen.codes.iter_rows(named=True):
        code = chosen.guid("codes", row["id"])
        said = {**row, "guid": code.replace("-", "")}
        values = ("" if said[name] is None else str(said[name]) for name in FIELDS)
        lines.append("\t".join(" ".join(value.split()) for value in values))
        members.append(code)
    SubElement(ours, "Description").text = _writable("\n".join(lines))
    for code in members:
        SubElement(ours, "MemberCode", {attribute: code})


def _cases(root: Element, chosen: Chosen) -> None:
    """Write who speaks, and in which language: a case for each pair of the two."""
    rows = [*chosen.excerpts.iter_rows(named=True)]
    pairs: dict[tuple[str | None, str | None], list[str]] = {}
    for row in rows:
        pairs.setdefault((row["speaks"], row["lang"]), []).append(row["id"])
    pairs.pop((None, None), None)
    if not pairs:
        return
    names = ("profile", "lang")
    guids = {name: chosen.guid("variables", f"variable {name}") for name in names}
    variables = SubElement(root, "Variables")
    for name, guid in guids.items():
        SubElement(variables, "Variable", guid=guid, name=name, typeOfVariable="Text")
    cases = SubElement(root, "Cases")
    for pair in sorted(pairs, key=lambda pair: tuple(part or "" for part in pair)):
        called = " / ".join(part for part in pair if part)
        guid = chosen.guid("cases", f"case {pair[0]} {pair[1]}")
        case = SubElement(cases, "Case", guid=guid, name=_writable(called))
        for name, said in zip(names, pair, strict=True):
            if said:
                value = SubElement(case, "VariableValue")
                SubElement(value, "VariableRef", targetGUID=guids[name])
                SubElement(value, "TextValue").text = _writable(said)
        for excerpt in pairs[pair]:
            guid = chosen.guid("excerpts", excerpt)
            SubElement(case, "SelectionRef", targetGUID=guid)


def _sources(root: Element, chosen: Chosen) -> dict[str, bytes]:
    """Write a text per gathering, and where each excerpt lies in it."""
    texts: dict[str, bytes] = {}
    codings = _by_excerpt(chosen)
    if chosen.excerpts.is_empty():
        return texts
    sources = SubElement(root, "Sources")
    rows = chosen.excerpts.iter_rows(named=True)
    for (meeting, code), excerpts in groupby(rows, itemgetter("gathering", "meeting")):
        guid = chosen.guid("gatherings", meeting)
        source = SubElement(
            sources,
            "TextSource",
            guid=guid,
            name=_writable(code),
            plainTextPath=f"internal://{guid}.txt",
        )
        pieces: list[str] = []
        start = 0
        for excerpt in excerpts:
            words = plain(excerpt["words"])
            end = start + len(words)
            _selection(source, excerpt, (start, end), codings, chosen)
            pieces.append(words)
            start = end + len(BETWEEN)
        texts[f"sources/{guid}.txt"] = BETWEEN.join(pieces).encode()
    return texts


def _by_excerpt(chosen: Chosen) -> dict[str, Rows]:
    found: dict[str, Rows] = {}
    for row in chosen.codings.iter_rows(named=True):
        found.setdefault(row["excerpt"], []).append(row)
    return found


def _selection(
    source: Element,
    excerpt: Mapping[str, Any],
    span: tuple[int, int],
    codings: Mapping[str, Rows],
    chosen: Chosen,
) -> None:
    number = excerpt["position"]
    selection = SubElement(
        source,
        "PlainTextSelection",
        guid=chosen.guid("excerpts", excerpt["id"]),
        startPosition=str(span[0]),
        endPosition=str(span[1]),
    )
    if number is not None:
        selection.set("name", f"{_writable(excerpt['meeting'])}/{number}")
    for row in codings.get(excerpt["id"], ()):
        coding = SubElement(
            selection,
            "Coding",
            guid=chosen.guid("codings", row["id"]),
            creatingUser=chosen.guid("coders", f"coder {row['coder']}"),
        )
        if row["at"] is not None:
            said = row["at"].isoformat(timespec="milliseconds")
            coding.set("creationDateTime", said.replace("+00:00", "Z"))
        guid = chosen.guid("codes", row["code"])
        SubElement(coding, "CodeRef", targetGUID=guid)
        for name in NOTED:
            if row[name] is not None:
                note = chosen.guid("notes", f"{name} {row[name]}")
                SubElement(coding, "NoteRef", targetGUID=note)


def _notes(root: Element, chosen: Chosen) -> None:
    """Write one note for each stance and each role that some coding has."""
    told = [*_noted(chosen)]
    if not told:
        return
    notes = SubElement(root, "Notes")
    for name, said in told:
        guid = chosen.guid("notes", f"{name} {said}")
        note = SubElement(notes, "Note", guid=guid, name=name)
        SubElement(note, "PlainTextContent").text = said


def _noted(chosen: Chosen) -> Iterator[tuple[str, str]]:
    for name in NOTED:
        yield from (
            (name, said) for said in sorted({*chosen.codings[name].drop_nulls()})
        )
