"""What `vestibule analyse` says of its own results."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from vestibule.cli.console import Console
from vestibule.words import Catalogue

if TYPE_CHECKING:
    from vestibule.api.analysis import Analysis
    from vestibule.understand.audits import AuditResult

SHOWN = 6
"""Claims that hang on something, and fragile ones, that are printed."""

UNSAID = ("not-published", "nobody-published", "no-votes")
"""Limits that are not printed: nothing was asked, or it was said already."""


def lines(console: Console, found: Analysis) -> list[str]:
    """Return the lines on audits: none names a person."""
    told = found.audits
    say = console.words
    names = _names(console, found)
    limits = [
        say(f"analyse.audits.limits.{code}")
        for code in told.limits
        if code not in UNSAID
    ]
    inside = [
        *_random(console, told),
        *_carried(console, told, names),
        *_undone(console, told, names),
        *_seen(console, told),
        *_active(console, told),
        *limits,
    ]
    if told.receipt is not None:
        inside.append(say("analyse.audits.receipt", sha256=told.receipt.sha256))
    return [say("analyse.audits.title"), *(f"  {line}" for line in inside)]


def _names(console: Console, found: Analysis) -> Mapping[tuple[str, ...], str]:
    """Return what to call comparisons, and the groups of each."""
    words = Catalogue(console.lang)
    names: dict[tuple[str, ...], str] = {}
    for one in found.dossier.process.comparisons:
        names[one.key,] = words.chosen(one.names)[0] or one.key
        for group in one.groups:
            names[one.key, group.key] = words.chosen(group.names)[0] or group.key
    return names


def _random(console: Console, told: AuditResult) -> Iterator[str]:
    words = Catalogue(console.lang)
    rates = {
        row["rule"]: words.number(1000 * row["rate"])
        for row in told.nulls.filter(drawn="people").iter_rows(named=True)
    }
    if rates:
        yield console.words("analyse.audits.random", **rates)


def _carried(
    console: Console, told: AuditResult, names: Mapping[tuple[str, ...], str]
) -> Iterator[str]:
    words = Catalogue(console.lang)
    numbers = told.steadiness.select("kind", "carried", "claims")
    sums = numbers.group_by("kind", maintain_order=True).sum()
    for kind, n, claims in sums.iter_rows():
        if claims:
            yield console.words(f"analyse.audits.{kind}", n=n, claims=claims)
    changed = [row for row in told.carriers.to_dicts() if row["changes"] != "won"]
    for row in changed[:SHOWN]:
        without = row["sure_without"]
        yield "  " + console.words(
            f"analyse.audits.{row['changes']}",
            statement=row["key"],
            comparison=names.get((row["comparison"],), row["comparison"]),
            name=row["name"],
            sure=words.number(100 * row["sure"]),
            without="" if without is None else words.number(100 * without),
        )


def _undone(
    console: Console, told: AuditResult, names: Mapping[tuple[str, ...], str]
) -> Iterator[str]:
    for row in told.flips.filter("fragile").head(SHOWN).iter_rows(named=True):
        comparison, group = row["comparison"], row["extra_in"]
        yield console.words(
            "analyse.audits.fragile",
            n=row["extra"],
            statement=row["key"],
            comparison=names.get((comparison,), comparison),
            group=names.get((comparison, group), group),
            heard=row["heard"],
        )


def _seen(console: Console, told: AuditResult) -> Iterator[str]:
    looked = {
        "copies": None if "short-rows" in told.limits else told.copies["flagged"].sum(),
        "waves": None if "no-moments" in told.limits else told.waves["flagged"].sum(),
        "over": told.sittings["over"].sum() if told.sittings.height else None,
    }
    for name, n in looked.items():
        if n is not None:
            yield console.words(f"analyse.audits.{name}", n=int(n))


def _active(console: Console, told: AuditResult) -> Iterator[str]:
    if told.activity.is_empty():
        return
    row = max(told.activity.to_dicts(), key=lambda one: abs(one["rho"]))
    words = Catalogue(console.lang)
    rho, low, high = (words.number(row[name], 2) for name in ("rho", "low", "high"))
    kind = "active" if row["strong"] else "calm"
    yield console.words(f"analyse.audits.{kind}", rho=rho, low=low, high=high)
