"""What was wrong with the words that someone typed, and how does one find help?"""

from __future__ import annotations

import datetime as dt
import difflib
from typing import Any

import rich_click as click
from click.types import IntParamType

from vestibule.words import Catalogue


class Day(click.ParamType):  # type: ignore[type-arg]
    """A day, written as in the workbooks: 2024-03-31, or 31/03/2024."""

    name = "day"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> dt.date:
        """Return the day a text names, or fail."""
        from vestibule.listen import cells

        found = value if isinstance(value, dt.date) else cells.day_of(str(value))
        if found is None:
            lang = getattr(ctx, "obj", None) or "en"
            raise Misnamed(
                Catalogue(lang)("cli.usage.day", value=str(value)), ctx=ctx, param=param
            )
        return found


class Misnamed(click.BadParameter):
    """What was typed cannot be; the message is in the reader's language already."""


def sentence(wrong: click.UsageError, lang: str) -> str:
    """Return what is wrong as a sentence.

    Parameters
    ----------
    wrong : click.UsageError
        As the parser raised it.
    lang : str
        ``fr`` or ``en``.

    Returns
    -------
    str
        In the reader's language; a rare complaint stays as the parser says it.
    """
    words = Catalogue(lang)
    if isinstance(wrong, click.MissingParameter):
        return words("cli.usage.missing", name=_name(wrong))
    if isinstance(wrong, click.NoSuchOption):
        near = next(iter(wrong.possibilities or ()), "")
        return _with_hint(words, "option", wrong.option_name, near)
    if unknown := getattr(wrong, "command_name", None):
        near = next(iter(difflib.get_close_matches(unknown, _verbs(wrong), 1)), "")
        return _with_hint(words, "command", unknown, near)
    if isinstance(wrong, Misnamed):
        return words("cli.at", where=_name(wrong), said=wrong.message)
    if isinstance(wrong, click.BadParameter):
        return _value(wrong, words)
    return wrong.format_message()


def way_out(wrong: click.UsageError, lang: str) -> str:
    """Return how to ask for the help of the command that was meant."""
    path = wrong.ctx.command_path if wrong.ctx else "vestibule"
    return Catalogue(lang)("cli.usage.help", command=path)


def _value(wrong: click.BadParameter, words: Catalogue) -> str:
    kind, name = getattr(wrong.param, "type", None), _name(wrong)
    if isinstance(kind, click.Choice):
        return words("cli.usage.choice", name=name, choices=", ".join(kind.choices))
    if isinstance(kind, IntParamType):
        return words("cli.usage.number", name=name)
    return words("cli.usage.value", name=name, problem=wrong.message)


def _verbs(wrong: click.UsageError) -> list[str]:
    group = wrong.ctx.command if wrong.ctx else None
    return group.list_commands(wrong.ctx) if isinstance(group, click.Group) else []  # type: ignore[arg-type]


def _with_hint(words: Catalogue, kind: str, name: str, near: str) -> str:
    said = words(f"cli.usage.{kind}", name=name)
    return f"{said} {words('cli.did_you_mean', name=near)}" if near else said


def _name(wrong: click.BadParameter) -> str:
    if wrong.param is None:
        return str(wrong.param_hint or "")
    if isinstance(wrong.param, click.Option):
        return max(wrong.param.opts, key=len)
    return str(wrong.param.human_readable_name).upper()
