"""What does one portrait tell: its material, its setting, its figures in order?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial

from vestibule.inform.figures import (
    board,
    causal_map,
    conversation,
    doors,
    grid,
    heard,
    hundred,
    ladder,
    lanes,
    order,
    road,
    tiles,
    trust,
)
from vestibule.inform.figures.figure import Figure
from vestibule.inform.figures.setting import Setting
from vestibule.inform.material import Conversation, FindingTold, Material, Owed, Place
from vestibule.inform.meeting import Ground, MethodSplit
from vestibule.words import Catalogue

Draw = Callable[[int], Figure | None]
"""Draws a figure once its number is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Everything that the chapters of one portrait share.

    Parameters
    ----------
    material : Material
        Cleared; findings are in the order they are told.
    setting : Setting
        Language, month, whether it is invented.
    figures : mapping of str to Figure
        Figures by name, numbered from 1 in the order of the page.
    """

    material: Material
    setting: Setting
    figures: Mapping[str, Figure]

    @property
    def words(self) -> Catalogue:
        """The catalogue of the page."""
        return self.setting.words

    @property
    def ranked(self) -> bool:
        """Whether the people's own order is known and may be told."""
        return is_ranked(self.material)

    @property
    def draft(self) -> bool:
        """Whether there are findings that never went back to the people."""
        return bool(self.material.findings) and not self.material.validated

    @property
    def places(self) -> dict[str, Place]:
        """The places of the page by key."""
        return {row.place.key: row.place for row in self.material.places}

    @property
    def unheard(self) -> tuple[str, ...]:
        """The names of places where nobody was heard."""
        return tuple(
            self.setting.name(row.place) for row in self.material.places if row.nobody
        )


def told(material: Material, lang: str) -> Story:
    """Return the story of a portrait in one language, its figures drawn.

    Parameters
    ----------
    material : Material
        Cleared.
    lang : str
        Language tag.

    Returns
    -------
    Story
        Before validation its findings lose their ranks and stand by alphabet.
    """
    setting = Setting(
        words=Catalogue(lang),
        fictitious=material.process.fictitious,
        month=material.trace.month,
        languages=material.process.languages,
    )
    ordered = replace(material, findings=_ordered(material, setting))
    return Story(material=ordered, setting=setting, figures=_numbered(ordered, setting))


def is_ranked(material: Material) -> bool:
    """Return whether findings were validated and then ordered by the people."""
    return (
        material.validated
        and material.priorities is not None
        and any(finding.wanted_rank for finding in material.findings)
    )


def _ordered(material: Material, setting: Setting) -> tuple[FindingTold, ...]:
    def by_name(finding: FindingTold) -> tuple[str, str]:
        return (setting.name(finding.words).casefold(), finding.key)

    if not is_ranked(material):
        unranked = (
            replace(finding, wanted_rank=None, wanted_order=None, named_rank=None)
            for finding in material.findings
        )
        return tuple(sorted(unranked, key=by_name))
    return tuple(
        sorted(
            material.findings,
            key=lambda f: (
                f.wanted_order or 999,
                f.wanted_rank or (999, 999),
                by_name(f),
            ),
        )
    )


def _numbered(material: Material, setting: Setting) -> dict[str, Figure]:
    found: dict[str, Figure] = {}
    for name, draw in _plates(material, setting):
        figure = draw(len(found) + 1)
        if figure is not None:
            found[name] = figure
    if material.heard is not None:
        found["doors"] = doors.draw(
            setting, 0, material.heard.gatherings, material.owed
        )
    return found


def _plates(material: Material, setting: Setting) -> Iterator[tuple[str, Draw]]:
    yield from _who(material, setting)
    yield from _what(material, setting)
    for ground in material.grounds:
        yield from _ground(ground, setting)
    for position, statement in enumerate(material.splits):
        yield f"split:{position}", partial(_split, setting, statement)
    if material.conversation is not None:
        for name, agreed in (("agreed", True), ("divided", False)):
            yield name, partial(_votes, setting, material.conversation, agreed)
    if material.system_map.links:
        yield (
            "map",
            lambda number: causal_map.draw(setting, number, material.system_map),
        )
    yield from _followed(material, setting)
    if material.owed is not None:
        yield "debt", partial(_debt, setting, material.owed)
    if material.road:
        yield "road", lambda number: road.draw(setting, number, material.road)


def _followed(material: Material, setting: Setting) -> Iterator[tuple[str, Draw]]:
    if material.trust:
        yield "trust", lambda number: trust.draw(setting, number, material.trust)
    followed = material.followed
    if followed is not None:
        yield "board", lambda number: board.draw(setting, number, followed)


def _who(material: Material, setting: Setting) -> Iterator[tuple[str, Draw]]:
    if not material.places:
        return
    yield "heard", lambda number: heard.draw(setting, number, material.places)
    held = [
        (row.place, None if row.nobody else row.gatherings) for row in material.places
    ]
    grid_told = material.grid
    if grid_told is not None and grid_told.places and grid_told.profiles:
        yield "grid", lambda number: grid.draw(setting, number, grid_told)
    yield "held", lambda number: tiles.held(setting, number, held)


def _what(material: Material, setting: Setting) -> Iterator[tuple[str, Draw]]:
    ranked, priorities = is_ranked(material), material.priorities
    if ranked and priorities is not None:
        wanted = [finding for finding in material.findings if finding.wanted_rank]
        yield "order", lambda number: order.draw(setting, number, wanted, priorities)
    elif material.findings:
        yield "named", lambda number: order.unranked(setting, number, material.findings)
    for finding in material.findings:
        if finding.by_place and finding.named is not None:
            yield f"named:{finding.key}", partial(_named, setting, finding)


def _named(setting: Setting, finding: FindingTold, number: int) -> Figure | None:
    if finding.named is None:
        return None
    return tiles.named(setting, number, finding.by_place, named_in=finding.named)


def _ground(ground: Ground, setting: Setting) -> Iterator[tuple[str, Draw]]:
    shared = [row for row in ground.statements if row.standing == "shared"]
    if shared and len(ground.groups) <= lanes.MOST_SHAPES:
        yield (
            f"hundred:{ground.key}",
            lambda number: hundred.draw(setting, number, ground, shared[0]),
        )
    if ground.statements:
        yield (
            f"ladder:{ground.key}",
            lambda number: ladder.draw(setting, number, ground),
        )


def _split(setting: Setting, statement: MethodSplit, number: int) -> Figure:
    return hundred.split(setting, number, statement)


def _votes(
    setting: Setting, held: Conversation, agreed: bool, number: int
) -> Figure | None:
    return conversation.draw(setting, number, held, agreed=agreed)


def _debt(setting: Setting, owed: Owed, number: int) -> Figure:
    return doors.debt(setting, number, owed)
