"""`vestibule short-list`: which few statements, together, represent everyone?"""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

from vestibule.cli import usage, verb
from vestibule.cli.console import Console, reporting
from vestibule.words import Catalogue

if TYPE_CHECKING:
    from vestibule.api.listed import Listed

RULES = ("pav", "shares")
"""Each voice counts, the first most; or what people would buy together."""

PARTS = ("cast", "placed", "grouped", "counted", "open")
"""What pairs of a person and a statement may be, from what is known best on."""

SHOWN = 6
"""Groups left out that are printed; `--json` has them all."""


@verb.command("short-list")
@click.argument("dossier", type=click.Path(path_type=Path))
@click.option("--size", type=click.IntRange(min=1), default=12, show_default=True)
@click.option("--least", type=click.IntRange(min=0), default=1, show_default=True)
@click.option("--rule", type=click.Choice(RULES), default=RULES[0], show_default=True)
@click.option("--check", default=None, metavar="KEYS|FILE")
@click.option("--cast", is_flag=True)
@click.option("--positions", is_flag=True)
@click.option("--as-of", default=None, type=usage.Day())
@reporting
def command(
    console: Console,
    dossier: Path,
    size: int,
    least: int,
    rule: str,
    check: str | None,
    positions: bool,
    **options: Any,
) -> None:
    """Print the list and its audit; ``--check`` audits one that people chose."""
    from vestibule.api import short_lists
    from vestibule.dossier import packages

    options["place"] = positions or None
    with console.step(console.words("analysing")):
        records = packages.read(dossier)
        if check is None:
            found = short_lists.short_list(
                records, size=size, least=least, rule=rule, **options
            )
        else:
            found = short_lists.audit_list(records, listed(check), **options)
    console.result(found.to_dict(console.lang), "\n".join(told(console, found)))
    if check is not None and found.audit and not found.audit.ejr_plus:
        again = ["vestibule", "short-list", str(dossier)]
        again += ["--size", str(len(found.statements))]
        again += ["--cast"] if options["cast"] else []
        console.tell(console.words("short_list.propose", command=shlex.join(again)))
    console.tell(console.words("short_list.team"))


def listed(check: str) -> list[str] | Path:
    """Return the file that is meant, or the keys."""
    path = Path(check)
    if path.is_file() or path.suffix.lower() in (".csv", ".txt", ".xlsx"):
        return path
    return check.replace(",", " ").split()


def told(console: Console, found: Listed) -> Iterator[str]:
    """Give the list, whom each statement stands for, the audit, and the limits."""
    if found.audit is None:
        yield from limits(console, found)
        return
    yield title(console, found)
    for line in found.lines(console.lang):
        yield from statement(console, found, line)
    yield from quotas(console, found)
    yield from audit(console, found)
    yield console.words("short_list.limits_said")
    for said in limits(console, found):
        yield f"  {said}"
    yield f"  {console.words('short_list.care')}"


def title(console: Console, found: Listed) -> str:
    """Return what the list is, and whom it represents."""
    counts = {"n": len(found.statements), "people": found.people}
    if found.standing.rule is None:
        return console.words("short_list.checked", **counts)
    if found.basis.why is None:
        return Catalogue(console.lang)("ground.list.title", **counts)
    return console.words("short_list.title", **counts)


def statement(console: Console, found: Listed, line: dict[str, Any]) -> Iterator[str]:
    """Give a statement and whom it stands for."""
    say = console.words
    yield say(
        "short_list.statement",
        number=line["number"],
        name=line["key"],
        words=line["words"],
    )
    yield agreeing(console, line["agree"])
    if line["expected"]:
        yield Catalogue(console.lang)("ground.list.expected", **line["expected"])
    if found.dossier.process.comparisons:
        yield groups(console, line["groups"])
    if line["tied"]:
        names = Catalogue(console.lang).some(line["tied"])
        yield say("short_list.tied", statements=names)


def agreeing(console: Console, agree: dict[str, int] | None) -> str:
    """Return how many of those asked one by one agree, or why that is not said."""
    if agree is None:
        return console.words("short_list.hidden")
    if not agree["of"]:
        return Catalogue(console.lang)("ground.list.none")
    return console.words("short_list.agree", n=agree["n"], of=agree["of"])


def groups(console: Console, passed: list[dict[str, str]] | None) -> str:
    """Return which groups a statement stands for, or why that cannot be said."""
    if passed is None:
        return console.words("short_list.passes_unknown")
    if not passed:
        return console.words("short_list.passes_none")
    names = [console.words("short_list.group", **one) for one in passed]
    return console.words("short_list.passes", groups=", ".join(names))


def quotas(console: Console, found: Listed) -> Iterator[str]:
    """Give what each group finds on the list, and which groups none was asked for."""
    without = []
    for row in found.quotas(console.lang):
        name = console.words(
            "short_list.group", comparison=row["comparison"], group=row["group"]
        )
        if row["least"] is None:
            without.append(name)
        else:
            yield console.words(
                "short_list.quota", group=name, n=row["reached"], least=row["least"]
            )
    if without:
        yield console.words("short_list.unquoted", groups=", ".join(without))


def audit(console: Console, found: Listed) -> Iterator[str]:
    """Give what the list owes whom: sizes of groups only, never a person."""
    say, made = console.words, found.to_dict(console.lang)["audit"]
    yield say("short_list.audit.title")
    yield from (f"  {one}" for one in verdict(console, made))
    for row in made["left_out"][:SHOWN]:
        yield "  " + say(
            "short_list.audit.missing",
            n=row["entitled"],
            people=row["people"],
            needed=row["needed"],
            name=row["key"],
            words=Catalogue(console.lang).quoted(row["words"]),
        )
    if (more := len(made["left_out"]) - SHOWN) > 0:
        yield "  " + say("short_list.audit.more", n=more)
    if made["left_out_small"]:
        yield "  " + say("short_list.audit.small", n=made["left_out_small"])


def verdict(console: Console, made: dict[str, Any]) -> Iterator[str]:
    """Give how many the list reaches, and whether it is fair: in expectation or not."""
    say, words, reached = console.words, Catalogue(console.lang), made["reached"]
    if reached is None:
        yield say("short_list.reached_hidden")
    elif made["expected"]:
        yield words("ground.list.reached", **reached)
    else:
        yield say("short_list.reached", **reached)
    if made["ejr_plus"] and made["expected"]:
        yield words("ground.list.fair")
    else:
        kind = "fair" if made["ejr_plus"] else "some" if made["jr"] else "none"
        yield say(f"short_list.audit.{kind}")


def limits(console: Console, found: Listed) -> Iterator[str]:
    """Give what it stands on, and what cannot be said, and why."""
    words = Catalogue(console.lang)
    share = words.number(100 * found.open)
    if found.audit is not None and found.basis.why is None:
        yield basis(words, found)
    for code in found.standing.limits:
        own = f"ground.list.limits.{code}"
        if own in words and (found.basis.why is None or code == "not-placed"):
            yield words(own)
        else:
            yield console.words(f"short_list.limits.{code}", open=share)


def basis(words: Catalogue, found: Listed) -> str:
    """Return which approvals are votes and which are expected, from what."""
    parts = []
    for name in PARTS:
        share = 100 * getattr(found.basis, name)
        if share > 0:
            few = words("ground.list.basis.few") if share < 0.5 else words.number(share)
            parts.append(words(f"ground.list.basis.{name}", share=few))
    return words("ground.list.basis.said", parts=parts)
