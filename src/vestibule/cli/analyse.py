"""`vestibule analyse`: what was heard, counted honestly."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import rich_click as click

from vestibule.api import analysis
from vestibule.api.analysis import Analysis
from vestibule.api.gaps import Sentences
from vestibule.cli.console import Console, reporting
from vestibule.dossier import packages
from vestibule.words import Catalogue

SHOWN = 12
"""Lines of one kind that are printed; `--json` has them all."""


@click.command("analyse")
@click.argument("dossier", type=click.Path(path_type=Path))
@click.option(
    "--as-of",
    default=None,
    type=click.DateTime(["%Y-%m-%d"]),
    help="Of that day, as known now.",
)
@click.option("--seed", default=analysis.SEED, help="Of what is drawn again.")
@click.option(
    "--on",
    default=None,
    metavar="PLACE",
    help="Count votes on a Dask cluster: local:2, or tcp://host:port.",
)
@reporting
def command(
    console: Console,
    dossier: Path,
    as_of: dt.datetime | None,
    seed: int,
    on: str | None,
) -> None:
    """Count participants, statements, votes, groups, agreement, themes, coverage.

    For the team: nothing here is cleared for publication.
    """
    with console.step(console.words("analysing")):
        found = analysis.analyse(
            packages.read(dossier),
            as_of=None if as_of is None else as_of.date(),
            seed=seed,
            on=on,
        )
        data = found.to_dict() if console.as_json else {}
        text = "" if console.as_json else "\n".join(told(console, found))
    console.result(data, text)


def told(console: Console, found: Analysis) -> list[str]:
    """Return what to print of an analysis, a line each."""
    words = Catalogue(console.lang)
    heard = found.heard.total
    title, _ = words.chosen(found.dossier.process.titles)
    lines = [
        title,
        ", ".join(
            [
                console.words("analyse.gatherings", n=heard.gatherings),
                console.words("analyse.attendances", n=heard.attendances),
                people(console, heard.people_low, heard.people_high),
            ]
        ),
    ]
    lines += [*opinions(console, found), *themes(console, words, found)]
    lines += [*ground(console, found), *gaps(console, found)]
    return [*lines, console.words("analyse.hash", sha256=found.sha256)]


def people(console: Console, low: int, high: int) -> str:
    """Return how many distinct people: a number only where it is certain."""
    if low == high:
        return console.words("analyse.people", n=low)
    return console.words("analyse.people_between", low=low, high=high)


def opinions(console: Console, found: Analysis) -> list[str]:
    """Return the lines on votes and groups."""
    said = found.opinions
    if said is None:
        return []
    return [
        console.words(
            "analyse.votes",
            participants=said.n_participants,
            statements=found.dossier.current("statements").height,
            votes=said.n_votes,
        ),
        console.words("analyse.groups", n=said.k),
    ]


def themes(console: Console, words: Catalogue, found: Analysis) -> list[str]:
    """Return the lines on themes, by the gatherings that named them."""
    counts = found.themes.counts.filter(pl.col("gatherings_named") > 0)
    if counts.is_empty():
        return []
    names = dict(found.dossier.current("codes").select("id", "name").iter_rows())
    ordered = counts.sort("gatherings_named", "key", descending=[True, False])
    return [
        console.words("analyse.themes"),
        *(
            console.words(
                "analyse.theme",
                name=names[row["code"]],
                named=row["gatherings_named"],
                heard=row["gatherings_heard"],
                rank=words.rank(row["rank_low"], row["rank_high"]),
            )
            for row in ordered.head(SHOWN).iter_rows(named=True)
        ),
    ]


def ground(console: Console, found: Analysis) -> list[str]:
    """Return one line for each comparison: how many statements are common ground."""
    lines = []
    for (key,), part in found.agreement.verdicts.group_by(
        "comparison", maintain_order=True
    ):
        shared = part.filter(pl.col("verdict") == "common_ground").height
        line = console.words("analyse.ground", n=shared, of=part.height)
        lines.append(f"{line} ({key})")
    return lines


def gaps(console: Console, found: Analysis) -> list[str]:
    """Return the lines on who was not heard."""
    missing = found.heard.gaps
    say = Sentences(found.dossier, console.lang)
    shown = [f"  {say(gap)}" for gap in missing[:SHOWN]]
    return [console.words("analyse.gaps", n=len(missing)), *shown]
