"""May this person check a statement in another language? Never who wrote it.

A second person makes a draft *checked*, a third one makes it *validated*: nobody reads
for someone else, and nobody reads twice.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Literal

from vestibule.dossier import folding
from vestibule.web.records.models import Text
from vestibule.web.records.person import Person
from vestibule.web.records.rights import RIGHTS, Right

NEXT: Mapping[str, str] = {"draft": "checked", "checked": "validated"}
"""State of a text to the one that the next person gives it."""

Why = Literal["corrected-meanwhile", "done", "own"]
"""Why someone may not check: another version stands; three people read it already;
they wrote or checked these very words."""


def why_not(text: Text, among: Collection[Text], person: Person) -> Why | None:
    """Return why someone may not check a text, or None: they may."""
    if text not in standing(among):
        return "corrected-meanwhile"
    if text.state not in NEXT:
        return "done"
    mine = folding.fold(person.pseudonym) in map(folding.fold, hands(text, among))
    return "own" if mine else None


def hands(text: Text, among: Collection[Text]) -> frozenset[str]:
    """Return who wrote these very words in this language, or checked them.

    What came in from elsewhere may say of nobody that they wrote it.
    """
    said = (text.lang, text.words)
    return frozenset(
        one.by for one in among if one.by and (one.lang, one.words) == said
    )


def standing(among: Collection[Text]) -> list[Text]:
    """Return the texts that no other of them supersedes."""
    old = {pk for one in among for pk in (one.supersedes or "").split()}
    return [one for one in among if one.pk not in old]


def replaced(text: Text, among: Collection[Text]) -> set[str]:
    """Return what a text takes the place of, once checked: itself, what was checked."""
    same = (one for one in standing(among) if one.lang == text.lang)
    return {text.pk, *(one.pk for one in same if one.state != "draft")}


def roles() -> tuple[str, ...]:
    """Return the roles in which someone may check."""
    return tuple(role for role, may in RIGHTS.items() if Right.EDIT_STATEMENTS in may)
