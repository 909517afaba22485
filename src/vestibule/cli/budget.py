"""`vestibule budget`: which community actions does an amount pay for?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import rich_click as click

from vestibule.cli import usage, verb
from vestibule.cli.console import Console, reporting
from vestibule.words import Catalogue


@verb.command("budget")
@click.argument("dossier", type=click.Path(path_type=Path))
@click.option("--amount", type=float, required=True)
@click.option("--question", default=None)
@click.option("--utility", type=click.Choice(["cost", "count"]), default="cost")
@click.option("--step", type=float, default=None)
@click.option("--as-of", default=None, type=usage.Day())
@reporting
def command(
    console: Console,
    dossier: Path,
    amount: float,
    question: str | None,
    utility: str,
    step: float | None,
    as_of: dt.date | None,
) -> None:
    """Print what is paid for and what is not, how, and what would change it."""
    from vestibule.agree import budgets
    from vestibule.api import agreed, analysis, naming
    from vestibule.dossier import packages

    with console.step(console.words("analysing")):
        settled = analysis.analyse(packages.read(dossier), as_of=as_of).settled
        named = agreed.question_of(settled, question, of="actions")
        found = budgets.budget(
            settled, amount, question=named, utility=utility, step=step
        )
        told = agreed.of_budget(found, settled, console.lang)
    asked = ""
    if isinstance(found, budgets.Budget):
        asked = naming.question(settled, found.question, console.lang)
    teller = Teller(told, asked, Catalogue(console.lang))
    console.result(told, "\n".join(teller.lines()))
    console.tell(Catalogue(console.lang)("agreed.budget.team"))


class Teller:
    """Tells a budget in one language."""

    def __init__(self, told: dict[str, Any], question: str, words: Catalogue) -> None:
        self.told, self.question, self.words = told, question, words

    def __call__(self, sentence: str, /, **params: object) -> str:
        """Return a sentence about budgets."""
        return self.words(f"agreed.budget.{sentence}", **params)

    def money(self, value: float) -> str:
        """Return an amount, with decimals only where it has some."""
        return self.words.number(value, 0 if value == round(value) else 2)

    def lines(self) -> Iterator[str]:
        """Give what is bought, what is not, how, and what would change it."""
        told = self.told
        if told["limit"]:
            yield self(f"limits.{told['limit']['code']}")
            for state in ("unaffordable", "uncosted"):
                for one in told[state]:
                    yield self(state, words=one, cost="–")
            return
        yield self(
            "title",
            words=self.question,
            n=told["ballots"],
            gatherings=self.words("agreed.gatherings", n=told["gatherings"]),
            amount=self.money(told["amount"]),
        )
        for row in told["actions"]:
            yield from self.action(row)
        spent, left = self.money(told["spent"]), self.money(told["left"])
        yield self("left", spent=spent, left=left)
        yield self("method", sentences=self.method())
        yield from self.changes()

    def action(self, row: dict[str, Any]) -> Iterator[str]:
        """Give one action: bought, or why not."""
        params = {
            "words": row["words"],
            "cost": "–" if row["cost"] is None else self.money(row["cost"]),
            "n": row["ballots"],
        }
        if row["state"] == "bought":
            step = self(f"step.{row['step']}")
            yield self("bought", order=row["order"], step=step, **params)
        else:
            yield self(row["state"], **params)
        if row["tied"]:
            yield self("tied", names=row["tied"])

    def method(self) -> str:
        """Return the published method, with the numbers of this case."""
        told = self.told
        return " ".join(
            (
                self("sentence.shares", share=self.money(round(told["share"], 2))),
                self(f"sentence.{told['utility']}"),
                self(
                    "sentence.raised",
                    step=self.money(round(told["step"], 2)),
                    n=told["raised"],
                ),
                self("sentence.support"),
            )
        )

    def changes(self) -> Iterator[str]:
        """Give what would change what is bought."""
        changed = [row for row in self.told["changes"] if row["changed"]]
        if not any(row["kind"] in ("region", "gathering") for row in changed):
            yield self("firm")
        for row in changed:
            yield self("change", what=self.what(row), said=self.said(row))

    def what(self, row: dict[str, Any]) -> str:
        """Return what would be otherwise."""
        if row["kind"] in ("region", "gathering"):
            key = "largest" if row["largest"] else row["kind"]
            return self(f"what.{key}", what=row["what"])
        return self("what." + f"{row['kind']}-{row['what']}".replace(".", "-"))

    def said(self, row: dict[str, Any]) -> str:
        """Return what would be bought instead, and what would not."""
        sides = [
            self(side, names=self.words.joined(row[side]))
            for side in ("gained", "lost")
            if row[side]
        ]
        return ", ".join(sides)
