"""Which elements does REFI-QDA XML hold? Parsed by a parser that refuses entities."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import (  # types and the builder; defusedxml parses
    Element,
    ParseError,
    TreeBuilder,
)

import defusedxml
from defusedxml.ElementTree import DefusedXMLParser

from vestibule.listen.problems import refuse

DEEPEST = 100
"""How deep elements may lie in one another: the deepest codebooks have ten levels."""

MOST = 1_000_000
"""How many elements one file may have."""

GUID = re.compile(r"\{?([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})\}?")
"""What a GUID looks like, with braces or without."""


class TooMuch(Exception):
    """The XML is deeper or longer than any project."""


class _Counting(TreeBuilder):
    """A builder that stops at what no honest file holds."""

    def __init__(self) -> None:
        super().__init__()
        self.depth = 0
        self.number = 0

    def start(self, tag: Any, attrs: Any, /) -> Any:
        self.depth += 1
        self.number += 1
        if self.depth > DEEPEST or self.number > MOST:
            raise TooMuch
        return super().start(tag, attrs)

    def end(self, tag: Any, /) -> Element:
        self.depth -= 1
        return super().end(tag)


def root_of(content: bytes, file: str, part: str) -> Element:
    """Return the root of an XML document.

    Parameters
    ----------
    content : bytes
        The document.
    file, part : str
        What a problem calls the file, and the part of it.

    Returns
    -------
    Element
        The root, with everything below it.

    Raises
    ------
    ProblemsFound
        If it is broken, declares entities or a document type, or is too deep.
    """
    parser = DefusedXMLParser(target=_Counting(), forbid_dtd=True)
    try:
        parser.feed(content)
        root: Element = parser.close()
    except defusedxml.DefusedXmlException:
        raise refuse("xml-entities", file=file, part=part) from None
    except TooMuch:
        raise refuse("qda-deep", file=file, limit=DEEPEST, most=MOST) from None
    except (ParseError, ValueError, LookupError):
        raise refuse("broken-xml", file=file, part=part) from None
    return root


def kind_of(element: Element) -> str:
    """Return the name of an element without its namespace.

    Programs write several versions of the namespace; the names are the same.

    Returns
    -------
    str
        As ``TextSource``; empty for a comment.
    """
    tag: object = element.tag  # a function, for a comment
    return tag.rsplit("}", 1)[-1] if isinstance(tag, str) else ""


def below(element: Element, *kinds: str) -> Iterator[Element]:
    """Give the children of an element that are of some kinds."""
    return (child for child in element if kind_of(child) in kinds)


def first(element: Element, *path: str) -> Element | None:
    """Return what lies at a path of kinds below an element, or None."""
    here: Element | None = element
    for kind in path:
        here = next(below(here, kind), None) if here is not None else None
    return here


def text_at(element: Element, kind: str) -> str:
    """Return the text of a child; empty where there is none."""
    found = first(element, kind)
    return (found.text or "") if found is not None else ""


def guid(element: Element, attribute: str = "guid") -> str | None:
    """Return a GUID as 32 small hexadecimal digits, or None."""
    found = GUID.fullmatch((element.get(attribute) or "").strip())
    return found[1].replace("-", "").lower() if found else None


def wanted_guid(element: Element, file: str, attribute: str = "guid") -> str:
    """Return a GUID that must be there.

    Returns
    -------
    str
        32 small hexadecimal digits.

    Raises
    ------
    ProblemsFound
        ``qda-broken``, if it is not there or is none.
    """
    found = guid(element, attribute)
    if found is None:
        raise broken(element, file, attribute)
    return found


def whole(element: Element, file: str, attribute: str) -> int:
    """Return a whole number that must be there.

    Returns
    -------
    int
        At most nine digits long.

    Raises
    ------
    ProblemsFound
        ``qda-broken``, if it is not there or is none.
    """
    said = (element.get(attribute) or "").strip()
    if not re.fullmatch(r"-?[0-9]{1,9}", said):
        raise broken(element, file, attribute)
    return int(said)


def broken(element: Element, file: str, attribute: str) -> Exception:
    """Return the refusal of an element without a usable attribute."""
    kind = kind_of(element)
    return refuse("qda-broken", file=file, element=kind, attribute=attribute)
