"""`vestibule themes`: which themes, read how surely, and what is still missing?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

from vestibule.cli import usage, verb
from vestibule.cli.analyse import KINDS
from vestibule.cli.console import Console, reporting
from vestibule.words import Catalogue

if TYPE_CHECKING:
    from vestibule.api.coding import Coding

SHOWN = 6
"""Lines of one kind that are printed; `--json` has them all."""

EXPECTED_FROM = 10
"""Further gatherings of which is said how many new themes to expect."""


@verb.command("themes")
@click.argument("dossier", type=click.Path(path_type=Path))
@click.option("--kind", type=click.Choice(KINDS), default=None)
@click.option("--as-of", default=None, type=usage.Day())
@click.option("--seed", default=1, show_default=True)
@reporting
def command(
    console: Console,
    dossier: Path,
    kind: str | None,
    as_of: dt.date | None,
    seed: int,
) -> None:
    """Print themes by gathering, codebook, coders, what is new, what looks alike."""
    from vestibule.api import analysis
    from vestibule.api.coding import Coding
    from vestibule.cli import analyse
    from vestibule.dossier import packages

    with console.step(console.words("analysing")):
        found = analysis.analyse(packages.read(dossier), as_of=as_of, seed=seed)
        coded = Coding(dossier=found.dossier, seed=seed, kind=kind, as_of=as_of)
        data = coded.to_dict(console.lang) if console.as_json else {}
        counted = [] if console.as_json else list(analyse.themes(console, found))
        lines = [] if console.as_json else list(told(console.lang, coded))
    console.result(data, "\n".join([*counted, *lines]))
    console.tell(Catalogue(console.lang)("themes.limits.team"))


def told(lang: str, coded: Coding) -> Iterator[str]:
    """Give everything beside the counts, a line each."""
    words, names = Catalogue(lang), names_of(coded, lang)
    if coded.counts.gatherings_unread:
        yield words("themes.unread", n=coded.counts.gatherings_unread)
    yield from codebook(words, coded, names)
    yield from coders(words, coded, names)
    yield from new(words, coded, names)
    yield from together(words, coded, names)
    yield from alike(words, coded, names)


def names_of(coded: Coding, lang: str) -> dict[str, str]:
    """Return what to call each theme, by its key."""
    from vestibule.api import naming

    said = naming.spoken(coded.settled, "codes", "name", lang)
    words = Catalogue(lang)
    codes = coded.codebook.codes.select("key", "code").iter_rows()
    return {key: words.quoted(said[code]) for key, code in codes}


def codebook(words: Catalogue, coded: Coding, names: dict[str, str]) -> Iterator[str]:
    """Give the last version, what it changed, and what is wrong with the codebook."""
    found = coded.codebook
    last = found.versions.tail(1).to_dicts()
    for row in last:
        version = row["version"] or words("themes.no_version")
        yield words("themes.codebook", version=version, codes=row["codes"])
        changes = found.changes.filter(version=row["version"]).to_dicts()
        if changes:
            yield words("themes.changes.title")
        yield from _changes(words, changes, names)
    for code, keys in found.named_problems:
        yield words(f"themes.problems.{code}", keys=keys)


def _changes(
    words: Catalogue, changes: list[dict[str, Any]], names: dict[str, str]
) -> Iterator[str]:
    added = [_called(words, names, c["key"]) for c in changes if c["change"] == "added"]
    if added:
        yield words("themes.changes.added", names=words.some(added))
    for row in changes:
        if row["change"] != "added":
            called = {
                end: words.joined(_called(words, names, one) for one in row[end])
                or words("themes.changes.top")
                for end in ("before", "after")
            }
            name = _called(words, names, row["key"])
            yield words(f"themes.changes.{row['change']}", name=name, **called)


def _called(words: Catalogue, names: dict[str, str], said: str) -> str:
    """Return the name of a theme; a key that is gone, or a former name, as it was."""
    return names.get(said) or words.quoted(said)


def coders(words: Catalogue, coded: Coding, names: dict[str, str]) -> Iterator[str]:
    """Give how alike coders read: over all, by pair, where least, what is open."""
    found = coded.reliability
    row = found.overall.row(0, named=True)
    yield words("themes.coders.title")
    if row["alpha"] is not None:
        key = "overall" if row["low"] is not None else "overall_bare"
        yield words(f"themes.coders.{key}", **_said(words, row))
        yield from _pairs(words, coded)
        yield from _lowest(words, coded, names)
    if found.adjudicated:
        yield words("themes.coders.adjudicated", n=found.adjudicated)
    if n := len(found.disputed):
        called = coded.references()
        open_ = sorted(called[one] for one in found.disputed["excerpt"])
        yield words("themes.coders.disputed", n=n, names=words.some(open_))
    limits = {"few-gatherings": "few-gatherings-read"}
    told = {limits.get(code, code) for code in (*found.limits, row["limit"]) if code}
    yield from (f"  {_limit(words, code)}" for code in sorted(told))


def _pairs(words: Catalogue, coded: Coding) -> Iterator[str]:
    pairs = coded.reliability.pairs
    whole = pairs.filter(pairs["code"].is_null() & pairs["alpha"].is_not_null())
    if len(whole) > 1:
        for row in whole.sort("alpha").head(SHOWN).iter_rows(named=True):
            yield words("themes.coders.pair", **_said(words, row))


def _lowest(words: Catalogue, coded: Coding, names: dict[str, str]) -> Iterator[str]:
    codes = coded.reliability.codes
    known = codes.filter(codes["low"].is_not_null()).sort("alpha", "key")
    if not known.is_empty():
        yield words("themes.coders.lowest")
    for row in known.head(SHOWN).iter_rows(named=True):
        said = _said(words, row) | {"name": names[row["key"]]}
        yield "  " + words("themes.coders.code", **said)
    few = codes.filter(codes["limit"].is_not_null() & (codes["put"] > 0)).height
    if few:
        yield words("themes.coders.few", n=few)


def _said(words: Catalogue, row: dict[str, Any]) -> dict[str, Any]:
    """Return a row with its measures of agreement written out."""
    ends = {
        name: words.number(row[name], 2)
        for name in ("alpha", "low", "high")
        if row[name] is not None
    }
    return {**row, **ends}


def new(words: Catalogue, coded: Coding, names: dict[str, str]) -> Iterator[str]:
    """Give whether anything new comes up: over all, then by place and profile."""
    found, rows = coded.saturation, coded.heard(words.wanted)
    kind = "" if coded.kind is None else words(f"themes.kinds.{coded.kind}")
    yield words(f"themes.new.title{'_kind' if kind else ''}", kind=kind)
    yield from _over_all(words, rows[0])
    if len(found.unnamed):
        unnamed = [names[key] for key in found.unnamed["key"]]
        yield words("themes.new.unnamed", names=words.some(unnamed))
    for row in rows[1:]:
        if row["limit"] is None:
            yield _of_one(words, row)
    few = [row["name"] for row in rows[1:] if row["limit"] is not None]
    if few and rows[0]["limit"] is None:
        yield words("themes.new.few", n=len(few), names=words.joined(few))
    yield from (f"  {_limit(words, code)}" for code in found.limits)


def _over_all(words: Catalogue, row: dict[str, Any]) -> Iterator[str]:
    if row["gatherings"]:
        yield words("themes.new.heard", **row)
    if row["since_new"] is not None:
        yield words("themes.new.since", n=row["since_new"])
    if row["limit"] is None:
        ends = {
            end: words.number(EXPECTED_FROM * row[f"next_new_{end}"], 1)
            for end in ("low", "high")
        }
        yield words("themes.new.next", **ends)
        yield words("themes.new.least", n=row["unheard_low"])


def _of_one(words: Catalogue, row: dict[str, Any]) -> str:
    since = words("themes.new.by_undated")
    if row["since_new"] is not None:
        since = words("themes.new.by_since", n=row["since_new"])
    least = words("themes.new.by_least", n=row["unheard_low"])
    return words("themes.new.by", **{**row, "since": since, "least": least})


def together(words: Catalogue, coded: Coding, names: dict[str, str]) -> Iterator[str]:
    """Give the themes that come up together more often than by chance."""
    found = coded.together
    lines = [
        words(
            f"themes.together.{unit}",
            first=names[row["first_key"]],
            second=names[row["second_key"]],
            both=row["both"],
            expected=words.number(row["expected"], 1),
        )
        for unit, rows in (
            ("excerpt", found.in_excerpts),
            ("gathering", found.in_gatherings),
        )
        for row in rows.filter("together").head(SHOWN).iter_rows(named=True)
    ]
    if lines:
        yield words("themes.together.title")
    elif found.pairs_in_gatherings:
        yield words("themes.together.none")
    yield from lines


def alike(words: Catalogue, coded: Coding, names: dict[str, str]) -> Iterator[str]:
    """Give what looks alike, as suggestions."""
    found, called = coded.suggestions, coded.references()
    if not found.compared and found.codes.is_empty():
        return
    yield words("themes.alike.title")
    for row in found.codes.head(SHOWN).iter_rows(named=True):
        first, second = (names[row[key]] for key in ("first_key", "second_key"))
        yield words("themes.alike.codes", first=first, second=second)
    pairs = [
        f"{called[first]} ~ {called[second]}"
        for first, second in found.excerpts.select("first", "second").iter_rows()
    ]
    if pairs:
        yield words("themes.alike.excerpts", n=len(pairs), names=words.some(pairs))
    if found.codes.is_empty() and not pairs:
        yield words("themes.alike.none")
    if found.left_out:
        yield words("themes.alike.left_out", n=found.left_out)


def _limit(words: Catalogue, code: str) -> str:
    from vestibule.understand.coding import limits
    from vestibule.understand.saturation.limits import LEAST_GATHERINGS

    return words(
        f"themes.limits.{code}",
        units=limits.FEW_UNITS,
        put=limits.FEW_PUT,
        clusters=limits.FEW_CLUSTERS,
        least=LEAST_GATHERINGS,
    )
