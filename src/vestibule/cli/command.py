"""`vestibule`: the verbs, each loaded only when it is called."""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Sequence
from typing import Any

import rich_click as click

from vestibule import __version__
from vestibule.cli import usage, verb
from vestibule.words import Catalogue

VERBS = (
    "demo",
    "new",
    "import",
    "export",
    "check",
    "analyse",
    "themes",
    "map",
    "findings",
    "priorities",
    "budget",
    "ask-next",
    "short-list",
    "draw",
    "portrait",
    "pack",
    "site",
    "release",
    "brief",
    "mirrors",
    "sheets",
    "screen",
    "follow-up",
    "trace",
    "trust",
    "groups",
    "cases",
    "owed",
    "merge",
    "withdraw",
    "decide",
    "serve",
    "work",
    "load",
    "invite",
    "doctor",
    "backup",
    "restore",
    "audit",
    "words",
    "rehearse",
)
"""In the order in which `--help` lists them."""

FILES = {
    "import": "imports",
    "ask-next": "ask_next",
    "short-list": "short_list",
    "follow-up": "follow_up",
    "map": "system_map",
}
"""Verbs that cannot be the name of a file."""


class Verbs(verb.Group):
    """A group whose commands are imported when called, so that help is instant."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        """Run, and say what is wrong with the words typed in the reader's language."""
        given = list(sys.argv[1:] if args is None else args)
        lang = verb.language_asked(given)
        verb.dress(lang)
        try:
            return super().main(
                given,
                prog_name or "vestibule",
                complete_var,
                standalone_mode=False,
                obj=lang,
                **extra,
            )
        except click.UsageError as wrong:
            said = usage.sentence(wrong, lang)
            if "--json" in given:
                error = {"code": "usage", "message": said}
                click.echo(json.dumps({"error": error}, ensure_ascii=False, indent=1))
            else:
                click.echo(f"{said}\n{usage.way_out(wrong, lang)}", err=True)
            sys.exit(wrong.exit_code)
        except click.Abort:
            click.echo(Catalogue(lang)("cli.stopped"), err=True)
            sys.exit(1)

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """Return the verbs in the order of `VERBS`."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Return the name and one line of a verb, enough to list it."""
        if name not in VERBS:
            return None
        words = Catalogue(ctx.obj or verb.language_of_reader())
        return click.Command(name, help=words(f"help.{name}.line"))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Import the verb that was called."""
        name, found, rest = super().resolve_command(ctx, args)
        if name is None or found is None:
            return name, found, rest
        module = importlib.import_module(f"vestibule.cli.{FILES.get(name, name)}")
        return name, module.command, rest


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="vestibule")
def vestibule() -> None:
    """Carry what people say to what is done about it, and back."""
