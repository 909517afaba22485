"""What of a system map may be drawn in public: cleared, and few enough to read?

The numbers are those of `links`, cleared with all others of the portrait. Everything
else on the map (which links, which way, which loops first, where one could act) is
worked out from what is shown, so that it tells nothing of what is not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import networkx as nx

from vestibule.inform.mapped import (
    Direction,
    MapFactor,
    MapLever,
    MapLink,
    MapStory,
    MapTold,
    Turn,
)
from vestibule.inform.material import FindingTold
from vestibule.inform.preparation import links
from vestibule.inform.preparation.links import Link, Way
from vestibule.inform.preparation.sources import Cells, Sources, clear_or_hide
from vestibule.protect.cleared import Count

MOST_FACTORS, MOST_LINKS, MOST_STORIES, MOST_LEVERS = 15, 24, 5, 3
"""What one drawing bears."""

TURNS: Mapping[int, Turn] = {1: "reinforcing", -1: "balancing", 0: "unclear"}

Circle = tuple[str, ...]
"""Factors of a loop, in the order of causes; the last leads to the first."""


@dataclass(frozen=True, kw_only=True)
class _Shown:
    """The links that may be shown, and in how many gatherings each was told."""

    cells: Cells
    does: Mapping[Link, Direction]

    @classmethod
    def of(cls, cells: Cells) -> _Shown:
        counts = {
            key: cell.value for key, cell in cells.items() if isinstance(cell, Count)
        }
        return cls(cells=cells, does=links.shown(counts))

    def met(self, link: Link) -> int:
        """Return in how many gatherings a link was told as it is drawn."""
        return _n(self.cells, links.key(link, _way(self.does[link])))

    def ranked(self) -> list[Link]:
        """Return the links, those told in most gatherings first."""
        return sorted(self.does, key=lambda link: (-self.met(link), link))

    def circles(self) -> list[Circle]:
        """Return the loops: told whole in most gatherings first, then surest told."""
        found = [key[1:] for key in self.cells if key[0] == "whole"]
        return sorted(
            (one for one in found if set(_pairs(one)) <= self.does.keys()),
            key=lambda one: (
                -_n(self.cells, links.whole_key(one)),
                -min(map(self.met, _pairs(one))),
                len(one),
                one,
            ),
        )


def told(
    sources: Sources, cells: Cells, findings: Sequence[FindingTold], *, ranked: bool
) -> MapTold:
    """Return what may be drawn of what people told as causes.

    Parameters
    ----------
    sources : Sources
        Of the portrait.
    cells : Cells
        Cleared.
    findings : sequence of FindingTold
        What the portrait says of each finding.
    ranked : bool
        Whether it tells the people's own order.

    Returns
    -------
    MapTold
        Without links where none may be shown.
    """
    shown = _Shown.of(cells)
    stories, drawn = _drawn(shown)
    place = {one: at for at, one in enumerate(_ends(drawn, stories))}
    rules = sources.whole.process.disclosure
    names = {row["id"]: row for row in sources.given.table("factors").to_dicts()}
    return MapTold(
        factors=tuple(
            MapFactor(names=sources.words("factor", names[one], "name"))
            for one in place
        ),
        links=tuple(_link(shown, link, place) for link in drawn),
        stories=tuple(_story(shown, one, place) for one in stories),
        levers=_levers(
            _Acting(sources=sources, findings=findings, ranked=ranked), place, drawn
        ),
        gatherings=clear_or_hide(cells, links.BASE),
        least=rules.gatherings,
        people=rules.people,
        places=rules.places,
        bound=links.SETTINGS.loop_bound,
        more=len(drawn) < len(shown.does),
    )


def _drawn(shown: _Shown) -> tuple[list[Circle], list[Link]]:
    """Return the loops that are told, and the links that are drawn, most told first."""
    chosen, stories = _chosen(shown)
    inside = [link for link in shown.ranked() if set(link) <= chosen]
    own = {pair for one in stories for pair in _pairs(one)}
    rest = [link for link in inside if link not in own]
    kept = own | set(rest[: max(0, MOST_LINKS - len(own))])
    return stories, [link for link in inside if link in kept]


def _chosen(shown: _Shown) -> tuple[set[str], list[Circle]]:
    """Return at most `MOST_FACTORS` factors: of the stories, then of the links."""
    chosen: set[str] = set()
    stories: list[Circle] = []
    for circle in shown.circles():
        more = chosen | set(circle)
        if len(stories) < MOST_STORIES and len(more) <= MOST_FACTORS:
            chosen = more
            stories.append(circle)
    for link in shown.ranked():
        more = chosen | set(link)
        if len(more) <= MOST_FACTORS:
            chosen = more
    return chosen, stories


def _ends(drawn: Iterable[Link], stories: Iterable[Circle]) -> list[str]:
    """Return the factors that are drawn: those of the stories first."""
    told_first = [one for circle in stories for one in circle]
    return list(dict.fromkeys([*told_first, *(one for link in drawn for one in link)]))


def _pairs(circle: Circle) -> list[Link]:
    return list(zip(circle, (*circle[1:], circle[0]), strict=True))


def _way(does: Direction) -> Way:
    return "less" if does == "less" else "more"


def _n(cells: Cells, key: tuple[str, ...]) -> int:
    cell = cells.get(key)
    return cell.value if isinstance(cell, Count) else 0


def _link(shown: _Shown, link: Link, place: Mapping[str, int]) -> MapLink:
    way = _way(shown.does[link])
    return MapLink(
        cause=place[link[0]],
        effect=place[link[1]],
        direction=shown.does[link],
        told=shown.cells[links.key(link, way)],
        contrary=shown.cells.get(links.key(link, "less" if way == "more" else "more")),
    )


def _story(shown: _Shown, circle: Circle, place: Mapping[str, int]) -> MapStory:
    directions = tuple(shown.does[pair] for pair in _pairs(circle))
    turn = 1
    for one in directions:
        turn *= links.SIGNS[one]
    return MapStory(
        factors=tuple(place[one] for one in circle),
        directions=directions,
        turn=TURNS[turn],
        whole=shown.cells[links.whole_key(circle)],
    )


@dataclass(frozen=True, kw_only=True)
class _Acting:
    """What the portrait says of the findings that factors stand for."""

    sources: Sources
    findings: Sequence[FindingTold]
    ranked: bool

    def finding(self, factor: str) -> FindingTold | None:
        """Return what is told of the finding that a factor, or one merged with it, is."""
        one = links.merged(self.sources)
        rows = self.sources.given.table("factors").sort("id").to_dicts()
        named = [
            row["finding"]
            for row in sorted(rows, key=lambda row: row["id"] != factor)
            if one.get(row["id"], row["id"]) == factor and row["finding"]
        ]
        keys = dict(
            self.sources.given.table("findings").select("id", "key").iter_rows()
        )
        told_of = {finding.key: finding for finding in self.findings}
        return next((told_of[keys[id_]] for id_ in named if keys.get(id_) in told_of), None)  # fmt: skip

    def decided(self, finding: FindingTold | None) -> bool:
        """Return whether the portrait says that people set it in their order."""
        return self.ranked and finding is not None and finding.wanted_rank is not None

    def contested(self, finding: FindingTold | None) -> bool:
        """Return whether the portrait says that gatherings objected."""
        if finding is None:
            return False
        said = finding.validation
        cells = (said.amended, said.rejected) if said else ()
        return bool(finding.objections) or any(
            isinstance(one, Count) and one.value > 0 for one in cells
        )


def _levers(
    acting: _Acting, place: Mapping[str, int], drawn: Sequence[Link]
) -> tuple[MapLever, ...]:
    """Return the factors that lead to most of what people named, by what is drawn."""
    graph: nx.DiGraph[str] = nx.DiGraph(drawn)
    findings = {one: acting.finding(one) for one in place}
    goals = {one for one in place if findings[one]} or {
        one for one in graph if not graph.out_degree(one)
    }
    circles = nx.simple_cycles(graph, length_bound=links.SETTINGS.loop_bound)
    through = Counter(one for circle in circles for one in circle)
    reached = {one: len(_after(graph, one) & goals - {one}) for one in graph}
    listed = sorted(
        (one for one in graph if reached[one] + through[one]),
        key=lambda one: (-reached[one], -through[one], place[one]),
    )
    return tuple(
        MapLever(
            factor=place[one],
            acts_on=reached[one],
            loops=through[one],
            decided=acting.decided(findings[one]),
            contested=acting.contested(findings[one]),
        )
        for one in listed[:MOST_LEVERS]
    )


def _after(graph: nx.DiGraph[str], one: str) -> set[str]:
    bound = links.SETTINGS.path_bound
    return set(nx.single_source_shortest_path_length(graph, one, cutoff=bound))
