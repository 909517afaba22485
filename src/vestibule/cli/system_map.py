"""`vestibule map`: what leads to what, as people told it?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
import rich_click as click

from vestibule.cli import verb
from vestibule.cli.console import Console, reporting
from vestibule.words import Catalogue

if TYPE_CHECKING:
    from vestibule.api.maps import MapWork
    from vestibule.understand.maps import Chain, Differences, Trace

SHOWN = 8
"""Lines of each list that are printed; `--json` has them all."""


@verb.command("map")
@click.argument("dossier", type=click.Path(path_type=Path))
@click.option("--out", default=None, type=click.Path(path_type=Path))
@click.option("--export", default=None, type=click.Path(path_type=Path))
@click.option("--from", "start", default=None)
@click.option("--to", "end", default=None)
@click.option("--steps", default=None, type=click.IntRange(min=1, max=10))
@reporting
def command(console: Console, dossier: Path, **asked: Any) -> None:
    """Print the map for the team; ``--out`` draws what may be published."""
    from vestibule.api import maps

    start, end = asked["start"], asked["end"]
    if (start is None) != (end is None):
        missing = "--to" if end is None else "--from"
        raise click.UsageError(
            Catalogue(console.lang)("cli.usage.missing", name=missing)
        )
    with console.step(console.words("analysing")):
        work = maps.opened(dossier, lang=console.lang)
        if start is None:
            told, lines = work.to_dict(), list(_told(console, work))
        else:
            trace = work.trace(start, end, bound=asked["steps"])
            told, lines = work.traced(trace), list(_traced(console, work, trace))
    paths = _written(work, asked["out"], asked["export"])
    if paths:
        names = [str(path) for path in paths]
        told["written"] = names
        lines.append(_say(console, "team.written", paths=", ".join(names)))
    console.result(told, "\n".join(lines))
    console.tell(_say(console, "team.private"))


def _written(work: MapWork, out: Path | None, export: Path | None) -> list[Path]:
    from vestibule.inform import writing

    paths: list[Path] = []
    if out is not None:
        page = work.page(today=datetime.now(UTC).date())
        paths += writing.write(page, out)
    if export is not None:
        paths += work.export(export)
    return paths


def _say(console: Console, key: str, /, **params: object) -> str:
    return Catalogue(console.speaks)(f"map.{key}", **params)


def _told(console: Console, work: MapWork) -> Iterator[str]:
    """Give the map in words, the surest first, then what cannot be said."""
    found = work.system
    if not found.links.is_empty():
        yield _say(
            console,
            "team.head",
            factors=found.factors.height,
            links=found.links.height,
            citations=int(found.links["citations"].sum()),
            sources=found.claims["source"].drop_nulls().n_unique(),
        )
        yield _say(console, "team.kinds", **found.kinds)
        yield _say(console, "team.incoherence", share=100 * (found.incoherence or 0))
        yield from _links(console, work)
        yield from _loops(console, work)
        yield from _roles(console, work)
        yield from _levers(console, work)
        yield from _merges(console, work)
        for one in work.differences:
            yield from _differences(console, work, one)
    for code in found.limits:
        yield _say(
            console,
            f"limits.{code}",
            floor=found.loop_floor,
            bound=found.settings.loop_bound,
            folded=found.folded,
        )


def _cut(console: Console, lines: Sequence[str]) -> Iterator[str]:
    yield from lines[:SHOWN]
    if len(lines) > SHOWN:
        yield _say(console, "team.more", n=len(lines) - SHOWN)


def _links(console: Console, work: MapWork) -> Iterator[str]:
    ways = {1: "more", -1: "less", 0: "unclear"}
    rows = work.system.links.sort(
        "sources", "cause", "effect", descending=[True, False, False]
    )
    lines = []
    for row in rows.iter_rows(named=True):
        line = _say(
            console,
            "team.link",
            cause=work.names[row["cause"]],
            does=_say(console, f"does.{ways[row['sign']]}"),
            effect=work.names[row["effect"]],
            sources=row["sources"],
            citations=row["citations"],
            gatherings=row["gatherings"],
        )
        against = min(row["more"], row["less"])
        if against:
            line += _say(console, "team.against", n=against)
        lines.append(line)
    yield _say(console, "team.links")
    yield from _cut(console, lines)


def _loops(console: Console, work: MapWork) -> Iterator[str]:
    found = work.system
    if not found.loops:
        return
    bound = found.settings.loop_bound
    yield _say(console, "team.loops", n=len(found.loops), bound=bound)
    lines = [
        _say(
            console,
            "team.loop",
            words=_chain(console, work, (*one.factors, one.factors[0]), one.signs),
            turn=_say(console, f"turn.{one.kind}"),
            whole=_whole(console, one),
        )
        for one in found.loops
    ]
    yield from _cut(console, lines)


def _chain(
    console: Console, work: MapWork, factors: Sequence[str], signs: Sequence[int]
) -> str:
    """Return links one after another as one sentence without its end."""
    ways = {1: "more", -1: "less", 0: "unclear"}
    words = Catalogue(console.speaks)
    names = [words.quoted(work.names[one]) for one in factors]
    text = _say(console, f"chain.{ways[signs[0]]}", cause=names[0], effect=names[1])
    for sign, name in zip(signs[1:], names[2:], strict=True):
        text += _say(console, f"chain.then_{ways[sign]}", effect=name)
    return text


def _whole(console: Console, one: Chain) -> str:
    if one.assembled:
        said = _say(console, "assembled")
    else:
        said = _say(console, "team.whole", n=len(one.tellers))
    return said + _say(console, "team.weakest", n=one.weakest)


def _roles(console: Console, work: MapWork) -> Iterator[str]:
    words = Catalogue(console.speaks)
    for role, column in (("driver", "as_cause"), ("outcome", "as_effect")):
        rows = work.system.factors.filter(role=role).sort(
            column, "factor", descending=[True, False]
        )
        if not rows.is_empty():
            names = words.some([work.names[one] for one in rows["factor"]], SHOWN)
            yield _say(console, f"team.{role}s", names=names)


def _levers(console: Console, work: MapWork) -> Iterator[str]:
    words, lines = Catalogue(console.speaks), []
    for row in work.leverage.iter_rows(named=True):
        why = [
            _say(console, f"lever.{name}", n=row[name])
            for name in ("loops", "acts_on")
            if row[name]
        ]
        lines.append(
            _say(
                console,
                "team.lever",
                name=work.names[row["factor"]],
                why=words.joined(why),
                state=_say(console, f"team.{row['state']}"),
                objections=row["objections"],
            )
        )
    if lines:
        yield _say(console, "team.levers")
        yield from _cut(console, lines)


def _merges(console: Console, work: MapWork) -> Iterator[str]:
    lines = []
    for row in work.merges.iter_rows(named=True):
        line = _say(
            console,
            "team.merge",
            factor=work.names[row["factor"]],
            into=work.names[row["into"]],
            alike=100 * row["alike"],
        )
        if row["reason"] == "names-contrary":
            line += _say(console, "team.opposite")
        lines.append(line)
    if lines:
        yield _say(console, "team.merges", n=len(lines))
        yield from _cut(console, lines)
    pairs = work.disputed.select("factor", "into").unique().height
    if pairs:
        yield _say(console, "team.disputed", n=pairs)


def _differences(console: Console, work: MapWork, found: Differences) -> Iterator[str]:
    words, by = Catalogue(console.speaks), _say(console, f"team.{found.by}")
    if found.limits:
        return
    rows = found.rows.filter(pl.col("differs"))
    lines = [
        _say(
            console,
            "team.difference",
            group=work.names[row["group"]],
            cause=work.names[row["cause"]],
            effect=work.names[row["effect"]],
            low=100 * row["low"],
            high=100 * row["high"],
            **{
                name: row[name]
                for name in ("told", "of", "told_elsewhere", "of_elsewhere")
            },
        )
        for row in rows.iter_rows(named=True)
    ]
    key = "team.differences" if lines else "team.no_difference"
    yield _say(console, key, by=by, n=len(lines), error=100 * found.error)
    yield from _cut(console, lines)
    if found.too_few:
        names = words.some([work.names[one] for one in found.too_few], SHOWN)
        yield _say(console, "team.too_few", by=by, names=names)


def _traced(console: Console, work: MapWork, found: Trace) -> Iterator[str]:
    """Give the ways from one factor to another, and what they bear."""
    start, end = work.names[found.starts[0]], work.names[found.ends[0]]
    yield _say(console, "trace.title", start=start, end=end, bound=found.bound)
    if not found.paths:
        yield _say(console, "trace.no-path")
        return
    if found.assembled:
        yield _say(console, "trace.assembled")
    else:
        yield _say(console, "trace.threads", n=len(found.threads))
    yield _say(console, "trace.robust", n=found.at_most)
    if found.exact is not None:
        yield _say(console, "trace.exact", n=found.exact)
    lines = [
        _say(
            console,
            "trace.path",
            words=_chain(console, work, one.factors, one.signs),
            whole=_whole(console, one),
        )
        for one in found.paths
    ]
    yield from _cut(console, lines)
    for code in found.limits:
        yield _say(console, f"trace.{code}")
