"""`vestibule priorities`: the order that ballots give, and what would change it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import rich_click as click

from vestibule.cli import usage, verb
from vestibule.cli.console import Console, reporting
from vestibule.words import Catalogue

if TYPE_CHECKING:
    from vestibule.agree.sensitivity import PriorityRules
    from vestibule.dossier.records import Dossier

RULES = [
    "borda",
    "schulze",
    "stv",
    "approval",
    "pav",
    "shares",
    "points",
    "consensus",
    "all",
]
"""What may be asked for: `rules.DECIDING`, and all."""


@verb.command("priorities")
@click.argument("dossier", type=click.Path(path_type=Path))
@click.option("--rule", type=click.Choice(RULES), default=None)
@click.option("--question", default=None)
@click.option("--as-of", default=None, type=usage.Day())
@reporting
def command(
    console: Console,
    dossier: Path,
    rule: str | None,
    question: str | None,
    as_of: dt.date | None,
) -> None:
    """Print the order by the rule agreed on, by one rule, or by all of them."""
    from vestibule.api import agreed, analysis
    from vestibule.dossier import packages

    with console.step(console.words("analysing")):
        settled = analysis.analyse(packages.read(dossier), as_of=as_of).settled
        wanted = agreed.ALL if rule is None else rule
        found = agreed.under_rules(settled, question=question, rule=wanted)
    shown = rule or found.decided or agreed.ALL
    teller = Teller(found, settled, console.lang)
    data = agreed.of_rules(found, settled, wanted)
    console.result(data, "\n".join(teller.lines(shown)))
    console.tell(Catalogue(console.lang)("agreed.priorities.team"))


class Teller:
    """Tells the orders of one question in one language."""

    def __init__(self, found: PriorityRules, settled: Dossier, lang: str) -> None:
        from vestibule.api import agreed, naming

        self.found, self.words = found, Catalogue(lang)
        self.called = agreed.parties(settled, lang)
        said = naming.spoken(settled, "findings", "words", lang)
        keys = settled.table("findings").select("key", "id").iter_rows()
        self.options = {key: said[id_] for key, id_ in keys}
        self.question = naming.question(settled, found.question or "", lang)

    def __call__(self, sentence: str, /, **params: object) -> str:
        """Return a sentence about priorities."""
        return self.words(f"agreed.priorities.{sentence}", **params)

    def rule(self, name: str) -> str:
        """Return what a rule is called."""
        return self(f"rule.{name}")

    def lines(self, shown: str) -> Iterator[str]:
        """Give the order asked for, what other rules say, what would change it."""
        found = self.found
        if not found.ballots:
            yield self("none")
            return
        yield self(
            "title",
            words=self.question,
            n=found.ballots,
            gatherings=self.words("agreed.gatherings", n=found.gatherings),
        )
        names = found.orders["rule"].unique(maintain_order=True).to_list()
        for name in names if shown == "all" else [shown]:
            yield from self.order(name)
        yield from self.consensus()
        yield from self.beside()
        yield from self.changes((found.decided or "") if shown == "all" else shown)
        for rule, code in found.said.iter_rows():
            yield self(f"said.{code}", rule=self.rule(rule))
        unread = [self.rule(name) for name in found.unread["rule"]]
        if unread:
            yield self("unread", rules=unread)

    def order(self, rule: str) -> Iterator[str]:
        """Give the options by one rule, ties named."""
        key = "decided" if rule == self.found.decided else "other"
        yield self(key, rule=self.rule(rule))
        rows = self.found.orders.filter(pl.col("rule") == rule)
        for (rank,), level in rows.group_by("rank", maintain_order=True):
            names = "; ".join(self.options[one] for one in level["key"])
            tied = self("tied") if level.height > 1 else ""
            yield self("level", rank=rank, names=names) + tied

    def beside(self) -> Iterator[str]:
        """Give what is first under every rule."""
        first = [self.options[key] for key in self.found.agreed_first]
        yield self("first", names="; ".join(first)) if first else self("none_first")

    def changes(self, rule: str) -> Iterator[str]:
        """Give what would change the order by one rule."""
        rows = self.found.changes.filter(pl.col("rule") == rule)
        changed = rows.filter("changed")
        if changed.is_empty() and rows.height:
            yield self("no_change")
        for row in rows.filter(pl.col("kind") == "region").iter_rows(named=True):
            if row["largest"] or row["changed"]:
                yield self.region(row)
        by = pl.col("kind") == "gathering"
        alone = [self.called[one] for one in changed.filter(by)["what"]]
        if alone:
            yield self("gathering", n=len(alone), names=self.words.some(alone))
        for row in changed.filter(pl.col("kind") == "weights").iter_rows(named=True):
            yield self(f"weights.{row['what']}", order=self.told(row["order"]))

    def region(self, row: dict[str, object]) -> str:
        """Return what happens without one region."""
        key = "largest" if row["largest"] else "region"
        key += "" if row["changed"] else "_same"
        what, order = str(row["what"]), self.told(str(row["order"]))
        return self(key, name=self.called.get(what, what), order=order)

    def told(self, order: str) -> str:
        """Return an order of keys as one line: ``a > b = c``."""
        return order.replace(" ", " > ").replace("=", " = ")

    def consensus(self) -> Iterator[str]:
        """Give what is carried with which objections, and who would be overruled."""
        agreed = self.found.objections
        if agreed is None:
            return
        carried = agreed.proposals.filter(pl.col("state") == "carried")["key"]
        if len(carried):
            names = "; ".join(self.options[key] for key in carried)
            yield self("carried", names=names)
        for row in agreed.proposals.iter_rows(named=True):
            name = self.options[row["key"]]
            if row["state"] == "over_objections":
                yield self("over", n=row["objections"], spoke=row["spoke"], name=name)
                yield from self.overruled(row["key"])
            elif row["state"] == "not_carried":
                share = round(agreed.share * 100)
                yield self("not_carried", **{**row, "name": name, "share": share})

    def overruled(self, key: str) -> Iterator[str]:
        """Give who would be overruled on one proposal: regions and profiles."""
        agreed = self.found.objections
        rows = None if agreed is None else agreed.overruled.filter(pl.col("key") == key)
        for row in () if rows is None else rows.iter_rows(named=True):
            if row["kind"] != "gathering":
                who = self.called.get(row["who"], row["who"])
                yield self("overruled", **{**row, "who": who})
