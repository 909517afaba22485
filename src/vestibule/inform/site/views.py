"""Which voices and numbers stand together? One facet, or two; never more.

A view is made of what already stands beside each cleared quote, and of cells cleared
with the portrait: it can tell nothing that the words and numbers on it do not tell.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from vestibule.inform.material import FindingTold
from vestibule.inform.site.data import Counted
from vestibule.inform.site.telling import Telling
from vestibule.inform.voiced import Voiced
from vestibule.protect.cleared import Cell

FACETS = ("finding", "place", "profile", "language")
"""In the order of the pages."""

CROSSED = ("finding", "place", "profile")
"""Facets of which two may be crossed. Languages are few and fill nothing further."""

PREFIXES = {
    "finding": "constat",
    "place": "lieu",
    "profile": "profil",
    "language": "langue",
}
"""What the names of the files of a facet begin with."""

Facet = tuple[str, str]
"""What is looked at, and which one: ``("place", "xn.north")``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The voices and the numbers of one facet, or of two.

    Parameters
    ----------
    facets : tuple of Facet
        One or two.
    name : str
        Of its files.
    voices : tuple of Voiced
        By the alphabet.
    counts : tuple of Counted
        Cleared; none where nothing was counted.
    """

    facets: tuple[Facet, ...]
    name: str
    voices: tuple[Voiced, ...]
    counts: tuple[Counted, ...]


def views(telling: Telling) -> tuple[View, ...]:
    """Return every view of an edition that holds a voice or a number.

    Parameters
    ----------
    telling : Telling
        Of one language; the views are the same in all.

    Returns
    -------
    tuple of View
        Those of one facet first.
    """
    single = [((kind, key),) for kind in FACETS for key in _keys(telling, kind)]
    double = [
        (first, second)
        for one, other in combinations(CROSSED, 2)
        for first in _of(telling, one)
        for second in _of(telling, other)
    ]
    spoken = [(one, facets_of(telling, one)) for one in telling.made.voices]
    made = (_view(telling, facets, spoken) for facets in [*single, *double])
    return tuple(one for one in made if one.voices or one.counts)


def _of(telling: Telling, kind: str) -> list[Facet]:
    return [(kind, key) for key in _keys(telling, kind)]


def _keys(telling: Telling, kind: str) -> list[str]:
    """Return what a facet can be, in the order of the portrait."""
    material = telling.story.material
    if kind == "finding":
        return [one.key for one in material.findings]
    if kind == "place":
        return [one.place.key for one in material.places]
    return list(telling.profiles if kind == "profile" else telling.languages)


def _view(
    telling: Telling,
    facets: tuple[Facet, ...],
    spoken: Sequence[tuple[Voiced, frozenset[Facet]]],
) -> View:
    wanted = frozenset(facets)
    return View(
        facets=facets,
        name="--".join(_name(telling, facet) for facet in facets),
        voices=tuple(one for one, own in spoken if wanted <= own),
        counts=tuple(_counts(telling, facets)),
    )


def _name(telling: Telling, facet: Facet) -> str:
    kind, key = facet
    names = {
        "finding": telling.findings,
        "place": telling.places,
        "profile": telling.profiles,
        "language": telling.languages,
    }
    return f"{PREFIXES[kind]}-{names[kind][key]}"


def facets_of(telling: Telling, one: Voiced) -> frozenset[Facet]:
    """Return every facet of a voice: what stands beside it, and what it speaks of.

    Parameters
    ----------
    telling : Telling
        Of one language.
    one : Voiced
        Cleared words.

    Returns
    -------
    frozenset of Facet
        A place or a profile that may not stand beside these words is none of theirs.
    """
    quote = telling.quote(one)
    beside = {"place": quote.place, "profile": quote.speaker, "language": quote.lang}
    said = {(kind, key) for kind, key in beside.items() if key is not None}
    return frozenset(said | {("finding", key) for key, _ in one.stances})


def _counts(telling: Telling, facets: tuple[Facet, ...]) -> Iterator[Counted]:
    chosen = dict(facets)
    if set(chosen) == {"finding"}:
        yield from of_finding(telling.finding(chosen["finding"]))
    elif set(chosen) == {"place"}:
        yield from _of_place(telling, chosen["place"])
    elif set(chosen) == {"profile"}:
        yield from _of_profile(telling, chosen["profile"])
    elif set(chosen) == {"finding", "place"}:
        told = of_finding(telling.finding(chosen["finding"]))
        yield from (one for one in told if one.about.get("place") == chosen["place"])


def of_finding(finding: FindingTold) -> Iterator[Counted]:
    """Yield the gatherings that named a finding, over all and by place."""
    about = {"finding": finding.key}
    if finding.named is not None:
        yield Counted(measure="named", about=about, cell=finding.named)
    for place, cell in finding.by_place:
        if cell is not None:
            yield Counted(measure="named", about={**about, "place": place.key}, cell=cell)  # fmt: skip


def _of_place(telling: Telling, key: str) -> Iterator[Counted]:
    heard, about = telling.place(key), {"place": key}
    if not heard.nobody:
        yield Counted(measure="gatherings", about=about, cell=heard.gatherings)
        yield Counted(measure="heard", about=about, cell=heard.attendances)
    for finding in telling.story.material.findings:
        yield from (one for one in of_finding(finding) if one.about.get("place") == key)


def _of_profile(telling: Telling, key: str) -> Iterator[Counted]:
    """Yield who was heard of a profile, as the data pack prints it."""
    for cell in _packed(telling, "profile", key):
        yield Counted(measure="heard", about={"profile": key}, cell=cell)


def _packed(telling: Telling, by: str, group: str) -> Iterable[Cell]:
    for sheet in telling.made.sheets:
        if sheet.name != "heard":
            continue
        names = [column.title for column in sheet.columns]
        at = {name: names.index(name) for name in ("measure", "by", "group")}
        for words, cell in sheet.rows:
            row = {name: words[position] for name, position in at.items()}
            if row == {"measure": "heard", "by": by, "group": group} and cell is not None:  # fmt: skip
                yield cell
