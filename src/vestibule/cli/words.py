"""`vestibule words`: the sentences of our pages, in a language a team brings itself."""

from __future__ import annotations

import functools
from pathlib import Path

import rich_click as click

from vestibule.cli import usage, verb
from vestibule.cli.console import Console, reporting
from vestibule.words import Catalogue

about_a_language = functools.partial(reporting, any_language=True)
"""`--lang` is the language that is translated into, whether we have it or not."""


@click.group("words", cls=verb.Group)
def command() -> None:
    """Take the sentences of the pages to a translator, and bring them back."""


@command.command("export", cls=verb.Verb)
@click.option("--out", required=True, type=click.Path(path_type=Path))
@click.option("--dossier", default=None, type=click.Path(path_type=Path))
@about_a_language
def export(console: Console, out: Path, dossier: Path | None) -> None:
    """Write the sentences of the public pages as a workbook, for a translator."""
    words = Catalogue(console.speaks)
    if out.suffix.lower() != ".xlsx":
        raise usage.Misnamed(
            words("cli.usage.workbook", path=str(out)), param_hint="--out"
        )
    from vestibule.api import translated

    done = translated.export(out, lang=console.lang, dossier=dossier)
    console.result(
        {
            "file": str(done.path),
            "lang": console.lang,
            "rows": done.rows,
            "translated": done.done,
        },
        words("translated.exported", path=str(out), n=done.rows, done=done.done),
    )
    console.tell(words("translated.next_import", path=str(out), lang=console.lang))


@command.command("import", cls=verb.Verb)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--into", required=True, type=click.Path(path_type=Path))
@about_a_language
def bring(console: Console, file: Path, into: Path) -> None:
    """Bring a translated workbook into a dossier: all of it, or nothing."""
    from vestibule.api import translated

    words = Catalogue(console.speaks)
    done = translated.bring(file, lang=console.lang, into=into)
    lines = (
        words(
            "translated.brought",
            n=done.sentences,
            lang=console.lang,
            path=str(done.folder),
        ),
        words("translated.missing", n=done.missing),
    )
    console.result(
        {
            "folder": str(done.folder),
            "lang": console.lang,
            "sentences": done.sentences,
            "missing": done.missing,
        },
        "\n".join(lines),
    )
    console.tell(words("translated.next_portrait", path=str(into), lang=console.lang))
