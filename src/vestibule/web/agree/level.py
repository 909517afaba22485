"""How far a finding holds by the declared rules, and what keeps it from the next step."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from vestibule.agree.validation import reach
from vestibule.agree.validation.reach import LEAST_REGIONS
from vestibule.agree.validation.standing import FindingStanding
from vestibule.dossier.process import Decisions
from vestibule.dossier.records import Dossier
from vestibule.web.agree.reading import Names

SCOPES = ("local", "regional", "national")


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One condition of the rules: whether it is met, in words with names."""

    met: bool
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One level: reached, the present one, or not yet, with its conditions."""

    key: str
    state: str
    says: str
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """The levels of a finding."""

    steps: tuple[Step, ...]
    missing: str
    overstated: str


def level(
    settled: Dossier, standing: FindingStanding, finding: str, names: Names
) -> Level:
    """Return how far a finding holds, and why not further, by name."""
    row = standing.findings.filter(finding=finding).row(0, named=True)
    rules = settled.process.decisions
    spoke = standing.rows.filter(finding=finding)
    regions = reach.grouped(spoke, ["region", "region_key"], rules)
    regions = regions.drop_nulls("region_key")
    silent = _silent(settled, regions, names)
    reached = SCOPES.index(row["scope"]) if row["scope"] else -1
    told = {
        "local": _local(row, names),
        "regional": _regional(regions, rules, names),
        "national": tuple(_national(row, regions, rules, silent, names)),
    }
    said = names.words
    spoken = row["gatherings"] > 0
    first = Step(
        key="validation",
        state="there" if spoken else "now",
        says=said("web_agree.level.heard", n=row["gatherings"]),
        conditions=(),
    )
    steps = [
        Step(
            key=scope,
            state="there" if at <= reached else "not_yet",
            says=said(f"web_agree.level.{scope}"),
            conditions=told[scope],
        )
        for at, scope in enumerate(SCOPES)
    ]
    stated = row["scope_stated"] if row["overstated"] else None
    return Level(
        steps=(first, *steps),
        missing=said("web_agree.level.silent", n=len(silent), names=said.some(silent))
        if silent
        else "",
        overstated=said(
            "web_agree.level.overstated", stated=said(f"web_agree.scope.{stated}")
        )
        if stated
        else "",
    )


def _silent(settled: Dossier, regions: pl.DataFrame, names: Names) -> list[str]:
    """Return the regions and camps that said nothing of the present words, by name."""
    heard = set(regions["region_key"])
    places = settled.table("places").filter(pl.col("level") == 1).sort("key")
    keys = places.select("id", "key").iter_rows()
    return [names.place(id_) for id_, key in keys if key not in heard]


def _named(regions: pl.DataFrame, verdict: str, names: Names) -> list[str]:
    rows = regions.filter(pl.col("verdict") == verdict)["region_key"].sort()
    return [names.region(key) for key in rows]


def _local(row: dict[str, object], names: Names) -> tuple[Condition, ...]:
    holds = int(str(row["regions_held"])) > 0
    return (Condition(met=holds, says=names.words("web_agree.level.one_region")),)


def _regional(
    regions: pl.DataFrame, rules: Decisions, names: Names
) -> tuple[Condition, ...]:
    holding = regions.filter(pl.col("verdict") == "holds")["places_held"]
    most = max(holding.to_list(), default=0)
    said = names.words("web_agree.level.places", n=rules.regional_places, most=most)
    return (Condition(met=most >= rules.regional_places, says=said),)


def _national(
    row: dict[str, object],
    regions: pl.DataFrame,
    rules: Decisions,
    silent: list[str],
    names: Names,
) -> list[Condition]:
    said = names.words
    least = max(rules.national_regions, LEAST_REGIONS)
    holding, against = (_named(regions, one, names) for one in ("holds", "rejects"))
    held = len(holding)
    found = [
        Condition(
            met=held >= least,
            says=said("web_agree.level.regions", n=least)
            + " "
            + said("web_agree.level.held_in", n=held, names=said.some(holding)),
        )
    ]
    if rules.national_share > 0:
        share = round(100 * rules.national_share)
        asked = int(str(row["regions_asked"] or 0))
        met = held >= rules.national_share * asked and asked > 0
        text = said("web_agree.level.share", share=share, n=asked, held=held)
        found.append(Condition(met=met, says=text))
    if rules.regions_against is not None:
        met = len(against) <= rules.regions_against
        text = said("web_agree.level.against", n=rules.regions_against)
        found.append(Condition(met=met, says=text))
    if against:
        text = said(
            "web_agree.level.rejected_in", n=len(against), names=said.some(against)
        )
        stops = (
            rules.regions_against is not None and len(against) > rules.regions_against
        )
        found.append(Condition(met=not stops, says=text))
    if held < least and silent:
        text = said("web_agree.level.to_ask", n=len(silent), names=said.some(silent))
        found.append(Condition(met=False, says=text))
    return found
