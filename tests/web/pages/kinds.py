"""One page of each kind: found as people find them, by following links."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterator
from html import unescape
from urllib.parse import urldefrag, urljoin, urlsplit

from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve

LINK = re.compile(r'<a\b[^>]*?\bhref="([^"]*)"')

FILES = re.compile(r"\.(csv|json|xlsx|txt|css|svg|dot|graphml|zip)$")
"""What is kept or opened elsewhere, not read as a page."""

PREVIEW = "inform:preview_page"
"""Pages of a draft: those of an edition, looked at among the public ones."""

Get = Callable[[str], tuple[int, str]]
"""Path to status and text."""


def of_workshop(get: Get, start: str, *, most: int = 12) -> dict[str, str]:
    """Return the address of the first page of each kind; kinds are views by name.

    Of pages of one kind at most so many are read for further links.
    """
    found: dict[str, str] = {}
    read: dict[str, int] = {}
    line, seen = deque([start]), {start}
    while line:
        path = line.popleft()
        kind = named(path)
        if kind is None or read.get(kind, 0) >= most:
            continue
        status, text = get(path)
        if status != 200 or "<main" not in text:
            continue
        read[kind] = read.get(kind, 0) + 1
        found.setdefault(kind, path)
        for link in links(text, path):
            if link not in seen:
                seen.add(link)
                line.append(link)
    return found


def links(text: str, path: str) -> Iterator[str]:
    """Yield the addresses of this site that a page leads to, without duplicates."""
    for link in dict.fromkeys(map(unescape, LINK.findall(text))):
        parts = urlsplit(urldefrag(urljoin(f"http://site{path}", link)).url)
        ours = parts.netloc == "site" and parts.path.startswith("/atelier/")
        if ours and not FILES.search(parts.path):
            yield parts.path + (f"?{parts.query}" if parts.query else "")


def named(path: str) -> str | None:
    """Return the name of the view that answers, None where none does."""
    try:
        kind = resolve(urlsplit(path).path).view_name
    except Resolver404:
        return None
    return None if kind == PREVIEW else kind


def views(under: str = "atelier/") -> dict[str, Callable[..., object]]:
    """Return every view of the workshop by its name."""
    return {
        name: view
        for route, name, view in _patterns(get_resolver())
        if route.startswith(under)
    }


def _patterns(
    resolver: URLResolver, before: str = "", space: str = ""
) -> Iterator[tuple[str, str, Callable[..., object]]]:
    for one in resolver.url_patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLPattern):
            yield route, f"{space}{one.name}", one.callback
        else:
            inner = f"{one.namespace}:" if one.namespace else space
            yield from _patterns(one, route, inner)
