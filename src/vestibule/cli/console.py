"""How a command speaks: the result on stdout, everything else on stderr."""

from __future__ import annotations

import errno
import functools
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import rich_click as click

from vestibule.cli import usage, verb
from vestibule.errors import FileError, VestibuleError
from vestibule.words import LANGUAGES, PAGES, Catalogue


@dataclass(frozen=True, slots=True, kw_only=True)
class Console:
    """Where a command says things, and in which language.

    Parameters
    ----------
    lang : str
        Of what is written: ``fr``, ``en``, ``ar``, or one the dossier has sentences
        of its own in.
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
        return Catalogue(self.speaks)(f"cli.{key}", **params)

    @property
    def speaks(self) -> str:
        """The language in which the person at the terminal is spoken to."""
        return self.lang if self.lang in LANGUAGES else verb.language_of_reader()

    def result(self, data: dict[str, Any], text: str = "") -> None:
        """Print the result: `data` with ``--json``, else `text`."""
        click.echo(as_json(data) if self.as_json else text)

    def tell(self, message: str) -> None:
        """Say something beside the result."""
        if not self.quiet and not self.as_json:
            click.echo(message, err=True)

    @contextmanager
    def step(self, message: str) -> Iterator[None]:
        """Show that something is under way, and when it is done how long it took."""
        if self.quiet or self.as_json or not sys.stderr.isatty():
            yield
            return
        from rich.console import Console as Screen
        from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

        with Progress(
            SpinnerColumn(finished_text="✓"),
            TextColumn("{task.description}", markup=False),
            TimeElapsedColumn(),
            console=Screen(stderr=True),
        ) as progress:
            task = progress.add_task(message, total=1)
            yield
            progress.advance(task)


def as_json(data: dict[str, Any]) -> str:
    """Return one JSON object; a path or a day is written as text."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, indent=1, default=str)


def with_own(lang: str, dossier: Path | None) -> str:
    """Return a language, with the sentences that a dossier brings in it.

    Raises
    ------
    Misnamed
        If it is none of ours, and the dossier has no sentences in it.
    """
    if dossier is not None and (dossier / "words" / lang).is_dir():
        from vestibule.api import own_words

        return own_words.tongue(dossier, lang)
    if lang not in PAGES:
        said = Catalogue(verb.language_of_reader())
        choices = ", ".join(PAGES)
        raise usage.Misnamed(
            said("cli.usage.language", lang=lang, choices=choices), param_hint="--lang"
        )
    return lang


def reporting(
    command: Callable[..., None], *, any_language: bool = False
) -> Callable[..., None]:
    """Give a command ``--json``, ``--lang`` and ``--quiet``, and sentences for errors.

    The command is called with a `Console` as its first argument. What was
    raised on purpose becomes a sentence on stderr (or one JSON object) and the
    exit code of its kind: 3 data, 4 safeguard, 5 missing tool. What the machine
    refuses (a full disk, a folder that may not be written) is a `FileError`. With
    `any_language`, ``--lang`` is the language that the command is about.
    """

    @click.option("--json", "as_json", is_flag=True)
    @click.option("--quiet", is_flag=True)
    @click.option("--lang", default=None)
    @functools.wraps(command)
    def run(*, as_json: bool, quiet: bool, lang: str | None, **options: Any) -> None:
        if any_language and lang is None:
            raise click.MissingParameter(param_hint="--lang", param_type="option")
        told = lang or _group_language() or verb.language_of_reader()
        console = Console(lang=told, as_json=as_json, quiet=quiet)
        try:
            if not any_language:
                own = with_own(told, options.get("dossier"))
                console = replace(console, lang=own)
            command(console, **options)
        except VestibuleError as error:
            fail(console, error)
        except OSError as error:
            if error.errno == errno.EPIPE:  # whoever read the result has enough
                raise
            fail(console, of_the_machine(error))

    return run


def _group_language() -> str | None:
    """Return the language asked for before the verb, or in the environment."""
    context = click.get_current_context(silent=True)
    return None if context is None else context.obj


def of_the_machine(error: OSError) -> FileError:
    """Return what the machine refused as an error with a sentence."""
    file = str(error.filename or "")
    return FileError(
        f"{file}: {error.strerror or error}. Check the path, the room left and the "
        "right to write there.",
        reason="machine",
        file=file,
        problem=error.strerror or str(error),
    )


def fail(console: Console, error: VestibuleError) -> None:
    """Say what happened, where and what to do, and exit with the error's code."""
    from vestibule.api import complaints

    if console.as_json:
        click.echo(as_json({"error": complaints.described(error)}))
    else:
        for sentence in complaints.sentences(error, console.speaks):
            click.echo(sentence, err=True)
    sys.exit(error.exit_code)
