"""`vestibule analyse`: what was heard, counted honestly."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import rich_click as click

from vestibule.cli import audits, crossed, opinions, usage, verb, weights
from vestibule.cli.console import Console, reporting
from vestibule.words import Catalogue

if TYPE_CHECKING:
    from vestibule.api.analysis import Analysis

SHOWN = 12
"""Lines of one kind that are printed; `--json` has them all."""

KINDS = ("obstacle", "resource", "need", "proposal", "cause", "other")
"""Kinds of themes, in the order of the chain; ranks are within a kind."""


@verb.command("analyse")
@click.argument("dossier", type=click.Path(path_type=Path))
@click.option("--as-of", default=None, type=usage.Day())
@click.option("--seed", default=1, show_default=True)
@click.option("--on", default=None, metavar="PLACE")
@click.option("--positions", is_flag=True)
@click.option("--cross", multiple=True, metavar="KEY,KEY")
@reporting
def command(
    console: Console,
    dossier: Path,
    as_of: dt.date | None,
    seed: int,
    on: str | None,
    positions: bool,
    cross: tuple[str, ...],
) -> None:
    """Count participants, statements, votes, groups, common ground, themes, coverage, next."""
    from vestibule.api import analysis
    from vestibule.dossier import packages

    with console.step(console.words("reading", path=str(dossier))):
        found = analysis.analyse(
            packages.read(dossier),
            as_of=as_of,
            seed=seed,
            on=on,
            place=positions or None,
            cross=crossed.asked(cross),
        )
        long = opinions.long(console, found)
    for line in long:
        console.tell(line)
    with console.step(console.words("analysing")):
        data = found.to_dict() if console.as_json else {}
        text = "" if console.as_json else "\n".join(told(console, found))
    console.result(data, text)


def told(console: Console, found: Analysis) -> list[str]:
    """Return what to print of an analysis, a line each."""
    title, _ = Catalogue(console.lang).chosen(found.dossier.process.titles)
    lines = [title]
    if found.dossier.process.fictitious:
        lines.append(console.words("analyse.fictitious"))
    return [
        *lines,
        *day(console, found),
        heard(console, found),
        *opinions.lines(console, found),
        *themes(console, found),
        *unread(console, found),
        *ground(console, found),
        *crossed.lines(console, found),
        *weights.lines(console, found),
        *priorities(console, found),
        *gaps(console, found),
        *next_gatherings(console, found),
        *audits.lines(console, found),
        console.words("analyse.hash", sha256=found.sha256),
        console.words("analyse.team"),
    ]


def day(console: Console, found: Analysis) -> list[str]:
    """Return of which day it is, and what carries no day and counts all the same."""
    if found.as_of is None:
        return []
    return [
        console.words("analyse.as_of", day=str(found.as_of)),
        *(
            console.words(f"analyse.undated.{name}", n=n)
            for name, n in found.undated.items()
        ),
    ]


def heard(console: Console, found: Analysis) -> str:
    """Return how many gatherings, attendances and distinct people."""
    total, say = found.heard.total, console.words
    return ", ".join(
        [
            say("analyse.gatherings", n=total.gatherings),
            say("analyse.attendances", n=total.attendances),
            people(console, total.people_low, total.people_high),
        ]
    )


def people(console: Console, low: int, high: int) -> str:
    """Return how many distinct people: a number only where it is certain."""
    if low == high:
        return console.words("analyse.people", n=low)
    return console.words("analyse.people_between", low=low, high=high)


def themes(console: Console, found: Analysis) -> Iterator[str]:
    """Give the lines on themes, by kind, by the gatherings that named them."""
    from vestibule.api import naming

    words = Catalogue(console.lang)
    names = naming.spoken(found.settled, "codes", "name", console.lang)
    counts = found.themes.counts.sort(
        "gatherings_named", "key", descending=[True, False]
    )
    for kind in KINDS:
        named = [
            row
            for row in counts.filter(kind=kind).iter_rows(named=True)
            if row["gatherings_named"]
        ]
        if named:
            yield console.words(f"analyse.themes.{kind}")
        of_one_parent = len({row["parent"] for row in named}) == 1
        for row in named[:SHOWN]:
            line = console.words(
                "analyse.theme",
                name=names[row["code"]],
                named=row["gatherings_named"],
                heard=row["gatherings_heard"],
            )
            # ranks are among the codes of one parent: elsewhere they would mislead
            if of_one_parent or row["parent"] is None:
                line += f", {words.rank(row['rank_low'], row['rank_high'])}"
            yield line


def unread(console: Console, found: Analysis) -> list[str]:
    """Return how many gatherings no theme was looked for in."""
    n = found.themes.gatherings_unread
    return [console.words("analyse.unread", n=n)] if n else []


def ground(console: Console, found: Analysis) -> Iterator[str]:
    """Give a line for each comparison: of how many statements one can say what."""
    words = Catalogue(console.lang)
    verdicts = found.ground.statements
    for comparison in found.dossier.process.comparisons:
        part = verdicts.filter(comparison=comparison.key)
        met = dict(part["verdict"].value_counts().iter_rows())
        said = [
            console.words(f"analyse.verdicts.{verdict}", n=met[verdict])
            for verdict in crossed.VERDICTS
            if verdict in met
        ]
        if said:
            name, _ = words.chosen(comparison.names)
            yield console.words("analyse.ground", name=name, said=", ".join(said))
    claims = found.ground.claims.height
    if claims:
        yield console.words("analyse.false", n=claims, false=errors(console, found))
        yield from crossed.gathered(console, found)


def errors(console: Console, found: Analysis) -> str:
    """Return how many claims are expected to be wrong, to a tenth."""
    words, false = Catalogue(console.lang), found.ground.expected_false
    if round(false, 1) > 0:
        return words.number(false, 1)
    return console.words("analyse.hardly", n=words.number(0.1, 1))


def priorities(console: Console, found: Analysis) -> Iterator[str]:
    """Give the people's order, where there were ballots."""
    order = found.priorities.order
    if order.is_empty():
        return
    from vestibule.api import naming

    words = Catalogue(console.lang)
    names = naming.spoken(found.settled, "findings", "words", console.lang)
    yield console.words(
        "analyse.priorities",
        n=found.priorities.ballots,
        gatherings=found.priorities.gatherings,
    )
    for row in order.head(SHOWN).iter_rows(named=True):
        yield console.words(
            "analyse.priority",
            name=names[row["finding"]],
            rank=words.rank(row["rank_low"], row["rank_high"]),
        )


