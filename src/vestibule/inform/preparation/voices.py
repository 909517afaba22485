"""All words that may be quoted, each with the findings it speaks for or against."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from vestibule.inform.material import Voice
from vestibule.inform.preparation import findings
from vestibule.inform.preparation.findings import Words
from vestibule.inform.preparation.sources import Sources
from vestibule.inform.voiced import Stance, Voiced


def voices(sources: Sources) -> tuple[Voiced, ...]:
    """Return every excerpt and objection that `protect` cleared as a quote.

    Parameters
    ----------
    sources : Sources
        Of the portrait they are published with.

    Returns
    -------
    tuple of Voiced
        By the alphabet of their words: the order says nothing of who spoke, where,
        when, or how many there were in one gathering.

    Notes
    -----
    What contradicts a resource does not contradict the obstacle it protects from: words
    about an answer are for or against no finding that is told by itself.
    """
    said = findings.words(sources)
    stances = _stances(sources, said)
    found = [
        Voiced(voice=voice, stances=tuple(sorted(stances.get(id_, {}).items())))
        for id_, voice in {**said.excerpts, **said.objections}.items()
    ]
    return tuple(sorted(found, key=lambda one: _alphabet(one.voice)))


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
