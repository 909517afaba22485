"""Which way of counting is the right one: surely, or not at all?

Method: of two ways of counting that read different words, the one that puts more
ends of segments on the edges of words. Under the right one nearly every end lies
there, under a wrong one about one in three by chance, so that each end that
speaks for one and against the other counts some ninety to one. `MARGIN` such ends
decide. Where a text alone cannot tell, the other texts of the project are asked,
which one program wrote; then what is known of that program. Else nothing is
decided: a segment on the wrong words would be worse than none.

It must not be used to mend segments that a person cut carelessly: the words come
in as they were cut.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from vestibule.listen.refi.layouts import NAMED, RARE, Fit, Ints, Layout, Text, fits

MARGIN = 2
"""Ends by which one reading must be ahead of every other."""

RARE_MARGIN = 4
"""Ends by which a layout nobody is known to write must be ahead of the known ones."""

GOOD = 0.9
"""Share of segments on whole words from which a reading is believed."""

LEAST = 2 / 3
"""Share below which no reading is believed, even where there is but one."""

KNOWN: Mapping[str, tuple[Layout, ...]] = {
    "qualcoder": (NAMED["characters"],),
    "vestibule": (NAMED["characters"],),
    "atlas": (NAMED["characters"], NAMED["utf-16"]),
    "maxqda": (NAMED["characters"], NAMED["utf-16"]),
    "nvivo": (NAMED["utf-16-crlf"],),
}
"""What is known of programs, by a word of the name under which they write."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What was decided for one text.

    Parameters
    ----------
    fit : Fit or None
        The reading; None where nothing could be decided.
    why : {'alone', 'text', 'project', 'program', 'told', 'unclear', 'off'}
        There was but one reading; the text, the project or the name of the program
        decided; a person said it; two readings are as likely; none fits.
    """

    fit: Fit | None
    why: Literal["alone", "text", "project", "program", "told", "unclear", "off"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One text, and the positions of its segments as a program wrote them.

    Parameters
    ----------
    text : Text
        The text.
    positions : int64, shape (segments, 2)
        Start and end of each.
    told : Layout or None
        How it is counted, where a person says so.
    """

    text: Text
    positions: Ints
    told: Layout | None = None


def decide(texts: Sequence[Asked], origin: str = "") -> list[Verdict]:
    """Decide for each text of a project how it was counted.

    Parameters
    ----------
    texts : sequence of Asked
        All texts of the project.
    origin : str
        The name under which its program wrote.

    Returns
    -------
    list of Verdict
        One per text, in their order.
    """
    known = [_readings(one) for one in texts]
    pooled = _pooled(known)
    return [
        _verdict(one, readings, pooled, origin)
        for one, readings in zip(texts, known, strict=True)
    ]


def _readings(one: Asked) -> list[Fit]:
    return fits(one.text, one.positions, tuple(NAMED.values()))


def _pooled(known: Sequence[Sequence[Fit]]) -> dict[Layout, int]:
    """Return the ends on edges in all texts; a layout impossible in one is out."""
    shared = [
        layout
        for layout in NAMED.values()
        if all(any(one.layout == layout for one in each) for each in known if each)
    ]
    return {
        layout: sum(one.ends for each in known for one in each if one.layout == layout)
        for layout in shared
    }


def _verdict(
    one: Asked, readings: list[Fit], pooled: Mapping[Layout, int], origin: str
) -> Verdict:
    if one.told is not None:
        told = fits(one.text, one.positions, [one.told])
        return (
            Verdict(fit=told[0], why="told") if told else Verdict(fit=None, why="off")
        )
    rare = _rare(one, readings)
    if rare is not None:
        return Verdict(fit=rare, why="text")
    if not readings or not _believed(one, readings):
        return Verdict(fit=None, why="off")
    distinct = _distinct(readings)
    if len(distinct) == 1:
        return Verdict(fit=distinct[0], why="alone")
    ahead = [each for each in distinct if each.ends > distinct[0].ends - MARGIN]
    if len(ahead) == 1:
        return Verdict(fit=ahead[0], why="text")
    return _elsewhere(ahead, readings, pooled, origin)


def _distinct(readings: Sequence[Fit]) -> list[Fit]:
    """Return one of each set of readings with the same words, the best first."""
    found: dict[bytes, Fit] = {}
    for one in sorted(readings, key=lambda one: -one.ends):
        found.setdefault(one.spans.tobytes(), one)
    return [*found.values()]


def _believed(one: Asked, readings: Sequence[Fit]) -> bool:
    """Tell whether the best reading is good, or the only one and cut carelessly."""
    best = max(readings, key=lambda one: (one.ends, one.whole))
    if best.share >= GOOD:
        return True
    if len(_distinct(readings)) > 1:
        return False
    other = max((each.ends for each in fits(one.text, one.positions, RARE)), default=0)
    return best.share >= LEAST and other <= best.ends


def _rare(one: Asked, readings: Sequence[Fit]) -> Fit | None:
    """Return a reading by a rare layout, where it is far better than any other."""
    if any(each.share >= GOOD for each in readings):
        return None
    tried = _distinct(fits(one.text, one.positions, RARE))
    if not tried or tried[0].share < GOOD or len(one.positions) < RARE_MARGIN:
        return None
    best = tried[0]
    plain = max((each.ends for each in readings), default=0)
    second = tried[1].ends if len(tried) > 1 else 0
    sure = best.ends >= plain + RARE_MARGIN and best.ends >= second + MARGIN
    return best if sure else None


def _elsewhere(
    ahead: Sequence[Fit],
    readings: Sequence[Fit],
    pooled: Mapping[Layout, int],
    origin: str,
) -> Verdict:
    """Ask the other texts, then the name of the program, which reading it is."""
    scores = [
        max((pooled[each.layout] for each in _same(one, readings, pooled)), default=-1)
        for one in ahead
    ]
    order = np.argsort(scores)[::-1]
    if scores[order[0]] >= scores[order[1]] + MARGIN:
        return Verdict(fit=ahead[order[0]], why="project")
    expected = next(
        (known for name, known in KNOWN.items() if name in origin.casefold()), ()
    )
    left = [
        one
        for one in ahead
        if any(each.layout in expected for each in _same(one, readings, None))
    ]
    if len(left) == 1:
        return Verdict(fit=left[0], why="program")
    return Verdict(fit=None, why="unclear")


def _same(
    one: Fit, readings: Sequence[Fit], among: Mapping[Layout, int] | None
) -> list[Fit]:
    """Return the readings with the same words as one."""
    return [
        each
        for each in readings
        if np.array_equal(each.spans, one.spans)
        and (among is None or each.layout in among)
    ]
