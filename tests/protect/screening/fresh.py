"""The fresh held-out quotes: written without a look at the lists and rules."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from vestibule.protect.screening import Screen

FRESH = Path(__file__).with_name("fresh_held_out.toml")


@dataclass(frozen=True, kw_only=True)
class Quote:
    """A quote, and where its fact stands: the words from `start` to `end`."""

    text: str
    lang: str
    part: str
    kind: str
    start: int
    end: int

    @property
    def fact(self) -> str:
        return self.text[self.start : self.end]


@cache
def told() -> dict[str, Any]:
    return tomllib.loads(FRESH.read_text("utf-8"))


def quotes() -> list[Quote]:
    """Return all quotes with a fact."""
    some = told()
    parts = [("fr", "fr", some["fr"]), ("en", "en", some["en"])]
    parts += [("mixed", lang, kinds) for lang, kinds in some["mixed"].items()]
    return [
        _quote(text, lang, part, kind)
        for part, lang, kinds in parts
        for kind, texts in kinds.items()
        for text in texts
    ]


def _quote(marked: str, lang: str, part: str, kind: str) -> Quote:
    before, rest = marked.split("[[")
    fact, after = rest.split("]]")
    start = len(before)
    return Quote(
        text=before + fact + after,
        lang=lang,
        part=part,
        kind=kind,
        start=start,
        end=start + len(fact),
    )


def clean() -> Iterator[tuple[str, str]]:
    """Yield quotes without a fact, with their languages."""
    for lang, texts in told()["clean"].items():
        for text in texts:
            yield text, lang


def missed(screen: Screen) -> list[Quote]:
    """Return the quotes on whose fact no flag stands, whatever else is flagged."""
    return [
        one
        for one in quotes()
        if not any(
            flag.start < one.end and flag.end > one.start
            for flag in screen.flags(one.text, one.lang)
        )
    ]


def wrongly_flagged(screen: Screen) -> list[str]:
    """Return the clean quotes on which a flag stands."""
    return [text for text, lang in clean() if screen.flags(text, lang)]
