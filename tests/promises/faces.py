"""One number has many faces: do pages, CSV and JSON, in every language, say the same?

What one of them hides and another prints is printed.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from tests.promises.page import plain

from vestibule.words import PAGES, Catalogue

Files = Mapping[str, str]
Told = dict[str, Any]
Number = tuple[int, int | None] | None
"""What is printed, and out of how many; None: it is withheld."""

ISOLATES = re.compile("[\u2066-\u2069]")
"""Signs that keep a name's own direction: a JSON file has them, a CSV has not."""

COUNTED = re.compile(r'<section[^>]* id="comptes".*?</section>', re.DOTALL)
CELL = re.compile(r"<td.*?</td>", re.DOTALL)
FIGURE = re.compile(r'(<figure[^>]*class="fig [^>]*id="(fig-\d+)".*?</figure>)', re.DOTALL)  # fmt: skip
TAG = re.compile(r"<svg.*?</svg>|<[^>]*>", re.DOTALL)
"""What a page tells of numbers; by patterns, for there are hundreds of pages."""


def apart(files: Files) -> Iterator[str]:
    """Yield where two faces of an edition say different things."""
    told = {name: json.loads(t) for name, t in files.items() if name.endswith(".json")}
    for lang in PAGES:
        own = {name: one for name, one in told.items() if name.startswith(f"{lang}/")}
        for name, one in own.items():
            stem = name.removesuffix(".json")
            if "rows" in one or "counts" in one:
                yield from _beside(stem, one, files, Catalogue(lang))
        yield from _otherwise(lang, own, told)
        yield from _redrawn(lang, files)


def _beside(stem: str, told: Told, files: Files, said: Catalogue) -> Iterator[str]:
    """Compare a JSON file with its CSV, and a view with its page too."""
    rows = _rows(files[f"{stem}.csv"])
    if "rows" in told:
        hidden = said("style.hidden")
        lines = [[*_flat(row, hidden)] for row in told["rows"]]
        if lines != [[plain(one) for one in row if one] for row in rows[1:]]:
            yield f"CSV and JSON of {stem}"
        return
    numbers = [_number(one) for one in told["counts"]]
    names = rows[0]
    counts = [dict(zip(names, row, strict=True)) for row in rows[1:]]
    if numbers != [_of_line(one) for one in counts if one["row"] == "count"]:
        yield f"CSV and JSON of {stem}"
    for section in COUNTED.findall(files.get(f"{stem}.html", "")):
        if [_of_text(_bare(cell)) for cell in CELL.findall(section)] != numbers:
            yield f"page and JSON of {stem}"


def _rows(text: str) -> list[list[str]]:
    lines = (line for line in text.splitlines() if not line.startswith("# "))
    return [row for row in csv.reader(io.StringIO("\n".join(lines))) if row]


def _flat(row: list[Any], hidden: str) -> Iterator[str]:
    """Yield what a line of a figure says, as its CSV does; what is empty is left out."""
    for one in row:
        cells = [one] if isinstance(one, str) else [*one.values()]
        if isinstance(one, dict) and "withheld" in one:
            cells = [hidden]
        told = (ISOLATES.sub("", str(cell)) for cell in cells if cell not in ("", None))
        yield from map(plain, told)


def _number(told: Told) -> Number:
    return None if "withheld" in told else (told["count"], told.get("out_of"))


def _of_line(row: Mapping[str, str]) -> Number:
    if not row["count"].isdigit():
        return None
    return int(row["count"]), int(row["out_of"]) if row["out_of"] else None


def _of_text(text: str) -> Number:
    found = [int(re.sub(r"\D", "", one)) for one in re.findall(r"\d[\d ,]*", text)]
    return (found[0], found[1] if len(found) > 1 else None) if found else None


def _otherwise(
    lang: str, own: Mapping[str, Told], told: Mapping[str, Told]
) -> Iterator[str]:
    """Compare the numbers of a language with those of the first.

    Figures are compared by kind: what is not ranked stands by the alphabet, and is
    numbered so.
    """
    begin = f"{PAGES[0]}/"
    first = _named({name: one for name, one in told.items() if name.startswith(begin)})
    here = _named(own)
    for name in sorted({*first, *here}):
        if first.get(name) != here.get(name):
            yield f"{lang} and {PAGES[0]} of {name}"


def _named(told: Mapping[str, Told]) -> dict[str, Counter[frozenset[Any]]]:
    found: dict[str, Counter[frozenset[Any]]] = defaultdict(Counter)
    for name, one in told.items():
        _, _, path = name.partition("/")
        called = re.sub(r"^tables/figure-\d+", "tables/figure", path)
        found[called][frozenset(_numbers(one).items())] += 1
    return found


def _numbers(told: Told) -> Counter[tuple[Any, ...]]:
    """Count the lines of a file by their numbers: their order is that of the names."""
    if "commitments" in told:  # in words of every language: all alike
        return Counter([(json.dumps(told, sort_keys=True),)])
    if "counts" in told:
        about = ("measure", "finding", "place", "profile")
        return Counter((*map(one.get, about), _number(one)) for one in told["counts"])
    lines = ([one for one in row if isinstance(one, dict)] for row in told["rows"])
    return Counter(
        tuple(_number(one) for one in line if "estimate" not in one) for line in lines
    )


def _redrawn(lang: str, files: Files) -> Iterator[str]:
    """Compare every figure of the portrait with where else it stands."""
    drawn = _figures(files[f"{lang}/portrait.html"])
    for name, text in files.items():
        own = name.startswith(f"{lang}/") and name.endswith(".html")
        if own and not name.startswith(f"{lang}/lieux/"):
            for id_, figure in _figures(text).items():
                if drawn.get(id_) != figure:
                    yield f"{id_} of {name}"


def _figures(page: str) -> dict[str, str]:
    return {id_: _bare(figure) for figure, id_ in FIGURE.findall(page)}


def _bare(markup: str) -> str:
    return plain(TAG.sub(" ", markup))
