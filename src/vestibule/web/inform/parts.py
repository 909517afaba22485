"""What goes out, by part: how many pieces, in which languages, how heavy?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

FOLDERS = {
    "constats": "findings",
    "paroles": "voices",
    "lieux": "places",
    "suivi": "followed",
    "tables": "tables",
}
"""Folder within a language to the part it belongs to."""

ORDER = ("portrait", *dict.fromkeys(FOLDERS.values()), "data")


def parts(files: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the parts of an edition, as plain values, in the order of `ORDER`.

    >>> parts({"fr/index.html": "abc", "en/index.html": "de", "data/a.csv": "f"})[0]
    {'key': 'portrait', 'n': 2, 'languages': ['en', 'fr'], 'bytes': 5}
    """
    found: dict[str, dict[str, Any]] = {}
    tongues = {name.partition("/")[0] for name in files} - {"data", *files}
    for name, text in files.items():
        one = found.setdefault(part(name), {"n": 0, "bytes": 0, "languages": set()})
        one["n"] += 1
        one["bytes"] += len(text.encode())
        lang = name.split("/", maxsplit=1)[0]
        if lang in tongues:
            one["languages"].add(lang)
    return [
        {
            "key": key,
            "n": found[key]["n"],
            "languages": sorted(found[key]["languages"]),
            "bytes": found[key]["bytes"],
        }
        for key in ORDER
        if key in found
    ]


def part(name: str) -> str:
    """Return the part to which a file belongs."""
    lang, _, rest = name.partition("/")
    if lang == "data":
        return "data"
    return (
        FOLDERS.get(rest.partition("/")[0], "portrait") if "/" in rest else "portrait"
    )
