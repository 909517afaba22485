"""Who read excerpts and found nothing, and who settled what two coders read apart?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from vestibule.rehearsal import asides, ledger
from vestibule.rehearsal.country import OFFICE, Entry
from vestibule.rehearsal.excerpts import Said
from vestibule.rehearsal.ledger import Rows
from vestibule.rehearsal.scene import Scene
from vestibule.rehearsal.speech import CODED_AFTER, CODERS
from vestibule.rehearsal.theme_truth import ThemeTruth

JUDGE = "arbitre-3"
"""The pseudonym of the adjudicator."""

BESIDE = 0.6
"""Share of the notes of a theme in which its companion comes up too."""

Read = dict[tuple[str, str], dict[str, str]]
"""Excerpt and coder to code to stance."""


def rows(scene: Scene, said: Said, read: pl.DataFrame) -> Rows:
    """Return what is read beside what `speech` has two coders read.

    Parameters
    ----------
    scene : Scene
        What has been decided.
    said : Said
        With asides.
    read : pl.DataFrame
        The codings of `speech.rows`.

    Returns
    -------
    dict of str to pl.DataFrame
        ``codings``: of a companion theme, of excerpts in which a coder found nothing,
        and of an adjudicator wherever coders differ.
    """
    beside = companions(scene, said)
    whole, more = _with_companions(scene, _by_reader(said, read), beside)
    entries = [*more, *_nothing(scene, said, whole), *_settled(scene, said, whole)]
    made = ledger.written(entries, origin=OFFICE)
    return {"codings": made.with_columns(pl.col("code", "stance").cast(pl.String))}


def truth(scene: Scene, said: Said, codings: pl.DataFrame) -> ThemeTruth:
    """Return what was planted among themes.

    Parameters
    ----------
    scene : Scene
        What has been decided.
    said : Said
        With asides.
    codings : pl.DataFrame
        All codings, still with names.

    Returns
    -------
    ThemeTruth
        Keys and numbers.
    """
    told, known = scene.land.told["asides"], asides.heard(said)
    judged = codings.filter(pl.col("role").eq_missing("adjudicator"))
    return ThemeTruth(
        asides=len(told["asides"]),
        heard=known,
        companion=(told["companion"]["beside"], told["companion"]["key"]),
        near_duplicate=(told["twin"]["of"], told["twin"]["key"]),
        merged=_merged(scene, known),
        renamed=next(iter(_in_order(scene, known)[1:2]), ""),
        missed=scene.effects.coder_missed,
        added=scene.effects.coder_added,
        disputed=judged["excerpt"].n_unique(),
    )


def _in_order(scene: Scene, known: tuple[str, ...]) -> list[str]:
    told = scene.land.told["asides"]["asides"]
    return [entry["key"] for entry in told if entry["key"] in known]


def _merged(scene: Scene, known: tuple[str, ...]) -> tuple[str, ...]:
    first = _in_order(scene, known)[:1]
    return tuple(key for one in first for key in (one, one, f"{one}{asides.OTHER}"))


def companions(scene: Scene, said: Said) -> frozenset[str]:
    """Return the excerpts in which a companion theme comes up too."""
    told = scene.land.told["asides"]["companion"]
    notes = [
        entry["row"]
        for entry in said.excerpts
        if entry["row"].startswith("note") and entry["code"] == told["beside"]
    ]
    drawn = scene.stream("companions").random(len(notes))
    return frozenset(row for row, at in zip(notes, drawn, strict=True) if at < BESIDE)


def _by_reader(said: Said, read: pl.DataFrame) -> Read:
    found: Read = {
        (entry["row"], coder): {} for entry in said.excerpts for coder in CODERS
    }
    if not read.is_empty():
        columns = ["excerpt", "coder", "code", "stance"]
        for excerpt, coder, code, stance in read.select(columns).iter_rows():
            found[excerpt, coder][code] = stance
    return found


def _with_companions(
    scene: Scene, read: Read, beside: frozenset[str]
) -> tuple[Read, list[Entry]]:
    """Return what each coder read, companions included, and the new codings."""
    key = scene.land.told["asides"]["companion"]["key"]
    draw = scene.stream("companion codings")
    more: list[Entry] = []
    for excerpt in sorted(beside):
        for coder in CODERS:
            if draw.random() >= scene.effects.coder_missed:
                read[excerpt, coder][key] = "for"
                more.append(_coding(scene, excerpt, coder, key, "for"))
    return read, more


def _nothing(scene: Scene, said: Said, read: Read) -> Iterator[Entry]:
    for (excerpt, coder), codes in read.items():
        if not codes:
            yield _coding(scene, excerpt, coder, None, None)


def _settled(scene: Scene, said: Said, read: Read) -> Iterator[Entry]:
    key = scene.land.told["asides"]["companion"]["key"]
    beside = companions(scene, said)
    for entry in said.excerpts:
        row = entry["row"]
        if read[row, CODERS[0]] != read[row, CODERS[1]]:
            right: Mapping[str | None, str | None] = {
                **({entry["code"]: entry["stance"]} if entry["code"] else {}),
                **({key: "for"} if row in beside else {}),
            }
            for code, stance in (right or {None: None}).items():
                yield _coding(scene, row, JUDGE, code, stance) | {"role": "adjudicator"}


def _coding(
    scene: Scene, excerpt: str, coder: str, code: str | None, stance: str | None
) -> dict[str, object]:
    # once everything has been coded: what two coders read apart is known only then
    last = int(scene.planned["day"].max() or 0)  # type: ignore[arg-type]
    return {
        "row": f"{excerpt} {coder} {code or 'rien'}",
        "at": scene.land.moment(last + CODED_AFTER),
        "excerpt": excerpt,
        "code": code,
        "coder": coder,
        "stance": stance,
        "role": None,
    }
