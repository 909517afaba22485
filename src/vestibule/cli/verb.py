"""What does each command say of itself, in the reader's language?

Nothing heavy is imported here: `--help` must be instant.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Sequence
from typing import Any

import rich_click as click
from rich_click import rich_click as looks

from vestibule.words import LANGUAGES, Catalogue

ENVIRONMENT = ("VESTIBULE_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
"""Where a reader's language is looked for, the first that is set."""


def language_of_reader() -> str:
    """Return ``fr`` where the terminal is French, else ``en``."""
    for name in ENVIRONMENT:
        value = os.environ.get(name)
        if value:
            return "fr" if value.lower().startswith("fr") else "en"
    return "en"


def language_asked(args: Sequence[str]) -> str:
    """Return the language that arguments ask for, else the reader's.

    >>> language_asked(["check", "--lang", "fr"]), language_asked(["--lang=en"])
    ('fr', 'en')
    """
    for at, arg in enumerate(args):
        name, _, value = arg.partition("=")
        value = value or "".join(args[at + 1 : at + 2])
        if name == "--lang" and value in LANGUAGES:
            return value
    return language_of_reader()


def dress(lang: str) -> None:
    """Let the frames around help speak a language, and no text be markup."""
    words = Catalogue(lang)
    looks.OPTIONS_PANEL_TITLE = words("help.frames.options")
    looks.COMMANDS_PANEL_TITLE = words("help.frames.commands")
    looks.REQUIRED_LONG_STRING = words("help.frames.required")
    looks.DEFAULT_STRING = words("help.frames.default", value="{}")
    looks.TEXT_MARKUP = None


class Verb(click.RichCommand):
    """A command whose help is found in the catalogues when it is asked for."""

    def format_help(self, ctx: click.Context, formatter: Any) -> None:
        """Write the help of the command and of its options in one language."""
        words, name = Catalogue(ctx.obj or language_of_reader()), key_of(ctx)
        self.help = words(f"help.{name}.says")
        for param in self.get_params(ctx):
            if isinstance(param, click.Option):
                param.help = option_help(words, name, param.name or "")
        super().format_help(ctx, formatter)  # type: ignore[arg-type]


class Group(click.RichGroup):
    """A command that holds others, told like any other."""

    command_class = Verb

    def __init__(self, *args: Any, **attributes: Any) -> None:
        super().__init__(*args, **attributes)
        # `language_asked` has read it already, wherever it stands
        self.params.append(
            click.Option(["--lang"], type=click.Choice(LANGUAGES), expose_value=False)
        )

    def format_help(self, ctx: click.Context, formatter: Any) -> None:
        """Write what the group is for and one line for each of its commands."""
        words, name = Catalogue(ctx.obj or language_of_reader()), key_of(ctx)
        self.help = words(f"help.{name}.says")
        for param in self.get_params(ctx):
            if isinstance(param, click.Option):
                param.help = option_help(words, name, param.name or "")
        for below, verb in self.commands.items():
            verb.help = words(f"help.{name}-{below}.line")
        super().format_help(ctx, formatter)  # type: ignore[arg-type]


def key_of(ctx: click.Context) -> str:
    """Return the key of a command's words: its path without the program's name."""
    names = []
    here: click.Context | None = ctx
    while here is not None and here.parent is not None:
        names.append(here.info_name or "")
        here = here.parent
    return "-".join(reversed(names)) or "vestibule"


def option_help(words: Catalogue, command: str, option: str) -> str:
    """Return the help of an option: its own for this command, else the common one."""
    own = f"help.{command}.{option}"
    return words(own if own in words else f"help.options.{option}")


command = functools.partial(click.command, cls=Verb)
"""`click.command` for a command whose words are in the catalogues."""
