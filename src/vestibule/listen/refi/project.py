"""What does a REFI-QDA project say: codes, coders, texts, segments, codings?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element  # the type; defusedxml parses

from vestibule.listen.problems import refuse
from vestibule.listen.refi import elements
from vestibule.listen.refi.parcels import shown

WORDLESS = ("PictureSelection", "AudioSelection", "VideoSelection", "PDFSelection")
"""Segments of pictures, sound and pages: they hold no words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A code of the codebook; `parent` is the GUID of the one above."""

    guid: str
    name: str
    definition: str
    parent: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Coding:
    """One code given by one user; `notes` are the GUIDs of notes about it."""

    guid: str | None
    code: str
    user: str | None
    at: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A part of a text: where it begins and ends, as the program counts.

    Parameters
    ----------
    guid : str or None
        32 hexadecimal digits.
    name : str
        What the program calls it.
    start, end : int or None
        Positions; None for the whole text.
    codings : tuple of Coding
        What was said of it.
    """

    guid: str | None
    name: str
    start: int | None
    end: int | None
    codings: tuple[Coding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A text with its segments.

    Parameters
    ----------
    guid, name : str
        GUID, and what the program calls it.
    text : str or None
        The text, where it stands in the XML itself.
    part : str or None
        Name of the text in the archive, in small letters.
    segments : tuple of Segment
        In the order of the file.
    variables : mapping of str to str
        Name of a variable, folded, to what it says of the whole text.
    """

    guid: str
    name: str
    text: str | None
    part: str | None
    segments: tuple[Segment, ...]
    variables: Mapping[str, str]


@dataclass(slots=True, kw_only=True)
class Project:
    """Everything that is read of a project or a codebook.

    Parameters
    ----------
    origin : str
        The program that wrote it.
    codes : list of Code
        In the order of the file, a parent before what is below it.
    users : dict of str to str
        GUID to name.
    owner : str or None
        GUID of whoever made the project.
    sources : list of Source
        Texts.
    notes : dict of str to (str, str)
        GUID to name and words.
    sets : dict of str to str
        Name of a set of codes to its description.
    cases : list of (variables, GUIDs)
        What cases say of the sources and segments that they name.
    wordless : int
        Segments of pictures, sound and pages, left aside.
    """

    origin: str = ""
    codes: list[Code] = field(default_factory=list)
    users: dict[str, str] = field(default_factory=dict)
    owner: str | None = None
    sources: list[Source] = field(default_factory=list)
    notes: dict[str, tuple[str, str]] = field(default_factory=dict)
    sets: dict[str, str] = field(default_factory=dict)
    cases: list[tuple[dict[str, str], frozenset[str]]] = field(default_factory=list)
    wordless: int = 0


def read(root: Element, file: str) -> Project:
    """Return what a codebook (`.qdc`) or a project (`.qde`) says.

    Parameters
    ----------
    root : Element
        ``CodeBook`` or ``Project``, of whatever version of the namespace.
    file : str
        What a problem calls it.

    Returns
    -------
    Project
        A codebook is a project without sources.

    Raises
    ------
    ProblemsFound
        If it is neither, or lacks what nothing can be read without.
    """
    kind = elements.kind_of(root)
    if kind not in ("CodeBook", "Project") or "QDA-XML" not in str(root.tag):
        raise refuse("qda-not-refi", file=file)
    book = root if kind == "CodeBook" else elements.first(root, "CodeBook")
    found = Project(
        origin=root.get("origin") or "",
        owner=elements.guid(root, "creatingUserGUID"),
    )
    if book is not None:
        found.codes = [*_codes(book, file)]
    _refuse_doubles("Code", [code.guid for code in found.codes], file)
    for part in elements.below(root, "Sets"):
        for each in elements.below(part, "Set"):
            found.sets[each.get("name") or ""] = elements.text_at(each, "Description")
    if kind == "Project":
        _people(root, found, file)
        _notes_and_cases(root, found, file)
        _sources(root, found, file)
    return found


def _refuse_doubles(element: str, guids: list[str], file: str) -> None:
    seen: set[str] = set()
    for guid in guids:
        if guid in seen:
            raise refuse("qda-twice", file=file, element=element, guid=guid)
        seen.add(guid)


def _codes(book: Element, file: str) -> Iterator[Code]:
    """Give the codes of a codebook, a parent before what is below it."""
    codes = elements.first(book, "Codes")
    waiting = [] if codes is None else [(each, None) for each in _turned(codes)]
    stack: list[tuple[Element, str | None]] = [*waiting]
    while stack:
        element, parent = stack.pop()
        guid = elements.wanted_guid(element, file)
        name = " ".join((element.get("name") or "").split())
        if not name:
            raise refuse("qda-nameless", file=file)
        yield Code(
            guid=guid,
            name=name,
            definition=elements.text_at(element, "Description").strip(),
            parent=parent,
        )
        stack += [(each, guid) for each in _turned(element)]


def _turned(element: Element) -> list[Element]:
    return [*elements.below(element, "Code")][::-1]


def _people(root: Element, found: Project, file: str) -> None:
    users = elements.first(root, "Users")
    if users is None:
        return
    for user in elements.below(users, "User"):
        guid = elements.wanted_guid(user, file)
        name = user.get("name") or user.get("id") or ""
        found.users[guid] = " ".join(name.split())


def _notes_and_cases(root: Element, found: Project, file: str) -> None:
    for part in elements.below(root, "Notes"):
        for note in elements.below(part, "Note"):
            said = elements.text_at(note, "PlainTextContent").strip()
            found.notes[elements.wanted_guid(note, file)] = (
                note.get("name") or "",
                said,
            )
    names = _variable_names(root)
    for part in elements.below(root, "Cases"):
        for case in elements.below(part, "Case"):
            named = {
                guid
                for reference in elements.below(case, "SourceRef", "SelectionRef")
                if (guid := elements.guid(reference, "targetGUID")) is not None
            }
            found.cases.append((_values(case, names), frozenset(named)))


def _variable_names(root: Element) -> dict[str, str]:
    return {
        guid: (variable.get("name") or "").strip().casefold()
        for part in elements.below(root, "Variables")
        for variable in elements.below(part, "Variable")
        if (guid := elements.guid(variable)) is not None
    }


def _values(element: Element, names: Mapping[str, str]) -> dict[str, str]:
    """Return what variables say of a case or a source, by their names."""
    said: dict[str, str] = {}
    for value in elements.below(element, "VariableValue"):
        reference = elements.first(value, "VariableRef")
        text = elements.text_at(value, "TextValue").strip()
        guid = elements.guid(reference, "targetGUID") if reference is not None else None
        if guid is not None and guid in names and text:
            said[names[guid]] = text
    return said


def _sources(root: Element, found: Project, file: str) -> None:
    names = _variable_names(root)
    for part in elements.below(root, "Sources"):
        for element in part:
            found.wordless += sum(
                any(True for _ in elements.below(each, "Coding"))
                for each in elements.below(element, *WORDLESS)
            )
            for text in _texts(element):
                found.sources.append(_source(text, element, names, file))
    _refuse_doubles("Source", [source.guid for source in found.sources], file)


def _texts(element: Element) -> Iterator[Element]:
    """Give what holds words in a source: itself, or what stands for it in words."""
    if elements.kind_of(element) == "TextSource":
        yield element
    else:
        # the words of a page, of a picture, of a recording
        kinds = ("Representation", "TextDescription", "Transcript")
        yield from elements.below(element, *kinds)


def _source(
    text: Element, around: Element, names: Mapping[str, str], file: str
) -> Source:
    inline = elements.first(text, "PlainTextContent")
    path = text.get("plainTextPath") or ""
    part = path.replace("\\", "/").rsplit("/", 1)[-1].lower()
    return Source(
        guid=elements.wanted_guid(text, file),
        name=shown(around.get("name") or text.get("name") or "").strip(),
        text=None if inline is None else inline.text or "",
        part=part or None,
        segments=(*_segments(text, file), *_whole(text, file)),
        variables={**_values(around, names), **_values(text, names)},
    )


def _segments(text: Element, file: str) -> Iterator[Segment]:
    for element in elements.below(text, "PlainTextSelection"):
        yield _segment(
            element,
            elements.whole(element, file, "startPosition"),
            elements.whole(element, file, "endPosition"),
            file,
        )
    points = {
        elements.guid(point): point for point in elements.below(text, "SyncPoint")
    }
    for element in elements.below(text, "TranscriptSelection"):
        ends = [
            points.get(elements.guid(element, name))
            for name in ("fromSyncPoint", "toSyncPoint")
        ]
        if ends[0] is None or ends[1] is None:
            raise elements.broken(element, file, "fromSyncPoint")
        yield _segment(
            element,
            elements.whole(ends[0], file, "position"),
            elements.whole(ends[1], file, "position"),
            file,
        )


def _whole(text: Element, file: str) -> Iterator[Segment]:
    """Give the whole text as a segment, where codes were given to all of it."""
    codings = tuple(_codings(text, None, file))
    if codings:
        yield Segment(guid=None, name="", start=None, end=None, codings=codings)


def _segment(element: Element, start: int, end: int, file: str) -> Segment:
    return Segment(
        guid=elements.guid(element),
        name=(element.get("name") or "").strip(),
        start=start,
        end=end,
        codings=tuple(_codings(element, elements.guid(element, "creatingUser"), file)),
    )


def _codings(element: Element, maker: str | None, file: str) -> Iterator[Coding]:
    for coding in elements.below(element, "Coding"):
        reference = elements.first(coding, "CodeRef")
        if reference is None:
            raise elements.broken(coding, file, "CodeRef")
        yield Coding(
            guid=elements.guid(coding),
            code=elements.wanted_guid(reference, file, "targetGUID"),
            user=elements.guid(coding, "creatingUser") or maker,
            at=coding.get("creationDateTime") or "",
            notes=tuple(
                guid
                for note in elements.below(coding, "NoteRef")
                if (guid := elements.guid(note, "targetGUID")) is not None
            ),
        )


def text_of(content: bytes, file: str) -> str:
    """Return a plain text of the archive; a byte order mark stays for counting.

    Returns
    -------
    str
        As it stands.

    Raises
    ------
    ProblemsFound
        If it is not UTF-8, or holds bytes that no text has.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise refuse("utf-16-text", file=file)
    if (at := content.find(b"\0")) >= 0:
        raise refuse("nul-bytes", file=file, line=1 + content.count(b"\n", 0, at))
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as broken:
        line = 1 + content.count(b"\n", 0, broken.start)
        raise refuse(
            "not-utf-8-text", file=file, line=line, byte=broken.start + 1
        ) from None
