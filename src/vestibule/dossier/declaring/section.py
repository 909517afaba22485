"""What does one section of ``process.toml`` hold, and where is it wrong?"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from vestibule.dossier import folding
from vestibule.dossier.declaring import categories
from vestibule.dossier.declaring.lines import Lines, Path
from vestibule.dossier.process import Words
from vestibule.errors import ProcessError

LANGUAGE_TAG = re.compile(r"[a-z]{2,8}(-[A-Za-z0-9]{1,8})*")
KEY = re.compile(r"[a-z0-9]+([._-][a-z0-9]+)*")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Source:
    """A file that is being read: its name, its lines, the words it refuses."""

    file: str
    lines: Lines
    refused_words: tuple[str, ...] = ()

    def error(
        self, path: Path, what: str, remedy: str, **params: object
    ) -> ProcessError:
        """Return the complaint about what stands at `path`."""
        line = self.lines.line(path)
        return ProcessError(
            f"{self.file}, line {line}: {what}. {remedy}.",
            file=self.file,
            line=line,
            key=dotted(path),
            what=what,
            remedy=remedy,
            **params,
        )

    def refuse(self, path: Path, text: str, *, but: Collection[str] = ()) -> None:
        """Raise `RefusedCategory` if `text` names a refused category.

        Parameters
        ----------
        path : Path
            Where the text stands.
        text : str
            A key or a label.
        but : collection of str
            Folded words of the process's own list that are allowed here.
        """
        own = [word for word in self.refused_words if folding.fold(word) not in but]
        category = categories.why_refused(text, own)
        if category is None:
            return
        line = self.lines.line(path)
        raise categories.RefusedCategory(
            f"{self.file}, line {line}: “{text}” is refused. {categories.REASON}.",
            file=self.file,
            line=line,
            key=dotted(path),
            value=text,
            category=category,
        )


@dataclass(slots=True)
class Section:
    """One table of the file, read key by key; what is left over is refused.

    Parameters
    ----------
    source : Source
        The file.
    path : Path
        Where the section stands.
    content : mapping
        What `tomllib` read.
    """

    source: Source
    path: Path
    content: Mapping[str, Any]
    known: list[str] = field(default_factory=list)

    def error(self, key: str, what: str, remedy: str, **params: object) -> ProcessError:
        """Return the complaint about one key of this section."""
        return self.source.error((*self.path, key), what, remedy, **params)

    def take(
        self, key: str, kind: type[T] | tuple[type[T], ...], example: str
    ) -> T | None:
        """Return the value of `key`, None if absent; raises ProcessError."""
        self.known.append(key)
        value = self.content.get(key)
        if value is None:
            return None
        kinds = kind if isinstance(kind, tuple) else (kind,)
        if isinstance(value, kinds) and not (
            isinstance(value, bool) and bool not in kinds
        ):
            return value
        raise self.error(key, f"“{key}” cannot be {value!r}", f"Write it as {example}")

    def text(self, key: str) -> str | None:
        """Return a text that is not empty, or None if absent."""
        value = self.take(key, str, f'{key} = "…"')
        if value is not None and not value.strip():
            raise self.error(key, f"“{key}” is empty", "Fill it in or leave it out")
        return value

    def key(self, key: str = "key") -> str:
        """Return a stable key: lower case, digits, hyphens; it must be there."""
        value = self.required(self.text(key), key)
        if KEY.fullmatch(value):
            return value
        raise self.error(
            key,
            f"“{value}” cannot be a key",
            "Use lower-case letters without accents, digits and hyphens",
        )

    def required(self, value: T | None, key: str) -> T:
        """Return `value`, or raise ProcessError if it is absent."""
        if value is not None:
            return value
        raise self.error(key, f"{self.name} has no “{key}”", f"Add {key} = …")

    def flag(self, key: str) -> bool | None:
        """Return true or false, or None if absent."""
        return self.take(key, bool, f"{key} = true or {key} = false")

    def whole(self, key: str, default: int, *, low: int, high: int) -> int:
        """Return a whole number from `low` to `high`."""
        value = self.take(key, int, f"{key} = {default}")
        return default if value is None else int(self.within(key, value, low, high))

    def share(self, key: str, default: float, *, low: float, high: float) -> float:
        """Return a share from `low` to `high`."""
        value = self.take(key, (int, float), f"{key} = {default}")
        return default if value is None else float(self.within(key, value, low, high))

    def within(self, key: str, value: float, low: float, high: float) -> float:
        """Return `value`, or raise ProcessError outside the closed range."""
        if low <= value <= high:
            return value
        raise self.error(
            key,
            f"“{key}” is {value}, outside {low} to {high}",
            f"Choose a number from {low} to {high}",
        )

    def one_of(self, key: str, allowed: Sequence[str], default: str | None) -> str:
        """Return one of the allowed words; `default` None means it must be there."""
        value = self.text(key) or default
        value = self.required(value, key)
        if value in allowed:
            return value
        self.source.refuse((*self.path, key), value)
        raise self.error(
            key,
            f"“{key}” cannot be “{value}”",
            nearest(value, allowed) + f"It is one of: {', '.join(allowed)}",
        )

    def texts(self, key: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Return a list of different texts."""
        values = self.take(key, list, f'{key} = ["…", "…"]')
        if values is None:
            return default
        if not all(isinstance(value, str) and value.strip() for value in values):
            raise self.error(
                key, f"“{key}” holds something that is no text", "Quote each of them"
            )
        self.unique(key, values)
        return tuple(values)

    def unique(self, key: str, values: Sequence[str]) -> None:
        """Raise ProcessError if a value comes twice."""
        for value in values:
            if values.count(value) > 1:
                raise self.error(
                    key, f"“{value}” stands twice in “{key}”", "Take one of them out"
                )

    def words(self, key: str) -> Words | None:
        """Return words by language, or None if absent."""
        said = self.take(key, dict, f'{key}.fr = "…" and {key}.en = "…"')
        if said is None:
            return None
        inner = Section(self.source, (*self.path, key), said)
        for tag in said:
            if not LANGUAGE_TAG.fullmatch(tag):
                raise inner.error(tag, f"“{tag}” is no language tag", "Use fr, en, bm…")
        words = {tag: inner.required(inner.text(tag), tag) for tag in said}
        return self.required(words or None, key)

    def section(self, key: str) -> Section:
        """Return an inner section, empty if absent."""
        inner = self.take(key, dict, f"[{key}]")
        return Section(self.source, (*self.path, key), inner or {})

    def sections(self, key: str, build: Callable[[Section], T]) -> tuple[T, ...]:
        """Return what `build` makes of each section ``[[key]]``; keys differ."""
        found = self.take(key, list, f"[[{key}]]") or []
        built: list[T] = []
        seen: set[str] = set()
        for position, content in enumerate(found):
            path = (*self.path, key, position)
            if not isinstance(content, dict):
                raise self.source.error(
                    path, f"“{key}” holds something else", f"Write [[{key}]] sections"
                )
            inner = Section(self.source, path, content)
            built.append(build(inner))
            inner.close()
            self._once(inner, seen)
        return tuple(built)

    def close(self) -> None:
        """Raise ProcessError, or refuse, for keys that nobody asked for."""
        for key in self.content:
            if key in self.known:
                continue
            self.source.refuse((*self.path, key), key)
            raise self.error(
                key,
                f"“{key}” is not known in {self.name}",
                nearest(key, self.known) + f"Known here: {', '.join(self.known)}",
                suggestion=next(
                    iter(difflib.get_close_matches(key, self.known, 1)), None
                ),
            )

    @property
    def name(self) -> str:
        """What a message calls this section."""
        return f"[{dotted(self.path)}]" if self.path else "the file"

    @staticmethod
    def _once(inner: Section, seen: set[str]) -> None:
        key = str(inner.content["key"])
        if key in seen:
            raise inner.error("key", f"The key “{key}” is taken", "Choose another one")
        seen.add(key)


def nearest(word: str, among: Sequence[str]) -> str:
    """Return a sentence with the nearest of some words, or nothing."""
    close = difflib.get_close_matches(word, among, 1)
    return f"Did you mean “{close[0]}”? " if close else ""


def dotted(path: Path) -> str:
    """Return a path as people write it: ``profiles[2].side``, counted from 1."""
    said = ""
    for part in path:
        said += f"[{part + 1}]" if isinstance(part, int) else f".{part}"
    return said.removeprefix(".")
