"""What of a system map may be drawn in public: cleared, and few enough to read?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import polars as pl

from vestibule.dossier import lineage
from vestibule.dossier.process import Words
from vestibule.dossier.records import Dossier
from vestibule.inform.mapped import (
    Direction,
    MapFactor,
    MapLever,
    MapLink,
    MapStory,
    MapTold,
    Turn,
)
from vestibule.protect import clearing, consent
from vestibule.protect.cleared import Cell, Count
from vestibule.protect.thresholds import Key, Uncleared
from vestibule.understand import maps
from vestibule.understand.maps import Chain, SystemMap, loops

MOST_FACTORS, MOST_LINKS, MOST_STORIES, MOST_LEVERS = 15, 24, 5, 3
"""What one drawing bears."""

DIRECTIONS: Mapping[int, Direction] = {1: "more", -1: "less", 0: "unclear"}

Way = Literal["more", "less"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Given:
    settled: Dossier
    system: SystemMap
    linked: pl.DataFrame
    meetings: pl.DataFrame
    least: int

    def shared(self, met: Iterable[str]) -> Uncleared:
        """Return gatherings of those that told any link, judged by that base."""
        n, base = len(set(met)), self.meetings
        return Uncleared(
            value=n,
            of=base.height,
            people=int(base["people"].sum()),
            gatherings=base.height,
            places=base["place"].drop_nulls().n_unique(),
            counts="gatherings",
            barred="too_few_gatherings" if 0 < n < self.least else None,
        )


def prepared(dossier: Dossier, *, today: date) -> MapTold:
    """Return what may be drawn of the map of a dossier.

    Parameters
    ----------
    dossier : Dossier
        The records.
    today : date
        The day it is; consent that has run out by then is refusal.

    Returns
    -------
    MapTold
        Made of records that may stand behind published numbers alone. A link is shown
        where at least as many gatherings told it as the process asks behind a figure.
    """
    whole = lineage.settled(dossier)
    settled = consent.published(whole, on=today)
    system = maps.system_map(settled)
    linked = system.claims.filter(pl.col("cause") != pl.col("effect"))
    given = _Given(
        settled=settled,
        system=system,
        linked=linked.drop_nulls("gathering"),
        meetings=_meetings(settled, linked),
        least=settled.process.disclosure.gatherings,
    )
    return _cleared(given, whole)


def _meetings(settled: Dossier, linked: pl.DataFrame) -> pl.DataFrame:
    """Return the gatherings that told any link, with people and places."""
    counted = (
        settled.table("attendances").group_by("gathering").agg(people=pl.col("n").sum())
    )
    told = linked.select("gathering").unique()
    return (
        settled.table("gatherings")
        .select("place", "present", gathering="id")
        .join(told, on="gathering", how="semi")
        .join(counted, on="gathering", how="left")
        .with_columns(
            people=pl.max_horizontal(
                pl.coalesce("people", "present").fill_null(1), pl.lit(1)
            )
        )
        .sort("gathering")
    )


def _key(cause: str, effect: str, way: Way) -> Key:
    return ("told", cause, effect, way)


def _cleared(given: _Given, whole: Dossier) -> MapTold:
    links = _told_enough(given)
    circles, _, _ = loops.loops(links, given.system.tellers, given.system.settings)
    chosen, stories = _chosen(links, circles)
    cells = clearing.clear(
        [clearing.Table(cells=_uncleared(given, stories, set(chosen)))],
        given.settled.process.disclosure,
    )
    links = links.filter(
        pl.col("cause").is_in(chosen) & pl.col("effect").is_in(chosen)
    ).filter(_shown(cells))
    kept = [one for one in chosen if one in {*links["cause"], *links["effect"]}]
    place = {factor: at for at, factor in enumerate(kept)}
    held = set(links.select("cause", "effect").iter_rows())
    stories = [one for one in stories if set(one.pairs) <= held]
    drawn = _drawn(links, stories)
    names = _names(whole)
    return MapTold(
        factors=tuple(
            MapFactor(names=names[one], told=cells["factor", one]) for one in kept
        ),
        links=tuple(_link(row, place, cells) for row in drawn),
        stories=tuple(_story(one, place, cells) for one in stories),
        levers=_levers(given, place),
        gatherings=cells[("linked",)],
        least=given.least,
        bound=given.system.settings.loop_bound,
        more=len(drawn) < _told_enough(given).height,
    )


def _told_enough(given: _Given) -> pl.DataFrame:
    """Return the links that enough gatherings told, with how many; most first."""
    met = (
        given.linked.join(
            given.system.links.select("cause", "effect", link_sign="sign"),
            on=["cause", "effect"],
        )
        .filter((pl.col("link_sign") == 0) | (pl.col("link_sign") == pl.col("sign")))
        .group_by("cause", "effect")
        .agg(met=pl.col("gathering").n_unique())
        .filter(pl.col("met") >= given.least)
    )
    return given.system.links.join(met, on=["cause", "effect"]).sort(
        "met", "cause", "effect", descending=[True, False, False]
    )


def _chosen(
    links: pl.DataFrame, circles: Sequence[Chain]
) -> tuple[list[str], list[Chain]]:
    """Return at most `MOST_FACTORS` factors: of the stories, then of the links."""
    chosen: dict[str, None] = {}
    stories: list[Chain] = []
    for circle in circles:
        more = dict.fromkeys(circle.factors)
        if len(stories) < MOST_STORIES and len(chosen | more) <= MOST_FACTORS:
            chosen |= more
            stories.append(circle)
    for cause, effect in links.select("cause", "effect").iter_rows():
        more = {cause: None, effect: None}
        if len(chosen | more) <= MOST_FACTORS:
            chosen |= more
    return list(chosen), stories


def _drawn(links: pl.DataFrame, stories: Sequence[Chain]) -> list[dict[str, object]]:
    """Return the links of the stories, and others while there is room."""
    own = {pair for one in stories for pair in one.pairs}
    rows = list(links.iter_rows(named=True))
    first = [row for row in rows if (row["cause"], row["effect"]) in own]
    rest = [row for row in rows if (row["cause"], row["effect"]) not in own]
    room = max(0, MOST_LINKS - len(first))
    kept = [*first, *rest[:room]]
    return sorted(kept, key=lambda row: (-row["met"], row["cause"], row["effect"]))


def _uncleared(
    given: _Given, stories: Iterable[Chain], chosen: set[str]
) -> dict[Key, Uncleared]:
    cells: dict[Key, Uncleared] = {
        ("linked",): given.shared(given.meetings["gathering"])
    }
    for (cause, effect, sign), rows in given.linked.group_by("cause", "effect", "sign"):
        if {cause, effect} <= chosen:
            way: Way = "more" if sign == 1 else "less"
            key = _key(str(cause), str(effect), way)
            cells[key] = given.shared(rows["gathering"])
    for one in chosen:
        rows = given.linked.filter((pl.col("cause") == one) | (pl.col("effect") == one))
        cells["factor", one] = given.shared(rows["gathering"])
    for story in stories:
        cells["whole", *story.factors] = given.shared(_told_whole(given, story))
    return cells


def _told_whole(given: _Given, story: Chain) -> list[str]:
    """Return the gatherings where those who told all of a loop told it."""
    pairs = pl.DataFrame(story.pairs, schema=["cause", "effect"], orient="row")
    rows = given.linked.join(pairs, on=["cause", "effect"], how="semi")
    return rows.filter(pl.col("source").is_in(list(story.tellers)))[
        "gathering"
    ].to_list()


def _shown(cells: Mapping[Key, Cell]) -> pl.Expr:
    """Return whether the number of a link in its own direction may be shown."""
    shown = [
        f"{cause} {effect} {way}"
        for (kind, cause, effect, way) in (key for key in cells if len(key) == 4)
        if kind == "told" and isinstance(cells[kind, cause, effect, way], Count)
    ]
    way = pl.when(pl.col("sign") < 0).then(pl.lit("less")).otherwise(pl.lit("more"))
    return pl.concat_str("cause", "effect", way, separator=" ").is_in(shown)


def _link(
    row: Mapping[str, object], place: Mapping[str, int], cells: Mapping[Key, Cell]
) -> MapLink:
    cause, effect, sign = str(row["cause"]), str(row["effect"]), row["sign"]
    ways: tuple[Way, Way] = ("less", "more") if sign == -1 else ("more", "less")
    return MapLink(
        cause=place[cause],
        effect=place[effect],
        direction="more" if sign == 1 else "less" if sign == -1 else "unclear",
        told=cells[_key(cause, effect, ways[0])],
        contrary=cells.get(_key(cause, effect, ways[1])),
    )


def _story(
    chain: Chain, place: Mapping[str, int], cells: Mapping[Key, Cell]
) -> MapStory:
    turns: Mapping[int, Turn] = {1: "reinforcing", -1: "balancing", 0: "unclear"}
    return MapStory(
        factors=tuple(place[one] for one in chain.factors),
        directions=tuple(DIRECTIONS[sign] for sign in chain.signs),
        turn=turns[chain.sign],
        whole=cells["whole", *chain.factors],
    )


def _levers(given: _Given, place: Mapping[str, int]) -> tuple[MapLever, ...]:
    rows = maps.leverage(given.system, given.settled)
    listed = [row for row in rows.iter_rows(named=True) if row["factor"] in place]
    return tuple(
        MapLever(
            factor=place[row["factor"]],
            acts_on=row["acts_on"],
            loops=row["loops"],
            decided=row["state"] == "decided",
            contested=row["objections"] > 0,
        )
        for row in listed[:MOST_LEVERS]
    )


def _names(whole: Dossier) -> dict[str, Words]:
    """Return what each factor is called, in every language it was checked in."""
    texts = whole.table("texts").filter(
        (pl.col("state") != "draft") & (pl.col("field") == "name")
    )
    told = texts.drop_nulls("factor").sort("state", "id")
    first = (whole.process.outputs or ("fr",))[0]
    found = {
        row["id"]: {row["lang"] or first: row["name"]}
        for row in whole.table("factors").iter_rows(named=True)
    }
    for factor, lang, words in told.select("factor", "lang", "words").iter_rows():
        if factor in found:
            found[factor][lang] = words
    return {factor: dict(words) for factor, words in found.items()}
