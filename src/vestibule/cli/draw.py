"""`vestibule draw`: a panel by lot, with quotas, fair chances and a public seed."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

from vestibule.cli import verb
from vestibule.cli.console import Console, reporting
from vestibule.words import Catalogue

if TYPE_CHECKING:
    from vestibule.api.panels import Panel
    from vestibule.plan.lotteries import QuotasImpossible

RULES = ("leximin", "maximin")
"""Fair to everyone in turn; or to the worst off only, and quicker."""


@verb.command("draw")
@click.argument("volunteers", type=click.Path(path_type=Path))
@click.option("--quotas", required=True, type=click.Path(path_type=Path))
@click.option("--size", required=True, type=click.IntRange(min=1))
@click.option("--seed", default=None, metavar="TEXT")
@click.option("--rule", type=click.Choice(RULES), default=RULES[0], show_default=True)
@click.option("--out", default=None, type=click.Path(path_type=Path))
@click.option("--household", default=None, metavar="COLUMN")
@click.option("--household-seed", default=None, metavar="TEXT")
@reporting
def command(
    console: Console,
    volunteers: Path,
    quotas: Path,
    **options: Any,
) -> None:
    """Draw a panel from VOLUNTEERS; without ``--seed`` only say the chances."""
    from vestibule.api import panels
    from vestibule.plan.lotteries import QuotasImpossible

    _both_or_neither(options)
    try:
        with console.step(console.words("draw.weighing")):
            panel = panels.draw(volunteers, quotas=quotas, **options)
    except QuotasImpossible as error:
        if not console.as_json:
            error.message = impossible(console, error, quotas)
        raise
    again = command_of(volunteers, quotas, panel)
    console.result(panel.to_dict(), "\n".join(told(console, panel, again)))
    if panel.path is not None:
        console.tell(console.words("draw.secret", path=str(panel.path)))


def _both_or_neither(options: dict[str, Any]) -> None:
    """Refuse a seed without a file to write or the other way round, and so for homes."""
    for pair in ({"seed", "out"}, {"household", "household_seed"}):
        given = {name for name in pair if options[name] is not None}
        if len(given) == 1:
            absent = (pair - given).pop().replace("_", "-")
            ctx = click.get_current_context()
            raise click.MissingParameter(ctx=ctx, param_hint=f"--{absent}")


def impossible(console: Console, error: QuotasImpossible, quotas: Path) -> str:
    """Return in the reader's language which quotas conflict, and by how many."""
    words, params = Catalogue(console.lang), error.params
    numbers = {"size": params["size"], "volunteers": params["volunteers"]}
    demands: Any = params["demands"]
    moves: Any = params["moves"]
    if not moves:
        return console.words("draw.too_few", **numbers)
    conflict = [
        console.words(
            f"draw.demand.{end}", kind=f"{feature} = {value}", asked=asked, there=there
        )
        for feature, value, end, asked, there in demands
    ]
    change = [
        console.words(
            f"draw.move.{end}", kind=f"{feature} = {value}", asked=asked, better=better
        )
        for feature, value, end, asked, better in moves
    ]
    said = console.words(
        "draw.impossible",
        conflict=words.joined(conflict),
        change=words.joined(change),
        **numbers,
    )
    return console.words("at", where=quotas.name, said=said)


def command_of(volunteers: Path, quotas: Path, panel: Panel) -> str:
    """Return the command that repeats a draw, into another file."""
    seed = panel.drawn.seed if panel.drawn else "TEXT"
    typed = ["vestibule", "draw", str(volunteers), "--quotas", str(quotas)]
    typed += ["--size", str(panel.lottery.size), "--rule", panel.lottery.rule]
    if panel.homes is not None:
        typed += ["--household", panel.homes.column]
        typed += ["--household-seed", panel.homes.seed]
    return shlex.join([*typed, "--seed", seed, "--out", "OTHER.csv"])


def told(console: Console, panel: Panel, again: str) -> Iterator[str]:
    """Give what the chances are, who must know what, and how to verify the draw."""
    words, found = Catalogue(console.lang), panel.lottery
    for code in found.limits:
        yield console.words(f"draw.limits.{code}")
    if panel.chances is None:
        return
    least, most = (words.number(100 * chance, 1) for chance in panel.chances)
    yield from at_home(words, panel)
    yield console.words(
        "draw.pool", n=found.volunteers, size=found.size, rule=found.rule
    )
    yield console.words("draw.chances", least=least, most=most)
    yield console.words("draw.panels", n=found.panels.height)
    yield console.words("draw.fingerprint", fingerprint=found.fingerprint)
    yield console.words("draw.files", **panel.files)
    if panel.drawn is None:
        yield console.words("draw.before", command=again)
        return
    yield console.words(
        "draw.drawn",
        n=panel.drawn.people.height,
        number=str(panel.drawn.panel),
        seed=panel.drawn.seed,
        path=str(panel.path),
    )
    yield console.words("draw.verify", command=again, sha256=panel.files["drawn"])


def at_home(words: Catalogue, panel: Panel) -> Iterator[str]:
    """Give how one of each household was drawn, where it was."""
    if panel.homes is None:
        return
    numbers = {"n": panel.lottery.volunteers, "all": panel.homes.volunteers}
    yield words("ground.draw.one-of-a-home", seed=panel.homes.seed, **numbers)
    yield words("ground.draw.chance")
