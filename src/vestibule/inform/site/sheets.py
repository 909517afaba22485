"""Which rules of a sheet does one page need? A page carries its own, and no others."""

from __future__ import annotations

import re
from collections.abc import Iterator

CLASS = re.compile(r"\.(-?[a-zA-Z_][\w-]*)")
USED = re.compile(r'\bclass="([^"]*)"')
NESTED = ("@media", "@layer", "@supports")
"""Rules that hold others."""


def needed(sheet: str, html: str) -> str:
    """Return a sheet without the rules that nothing in a page can meet.

    Parameters
    ----------
    sheet : str
        Without comments: `page.sheet`.
    html : str
        The page.

    Returns
    -------
    str
        A rule stays if every class of one of its selectors stands in the page;
        what names no class stays.
    """
    return _kept(sheet, {one for used in USED.findall(html) for one in used.split()})


def _kept(sheet: str, classes: set[str]) -> str:
    return "".join(_rule(prelude, body, classes) for prelude, body in _rules(sheet))


def _rule(prelude: str, body: str | None, classes: set[str]) -> str:
    if body is None:
        return f"{prelude};"
    if prelude.startswith(NESTED):
        inside = _kept(body, classes)
        return f"{prelude}{{{inside}}}" if inside else ""
    if prelude.startswith("@"):
        return f"{prelude}{{{body}}}"
    met = [one for one in _selectors(prelude) if _may_meet(one, classes)]
    return f"{','.join(met)}{{{body}}}" if met else ""


def _rules(sheet: str) -> Iterator[tuple[str, str | None]]:
    """Yield what stands before each block, and the block; None for a bare statement."""
    begin, depth, opened = 0, 0, 0
    for at, sign in enumerate(sheet):
        if sign == "{":
            depth += 1
            opened = at if depth == 1 else opened
        elif sign == "}":
            depth -= 1
            if depth == 0:
                yield sheet[begin:opened].strip(), sheet[opened + 1 : at]
                begin = at + 1
        elif sign == ";" and depth == 0:
            yield sheet[begin:at].strip(), None
            begin = at + 1


def _selectors(prelude: str) -> list[str]:
    """Return the selectors of a rule; commas inside brackets separate nothing."""
    return [one.strip() for one in re.split(r",(?![^(]*\))", prelude)]


def _may_meet(selector: str, classes: set[str]) -> bool:
    bare = re.sub(r":not\([^)]*\)", "", selector)
    return classes.issuperset(CLASS.findall(bare))


STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


def lean(html: str) -> str:
    """Return a page whose sheet holds only the rules it needs.

    Parameters
    ----------
    html : str
        A whole page with one sheet inside.

    Returns
    -------
    str
        It looks the same, and weighs less.
    """
    return STYLE.sub(
        lambda match: f"<style>{needed(match[1], html)}</style>", html, count=1
    )
