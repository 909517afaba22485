"""`vestibule rehearse`: an invented country with planted truths."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import rich_click as click

from vestibule import rehearsal
from vestibule.cli.console import Console, reporting
from vestibule.dossier import hashing, packages
from vestibule.errors import DataError
from vestibule.inform import writing


def setting(chosen: Any, settings: Sequence[str], what: str) -> Any:
    """Return a frozen dataclass with ``name=value`` settings applied.

    Raises
    ------
    DataError
        If a name is not one of its fields, or a value not of its kind.
    """
    fields = {f.name: getattr(chosen, f.name) for f in dataclasses.fields(chosen)}
    changed: dict[str, Any] = {}
    for text in settings:
        name, _, value = text.partition("=")
        if not isinstance(fields.get(name), int | float):
            numbers = [
                key for key, held in fields.items() if isinstance(held, int | float)
            ]
            raise DataError(
                f"--{what} {text}: “{name}” is not a setting. "
                f"Use one of: {', '.join(sorted(numbers))}.",
                setting=name,
            )
        try:
            changed[name] = type(fields[name])(value)
        except ValueError:
            raise DataError(
                f"--{what} {text}: “{value}” is not a number.", setting=name
            ) from None
    return dataclasses.replace(chosen, **changed)


@click.command("rehearse")
@click.option(
    "--seed", default=1, type=click.IntRange(min=0), help="Same seed, same bytes."
)
@click.option(
    "--out", required=True, type=click.Path(path_type=Path), help="Dossier to write."
)
@click.option(
    "--shape",
    default="default",
    type=click.Choice(sorted(rehearsal.SHAPES)),
    help="How much of everything.",
)
@click.option(
    "--size", "sizes", multiple=True, metavar="NAME=N", help="One size of the shape."
)
@click.option(
    "--effect",
    "effects",
    multiple=True,
    metavar="NAME=X",
    help="The strength of one effect.",
)
@reporting
def command(
    console: Console,
    seed: int,
    out: Path,
    shape: str,
    sizes: tuple[str, ...],
    effects: tuple[str, ...],
) -> None:
    """Rehearse: write a fictitious dossier, and what was planted in it beside it."""
    with console.step(console.words("rehearsing")):
        made = rehearsal.rehearse(
            seed=seed,
            shape=setting(rehearsal.SHAPES[shape], sizes, "size"),
            effects=setting(rehearsal.Effects(), effects, "effect"),
        )
        packages.write(made.dossier, out)
        truth = out / "truth.json"
        writing.write_text(truth, made.truth.to_json())
    console.result(
        {
            "dossier": str(out),
            "truth": str(truth),
            "sha256": hashing.content_hash(made.dossier),
            "fictitious": True,
        },
        console.words("rehearsed", path=str(out), truth=str(truth))
        + "\n"
        + console.words("next_portrait", path=str(out)),
    )
