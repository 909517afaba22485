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


class Verbs(click.RichGroup):
    """A group whose commands are imported when called, so that help is instant."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """Return the verbs in the order of `VERBS`."""
        return list(VERBS)

    def get_command(self, _ctx: click.Context, name: str) -> click.Command | None:
        """Import and return one verb."""
        if name not in VERBS:
            return None
        module = importlib.import_module(
            f"vestibule.cli.{'imports' if name == 'import' else name}"
        )
        command: click.Command = module.command
        return command

    def format_commands(
        self, _ctx: click.Context, formatter: click.HelpFormatter
    ) -> None:
        """Write the verbs without importing any of them."""
        with formatter.section("Verbs"):
            formatter.write_dl(list(VERBS.items()))


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="vestibule")
def vestibule() -> None:
    """Carry what people say to what is done about it, and back."""
