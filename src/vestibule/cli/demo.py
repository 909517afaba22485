"""`vestibule demo`: the whole walk on an invented country."""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import rich_click as click

from vestibule import rehearsal
from vestibule.api import analysis, portraits
from vestibule.api.analysis import Analysis
from vestibule.cli.analyse import people
from vestibule.cli.console import Console, reporting
from vestibule.dossier import packages
from vestibule.dossier.gazetteer import Gazetteer
from vestibule.inform import portrait, writing
from vestibule.rehearsal import Rehearsal, Score
from vestibule.words import Catalogue

LANGUAGES = ("fr", "en")


@click.command("demo")
@click.option(
    "--out",
    default=Path("vestibule-demo"),
    type=click.Path(path_type=Path),
    help="Folder to write.",
)
@click.option(
    "--seed",
    default=1,
    type=click.IntRange(min=0),
    help="Same seed, same country's voices.",
)
@reporting
def command(console: Console, out: Path, seed: int) -> None:
    """Rehearse an invented country, analyse it, write its portrait in two languages."""
    started = time.monotonic()
    with console.step(console.words("rehearsing")):
        made = rehearsal.rehearse(seed=seed)
        packages.write(made.dossier, out / "dossier")
        writing.write_text(out / "truth.json", made.truth.to_json())
    with console.step(console.words("analysing")):
        found = analysis.analyse(made.dossier, seed=seed)
        says = Says.of(found)
        scored = says.judged(made, found)
    with console.step(console.words("writing", path=str(out))):
        files = written(made, found, out, seed)
    seconds = round(time.monotonic() - started, 1)
    console.result(
        {
            "fictitious": True,
            "files": {name: str(path) for name, path in files.items()},
            "found": scored.found,
            "missed": scored.missed,
            "seconds": seconds,
        },
        "\n".join(
            told(console, sayings(console, made, says), found, scored, files, seconds)
        ),
    )


def written(made: Rehearsal, found: Analysis, out: Path, seed: int) -> dict[str, Path]:
    """Write portraits, scripts, tables and annex; return what was written, by name."""
    today = made.truth.counts[-1].on + dt.timedelta(days=120)
    ready = portraits.material(made.dossier, today=today, seed=seed)
    files: dict[str, Path] = {}
    for lang in LANGUAGES:
        drawn = portrait.portrait(ready, lang=lang)
        page, script = writing.write(drawn, out / f"portrait-{lang}.html")
        portraits.write_tables(drawn, out / f"tables-{lang}")
        files |= {f"portrait-{lang}": page, f"script-{lang}": script}
        annex = out / "team" / f"annex-{lang}.html"
        files[f"annex-{lang}"] = portraits.write_annex(found, annex, lang=lang)
    return files


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

    @classmethod
    def of(cls, found: Analysis) -> Says:
        """Read it from the analysis alone, not from the truth."""
        keys = dict(found.dossier.current("findings").select("code", "key").iter_rows())
        named = found.themes.counts.filter(pl.col("kind") == "obstacle").sort("rank")
        verdicts = found.agreement.verdicts
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
        )


def everywhere(verdicts: pl.DataFrame, verdict: str) -> list[str]:
    """Return the statements with one verdict in every comparison."""
    by_statement = verdicts.group_by("key").agg((pl.col("verdict") == verdict).all())
    return sorted(by_statement.filter("verdict")["key"].to_list())


def unheard(found: Analysis) -> list[tuple[str, str]]:
    """Return profile and place, by key, of groups with a target and nobody heard."""
    profiles = dict(found.dossier.current("profiles").select("id", "key").iter_rows())
    places = dict(found.dossier.current("places").select("id", "key").iter_rows())
    pairs = [
        (profiles[gap.params["profile"]], places[gap.params["place"]])
        for gap in found.heard.gaps
        if gap.kind == "target_missed"
        and {"profile", "place"} <= gap.params.keys()
        and not gap.params["reached"]
    ]
    return list(dict.fromkeys(pairs))


def told(
    console: Console,
    says: dict[str, str],
    found: Analysis,
    scored: Score,
    files: dict[str, Path],
    seconds: float,
) -> list[str]:
    """Return what to print, a line each."""
    total = found.heard.total
    say = console.words
    heard = " · ".join(
        [
            say("analyse.gatherings", n=total.gatherings),
            say("analyse.attendances", n=total.attendances),
            people(console, total.people_low, total.people_high),
        ]
    )
    lines = [say("demo.title"), heard, "", say("demo.shows")]
    for name, sentence in says.items():
        mark = "✓" if getattr(scored, name) else "✗"
        lines.append(f"  {mark} {sentence}")
    lines += ["", say("demo.open")]
    for name, path in files.items():
        kind, _, lang = name.partition("-")
        lines.append(f"  {path}  ({say(f'demo.{kind}')}, {lang})")
    return [*lines, "", say("demo.seconds", seconds=seconds), say("demo.next")]


def sayings(console: Console, made: Rehearsal, says: Says) -> dict[str, str]:
    """Return what the analysis says, a sentence for each truth that was planted."""
    words, names = Catalogue(console.lang), named(made, console.lang)
    groups = [f"{names[profile]} ({names[place]})" for profile, place in says.unheard]

    def listed(keys: list[str], link: str) -> str:
        return link.join(names.get(key, key) for key in keys)

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
        "shared_statement": console.words(
            "demo.shared", words=listed(says.shared, " · ")
        ),
        "dividing_statement": console.words(
            "demo.divides", words=listed(says.dividing[:1], "")
        ),
        "hands_pots_kept_out": console.words(
            "demo.pots", words=listed(says.split, " · ")
        ),
    }


def named(made: Rehearsal, lang: str) -> dict[str, str]:
    """Return key to words of places, profiles, findings and statements."""
    dossier, gazetteer = made.dossier, Gazetteer.of(made.dossier)
    words = Catalogue(lang)
    names: dict[str, str] = {
        str(row["key"]): gazetteer.name(place, lang)
        for place, row in gazetteer.places.items()
    }
    for profile in dossier.process.profiles:
        names[profile.key] = words.chosen(profile.names)[0]
    texts = dossier.current("texts").filter(lang=lang, field="words")
    for table, column in (("findings", "finding"), ("statements", "statement")):
        own = dossier.current(table).select("id", "key", "words")
        translated = dict(texts.drop_nulls(column).select(column, "words").iter_rows())
        for row in own.iter_rows(named=True):
            names[row["key"]] = translated.get(row["id"], row["words"])
    return names
