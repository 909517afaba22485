"""How a command speaks: the result on stdout, everything else on stderr."""

from __future__ import annotations

import functools
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, ParamSpec

import rich_click as click
from rich.console import Console as RichConsole
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from vestibule.errors import ProblemsFound, VestibuleError
from vestibule.words import Catalogue

P = ParamSpec("P")


@dataclass(frozen=True, slots=True, kw_only=True)
class Console:
    """Where a command says things, and in which language.

    Parameters
    ----------
    lang : str
        ``fr`` or ``en``.
    as_json : bool
        Whether the result is one JSON object.
    quiet : bool
        Whether nothing but the result is said.
    """

    lang: str
    as_json: bool = False
    quiet: bool = False

    def words(self, key: str, **params: object) -> str:
        """Return a sentence of the command line in the reader's language."""
        return Catalogue(self.lang)(f"cli.{key}", **params)

    def result(self, data: dict[str, Any], text: str = "") -> None:
        """Print the result: `data` with ``--json``, else `text`."""
        if self.as_json:
            click.echo(json.dumps(data, ensure_ascii=False, sort_keys=True, indent=1))
        else:
            click.echo(text)

    def tell(self, message: str) -> None:
        """Say something beside the result."""
        if not self.quiet and not self.as_json:
            click.echo(message, err=True)

    @contextmanager
    def step(self, message: str) -> Iterator[None]:
        """Show that something is under way, and when it is done how long it took."""
        screen = RichConsole(stderr=True)
        if self.quiet or self.as_json or not screen.is_terminal:
            yield
            return
        with Progress(
            SpinnerColumn(finished_text="✓"),
            TextColumn("{task.description}"),
            TimeElapsedColumn(),
            console=screen,
        ) as progress:
            task = progress.add_task(message, total=1)
            yield
            progress.advance(task)


def language_of_reader() -> str:
    """Return ``fr`` where the terminal is French, else ``en``."""
    for name in ("VESTIBULE_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name)
        if value:
            return "fr" if value.lower().startswith("fr") else "en"
    return "en"


def reporting(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command ``--json``, ``--lang`` and ``--quiet``, and sentences for errors.

    The command is called with a `Console` as its first argument. What was
    raised on purpose becomes a sentence on stderr (or one JSON object) and the
    exit code of its kind: 3 data, 4 safeguard, 5 missing tool.
    """

    @click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout.")
    @click.option("--quiet", is_flag=True, help="Nothing but the result.")
    @click.option(
        "--lang",
        "lang",
        type=click.Choice(["fr", "en"]),
        default=None,
        help="Language of what is said and written.",
    )
    @functools.wraps(command)
    def run(*, as_json: bool, quiet: bool, lang: str | None, **options: Any) -> None:
        console = Console(
            lang=lang or language_of_reader(), as_json=as_json, quiet=quiet
        )
        try:
            command(console, **options)
        except VestibuleError as error:
            fail(console, error)

    return run


def fail(console: Console, error: VestibuleError) -> None:
    """Say what happened, where and what to do, and exit with the error's code."""
    if console.as_json:
        click.echo(json.dumps({"error": describe(error)}, ensure_ascii=False, indent=1))
    else:
        for sentence in sentences(console, error):
            click.echo(sentence, err=True)
    sys.exit(error.exit_code)


def describe(error: VestibuleError) -> dict[str, Any]:
    """Return the error as a mapping, each gathered problem included."""
    if not isinstance(error, ProblemsFound):
        return json_safe(error.to_dict())
    return {"code": error.code, "problems": [problem_row(p) for p in error.problems]}


def problem_row(problem: Any) -> dict[str, Any]:
    """Return a problem as a mapping: file, line, column, what is wrong, what to do."""
    return {
        "file": problem.file,
        "line": problem.line,
        "column": problem.column,
        "code": problem.code,
        "message": problem.message,
        "remedy": problem.remedy,
        "suggestion": problem.suggestion,
    }


def json_safe(mapping: dict[str, Any]) -> dict[str, Any]:
    """Return the mapping with anything JSON does not know turned into text."""
    plain = (str, int, float, bool, type(None), list, dict)
    return {k: v if isinstance(v, plain) else str(v) for k, v in mapping.items()}


def sentences(console: Console, error: VestibuleError) -> list[str]:
    """Return what to print for an error, in the reader's language."""
    if isinstance(error, ProblemsFound):
        return [problem_sentence(console, problem) for problem in error.problems]
    return [error.message]


def problem_sentence(console: Console, problem: Any) -> str:
    """Return one problem as a line: place, what is wrong, suggestion, what to do."""
    words = Catalogue(console.lang)
    where = ", ".join(
        part
        for part in (
            problem.file,
            words("cli.line", n=problem.line) if problem.line is not None else "",
            words("cli.column", name=problem.column) if problem.column else "",
        )
        if part
    )
    hint = (
        " " + words("cli.did_you_mean", name=problem.suggestion)
        if problem.suggestion
        else ""
    )
    told, remedy = problem.message, problem.remedy
    key = f"problems.{problem.code}"
    if console.lang != "en" and key in words:
        told = words(key, **problem.params)
        remedy = words(f"{key}-remedy", **problem.params)
    return f"{where}: {told}{hint} {remedy}"
