"""What `vestibule analyse` says of crossings, and of answers spoilt in one place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from vestibule.cli.console import Console
from vestibule.words import Catalogue

if TYPE_CHECKING:
    from vestibule.api.analysis import Analysis
    from vestibule.dossier.process import Comparison

VERDICTS = (
    "common_ground",
    "dividing",
    "not_shared",
    "undecided",
    "method_matters",
    "counted_in_public",
    "not_heard_enough",
)
"""What can be said of a statement in a comparison, from most to least."""

SHOWN = 8
"""Groups not heard enough that are named; `--json` has them all."""


def asked(cross: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """Return the keys of each crossing that was typed.

    >>> asked(["sides,sex"])
    (('sides', 'sex'),)
    """
    from vestibule.dossier.declaring import crossings

    return tuple(crossings.parts(one) for one in cross)


def lines(console: Console, found: Analysis) -> Iterator[str]:
    """Give, for each crossing, what can be said of how many statements, and who is thin."""
    from vestibule.api import crossing
    from vestibule.understand.ground import segments

    words = Catalogue(console.lang)
    crossed = crossing.of(found.settled.process, found.cross)
    for parts in crossed:
        key = segments.of(parts).key
        rows = found.crossed.statements.filter(comparison=key)
        met = dict(rows["verdict"].value_counts().iter_rows())
        said = [
            console.words(f"analyse.verdicts.{verdict}", n=met[verdict])
            for verdict in VERDICTS
            if verdict in met
        ]
        if said:
            names = [words.chosen(one.names)[0] or one.key for one in parts]
            yield words("ground.crossed.title", name=segments.BETWEEN.join(names))
            yield words("ground.crossed.heard", said=", ".join(said))
            yield from thin(words, found, key, parts)


def thin(
    words: Catalogue, found: Analysis, key: str, parts: Sequence[Comparison]
) -> Iterator[str]:
    """Give the groups of a crossing that were not heard enough, the least heard first."""
    import polars as pl

    rows = found.crossed.segments.filter(comparison=key)
    counted = (
        rows.group_by("group", maintain_order=True)
        .agg(pl.col("n").sum(), few=(~pl.col("enough")).sum(), all=pl.len())
        .filter(pl.col("few") > 0)
        .sort("few", "n", "group", descending=[True, False, False])
    )
    if counted.is_empty():
        return
    names = []
    for row in counted.head(SHOWN).iter_rows(named=True):
        why = "nobody" if row["n"] == 0 else "partly"
        because = words(f"ground.crossed.{why}", n=row["few"], all=row["all"])
        group = group_name(words, row["group"], parts)
        names.append(words("ground.crossed.group", group=group, why=because))
    more = counted.height - SHOWN
    if more > 0:
        names.append(words("ground.crossed.more", n=more))
    yield words("ground.crossed.thin", groups=names)
    yield words("ground.crossed.pooled")


def group_name(words: Catalogue, group: str, parts: Sequence[Comparison]) -> str:
    """Return what to call a group of a crossing: those of its comparisons, joined."""
    from vestibule.understand.ground import segments

    named = []
    for key, part in zip(group.split(segments.BETWEEN), parts, strict=True):
        names = next(one.names for one in part.groups if one.key == key)
        named.append(words.chosen(names)[0] or key)
    return segments.BETWEEN.join(named)


def gathered(console: Console, found: Analysis) -> Iterator[str]:
    """Give how many claims would stand if all spoilt answers sat in one small group."""
    words, told = Catalogue(console.lang), found.ground
    claims, stands = told.claims.height, told.standing
    if claims:
        yield words(
            f"ground.gathered.{'all' if stands == claims else 'some'}",
            n=stands,
            claims=claims,
            share=words.number(100 * told.settings.hostile),
        )
