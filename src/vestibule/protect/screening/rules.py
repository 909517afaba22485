"""Which rows of tags point at someone? The rules are a table, `rules.toml`.

A rule is a kind, and rows of *slots*, each of which one unit must fill:

=============  ==========================================================
``kin``        a unit with this tag: a list, or a shape of `units`
``kin|heads``  with one of them
``kin&~few``   with the first, without the second; ``|`` binds more than ``&``
``'du'``       this very word, in lower case
``word``       any word; ``,`` and ``.`` what parts two
``SOMEONE``    what ``[parts]`` of the table says under this name
``x? x* x+``   perhaps; any number; one or more; ``x{0,3}``: so many
``( x / y )``  either row
``< x >``      only this is flagged; else all of it
=============  ==========================================================

No row goes beyond a comma or the end of a sentence, unless it says so.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from importlib import resources
from itertools import accumulate
from typing import Any

from vestibule.protect.screening.flags import Kind
from vestibule.protect.screening.units import COMMA, STOP, Unit

SLOT = re.compile(r"^(?P<what>.+?)(?P<times>[?*+]|\{\d,\d\})?$")
"""A slot, and how often it is filled."""

SIGNS = {"(": "(?:", ")": ")", "/": "|", "<": "(?P<flagged>", ">": ")"}
"""What a row is parted by, as regular expressions write it."""

FIRST_CODE = 0xE000
"""Tags are written as letters of the private area, each unit as its tags and a blank."""

ROOM = 0x1000
"""So many tags there may be."""

NOTHING = "\uf8ff"
"""Stands for a unit without a tag."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a rule, ready to be looked for.

    Parameters
    ----------
    kind : Kind
        What it tells.
    needs : frozenset of str
        Codes without which no text has it.
    shape : re.Pattern
        Over the codes of a text.
    """

    kind: Kind
    needs: frozenset[str]
    shape: re.Pattern[str]


@lru_cache(maxsize=ROOM)
def code(tag: str) -> str:
    """Return the letter that stands for a tag."""
    if tag in (COMMA, STOP):
        return tag
    place = _codes.setdefault(tag, len(_codes))
    return chr(FIRST_CODE + place)


_codes: dict[str, int] = {}


def found(units: Sequence[Unit]) -> Iterator[tuple[Kind, int, int]]:
    """Yield what the units of a text tell.

    Parameters
    ----------
    units : sequence of Unit
        The text.

    Yields
    ------
    tuple
        Kind, first sign of the text, the sign after the last.
    """
    coded = [_coded(one.tags, one.text) for one in units]
    text = "".join(coded)
    there = frozenset(text)
    ends = [0, *accumulate(map(len, coded))]
    for row in table():
        if row.needs <= there:
            for match in row.shape.finditer(text):
                first, last = map(partial(bisect_left, ends), match.span("flagged"))
                if first < last:
                    yield row.kind, units[first].start, units[last - 1].end


@lru_cache(maxsize=65536)
def _coded(tags: frozenset[str], text: str) -> str:
    asked = (f"'{text}'",) if f"'{text}'" in _asked() else ()
    return ("".join(sorted(map(code, (*tags, *asked)))) or NOTHING) + " "


@cache
def _asked() -> frozenset[str]:
    """Return the very words that some rule asks for."""
    return frozenset(re.findall(r"'[^\s']+'", _file()))


@cache
def _file() -> str:
    held = resources.files(__package__).joinpath("rules.toml")
    return held.read_text(encoding="utf-8")


@cache
def told() -> Mapping[str, Any]:
    """Return the table as it is written."""
    return tomllib.loads(_file())


@cache
def table() -> tuple[Row, ...]:
    """Return the rows of all rules, ready to be looked for."""
    parts = told()["parts"]
    return tuple(
        _row(rule["kind"], row, parts)
        for rule in told()["rules"]
        for row in rule["rows"]
    )


def _row(kind: Kind, row: str, parts: Mapping[str, Sequence[str]]) -> Row:
    slots = row.split()
    body = "".join(_piece(slot, parts) for slot in slots)
    marked = body if "<" in slots else f"(?P<flagged>{body})"
    return Row(kind, _needed(slots), re.compile(rf"(?<![^ ]){marked}"))


def _needed(slots: Sequence[str]) -> frozenset[str]:
    """Return the codes of single tags that stand outside every choice."""
    depth, needs = 0, set()
    for slot in slots:
        depth += slot.startswith("(") - slot.startswith(")")
        for tag in slot.split("&") if not depth else ():
            if re.fullmatch(r"[a-z_]+|'[^'|]+'|[,.]", tag) and tag != "word":
                needs.add(code(tag))
    return frozenset(needs)


def _piece(slot: str, parts: Mapping[str, Sequence[str]]) -> str:
    match = SLOT.match(slot)
    what, times = (match["what"], match["times"] or "") if match else (slot, "")
    if what in SIGNS:
        return SIGNS[what] + times
    between = "" if what in (COMMA, STOP) else "(?![,.])"
    return f"(?:{between}{_any(what, parts)}[^ ]+ ){times}"


def _any(what: str, parts: Mapping[str, Sequence[str]]) -> str:
    """Return what a unit must be, as a regular expression that looks ahead."""
    return "".join(_choice(one.split("|"), parts) for one in what.split("&"))


def _choice(tags: Sequence[str], parts: Mapping[str, Sequence[str]]) -> str:
    found = [_one(tag, parts) for tag in tags]
    return found[0] if len(found) == 1 else f"(?:{'|'.join(found)})"


def _one(tag: str, parts: Mapping[str, Sequence[str]]) -> str:
    if tag.startswith("~"):
        return f"(?!{_one(tag[1:], parts)})"
    if tag == "word":
        return ""
    if tag in parts:
        return f"(?:{'|'.join(_any(one, parts) for one in parts[tag])})"
    return rf"(?=[^ ]*{re.escape(code(tag))})"
