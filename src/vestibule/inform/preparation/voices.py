"""All words that may be quoted, each with the findings it speaks for or against."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from vestibule.inform.material import Material, Voice
from vestibule.inform.preparation import findings
from vestibule.inform.preparation.findings import Words
from vestibule.inform.preparation.sources import Sources
from vestibule.inform.voiced import Stance, Voiced
from vestibule.protect.cleared import Hidden


def voices(sources: Sources, told: Material) -> tuple[Voiced, ...]:
    """Return every excerpt and objection that `protect` cleared as a quote.

    Parameters
    ----------
    sources : Sources
        Of the portrait they are published with.
    told : Material
        That portrait.

    Returns
    -------
    tuple of Voiced
        By the alphabet of their words: the order says nothing of who spoke, where,
        when, or how many there were in one gathering.

    Notes
    -----
    Where it is not shown how many gatherings of a place named a finding, words from
    there are filed under no finding: many voices would tell how many there were. What
    contradicts a resource does not contradict the obstacle it protects from: words
    about an answer are for or against no finding that is told by itself.
    """
    said = findings.words(sources)
    stances, hidden = _stances(sources, said), withheld(told)
    found = [
        Voiced(voice=voice, stances=_told_of(voice, stances.get(id_, {}), hidden))
        for id_, voice in {**said.excerpts, **said.objections}.items()
    ]
    return tuple(sorted(found, key=lambda one: _alphabet(one.voice)))


def withheld(told: Material) -> frozenset[tuple[str, str]]:
    """Return keys of findings and places of which no number is shown."""
    return frozenset(
        (finding.key, place.key)
        for finding in told.findings
        for place, cell in finding.by_place
        if isinstance(cell, Hidden)
    )


def _told_of(
    voice: Voice, stances: Mapping[str, Stance], hidden: frozenset[tuple[str, str]]
) -> tuple[tuple[str, Stance], ...]:
    places = {quote.place for quote in voice.values()}
    return tuple(
        (finding, stance)
        for finding, stance in sorted(stances.items())
        if not any((finding, place) in hidden for place in places)
    )


def _stances(sources: Sources, said: Words) -> dict[str, dict[str, Stance]]:
    """Return the stance of each excerpt and objection to each finding by its key."""
    told, found = _told(sources), dict[str, dict[str, Stance]]()
    for stance, finding, ids in _cited(said):
        for id_ in ids if finding in told else ():
            # what bears a finding and is also cited against it contradicts it
            found.setdefault(id_, {})[told[finding]] = stance
    return found


def _cited(said: Words) -> Iterator[tuple[Stance, str, tuple[str, ...]]]:
    for stance, by in _by_stance(said):
        for finding, ids in by.items():
            yield stance, finding, ids


def _by_stance(said: Words) -> Iterator[tuple[Stance, Mapping[str, tuple[str, ...]]]]:
    yield "for", said.for_
    yield "against", said.against
    yield "objection", said.contested


def _told(sources: Sources) -> dict[str, str]:
    """Return the key of each finding that is told by itself, by id."""
    rows = sources.given.table("findings").select("id", "key", "parent").rows()
    return {id_: key for id_, key, parent in rows if parent is None}


def _alphabet(voice: Voice) -> tuple[str, str]:
    first = min(voice)
    return (voice[first].words.casefold(), voice[first].lang or "")
