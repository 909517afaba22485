"""The two schemas of REFI-QDA 1.0, as far as we write them: an own, strict check.

Each element: its children in order with how many there may be, and its attributes
with what each may hold. Written from the standard's description; a machine that has
the official schemas in the folder `refi-qda` of VESTIBULE_DATA checks against them
too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element, fromstring

MANY = 10**9

GUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
TEXT = re.compile(r".*", re.DOTALL)
WHOLE = re.compile(r"-?[0-9]+")
FLAG = re.compile(r"true|false|1|0")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?")
TYPE = re.compile(r"Text|Boolean|Integer|Float|Date|DateTime")


@dataclass(frozen=True)
class Kind:
    """What one element may hold."""

    children: tuple[tuple[str, int, int], ...] = ()
    needed: tuple[tuple[str, re.Pattern[str]], ...] = ()
    free: tuple[tuple[str, re.Pattern[str]], ...] = ()
    words: bool = False


WORDS = Kind(words=True)
REFERENCE = Kind(needed=(("targetGUID", GUID),))
NAMED = (("guid", GUID), ("name", TEXT))
MADE = (
    ("creatingUser", GUID),
    ("creationDateTime", MOMENT),
    ("modifyingUser", GUID),
    ("modifiedDateTime", MOMENT),
)
TEXT_SOURCE = Kind(
    (
        ("Description", 0, 1),
        ("PlainTextContent", 0, 1),
        ("PlainTextSelection", 0, MANY),
        ("Coding", 0, MANY),
        ("NoteRef", 0, MANY),
        ("VariableValue", 0, MANY),
    ),
    (("guid", GUID),),
    (("name", TEXT), ("richTextPath", TEXT), ("plainTextPath", TEXT), *MADE),
)

SHARED = {
    "Codes": Kind((("Code", 1, MANY),)),
    "Sets": Kind((("Set", 1, MANY),)),
    "Description": WORDS,
}

CODEBOOK = {
    **SHARED,
    "CodeBook": Kind((("Codes", 1, 1), ("Sets", 0, 1)), free=(("origin", TEXT),)),
    "Code": Kind(
        (("Description", 0, 1), ("Code", 0, MANY)), (*NAMED, ("isCodable", FLAG))
    ),
    "Set": Kind((("Description", 0, 1), ("MemberCode", 0, MANY)), NAMED),
    "MemberCode": Kind(needed=(("guid", GUID),)),
}

PROJECT = {
    **SHARED,
    "Project": Kind(
        (
            ("Users", 0, 1),
            ("CodeBook", 0, 1),
            ("Variables", 0, 1),
            ("Cases", 0, 1),
            ("Sources", 0, 1),
            ("Notes", 0, 1),
            ("Links", 0, 1),
            ("Sets", 0, 1),
            ("Graphs", 0, 1),
            ("Description", 0, 1),
            ("NoteRef", 0, MANY),
        ),
        (("name", TEXT),),
        (("origin", TEXT), ("creationDateTime", MOMENT), ("basePath", TEXT)),
    ),
    "Users": Kind((("User", 1, MANY),)),
    "User": Kind(needed=(("guid", GUID),), free=(("name", TEXT), ("id", TEXT))),
    "CodeBook": Kind((("Codes", 1, 1),)),
    "Code": Kind(
        (("Description", 0, 1), ("NoteRef", 0, MANY), ("Code", 0, MANY)),
        (*NAMED, ("isCodable", FLAG)),
    ),
    "Variables": Kind((("Variable", 1, MANY),)),
    "Variable": Kind((("Description", 0, 1),), (*NAMED, ("typeOfVariable", TYPE))),
    "Cases": Kind((("Case", 1, MANY),)),
    "Case": Kind(
        (
            ("Description", 0, 1),
            ("CodeRef", 0, MANY),
            ("VariableValue", 0, MANY),
            ("SourceRef", 0, MANY),
            ("SelectionRef", 0, MANY),
        ),
        (("guid", GUID),),
        (("name", TEXT),),
    ),
    "VariableValue": Kind((("VariableRef", 1, 1), ("TextValue", 0, 1))),
    "TextValue": WORDS,
    "Sources": Kind((("TextSource", 1, MANY),)),
    "TextSource": TEXT_SOURCE,
    "PlainTextContent": WORDS,
    "PlainTextSelection": Kind(
        (("Description", 0, 1), ("Coding", 0, MANY), ("NoteRef", 0, MANY)),
        (("guid", GUID), ("startPosition", WHOLE), ("endPosition", WHOLE)),
        (("name", TEXT), *MADE),
    ),
    "Coding": Kind(
        (("CodeRef", 1, 1), ("NoteRef", 0, MANY)), (("guid", GUID),), MADE[:2]
    ),
    "Notes": Kind((("Note", 1, MANY),)),
    "Note": TEXT_SOURCE,
    "Set": Kind((("Description", 0, 1), ("MemberCode", 0, MANY)), NAMED),
    "MemberCode": REFERENCE,
    "CodeRef": REFERENCE,
    "NoteRef": REFERENCE,
    "SelectionRef": REFERENCE,
    "VariableRef": REFERENCE,
}


def faults(xml: bytes) -> list[str]:
    """Return what is against the schema, and which references lead nowhere."""
    root = fromstring(xml)  # noqa: S314  our own
    space, _, kind = root.tag.rpartition("}")
    kinds = {"CodeBook": CODEBOOK, "Project": PROJECT}[kind]
    wanted = "codebook" if kind == "CodeBook" else "project"
    found = [] if space == f"{{urn:QDA-XML:{wanted}:1.0" else [f"namespace {space}"]
    found += _faults(root, kinds)
    guids = [each.get("guid", "") for each in root.iter() if not _is_member(each)]
    known = [guid for guid in guids if guid]
    found += [f"twice {guid}" for guid in {*known} if known.count(guid) > 1]
    return found + _lost(root, {*known})


def _is_member(element: Element) -> bool:
    return element.tag.endswith("}MemberCode")


def _lost(root: Element, known: set[str]) -> list[str]:
    pointing = ("targetGUID", "creatingUser")
    said = [each.get(name) for each in root.iter() for name in pointing]
    said += [each.get("guid") for each in root.iter() if _is_member(each)]
    return [f"nowhere {guid}" for guid in said if guid and guid not in known]


def _faults(element: Element, kinds: dict[str, Kind]) -> list[str]:
    name = element.tag.rpartition("}")[2]
    if name not in kinds:
        return [f"unknown {name}"]
    kind = kinds[name]
    found = [*_attributes(name, element, kind), *_order(name, element, kind)]
    if not kind.words and (element.text or "").strip():
        found.append(f"words in {name}")
    for child in element:
        found += _faults(child, kinds)
    return found


def _attributes(name: str, element: Element, kind: Kind) -> list[str]:
    needed, free = dict(kind.needed), dict(kind.free)
    found = [f"{name} lacks {each}" for each in needed if each not in element.attrib]
    for each, said in element.attrib.items():
        pattern = {**needed, **free}.get(each)
        if pattern is None or not pattern.fullmatch(said):
            found.append(f"{name} {each}={said}")
    return found


def _order(name: str, element: Element, kind: Kind) -> list[str]:
    children = [child.tag.rpartition("}")[2] for child in element]
    order = [child for child, _, _ in kind.children]
    known = [child for child in children if child in order]
    found = [] if known == children else [f"{name} holds {children}"]
    if known != sorted(known, key=order.index):
        found.append(f"{name} in disorder: {children}")
    for child, least, most in kind.children:
        if not least <= children.count(child) <= most:
            found.append(f"{name} holds {children.count(child)} {child}")
    return found
