"""What do ``[[agreements]]`` and ``[[harm]]`` declare?"""

from __future__ import annotations

import datetime as dt

from vestibule.dossier.declaring.section import Section
from vestibule.dossier.process import Agreement, HarmQuestion


def agreement(part: Section) -> Agreement:
    """Return a signed agreement.

    Parameters
    ----------
    part : Section
        One ``[[agreements]]``.

    Returns
    -------
    Agreement
        With the days on which it was signed and ended, where they are given.

    Raises
    ------
    ProcessError
        If it has no key or name, or ended before it was signed.
    """
    key = part.key()
    names = part.required(part.words("name"), "name")
    signed, ended = _day(part, "signed_on"), _day(part, "ended_on")
    if signed is not None and ended is not None and ended < signed:
        raise part.error(
            "ended_on",
            f"“{key}” ended on {ended}, before it was signed on {signed}",
            "Correct one of the two days",
        )
    return Agreement(key=key, names=names, signed_on=signed, ended_on=ended)


def question(part: Section) -> HarmQuestion:
    """Return a do-no-harm question; raises ProcessError without key or words."""
    return HarmQuestion(
        key=part.key(), words=part.required(part.words("question"), "question")
    )


def _day(part: Section, key: str) -> dt.date | None:
    value = part.take(key, dt.date, f"{key} = 2024-01-25")
    return value.date() if isinstance(value, dt.datetime) else value
