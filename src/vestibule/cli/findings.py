"""`vestibule findings`: on what each finding rests, and who validated which words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
import rich_click as click

from vestibule.cli import usage, verb
from vestibule.cli.console import Console, reporting
from vestibule.words import Catalogue

if TYPE_CHECKING:
    from vestibule.agree.validation.report import ValidationReport
    from vestibule.api.analysis import Analysis


@verb.command("findings")
@click.argument("dossier", type=click.Path(path_type=Path))
@click.option("--as-of", default=None, type=usage.Day())
@reporting
def command(console: Console, dossier: Path, as_of: dt.date | None) -> None:
    """Print each finding, its evidence, its validation, and who contests it."""
    from vestibule.api import agreed, analysis
    from vestibule.dossier import packages

    with console.step(console.words("analysing")):
        found = analysis.analyse(packages.read(dossier), as_of=as_of)
        told = agreed.of_findings(found.validation, found.settled)
    console.result(told, "\n".join(lines(found, console.lang)))
    console.tell(Catalogue(console.lang)("agreed.findings.team"))


def lines(found: Analysis, lang: str) -> Iterator[str]:
    """Give the declared rules, then each finding, then the places never heard."""
    words, report = Catalogue(lang), found.validation
    standing = report.standing.findings
    if standing.is_empty():
        yield words("agreed.findings.none")
        return
    validations = report.standing.rows.height + report.standing.earlier.height
    yield words("agreed.findings.title", n=standing.height, validations=validations)
    yield from declared(words, report)
    teller = Teller(found, lang)
    for row in standing.iter_rows(named=True):
        yield from teller.finding(row)
    if teller.never:
        yield words("agreed.findings.never", names=teller.never)
    if report.unclear:
        yield words("agreed.findings.unclear", n=report.unclear)


def declared(words: Catalogue, report: ValidationReport) -> Iterator[str]:
    """Give the rules by which a finding is local, regional or national."""
    rules = report.rules
    yield words(
        "agreed.findings.rules",
        regions=max(rules.national_regions, 2),
        share=round(rules.region_share * 100),
        places=rules.regional_places,
    )
    if rules.national_share:
        share = round(rules.national_share * 100)
        yield words("agreed.findings.rules_share", share=share)
    if rules.regions_against is not None:
        yield words("agreed.findings.rules_against", n=rules.regions_against)


class Teller:
    """Tells findings in one language."""

    def __init__(self, found: Analysis, lang: str) -> None:
        from vestibule.api import agreed, naming

        self.report = found.validation
        self.words = Catalogue(lang)
        self.called = agreed.parties(found.settled, lang)
        self.called |= naming.profiles_by_key(found.settled, self.words)
        self.said = naming.spoken(found.settled, "findings", "words", lang)
        silent = self.report.silent.filter(pl.col("why") == "nobody")
        self.never = [self.name(key) for key in silent["place_key"].unique().sort()]

    def name(self, key: str) -> str:
        """Return what to call a place, profile or gathering."""
        return self.called.get(key, key)

    def __call__(self, sentence: str, /, **params: object) -> str:
        """Return a sentence about findings."""
        return self.words(f"agreed.findings.{sentence}", **params)

    def finding(self, row: dict[str, Any]) -> Iterator[str]:
        """Give one finding: words, reach, evidence, who contests, who is silent."""
        yield self("line", key=row["key"], words=self.said[row["finding"]])
        yield self.held(row)
        if row["earlier"]:
            yield self("earlier", n=row["earlier"], version=row["version"])
        if row["overstated"] and row["gatherings"]:
            yield self("overstated", stated=self(f"scope.{row['scope_stated']}"))
        yield from self.evidence(row["finding"])
        yield from self.contested(row["finding"])
        yield from self.splits(row["finding"])
        yield from self.silent(row)

    def held(self, row: dict[str, Any]) -> str:
        """Return what gatherings said of its present words, and how far it holds."""
        if not row["gatherings"]:
            return self("draft")
        scope = self(f"scope.{row['scope'] or 'none'}")
        if row["why_not"]:
            scope += f" ({self('why_not.' + row['why_not'])})"
        return self(
            "said",
            status=self(f"status.{row['status']}"),
            held=row["held"],
            n=row["gatherings"],
            rejected=row["against"],
            divided=row["divided"],
            regions=row["regions_held"],
            asked=row["regions_asked"],
            scope=scope,
        )

    def evidence(self, finding: str) -> Iterator[str]:
        """Give what is cited for it, and what against."""
        rows = self.report.evidence.filter(pl.col("finding") == finding)
        for stance in ("for", "against"):
            side = rows.filter(pl.col("stance") == stance).iter_rows(named=True)
            parts = [
                self("part", **{**row, "kind": self(f"kind.{row['kind']}")})
                for row in side
            ]
            key, name = "evidence" if parts else "no_evidence", self(f"stance.{stance}")
            yield self(key, stance=name, parts=", ".join(parts))

    def contested(self, finding: str) -> Iterator[str]:
        """Give who contests it, in words where these may be quoted."""
        rows = self.report.contested.filter(pl.col("finding") == finding)
        for row in rows.iter_rows(named=True):
            words = (
                self(f"kept.{row['kept']}")
                if row["kept"]
                else self.words.quoted(row["words"])
            )
            if not row["on_current"]:
                words += self("version", version=row["version"])
            yield self(
                "contested",
                outcome=self(f"outcome.{row['outcome']}"),
                where=self.name(row["region_key"] or "–"),
                who=self.who([row["profile_key"]]),
                words=words,
            )

    def who(self, keys: list[str | None]) -> str:
        """Return the names of profiles; none is a mixed group."""
        names = [self.name(key) for key in keys if key]
        return self.words.joined(names) if names else self("split.mixed")

    def splits(self, finding: str) -> Iterator[str]:
        """Give who stands against whom."""
        rows = self.report.splits.filter(pl.col("finding") == finding)
        for row in rows.iter_rows(named=True):
            yield self(
                f"split.{row['kind']}",
                where=self.name(row["where"] or ""),
                holding=self.who(row["holding"].split()),
                rejecting=self.who(row["rejecting"].split()),
            )

    def silent(self, row: dict[str, Any]) -> Iterator[str]:
        """Give the places that said nothing of it; those never heard stand below."""
        rows = self.report.silent.filter(
            (pl.col("finding") == row["finding"]) & (pl.col("why") != "nobody")
        )
        names = [self.name(key) for key in rows["place_key"]]
        if names and row["gatherings"]:
            yield self("silent", names=names)
