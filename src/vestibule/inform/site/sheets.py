"""Which rules of a sheet does one page need? A page carries its own, and no others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

CLASS = re.compile(r"\.(-?[a-zA-Z_][\w-]*)")
USED = re.compile(r'\bclass="([^"]*)"')
STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
NESTED = ("@media", "@layer", "@supports")
"""Rules that hold others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule of a sheet, or a block of them.

    Parameters
    ----------
    prelude : str
        What stands before the braces.
    body : str or None
        What stands in them; None for a statement without braces, or a block of rules.
    inside : tuple of Rule
        The rules of a block.
    selectors : tuple of (str, frozenset of str)
        Each selector, with the classes it needs; none for what is no selector.
    """

    prelude: str
    body: str | None = None
    inside: tuple[Rule, ...] = ()
    selectors: tuple[tuple[str, frozenset[str]], ...] = ()


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
    classes = {one for used in USED.findall(html) for one in used.split()}
    return _kept(parsed(sheet), frozenset(classes))


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


@lru_cache(maxsize=32)
def parsed(sheet: str) -> tuple[Rule, ...]:
    """Return the rules of a sheet, in its order."""
    return tuple(_rule(prelude, body) for prelude, body in _blocks(sheet))


def _rule(prelude: str, body: str | None) -> Rule:
    if body is None:
        return Rule(prelude=prelude)
    if prelude.startswith(NESTED):
        return Rule(prelude=prelude, inside=parsed(body))
    if prelude.startswith("@"):
        return Rule(prelude=prelude, body=body)
    return Rule(prelude=prelude, body=body, selectors=tuple(_selectors(prelude)))


def _selectors(prelude: str) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield selectors and their classes; commas inside brackets separate nothing."""
    for one in re.split(r",(?![^(]*\))", prelude):
        bare = re.sub(r":not\([^)]*\)", "", one)
        yield one.strip(), frozenset(CLASS.findall(bare))


def _kept(rules: tuple[Rule, ...], classes: frozenset[str]) -> str:
    return "".join(_written(rule, classes) for rule in rules)


def _written(rule: Rule, classes: frozenset[str]) -> str:
    if rule.inside:
        inside = _kept(rule.inside, classes)
        return f"{rule.prelude}{{{inside}}}" if inside else ""
    if rule.body is None:
        return f"{rule.prelude};"
    if not rule.selectors:
        return f"{rule.prelude}{{{rule.body}}}"
    met = [one for one, wanted in rule.selectors if wanted <= classes]
    return f"{','.join(met)}{{{rule.body}}}" if met else ""


def _blocks(sheet: str) -> Iterator[tuple[str, str | None]]:
    """Yield what stands before each block, and the block; None for a bare statement."""
    begin, depth, opened = 0, 0, 0
    for match in re.finditer("[{};]", sheet):
        at, sign = match.start(), match[0]
        depth += {"{": 1, "}": -1}.get(sign, 0)
        if sign == "{" and depth == 1:
            opened = at
        elif sign == "}" and depth == 0:
            yield sheet[begin:opened].strip(), sheet[opened + 1 : at]
            begin = at + 1
        elif sign == ";" and depth == 0:
            yield sheet[begin:at].strip(), None
            begin = at + 1