def next_gatherings(console: Console, found: Analysis) -> Iterator[str]:
    """Give a line for each group to hear next, where something waits for it."""
    from vestibule.api.gaps import group_names, said

    words = Catalogue(console.lang)
    names = group_names(found.dossier.process, words)
    comparisons = {
        one.key: said(one.names, words, one.key)
        for one in found.dossier.process.comparisons
    }
    order = found.next_gatherings
    if order.is_empty():
        return
    yield console.words("analyse.next")
    for row in order.head(SHOWN).iter_rows(named=True):
        waiting = console.words("analyse.waiting", n=row["statements"])
        yield console.words(
            "analyse.next_group",
            n=row["gatherings"],
            name=names[row["comparison"], row["group"]],
            comparison=comparisons[row["comparison"]],
            waiting=waiting,
        )


def gaps(console: Console, found: Analysis) -> list[str]:
    """Return the lines on who was not heard."""
    from vestibule.api.gaps import Sentences

    missing = found.heard.gaps
    say = Sentences(found.settled, console.lang)
    lines = [console.words("analyse.gaps", n=len(missing))]
    lines += [f"  {say(gap)}" for gap in missing[:SHOWN]]
    if len(missing) > SHOWN:
        lines.append(console.words("analyse.more", n=len(missing) - SHOWN))
    return lines
