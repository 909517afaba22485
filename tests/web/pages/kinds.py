"""One page of each kind: found as people find them, by links and by forms that ask."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve

LINK = re.compile(
    r'<(?:a|link)\b[^>]*?\bhref="([^"]*)"'
    r'|<form(?![^>]*method="post")[^>]*?\baction="([^"]*)"'
)

FILES = re.compile(r"\.(csv|json|xlsx|txt|css|svg|dot|graphml|zip)$")
"""What is kept or opened elsewhere, not read as a page."""

PREVIEW = "inform:preview_page"
"""Pages of a draft: those of an edition, looked at among the public ones."""

Get = Callable[[str], tuple[int, str]]
"""Path to status and text; of what is kept, not read, an empty one."""

View = Callable[..., object]


@dataclass(slots=True)
class Found:
    """The first address of each kind of page, and of each kind of file."""

    pages: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)


def of_workshop(get: Get, start: str, *, most: int = 3) -> Found:
    """Return what links lead to; kinds are views by name.

    Of one kind at most so many are opened.
    """
    found, opened = Found(), Counter[str]()
    line, seen = deque([start]), {start}
    while line:
        path = line.popleft()
        kind = named(path)
        if kind is None or opened[kind] >= most:
            continue
        opened[kind] += 1
        status, text = (200, "") if is_file(path) else get(path)
        if status != 200:
            continue
        held = found.pages if "<main" in text else found.files
        held.setdefault(kind, path)
        new = [link for link in links(text, path) if link not in seen]
        seen.update(new)
        line.extend(new)
    return found


def links(text: str, path: str) -> Iterator[str]:
    """Yield the addresses of this site that a page leads to, without duplicates."""
    leads = (unescape(a or form) for a, form in LINK.findall(text))
    for link in dict.fromkeys(leads):
        parts = urlsplit(urldefrag(urljoin(f"http://site{path}", link)).url)
        if parts.netloc == "site" and parts.path.startswith("/atelier/"):
            yield parts.path + (f"?{parts.query}" if parts.query else "")


def is_file(path: str) -> bool:
    """Return whether an address is that of a file."""
    return FILES.search(urlsplit(path).path) is not None


def named(path: str) -> str | None:
    """Return the name of the view that answers, None where none does."""
    try:
        kind = resolve(urlsplit(path).path).view_name
    except Resolver404:
        return None
    return None if kind == PREVIEW else kind


def led_to() -> set[str]:
    """Return every view of the workshop that a link could lead to."""
    return {name for name, view in _views("atelier/") if "POST" not in _alone(view)}


def _views(under: str) -> Iterator[tuple[str, View]]:
    for route, name, view in _patterns(get_resolver()):
        if route.startswith(under):
            yield name, view


def _alone(view: Any) -> set[str]:
    """Return the methods of a view that only takes what a form sends."""
    for cell in getattr(view, "__closure__", None) or ():
        held = cell.cell_contents
        if isinstance(held, list) and held and set(held) <= {"GET", "HEAD", "POST"}:
            return set() if "GET" in held else set(held)
        if callable(held) and (inner := _alone(held)):
            return inner
    return set()


def _patterns(
    resolver: URLResolver, before: str = "", space: str = ""
) -> Iterator[tuple[str, str, View]]:
    for one in resolver.url_patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLPattern):
            yield route, f"{space}{one.name}", one.callback
        else:
            inner = f"{one.namespace}:" if one.namespace else space
            yield from _patterns(one, route, inner)
