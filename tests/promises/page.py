"""A page as a tree of its elements, and text as people read it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "br", "hr", "img", "input", "link", "col", "wbr", "source", "base"}


@dataclass(slots=True)
class Node:
    """An element of a page."""

    name: str
    attributes: dict[str, str]
    children: list[Node | str] = field(default_factory=list)

    def all(self, name: str = "", class_: str = "") -> Iterator[Node]:
        for child in self.children:
            if isinstance(child, Node):
                if name in {"", child.name} and (not class_ or class_ in child.classes):
                    yield child
                yield from child.all(name, class_)

    def first(self, name: str = "", class_: str = "") -> Node | None:
        return next(self.all(name, class_), None)

    @property
    def classes(self) -> list[str]:
        return self.attributes.get("class", "").split()

    @property
    def text(self) -> str:
        if self.name in {"style", "script"}:
            return ""
        parts = (c if isinstance(c, str) else c.text for c in self.children)
        return plain("".join(parts))


class _Tree(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Node("", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        if self.open[-1].name == tag:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def tree(page: str) -> Node:
    """Return a page as a tree of its elements."""
    reader = _Tree()
    reader.feed(page)
    return reader.root


def plain(text: str) -> str:
    """Return text with ordinary spaces and apostrophes."""
    return (
        re.sub(r"\s+", " ", re.sub(r"[\u00a0\u202f\u2009]", " ", text))
        .replace("’", "'")
        .strip()
    )


def whole(text: str) -> int | None:
    """Return a whole number as either language writes it, else None."""
    bare = re.sub(r"[ ,]", "", plain(text))
    return int(bare) if re.fullmatch(r"\d+", bare) else None
