"""`vestibule`: the verbs, each loaded only when it is called."""

from __future__ import annotations

import importlib

import rich_click as click

from vestibule import __version__

VERBS: dict[str, str] = {
    "demo": "The whole walk on an invented country.",
    "new": "A process of your own, with workbooks to fill.",
    "import": "Bring records in, everything or nothing.",
    "check": "Every problem: file, line, column, what to do.",
    "analyse": "What was heard, counted honestly.",
    "portrait": "The self-portrait, as one page.",
    "merge": "Several dossiers into one.",
    "withdraw": "Take a record back, for good.",
    "rehearse": "An invented country with planted truths.",
}
"""Verb to its one-line help, in the order `--help` prints them."""

FILES = {"import": "imports"}
"""Verbs that cannot be the name of a file."""


class Verbs(click.RichGroup):
    """A group whose commands are imported when called, so that help is instant."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """Return the verbs in the order of `VERBS`."""
        return list(VERBS)

    def get_command(self, _ctx: click.Context, name: str) -> click.Command | None:
        """Return the name and one line of a verb, enough to list it."""
        told = VERBS.get(name)
        return None if told is None else click.Command(name, help=told)

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
