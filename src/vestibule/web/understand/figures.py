"""How do figures of `inform` stand in a page of the workshop, which runs nothing inline?

Their style attributes become rules of a sheet of its own, their layer of the public
sheet is put under one class: neither reaches anything else of the page.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from django.utils.safestring import SafeString, mark_safe

from vestibule.inform import page

STYLED = re.compile(r'style="([^"<>]*)"')

SHEETS = (
    ("style.css", ("figures",)),
    ("annex.css", ("figures", "parts")),
    ("map.css", ("figures", "print")),
)
"""Sheets of `inform` and the layers in them that figures need."""

AROUND = (
    "--body:.9375rem;--edge:1rem;--gap:2rem;"
    "& .mk{inline-size:.8em;block-size:.8em;display:inline-block}"
    "& .more,& .less{display:inline;margin:0}"
)


def framed(html: str) -> SafeString:
    """Return a figure without style attributes; `sheet` tells the rules.

    What `inform` draws is escaped by `inform.markup`.
    """
    looked = STYLED.sub(lambda found: f'data-look="{_look(found[1])}"', html)
    return mark_safe(f'<div class="figures">{looked}</div>')  # noqa: S308


def sheet(drawn: Iterable[str]) -> str:
    """Return the sheet of figures as they were drawn, under the class ``figures``."""
    said = {css for html in drawn for css in STYLED.findall(html)}
    looks = "".join(
        f'[data-look="{_look(css)}"]{{{css}}}' for css in sorted(said) if _is_plain(css)
    )
    return f"@layer rooms{{.figures{{{AROUND}{_needed()}{looks}}}}}"


def _look(css: str) -> str:
    return hashlib.sha256(css.encode()).hexdigest()[:8]


def _is_plain(css: str) -> bool:
    """Return whether these are declarations of sizes and places, and nothing else."""
    return re.fullmatch(r"[-a-z0-9:;.,%()\s]*", css) is not None and "url" not in css


@lru_cache(maxsize=1)
def _needed() -> str:
    return "".join(
        body
        for name, wanted in SHEETS
        for layer, body in _layers(page.sheet(name))
        if layer in wanted
    )


def _layers(css: str) -> Iterator[tuple[str, str]]:
    """Yield the layers of a sheet with what stands in each."""
    for found in re.finditer(r"@layer (\w+)\s*\{", css):
        depth, at = 1, found.end()
        while depth:
            depth += {"{": 1, "}": -1}.get(css[at], 0)
            at += 1
        yield found[1], css[found.end() : at - 1]
