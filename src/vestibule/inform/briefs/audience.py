"""Whom can a brief be for? Those of whom something is asked: the records name them.

An audience is one addressee, as recorded, or a broad side with all its addressees.
"""

from __future__ import annotations

from dataclasses import dataclass

from vestibule.dossier import gazetteer
from vestibule.errors import DataError
from vestibule.inform.chapters import asks
from vestibule.inform.followed import Ask, Promise
from vestibule.inform.story import Story
from vestibule.words import PAGES, Catalogue


class NobodyAsked(DataError):
    """A brief was wanted for someone of whom nothing is asked."""

    code = "no-audience"


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """Whom a brief is for.

    Parameters
    ----------
    name : str
        In the language of the page.
    side : str
        Its broad side.
    is_side : bool
        Whether it is the whole side, with all its addressees.
    """

    name: str
    side: str
    is_side: bool = False

    def asks(self, story: Story) -> list[Ask]:
        """Return what is asked of it, in the order of the portrait."""
        by = asks.by_side(story).get(self.side, {})
        if self.is_side:
            return asks.ordered(story, [one for held in by.values() for one in held])
        return by.get(self.name, [])

    def promises(self, story: Story) -> list[Promise]:
        """Return what it promised, what needs eyes first."""
        followed = story.material.followed
        return [
            one
            for one in (followed.promises if followed else ())
            if (
                one.side == self.side
                if self.is_side
                else story.setting.name(one.owner) == self.name
            )
        ]


def audiences(story: Story) -> tuple[Audience, ...]:
    """Return everyone of whom something is asked: each side, then its addressees."""
    found: list[Audience] = []
    for side, by in asks.by_side(story).items():
        label = story.words(f"followed.asks.sides.{side}")
        found.append(Audience(name=label, side=side, is_side=True))
        found += [Audience(name=name, side=side) for name in by]
    return tuple(found)


def chosen(story: Story, wanted: str) -> Audience:
    """Return the audience that someone named.

    Parameters
    ----------
    story : Story
        Of the portrait.
    wanted : str
        A side (``authority``, or its name in any language we speak), or an addressee
        as recorded; accents, case and hyphens do not matter.

    Returns
    -------
    Audience
        In the language of the story.

    Raises
    ------
    NobodyAsked
        If nothing is asked of anyone by that name.
    """
    known = audiences(story)
    folded = gazetteer.fold(wanted)
    for one in known:
        names = {one.name}
        if one.is_side:
            labels = (Catalogue(lang)(f"followed.asks.sides.{one.side}") for lang in PAGES)  # fmt: skip
            names |= {one.side, one.side.replace("_", " "), *labels}
        if folded in {gazetteer.fold(name) for name in names}:
            return one
    listed = "; ".join(one.name for one in known) or "—"
    raise NobodyAsked(
        f"Nothing is asked of “{wanted}” that may be published. "
        f"A brief can be written for: {listed}.",
        audience=wanted,
        known=listed,
    )
