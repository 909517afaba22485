"""`vestibule rehearse`: an invented country with planted truths."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import rich_click as click

from vestibule.cli import verb
from vestibule.cli.console import Console, reporting
from vestibule.errors import DataError, FileError

SHAPES = ("default", "small", "autoportrait")
"""How much of everything; the same as `vestibule.rehearsal.SHAPES`."""


def setting(chosen: Any, settings: Sequence[str], what: str) -> Any:
    """Return a frozen dataclass with ``name=value`` settings applied.

    Raises
    ------
    DataError
        If a name is not one of its fields, or a value not of its kind.
    """
    fields = {f.name: getattr(chosen, f.name) for f in dataclasses.fields(chosen)}
    known = sorted(
        name for name, held in fields.items() if isinstance(held, int | float)
    )
    changed: dict[str, Any] = {}
    for text in settings:
        name, _, value = text.partition("=")
        told = {"option": f"--{what} {text}", "setting": name, "value": value}
        if name not in known:
            raise DataError(
                f"--{what} {text}: “{name}” is not a setting. "
                f"Use one of: {', '.join(known)}.",
                reason="setting-unknown",
                known=known,
                **told,
            )
        try:
            changed[name] = type(fields[name])(value)
        except ValueError:
            raise DataError(
                f"--{what} {text}: “{value}” is not a number.",
                reason="setting-number",
                **told,
            ) from None
    return dataclasses.replace(chosen, **changed)


def check_free(folder: Path) -> None:
    """Refuse to let an invented dossier take the place of a real one.

    Raises
    ------
    FileError
        If a dossier stands there whose process is not fictitious.
    """
    from vestibule.dossier import declaration, packages

    process = folder / packages.PROCESS_FILE
    if process.exists() and not declaration.read(process).fictitious:
        raise FileError(
            f"{folder} holds a real dossier: choose another folder for what is "
            "invented. Nothing was changed.",
            reason="real-dossier",
            file=str(folder),
        )


@verb.command("rehearse")
@click.option("--seed", default=1, type=click.IntRange(min=0), show_default=True)
@click.option("--out", required=True, type=click.Path(path_type=Path))
@click.option(
    "--shape", default="default", type=click.Choice(SHAPES), show_default=True
)
@click.option("--size", "sizes", multiple=True, metavar="NAME=N")
@click.option("--effect", "effects", multiple=True, metavar="NAME=X")
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
    from vestibule import rehearsal
    from vestibule.dossier import hashing, packages
    from vestibule.inform import writing

    check_free(out)
    chosen = setting(rehearsal.SHAPES[shape], sizes, "size")
    strengths = setting(rehearsal.Effects(), effects, "effect")
    with console.step(console.words("rehearsing")):
        made = rehearsal.rehearse(seed=seed, shape=chosen, effects=strengths)
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
        console.words("rehearsed", path=str(out), truth=str(truth)),
    )
    console.tell(console.words("next_portrait", path=str(out)))
