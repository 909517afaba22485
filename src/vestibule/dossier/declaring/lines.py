"""On which line of a TOML file does a key stand?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

Path = tuple[str | int, ...]
"""Where a value is: ``("profiles", 2, "side")``."""

STRINGS_AND_COMMENTS = re.compile(
    r'"""(?:\\.|[^\\])*?"""|\'\'\'.*?\'\'\''
    r'|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|\#[^\n]*',
    re.DOTALL,
)
HEADER = re.compile(r"^\s*(\[\[?)([^\[\]]+)\]\]?\s*$")
ASSIGNMENT = re.compile(r"^\s*([\w.\-\s]+?)\s*=")
BARE = re.compile(r"[\w-]+")


@dataclass(frozen=True, slots=True)
class Lines:
    """The line of each key of a TOML file that is known to be well formed.

    Parameters
    ----------
    at : dict
        Path of a table or key to its line, counted from 1.
    last : int
        The last line of the file.
    """

    at: dict[Path, int]
    last: int

    @classmethod
    def of(cls, text: str) -> Lines:
        """Return the lines of `text`."""
        at: dict[Path, int] = {}
        for line, path in _assignments(text):
            for size in range(1, len(path) + 1):
                at.setdefault(path[:size], line)
        return cls(at, text.count("\n") + 1)

    def line(self, path: Iterable[str | int]) -> int:
        """Return the line of `path`, or of the nearest thing around it."""
        inside = tuple(path)
        while inside and inside not in self.at:
            inside = inside[:-1]
        return self.at.get(inside, 1)


def _assignments(text: str) -> Iterator[tuple[int, Path]]:
    """Yield the line and the path of every header and every key."""
    counts: dict[Path, int] = {}
    here: Path = ()
    depth = 0
    for line, content in enumerate(_without_values(text).split("\n"), start=1):
        if depth == 0 and (header := HEADER.match(content)):
            here = _table(header[2], many=header[1] == "[[", counts=counts)
            yield line, here
            continue
        if depth == 0 and (assignment := ASSIGNMENT.match(content)):
            yield line, (*here, *_keys(assignment[1]))
        depth += sum(content.count(sign) for sign in "[{")
        depth -= sum(content.count(sign) for sign in "]}")


def _table(name: str, *, many: bool, counts: dict[Path, int]) -> Path:
    """Return the path of a header; arrays of tables are counted as they come."""
    path: Path = ()
    keys = _keys(name)
    for position, key in enumerate(keys):
        path = (*path, key)
        if many and position == len(keys) - 1:
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = (*path, counts[path])
    return path


def _keys(dotted: str) -> tuple[str, ...]:
    return tuple(key.strip() for key in dotted.split("."))


def _without_values(text: str) -> str:
    """Return `text` with its strings and comments blanked, line by line."""

    def blank(found: re.Match[str]) -> str:
        said = found[0]
        if said.startswith("#"):
            return ""
        key = said[1:-1]
        return key if BARE.fullmatch(key) else "_" + "\n" * said.count("\n")

    return STRINGS_AND_COMMENTS.sub(blank, text)
