"""Which rare themes come up, how does the codebook take them in, and change?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from vestibule.rehearsal import ledger
from vestibule.rehearsal.country import OFFICE, Country, Entry
from vestibule.rehearsal.excerpts import Said
from vestibule.rehearsal.ledger import Rows
from vestibule.rehearsal.scene import Scene

EACH = 1.6
"""Gatherings that name each rare theme, on average: about one in five is never heard."""

SECOND, THIRD = "2 (fictif)", "3 (fictif)"
"""Versions of the codebook: rare themes taken in; two of them merged, one renamed."""

SECOND_ON, THIRD_ON = 180, 190
"""Days on which they were agreed on."""

LANGUAGES = ("fr", "en")
"""Languages in which themes are named."""

OTHER = "_b"
"""What the key of the code ends with that was made a second time for one theme."""


def with_asides(scene: Scene, said: Said) -> Said:
    """Return what was said, and beside it what people rarely speak of.

    Every rare theme is equally likely in every gathering, whatever else is said there.

    Parameters
    ----------
    scene : Scene
        What has been decided.
    said : Said
        What was said so far.

    Returns
    -------
    Said
        With further excerpts, which nobody has reviewed.
    """
    return replace(said, excerpts=(*said.excerpts, *_asides(scene, said)))


def heard(said: Said) -> tuple[str, ...]:
    """Return the keys of the rare themes that some gathering named, in order."""
    codes = {e["code"] for e in said.excerpts if e["row"].startswith("aside")}
    return tuple(sorted({code.removesuffix(OTHER) for code in codes}))


def _asides(scene: Scene, said: Said) -> Iterator[Entry]:
    draw = scene.stream("asides")
    told = scene.land.told["asides"]["asides"]
    meetings = list(said.meetings.values())
    share = min(EACH / max(len(meetings), 1), 1.0)
    named = draw.random((len(told), len(meetings))) < share
    first = next((n for n, row in enumerate(named) if row.any()), None)
    for n, entry in enumerate(told):
        rows = [m for m, there in zip(meetings, named[n], strict=True) if there]
        for turn, meeting in enumerate(rows):
            # of one theme two coders made two codes, which were merged later
            twice = n == first and turn % 2
            yield {
                "row": f"aside {entry['key']} {turn}",
                "gathering": meeting["row"],
                "code": entry["key"] + (OTHER if twice else ""),
                "stance": "for",
                "fate": "unreviewed",
                "profile": None
                if meeting["profile"] == "mixed"
                else meeting["profile"],
                "words": f"[carnet, en marge {n + 1}.{turn + 1}] Quelqu’un dit que "
                f"{entry['words']}.",
                "lang": "fr",
                "sensitive": False,
            }


def rows(scene: Scene, said: Said) -> Rows:
    """Return the codes that rare themes were given, version by version.

    Parameters
    ----------
    scene : Scene
        What has been decided.
    said : Said
        With asides.

    Returns
    -------
    dict of str to pl.DataFrame
        ``codes``, and their French and English names as ``texts``.
    """
    codes = [*_second(scene.land, said), *_third(scene.land, said)]
    return {
        "codes": ledger.written(codes, origin=OFFICE),
        "texts": ledger.written(_texts(scene.land, said), origin=OFFICE),
    }


def _named(land: Country, said: Said) -> list[Entry]:
    told = land.told["asides"]
    known = set(heard(said))
    return [entry for entry in told["asides"] if entry["key"] in known]


def _code(entry: Entry, at: object, codebook: str) -> dict[str, object]:
    return {
        "row": entry["key"],
        "at": at,
        "key": entry["key"],
        "name": entry["name"]["fr"],
        "kind": "other",
        "codebook": codebook,
        "sensitivity": "ordinary",
        "place_level": 1,
        "supersedes": None,
    }


def _second(land: Country, said: Said) -> Iterator[Entry]:
    told, at = land.told["asides"], land.moment(SECOND_ON)
    named = _named(land, said)
    for entry in (*named, told["companion"], told["twin"]):
        yield _code(entry, at, SECOND)
    for entry in named[:1]:
        key = f"{entry['key']}{OTHER}"
        yield {**_code(entry, at, SECOND), "row": key, "key": key}


def _third(land: Country, said: Said) -> Iterator[Entry]:
    at, named = land.moment(THIRD_ON), _named(land, said)
    for n, entry in enumerate(named[:2]):
        row, name = entry["key"], entry["name"]["fr"]
        yield {
            **_code(entry, at, THIRD),
            "row": f"{row} 3",
            "name": name if n == 0 else f"{name}, ici ou là",
            "supersedes": f"{row}|{row}{OTHER}" if n == 0 else row,
        }


def _texts(land: Country, said: Said) -> Iterator[Entry]:
    told = land.told["asides"]
    by_key = {entry["key"]: entry for entry in told["asides"]}
    by_key |= {told[one]["key"]: told[one] for one in ("companion", "twin")}
    for code in (*_second(land, said), *_third(land, said)):
        entry = by_key[str(code["key"]).removesuffix(OTHER)]
        for lang in LANGUAGES:
            yield {
                "row": f"code {code['row']} {lang}",
                "at": code["at"],
                "code": code["row"],
                "field": "name",
                "lang": lang,
                "words": code["name"] if lang == "fr" else entry["name"][lang],
                "state": "checked",
            }
