"""What does the cover sheet of notes say of the gathering they tell of?"""

from __future__ import annotations

import re
from dataclasses import dataclass

from vestibule.dossier import folding
from vestibule.dossier.tables import TABLES
from vestibule.listen import cells, headers
from vestibule.listen.problems import nearest, refuse

NEEDED = ("place", "held_on", "present", "consent")
"""What every cover sheet must say."""

OTHER_LINES = ("code", "kind", "profile", "lang", "interpreter", "listeners")
"""What a cover sheet may say besides."""

TITLE_LINES = 3
"""Lines of a title that may stand above a cover sheet."""

COVER_LINE = re.compile(r"^\s*([^:：]{1,40}?)\s*[:：]\s*(.*)$")
"""A line of a cover sheet: a short name, a colon, what it says."""

COUNTED = re.compile(r"(\d+)\s*([^\W\d_]*)")
"""A number, and the word after it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a cover sheet: where it stands, its name, what it says."""

    line: int
    label: str
    said: str


def cover(
    lines: list[tuple[int, str]], file: str
) -> tuple[dict[str, Line], list[tuple[int, str]]]:
    """Return the lines that name something of a cover sheet, and what follows.

    A title may stand above, blank lines between; the first line that is nothing
    of the kind ends it, unless the cover sheet visibly goes on.

    Returns
    -------
    tuple[dict[str, Line], list[tuple[int, str]]]
        The lines that name something of a cover sheet, and what follows.
    """
    found: dict[str, Line] = {}
    above = 0
    for at, (number, text) in enumerate(lines):
        name, said = _named(text)
        if name:
            label = text.split(":")[0].split("：")[0].strip()
            found.setdefault(name, Line(line=number, label=label, said=said))
        elif text.strip() and not found:
            above += 1
        elif text.strip() and found:
            _refuse_stray(lines[at : at + 3], file)
            return found, lines[at:]
        if above > TITLE_LINES:
            break
    return found, []


def _named(text: str) -> tuple[str | None, str]:
    """Return what a line of a cover sheet is about, and what it says."""
    found = COVER_LINE.match(text)
    if found is None:
        return None, ""
    return headers.cover_by_name().get(folding.fold(found[1])), found[2].strip()


def _refuse_stray(lines: list[tuple[int, str]], file: str) -> None:
    """Refuse an unknown line in the middle of a cover sheet: it is no excerpt."""
    number, text = lines[0]
    found = COVER_LINE.match(text)
    if found and any(_named(later)[0] for _, later in lines[1:]):
        names = [
            headers.cover_name(n, lang)
            for n in (*NEEDED, *OTHER_LINES)
            for lang in headers.LANGUAGES
        ]
        raise refuse(
            "unknown-cover-line",
            file=file,
            line=number,
            suggestion=nearest(found[1], names),
            name=found[1],
        )


def refuse_second(lines: list[tuple[int, str]], file: str) -> None:
    """Refuse notes in which another cover sheet stands: two of its lines, near."""
    named = [(n, _named(text)[0]) for n, text in lines if text.strip()]
    for at, (number, name) in enumerate(named):
        near = {later for _, later in named[at : at + len(NEEDED)]}
        if name in NEEDED and len(near & {*NEEDED}) > 1:
            raise refuse("second-cover", file=file, line=number)


def told(name: str, said: str) -> dict[str, cells.Value]:
    """Return what one line of a cover sheet says of the gathering."""
    if not cells.text_of(said):
        return {}
    cells.readable(said, running=False)
    if name == "profile":
        return _profiles(said)
    if name == "present":
        return {"present": sum(n for n, _ in counts_of(said))}
    column = TABLES["gatherings"][name]
    try:
        return {name: cells.value_of(said, "gatherings", column)}
    except cells.Unreadable:
        if name != "consent":
            raise
        shown = [
            choice
            for lang in headers.LANGUAGES
            for choice in headers.term_choices("gatherings", "consent", lang)
        ]
        allowed = ", ".join(shown)
        raise cells.Unreadable("not-a-consent", value=said, allowed=allowed) from None


def _profiles(said: str) -> dict[str, cells.Value]:
    """Return the composition, and the profile of a homogeneous gathering."""
    named = [part.strip() for part in re.split(r"[,;/\n]", said) if part.strip()]
    if len(named) == 1:
        return {"composition": "homogeneous", "profile": named[0]}
    return {"composition": "mixed"}


def counts_of(said: str) -> list[tuple[int, str | None]]:
    """Return how many were present, by sex where that is told.

    >>> counts_of("20 (12 femmes, 8 hommes)")
    [(12, 'female'), (8, 'male')]
    >>> counts_of("environ 20")
    [(20, None)]

    Returns
    -------
    list[tuple[int, str | None]]
        How many were present, by sex where that is told.

    Raises
    ------
    Unreadable
        ``not-a-count``: no number, or parts that do not add up to the total.
    """
    sexes = headers.terms_by_name("attendances", "sex")
    parts = [
        (int(number), sexes.get(folding.fold(word)))
        for number, word in COUNTED.findall(said)
    ]
    by_sex: list[tuple[int, str | None]] = [
        (n, sex) for n, sex in parts if sex is not None
    ]
    others: list[tuple[int, str | None]] = [(n, sex) for n, sex in parts if sex is None]
    total = [(sum(n for n, _ in by_sex), None)]
    if len(others) > 1 or not parts or (by_sex and others and others != total):
        raise cells.Unreadable("not-a-count", value=said)
    return by_sex or others
