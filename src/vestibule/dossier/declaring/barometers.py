"""What does ``[[barometers]]`` declare: what is asked again in each wave?"""

from __future__ import annotations

from collections.abc import Collection

from vestibule.dossier.declaring.section import Section, nearest
from vestibule.dossier.process import Barometer


def declared(part: Section, speaking: Collection[str]) -> Barometer:
    """Return one barometer.

    Parameters
    ----------
    part : Section
        One ``[[barometers]]``.
    speaking : collection of str
        Sides, and keys of profiles, whose answers may be asked for.

    Returns
    -------
    Barometer
        Its scale has two answers at least, some of them positive and some not.

    Raises
    ------
    ProcessError, RefusedCategory
        If it says something unknown, impossible or refused; the message names the
        line.
    """
    key, names = part.key(), part.required(part.words("name"), "name")
    for tag, said in (("key", key), *names.items()):
        path = (tag,) if tag == "key" else ("name", tag)
        part.source.refuse((*part.path, *path), said)
    scale = part.texts("scale")
    if len(scale) < 2:
        raise part.error("scale", "“scale” needs two answers", "Write the lowest first")
    found = Barometer(
        key=key,
        names=names,
        instrument=part.key("instrument"),
        question=part.required(part.text("question"), "question"),
        scale=scale,
        positive=_positive(part, scale),
        missing=part.texts("missing"),
        asked=part.texts("asked"),
        place=part.text("place"),
        dimension=part.text("dimension"),
        sensitive=part.flag("sensitive") or False,
    )
    for one in found.asked:
        if one not in speaking:
            raise part.error(
                "asked",
                f"“{one}” is neither a side nor a declared profile",
                nearest(one, sorted(speaking)) + "Declare it under [[profiles]]",
            )
    for answer in found.missing:
        if answer in scale:
            raise part.error(
                "missing",
                f"“{answer}” stands in the scale and is called missing",
                "Take it out of one of the two",
            )
    return found


def _positive(part: Section, scale: tuple[str, ...]) -> tuple[str, ...]:
    positive = part.texts("positive")
    for answer in positive:
        if answer not in scale:
            raise part.error(
                "positive",
                f"“{answer}” is not in the scale",
                nearest(answer, scale) + f"The scale is: {', '.join(scale)}",
            )
    if not 0 < len(positive) < len(scale):
        raise part.error(
            "positive",
            "“positive” must name some answers of the scale, not none and not all",
            "Name those that count as yes",
        )
    return positive
