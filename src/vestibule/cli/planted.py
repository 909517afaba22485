"""What does the analysis of a rehearsal say of what was planted in it?"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import polars as pl

from vestibule import rehearsal
from vestibule.act import restitution
from vestibule.api import naming
from vestibule.api.analysis import Analysis
from vestibule.cli.console import Console
from vestibule.dossier import lineage
from vestibule.dossier.gazetteer import Gazetteer
from vestibule.rehearsal import Rehearsal, Score
from vestibule.words import Catalogue


@dataclass(frozen=True, slots=True, kw_only=True)
class Says:
    """What the analysis says of what was planted, by key."""

    priority_order: list[str]
    mention_order: list[str]
    unheard: list[tuple[str, str]]
    nowhere: list[str]
    shared: list[str]
    dividing: list[str]
    split: list[str]
    regional: list[str]
    trust: dict[str, str]
    waiting: list[str]

    @classmethod
    def of(cls, found: Analysis, today: dt.date) -> Says:
        """Read it from the analysis alone, not from the truth."""
        moved = found.trust.changes.filter("whole").select("barometer", "verdict")
        owed = restitution.owed(found.settled, today=today).groups
        late = owed.filter(pl.col("only_with_others") == "assembly")
        findings = found.standing.findings
        keys = dict(found.settled.table("findings").select("code", "key").iter_rows())
        named = found.themes.counts.filter(pl.col("kind") == "obstacle").sort("rank")
        verdicts = found.ground.statements
        places = found.heard.places
        reached = places.filter(standing="consulted")["key"].to_list()
        apart = verdicts.filter(verdict="dividing").sort("gap", descending=True)
        return cls(
            priority_order=found.priorities.order["key"].to_list(),
            mention_order=[keys.get(code, "") for code in named["code"]],
            unheard=[gap for gap in unheard(found) if gap[1] in reached],
            nowhere=places.filter(standing="nobody")["key"].to_list(),
            shared=everywhere(verdicts, "common_ground"),
            dividing=apart["key"].unique(maintain_order=True).to_list(),
            split=found.agreement.methods.filter("split")["key"].unique().to_list(),
            regional=findings.filter(scope="regional")["key"].to_list(),
            trust=dict(moved.iter_rows()),
            waiting=late.filter(state="due")["code"].to_list(),
        )

    def judged(self, made: Rehearsal, found: Analysis) -> Score:
        """Compare with what was planted."""
        total = found.heard.total
        return rehearsal.score(
            made.truth,
            mention_order=self.mention_order,
            priority_order=self.priority_order,
            unheard_groups=self.unheard,
            unreached_places=self.nowhere,
            shared=self.shared,
            dividing=self.dividing[:1],
            people=(total.people_low, total.people_high),
            regional=self.regional,
            trust=self.trust,
            only_in_assembly=self.waiting,
        )


def everywhere(verdicts: pl.DataFrame, verdict: str) -> list[str]:
    """Return the statements with one verdict in every comparison."""
    by_statement = verdicts.group_by("key").agg((pl.col("verdict") == verdict).all())
    return sorted(by_statement.filter("verdict")["key"].to_list())


def unheard(found: Analysis) -> list[tuple[str, str]]:
    """Return profile and place, by key, of groups with a target and nobody heard."""
    profiles = dict(found.settled.table("profiles").select("id", "key").iter_rows())
    places = dict(found.settled.table("places").select("id", "key").iter_rows())
    pairs = [
        (profiles[gap.params["profile"]], places[gap.params["place"]])
        for gap in found.heard.gaps
        if gap.kind == "target_missed"
        and {"profile", "place"} <= gap.params.keys()
        and not gap.params["reached"]
    ]
    return list(dict.fromkeys(pairs))


def sayings(console: Console, made: Rehearsal, says: Says) -> dict[str, str]:
    """Return what the analysis says, a sentence for each truth that was planted."""
    words, names = Catalogue(console.lang), named(made, console.lang)
    groups = [f"{names[profile]} ({names[place]})" for profile, place in says.unheard]

    def listed(keys: list[str], link: str) -> str:
        return link.join(names.get(key, key) for key in keys)

    def quoted(keys: list[str]) -> str:
        return words.joined(words.quoted(names.get(key, key)) for key in keys)

    return {
        "priority_order": console.words(
            "demo.priority", names=listed(says.priority_order, " > ")
        ),
        "mention_order": console.words(
            "demo.mention", names=listed(says.mention_order, " > ")
        ),
        "unheard_groups": console.words("demo.unheard", names=words.joined(groups)),
        "unreached_places": console.words(
            "demo.nowhere", names=words.joined(names[key] for key in says.nowhere)
        ),
        "shared_statement": console.words("demo.shared", words=quoted(says.shared)),
        "dividing_statement": console.words(
            "demo.divides", words=quoted(says.dividing[:1])
        ),
        "hands_pots_kept_out": console.words("demo.pots", words=quoted(says.split)),
        "regional_finding": console.words("demo.regional", words=quoted(says.regional)),
        "trust": console.words(
            "demo.trust", names=words.joined(moved(words, made, says))
        ),
        "told_in_assembly": console.words(
            "demo.waiting", names=words.joined(says.waiting)
        ),
    }


def moved(words: Catalogue, made: Rehearsal, says: Says) -> list[str]:
    """Return what is said of each barometer that clearly moved."""
    told = [
        (words.chosen(one.names)[0], says.trust.get(one.key))
        for one in made.dossier.process.barometers
    ]
    return [
        words("trust.name", name=name, verdict=words(f"trust.verdicts.{verdict}"))
        for name, verdict in told
        if verdict in ("rising", "falling")
    ]


def named(made: Rehearsal, lang: str) -> dict[str, str]:
    """Return key to words of places, profiles, findings and statements."""
    dossier = lineage.settled(made.dossier)
    gazetteer, catalogue = Gazetteer.of(dossier), Catalogue(lang)
    names: dict[str, str] = {
        str(row["key"]): gazetteer.name(place, lang)
        for place, row in gazetteer.places.items()
    }
    for profile in dossier.process.profiles:
        names[profile.key] = catalogue.chosen(profile.names)[0]
    for table in ("findings", "statements"):
        said = naming.spoken(dossier, table, "words", lang)
        keys = dict(dossier.table(table).select("id", "key").iter_rows())
        names |= {keys[id_]: words for id_, words in said.items()}
    return names
